import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { type Cell, CSV_TYPE, writeCsv, writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { grantOf } from '../../confidentiality/public.ts'
import { MAIL_LIST_MOST } from '../api-carrier.ts'
import { printedBy } from '../documents/printed.ts'
import { orderNumber } from '../rules/carrier.ts'

const template = readFileSync(join(import.meta.dirname, '../documents/mail-list.typ'), 'utf8')

interface Line {
  id: number
  case_id: number
  recipient: string
  case_number: string | null
  set_title: string
  method: string | null
  state: string | null
  mail_no: string | null
  address: string | null
  phone: string | null
}

/**
 * 交寄清单: what goes to the carrier today. The court's paper, in Chinese whatever the reader's language. The carrier fills 邮件号, 状态, 时间 and sends the
 * table back; the bulk entry reads it by 送达编号 (rules/carrier.ts). Rows are found in the actor's own scope; each order's case gets its own ledger
 * event, as addresses leave the house with it. Fail: mail-list-too-long, order-not-for-mail, not-found.
 */
export const mailListFile = async (ctx: Ctx, q: { ids: string; format: 'pdf' | 'xlsx' | 'csv' }): Promise<FileReply> => {
  const ids = [...new Set(q.ids.split(',').map(Number))]
  if (ids.length > MAIL_LIST_MOST) throw new Fail('mail-list-too-long', 422, { most: MAIL_LIST_MOST })
  const { rows } =
    await sql<Line>`select o.id, o.case_id, o.recipient, c.number as case_number, s.title as set_title, a.method, a.state, a.mail_no, d.address,
      (select x.address from service_of_process.address x where x.court_id = o.court_id and x.order_id = o.id and x.kind = 'telephone' order by x.id limit 1) as phone
    from service_of_process.service_order o
      join service_of_process.document_set s on s.court_id = o.court_id and s.id = o.set_id
      left join cases.case_record c on c.court_id = o.court_id and c.id = o.case_id
      left join lateral (select * from service_of_process.attempt x where x.court_id = o.court_id and x.order_id = o.id order by x.round desc limit 1) a on true
      left join service_of_process.address d on d.court_id = o.court_id and d.id = a.address_id
    where o.court_id = ${ctx.actor.courtId} and o.id = any (${ids}::bigint[]) order by o.id`.execute(ctx.tx)
  if (rows.length !== ids.length) throw new Fail('not-found', 404)
  if (rows.some((r) => r.method !== 'mail' || (r.state !== 'planned' && r.state !== 'dispatched') || !r.address))
    throw new Fail('order-not-for-mail', 409)
  for (const r of rows)
    await ctx.audit({
      verb: 'service.mail-list',
      objectType: 'service',
      objectId: r.id,
      caseId: r.case_id,
      grantId: (await grantOf(ctx, r.case_id))?.id ?? null,
      data: { format: q.format, rows: rows.length },
    })
  const court = (await sql<{ name: string }>`select name from organisations.court where id = ${ctx.actor.courtId}`.execute(ctx.tx)).rows[0]
  const at = ctx.now.toZonedDateTimeISO(ZONE)
  const day = at.toPlainDate()
  const name = `交寄清单-${day}`
  const lines = rows.map((r, i) => [
    String(i + 1),
    orderNumber(r.id),
    r.recipient,
    r.address ?? '',
    r.phone ?? '',
    r.case_number ?? '',
    r.set_title,
    r.mail_no ?? '',
  ])
  const header = ['序号', '送达编号', '收件人', '地址', '电话', '案号', '内件', '邮件号']
  if (q.format === 'pdf') {
    const about = `${day.year}年${day.month}月${day.day}日，共 ${rows.length} 件。制表：${ctx.actor.name}`
    const bytes = compilePdf(template, {
      court: court?.name ?? '',
      title: '法院专递交寄清单',
      printed: printedBy(ctx),
      about,
      header,
      rows: lines,
    })
    return { file: bytes, type: 'application/pdf', name: `${name}.pdf`, inline: true, length: bytes.length }
  }
  // The last columns are the carrier's to fill; these words are what the bulk entry looks for.
  const full: string[] = [...header, '状态', '时间']
  const cells: Cell[][] = lines.map((l) => [...l, '', ''])
  if (q.format === 'csv') return { file: writeCsv([full, ...cells]), type: CSV_TYPE, name: `${name}.csv` }
  const widths = [6, 12, 16, 44, 16, 28, 30, 18, 14, 18]
  return { file: await writeXlsx([{ name: '交寄清单', header: full, rows: cells, widths }]), type: XLSX_TYPE, name: `${name}.xlsx` }
}
