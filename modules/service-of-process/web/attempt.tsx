import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import type { OrderDetail } from '../api.ts'
import { recordAttempt } from '../api-work.ts'
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
        first={method === 'mail' ? 'mailSlip' : method === 'publicNotice' ? 'newspaper' : method === 'electronic' ? 'screenshot' : 'photo'}
      />
      <SchemaForm
        draft={`service.attempt.${task.id}`}
        submitLabel={t('record')}
        fields={[
          { name: 'dispatchedAt', kind: 'time', label: t('dispatchedAt'), required: true },
          ...(method === 'mail'
            ? ([
                { name: 'mailNo', kind: 'text', label: t('mailNo'), required: true, max: 40, figures: true, hint: t('scanHint') },
                { name: 'carrier', kind: 'text', label: t('carrier'), max: 60 },
              ] as const)
            : []),
          ...(method === 'publicNotice'
            ? ([{ name: 'published', kind: 'text', label: t('publishedOn'), required: true, hint: t('publishedHint') }] as const)
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
                  required: method === 'leave',
                  max: 60,
                  hint: t('courtMemberHint'),
                },
              ] as const)
            : []),
          { name: 'note', kind: 'longtext', label: t('note'), rows: 2 },
        ]}
        submit={async ({ published, ...v }) => {
          const publishedOn = typeof published === 'string' ? published.split(/[,，、\s]+/).filter(Boolean) : []
          await send.mutateAsync({
            params: { id: task.id },
            body: { ...v, publishedOn } as z.input<typeof recordAttempt.body & z.ZodType>,
            revision: task.revision,
          })
          after(t('done.recorded'))
        }}
        codes={{ 'mail-number-used': 'mailNo', 'mail-number-shape': 'mailNo', 'publication-missing': 'published' }}
      />
    </section>
  )
}
const Page = ({ task }: TaskProp): ReactNode => <WithOrder task={task}>{(order) => <Attempt task={task} order={order} />}</WithOrder>
export default Page
