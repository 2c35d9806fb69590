import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText } from '../../../platform/ui/dates.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import type { gateLine } from '../api.ts'

/** The admission gate as a checklist: what is met, what is missing, who has to act, by which clause. */
// Training is recorded by whoever gave it, the court or the contractor (`mayRecord`).
export const GateChecklist = ({ gate }: { gate: readonly z.output<typeof gateLine>[] }): ReactNode => {
  const { t } = useTranslation('workforce')
  return (
    <ul className="bw-checklist">
      {gate.map((g) => (
        <li key={g.item} data-met={g.met ? 'yes' : 'no'}>
          <span className="bw-tick" aria-label={g.met ? t('met') : t('notMet')} role="img">
            {g.met ? '✓' : '✗'}
          </span>
          <span>{t(`item.${g.item}`)}</span>
          <span className="bw-quiet">{t('clause', { clause: g.clause })}</span>
          <span className="bw-under bw-quiet">
            {[
              g.missing ? `${t(`why.${g.missing}`)} · ${t(`by.${g.item === 'training' ? 'both' : g.by}`)}` : null,
              g.needed !== null ? t('trained', { done: g.done ?? 0, needed: g.needed }) : null,
              g.topicsMissing.length > 0 ? t('topicsMissing', { topics: listText(g.topicsMissing.map((k) => t(`topic.${k}`))) }) : null,
              g.met && g.since ? t('since', { date: dateText(g.since) }) : null,
              g.until ? t('until', { date: dateText(g.until) }) : null,
              g.soon ? t('soon') : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
