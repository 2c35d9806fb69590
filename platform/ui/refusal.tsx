import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from './call.ts'
import { i18n, problemWords } from './i18n.ts'

/** Whatever was thrown, as a Problem. */
export const asProblem = (error: unknown): Problem => (error instanceof Problem ? error : new Problem('internal', 0))

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
  // What to do is said too: who may not do it himself reads here who does.
  const said = [w.text, w.todo].filter(Boolean).join(i18n.language.startsWith('zh') ? '' : ' ')
  return w.clause ? `${said} (${i18n.t('ui:refusal.clause', { clause: w.clause })})` : said
}
