import { sql } from 'kysely'
import { writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { withoutHidden } from '../../../platform/http/text.ts'
import { inspectList, listRows } from '../../cases/public.ts'
import type * as api from '../api.ts'
import { type Column, columnTitles, columns, type Fault, type ImportRow, kindWords, ownerWords, readHeader, readRow } from '../rules.ts'
import { engagementFor, insertEquipment, openZones, sideOf } from './equipment.ts'
import { courtOf } from './places.ts'

const ROWS = 5000
/** Every row is read and told what is wrong with it; the good ones go in, unless the list is only to be checked. */
export const importEquipment = async (
  ctx: Ctx,
  { file }: Pick<Input<typeof api.importEquipment>, 'file'>,
): Promise<Output<typeof api.importEquipment>> => {
  const courtId = courtOf(ctx)
  const check = file.fields.check === 'yes'
  const asked = Number(file.fields.engagementId)
  const bytes = await ctx.app.files.read(courtId, file.sha256)
  const format = await inspectList(bytes)
  let header: (Column | null)[] | null = null
  const rows: { row: number; cells: string[] }[] = []
  for await (const batch of listRows(bytes, format))
    for (const r of batch) {
      const cells = r.cells.map((c) => withoutHidden(c))
      if (cells.every((c) => c.trim() === '')) continue
      if (header === null) {
        const found = readHeader(cells)
        if (columns.every((c) => found.includes(c))) header = found
        else if (r.row >= 10) break
        continue
      }
      if (rows.length >= ROWS) throw new Fail('import-too-long', 422, { limit: ROWS })
      rows.push({ row: r.row, cells })
    }
  if (header === null) throw new Fail('equipment-columns', 422, { columns: Object.values(columnTitles).join('、') })
  if (!rows.length) throw new Fail('import-empty', 422)
  const at = header.indexOf('serialNo')
  const given = rows.map((r) => (r.cells[at] ?? '').trim().normalize('NFKC'))
  const known = await sql<{
    serial: string
  }>`select serial_no as serial from premises.equipment where court_id = ${courtId} and serial_no = any (${given}::text[])`.execute(ctx.tx)
  const serials = new Set(known.rows.map((k) => k.serial))
  const zones = await openZones(ctx)
  const seen = new Set<string>()
  const faults: Fault[] = []
  const good: (ImportRow & { row: number })[] = []
  for (const [i, r] of rows.entries()) {
    const read = readRow(r.row, header, r.cells, {
      zones,
      owners: sideOf(ctx) === 'court' ? ['court', 'contractor'] : ['contractor'],
      serials,
      seen,
    })
    seen.add(given[i]!)
    faults.push(...read.faults)
    if (read.value) good.push({ ...read.value, row: r.row })
  }
  let made = 0
  if (!check) {
    const named = Number.isSafeInteger(asked) && asked > 0 ? asked : null
    const byZone = new Map<number, number | null>()
    for (const { row, ...g } of good) {
      if (g.owner === 'contractor' && !byZone.has(g.zoneId)) byZone.set(g.zoneId, await engagementFor(ctx, 'contractor', named, g.zoneId))
      // Known to another contractor, whose equipment is not seen from here, or entered by somebody else just now.
      if (await insertEquipment(ctx, { ...g, engagementId: g.owner === 'contractor' ? (byZone.get(g.zoneId) ?? null) : null })) made++
      else faults.push({ row, column: 'serialNo', code: 'serial-known' })
    }
    await ctx.audit({
      verb: 'equipment.import',
      objectType: 'premises',
      objectId: courtId,
      data: { rows: rows.length, made, faults: faults.length, sha256: file.sha256 },
    })
  } else
    await ctx.audit({
      verb: 'equipment.import',
      objectType: 'premises',
      objectId: courtId,
      data: { rows: rows.length, check: true, faults: faults.length },
    })
  return { rows: rows.length, good: good.length, made, faults: faults.sort((a, b) => a.row - b.row).slice(0, 500) }
}
/** The headings and one row for each zone the caller may use, so that nobody has to guess how it is spelt. */
export const importTemplate = async (ctx: Ctx): Promise<FileReply> => {
  const zones = await openZones(ctx)
  return {
    file: await writeXlsx([
      { name: '设备台账', header: Object.values(columnTitles), rows: [], widths: [20, 12, 20, 10, 24, 20] },
      {
        name: '填写说明',
        header: ['类别', '归属', '场所', '区域'],
        rows: Array.from({ length: Math.max(zones.length, Object.keys(kindWords).length) }, (_, i) => [
          Object.values(kindWords)[i] ?? null,
          Object.values(ownerWords)[i] ?? null,
          zones[i]?.place ?? null,
          zones[i]?.name ?? null,
        ]),
        widths: [12, 10, 24, 20],
      },
    ]),
    type: XLSX_TYPE,
    name: '设备台账模板.xlsx',
  }
}
