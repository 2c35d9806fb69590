import { sql } from 'kysely'
import { writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { inspectList, listRows } from '../../cases/public.ts'
import { idNoTaken, todayOf } from '../../organisations/public.ts'
import { readResidentId } from '../../organisations/rules/identity.ts'
import type * as api from '../api.ts'
import { LIST_ROWS } from '../api.ts'
import { columnTitles, faultWords, readHeader, readRow, type ListFault, type ListRow } from '../rules/list.ts'
import { enterCandidate } from './enter.ts'
import { courtOf, idNoOf } from './facts-of.ts'

const DRAFTS = (courtId: number) => ({ courtId, purpose: 'candidates.import.drafts' })
interface ImportRow {
  id: number
  fileName: string
  state: 'checked' | 'done'
  rows: number
  good: number
  faults: ListFault[]
  revision: number
  drafts: string | null
}
const selectImport = async (ctx: Ctx, id: number): Promise<ImportRow> => {
  const { rows } =
    await sql<ImportRow>`select id, file_name as "fileName", state, rows, good, faults, revision, drafts_sealed as drafts from candidates.import
    where court_id = ${courtOf(ctx)} and id = ${id} for no key update`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}
const shown = ({ drafts: _drafts, ...r }: ImportRow): Output<typeof api.checkList> => r

/** Who of these is a living candidate already, or staff; asked again when the list is run. */
const known = async (ctx: Ctx, idNo: string): Promise<string | null> => {
  if (await idNoTaken(ctx, idNo)) return 'id-no-taken'
  const twin = await sql`select from candidates.candidate where court_id = ${courtOf(ctx)} and contractor_id = ${ctx.actor.contractorId}
    and id_no_hash = ${ctx.app.keys.blindIndex(idNo, idNoOf(courtOf(ctx)))} and state in ('draft', 'proposed', 'reviewed') limit 1`.execute(
    ctx.tx,
  )
  return twin.rows.length ? 'candidate-twice' : null
}

/** A dry run: what would come of each row. The list itself is not kept, its good rows are, sealed, until they are entered. */
export const checkList = async (ctx: Ctx, { file }: Pick<Input<typeof api.checkList>, 'file'>): Promise<Output<typeof api.checkList>> => {
  const courtId = courtOf(ctx)
  if (ctx.actor.contractorId === null) throw new Fail('not-allowed', 403)
  const bytes = await ctx.app.files.read(courtId, file.sha256)
  const kind = await inspectList(bytes)
  // A title may stand above the headings.
  let columns: ReturnType<typeof readHeader> | null = null
  const today = todayOf(ctx)
  const faults: ListFault[] = []
  const good: ListRow[] = []
  const seen = new Map<string, number>()
  let count = 0
  for await (const batch of listRows(bytes, kind))
    for (const r of batch) {
      if (r.cells.every((c) => c.trim() === '')) continue
      if (columns === null) {
        const found = readHeader(r.cells)
        if (found.includes('name') && found.includes('idNo')) columns = found
        else if (r.row >= 10) break
        continue
      }
      if (++count > LIST_ROWS) throw new Fail('import-too-long', 422, { limit: LIST_ROWS })
      const read = readRow(columns, r.cells, r.row)
      const bad = read.faults.map((f) => ({ row: r.row, ...f }))
      const idNo = readResidentId(read.values.idNo, today)
      if (!idNo.ok) bad.push({ row: r.row, column: 'idNo', code: idNo.code })
      else {
        const twin = seen.has(idNo.text) ? 'row-twice' : await known(ctx, idNo.text)
        if (twin) bad.push({ row: r.row, column: 'idNo', code: twin })
        seen.set(idNo.text, r.row)
      }
      if (bad.length) faults.push(...bad)
      else good.push(read.values)
    }
  if (columns === null) throw new Fail('import-columns', 422, { columns: [columnTitles.name, columnTitles.idNo].join('、') })
  if (count === 0) throw new Fail('import-empty', 422)
  const sealed = ctx.app.keys.encrypt(JSON.stringify(good), DRAFTS(courtId)).toString('base64')
  const made = await sql<{
    id: number
  }>`insert into candidates.import (court_id, contractor_id, file_name, rows, good, faults, drafts_sealed, state, made_by)
    values (${courtId}, ${ctx.actor.contractorId}, ${file.name}, ${count}, ${good.length}, ${JSON.stringify(faults)}::jsonb, ${sealed}, 'checked', ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'candidate.import.check',
    objectType: 'candidates',
    objectId: id,
    data: { rows: count, good: good.length, sha256: file.sha256 },
  })
  const wanted = (await sql<{ w: boolean }>`select candidates.file_wanted(${file.sha256}) as w`.execute(ctx.tx)).rows[0]?.w
  if (!wanted) ctx.afterCommit(() => ctx.app.files.remove(courtId, file.sha256))
  return shown(await selectImport(ctx, id))
}

/** Enters the good rows, once; whoever has become a candidate or staff since is told as a fault of his row. */
export const runList = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.runList>, 'params' | 'revision'>,
): Promise<Output<typeof api.runList>> => {
  const courtId = courtOf(ctx)
  const job = await selectImport(ctx, params.id)
  if (job.state !== 'checked' || job.drafts === null) throw new Fail('import-state', 409)
  if (job.revision !== revision) throw new Fail('stale-revision', 409)
  const drafts = JSON.parse(ctx.app.keys.decryptText(Buffer.from(job.drafts, 'base64'), DRAFTS(courtId))) as ListRow[]
  const late: ListFault[] = []
  let entered = 0
  for (const d of drafts) {
    const twin = await known(ctx, readResidentId(d.idNo).ok ? (readResidentId(d.idNo) as { text: string }).text : d.idNo)
    if (twin) late.push({ row: d.row, column: 'idNo', code: twin })
    else {
      const { row: _row, ...values } = d
      await enterCandidate(ctx, values)
      entered++
    }
  }
  const faults = [...job.faults, ...late]
  await sql`update candidates.import set state = 'done', done_at = bw.now(), good = ${entered}, faults = ${JSON.stringify(faults)}::jsonb, drafts_sealed = null, revision = revision + 1
    where court_id = ${courtId} and id = ${job.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'candidate.import.run', objectType: 'candidates', objectId: job.id, data: { entered, late: late.length } })
  return shown(await selectImport(ctx, job.id))
}

export const listTemplate = async (): Promise<FileReply> => ({
  file: await writeXlsx([
    {
      name: '拟派人员',
      header: Object.values(columnTitles),
      rows: [
        [
          '张某某',
          '32010219900307123X',
          '13800000000',
          '本科',
          '某某大学',
          '法学',
          '100001202005000001',
          '一致',
          '2026-09-01',
          '是',
          2,
          '某某区人民法院书记员',
          '2026-09-01',
          '2026-09-01',
          '2029-08-31',
          '2026-09-01',
        ],
      ].map((r) => r.map((c, i) => (i === 1 ? '（填写18位公民身份号码）' : c))),
      widths: [12, 22, 14, 8, 16, 12, 20, 12, 14, 12, 12, 22, 14, 14, 14, 14],
    },
  ]),
  type: XLSX_TYPE,
  name: '拟派人员导入模板.xlsx',
})

export const listFaults = async (
  ctx: Ctx,
  { params, query }: Pick<Input<typeof api.listFaults>, 'params' | 'query'>,
): Promise<FileReply> => {
  const job = await selectImport(ctx, params.id)
  await ctx.audit({ verb: 'candidate.import.faults', objectType: 'candidates', objectId: job.id })
  const zh = query.language === 'zh'
  return {
    file: await writeXlsx([
      {
        name: zh ? '错误' : 'Errors',
        header: zh ? ['行号', '列', '问题'] : ['Row', 'Column', 'Problem'],
        rows: job.faults.map((f) => [f.row, columnTitles[f.column], faultWords[f.code]?.[zh ? 0 : 1] ?? f.code]),
        widths: [8, 20, 60],
      },
    ]),
    type: XLSX_TYPE,
    name: `${zh ? '拟派人员导入错误' : 'candidate list errors'} ${job.id}.xlsx`,
  }
}
