import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toSVG } from 'bwip-js/node'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { Temporal } from 'temporal-polyfill'
import { type BatchRow, courtName } from '../queries.ts'

const template = readFileSync(join(import.meta.dirname, 'cover.typ'), 'utf8')
export const nodeNames = { filing: '立案', pretrial: '庭前', posttrial: '庭后', archive: '归档前' } as const

/** The sheet that lies on top of a batch: its number as barcode for the scanner, the rest for people. No party is named: it travels openly. */
export const coverOf = async (ctx: Ctx, batch: BatchRow): Promise<Uint8Array> => {
  const at = Temporal.Instant.from(batch.handedOverAt).toZonedDateTimeISO(ZONE)
  return compilePdf(template, {
    court: await courtName(ctx),
    number: batch.number,
    barcode: toSVG({ bcid: 'code128', text: batch.number, height: 18, paddingwidth: 12, paddingheight: 4, backgroundcolor: 'FFFFFF' }),
    rows: [
      ['案号', batch.caseNumber ?? '（未编号）'],
      ['节点', nodeNames[batch.node]],
      ['移交页数', String(batch.sentPages)],
      ['移交人', batch.senderName],
      ['移交时间', `${at.year}年${at.month}月${at.day}日 ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`],
    ],
  })
}
