import type { Ctx } from '../../platform/http/context.ts'
import { maskResidentId } from './rules/identity.ts'

/** What the sealed number of a person belongs to. */
export const ID_NO = { courtId: null, purpose: 'organisations.person.id_no' } as const
/** What most eyes may see of it; null when none was entered. */
export const maskedIdNo = (ctx: Ctx, p: { idNoSealed: string | null }): string | null =>
  p.idNoSealed ? maskResidentId(ctx.app.keys.decryptText(Buffer.from(p.idNoSealed, 'base64'), ID_NO)) : null
/** For matching a list against people, without opening anybody's number: the keyed hash as the record keeps it. */
export const hashIdNo = (ctx: Ctx, idNo: string): string => ctx.app.keys.blindIndex(idNo, ID_NO).toString('hex')
