import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toSVG } from 'bwip-js/node'
import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import type * as checks from '../api-faults.ts'
import { countOf, linesOf } from './counts.ts'
import { type EquipmentRow, equipmentSelect } from './equipment.ts'
import { courtOf } from './places.ts'

const template = (name: string): string => readFileSync(join(import.meta.dirname, `../documents/${name}.typ`), 'utf8')
const labels = template('labels')
const sheet = template('count')
const moment = (at: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(ZONE).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
const courtName = async (ctx: Ctx): Promise<string> =>
  (await sql<{ name: string }>`select name from organisations.court where id = ${courtOf(ctx)}`.execute(ctx.tx)).rows[0]?.name ?? ''

/** A sheet of labels, 3 × 8 on A4. The code is the whole address: a phone that scans it opens the equipment's page. */
export const printLabels = async (ctx: Ctx, { query: q }: Pick<Input<typeof api.printLabels>, 'query'>): Promise<FileReply> => {
  const where: RawBuilder<unknown>[] = [sql`e.court_id = ${courtOf(ctx)}`, sql`e.state <> 'retired'`]
  if (q.zoneId) where.push(sql`e.zone_id = ${q.zoneId}`)
  if (q.ids) where.push(sql`e.id = any (${q.ids.split(',').map(Number)}::bigint[])`)
  const { rows } = await sql<EquipmentRow>`${equipmentSelect} where ${sql.join(where, sql` and `)} order by e.id limit 480`.execute(ctx.tx)
  if (!rows.length) throw new Fail('no-equipment', 422)
  const file = compilePdf(labels, {
    court: await courtName(ctx),
    items: rows.map((e) => ({
      name: e.name,
      code: e.code,
      serial: e.serialNo,
      owner: e.contractor ?? '法院配备',
      qr: toSVG({
        bcid: 'qrcode',
        text: `${ctx.app.settings.baseUrl}/equipment/${e.id}?code=${e.code}`,
        scale: 2,
        backgroundcolor: 'FFFFFF',
      }),
    })),
  })
  await ctx.audit({ verb: 'equipment.labels', objectType: 'premises', objectId: courtOf(ctx), data: { labels: rows.length } })
  return { file, type: 'application/pdf', name: '设备标签.pdf', inline: true }
}
export const printCount = async (ctx: Ctx, { params }: Pick<Input<typeof checks.printCount>, 'params'>): Promise<FileReply> => {
  const c = await countOf(ctx, params.id)
  const lines = await linesOf(ctx, c.id)
  const file = compilePdf(sheet, {
    court: await courtName(ctx),
    facts: [
      ['场所', `${c.place} ${c.zone}`],
      ['盘点人', c.by],
      ['时间', `${moment(c.madeAt)}${c.closedAt ? ` 至 ${moment(c.closedAt)}` : '（盘点中）'}`],
      ['结果', `应有 ${c.expected} 件，实有 ${c.found} 件，缺 ${c.missing} 件，多 ${c.surplus} 件`],
      ...(c.remark ? [['差异说明', c.remark]] : []),
    ],
    rows: lines.map((l) => [
      l.code,
      l.name,
      l.serialNo,
      l.expected ? (l.foundAt ? '在' : '缺') : `多（登记于 ${l.home || '他处'}）`,
      l.foundAt ? moment(l.foundAt) : '—',
    ]),
    printed: moment(ctx.now.toString()),
  })
  await ctx.audit({ verb: 'count.print', objectType: 'spot-count', objectId: c.id })
  return { file, type: 'application/pdf', name: `盘点-${c.id}.pdf`, inline: true }
}
