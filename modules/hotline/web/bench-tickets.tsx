import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { listTickets } from '../api-tickets.ts'
import { TicketDue } from './shown.tsx'

/** Tickets that wait for the office itself: case tickets stand among the tasks of judge, clerk and filing desk. */
const BenchTickets = (): ReactNode =>
  useMe().roles.some((r) => ['courtLeader', 'trialManagement', 'commissioner'].includes(r)) ? <Mine /> : null
const Mine = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const { data } = useCall(listTickets, { query: { view: 'mine', limit: 8 } })
  return (
    <Panel title={t('bench')} extra={<Go to="/hotline/tickets?view=mine">{t('knowledge.all')}</Go>}>
      <Lines
        none={t('tickets.empty')}
        rows={data?.items.map((r) => ({
          key: r.id,
          what: (
            <>
              <Go to={`/hotline/tickets/${r.id}`}>{r.number}</Go> <span className="bw-quiet">{t(`kind.${r.kind}`)}</span>
            </>
          ),
          stands: <TicketDue ticket={r} />,
        }))}
      />
    </Panel>
  )
}
export default BenchTickets
