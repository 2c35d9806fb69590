import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { check, type FormContent } from '../api.ts'
import { entryOf, fieldsFor } from './entry.ts'
import { FormTask, Pair, Problem, Received, type TaskProp, useAfter, useForm } from './form-task.tsx'
import { LikelyCases, useLikely } from './likely-cases.tsx'

/** What was keyed, line by line, as the lead compares it with the papers. */
export const keyedLines = (
  form: FormContent,
  t: (key: string) => string,
): { title: string; lines: { path: string; label: string; value: string }[] }[] => {
  const e = entryOf(form)
  const option = (field: string, value: string): string => (value === '' ? '' : t(`option.${field}.${value}`))
  return [
    {
      title: t('keyIn.case'),
      lines: [
        { path: 'cause', label: t('field.cause'), value: e.cause },
        { path: 'amount', label: t('field.amount'), value: e.amount },
        { path: 'procedure', label: t('field.procedure'), value: t(`procedure.${e.procedure}`) },
        { path: 'typeCode', label: t('field.typeCode'), value: e.typeCode },
      ],
    },
    ...e.parties.map((p, i) => ({
      title: `${i + 1}. ${t(`cases:role.${p.role}`)}`,
      lines: fieldsFor(p)
        .map((f) => ({
          path: `parties.${i}.${f.name}`,
          label: t(`field.${f.name}`),
          value:
            f.name === 'agentOf'
              ? (e.parties[Number(p.agentOf)]?.name ?? '')
              : f.input === 'choice'
                ? option(f.name, p[f.name])
                : p[f.name],
        }))
        .filter((l) => l.value !== '' || ['paper', 'phone', 'residence'].some((f) => l.path.endsWith(`.${f}`))),
    })),
  ]
}

const Check = ({ taskId }: { taskId: number }): ReactNode => {
  const { t } = useTranslation('filing')
  const form = useForm()
  const after = useAfter()
  const send = useAct(check)
  const [marks, setMarks] = useState<Record<string, string>>({})
  const [refused, setRefused] = useState<unknown>(null)
  const e = entryOf(form)
  const likely = useLikely(
    taskId,
    {
      cause: e.cause,
      parties: e.parties.map((p) => ({ role: p.role, name: p.name, paperKind: p.paperKind || null, paper: p.paper || null })),
    },
    send.isPending || send.isSuccess,
  )
  const given = Object.entries(marks).filter(([, note]) => note.trim() !== '')
  const finish = async (passed: boolean): Promise<void> => {
    setRefused(null)
    try {
      await send.mutateAsync({
        params: { id: taskId },
        revision: form.taskRevision,
        body: { passed, marks: passed ? [] : given.map(([field, note]) => ({ field, note: note.trim() })) },
      })
      after(t(passed ? 'check.passed' : 'check.returned'))
    } catch (error) {
      setRefused(error)
    }
  }
  const last = form.entries[0]
  return (
    <Pair
      side={
        <>
          <Received form={form} />
          <LikelyCases {...likely} />
        </>
      }
    >
      <section className="bw-sheet bw-pad" aria-label={t('check.title')}>
        <h2 className="bw-h2">
          {t('check.title')} <span className="bw-quiet">{last ? t('check.by', { by: last.by, round: last.round }) : ''}</span>
        </h2>
        <p className="bw-quiet">{t('check.lead')}</p>
        {keyedLines(form, t as (key: string) => string).map((part) => (
          <div key={part.title} style={{ marginBlockEnd: 12 }}>
            <strong>{part.title}</strong>
            {part.lines.map((l) => (
              <div key={l.path}>
                <div className="fl-value" data-marked={l.path in marks ? true : undefined}>
                  <span>{l.label}</span>
                  <span>
                    {l.value || '—'}
                    {l.path === 'cause' && !form.keyed.causeKnown ? (
                      <>
                        {' '}
                        <StateTag tone="soon">{t('causeUnknown')}</StateTag>
                      </>
                    ) : null}
                  </span>
                  <Button
                    size="small"
                    type="text"
                    aria-pressed={l.path in marks}
                    onClick={() =>
                      setMarks(
                        l.path in marks
                          ? Object.fromEntries(Object.entries(marks).filter(([k]) => k !== l.path))
                          : { ...marks, [l.path]: '' },
                      )
                    }
                  >
                    {l.path in marks ? t('check.unmark') : t('check.mark')}
                  </Button>
                </div>
                {l.path in marks ? (
                  <Input
                    size="small"
                    autoFocus
                    maxLength={300}
                    aria-label={t('check.note', { field: l.label })}
                    placeholder={t('check.note', { field: l.label })}
                    value={marks[l.path] ?? ''}
                    onChange={(x) => setMarks({ ...marks, [l.path]: x.target.value })}
                  />
                ) : null}
              </div>
            ))}
          </div>
        ))}
        <Problem error={refused} />
        <div className="bw-acts">
          <Button
            type={given.length === 0 ? 'primary' : 'default'}
            disabled={Object.keys(marks).length > 0}
            loading={send.isPending}
            onClick={() => void finish(true)}
          >
            {t('check.pass')}
          </Button>
          <Button
            type={given.length > 0 ? 'primary' : 'default'}
            disabled={given.length === 0 || given.length < Object.keys(marks).length}
            loading={send.isPending}
            onClick={() => void finish(false)}
          >
            {t('check.return', { n: given.length })}
          </Button>
        </div>
      </section>
    </Pair>
  )
}
const CheckTask = ({ task }: TaskProp): ReactNode => (
  <FormTask task={task}>
    <Check taskId={task.id} />
  </FormTask>
)
export default CheckTask
