/** 123456 fen as ¥1,234.56; nothing as a dash. */
export const moneyText = (fen: number | null | undefined): string =>
  fen === null || fen === undefined
    ? '—'
    : `¥${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
/** As typed in yuan. */
export const fenOf = (yuan: unknown): number | null =>
  yuan === null || yuan === undefined || yuan === '' ? null : Math.round(Number(yuan) * 100)
