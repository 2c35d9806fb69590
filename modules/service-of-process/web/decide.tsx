import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import type { OrderDetail } from '../api.ts'
import { checkResult, confirmService, decideMethod } from '../api-work.ts'
import { Effect, Ladder, type TaskProp, useAfter, WithOrder } from './parts.tsx'

const Approval = ({ task, order }: TaskProp & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const after = useAfter()
  const send = useAct(decideMethod)
  const a = order.attempts.at(-1)
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{t('approveMethod', { method: a ? t(`methods.${a.method}`) : '' })}</h2>
      <p>
        {t('ground')}：{a?.ground ?? '—'}
      </p>
      <Ladder order={order} />
      <SchemaForm
        schema={decideMethod.body}
        submitLabel={t('decide')}
        fields={[
          {
            name: 'approval',
            kind: 'radio',
            label: t('decision'),
            required: true,
            options: ['approved', 'rejected'].map((value) => ({ value, label: t(`approvals.${value}`) })),
          },
          { name: 'reason', kind: 'longtext', label: t('approvalReason'), required: true, rows: 3, hint: t('approvalHint') },
        ]}
        submit={async (v) => {
          const { nextTaskId } = await send.mutateAsync({
            params: { id: task.id },
            body: v as z.input<typeof decideMethod.body & z.ZodType>,
            revision: task.revision,
          })
          after(t('done.decided'), nextTaskId)
        }}
      />
    </section>
  )
}
export const ApprovalTask = ({ task }: TaskProp): ReactNode => (
  <WithOrder task={task}>{(order) => <Approval task={task} order={order} />}</WithOrder>
)

const Check = ({ task, order }: TaskProp & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const after = useAfter()
  const send = useAct(checkResult)
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{t('check')}</h2>
      <div className="bw-gap">
        <Effect effect={order.effect} />
      </div>
      <SchemaForm
        schema={checkResult.body}
        submitLabel={t('send')}
        fields={[
          {
            name: 'check',
            kind: 'radio',
            label: t('checkResult'),
            required: true,
            options: ['pass', 'return'].map((value) => ({ value, label: t(`checks.${value}`) })),
          },
          { name: 'note', kind: 'longtext', label: t('note'), rows: 2, hint: t('returnHint') },
        ]}
        submit={async (v) => {
          const { nextTaskId } = await send.mutateAsync({
            params: { id: task.id },
            body: v as z.input<typeof checkResult.body & z.ZodType>,
            revision: task.revision,
          })
          after(t('done.checked'), nextTaskId)
        }}
      />
    </section>
  )
}
export const CheckTask = ({ task }: TaskProp): ReactNode => (
  <WithOrder task={task}>{(order) => <Check task={task} order={order} />}</WithOrder>
)

/** The clerk's page: derived effect with article and days on top, his decision below. */
const Confirm = ({ task, order }: TaskProp & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const after = useAfter()
  const send = useAct(confirmService)
  const served = order.effect?.served === true
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{t('confirm')}</h2>
      <div className="bw-gap">
        <Effect effect={order.effect} />
      </div>
      <SchemaForm
        schema={confirmService.body}
        submitLabel={t('decide')}
        initial={{
          validity: served ? 'effective' : 'notEffective',
          effectiveOn: order.effect?.effective ?? undefined,
          closingOn: order.effect?.closingOn ?? undefined,
        }}
        fields={[
          {
            name: 'validity',
            kind: 'radio',
            label: t('decision'),
            required: true,
            options: ['effective', 'notEffective'].map((value) => ({ value, label: t(`validities.${value}`) })),
          },
          { name: 'effectiveOn', kind: 'date', label: t('effectiveOn'), when: (v) => v.validity === 'effective' },
          { name: 'closingOn', kind: 'date', label: t('closingOn'), hint: t('closingHint'), when: (v) => v.validity === 'effective' },
          { name: 'reason', kind: 'longtext', label: t('reason'), rows: 3, hint: t('reasonHint') },
        ]}
        submit={async (v) => {
          const { nextTaskId } = await send.mutateAsync({
            params: { id: task.id },
            body: v as z.input<typeof confirmService.body & z.ZodType>,
            revision: task.revision,
          })
          after(t('done.confirmed'), nextTaskId)
        }}
      />
    </section>
  )
}
const Page = ({ task }: TaskProp): ReactNode => <WithOrder task={task}>{(order) => <Confirm task={task} order={order} />}</WithOrder>
export default Page
