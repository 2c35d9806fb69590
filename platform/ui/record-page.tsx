import { Skeleton, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Act, ActBar } from './acts.tsx'
import { Go, useSearchText } from './go.tsx'
import { Refusal } from './refusal.tsx'
import { useTitle } from './screen.ts'

export interface Fact {
  key: string
  label: string
  value: ReactNode
  /** Takes the whole width (long text). */
  wide?: boolean
}
export interface RecordTab {
  key: string
  label: ReactNode
  content: ReactNode
}
export interface RecordPageProps {
  /** What it is, above the title ("案件"), linking back to its list. */
  kind: { label: string; to: string }
  /** The name people use: 案号, 姓名. Undefined while loading. */
  title: string | undefined
  state?: ReactNode
  /** Due date or another mark beside the state. */
  mark?: ReactNode
  acts?: readonly Act[]
  facts?: readonly Fact[]
  tabs?: readonly RecordTab[]
  /** Right panel: timeline, checklist. */
  side?: ReactNode
  error?: unknown
  retry?: () => void
  children?: ReactNode
}

/** A label and its value; values that are missing show a dash, never an empty hole. */
export const Facts = ({ facts }: { facts: readonly Fact[] }): ReactNode => (
  <dl className="bw-facts">
    {facts.map((f) => (
      <div key={f.key} className={f.wide ? 'bw-widefact' : ''}>
        <dt>{f.label}</dt>
        <dd>{f.value === null || f.value === undefined || f.value === '' ? '—' : f.value}</dd>
      </div>
    ))}
  </dl>
)

/** A page of the record kind: header with state and acts (`can` with reasons), facts, tabs in the URL (?tab=), side panel. */
export const RecordPage = (p: RecordPageProps): ReactNode => {
  const { t } = useTranslation('ui')
  const [search, setSearch] = useSearchText()
  useTitle(p.title ?? p.kind.label)
  if (p.error)
    return (
      <section>
        <p className="bw-kind">
          <Go to={p.kind.to}>← {p.kind.label}</Go>
        </p>
        <header className="bw-head">
          <h1>{p.kind.label}</h1>
        </header>
        <Refusal problem={p.error} {...(p.retry ? { retry: p.retry } : {})} />
      </section>
    )
  const first = p.tabs?.[0]?.key
  return (
    <section aria-busy={p.title === undefined}>
      <p className="bw-kind bw-noprint">
        <Go to={p.kind.to}>← {p.kind.label}</Go>
      </p>
      <header className="bw-head">
        <div className="bw-name">
          <h1>{p.title ?? <span className="bw-bone" style={{ width: 220, height: 22 }} />}</h1>
          {p.state}
          {p.mark}
        </div>
        {p.title === undefined ? null : <ActBar acts={p.acts ?? []} />}
      </header>
      <div className={p.side ? 'bw-withside' : ''}>
        <div className="bw-main">
          {p.title === undefined ? (
            <div className="bw-sheet bw-pad">
              <Skeleton active paragraph={{ rows: 6 }} title={false} />
            </div>
          ) : (
            <>
              {p.facts?.length ? (
                <div className="bw-sheet bw-pad">
                  <Facts facts={p.facts} />
                </div>
              ) : null}
              {p.tabs?.length ? (
                <Tabs
                  className="bw-tabs"
                  activeKey={search.tab ?? first ?? ''}
                  onChange={(tab) =>
                    setSearch(
                      { ...Object.fromEntries(Object.keys(search).map((k) => [k, undefined])), tab: tab === first ? undefined : tab },
                      { replace: true },
                    )
                  }
                  items={p.tabs.map((x) => ({ key: x.key, label: x.label, children: x.content }))}
                  destroyOnHidden
                />
              ) : null}
              {p.children}
            </>
          )}
        </div>
        {p.side ? (
          <aside className="bw-side" aria-label={t('record.side')}>
            {p.side}
          </aside>
        ) : null}
      </div>
    </section>
  )
}
