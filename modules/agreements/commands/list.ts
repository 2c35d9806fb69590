import { type Cell, writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { EXPORT_LIMIT } from '../api.ts'
import { exportWords } from '../data/export-words.ts'
import { type StandFilter, type StandRow, selectStands, selectTemplates, type TemplateRow } from '../queries.ts'
import { askedFor } from '../rules.ts'

const askedNda = async (ctx: Ctx): Promise<TemplateRow | null> => askedFor(await selectTemplates(ctx, { kind: 'nda', approved: true }))

export const listAgreements = async (ctx: Ctx, { query }: Input<typeof api.listAgreements>): Promise<Output<typeof api.listAgreements>> => {
  const asked = await askedNda(ctx)
  const page = pageOf(await selectStands(ctx, asked?.id ?? 0, query, query), query.limit, (r) => [r.name, r.personId])
  await ctx.audit({
    verb: 'agreement.list',
    objectType: 'agreements',
    objectId: '-',
    data: { rows: page.items.length, searched: Boolean(query.q) },
  })
  return {
    ...page,
    asked: asked && { id: asked.id, label: asked.label, effectiveOn: asked.effectiveOn },
    can: { paper: ctx.may('agreements.paper') ? yes : no('not-allowed') },
  }
}

export const exportAgreements = async (ctx: Ctx, { query }: Pick<Input<typeof api.exportAgreements>, 'query'>): Promise<FileReply> => {
  const { language, ...filter } = query
  const asked = await askedNda(ctx)
  const rows: StandRow[] = []
  for (let after: string | undefined; ; ) {
    const page = pageOf(
      await selectStands(ctx, asked?.id ?? 0, filter as StandFilter, { limit: 1000, ...(after ? { after } : {}) }),
      1000,
      (r) => [r.name, r.personId],
    )
    rows.push(...page.items)
    if (rows.length > EXPORT_LIMIT) throw new Fail('export-too-large', 422, { limit: EXPORT_LIMIT })
    if (!page.next) break
    after = page.next
  }
  await ctx.audit({ verb: 'agreement.export', objectType: 'agreements', objectId: '-', data: { rows: rows.length } })
  const w = exportWords[language]
  const cells = rows.map((r): Cell[] => [
    r.name,
    r.staffNo,
    r.contractor,
    w.stand[r.stand],
    r.label,
    r.route ? w.route[r.route] : null,
    r.signedOn,
    r.mustBy,
  ])
  return {
    file: await writeXlsx([{ name: w.sheet, header: w.header, rows: cells }]),
    type: XLSX_TYPE,
    name: `${w.file} ${todayOf(ctx)}.xlsx`,
  }
}
