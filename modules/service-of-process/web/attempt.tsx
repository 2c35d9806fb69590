import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { nowText } from '../../../platform/ui/dates.tsx'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import type { OrderDetail } from '../api.ts'
import { recordAttempt } from '../api-work.ts'
import { DaysInput } from './days-input.tsx'
import { Evidence } from './evidence.tsx'
import { type TaskProp, useAfter, WithOrder } from './parts.tsx'

const Attempt = ({ task, order }: TaskProp & { order: OrderDetail }): ReactNode => {
  const { t } = useTranslation('service')
  const after = useAfter()
  const send = useAct(recordAttempt)
  const now = order.attempts.at(-1)
  const method = now?.method
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{method ? t(`methods.${method}`) : t('attempt')}</h2>
      <p>
        {now?.address ?? ''} {now?.addressSource ? <span className="bw-quiet">{t(`sources.${now.addressSource}`)}</span> : null}
      </p>
      <Evidence
        taskId={task.id}
        hint={method === 'direct' || method === 'leave' ? t('visitEvidence') : undefined}
        first={method === 'mail' ? 'mailSlip' : method === 'publicNotice' ? 'newspaper' : method === 'electronic' ? 'screenshot' : 'photo'}
      />
      <SchemaForm
        draft={`service.attempt.${task.id}`}
        schema={recordAttempt.body}
        submitLabel={t('record')}
        initial={{ dispatchedAt: nowText() }}
        fields={[
          { name: 'dispatchedAt', kind: 'time', label: t(method === 'publicNotice' ? 'publishedAt' : 'dispatchedAt'), required: true },
          ...(method === 'mail'
            ? ([
                { name: 'mailNo', kind: 'text', label: t('mailNo'), required: true, max: 40, figures: true, hint: t('scanHint') },
                { name: 'carrier', kind: 'text', label: t('carrier'), max: 60 },
              ] as const)
            : []),
          ...(method === 'publicNotice'
            ? ([
                {
                  name: 'publishedOn',
                  kind: 'own',
                  label: t('publishedOn'),
                  required: true,
                  hint: t('publishedHint'),
                  input: (o: OwnInput) => <DaysInput {...o} />,
                },
              ] as const)
            : []),
          ...(method === 'electronic' || method === 'pickup'
            ? ([{ name: 'channel', kind: 'text', label: t('channel'), max: 60 }] as const)
            : []),
          ...(method === 'direct' || method === 'leave'
            ? ([
                {
                  name: 'courtMember',
                  kind: 'text',
                  label: t('courtMember'),
                  required: true,
                  max: 60,
                  hint: t('courtMemberHint'),
                },
              ] as const)
            : []),
          { name: 'note', kind: 'longtext', label: t('note'), rows: 2 },
        ]}
        submit={async (v) => {
          const { nextTaskId } = await send.mutateAsync({
            params: { id: task.id },
            body: v as z.input<typeof recordAttempt.body & z.ZodType>,
            revision: task.revision,
          })
          after(t('done.recorded'), nextTaskId)
        }}
        codes={{ 'mail-number-used': 'mailNo', 'mail-number-shape': 'mailNo', 'publication-missing': 'publishedOn' }}
      />
    </section>
  )
}
const Page = ({ task }: TaskProp): ReactNode => <WithOrder task={task}>{(order) => <Attempt task={task} order={order} />}</WithOrder>
export default Page
