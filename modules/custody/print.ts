import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toSVG } from 'bwip-js/node'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../platform/calendar/clock.ts'
import { compilePdf } from '../../platform/documents/typst.ts'
import type { Ctx } from '../../platform/http/context.ts'
import type { FileReply, Input } from '../../platform/http/endpoint.ts'
import type * as api from './api.ts'
import { courtOf, eventsOf, movesOf, volumeOf, type VolumeRow } from './commands.ts'

const template = readFileSync(join(import.meta.dirname, 'documents/sheet.typ'), 'utf8')
const moment = (at: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(ZONE).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
const print = async (ctx: Ctx, v: VolumeRow, title: string, qr: string | null, rows: string[][]): Promise<FileReply> => {
  const court = await sql<{ name: string }>`select name from organisations.court where id = ${courtOf(ctx)}`.execute(ctx.tx)
  const facts = [
    ['案号', v.caseNumber ?? '（未编号）'],
    ['卷别', `${v.kind === 'main' ? '正卷' : '副卷'} 第 ${v.serial} 册`],
    ['页数', String(v.pages)],
    ...(qr
      ? []
      : [
          ['保管人', v.holder],
          ['存放处', v.place],
        ]),
  ]
  const file = compilePdf(template, {
    court: court.rows[0]?.name ?? '',
    title,
    code: v.code,
    qr,
    facts,
    rows,
    printed: moment(ctx.now.toString()),
  })
  return { file, type: 'application/pdf', name: `${title}-${v.code}.pdf`, inline: true }
}
/** The label names no party: it travels openly. It opens the volume's page on the phone that scans it. */
export const printLabel = async (ctx: Ctx, { params }: Input<typeof api.printLabel>): Promise<FileReply> => {
  const v = await volumeOf(ctx, params.id)
  await ctx.audit({ verb: 'volume.label', objectType: 'volume', objectId: v.id, caseId: v.caseId })
  const qr = toSVG({
    bcid: 'qrcode',
    text: `${ctx.app.settings.baseUrl}/custody/${v.id}?code=${v.code}`,
    scale: 3,
    backgroundcolor: 'FFFFFF',
  })
  return print(ctx, v, '卷宗标签', qr, [])
}
const moves = { open: '待接收', confirmed: '已接收', refused: '页数不符，拒收', withdrawn: '已撤回' } as const
const events = {
  made: '登记',
  counted: '盘点',
  settled: '处理差异',
  lost: '遗失',
  found: '找到',
  'given-up': '法院决定恢复',
  placed: '改变存放处',
  missed: '盘点未见',
  taken: '从离场人员处收回',
} as const
export const printHistory = async (ctx: Ctx, { params }: Input<typeof api.printHistory>): Promise<FileReply> => {
  const v = await volumeOf(ctx, params.id)
  const rows = [
    ...(await movesOf(ctx, v.id)).map((m) => ({
      at: m.openedAt,
      row: ['移交', `交 ${m.givenPages} 页，点 ${m.countedPages ?? '—'} 页，${moves[m.state]}`, `${m.giver} → ${m.receiver}`],
    })),
    ...(await eventsOf(ctx, v.id)).map((e) => ({
      at: e.at,
      row: [events[e.kind], `${e.pages === null ? '' : `${e.pages} 页 `}${e.text}`, e.by],
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  await ctx.audit({ verb: 'volume.history', objectType: 'volume', objectId: v.id, caseId: v.caseId })
  return print(
    ctx,
    v,
    '卷宗保管记录',
    null,
    rows.map((r) => [moment(r.at), ...r.row]),
  )
}
