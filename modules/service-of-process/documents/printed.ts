import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Ctx } from '../../../platform/http/context.ts'

/**
 * Who made this copy and when, at the foot of a paper with a party's name and address. The ledger has the reading of the same second with its case and grant:
 * a sheet found where it does not belong leads back to it (7.3.2.5). A line and no pattern across the sheet: these papers are served, signed and filed.
 */
export const printedBy = (ctx: Ctx): string => {
  const at = ctx.now.toZonedDateTimeISO(ZONE)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `打印：${ctx.actor.name} ${at.toPlainDate()} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}`
}
