export const nodes = ['filing', 'pretrial', 'posttrial', 'archive'] as const
export const slipReasons = ['countDiffers', 'missingPages', 'damaged', 'illegible'] as const
/** What an outsourced person may put a paper under; 副卷 is not among them (4.1). */
export const categories = ['complaint', 'evidence', 'filingNotice', 'transcript'] as const
export const defectCodes = [
  'skewed',
  'blurred',
  'cutOff',
  'upsideDown',
  'wrongOrder',
  'duplicate',
  'missingPage',
  'lowResolution',
  'pasteOver',
  'foreignMatter',
  'wrongCase',
] as const
export type DefectCode = (typeof defectCodes)[number]
export const checkOutcomes = ['pass', 'rescan', 'missingPages', 'wrongCase'] as const

/** Largest bundle of one file (7.2.2; issue: 500 pages, 200 MB). */
export const MAX_PAGES = 500
export const MAX_BYTES = 200 * 1024 * 1024

export type Verdict = { ok: true } | { ok: false; code: string; detail?: Record<string, unknown> }
const yes: Verdict = { ok: true }
const no = (code: string, detail?: Record<string, unknown>): Verdict => ({ ok: false, code, ...(detail ? { detail } : {}) })

/** Batch number of a day, e.g. SM20260921-0001; `day` as YYYY-MM-DD. */
export const batchNumber = (day: string, n: number): string => `SM${day.replaceAll('-', '')}-${String(n).padStart(4, '0')}`
export const isBatchNumber = (text: string): boolean => /^SM\d{8}-\d{4,6}$/.test(text)

/** The scan is finished when nothing is being read, nothing waits for a rescan, and a count that differs from the paper is explained. */
export const scanFinished = (p: { kept: number; rescan: number; reading: number; counted: number; note: string }): Verdict => {
  if (p.reading > 0) return no('uploads-running')
  if (p.rescan > 0) return no('rescans-open', { pages: p.rescan })
  if (p.kept === 0) return no('no-pages')
  if (p.kept !== p.counted && p.note.trim() === '') return no('count-unexplained', { scanned: p.kept, counted: p.counted, field: 'note' })
  return yes
}

/** A result of the check must agree with the defects it names. */
export const checkAgrees = (
  outcome: (typeof checkOutcomes)[number],
  defects: readonly { code: DefectCode; pageId?: number | null | undefined }[],
  rescanOpen: number,
): Verdict => {
  const has = (code: DefectCode): boolean => defects.some((d) => d.code === code)
  switch (outcome) {
    case 'pass':
      return defects.length > 0 ? no('defects-forbid-pass') : rescanOpen > 0 ? no('rescans-open', { pages: rescanOpen }) : yes
    case 'rescan':
      return defects.length === 0 ? no('defect-missing') : yes
    case 'missingPages':
      return has('missingPage') ? yes : no('defect-missing')
    case 'wrongCase':
      return has('wrongCase') ? yes : no('defect-missing')
  }
}

/** Page ranges of the catalogue: inside 1…pages, in order, no page twice, none left out. */
export const rangesCover = (entries: readonly { from: number; to: number }[], pages: number): Verdict => {
  let next = 1
  for (const [i, e] of entries.entries()) {
    if (e.to < e.from || e.to > pages) return no('range-wrong', { field: `entries.${i}.to`, row: i + 1, pages })
    if (e.from < next) return no('range-overlaps', { field: `entries.${i}.from`, row: i + 1, page: e.from })
    if (e.from > next) return no('range-gap', { field: `entries.${i}.from`, row: i + 1, page: next })
    next = e.to + 1
  }
  return next <= pages ? no('range-gap', { page: next, row: entries.length + 1 }) : yes
}

/** New order when `moved` come to stand before `before` (null: at the end); both keep their own order. */
export const movedBefore = (order: readonly number[], moved: readonly number[], before: number | null): number[] => {
  const set = new Set(moved)
  const rest = order.filter((id) => !set.has(id))
  const at = before === null || set.has(before) ? rest.length : rest.indexOf(before)
  return [...rest.slice(0, at < 0 ? rest.length : at), ...order.filter((id) => set.has(id)), ...rest.slice(at < 0 ? rest.length : at)]
}
