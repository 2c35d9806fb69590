import type { Figures } from './rules/indicators.ts'

/** A sound contractor, in fen: half its assets owed, more at hand than it owes soon, a little profit. */
export const soundFigures = (o: Partial<Figures> = {}): Figures => ({
  assets: 1_000_000_000,
  liabilities: 500_000_000,
  currentAssets: 600_000_000,
  currentLiabilities: 400_000_000,
  cash: 200_000_000,
  revenue: 300_000_000,
  netProfit: 20_000_000,
  operatingCash: 15_000_000,
  wagesOwed: 0,
  taxesOwed: 0,
  litigation: 0,
  ...o,
})
export const statementPdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
