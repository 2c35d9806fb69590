import { useQueryClient } from '@tanstack/react-query'
import { Alert, Skeleton } from 'antd'
import { createContext, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { listText } from '../../../platform/ui/i18n.ts'
import { DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { keyOf, useCall } from '../../../platform/ui/query.ts'
import { Facts } from '../../../platform/ui/record-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type FormContent, readForm } from '../api.ts'
import './filing.css'

/** What the task page gives to a form. */
export interface TaskProp {
  task: { id: number; revision: number; form: string }
}
const Content = createContext<FormContent | null>(null)
/** The content of the form that is open. */
export const useForm = (): FormContent => {
  const form = useContext(Content)
  if (!form) throw new Error('useForm outside a filing form')
  return form
}

/** Reads it again: what the form chooses from may have grown meanwhile. */
export const useReload = (taskId: number): (() => void) => {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: keyOf(readForm, { params: { id: taskId } }) })
}

/** Loads what a form is done with; refusals in words. `keep`: is being typed in, so it is not read again behind the typist's back. */
export const FormTask = ({ task, children, keep }: TaskProp & { children: ReactNode; keep?: boolean }): ReactNode => {
  const { data, error, refetch } = useCall(
    readForm,
    { params: { id: task.id } },
    keep ? { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } : {},
  )
  if (error) return <Refusal problem={error} retry={() => void refetch()} />
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />
  return <Content.Provider value={data}>{children}</Content.Provider>
}

/** After a form: say it, then the follow-up step in one's own hands, or back to one's tasks. */
export const useAfter = (): ((words: string, next?: number | null) => void) => {
  const go = useGo()
  const tell = useTell()
  return (words, next) => {
    tell.done(words)
    go(next ? `/tasks/${next}` : '/tasks', { replace: true })
  }
}

/** What arrived, what is asked for, and how the period was counted: beside every form. */
export const Received = ({
  form,
}: {
  form: Pick<
    FormContent,
    | 'applicant'
    | 'respondent'
    | 'receivedAt'
    | 'channel'
    | 'statement'
    | 'materials'
    | 'dueOn'
    | 'provisional'
    | 'deadlines'
    | 'supplements'
  >
}): ReactNode => {
  const { t, i18n } = useTranslation('filing')
  const due = form.deadlines.find((d) => d.rule === 'filing-decision')
  return (
    <section className="bw-sheet bw-pad" aria-label={t('received.title')}>
      <h2 className="bw-h2">{t('received.title')}</h2>
      <Facts
        facts={[
          { key: 'from', label: t('applicant'), value: form.applicant },
          { key: 'to', label: t('respondent'), value: form.respondent },
          { key: 'at', label: t('receivedAt'), value: <Moment at={form.receivedAt} /> },
          { key: 'due', label: t('dueOn'), value: form.dueOn ? <DueTag due={form.dueOn} provisional={form.provisional} /> : t('dueNone') },
        ]}
      />
      {form.statement ? <p style={{ marginBlockStart: 10, whiteSpace: 'pre-wrap' }}>{form.statement}</p> : null}
      <h2 className="bw-h2" style={{ marginBlockStart: 12 }}>
        {t('materials')}
      </h2>
      <ol className="fl-list">
        {form.materials.map((m) => (
          <li key={m.id}>
            {m.name}{' '}
            <span className="bw-quiet">
              {t('materialCount', { copies: m.copies, pages: m.pages })}
              {m.original ? ` · ${t('original')}` : ''}
              {m.supplementId ? ` · ${t('supplemented')}` : ''}
            </span>
          </li>
        ))}
      </ol>
      {due ? (
        <details style={{ marginBlockStart: 10 }}>
          <summary>{t('howCounted')}</summary>
          <ol className="fl-list">
            {due.steps.map((s) => (
              <li key={s.code + (s.date ?? '')}>{i18n.language === 'en' ? s.en : s.zh}</li>
            ))}
          </ol>
          <p className="bw-quiet">{t('basis', { basis: listText(due.basis), calendar: due.calendarVersion })}</p>
        </details>
      ) : null}
      {form.supplements.map((s) => (
        <div key={s.id} style={{ marginBlockStart: 10 }}>
          <strong>{t('noticeRound', { n: s.round })}</strong>{' '}
          <span className="bw-quiet">
            <Moment at={s.issuedAt} /> · {s.by}
            {s.arrivedAt ? (
              <>
                {' '}
                · {t('arrived')} <Moment at={s.arrivedAt} />
              </>
            ) : null}
          </span>
          <ol className="fl-list">
            {s.items.map((i) => (
              <li key={i.id}>
                {i.what}
                {i.article ? <span className="bw-quiet"> {i.article}</span> : null}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}

/** Work on the left, what it is done from on the right. */
export const Pair = ({ children, side }: { children: ReactNode; side: ReactNode }): ReactNode => (
  <div className="fl-pair">
    <div>{children}</div>
    <aside>{side}</aside>
  </div>
)
export const Problem = ({ error }: { error: unknown }): ReactNode =>
  error ? (
    <div style={{ marginBlock: 12 }}>
      <Refusal problem={error} />
    </div>
  ) : null
export const Note = ({ children }: { children: ReactNode }): ReactNode => (
  <Alert type="info" showIcon title={children} style={{ marginBlockEnd: 12 }} />
)
