import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Act, ActBar } from './acts.tsx'
import { Go } from './go.tsx'
import type { Tone } from './marks.tsx'
import { Refusal } from './refusal.tsx'
import { useTitle } from './screen.ts'

export interface Figure {
  key: string
  label: string
  /** Undefined while loading; null: no data yet. */
  value: string | number | null | undefined
  unit?: string
  /** What it is made of ("12 / 40 件"), or how it moved. */
  note?: ReactNode
  /** Address of its items: every figure drills down. */
  to?: string
  tone?: Tone
}

/** Figures side by side; each links to the items it counts. */
export const Figures = ({ figures }: { figures: readonly Figure[] }): ReactNode => {
  const { t } = useTranslation('ui')
  return (
    <ul className="bw-figurerow">
      {figures.map((f) => {
        const body = (
          <>
            <span className="bw-figlabel">{f.label}</span>
            <span className="bw-figvalue" data-tone={f.tone ?? 'plain'}>
              {f.value === undefined ? (
                <span className="bw-bone" style={{ width: 60, height: 24 }} />
              ) : f.value === null ? (
                <span className="bw-nodata">{t('chart.none')}</span>
              ) : (
                f.value
              )}
              {f.unit && f.value !== null && f.value !== undefined ? <small>{f.unit}</small> : null}
              {f.tone === 'late' ? (
                <span aria-hidden="true" className="bw-figmark">
                  ▲
                </span>
              ) : null}
            </span>
            <span className="bw-quiet">{f.note ?? ' '}</span>
          </>
        )
        return (
          <li key={f.key}>
            {f.to ? (
              <Go to={f.to} className="bw-figure">
                {body}
              </Go>
            ) : (
              <div className="bw-figure">{body}</div>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** A titled sheet on a board or record. */
export const Panel = ({
  title,
  extra,
  children,
  wide,
}: {
  title: string
  extra?: ReactNode
  children: ReactNode
  wide?: boolean
}): ReactNode => (
  <section className={`bw-sheet bw-pad bw-panel ${wide ? 'bw-panelwide' : ''}`}>
    <header className="bw-panelhead">
      <h2 className="bw-h2">{title}</h2>
      {extra}
    </header>
    {children}
  </section>
)

/** A short list of a panel: what it is, and at its end how it stands. Without `none` an empty one says nothing. */
export const Lines = ({
  rows,
  none,
}: {
  rows: readonly { key: string | number; what: ReactNode; stands?: ReactNode }[] | undefined
  none?: ReactNode
}): ReactNode => {
  if (!rows) return <span className="bw-bone" style={{ display: 'block', height: 96 }} />
  if (rows.length === 0) return none ? <p className="bw-quiet">{none}</p> : null
  return (
    <ul className="bw-lines">
      {rows.map((r) => (
        <li key={r.key}>
          <span>{r.what}</span>
          {r.stands ? <span>{r.stands}</span> : null}
        </li>
      ))}
    </ul>
  )
}

export interface BoardPageProps {
  title: string
  note?: ReactNode
  acts?: readonly Act[]
  /** Period and scope pickers. */
  filters?: ReactNode
  figures?: readonly Figure[]
  error?: unknown
  retry?: () => void
  /** Panels with charts and short lists. */
  children?: ReactNode
}

/** A page of the board kind: figures that drill down, then panels. */
export const BoardPage = (p: BoardPageProps): ReactNode => {
  useTitle(p.title)
  return (
    <section>
      <header className="bw-head">
        <h1>
          {p.title}
          {p.note ? <small>{p.note}</small> : null}
        </h1>
        <ActBar acts={p.acts ?? []} />
      </header>
      {p.filters ? <div className="bw-boardfilters">{p.filters}</div> : null}
      {p.error ? <Refusal problem={p.error} {...(p.retry ? { retry: p.retry } : {})} /> : null}
      {p.figures ? <Figures figures={p.figures} /> : null}
      <div className="bw-panels">{p.children}</div>
    </section>
  )
}
