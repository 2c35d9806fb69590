import { Checkbox } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from './go.tsx'

export interface Column<Row> {
  key: string
  title: ReactNode
  render: (row: Row) => ReactNode
  width?: number
  /** 'end' for numbers (tabular figures). */
  align?: 'start' | 'end'
  /** Not shown until chosen under "columns". */
  hidden?: boolean
  /** The server sorts by this key (?sort=key, ?sort=-key). */
  sortable?: boolean
}

interface TableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string | number
  /** Address of the row's record; the first column becomes the link. */
  open?: (row: Row) => string | null
  active?: number
  selected?: ReadonlySet<string | number>
  onSelect?: (keys: Set<string | number>) => void
  sort?: string
  onSort?: (sort: string | undefined) => void
  skeletonRows?: number
  /** Shown late rows get a quiet mark on their edge. */
  late?: (row: Row) => boolean
}

const nextSort = (key: string, sort: string | undefined): string | undefined =>
  sort === key ? `-${key}` : sort === `-${key}` ? undefined : key

/** Dense table of plain HTML: scrolls in its own box, becomes cards at phone width, prints whole. */
export const DataTable = <Row,>(p: TableProps<Row>): ReactNode => {
  const { t } = useTranslation('ui')
  const all = (p.rows ?? []).map(p.rowKey)
  const every = all.length > 0 && all.every((k) => p.selected?.has(k))
  const some = all.some((k) => p.selected?.has(k))
  const toggle = (keys: (string | number)[], on: boolean): void => {
    const next = new Set(p.selected)
    for (const k of keys) {
      if (on) next.add(k)
      else next.delete(k)
    }
    p.onSelect?.(next)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <div className="bw-tablebox" role="region" aria-label={p.label} tabIndex={0}>
      <table className="bw-table">
        <thead>
          <tr>
            {p.onSelect ? (
              <th scope="col" className="bw-check">
                <Checkbox
                  checked={every}
                  indeterminate={some && !every}
                  onChange={(e) => toggle(all, e.target.checked)}
                  aria-label={t('list.selectRow')}
                />
              </th>
            ) : null}
            {p.columns.map((c) => (
              <th
                key={c.key}
                scope="col"
                className={c.align === 'end' ? 'bw-end' : ''}
                style={{ width: c.width }}
                aria-sort={p.sort === c.key ? 'ascending' : p.sort === `-${c.key}` ? 'descending' : undefined}
              >
                {c.sortable && p.onSort ? (
                  <button type="button" className="bw-sort" onClick={() => p.onSort?.(nextSort(c.key, p.sort))}>
                    {c.title}
                    <span aria-hidden="true">{p.sort === c.key ? ' ▲' : p.sort === `-${c.key}` ? ' ▼' : ' ↕'}</span>
                  </button>
                ) : c.title === '' ? (
                  <span className="bw-hidden">{t('act.acts')}</span>
                ) : (
                  c.title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {p.rows === undefined
            ? Array.from({ length: p.skeletonRows ?? 8 }, (_, i) => (
                <tr key={i} aria-hidden="true">
                  {p.onSelect ? <td className="bw-check" /> : null}
                  {p.columns.map((c) => (
                    <td key={c.key}>
                      <span className="bw-bone" />
                    </td>
                  ))}
                </tr>
              ))
            : p.rows.map((row, i) => {
                const key = p.rowKey(row)
                const to = p.open?.(row) ?? null
                return (
                  <tr
                    key={key}
                    data-row={i}
                    className={`${i === p.active ? 'bw-active' : ''} ${p.selected?.has(key) ? 'bw-selected' : ''} ${p.late?.(row) ? 'bw-laterow' : ''}`}
                  >
                    {p.onSelect ? (
                      <td className="bw-check">
                        <Checkbox
                          checked={p.selected?.has(key) ?? false}
                          onChange={(e) => toggle([key], e.target.checked)}
                          aria-label={t('list.selectRow')}
                        />
                      </td>
                    ) : null}
                    {p.columns.map((c, n) => (
                      <td
                        key={c.key}
                        className={c.align === 'end' ? 'bw-end' : ''}
                        data-label={typeof c.title === 'string' ? c.title : undefined}
                      >
                        {n === 0 && to ? (
                          <Go to={to} className="bw-rowlink">
                            {c.render(row)}
                          </Go>
                        ) : (
                          c.render(row)
                        )}
                      </td>
                    ))}
                  </tr>
                )
              })}
        </tbody>
      </table>
    </div>
  )
}
