import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag } from '../../../platform/ui/dates.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { afterNotice, decideFee, refuse } from '../api.ts'
import { Choices } from './choices.tsx'
import { FormTask, Pair, Received, type TaskProp, useAfter, useForm } from './form-task.tsx'

const Refuse = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const send = useAct(refuse)
  const reason = form.decisions.filter((d) => d.kind === 'refuse' || d.kind === 'insists').at(-1)?.reason ?? ''
  return (
    <Pair side={<Received form={form} />}>
      <section className="bw-sheet bw-pad" aria-label={t('refusal.title')}>
        <h2 className="bw-h2">{t('refusal.title')}</h2>
        <p className="bw-lead">{t('refusal.lead')}</p>
        <SchemaForm
          draft={`filing.refusal.${taskId}`}
          submitLabel={t('refusal.submit')}
          initial={{ article: t('refusal.article'), reason }}
          fields={[
            { name: 'article', kind: 'text', label: t('field.article'), required: true, max: 60 },
            { name: 'reason', kind: 'longtext', label: t('refusal.reason'), required: true, max: 4000, rows: 8 },
          ]}
          submit={async (v) => {
            await send.mutateAsync({ params: { id: taskId }, revision: form.taskRevision, body: v as { article: string; reason: string } })
            after(t('refusal.done'))
          }}
        />
      </section>
    </Pair>
  )
}
export const RefuseTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <Refuse taskId={task.id} />
  </FormTask>
)

const AfterNotice = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const send = useAct(afterNotice)
  const [choice, setChoice] = useState<'returned' | 'insists' | null>(null)
  return (
    <Pair side={<Received form={form} />}>
      <section className="bw-sheet bw-pad" aria-label={t('afterNotice.title')}>
        <h2 className="bw-h2">{t('afterNotice.title')}</h2>
        <Choices
          label={t('afterNotice.title')}
          value={choice}
          onChange={setChoice}
          options={(['returned', 'insists'] as const).map((value) => ({
            value,
            title: t(`afterNotice.${value}`),
            text: t(`afterNotice.${value}Text`),
            article: t('afterNotice.article'),
          }))}
        />
        {choice ? (
          <SchemaForm
            key={choice}
            submitLabel={t('decide.make')}
            fields={[{ name: 'reason', kind: 'longtext', label: t('field.reason'), required: true, max: 1000 }]}
            submit={async (v) => {
              const r = await send.mutateAsync({
                params: { id: taskId },
                revision: form.taskRevision,
                body: { outcome: choice, reason: String(v.reason) },
              })
              after(t('decide.done'), r.nextTaskId)
            }}
          />
        ) : null}
      </section>
    </Pair>
  )
}
export const AfterNoticeTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <AfterNotice taskId={task.id} />
  </FormTask>
)

const FeeDecision = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const send = useAct(decideFee)
  const [choice, setChoice] = useState<'wait' | 'relief' | 'withdrawn' | null>(null)
  return (
    <Pair side={<Received form={form} />}>
      <section className="bw-sheet bw-pad" aria-label={t('feeDecision.title')}>
        <h2 className="bw-h2">
          {t('feeDecision.title')} {form.fee.dueOn && !form.fee.paidOn ? <DueTag due={form.fee.dueOn} /> : null}
        </h2>
        <p className="bw-lead">{t('feeDecision.lead', { number: form.number ?? '', amount: form.fee.amount ?? '—' })}</p>
        <Choices
          label={t('feeDecision.title')}
          value={choice}
          onChange={setChoice}
          options={(['wait', 'relief', 'withdrawn'] as const).map((value) => ({
            value,
            title: t(`feeDecision.${value}`),
            text: t(`feeDecision.${value}Text`),
            article: t(`feeDecision.${value}Article`),
          }))}
        />
        {choice ? (
          <SchemaForm
            key={choice}
            submitLabel={t('decide.make')}
            fields={[{ name: 'reason', kind: 'longtext', label: t('field.reason'), required: true, max: 1000 }]}
            submit={async (v) => {
              await send.mutateAsync({
                params: { id: taskId },
                revision: form.taskRevision,
                body: { decision: choice, reason: String(v.reason) },
              })
              after(t('decide.done'))
            }}
          />
        ) : null}
      </section>
    </Pair>
  )
}
export const FeeDecisionTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <FeeDecision taskId={task.id} />
  </FormTask>
)
