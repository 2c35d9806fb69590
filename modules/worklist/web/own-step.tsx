import { Radio } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { complete, type readTask } from '../api.ts'
import { useWords } from './shown.tsx'

type Task = Reply<typeof readTask>

/** A file's words may stand in both languages, a paragraph each: the reader's own are shown, or all where there is but one. */
const spoken = (text: string, language: string): string => {
  const lines = text.split('\n').filter((l) => l.trim() !== '')
  const own = lines.filter((l) => /\p{Script=Han}/u.test(l) === language.startsWith('zh'))
  return (own.length > 0 ? own : lines).join('\n')
}

/** The page of a step that a court has drawn itself: what is to be done and which answers there are stand in the file, in both languages. */
export const OwnStep = ({ task }: { task: Task & { own: NonNullable<Task['own']> } }): ReactNode => {
  const { t, i18n } = useTranslation('worklist')
  const pick = useWords()
  const go = useGo()
  const tell = useTell()
  const finish = useAct(complete, { keep: true })
  const { documentation, answers, next } = task.own
  const then = (steps: readonly { zh: string; en: string }[]): string => t('ownThen', { next: listText(steps.map(pick)) })
  return (
    <div className="bw-sheet bw-pad bw-formsheet">
      <h2 className="bw-h2">{t('ownWhat')}</h2>
      <p style={{ whiteSpace: 'pre-wrap', maxWidth: '46em' }}>{spoken(documentation, i18n.language)}</p>
      {answers.length === 0 && next.length > 0 ? <p className="bw-quiet">{then(next)}</p> : null}
      <SchemaForm
        draft={`worklist.own.${task.id}`}
        fields={[
          ...(answers.length > 0
            ? [
                {
                  name: 'outcome',
                  kind: 'own' as const,
                  label: t('outcome'),
                  required: true,
                  input: (own: { id?: string; value?: unknown; onChange?: (v: unknown) => void }) => (
                    <Radio.Group
                      {...(own.id ? { id: own.id } : {})}
                      value={own.value}
                      onChange={(e) => own.onChange?.(e.target.value)}
                      style={{ display: 'grid', gap: 8 }}
                      options={answers.map((a) => ({
                        value: a.value,
                        label: (
                          <>
                            {pick(a)} {a.next.length > 0 ? <span className="bw-quiet">{then(a.next)}</span> : null}
                          </>
                        ),
                      }))}
                    />
                  ),
                },
              ]
            : []),
          { name: 'note', kind: 'longtext' as const, label: t('ownNote'), hint: t('ownNoteHint'), max: 500 },
        ]}
        submitLabel={t('act.complete')}
        submit={async (v) => {
          await finish.mutateAsync({
            params: { id: task.id },
            revision: task.revision,
            body: { ...(v.outcome ? { outcome: String(v.outcome) } : {}), note: v.note ? String(v.note) : '' },
          })
          tell.done(t('done.complete'))
          go('/tasks', { replace: true })
        }}
      />
    </div>
  )
}
