import { Alert, App, Button } from 'antd'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from './call.ts'
import { i18n, problemWords } from './i18n.ts'

const asProblem = (error: unknown): Problem => (error instanceof Problem ? error : new Problem('internal', 0))

/** A refusal in full: what happened, by which clause, what to do; the trace id where the help desk needs it. */
export const Refusal = ({ problem, retry }: { problem: unknown; retry?: () => void }): ReactNode => {
  const { t } = useTranslation('ui')
  const p = asProblem(problem)
  const words = problemWords(p.code, p.detail)
  return (
    <Alert
      type={p.status === 0 || p.status >= 500 ? 'warning' : 'error'}
      showIcon
      role="alert"
      title={words.text}
      description={
        words.todo || words.clause || p.status >= 500 ? (
          <span>
            {words.todo}
            {words.clause ? <span className="bw-quiet"> {t('refusal.clause', { clause: words.clause })}</span> : null}
            {p.status >= 500 && p.traceId ? <span className="bw-quiet bw-figures"> {t('refusal.trace', { id: p.traceId })}</span> : null}
          </span>
        ) : undefined
      }
      action={
        retry ? (
          <Button size="small" onClick={retry}>
            {t('act.retry')}
          </Button>
        ) : undefined
      }
    />
  )
}

/** The sentence of a reason code, for tooltips on acts that are not possible now. */
export const reasonText = (code: string, detail: Record<string, unknown> = {}): string => {
  const w = problemWords(code, detail)
  return w.clause ? `${w.text} (${i18n.t('ui:refusal.clause', { clause: w.clause })})` : w.text
}

export interface Tell {
  /** A short confirmation; with `undo` it stays longer and offers to take the act back. */
  done: (text: string, options?: { undo?: () => void | Promise<void> }) => void
  /** Shows why an act was refused. */
  refused: (error: unknown) => void
}

/** Toasts: `const tell = useTell(); tell.done(t('cases:closed'), { undo: () => reopen() })`. */
export const useTell = (): Tell => {
  const { notification, message } = App.useApp()
  return useMemo(() => {
    const refused = (error: unknown): void => {
      const p = asProblem(error)
      const w = problemWords(p.code, p.detail)
      const clause = w.clause ? i18n.t('ui:refusal.clause', { clause: w.clause }) : ''
      const trace = p.status >= 500 && p.traceId ? i18n.t('ui:refusal.trace', { id: p.traceId }) : ''
      notification.error({
        title: w.text,
        description: [w.todo, clause, trace].filter(Boolean).join(' '),
        placement: 'bottomRight',
        duration: 8,
        role: 'alert',
      })
    }
    return {
      refused,
      done: (text, options) => {
        if (!options?.undo) {
          void message.success(text)
          return
        }
        const undo = options.undo
        const key = `undo-${text}`
        notification.success({
          key,
          title: text,
          placement: 'bottomRight',
          duration: 10,
          role: 'status',
          actions: (
            <Button
              size="small"
              onClick={() => {
                notification.destroy(key)
                void Promise.resolve(undo()).catch(refused)
              }}
            >
              {i18n.t('ui:act.undo')}
            </Button>
          ),
        })
      },
    }
  }, [notification, message])
}
