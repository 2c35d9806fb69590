import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import type { Tone } from '../../../platform/ui/marks.tsx'
import { halves, type LeaveState, type Span } from '../rules.ts'

const tones: Record<LeaveState, Tone> = {
  asked: 'soon',
  approved: 'active',
  refused: 'late',
  withdrawn: 'closed',
  cancelled: 'closed',
  returned: 'done',
}
export const leaveTone = (l: { state: LeaveState }): Tone => tones[l.state]

/** "21 September afternoon — 22 September morning"; whole days without their halves. */
export const SpanText = ({ of: s }: { of: Span }): ReactNode => {
  const { t } = useTranslation('attendance')
  const whole = s.fromHalf === 'am' && s.untilHalf === 'pm'
  const from = whole ? dateText(s.fromDate) : `${dateText(s.fromDate)} ${t(`half.${s.fromHalf}`)}`
  const until = whole ? dateText(s.untilDate) : `${dateText(s.untilDate)} ${t(`half.${s.untilHalf}`)}`
  return from === until ? from : `${from} — ${until}`
}
export const spanFields = (t: TFunction<'attendance'>): Field[] => [
  { name: 'fromDate', kind: 'date', label: t('fromDate'), required: true },
  {
    name: 'fromHalf',
    kind: 'radio',
    label: t('fromHalf'),
    required: true,
    options: halves.map((h) => ({ value: h, label: t(`half.${h}`) })),
  },
  { name: 'untilDate', kind: 'date', label: t('untilDate'), required: true },
  {
    name: 'untilHalf',
    kind: 'radio',
    label: t('untilHalf'),
    required: true,
    options: halves.map((h) => ({ value: h, label: t(`half.${h}`) })),
  },
  { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500, wide: true },
]
export const spanCodes: Record<string, string> = {
  'leave-reversed': 'untilDate',
  'leave-over': 'untilDate',
  'leave-too-long': 'untilDate',
  'leave-begun': 'fromDate',
  'leave-overlaps': 'fromDate',
}
