import { Segmented, Skeleton } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface Series {
  name: string
  values: readonly (number | null)[]
}
export interface ChartProps {
  /** Said by screen readers and printed above the figure. */
  title: string
  kind: 'bar' | 'line' | 'stacked'
  /** Along the axis: months, services. */
  labels: readonly string[]
  series: readonly Series[]
  unit?: string
  height?: number
  /** A line to reach (the agreed target), with its words. */
  target?: { value: number; label: string }
  max?: number
  /** A bar or point was chosen: drill down to its items. */
  onPick?: (labelIndex: number, seriesIndex: number) => void
}

const Canvas = lazy(() => import('./chart-canvas.tsx'))

/** A chart that reads without colour (patterns, words) and has its numbers as a table beside it. ECharts loads when first shown. */
export const Chart = (p: ChartProps): ReactNode => {
  const { t } = useTranslation('ui')
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const height = p.height ?? 260
  if (p.series.every((s) => s.values.every((v) => v === null))) return <p className="bw-nodata bw-pad">{t('chart.none')}</p>
  return (
    <figure className="bw-chart">
      <figcaption className="bw-panelhead">
        <span className="bw-quiet">{p.title}</span>
        <Segmented
          size="small"
          className="bw-noprint"
          value={view}
          onChange={(v) => setView(v as 'chart' | 'table')}
          options={[
            { value: 'chart', label: t('chart.chart') },
            { value: 'table', label: t('chart.table') },
          ]}
        />
      </figcaption>
      {view === 'chart' ? (
        <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height }} />}>
          <Canvas {...p} height={height} />
        </Suspense>
      ) : (
        <ChartTable {...p} />
      )}
    </figure>
  )
}

const ChartTable = (p: ChartProps): ReactNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
  <div className="bw-tablebox" role="region" aria-label={p.title} tabIndex={0}>
    <table className="bw-table bw-keeptable">
      <thead>
        <tr>
          <th scope="col" />
          {p.series.map((s) => (
            <th key={s.name} scope="col" className="bw-end">
              {s.name}
              {p.unit ? ` (${p.unit})` : ''}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {p.labels.map((label, i) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {p.series.map((s, n) => (
              <td key={s.name} className="bw-end">
                {p.onPick && s.values[i] !== null ? (
                  <button type="button" className="bw-sort" onClick={() => p.onPick?.(i, n)}>
                    {s.values[i]}
                  </button>
                ) : (
                  (s.values[i] ?? '—')
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
