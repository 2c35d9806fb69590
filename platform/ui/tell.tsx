import { App, Button } from 'antd'
import { useMemo } from 'react'
import { i18n, problemWords } from './i18n.ts'
import { asProblem } from './refusal.tsx'

export interface Tell {
  /** A short confirmation; with `undo` it stays longer and offers to take the act back. */
  done: (text: string, options?: { undo?: () => void | Promise<void> }) => void
  /** Shows why an act was refused. */
  refused: (error: unknown) => void
  /** Of many some were refused: what, and why. */
  notAll: (title: string, why: string) => void
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
      notAll: (title, why) => notification.warning({ title, description: why, placement: 'bottomRight', duration: 12, role: 'alert' }),
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
