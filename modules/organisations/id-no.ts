import type { Ctx } from '../../platform/http/context.ts'
import { maskResidentId } from './rules/identity.ts'

/** What the sealed number of a person belongs to. */
export const ID_NO = { courtId: null, purpose: 'organisations.person.id_no' } as const
/** What most eyes may see of it; null when none was entered. */
export const maskedIdNo = (ctx: Ctx, p: { idNoSealed: string | null }): string | null =>
  p.idNoSealed ? maskResidentId(ctx.app.keys.decryptText(Buffer.from(p.idNoSealed, 'base64'), ID_NO)) : null
