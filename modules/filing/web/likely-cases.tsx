import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../../platform/ui/call.ts'
import { Go } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import type { z } from 'zod'
import { lookUp } from '../api.ts'

type Likely = z.output<typeof lookUp.response>['items']
type Typed = z.input<NonNullable<typeof lookUp.body>>

/** Asks half a second after the last keystroke; only names and papers that are whole are sent. `over`: the form is being sent, and its step may be gone when the answer comes. */
export const useLikely = (taskId: number, typed: Typed, over: boolean): { items: Likely; failed: boolean } => {
  const [items, setItems] = useState<Likely>([])
  const [failed, setFailed] = useState(false)
  const asked = JSON.stringify(typed)
  useEffect(() => {
    if (over) return
    const body = JSON.parse(asked) as Typed
    const parties = body.parties.filter((p) => p.role !== 'agent' && (p.name.trim().length > 1 || (p.paper ?? '').length > 7))
    if (parties.length === 0) return setItems([])
    const stop = new AbortController()
    const timer = setTimeout(() => {
      call(lookUp, { params: { id: taskId }, body: { ...body, parties }, signal: stop.signal })
        .then((r) => {
          setItems(r.items)
          setFailed(false)
        })
        .catch((e: Error) => {
          if (e.name !== 'AbortError') setFailed(true)
        })
    }, 500)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [taskId, asked, over])
  return { items, failed }
}

export const LikelyCases = ({ items, failed }: { items: Likely; failed: boolean }): ReactNode => {
  const { t } = useTranslation('filing')
  return (
    <section className="bw-sheet bw-pad" aria-label={t('likely.title')} aria-live="polite">
      <h2 className="bw-h2">
        {t('likely.title')} <kbd>Alt+0</kbd>
      </h2>
      {failed ? (
        <p className="bw-quiet">{t('likely.failed')}</p>
      ) : items.length === 0 ? (
        <p className="bw-quiet">{t('likely.none')}</p>
      ) : null}
      <ul className="fl-likely" id="fl-likely" tabIndex={-1}>
        {items.map((c, i) => (
          <li key={c.number ?? `${c.kind}${i}`}>
            <StateTag tone={c.kind === 'duplicate' ? 'late' : c.kind === 'samePair' ? 'soon' : 'plain'}>{t(`likely.${c.kind}`)}</StateTag>{' '}
            {c.caseId ? (
              <Go to={`/cases/${c.caseId}`}>{c.number ?? t('likely.unnumbered')}</Go>
            ) : (
              <strong>{c.number ?? t('likely.unnumbered')}</strong>
            )}
            <div className="bw-quiet">
              {t(c.byPaper ? 'likely.byPaper' : 'likely.byName')} · {t(`cases:status.${c.status}`)}
            </div>
          </li>
        ))}
      </ul>
      <p className="bw-quiet" style={{ marginBlockStart: 8 }}>
        {t('likely.lead')}
      </p>
    </section>
  )
}
