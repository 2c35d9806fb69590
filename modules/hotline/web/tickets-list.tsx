import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { listTickets, mySealed, ticketViews } from '../api-tickets.ts'
import { kindKeys } from '../rules/kinds.ts'
import { TicketDue, TicketState } from './shown.tsx'

export const Tickets = ({ caseId }: { caseId?: number }): ReactNode => {
  const { t } = useTranslation('hotline')
  return (
    <ListPage
      name="hotline-tickets"
      title={t('tickets.title')}
      endpoint={listTickets}
      {...(caseId ? { embedded: true, fixed: { caseId } } : {})}
      rowKey={(r) => r.id}
      open={(r) => `/hotline/tickets/${r.id}`}
      filters={
        caseId
          ? []
          : [
              { key: 'q', kind: 'text', label: t('tickets.q') },
              {
                key: 'view',
                kind: 'choice',
                label: t('tickets.view'),
                options: ticketViews.map((v) => ({ value: v, label: t(`view.${v}`) })),
              },
              { key: 'kind', kind: 'choice', label: t('kindOf'), options: kindKeys.map((k) => ({ value: k, label: t(`kind.${k}`) })) },
            ]
      }
      columns={[
        { key: 'number', title: t('ticketOf'), render: (r) => r.number },
        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
        { key: 'case', title: t('caseOf'), render: (r) => r.caseNumber ?? '—' },
        { key: 'route', title: t('routeOf'), render: (r) => t(`route.${r.route}`) },
        { key: 'state', title: t('stateOf'), render: (r) => <TicketState ticket={r} /> },
        { key: 'due', title: t('due'), render: (r) => <TicketDue ticket={r} /> },
        { key: 'opened', title: t('openedAt'), render: (r) => <Moment at={r.openedAt} /> },
        { key: 'score', title: t('score'), align: 'end', render: (r) => r.score ?? '—' },
      ]}
      empty={t('tickets.empty')}
    />
  )
}
const TicketsList = (): ReactNode => (
  <>
    <Tickets />
    {useMay()('hotline.sealed') ? <Sealed /> : null}
  </>
)
/** Of a sealed report its writer keeps number and day. */
const Sealed = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const { data } = useCall(mySealed, {})
  if (!data?.items.length) return null
  return (
    <Panel title={t('sealed.mine')}>
      <Lines rows={data.items.map((s) => ({ key: s.number, what: s.number, stands: <Moment at={s.openedAt} /> }))} />
      <p className="bw-quiet">
        {t('sealed.note')} <Go to="/hotline/desk">{t('desk.title')}</Go>
      </p>
    </Panel>
  )
}
export default TicketsList
