import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from './dates.tsx'
import type { Tone } from './marks.tsx'

export interface TimelineEntry {
  key: string | number
  at: string
  /** What happened, in words. */
  what: ReactNode
  who?: ReactNode
  note?: ReactNode
  tone?: Tone
}

/** What happened, newest first: who, what, when. */
export const Timeline = ({ entries, title }: { entries: readonly TimelineEntry[]; title?: string }): ReactNode => {
  const { t } = useTranslation('ui')
  return (
    <section className="bw-sheet bw-pad">
      <h2 className="bw-h2">{title ?? t('record.timeline')}</h2>
      <ol className="bw-timeline">
        {entries.map((e) => (
          <li key={e.key} data-tone={e.tone ?? 'plain'}>
            <span className="bw-what">{e.what}</span>
            <span className="bw-quiet">
              <Moment at={e.at} />
              {e.who ? <> · {e.who}</> : null}
            </span>
            {e.note ? <span className="bw-note">{e.note}</span> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
