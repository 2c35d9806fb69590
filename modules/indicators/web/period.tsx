import { DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, todayText } from '../../../platform/ui/dates.tsx'
import { i18n, language } from '../../../platform/ui/i18n.ts'

type Kind = 'month' | 'quarter' | 'year'
const kindOf = (period: string): Kind => (period.length === 4 ? 'year' : period.includes('Q') ? 'quarter' : 'month')
const firstDay = (period: string): string => {
  const [year, part] = period.split('-')
  if (!part) return `${year}-01-01`
  return part.startsWith('Q') ? `${year}-${String(Number(part.slice(1)) * 3 - 2).padStart(2, '0')}-01` : `${period}-01`
}
const periodOn = (day: string, kind: Kind): string =>
  kind === 'year' ? day.slice(0, 4) : kind === 'month' ? day.slice(0, 7) : `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/** '2026-11': this month in Beijing. */
export const thisMonth = (): string => todayText().slice(0, 7)

/** '2026年11月', '2026年第3季度', '2026年' in the language of the page. */
export const periodText = (period: string): string => {
  const [year, part] = period.split('-')
  if (!part) return i18n.t('indicators:yearText', { year })
  if (part.startsWith('Q')) return i18n.t('indicators:quarterText', { year, quarter: part.slice(1) })
  const day = dateText(`${period}-01`)
  return language() === 'zh' ? day.replace('1日', '') : day.replace('1 ', '')
}

/** Month, quarter or year; the choice stands in the address. */
export const PeriodPicker = ({ period, onChange }: { period: string; onChange: (period: string) => void }): ReactNode => {
  const { t } = useTranslation('indicators')
  const kind = kindOf(period)
  return (
    <>
      <Segmented
        size="small"
        value={kind}
        aria-label={t('periodKind')}
        onChange={(k) => onChange(periodOn(firstDay(period), k))}
        options={(['month', 'quarter', 'year'] as const).map((k) => ({ value: k, label: t(`kind.${k}`) }))}
      />
      <DatePicker
        size="small"
        picker={kind}
        allowClear={false}
        aria-label={t('period')}
        value={dayjs(firstDay(period))}
        onChange={(d) => d && onChange(periodOn(d.format('YYYY-MM-DD'), kind))}
      />
    </>
  )
}
