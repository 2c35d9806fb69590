import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { type ReactNode, useEffect, useRef } from 'react'
import type { ChartProps } from './chart.tsx'
import { fontStack, ink } from './theme.ts'

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

// Told apart in grey print too: lightness differs, decals and point shapes differ.
const colors = ['#1f3a68', '#7c9cc9', '#4f6f52', '#b9a36b', '#6b5b7b', '#9aa3ae']
const shapes = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin']

const Canvas = (p: ChartProps): ReactNode => {
  const box = useRef<HTMLDivElement>(null)
  const pick = useRef(p.onPick)
  pick.current = p.onPick
  const { title, kind, labels, series, unit, target, max, height } = p
  useEffect(() => {
    if (!box.current) return
    const chart = init(box.current, null, { renderer: 'svg' })
    chart.setOption({
      animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      animationDuration: 200,
      color: colors,
      textStyle: { fontFamily: fontStack, color: '#1d2430' },
      aria: {
        enabled: true,
        label: {
          enabled: true,
          description: `${title}: ${series.map((s) => `${s.name} ${labels.map((l, i) => `${l} ${s.values[i] ?? '—'}`).join(', ')}`).join('; ')}`,
        },
        decal: { show: series.length > 1 },
      },
      grid: {
        left: 8,
        right: target ? 64 : 16,
        top: series.length > 1 ? 36 : 16,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      legend: { show: series.length > 1, top: 0, left: 0, itemHeight: 10 },
      tooltip: { trigger: 'axis', valueFormatter: (v: unknown) => (v === null || v === undefined ? '—' : `${v}${unit ?? ''}`) },
      xAxis: {
        type: 'category',
        data: [...labels],
        axisLine: { lineStyle: { color: '#c9d0da' } },
        axisTick: { show: false },
        axisLabel: { color: ink.quiet },
      },
      yAxis: {
        type: 'value',
        max: max ?? null,
        // What is counted has no halves: the axis of a few cases said 0.2 and 0.4.
        minInterval: series.every((s) => s.values.every((v) => v === null || Number.isInteger(v))) && unit !== '%' ? 1 : 0,
        axisLabel: { color: ink.quiet, formatter: `{value}${unit === '%' ? '%' : ''}` },
        splitLine: { lineStyle: { color: '#eceff3' } },
      },
      series: series.map((s, i) => ({
        name: s.name,
        type: kind === 'line' ? 'line' : 'bar',
        stack: kind === 'stacked' ? 'all' : undefined,
        data: [...s.values],
        barMaxWidth: 36,
        symbol: shapes[i % shapes.length],
        symbolSize: 8,
        lineStyle: { width: 2, type: i === 0 ? 'solid' : i === 1 ? 'dashed' : 'dotted' },
        markLine:
          target && i === 0
            ? {
                silent: true,
                symbol: 'none',
                lineStyle: { color: '#5b6472', type: 'dashed' },
                label: { formatter: target.label, color: ink.quiet },
                data: [{ yAxis: target.value }],
              }
            : undefined,
      })),
    })
    chart.on('click', (e) => pick.current?.(e.dataIndex ?? 0, e.seriesIndex ?? 0))
    const sizes = new ResizeObserver(() => chart.resize())
    sizes.observe(box.current)
    return () => {
      sizes.disconnect()
      chart.dispose()
    }
  }, [title, kind, labels, series, unit, target, max])
  return <div ref={box} role="img" aria-label={title} style={{ width: '100%', height, cursor: p.onPick ? 'pointer' : undefined }} />
}
export default Canvas
