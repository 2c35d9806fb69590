import type { ReactNode } from 'react'
import './agreements.css'

/** The text of an agreement as paragraphs; always shown as text, whatever stands in it. It is Chinese in every language of the page: it is what is signed. */
export const AgreementText = ({ body, title, boxed }: { body: string; title?: string; boxed?: string }): ReactNode => {
  const inner = (
    <div className="bw-agreement" lang="zh-CN">
      {title ? <h2 className="bw-h2">{title}</h2> : null}
      {body
        .split('\n')
        .filter((l) => l.trim() !== '')
        .map((l, i) =>
          l.startsWith('# ') ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name and never move
            <h3 key={i}>{l.slice(2)}</h3>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <p key={i}>{l}</p>
          ),
        )}
    </div>
  )
  return boxed ? (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
    <section className="bw-agreementbox" tabIndex={0} aria-label={boxed}>
      {inner}
    </section>
  ) : (
    inner
  )
}
