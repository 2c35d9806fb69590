import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { courtName, type FilingRow, put } from '../queries.ts'
import { evidenceDays } from '../rules.ts'
import { type DocumentFacts, type DocumentKind, wordingOf } from './wording.ts'
import { todayOf } from '../commands/today.ts'

const template = readFileSync(join(import.meta.dirname, 'notices.typ'), 'utf8')

const claimants = ['plaintiff', 'appellant', 'applicant']
const opponents = ['defendant', 'appellee', 'respondent', 'debtor']
/** A document as PDF in the court's file store, with its row. `parties`: as registered; without them the names given at the desk stand. */
export const makeDocument = async (
  ctx: Ctx, filing: FilingRow, kind: DocumentKind,
  more: { parties?: readonly { role: string; name: string }[]; procedure?: string; cause?: string | null } & Partial<Pick<DocumentFacts, 'items' | 'materials' | 'article' | 'reason'>>,
): Promise<{ id: number; kind: DocumentKind; name: string; size: number }> => {
  const side = (roles: readonly string[], otherwise: string) => {
    const found = (more.parties ?? []).filter((p) => roles.includes(p.role)).map((p) => p.name)
    return found.length > 0 ? found : [otherwise]
  }
  const today = todayOf(ctx)
  const text = wordingOf(kind, {
    court: await courtName(ctx), number: filing.number, date: today, claimants: side(claimants, filing.applicant), opponents: side(opponents, filing.respondent), cause: more.cause ?? null, fee: filing.fee_amount,
    evidenceDays: evidenceDays(more.procedure ?? 'ordinary'), receivedOn: todayOf(ctx, filing.received_at), items: more.items ?? [], materials: more.materials ?? [], article: more.article ?? '', reason: more.reason ?? '', officer: ctx.actor.name,
  })
  const file = await ctx.app.files.put(ctx.actor.courtId!, (ctx.app.print ?? compilePdf)(template, text))
  const name = `${text.title}${filing.number ?? ''}.pdf`
  const id = await put(ctx, 'document', { caseId: filing.case_id, recordId: filing.id }, { kind, file_sha256: file.sha256, file_size: file.size, name, made_by: ctx.actor.personId })
  await ctx.audit({ verb: 'filing.document.make', objectType: 'filing-document', objectId: id, caseId: filing.case_id, data: { kind, sha256: file.sha256 } })
  return { id, kind, name, size: file.size }
}
