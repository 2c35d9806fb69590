import { Button } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { dateText, monthText, todayText } from '../../../platform/ui/dates.tsx'
import { useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { ink } from '../../../platform/ui/theme.ts'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useNarrow, useTitle } from '../../../platform/ui/screen.ts'
import { dutyStates } from '../rules/states.ts'
import { monthOfDuties } from '../api.ts'
import { Choose, nameOf, tabOf } from './shown.tsx'
import './month.css'

const shape: Record<string, string> = { open: '▶', breached: '▲', done: '✓', late: '◆', excused: '■', planned: '○' }
const SHOWN = 3

/** A month of due times: arrow keys walk the days, Enter lists one. */
const DutiesMonth = (): ReactNode => {
  const { t } = useTranslation('duties')
  const go = useGo()
  const narrow = useNarrow()
  const [search, setSearch] = useSearchText()
  const tab = tabOf(search.tab)
  const today = todayText()
  const month = /^2\d{3}-(0[1-9]|1[0-2])$/.test(search.month ?? '') ? (search.month as string) : today.slice(0, 7)
  const { data, error, refetch } = useCall(monthOfDuties, { query: { tab, month } })
  const [at, setAt] = useState(today)
  const moved = useRef(false)
  const grid = useRef<HTMLTableElement>(null)
  useTitle(t('title'))
  const first = Temporal.PlainDate.from(`${month}-01`)
  const focus = at.startsWith(month) ? at : first.toString()
  const turn = (m: string): void => setSearch({ month: m === today.slice(0, 7) ? undefined : m }, { replace: true })
  useEffect(() => {
    if (!moved.current || !data) return
    moved.current = false
    grid.current?.querySelector<HTMLButtonElement>(`[data-day="${focus}"]`)?.focus()
  }, [focus, data])
  const listOf = (date: string): string =>
    `/duties?${tab === 'mine' ? '' : `tab=${tab}&`}dueFrom=${date}&dueUntil=${date}&state=${dutyStates.filter((s) => s !== 'withdrawn').join(',')}`
  const onKey = (e: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[e.key]
    const to =
      by !== undefined
        ? Temporal.PlainDate.from(focus).add({ days: by })
        : e.key === 'PageUp' || e.key === 'PageDown'
          ? Temporal.PlainDate.from(focus).add({ months: e.key === 'PageUp' ? -1 : 1 })
          : null
    if (!to) return
    e.preventDefault()
    moved.current = true
    setAt(to.toString())
    if (to.toString().slice(0, 7) !== month) turn(to.toString().slice(0, 7))
  }
  const lead = first.dayOfWeek - 1
  const weeks = Math.ceil((lead + first.daysInMonth) / 7)
  const days = new Map(data?.days.map((d) => [d.date, d]))
  const cell = (date: string): ReactNode => {
    const d = days.get(date)
    const n = d?.duties.reduce((sum, x) => sum + x.n, 0) ?? 0
    const late = d?.duties.some((x) => x.state === 'breached') ?? false
    return (
      <button
        type="button"
        data-day={date}
        tabIndex={date === focus ? 0 : -1}
        onFocus={() => setAt(date)}
        onClick={() => go(listOf(date))}
        aria-label={`${t('month.due', { date: dateText(date), n })}${d && !d.workday ? ` (${t('month.off')})` : ''}`}
      >
        <span>
          <span className="bw-daynumber">{Number(date.slice(8))}</span>{' '}
          {d && !d.workday ? <span className="bw-quiet">{t('month.off')}</span> : null}
        </span>
        {narrow && n ? <div style={{ fontSize: 12, color: late ? ink.late : ink.accent }}>{`${late ? '▲' : '●'} ${n}`}</div> : null}
        <ul className="bw-dayduties" aria-hidden="true">
          {d?.duties.slice(0, SHOWN).map((x) => (
            <li
              key={x.key + x.state}
              title={t('month.n', { name: nameOf(x), n: x.n, state: t(`states.${x.state}`) })}
              style={x.state === 'breached' ? { color: ink.late } : {}}
            >
              {`${shape[x.state]} ${x.n > 1 ? `${x.n} × ` : ''}${nameOf(x)}`}
            </li>
          ))}
          {(d?.duties.length ?? 0) > SHOWN ? <li className="bw-quiet">{t('month.more', { n: (d?.duties.length ?? 0) - SHOWN })}</li> : null}
        </ul>
      </button>
    )
  }
  return (
    <section aria-busy={!data && !error}>
      <header className="bw-head">
        <h1>
          {t('title')} <small className="bw-figures">{monthText(month)}</small>
        </h1>
        <div className="bw-acts bw-noprint">
          <Button onClick={() => turn(first.subtract({ months: 1 }).toString().slice(0, 7))}>{t('month.previous')}</Button>
          <Button onClick={() => turn(today.slice(0, 7))}>{t('month.today')}</Button>
          <Button onClick={() => turn(first.add({ months: 1 }).toString().slice(0, 7))}>{t('month.next')}</Button>
        </div>
      </header>
      <Choose tab={tab} view="month" />
      {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
      <div className="bw-sheet">
        <table className="bw-month" ref={grid} onKeyDown={onKey} aria-label={t('month.grid', { month: monthText(month) })}>
          <thead>
            <tr>
              {t('month.weekdays')
                .split(' ')
                .map((w) => (
                  <th key={w} scope="col">
                    {w}
                  </th>
                ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: weeks }, (_, w) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a week is its place in the month
              <tr key={w}>
                {Array.from({ length: 7 }, (_x, i) => {
                  const n = w * 7 + i - lead
                  if (n < 0 || n >= first.daysInMonth) return <td key={i} />
                  const date = first.add({ days: n }).toString()
                  const off = days.get(date)?.workday === false
                  return (
                    <td key={date} {...(off ? { 'data-off': '' } : {})} {...(date === today ? { 'data-today': '' } : {})}>
                      {cell(date)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {data?.coming.length ? (
        <section className="bw-sheet" aria-labelledby="coming">
          <h2 id="coming">{t('month.coming')}</h2>
          <ul className="bw-plain">
            {[...new Set(data.coming.map((c) => c.key))].map((key) => {
              const of = data.coming.filter((c) => c.key === key)
              const [c] = of as [(typeof of)[number]]
              return (
                <li key={key}>
                  {nameOf(c)} {c.n > 1 ? `× ${c.n}` : ''}{' '}
                  <span className="bw-quiet bw-figures">
                    {of.length === 1 ? dateText(c.date) : t('month.days', { days: of.map((x) => Number(x.date.slice(8))).join(', ') })}
                    {of.some((x) => x.provisional) ? ` ${t('month.provisional')}` : ''}
                  </span>
                </li>
              )
            })}
          </ul>
        </section>
      ) : null}
      <p className="bw-quiet">
        {data && !data.days.some((d) => d.duties.length) ? `${t('month.nothing')} ` : ''}
        {data && !data.published ? `${t('month.unpublished')} ` : ''}
        <span className="bw-wide">{t('month.keys')}</span>
      </p>
    </section>
  )
}
export default DutiesMonth
