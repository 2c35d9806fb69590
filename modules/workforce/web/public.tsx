import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText } from '../../../platform/ui/dates.tsx'
import { slotPiece } from '../../../platform/ui/slots.ts'
import { listText } from '../../../platform/ui/i18n.ts'
import type { gateLine } from '../api.ts'

/** The admission gate as a checklist: what is met, what is missing, who has to act, by which clause. */
// Training is recorded by whoever gave it, the court or the contractor (`mayRecord`); the agreement is nobody's to record but the person's to sign.
// `mine`: whoever reads it may do something about a line himself; higher modules say where (slot 'gate-act').
export const GateChecklist = ({ gate, mine = false }: { gate: readonly z.output<typeof gateLine>[]; mine?: boolean }): ReactNode => {
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
              g.missing === 'on-leave'
                ? t('why.on-leave')
                : g.missing
                  ? `${t(`why.${g.missing}`)} · ${t(`by.${g.item === 'training' ? 'both' : g.item === 'nda' ? 'self' : g.by}`)}`
                  : null,
              g.needed !== null ? t('trained', { done: g.done ?? 0, needed: g.needed }) : null,
              g.topicsMissing.length > 0 ? t('topicsMissing', { topics: listText(g.topicsMissing.map((k) => t(`topic.${k}`))) }) : null,
              g.met && g.since ? t('since', { date: dateText(g.since) }) : null,
              g.until ? t(g.missing === 'on-leave' ? 'leaveUntil' : 'until', { date: dateText(g.until) }) : null,
              g.soon ? t('soon') : null,
            ]
              .filter(Boolean)
              .join(' · ')}
            {mine && (!g.met || g.until) ? <GateAct item={g.item} /> : null}
          </span>
        </li>
      ))}
    </ul>
  )
}

const GateAct = ({ item }: { item: string }): ReactNode => {
  const Act = slotPiece('gate-act', item)
  return Act ? (
    <Suspense>
      {' '}
      <Act />
    </Suspense>
  ) : null
}
