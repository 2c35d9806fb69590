import { sql } from 'kysely'
import { writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { withoutHidden } from '../../../platform/http/text.ts'
import { inspectList, listRows } from '../../cases/public.ts'
import { hashIdNo, todayOf } from '../../organisations/public.ts'
import type * as api from '../api.ts'
import { LIST_ROWS } from '../api.ts'
import {
  courtOf,
  LINES,
  type ListRow,
  openLines,
  openMonth,
  selectList,
  selectLists,
  selectMinimum,
  selectMonth,
  selectRoster,
} from '../queries.ts'
import {
  checkRows,
  type Column,
  columnTitles,
  faultWords,
  isHard,
  type ListKind,
  listKinds,
  mayUpload,
  missingColumns,
  readHeader,
} from '../rules.ts'

const shown = ({ monthId: _m, type: _t, size: _s, sha256: _h, ...l }: ListRow): Output<typeof api.uploadList> => l

/** Read, checked against the roster of the month, kept sealed; nothing of it goes into ledger or log but how many rows. */
export const uploadList = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.uploadList>, 'params' | 'file'>,
): Promise<Output<typeof api.uploadList>> => {
  const courtId = courtOf(ctx)
  const kind = file.fields.kind as ListKind
  if (!listKinds.includes(kind)) throw new Fail('malformed', 400, { because: 'fields' })
  const m = await selectMonth(ctx, todayOf(ctx), params.engagementId, params.month)
  const may = mayUpload(m)
  if (!may.ok) throw new Fail(may.code, 409)
  const bytes = await ctx.app.files.read(courtId, file.sha256)
  const format = await inspectList(bytes)
  let columns: (Column | null)[] | null = null
  const rows: { row: number; cells: string[] }[] = []
  // Titles and the unit's name stand above the headings.
  for await (const batch of listRows(bytes, format))
    for (const r of batch) {
      const cells = r.cells.map((c) => withoutHidden(c))
      if (cells.every((c) => c.trim() === '')) continue
      if (columns === null) {
        const found = readHeader(kind, cells)
        if (missingColumns(kind, found).length === 0) columns = found
        else if (r.row >= 10) break
        continue
      }
      if (rows.length >= LIST_ROWS) throw new Fail('import-too-long', 422, { limit: LIST_ROWS })
      rows.push({ row: r.row, cells })
    }
  if (columns === null) throw new Fail('wages-columns', 422, { columns: Object.values(columnTitles[kind]).join('、') })
  if (rows.length === 0) throw new Fail('import-empty', 422)
  const roster = await selectRoster(ctx, m.engagementId, m.month)
  const byHash = new Map(roster.flatMap((p) => (p.hash ? [[p.hash, p.personId] as const] : [])))
  const checked = checkRows(kind, columns, rows, roster, {
    byPaper: (idNo) => byHash.get(hashIdNo(ctx, idNo)) ?? null,
    minimumFen: await selectMinimum(ctx, m.month),
  })
  const hard = checked.faults.filter((f) => isHard(f.code)).length
  const month = await openMonth(ctx, m)
  await sql`update wages.list set superseded_at = bw.now(), lines_sealed = null where court_id = ${courtId} and month_id = ${month.id} and kind = ${kind} and superseded_at is null`.execute(
    ctx.tx,
  )
  const sealed = ctx.app.keys.encrypt(JSON.stringify(checked), LINES(courtId)).toString('base64')
  const made = await sql<{
    id: number
  }>`insert into wages.list (court_id, month_id, kind, sha256, name, type, size, rows, hard, soft, lines_sealed, added_by)
    values (${courtId}, ${month.id}, ${kind}, ${file.sha256}, ${file.name}, ${file.type}, ${file.size}, ${checked.lines.length}, ${hard}, ${checked.faults.length - hard}, ${sealed}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await sql`update wages.month set revision = revision + 1 where court_id = ${courtId} and id = ${month.id}`.execute(ctx.tx)
  await ctx.audit({
    verb: 'wages.list.add',
    objectType: 'wages-month',
    objectId: month.id,
    data: { kind, rows: checked.lines.length, hard, soft: checked.faults.length - hard },
  })
  const id = made.rows[0]!.id
  return shown((await selectLists(ctx, month.id)).find((l) => l.id === id)!)
}
export const readList = async (ctx: Ctx, { params }: Pick<Input<typeof api.readList>, 'params'>): Promise<Output<typeof api.readList>> => {
  const l = await selectList(ctx, params.id)
  const { lines, faults, totals } = await openLines(ctx, l.id)
  await ctx.audit({ verb: 'wages.list.read', objectType: 'wages-month', objectId: l.monthId, data: { kind: l.kind } })
  return { id: l.id, kind: l.kind, lines: lines as Output<typeof api.readList>['lines'], faults, totals: totals as Record<string, number> }
}
export const listFile = async (ctx: Ctx, { params }: Pick<Input<typeof api.listFile>, 'params'>): Promise<FileReply> => {
  const l = await selectList(ctx, params.id)
  await ctx.audit({ verb: 'wages.list.file', objectType: 'wages-month', objectId: l.monthId, data: { kind: l.kind } })
  return { file: await ctx.app.files.open(courtOf(ctx), l.sha256), type: l.type, name: l.name, length: l.size }
}
export const listFaults = async (
  ctx: Ctx,
  { params, query }: Pick<Input<typeof api.listFaults>, 'params' | 'query'>,
): Promise<FileReply> => {
  const l = await selectList(ctx, params.id)
  const { faults } = await openLines(ctx, l.id)
  await ctx.audit({ verb: 'wages.list.faults', objectType: 'wages-month', objectId: l.monthId, data: { kind: l.kind } })
  const zh = query.language === 'zh'
  return {
    file: await writeXlsx([
      {
        name: zh ? '核对问题' : 'Problems',
        header: zh ? ['行号', '姓名', '列', '问题', '性质'] : ['Row', 'Name', 'Column', 'Problem', 'Weight'],
        rows: faults.map((f) => [
          f.row || null,
          f.name,
          columnTitles[l.kind][f.column] ?? f.column,
          faultWords[f.code][zh ? 0 : 1],
          isHard(f.code) ? (zh ? '须更正' : 'to be corrected') : zh ? '须说明' : 'to be explained',
        ]),
        widths: [8, 14, 14, 40, 14],
      },
    ]),
    type: XLSX_TYPE,
    name: `${zh ? '核对问题' : 'problems'} ${l.id}.xlsx`,
  }
}
const names: Record<ListKind, string> = { pay: '工资发放表', insurance: '社会保险清单', housing: '住房公积金清单' }
export const listTemplate = async (
  ctx: Ctx,
  { params, query }: Pick<Input<typeof api.listTemplate>, 'params' | 'query'>,
): Promise<FileReply> => {
  const { engagementId, month } = query
  const m = engagementId && month ? await selectMonth(ctx, todayOf(ctx), engagementId, month) : null
  const people = m ? await selectRoster(ctx, m.engagementId, m.month) : []
  return {
    file: await writeXlsx([
      {
        name: names[params.kind],
        header: Object.values(columnTitles[params.kind]),
        rows: people.map((p) => [p.name]),
        widths: [12, 22, 14, 14, 14],
      },
    ]),
    type: XLSX_TYPE,
    name: `${names[params.kind]}模板.xlsx`,
  }
}
