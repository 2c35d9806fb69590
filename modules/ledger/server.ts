import { PassThrough } from 'node:stream'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { startOfDay } from '../../platform/calendar/zoned.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import * as api from './api.ts'
import { namesOf } from './names.ts'

interface Row {
  courtId: number | null
  endpoint: string | null
  id: number
  at: string
  verb: string
  personName: string | null
  side: string | null
  objectType: string
  objectId: string
  caseId: number | null
  grantId: number | null
  code: string | null
}

export const ledger: ModuleServer = {
  name: 'ledger',
  dependsOn: ['organisations', 'accounts', 'cases', 'workforce'],
  permissions: api.permissions,
  bindings: [
    bind(api.listEvents, async (ctx, { query }) => {
      // The court is named besides the policy, whose case expression cannot use the index.
      const { rows } =
        await sql<Row>`select e.id, e.at, e.verb, p.name as "personName", e.side, e.object_type as "objectType", e.object_id as "objectId", e.case_id as "caseId", e.grant_id as "grantId", e.data->>'code' as code, e.data->>'endpoint' as endpoint, e.court_id as "courtId"
        from audit.event e left join organisations.person p on p.id = e.person_id
        where ${ctx.actor.courtId === null ? sql`true` : sql`e.court_id = ${ctx.actor.courtId}`}
          ${query.verb ? sql`and e.verb = ${query.verb}` : sql``} ${query.personId ? sql`and e.person_id = ${query.personId}` : sql``}
          ${query.objectType ? sql`and e.object_type = ${query.objectType}` : sql``} ${query.objectId ? sql`and e.object_id = ${query.objectId}` : sql``}
          ${query.atFrom ? sql`and e.at >= ${startOfDay(Temporal.PlainDate.from(query.atFrom)).toString()}::timestamptz` : sql``}
          ${query.atUntil ? sql`and e.at < ${startOfDay(Temporal.PlainDate.from(query.atUntil).add({ days: 1 })).toString()}::timestamptz` : sql``}
          ${query.cursor ? sql`and e.id < ${query.cursor}` : sql``}
        order by e.id desc limit ${query.limit + 1}`.execute(ctx.tx)
      const page = rows.slice(0, query.limit)
      // A refusal stands under its module; the address tells whether a case was asked for.
      const typeOf = (r: Row): string => (r.endpoint && /^[A-Z]+ (\/access)?\/cases\/:id(\/|$)/.test(r.endpoint) ? 'case' : r.objectType)
      const name = await namesOf(
        ctx,
        page.map((r) => ({ ...r, objectType: typeOf(r) })),
      )
      const items = page.map(({ courtId, endpoint, ...r }) => ({
        ...r,
        objectName: name(typeOf({ courtId, endpoint, ...r }), r.objectId),
        caseNumber: r.caseId === null ? null : name('case', String(r.caseId)),
        asked: (endpoint && ctx.app.summaries.get(endpoint)) || null,
      }))
      return { items, next: rows.length > query.limit ? String(page.at(-1)!.id) : null }
    }),
    bind(api.checkpoint, async (ctx) => {
      const note = await ctx.app.ledger.checkpoint()
      if (!note) throw new Fail('no-seal-yet', 404)
      return { file: Buffer.from(note), type: 'text/plain; charset=utf-8', name: 'checkpoint.txt' }
    }),
    bind(api.exportEvents, async (ctx) => {
      // The tree is one for the whole installation: an export holds what every court did, and is nobody's who belongs to one of several.
      const { rows } = await sql`select 1 from organisations.court where id <> ${ctx.actor.courtId} limit 1`.execute(ctx.tx)
      if (rows.length) throw new Fail('other-courts-too', 403)
      const out = new PassThrough()
      ctx.app.ledger.export(out).then(
        () => out.end(),
        (e: Error) => out.destroy(e),
      )
      return { file: out, type: 'application/x-ndjson', name: `ledger-${ctx.now.toString().slice(0, 10)}.jsonl` }
    }),
    bind(api.proof, async (ctx, { params }) => {
      // Visible first: a proof of an event names it.
      const { rows } =
        await sql`select 1 from audit.event where id = ${params.id} ${ctx.actor.courtId === null ? sql`` : sql`and court_id = ${ctx.actor.courtId}`}`.execute(
          ctx.tx,
        )
      const found = rows.length ? await ctx.app.ledger.prove(params.id) : null
      if (!found) throw new Fail('not-found', 404)
      if (found === 'unsealed') throw new Fail('not-sealed-yet', 409)
      return { file: Buffer.from(JSON.stringify(found)), type: 'application/json', name: `proof-${params.id}.json` }
    }),
  ],
}
