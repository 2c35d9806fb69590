import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BoardPage, Panel } from '../../../platform/ui/board-page.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FilterBar } from '../../../platform/ui/filters.tsx'
import { Go, useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { exportStatement, readStatement } from '../api-lists.ts'

/** 收发对账: what was sent against what arrived, a line for each recipient; every line leads to its materials. */
const Statement = (): ReactNode => {
  const { t } = useTranslation('materials')
  const [search, set] = useSearchText()
  const q = {
    from: search.periodFrom ?? `${todayText().slice(0, 8)}01`,
    until: search.periodUntil ?? todayText(),
    direction: (search.direction === 'out' ? 'out' : 'in') as 'in' | 'out',
  }
  const { data, error, refetch } = useCall(readStatement, { query: q })
  const out = q.direction === 'out'
  const drill = (recipientId: number): string => `/materials?direction=${q.direction}&recipientId=${recipientId}`
  const figure = (n: number, of: number): ReactNode => <span className={n === of ? undefined : 'mt-urgent'}>{n}</span>
  return (
    <BoardPage
      title={t('statement.title')}
      note={t('statement.note')}
      error={error}
      retry={() => void refetch()}
      filters={
        <>
          <Segmented
            value={q.direction}
            onChange={(direction) => set({ direction: direction === 'in' ? undefined : String(direction) })}
            options={(['in', 'out'] as const).map((v) => ({ value: v, label: t(`statement.${v}`) }))}
          />
          <FilterBar
            filters={[{ key: 'period', kind: 'dates', label: t('statement.period') }]}
            values={{ periodFrom: q.from, periodUntil: q.until }}
            onChange={set}
          />
        </>
      }
      acts={[
        {
          key: 'export',
          label: t('statement.export'),
          run: () => void window.open(addressOf(exportStatement, { query: q }), '_blank', 'noopener'),
        },
      ]}
      figures={[
        { key: 'received', label: t(out ? 'statement.handedIn' : 'statement.received'), value: data?.received },
        { key: 'delivered', label: t(out ? 'statement.handedOut' : 'statement.delivered'), value: data?.delivered },
        { key: 'hours', label: t('statement.hours'), value: data ? data.averageHours : undefined, unit: t('statement.hour') },
        ...(out
          ? []
          : [
              {
                key: 'unmatched',
                label: t('statement.unmatched'),
                value: data?.unmatched,
                to: '/materials?view=pool',
                tone: data?.unmatched ? ('soon' as const) : ('plain' as const),
              },
            ]),
      ]}
    >
      <Panel title={t(out ? 'statement.byGiver' : 'statement.byRecipient')} wide>
        {data && data.rows.length === 0 ? <p className="bw-quiet">{t('statement.empty')}</p> : null}
        <DataTable
          label={t('statement.title')}
          rows={
            data
              ? [
                  ...data.rows,
                  ...(data.rows.length > 1 ? [{ recipientId: 0, recipientName: t('statement.sum'), ...data.sum, differs: false }] : []),
                ]
              : undefined
          }
          rowKey={(r) => r.recipientId}
          columns={[
            {
              key: 'who',
              title: t(out ? 'handedInBy' : 'recipient'),
              render: (r) => (r.recipientId ? <Go to={drill(r.recipientId)}>{r.recipientName}</Go> : <strong>{r.recipientName}</strong>),
            },
            { key: 'sent', title: t('statement.sent'), align: 'end', render: (r) => r.sent },
            {
              key: 'arrived',
              title: t(out ? 'statement.out' : 'statement.arrived'),
              align: 'end',
              render: (r) => figure(r.arrived, r.sent),
            },
            {
              key: 'items',
              title: t('statement.items'),
              align: 'end',
              render: (r) => (
                <span>
                  {r.sentItems} / {figure(r.arrivedItems, r.sentItems)}
                </span>
              ),
            },
            {
              key: 'pages',
              title: t('statement.pages'),
              align: 'end',
              render: (r) => (
                <span>
                  {r.sentPages} / {figure(r.arrivedPages, r.sentPages)}
                </span>
              ),
            },
            { key: 'refused', title: t('statement.refused'), align: 'end', render: (r) => r.refused },
            { key: 'open', title: t('statement.open'), align: 'end', render: (r) => r.open },
            { key: 'late', title: t('statement.late'), align: 'end', render: (r) => r.late },
            {
              key: 'differs',
              title: t('statement.agrees'),
              render: (r) =>
                r.recipientId ? (
                  <StateTag tone={r.differs ? 'soon' : 'done'}>{t(r.differs ? 'statement.differ' : 'statement.agree')}</StateTag>
                ) : null,
            },
          ]}
        />
      </Panel>
    </BoardPage>
  )
}
export default Statement
