import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Dropdown, Empty } from 'antd'
import type { MouseEvent, ReactNode } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../http/endpoint.ts'
import { type Act, ActBar } from './acts.tsx'
import { addressOf, call, callFile, type CallInput, type KeysetPage, type Problem, type Reply } from './call.ts'
import { type Filter, FilterBar } from './filters.tsx'
import { useGo, useSearchText } from './go.tsx'
import { live } from './live.ts'
import { keyOf } from './query.ts'
import { Refusal } from './refusal.tsx'
import { outsideFields, useKept, useTitle } from './screen.ts'
import { type Column, DataTable } from './table.tsx'
import { useTell } from './tell.tsx'

export type RowOf<E extends Endpoint> = Reply<E> extends { items: readonly (infer R)[] } ? R : never

export interface ListPageProps<E extends Endpoint, Row> {
  /** Unique name of the list; column choice is remembered under it. */
  name: string
  title: string
  /** GET endpoint whose query takes `cursor`, `limit` (and the filters) and whose reply is { items, next, total? }. */
  endpoint: E
  params?: Record<string, unknown>
  /** Query values that are not filters of the page. */
  fixed?: Record<string, unknown>
  /** When the reply has another shape than { items, next, total? }. */
  page?: (reply: Reply<E>) => KeysetPage<Row>
  columns: readonly Column<Row>[]
  filters?: readonly Filter[]
  rowKey: (row: Row) => string | number
  open?: (row: Row) => string | null
  acts?: readonly Act[]
  /** Acts on the chosen rows; shown when some are chosen. */
  bulk?: (rows: Row[], done: () => void) => readonly Act[]
  /** A 'file' endpoint that takes the same filters. */
  exportFrom?: Endpoint
  /** Teaches what belongs here, when there is nothing yet. */
  empty: string
  /** Under it, the way to where there is something. */
  emptyMore?: ReactNode
  late?: (row: Row) => boolean
  limit?: number
  /** Between header and table: figures, notes. */
  above?: ReactNode
  /** Rows come and go by the hands of others: asked anew once a minute and at every visit. */
  live?: boolean
  /** Inside a tab of another page: no page header. */
  embedded?: boolean
}

const saveFile = (file: Blob, name: string): void => {
  const url = URL.createObjectURL(file)
  const a = Object.assign(document.createElement('a'), { href: url, download: name })
  a.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
// Some endpoints call the cursor `after`.
const cursorKey = (e: Endpoint): string => ('after' in ((e.query as { shape?: object } | undefined)?.shape ?? {}) ? 'after' : 'cursor')

/** A page of the list kind: filters in the URL, keyset paging, column choice, bulk acts, export, keyboard. */
export const ListPage = <E extends Endpoint, Row = RowOf<E>>(p: ListPageProps<E, Row>): ReactNode => {
  const { t } = useTranslation('ui')
  const go = useGo()
  const tell = useTell()
  const [search, setSearch] = useSearchText()
  const filterRef = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(-1)
  const [trail, setTrail] = useState<string[]>([])
  const [selected, setSelected] = useState<Set<string | number>>(new Set())
  const [hidden, setHidden] = useKept<string[]>(
    `columns.${p.name}`,
    p.columns.filter((c) => c.hidden).map((c) => c.key),
  )
  useTitle(p.title)

  const filterValues = useMemo(() => {
    const keys = new Set((p.filters ?? []).flatMap((f) => (f.kind === 'dates' ? [`${f.key}From`, `${f.key}Until`] : [f.key])))
    return Object.fromEntries(Object.entries(search).filter(([k]) => keys.has(k)))
  }, [search, p.filters])
  const query = {
    ...p.fixed,
    ...filterValues,
    ...(search.sort ? { sort: search.sort } : {}),
    ...(search.cursor ? { [cursorKey(p.endpoint)]: search.cursor } : {}),
    limit: p.limit ?? 50,
  }
  const input = { params: p.params, query }
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery<Reply<E>, Problem>({
    queryKey: keyOf(p.endpoint, input),
    queryFn: ({ signal }) => call(p.endpoint, { ...input, signal } as unknown as CallInput<E>),
    placeholderData: (old) => old,
    ...(p.live ? live : {}),
  })
  const page = data === undefined ? undefined : p.page ? p.page(data) : (data as unknown as KeysetPage<Row>)
  const rows = page?.items
  const filtered = Object.keys(filterValues).length > 0
  const columns = p.columns.filter((c, i) => i === 0 || !hidden.includes(c.key))
  const chosen = (rows ?? []).filter((r) => selected.has(p.rowKey(r)))

  const turn = (patch: Record<string, string | undefined>): void => {
    setActive(-1)
    setSelected(new Set())
    if (!('cursor' in patch)) setTrail([])
    setSearch({ cursor: undefined, ...patch }, { replace: !('cursor' in patch) })
  }

  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (!outsideFields(e) || !rows) return
      if (e.key === '/') {
        const field = filterRef.current?.querySelector<HTMLInputElement>('input')
        if (!field) return
        e.preventDefault()
        field.focus()
      } else if (e.key === 'j' || e.key === 'k') {
        const next = Math.max(0, Math.min(rows.length - 1, active + (e.key === 'j' ? 1 : -1)))
        setActive(next)
        document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: 'nearest' })
      } else if (e.key === 'Enter' && active >= 0 && !(e.target as HTMLElement).closest('a,button')) {
        const row = rows[active]
        const to = row === undefined ? null : p.open?.(row)
        if (to) go(to)
      } else if (e.key === 'x' && active >= 0 && p.bulk) {
        const row = rows[active]
        if (row === undefined) return
        const next = new Set(selected)
        const key = p.rowKey(row)
        if (!next.delete(key)) next.add(key)
        setSelected(next)
      }
    }
    // On document: the shell listens on window and sees that "/" is already taken.
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  return (
    <section>
      {p.embedded ? null : (
        <header className="bw-head">
          <h1>
            {p.title}
            {page?.total === undefined ? null : <small className="bw-figures">{t('list.total', { total: page.total })}</small>}
          </h1>
          <ActBar acts={p.acts ?? []} />
        </header>
      )}
      {p.above}
      <div className="bw-sheet">
        <div className="bw-tools" ref={filterRef}>
          <FilterBar filters={p.filters ?? []} values={filterValues} onChange={turn} />
          <div className="bw-acts bw-noprint">
            {filtered ? (
              <Button
                type="text"
                size="small"
                onClick={() => turn(Object.fromEntries(Object.keys(filterValues).map((k) => [k, undefined])))}
              >
                {t('act.clear')}
              </Button>
            ) : null}
            <Dropdown
              trigger={['click']}
              popupRender={() => (
                <div className="bw-pop">
                  {p.columns.map((c, i) => (
                    <Checkbox
                      key={c.key}
                      disabled={i === 0}
                      checked={i === 0 || !hidden.includes(c.key)}
                      onChange={(e) => setHidden(e.target.checked ? hidden.filter((k) => k !== c.key) : [...hidden, c.key])}
                    >
                      {c.title}
                    </Checkbox>
                  ))}
                </div>
              )}
            >
              <Button size="small" aria-label={t('list.columnsLabel')}>
                {t('list.columns')} ▾
              </Button>
            </Dropdown>
            {p.exportFrom ? (
              <Button
                size="small"
                href={addressOf(p.exportFrom, { ...(p.params ? { params: p.params } : {}), query: { ...p.fixed, ...filterValues } })}
                download
                // A bulk export may be refused (7.3.2.5): asked first, so that the refusal is told here and is no file.
                {...(p.exportFrom.bulk
                  ? {
                      onClick: (e: MouseEvent<HTMLElement>) => {
                        e.preventDefault()
                        const from = p.exportFrom as Endpoint
                        void callFile(from, { ...(p.params ? { params: p.params } : {}), query: { ...p.fixed, ...filterValues } } as never)
                          .then((file) => saveFile(file, `${p.title}.xlsx`))
                          .catch(tell.refused)
                      },
                    }
                  : {})}
              >
                {t('act.export')}
              </Button>
            ) : null}
            {p.embedded ? <ActBar acts={p.acts ?? []} size="small" /> : null}
          </div>
        </div>
        {p.bulk && chosen.length > 0 ? (
          <div className="bw-bulk" role="status">
            <span>{t('list.selected', { count: chosen.length })}</span>
            <ActBar acts={p.bulk(chosen, () => setSelected(new Set()))} size="small" />
            <Button type="text" size="small" onClick={() => setSelected(new Set())}>
              {t('list.unselect')}
            </Button>
          </div>
        ) : null}
        {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
        {rows?.length === 0 ? (
          <Empty
            className="bw-empty"
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={filtered || search.cursor ? t('list.nothing') : p.empty}
          >
            {filtered && !p.emptyMore ? <span className="bw-quiet">{t('list.nothingHint')}</span> : null}
            {p.emptyMore}
          </Empty>
        ) : error && !rows ? null : (
          <div aria-busy={isFetching} className={isPlaceholderData ? 'bw-refreshing' : ''}>
            <DataTable
              label={p.title}
              columns={columns}
              rows={rows}
              rowKey={p.rowKey}
              active={active}
              sort={search.sort ?? ''}
              onSort={(sort) => turn({ sort })}
              {...(p.open ? { open: p.open } : {})}
              {...(p.late ? { late: p.late } : {})}
              {...(p.bulk ? { selected, onSelect: setSelected } : {})}
            />
          </div>
        )}
        {page && (page.next || search.cursor) ? (
          <nav className="bw-pager" aria-label={t('list.rows')}>
            <span className="bw-quiet bw-wide">{t('list.keys')}</span>
            <Button
              size="small"
              disabled={!search.cursor}
              onClick={() => {
                setTrail(trail.slice(0, -1))
                turn({ cursor: trail.at(-2) })
              }}
            >
              {t('list.previous')}
            </Button>
            <Button
              size="small"
              disabled={!page.next}
              onClick={() => {
                const next = page.next as string
                setTrail([...trail, next])
                turn({ cursor: next })
              }}
            >
              {t('list.next')}
            </Button>
          </nav>
        ) : null}
      </div>
    </section>
  )
}
