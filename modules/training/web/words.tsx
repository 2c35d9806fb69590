import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { trainingPhases, trainingTopics } from '../../workforce/rules.ts'
import { halves } from '../rules.ts'

/** The court's clock: 09:00. */
export const clockOf = (at: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(ZONE).toPlainTime().toString({ smallestUnit: 'minute' })
interface Halved {
  morning: { from: string; until: string } | null
  afternoon: { from: string; until: string } | null
}
/** 上午 09:00–12:00 下午 14:00–17:00 */
export const timesText = (t: TFunction, s: Halved): string =>
  halves
    .filter((h) => s[h])
    .map((h) => `${t(`training:half.${h}`)} ${clockOf(s[h]!.from)}–${clockOf(s[h]!.until)}`)
    .join('  ')

const tones: Record<string, Tone> = { planned: 'plain', running: 'active', over: 'done', cancelled: 'closed' }
export const SessionTag = ({ state, t }: { state: string; t: TFunction }): ReactNode => (
  <StateTag tone={tones[state] ?? 'plain'}>{t(`training:sessionState.${state}`)}</StateTag>
)
export const topicOptions = (t: TFunction) => trainingTopics.map((k) => ({ value: k, label: t(`training:topic.${k}`) }))
export const phaseOptions = (t: TFunction) => trainingPhases.map((k) => ({ value: k, label: t(`training:phase.${k}`) }))
export const organiserOptions = (t: TFunction) =>
  (['court', 'contractor'] as const).map((k) => ({ value: k, label: t(`training:organiser.${k}`) }))
