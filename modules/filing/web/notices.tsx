import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { Moment } from '../../../platform/ui/dates.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { type FormContent, giveNotices, handOver, makeDocuments, openDocument } from '../api.ts'
import { FormTask, Pair, Problem, Received, type TaskProp, useAfter, useForm } from './form-task.tsx'

/** Documents made so far, the last of each kind; of the supplement notices every one, since each has gone to the party. */
export const Documents = ({ documents }: { documents: FormContent['documents'] }): ReactNode => {
  const { t } = useTranslation('filing')
  const last = [...new Map(documents.map((d) => [d.kind === 'supplementNotice' ? d.id : d.kind, d])).values()]
  const notices = last.filter((d) => d.kind === 'supplementNotice')
  if (last.length === 0) return <p className="bw-quiet">{t('documents.none')}</p>
  return (
    <ul className="fl-list">
      {last.map((d) => (
        <li key={d.id}>
          <a href={addressOf(openDocument, { params: { id: d.id } })} target="_blank" rel="noreferrer">
            {t(`document.${d.kind}`)}
            {notices.length > 1 && d.kind === 'supplementNotice' ? t('documents.round', { n: notices.indexOf(d) + 1 }) : null}
          </a>{' '}
          <span className="bw-quiet">
            <Moment at={d.madeAt} /> · {d.by}
          </span>
        </li>
      ))}
    </ul>
  )
}

const Notices = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const make = useAct(makeDocuments)
  const give = useAct(giveNotices)
  const [refused, setRefused] = useState<unknown>(null)
  const missing = form.requiredDocuments.filter((k) => !form.documents.some((d) => d.kind === k))
  const produce = async (): Promise<void> => {
    setRefused(null)
    try {
      await make.mutateAsync({
        params: { id: taskId },
        body: { kinds: [...(missing.length > 0 ? missing : form.requiredDocuments)] as ('acceptance' | 'feeNotice')[] },
      })
    } catch (error) {
      setRefused(error)
    }
  }
  const fee = form.requiredDocuments.includes('feeNotice')
  return (
    <Pair side={<Received form={form} />}>
      <section className="bw-sheet bw-pad" aria-label={t('notices.title')}>
        <h2 className="bw-h2">
          {t('notices.title')} <span className="bw-figures">{form.number}</span>
        </h2>
        <p className="bw-lead">{t('notices.lead')}</p>
        <ul className="fl-list bw-gap">
          {form.requiredDocuments.map((k) => {
            const made = form.documents.filter((d) => d.kind === k).at(-1)
            return (
              <li key={k}>
                {made ? (
                  <a href={addressOf(openDocument, { params: { id: made.id } })} target="_blank" rel="noreferrer">
                    {t(`document.${k}`)}
                  </a>
                ) : (
                  t(`document.${k}`)
                )}{' '}
                <StateTag tone={made ? 'done' : 'plain'}>{t(made ? 'notices.made' : 'notices.toMake')}</StateTag>
              </li>
            )
          })}
        </ul>
        <Problem error={refused} />
        <Button
          className="bw-gap"
          type={missing.length > 0 ? 'primary' : 'default'}
          loading={make.isPending}
          onClick={() => void produce()}
        >
          {t(missing.length > 0 ? 'notices.make' : 'notices.again')}
        </Button>
        <SchemaForm
          submitLabel={t('notices.submit')}
          disabled={missing.length > 0}
          initial={fee ? { feeNoticedOn: form.today } : {}}
          fields={
            fee
              ? [
                  {
                    name: 'feeNoticedOn',
                    kind: 'date',
                    label: t('notices.on'),
                    required: true,
                    max: form.today,
                    hint: t('notices.onHint', { amount: form.fee.amount ?? '' }),
                  },
                ]
              : []
          }
          submit={async (v) => {
            const r = await give.mutateAsync({ params: { id: taskId }, revision: form.taskRevision, body: v as { feeNoticedOn?: string } })
            after(t('notices.done'), r.nextTaskId)
          }}
        />
      </section>
    </Pair>
  )
}
export const NoticesTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <Notices taskId={task.id} />
  </FormTask>
)

const Handover = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const send = useAct(handOver)
  const pages = form.materials.reduce((n, m) => n + m.copies * m.pages, 0)
  return (
    <Pair side={<Received form={form} />}>
      <section className="bw-sheet bw-pad" aria-label={t('handover.title')}>
        <h2 className="bw-h2">
          {t('handover.title')} <span className="bw-figures">{form.number}</span>
        </h2>
        <p className="bw-lead">{t('handover.lead', { division: form.divisionName ?? '—' })}</p>
        <SchemaForm
          columns={2}
          submitLabel={t('handover.submit')}
          initial={{ volumes: 1, pages: Math.max(1, pages) }}
          fields={[
            { name: 'volumes', kind: 'number', label: t('handover.volumes'), required: true, min: 1, max: 999 },
            {
              name: 'pages',
              kind: 'number',
              label: t('handover.pages'),
              required: true,
              min: 1,
              max: 99_999,
              hint: t('handover.pagesHint', { pages }),
            },
            {
              name: 'receiverId',
              kind: 'choice',
              numeric: true,
              label: t('handover.receiver'),
              required: true,
              options: form.receivers.map((r) => ({ value: String(r.id), label: `${r.name}（${t(`role.${r.role}`)}）` })),
            },
            { name: 'note', kind: 'text', label: t('handover.note'), max: 300 },
          ]}
          submit={async (v) => {
            await send.mutateAsync({
              params: { id: taskId },
              revision: form.taskRevision,
              body: v as { volumes: number; pages: number; receiverId: number },
            })
            after(t('handover.done'))
          }}
        />
      </section>
    </Pair>
  )
}
export const HandoverTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <Handover taskId={task.id} />
  </FormTask>
)
