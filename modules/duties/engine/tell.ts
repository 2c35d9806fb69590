import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { notifyEach } from '../../worklist/public.ts'
import { declarationOf } from '../registry.ts'
import type { DutyDeclaration } from '../rules/declaration.ts'
import type { Turned } from './rows.ts'

interface Group {
  kind: string
  roles: readonly string[]
  engagement: number | null
  key: string
  n: number
  first: number
}
/** One notice a person for all duties of one declaration that a bite turned: a thousand lines tell less than one. */
const tell = async (ctx: Ctx, groups: readonly Group[]): Promise<void> => {
  if (!groups.length) return
  const today = sql`(bw.now() at time zone 'Asia/Shanghai')::date`
  const { rows } = await sql<{ g: number; person: number }>`select distinct g.g, o.person_id as person
    from unnest(${groups.map((_, i) => i)}::int[], ${groups.map((g) => `{${g.roles.join(',')}}`)}::text[], ${groups.map((g) => g.engagement)}::int[]) g(g, roles, engagement)
      join organisations.post o on o.court_id = ${ctx.actor.courtId} and o.role = any (g.roles::text[]) and (o.side <> 'contractor' or o.engagement_id = g.engagement)
    where o.from_date <= ${today} and (o.until_date is null or o.until_date >= ${today})`.execute(ctx.tx)
  await notifyEach(
    ctx,
    rows.map(({ g, person }) => {
      const { kind, key, n, first } = groups[g] as Group
      const words = declarationOf(key)?.words
      return {
        personId: person,
        kind,
        data: { zh: words?.zh.name ?? key, en: words?.en.name ?? key, n },
        link: n === 1 ? `/duties/${first}` : `/duties?key=${key}`,
      }
    }),
  )
}
const grouped = (rows: readonly Turned[], kind: string, rolesOf: (d: DutyDeclaration) => readonly string[]): Group[] => {
  const groups = new Map<string, Group>()
  for (const r of rows) {
    const d = declarationOf(r.key)
    if (!d) continue
    const name = `${r.key} ${r.engagement_id}`
    const g = groups.get(name)
    if (g) g.n++
    else groups.set(name, { kind, roles: rolesOf(d), engagement: r.engagement_id, key: r.key, n: 1, first: r.id })
  }
  return [...groups.values()]
}
const toldOfMiss = (d: DutyDeclaration): readonly string[] =>
  d.tellMiss ?? (d.debtor === 'court' ? ['courtLeader', 'trialManagement'] : ['commissioner', 'trialManagement'])

export const tellReminders = (ctx: Ctx, rows: readonly Turned[]): Promise<void> =>
  tell(
    ctx,
    grouped(rows, 'duty-due', (d) => d.roles),
  )
/** A miss is told to who owed, and to who watches: the court's own misses show too. */
export const tellMisses = (ctx: Ctx, rows: readonly Turned[]): Promise<void> =>
  tell(
    ctx,
    grouped(rows, 'duty-missed', (d) => [...new Set([...d.roles, ...toldOfMiss(d)])]),
  )
