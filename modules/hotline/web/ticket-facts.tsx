import { timeText } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import type { Fact } from '../../../platform/ui/record-page.tsx'
import type { Ticket } from '../api-tickets.ts'

const t = (key: string): string => i18n.t(`hotline:${key}`)
/** What a ticket says, on its own page and on the task's. */
export const ticketFacts = (d: Ticket): Fact[] => all(d).filter((f) => f.value !== null && f.value !== undefined && f.value !== '')
const all = (d: Ticket): Fact[] => [
  { key: 'case', label: t('caseOf'), value: d.caseNumber ? <Go to={`/cases/${d.caseId}`}>{d.caseNumber}</Go> : null },
  { key: 'route', label: t('routeOf'), value: t(`route.${d.route}`) },
  { key: 'caller', label: t('callerName'), value: d.callerName },
  { key: 'number', label: t('number'), value: d.callerNumber || null },
  { key: 'opened', label: t('openedAt'), value: `${timeText(d.openedAt)}　${d.openedBy}` },
  { key: 'answered', label: t('repliedAt'), value: d.answeredAt ? timeText(d.answeredAt) : null },
  { key: 'score', label: t('score'), value: d.score === null ? null : `${d.score} / 5` },
  ...(d.attempts ? [{ key: 'attempts', label: t('attempts'), value: d.attempts }] : []),
  ...(d.contentHidden
    ? []
    : [
        { key: 'text', label: t('ticketText'), value: <span className="hl-text">{d.text}</span>, wide: true },
        { key: 'reply', label: t('reply'), value: d.reply ? <span className="hl-text">{d.reply}</span> : null, wide: true },
      ]),
]
