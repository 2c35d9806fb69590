import { sql } from 'kysely'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { type Cell, CSV_TYPE, writeCsv, writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { EXPORT_LIMIT } from '../api.ts'
import { exportWords } from '../data/export-words.ts'
import { type CaseFilters, type CaseRow, grantsBehind, listCases } from '../queries.ts'

type Level = 'C1' | 'C2' | 'C3'
type Column = { key: keyof typeof exportWords.zh.columns; level?: Level; width: number; cell: (r: CaseRow, zh: boolean) => Cell }
const worded = (table: Readonly<Record<string, string>>, key: string | null): Cell => (key === null ? null : (table[key] ?? key))
const columns: readonly Column[] = [
  { key: 'number', width: 26, cell: (r) => r.number },
  { key: 'title', level: 'C1', width: 40, cell: (r) => r.title },
  { key: 'cause', width: 24, cell: (r) => r.cause_name },
  { key: 'status', width: 10, cell: (r, zh) => worded(exportWords[zh ? 'zh' : 'en'].status, r.status) },
  { key: 'procedure', width: 12, cell: (r, zh) => worded(exportWords[zh ? 'zh' : 'en'].procedure, r.procedure) },
  { key: 'amount', level: 'C2', width: 14, cell: (r) => r.amount },
  { key: 'receivedOn', width: 12, cell: (r) => r.received_on },
  { key: 'filedOn', width: 12, cell: (r) => r.filed_on },
  { key: 'closedOn', width: 12, cell: (r) => r.closed_on },
  { key: 'division', width: 16, cell: (r) => r.division_name },
  { key: 'judge', level: 'C3', width: 12, cell: (r) => r.judge_name },
  { key: 'clerk', level: 'C3', width: 12, cell: (r) => r.clerk_name },
  { key: 'secrecy', width: 10, cell: (r, zh) => worded(exportWords[zh ? 'zh' : 'en'].secrecy, r.secrecy) },
]

/** Field levels that some live grant of the actor names; the court has them all. */
const levelsOf = async (ctx: Ctx): Promise<ReadonlySet<string> | null> => {
  if (ctx.actor.side !== 'contractor') return null
  const { rows } = await sql<{ level: string }>`select distinct unnest(levels) as level from cases.my_grants()`.execute(ctx.tx)
  return new Set(rows.map((r) => r.level))
}
const PIECE = 2_000

/**
 * The list as a file: what its filters show, read through the same policies, without the columns the reader may not see, and written to the
 * ledger with the grants that let him read (7.3.2.2, 7.3.2.5). Cells that a spreadsheet would run are made harmless by the writer.
 * Fail: export-too-large.
 */
export const exportCases = async (ctx: Ctx, q: CaseFilters & { format: 'xlsx' | 'csv'; language: 'zh' | 'en' }): Promise<FileReply> => {
  const { format, language, ...filters } = q
  const rows: CaseRow[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await listCases(ctx, { ...filters, sort: '-filed', limit: PIECE, ...(cursor ? { cursor } : {}) })
    rows.push(...page.items)
    if (rows.length > EXPORT_LIMIT || (rows.length === EXPORT_LIMIT && page.next))
      throw new Fail('export-too-large', 422, { limit: EXPORT_LIMIT })
    if (!page.next) break
    cursor = page.next
  }
  const levels = await levelsOf(ctx)
  const shown = columns.filter((c) => !c.level || !levels || levels.has(c.level))
  const words = exportWords[language]
  const header = shown.map((c) => words.columns[c.key])
  const cells = rows.map((r) => shown.map((c) => c.cell(r, language === 'zh')))
  await ctx.audit({
    verb: 'case.export',
    objectType: 'cases',
    objectId: '-',
    // What was typed may be a name: only which filters were set is kept.
    data: {
      format,
      rows: rows.length,
      columns: shown.map((c) => c.key),
      filters: Object.entries(filters).flatMap(([k, v]) => (v ? [k] : [])),
      ...(await grantsBehind(
        ctx,
        rows.map((r) => r.id),
      )),
    },
  })
  const at = ctx.now.toZonedDateTimeISO(ZONE)
  const name = `${words.file}-${at.toPlainDate()}.${format}`
  if (format === 'csv') return { file: writeCsv([header, ...cells]), type: CSV_TYPE, name }
  // Whoever took it along stands in the file itself (7.3.2.5).
  const about = [
    [words.about.by, ctx.actor.name],
    [words.about.at, `${at.toPlainDate()} ${at.toPlainTime().toString().slice(0, 5)}`],
    [words.about.rows, rows.length],
    [words.about.note, words.about.keep],
  ]
  const file = await writeXlsx([
    { name: words.sheet, header, rows: cells, widths: shown.map((c) => c.width) },
    { name: words.about.sheet, header: [words.about.sheet, ''], rows: about, widths: [16, 60] },
  ])
  return { file, type: XLSX_TYPE, name }
}
