import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { todayText } from '../../../platform/ui/dates.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import type { OrderDetail } from '../api.ts'
import { reportResult } from '../api-work.ts'
import { outcomesOf } from '../rules/report.ts'
import { receivers, returnReasons } from '../rules/shape.ts'
import { Effect, type TaskProp, useAfter, WithOrder } from './parts.tsx'
import { DaysInput } from './days-input.tsx'
import { Evidence } from './evidence.tsx'

const Feedback = ({ task, order }: TaskProp & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const after = useAfter()
  const send = useAct(reportResult)
  const a = order.attempts.at(-1)
  if (!a) return null
  const is =
    (...wanted: string[]) =>
    (v: Record<string, unknown>) =>
      wanted.includes(v.outcome as string)
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{t('feedback')}</h2>
      <Evidence taskId={task.id} first={a.method === 'mail' ? 'mailSlip' : a.method === 'publicNotice' ? 'newspaper' : 'receipt'} />
      <SchemaForm
        draft={`service.feedback.${task.id}`}
        schema={reportResult.body}
        submitLabel={t('report')}
        initial={{
          outcome: a.outcome ?? undefined,
          happenedOn: a.happenedOn ?? undefined,
          happenedAt: a.happenedAt ?? undefined,
          receiver: a.receiver ?? undefined,
          returnReason: a.returnReason ?? undefined,
          receiverIsOpponent: false,
          tries: a.tries,
          recorded: a.recorded,
        }}
        fields={[
          {
            name: 'outcome',
            kind: 'radio',
            label: t('outcome'),
            required: true,
            options: outcomesOf[a.method].map((value) => ({ value, label: t(`outcomes.${value}`) })),
          },
          { name: 'happenedAt', kind: 'time', label: t('arrivedAt'), required: true, when: is('arrived'), hint: t('arrivedHint') },
          { name: 'readOn', kind: 'date', label: t('readOn'), max: todayText(), when: is('arrived') },
          {
            name: 'acknowledgedOn',
            kind: 'date',
            label: t('acknowledgedOn'),
            max: todayText(),
            when: is('arrived'),
            hint: t('acknowledgedHint'),
          },
          {
            name: 'happenedOn',
            kind: 'date',
            label: t('happenedOn'),
            required: true,
            max: todayText(),
            when: is('signed', 'refused', 'refusedAtCourt', 'left', 'returned', 'pronounced'),
          },
          {
            name: 'receiver',
            kind: 'choice',
            label: t('receiver'),
            required: true,
            when: is('signed'),
            options: receivers.map((value) => ({ value, label: t(`receivers.${value}`) })),
          },
          { name: 'receiverName', kind: 'text', label: t('receiverName'), when: is('signed'), max: 100 },
          { name: 'receiverIsOpponent', kind: 'switch', label: t('receiverIsOpponent'), when: is('signed') },
          {
            name: 'returnReason',
            kind: 'choice',
            label: t('returnReason'),
            required: a.method === 'mail',
            when: is('returned'),
            options: returnReasons.map((value) => ({ value, label: t(`returnReasons.${value}`) })),
          },
          {
            name: 'tries',
            kind: 'own',
            label: t('tries'),
            hint: t('triesHint'),
            when: (v) => a.method === 'mail' && v.outcome === 'returned',
            input: (o) => <DaysInput {...o} />,
          },
          { name: 'witness', kind: 'text', label: t('witness'), when: is('left'), max: 100 },
          { name: 'recorded', kind: 'switch', label: t('recorded'), when: is('refusedAtCourt', 'pronounced', 'left') },
          { name: 'note', kind: 'longtext', label: t('note'), rows: 2 },
        ]}
        submit={async (v) => {
          const { nextTaskId } = await send.mutateAsync({
            params: { id: task.id },
            body: v as z.input<typeof reportResult.body & z.ZodType>,
            revision: task.revision,
          })
          after(t('done.reported'), nextTaskId)
        }}
      />
      {order.effect ? <Effect effect={order.effect} /> : null}
    </section>
  )
}
const Page = ({ task }: TaskProp): ReactNode => <WithOrder task={task}>{(order) => <Feedback task={task} order={order} />}</WithOrder>
export default Page
