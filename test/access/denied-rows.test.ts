import { beforeAll, expect, test } from 'vitest'
import { modules } from '../../app/modules.ts'
import type { Actor } from '../../platform/http/context.ts'
import type { Role } from '../../modules/organisations/rules/roles.ts'
import type { Visitor } from '../support/app.ts'
import { actorOf, buildWorld, giveGrant, OPPONENT, PARTY, type World } from './world.ts'

let w: World
let relations: { name: string; column: string }[]
beforeAll(async () => {
  w = await buildWorld()
  relations = (
    await w.t.owner.query<{ name: string; column: string }>(
      `select n.nspname || '.' || c.relname as name, a.attname as column
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and (a.attname = 'case_id' or (c.relname in ('case_record', 'case_in_scope') and a.attname = 'id'))
      where c.relkind in ('r', 'p', 'v') and not c.relispartition and n.nspname !~ '^(pg_|information_schema$|jobs$)' and has_column_privilege('bailiwick_app', c.oid, a.attnum, 'select') order by 1`,
    )
  ).rows
})

/** Rows of the case in every table and view that has any, counted under the policies. */
const rowsOfCase = (actor: Actor): Promise<Record<string, number>> =>
  w.t.app.asActor(actor, async (ctx) => {
    const found: Record<string, number> = {}
    for (const { name, column } of relations) {
      const r = await ctx.tx.executeQuery<{ n: number }>({
        sql: `select count(*)::int as n from ${name} where ${column} = $1`,
        parameters: [w.caseId],
      } as never)
      if (r.rows[0]!.n) found[name] = r.rows[0]!.n
    }
    return found
  })
const deny = (over: object) =>
  w.t.owner.query(
    'insert into confidentiality.denial (court_id, person_id, contractor_id, case_id, kind, reason) values ($1, $2, $3, $4, $5, $6) returning id',
    [
      w.c.courtId,
      (over as { personId?: number }).personId ?? null,
      (over as { contractorId?: number }).contractorId ?? null,
      (over as { caseId?: number }).caseId ?? null,
      (over as { kind: string }).kind,
      '测试',
    ],
  )
const lift = () => w.t.owner.query('update confidentiality.denial set ended_at = now()')

const ids = (): Record<string, (string | number)[]> => ({
  caseId: [w.caseId],
  partyId: [w.partyId],
  any: [
    ...new Set([
      w.caseId,
      w.recordId,
      w.batchId,
      w.orderId,
      w.issuedId,
      w.evidenceId,
      ...Object.values(w.pages),
      ...Object.values(w.filingDocuments),
      ...Object.values(w.tasks),
    ]),
  ],
})
/** Every GET address of the product with every id of the case's things in it; answers those that say something of the case. */
const saysOfCase = async (v: Visitor): Promise<string[]> => {
  const found: string[] = []
  for (const m of modules)
    for (const { endpoint: e } of m.bindings) {
      if (e.method !== 'GET' || e.permission === 'public') continue
      const params = e.path.match(/:[a-zA-Z]+/g) ?? []
      let paths = [e.path as string]
      for (const p of params) paths = paths.flatMap((path) => (ids()[p.slice(1)] ?? ids().any!).map((id) => path.replace(p, String(id))))
      if (!params.length) paths = ['', `?q=${encodeURIComponent(PARTY)}`, `?caseId=${w.caseId}&scope=court`].map((q) => `${e.path}${q}`)
      for (const path of paths) {
        const r = await v.get(path)
        if (r.status !== 200) continue
        const text = Buffer.isBuffer(r.body) ? r.body.toString('latin1') : JSON.stringify(r.body)
        const said = [PARTY, OPPONENT, '苏1299民初77', '345678.9'].filter((x) => text.includes(x))
        if (said.length || (Buffer.isBuffer(r.body) && params.length && /pages|documents|evidence|batches|orders/.test(path)))
          found.push(`${path} ${said.join(' ') || r.headers['content-type']}`)
      }
    }
  return found
}
const service = {
  stage: 'service',
  categories: ['issuedDocument', 'complaint'],
  levels: ['C1', 'C2', 'C3'],
  actions: ['read', 'write', 'edit'],
} as never

test('whoever is kept away from a case finds nothing of it at any address: recused, frozen, expired', async () => {
  await giveGrant(w, 'operator', service, '2026-09-21T01:00Z', '2026-09-21T02:00Z')
  // The search finds what there is, or its silence below would say nothing.
  expect((await saysOfCase(w.c.as('judge'))).length).toBeGreaterThan(30)
  for (const [who, d] of [
    ['judge', { personId: w.c.people.judge, caseId: w.caseId, kind: 'recusal' }],
    ['management', { caseId: w.caseId, kind: 'freeze' }],
  ] as const) {
    await deny(d)
    expect([who, d.kind, await saysOfCase(w.c.as(who))]).toEqual([who, d.kind, []])
    await lift()
  }
  w.t.clock.set('2026-09-21T02:00:00Z')
  expect(await saysOfCase(w.c.as('operator'))).toEqual([])
}, 180_000)

test('neither do those who never had to do with it: the three administrators, personnel, finance, the unadmitted', async () => {
  for (const who of ['systemAdmin', 'securityAdmin', 'securityAuditor', 'hr', 'finance', 'candidate'])
    expect([who, await saysOfCase(w.c.as(who))]).toEqual([who, []])
}, 180_000)

test('nor does a statement written by hand: what stands under the policies of tables with papers, parties and content', async () => {
  // Left out: counts of indicators, the actor's own grants by order, his own marks.
  const content =
    /^(cases\.(case_record|party)|filing\.|dossiers\.(?!indicator_share|watermark)|service_of_process\.(?!indicator_share|order_granted|set_granted)|custody\.)/
  const seen = async (actor: Actor): Promise<string[]> => Object.keys(await rowsOfCase(actor)).filter((name) => content.test(name))
  w.t.clock.set('2026-09-21T01:30:00Z')
  for (const [who, role] of [
    ['operator', 'operator'],
    ['judge', 'judge'],
    ['management', 'trialManagement'],
  ] as [string, Role][]) {
    const actor = { ...actorOf(w, who, role), divisionIds: role === 'judge' ? [w.c.divisions.civil] : [] }
    expect((await seen(actor)).length, who).toBeGreaterThan(8)
    for (const d of [
      { personId: w.c.people[who], caseId: w.caseId, kind: 'recusal' },
      { personId: w.c.people[who], kind: 'veto' },
      { caseId: w.caseId, kind: 'freeze' },
      ...(role === 'operator' ? [{ contractorId: w.c.contractorId, kind: 'freeze' }] : []),
    ]) {
      await deny(d)
      expect([who, d, await seen(actor)]).toEqual([who, d, []])
      await lift()
    }
  }
  for (const role of ['systemAdmin', 'securityAdmin', 'securityAuditor', 'hr', 'finance', 'projectManager', 'teamLead'] as Role[])
    expect([role, await seen(actorOf(w, role, role))]).toEqual([role, []])
})
