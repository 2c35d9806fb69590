import { Alert, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { Facts, RecordPage } from '../../../platform/ui/record-page.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { closeAnswer, readTicket, ticketOfTask } from '../api-tickets.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { TicketActs } from './ticket-acts.tsx'
import { ticketFacts } from './ticket-facts.tsx'
import { TicketDue, TicketState } from './shown.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { ShowNumber } from './show-number.tsx'
import './hotline.css'

const TicketRecord = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const id = Number(usePathParams().id)
  const { data, error, refetch } = useCall(readTicket, { params: { id } })
  return (
    <RecordPage
      kind={{ label: t('tickets.title'), to: '/hotline/tickets' }}
      title={data ? `${data.number} ${t(`kind.${data.kind}`)}` : undefined}
      error={error}
      retry={() => void refetch()}
      state={data ? <TicketState ticket={data} /> : null}
      mark={data ? <TicketDue ticket={data} /> : null}
      facts={data ? ticketFacts(data) : []}
      side={
        data?.events.length ? (
          <Timeline
            title={t('events')}
            entries={data.events.map((e, i) => ({
              key: i,
              at: e.at,
              what: `${t(`event.${e.kind}`)}${e.note ? `：${e.note}` : ''}`,
              who: e.by,
            }))}
          />
        ) : null
      }
    >
      {data?.sealed ? <Alert type="warning" showIcon title={t('sealed.lead')} className="bw-gap" /> : null}
      {data?.contentHidden ? <Alert type="info" showIcon title={t('hidden')} className="bw-gap" /> : null}
      {data?.can.callBack === true ? <ShowNumber callId={data.callId} /> : null}
      {data ? <TicketActs ticket={data} /> : null}
    </RecordPage>
  )
}
export default TicketRecord

interface TaskProp {
  task: { id: number; revision: number; form: string }
}
/** On the task's page: what the ticket says, and the act that ends the step. */
export const TicketTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('hotline')
  const go = useGo()
  const { data: of, error } = useCall(ticketOfTask, { params: { id: task.id } })
  const { data, error: refused } = useCall(readTicket, { params: { id: of?.ticketId ?? 0 } }, { enabled: Boolean(of?.ticketId) })
  if (error ?? refused) return <Refusal problem={error ?? refused} />
  if (!data) return <Skeleton active paragraph={{ rows: 6 }} />
  return (
    <Panel title={`${data.number} ${t(`kind.${data.kind}`)}`} wide>
      <Facts facts={ticketFacts(data)} />
      {data.can.callBack === true ? <ShowNumber callId={data.callId} /> : null}
      <TicketActs ticket={data} done={() => go('/tasks', { replace: true })} />
    </Panel>
  )
}
/** The call is finished at the desk; a step that was left behind by a call that is over is closed here. */
export const AnswerTask = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('hotline')
  const go = useGo()
  const { data: of } = useCall(ticketOfTask, { params: { id: task.id } })
  const close = useAct(closeAnswer)
  return (
    <>
      <p>
        {t('desk.taskHow')} <Go to="/hotline/desk">{t('desk.title')}</Go>
      </p>
      {of && !of.inHand ? (
        <ActBar
          acts={[
            {
              key: 'close',
              label: t('act.closeStep'),
              primary: true,
              run: async () => {
                await close.mutateAsync({ params: { id: task.id }, body: {}, revision: task.revision })
                go('/tasks', { replace: true })
              },
            },
          ]}
        />
      ) : null}
    </>
  )
}
