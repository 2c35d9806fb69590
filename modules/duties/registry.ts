import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { type DutyDeclaration, faultsOfDeclaration, isCadence } from './rules/declaration.ts'

const declared = new Map<string, DutyDeclaration>()

/** Called by a module when it is loaded; what is not well formed, or declared twice, does not start. */
export const declareDuties = (list: readonly DutyDeclaration[]): void => {
  for (const d of list) {
    const faults = faultsOfDeclaration(d)
    if (faults.length) throw new Error(`duty ${d.key}: ${faults.join(', ')}`)
    if (declared.has(d.key)) throw new Error(`duty ${d.key} is declared twice`)
    declared.set(d.key, d)
  }
}
export const declarations = (): DutyDeclaration[] => [...declared.values()]
export const recurring = (): DutyDeclaration[] => declarations().filter((d) => isCadence(d.when))
/** A key that nobody declares any more keeps its rows, without a clock. */
export const declarationOf = (key: string): DutyDeclaration | undefined => declared.get(key)
export const needDeclaration = (key: string): DutyDeclaration => {
  const d = declared.get(key)
  if (!d) throw new Error(`no such duty: ${key}`)
  return d
}

/** Writes what row scope, feed and foreign keys need of the declarations; at each start. */
export const installDuties = async (ctx: Ctx): Promise<void> => {
  const rows = declarations().map((d) => ({ key: d.key, debtor: d.debtor, roles: d.roles, words: d.words, clauses: d.clauses }))
  await sql`insert into duties.declaration (key, debtor, roles, words, clauses)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(key text, debtor text, roles text[], words jsonb, clauses text[])
    on conflict (key) do update set debtor = excluded.debtor, roles = excluded.roles, words = excluded.words, clauses = excluded.clauses
    where (duties.declaration.debtor, duties.declaration.roles, duties.declaration.words, duties.declaration.clauses) is distinct from (excluded.debtor, excluded.roles, excluded.words, excluded.clauses)`.execute(
    ctx.tx,
  )
}

/** A duty that was missed, as subscribers of its effect are told. */
export interface MissedDuty {
  id: number
  key: string
  kind: string
  subjectId: number
  engagementId: number | null
  period: string
  dueAt: string
}
type Effect = (ctx: Ctx, missed: readonly MissedDuty[]) => Promise<void>
const effects = new Map<string, Effect[]>()
/** Subscribed to in a higher module's server.ts by the name a declaration gives (`onMiss`); runs in the transaction that records the misses, many at once. */
export const onDutyMissed = (effect: string, fn: Effect): void => void effects.set(effect, [...(effects.get(effect) ?? []), fn])
export const announceMissed = async (ctx: Ctx, missed: readonly MissedDuty[]): Promise<void> => {
  for (const [effect, listeners] of effects) {
    const concerned = missed.filter((m) => declared.get(m.key)?.onMiss === effect)
    if (concerned.length) for (const fn of listeners) await fn(ctx, concerned)
  }
}
