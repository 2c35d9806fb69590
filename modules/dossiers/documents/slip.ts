import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type { BatchRecord } from '../api.ts'
import { courtName } from '../queries.ts'
import { nodeNames } from './cover.ts'

const template = readFileSync(join(import.meta.dirname, 'slip.typ'), 'utf8')
const reasons = { countDiffers: '页数不符', missingPages: '缺页', damaged: '破损', illegible: '模糊无法辨认' } as const
const moment = (text: string): string => {
  const at = Temporal.Instant.from(text).toZonedDateTimeISO(ZONE)
  return `${at.year}年${at.month}月${at.day}日 ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** 退回单 as it goes back with the papers: what is wrong, since when the clock stands, room for the stamp and the sender's signature. No party is named. Fail: not-found. */
export const slipOf = async (ctx: Ctx, batch: BatchRecord, slipId: number): Promise<{ file: Uint8Array; number: string }> => {
  const at = batch.slips.findIndex((s) => s.id === slipId)
  const slip = batch.slips[at]
  if (!slip) throw new Fail('not-found', 404)
  const number = `${batch.number}-T${at + 1}`
  const receipt = batch.receipts.filter((r) => r.at <= slip.at).at(-1)
  const file = compilePdf(template, {
    court: await courtName(ctx),
    title: `材料退回单 ${number}`,
    number,
    pairs: [
      ['案号', batch.caseNumber ?? '（未编号）'],
      ['批次号', batch.number],
      ['节点', nodeNames[batch.node]],
      ['移交人', batch.senderName],
      ['移交时间', moment(batch.handedOverAt)],
      ['移交页数', `${receipt?.sentPages ?? batch.sentPages} 页`],
      ['实收页数', receipt ? `${receipt.countedPages} 页` : '—'],
      ['停止计时', moment(slip.at)],
    ],
    reason: reasons[slip.reason],
    what: slip.note,
    by: slip.by,
    at: moment(slip.at),
    notes: [
      '自本单出具起停止计算挂接期限，移交人补交后接着计算余下的时间（7.2.2；8.2.3 指标 b）。',
      '补交时请将本单与材料一并交回，并在系统中登记补交页数。',
    ],
  })
  return { file, number }
}
