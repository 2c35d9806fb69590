import { Button, Segmented, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BoardPage, Panel } from '../../../platform/ui/board-page.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { Chart } from '../../../platform/ui/chart.tsx'
import { Go, useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import type { Reply } from '../../../platform/ui/call.ts'
import { serviceText } from '../../organisations/web/public.tsx'
import { board, exportBoard } from '../api.ts'
import { targetMet } from './met.ts'
import { PeriodPicker, periodText, thisMonth } from './period.tsx'

type Item = Reply<typeof board>['items'][number]
const groupings = ['total', 'service', 'team', 'person'] as const
type Grouping = (typeof groupings)[number]

const unit = (i: Item): string => (i.kind === 'rate' ? '%' : '')

/** A rate that should be low lives near its target: on a scale to a hundred the two lines would lie upon each other. */
const topOf = (i: Item): number => {
  if (i.direction !== 'lower') return 100
  const highest = Math.max(i.target ?? 0, ...i.trend.map((x) => x.value ?? 0))
  return Math.min(100, Math.max(5, Math.ceil((highest * 1.5) / 5) * 5))
}

const Target = ({ item: i }: { item: Item }): ReactNode => {
  const { t } = useTranslation('indicators')
  const ok = targetMet(i)
  if (i.target === null) return <>{t('noTarget')}</>
  return (
    <>
      {t(i.direction === 'lower' ? 'targetAtMost' : 'targetAtLeast', { n: i.target })}{' '}
      {ok === null ? null : ok ? <StateTag tone="done">{t('met')}</StateTag> : <StateTag tone="soon">{t('notMet')}</StateTag>}
    </>
  )
}

const Groups = ({ item: i, by, period }: { item: Item; by: Grouping; period: string }): ReactNode => {
  const { t } = useTranslation('indicators')
  if (by === 'total' || i.groups.length === 0) return null
  const link = (key: string): string | null =>
    key || by === 'team' ? `/indicators/${i.letter}?period=${period}&${by}=${encodeURIComponent(key || '-')}` : null
  return (
    <DataTable
      label={`${i.letter} ${t(`by.${by}`)}`}
      rows={i.groups}
      rowKey={(g) => g.key}
      open={(g) => link(g.key)}
      columns={[
        { key: 'name', title: t(`by.${by}`), render: (g) => (g.key === '' ? t('nobody') : by === 'service' ? serviceText(g.key) : g.name) },
        {
          key: 'of',
          title: t('parts'),
          align: 'end',
          render: (g) => (i.kind === 'rate' ? `${g.numerator} / ${g.denominator}` : g.numerator),
        },
        { key: 'excluded', title: t('excluded'), align: 'end', render: (g) => g.excluded },
        { key: 'value', title: t('value'), align: 'end', render: (g) => (g.value === null ? '—' : `${g.value}${unit(i)}`) },
      ]}
    />
  )
}

const IndicatorPanel = ({ item: i, by, period }: { item: Item; by: Grouping; period: string }): ReactNode => {
  const { t } = useTranslation('indicators')
  const go = useGo()
  const lng = language()
  const name = `${i.letter}　${lng === 'zh' ? i.nameZh : i.nameEn}`
  return (
    <Panel title={name} extra={<Go to={`/indicators/${i.letter}?period=${period}`}>{t('items')}</Go>}>
      <Chart
        title={t('trendOf', { name: lng === 'zh' ? i.nameZh : i.nameEn })}
        kind={i.kind === 'rate' ? 'line' : 'bar'}
        height={180}
        labels={i.trend.map((x) => x.period)}
        series={[{ name: t('value'), values: i.trend.map((x) => x.value) }]}
        {...(i.kind === 'rate' ? { unit: '%', max: topOf(i) } : {})}
        {...(i.target === null ? {} : { target: { value: i.target, label: t('target') } })}
        onPick={(n) => go(`/indicators/${i.letter}?period=${i.trend[n]?.period ?? period}`)}
      />
      <p className="bw-quiet">
        {i.denominator ? `${i.numerator[lng]} ÷ ${i.denominator[lng]}` : i.numerator[lng]}
        <br />
        {t('clock', { clock: i.clock[lng] })} {t('definition', { n: i.version })}
      </p>
      <Groups item={i} by={by} period={period} />
    </Panel>
  )
}

const Board = (): ReactNode => {
  const { t } = useTranslation('indicators')
  const [search, setSearch] = useSearchText()
  const go = useGo()
  const period = search.period ?? thisMonth()
  const by: Grouping = groupings.find((g) => g === search.by) ?? 'total'
  const { data, error, refetch } = useCall(board, { query: { period, by } }, { placeholderData: (old) => old })
  return (
    <BoardPage
      title={t('title')}
      note={data ? ` ${periodText(data.period)} · ${t(data.closed ? 'closed' : 'running')}` : null}
      error={error}
      retry={() => void refetch()}
      acts={[{ key: 'exclusions', label: t('exclusions.title'), run: () => go('/indicators/exclusions') }]}
      filters={
        <>
          <PeriodPicker period={period} onChange={(p) => setSearch({ period: p })} />
          <Segmented
            size="small"
            aria-label={t('grouping')}
            value={by}
            onChange={(g) => setSearch({ by: g === 'total' ? undefined : g })}
            options={groupings.map((g) => ({ value: g, label: t(`by.${g}`) }))}
          />
          <Button
            size="small"
            href={addressOf(exportBoard, { query: { period, by, language: language() } })}
            download
            className="bw-noprint"
          >
            {t('export')}
          </Button>
        </>
      }
      figures={(data?.items ?? []).map((i) => ({
        key: i.letter,
        label: `${i.letter}　${language() === 'zh' ? i.nameZh : i.nameEn}`,
        value: i.figure?.value ?? null,
        unit: unit(i),
        to: `/indicators/${i.letter}?period=${period}`,
        note: (
          <>
            {i.figure === null
              ? t('notFed')
              : i.kind === 'rate'
                ? i.figure.denominator === 0
                  ? t('noItems')
                  : t('of', { n: i.figure.numerator, of: i.figure.denominator })
                : t(period.length === 7 && !period.includes('Q') ? 'count' : period.includes('Q') ? 'countQuarter' : 'countYear')}
            {(i.figureVersion ?? 1) > 1 ? ` · ${t('corrected', { n: i.figureVersion })}` : ''}
            {i.figure?.pending ? ` · ${t('pendingN', { n: i.figure.pending })}` : ''}
            {i.figure?.excluded ? ` · ${t('excludedN', { n: i.figure.excluded })}` : ''}
            <br />
            <Target item={i} />
          </>
        ),
      }))}
    >
      {data ? (
        data.items.filter((i) => i.figure !== null).map((i) => <IndicatorPanel key={i.letter} item={i} by={by} period={period} />)
      ) : error ? null : (
        <Skeleton active paragraph={{ rows: 8 }} />
      )}
    </BoardPage>
  )
}
export default Board
