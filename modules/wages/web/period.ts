import type { TFunction } from 'i18next'

/** 2026-Q3, 2026 in words. */
export const periodText = (t: TFunction<'wages'>, period: string): string => {
  const [year, quarter] = period.split('-Q')
  return quarter ? t('periodQuarter', { year, quarter }) : t('periodYear', { year })
}
/** What one may hand in around now: the quarters, or the years, of this year, the last and the next. */
export const periodsAround = (quarters: boolean, today: string): string[] => {
  const year = Number(today.slice(0, 4))
  const years = [year + 1, year, year - 1]
  return years.flatMap((y) => (quarters ? [4, 3, 2, 1].map((q) => `${y}-Q${q}`) : [`${y}`]))
}
