import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'

/** The court day of now, or of an instant, 'YYYY-MM-DD'. */
export const todayOf = (ctx: Pick<Ctx, 'now'>, at?: string): string => toDate(at ? Temporal.Instant.from(at) : ctx.now).toString()
