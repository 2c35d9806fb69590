import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Field } from '../../../platform/ui/fields.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import type { finding } from '../api.ts'
import type { EventState } from '../rules/events.ts'
import { type FigureKey, type Figures, figureKeys, type IndicatorKey, indicators, type Level, signed } from '../rules/indicators.ts'
import type { StatementState } from '../rules/statements.ts'

export type Found = z.output<typeof finding>
type T = TFunction<'standing'>

/** 2026-Q3, 2026 in words. */
export const periodText = (t: T, period: string): string => {
  const [year, quarter] = period.split('-Q')
  return quarter ? t('periodQuarter', { year, quarter }) : t('periodYear', { year })
}
/** Whole yuan in tables: fen are kept, but nobody compares periods by them. */
export const yuanText = (fen: number | null | undefined): string =>
  fen === null || fen === undefined
    ? '—'
    : Math.round(fen / 100)
        .toLocaleString('en-US')
        .replace('-', '−')
export const moneyText = (fen: number): string =>
  `${fen < 0 ? '−' : ''}¥${(Math.abs(fen) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

export const levelTones: Record<Level, Tone> = { none: 'done', watch: 'soon', serious: 'late', unknown: 'plain' }
export const statementTones: Record<StatementState, Tone> = { draft: 'plain', filed: 'active', returned: 'soon', reviewed: 'done' }
export const eventTones: Record<EventState, Tone> = { open: 'active', assessed: 'active', curing: 'soon', closed: 'closed' }

const unitOf = (key: IndicatorKey) => indicators.find((i) => i.key === key)?.unit ?? 'ratio'
export const numberText = (t: T, key: IndicatorKey, value: number): string => t(`unit.${unitOf(key)}`, { n: value })
export const valueText = (t: T, f: Pick<Found, 'key' | 'value' | 'note'>): string =>
  f.value === null ? (f.note ? t(`noValue.${f.note}`) : '—') : numberText(t, f.key, f.value)
/** 资产负债率 = 负债总额 ÷ 资产总额 = 90%，高于 85%. */
export const findingText = (t: T, f: Found): string => {
  const worse = indicators.find((i) => i.key === f.key)?.worse ?? 'above'
  const limit = f.level === 'serious' ? f.serious : f.watch
  const past = f.level === 'watch' || f.level === 'serious'
  return t(f.value === null || !past ? 'findingPlain' : `finding.${worse}`, {
    name: t(`indicator.${f.key}`),
    formula: t(`formula.${f.key}`),
    value: valueText(t, f),
    limit: numberText(t, f.key, limit),
  })
}
/** Warnings first, in words with how they come about; then what is in order. */
export const Findings = ({ findings, all }: { findings: readonly Found[]; all?: boolean }): ReactNode => {
  const { t } = useTranslation('standing')
  const order: Level[] = ['serious', 'watch', 'none', 'unknown']
  const shown = [...findings]
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
    .filter((f) => all || f.level === 'serious' || f.level === 'watch')
  if (!shown.length) return <p className="bw-quiet">{t('noWarnings')}</p>
  return (
    <ul>
      {shown.map((f) => (
        <li key={f.key}>
          <StateTag tone={levelTones[f.level]}>{t(`level.${f.level}`)}</StateTag> {findingText(t, f)}
        </li>
      ))}
    </ul>
  )
}
const groups: readonly [string, readonly FigureKey[]][] = [
  ['balance', ['assets', 'liabilities', 'currentAssets', 'currentLiabilities', 'cash']],
  ['income', ['revenue', 'netProfit', 'operatingCash']],
  ['owed', ['wagesOwed', 'taxesOwed', 'litigation']],
]
const MOST_YUAN = 9_999_999_999_999
/** Eleven figures in yuan; what is not there is 0, never empty. */
export const figureFields = (t: T): Field[] =>
  groups.flatMap(([group, keys]): Field[] => [
    { name: `heading.${group}`, kind: 'heading', label: t(`group.${group}`) },
    ...keys.map(
      (k): Field => ({
        name: k,
        kind: 'number',
        label: t(`figure.${k}`),
        required: true,
        unit: t('yuan'),
        decimals: 2,
        min: signed.includes(k) ? -MOST_YUAN : 0,
        max: MOST_YUAN,
        ...(k === 'revenue' || k === 'litigation' || k === 'wagesOwed' ? { hint: t(`hint.${k}`) } : {}),
      }),
    ),
  ])
export const figuresOf = (v: Record<string, unknown>): Figures =>
  Object.fromEntries(figureKeys.map((k) => [k, Math.round(Number(v[k]) * 100)])) as Record<FigureKey, number>
export const yuanOf = (f: Figures): Record<string, number> => Object.fromEntries(figureKeys.map((k) => [k, f[k] / 100]))

/** What may be done, said by the server; a reason that is only "not yours" hides the act. */
export const can = (d: { ok: boolean; code?: string } | undefined, ...hide: string[]): boolean | string =>
  !d ? false : d.ok || (d.code === undefined || d.code === 'not-allowed' || hide.includes(d.code) ? false : d.code)
