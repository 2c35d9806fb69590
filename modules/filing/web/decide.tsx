import { Button, Checkbox } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, DueTag } from '../../../platform/ui/dates.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { decide, intake } from '../api.ts'
import { procedures, suggestFee } from '../rules.ts'
import { keyedLines } from './check.tsx'
import { Choices } from './choices.tsx'
import { FormTask, Note, Pair, Problem, Received, type TaskProp, useAfter, useForm, useReload } from './form-task.tsx'
import { entryOf } from './entry.ts'
import { LikelyCases, useLikely } from './likely-cases.tsx'

const options = (t: (k: string) => string) =>
  [
    { value: 'accept', title: t('decide.accept'), text: t('decide.acceptText'), article: t('decide.acceptArticle') },
    { value: 'supplement', title: t('decide.supplement'), text: t('decide.supplementText'), article: t('decide.supplementArticle') },
    { value: 'refuse', title: t('decide.refuse'), text: t('decide.refuseText'), article: t('decide.refuseArticle') },
  ] as const

const Decide = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const reload = useReload(taskId)
  const after = useAfter()
  const send = useAct(decide)
  const [choice, setChoice] = useState<'accept' | 'supplement' | 'refuse' | null>(null)
  const e = entryOf(form)
  const likely = useLikely(
    taskId,
    {
      cause: e.cause,
      parties: e.parties.map((p) => ({ role: p.role, name: p.name, paperKind: p.paperKind || null, paper: p.paper || null })),
    },
    send.isPending || send.isSuccess,
  )
  const submit = async (v: Record<string, unknown>): Promise<void> => {
    const r = await send.mutateAsync({
      params: { id: taskId },
      revision: form.taskRevision,
      body: { decision: choice as 'accept', ...(v as object) },
    })
    after(r.number ? t('decide.numbered', { number: r.number }) : t('decide.done'), r.nextTaskId)
  }
  return (
    <Pair
      side={
        <>
          <Received form={form} />
          <LikelyCases {...likely} />
        </>
      }
    >
      <section className="bw-sheet bw-pad bw-gap" aria-label={t('decide.title')}>
        <h2 className="bw-h2">
          {t('decide.title')} {form.dueOn ? <DueTag due={form.dueOn} provisional={form.provisional} /> : null}
        </h2>
        <Choices label={t('decide.title')} value={choice} onChange={setChoice} options={options(t as (k: string) => string)} />
        {choice === 'accept' ? (
          <SchemaForm
            key="accept"
            columns={2}
            submitLabel={t('decide.acceptSubmit')}
            initial={{
              cause: form.keyed.cause,
              procedure: e.procedure,
              divisionId: form.divisionId,
              fee: suggestFee(form.keyed.amount ?? '0', e.procedure),
              waiveFee: false,
            }}
            fields={[
              {
                name: 'cause',
                kind: 'text',
                label: t('field.cause'),
                required: true,
                max: 200,
                ...(form.keyed.causeKnown ? {} : { hint: t('causeUnknown') }),
              },
              {
                name: 'procedure',
                kind: 'choice',
                label: t('field.procedure'),
                required: true,
                options: procedures.map((p) => ({ value: p, label: t(`procedure.${p}`) })),
              },
              {
                name: 'divisionId',
                kind: 'choice',
                numeric: true,
                label: t('field.division'),
                required: true,
                options: form.divisions.map((d) => ({ value: String(d.id), label: d.name })),
                opened: reload,
                none: t('noDivisions'),
                ...(form.divisions.length === 0 ? { hint: t('noDivisions') } : {}),
              },
              {
                name: 'fee',
                kind: 'text',
                label: t('field.fee'),
                figures: true,
                when: (v) => !v.waiveFee,
                hint: t('decide.feeHint', { fee: form.suggestedFee }),
              },
              {
                name: 'waiveFee',
                kind: 'own',
                label: t('decide.feeOr'),
                input: (o) => (
                  <Checkbox {...(o.id ? { id: o.id } : {})} checked={o.value === true} onChange={(x) => o.onChange?.(x.target.checked)}>
                    {t('field.waiveFee')}
                  </Checkbox>
                ),
              },
            ]}
            codes={{ 'fee-required': 'fee', 'division-required': 'divisionId', 'cause-required': 'cause' }}
            submit={submit}
          />
        ) : choice ? (
          <SchemaForm
            key={choice}
            submitLabel={t(`decide.${choice}Submit`)}
            fields={[
              {
                name: 'reason',
                kind: 'longtext',
                label: t('field.reason'),
                required: choice === 'refuse',
                max: 1000,
                hint: t(`decide.${choice}Next`),
              },
            ]}
            submit={submit}
          />
        ) : (
          <p className="bw-quiet">{t('decide.choose')}</p>
        )}
      </section>
      <section className="bw-sheet bw-pad" aria-label={t('decide.entry')}>
        <h2 className="bw-h2">
          {t('decide.entry')}{' '}
          <span className="bw-quiet">
            {form.entries[0] ? t('decide.by', { by: form.entries[0].by, lead: form.entries[0].checkedBy ?? '—' }) : ''}
          </span>
        </h2>
        {keyedLines(form, t as (key: string) => string).map((part) => (
          <div key={part.title} style={{ marginBlockEnd: 10 }}>
            <strong>{part.title}</strong>
            {part.lines.map((l) => (
              <div key={l.path} className="fl-value">
                <span>{l.label}</span>
                <span>{l.value || '—'}</span>
              </div>
            ))}
          </div>
        ))}
      </section>
    </Pair>
  )
}
const DecideTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <Decide taskId={task.id} />
  </FormTask>
)
export default DecideTask

const Intake = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const send = useAct(intake)
  const [refused, setRefused] = useState<unknown>(null)
  const [choice, setChoice] = useState<'accept' | 'supplement' | null>(null)
  const finish = async (): Promise<void> => {
    if (!choice) return
    setRefused(null)
    try {
      const r = await send.mutateAsync({ params: { id: taskId }, revision: form.taskRevision, body: { outcome: choice } })
      after(t(choice === 'accept' ? 'intake.handed' : 'decide.done'), r.nextTaskId)
    } catch (error) {
      setRefused(error)
    }
  }
  return (
    <Pair side={<Received form={form} />}>
      <section className="bw-sheet bw-pad" aria-label={t('intake.title')}>
        <h2 className="bw-h2">{t('intake.title')}</h2>
        {form.firstNoticeOn ? <Note>{t('intake.second', { on: dateText(form.firstNoticeOn) })}</Note> : null}
        <Choices
          label={t('intake.title')}
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'accept', title: t('intake.accept'), text: t('intake.acceptText'), article: t('intake.acceptArticle') },
            {
              value: 'supplement',
              title: t('decide.supplement'),
              text: t('decide.supplementText'),
              article: t('decide.supplementArticle'),
            },
          ]}
        />
        <Problem error={refused} />
        <Button type="primary" disabled={!choice} loading={send.isPending} onClick={() => void finish()}>
          {t(choice === 'supplement' ? 'decide.supplementSubmit' : 'intake.submit')}
        </Button>
      </section>
    </Pair>
  )
}
export const IntakeTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <Intake taskId={task.id} />
  </FormTask>
)
