import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type { settings } from '../api.ts'
import { agents, engagements, hashOf, settingsOf } from '../queries.ts'
import { maskNumber, phoneNumber } from '../rules/shape.ts'
import { judgeMonth } from './judge-calls.ts'

export const readSettings = async (ctx: Ctx) => {
  const { revision, ...own } = await settingsOf(ctx)
  const { rows: testNumbers } = await sql<{
    masked: string
    by: string
    at: string
  }>`select n.number_masked as masked, (select p.name from organisations.person p where p.id = n.by_person) as by, n.at from hotline.test_number n where n.court_id = ${ctx.actor.courtId} and n.ended_at is null order by n.at`.execute(
    ctx.tx,
  )
  const { rows: extensions } = await sql<{
    extension: string
    personId: number
    name: string
  }>`select x.extension, x.person_id as "personId", p.name from hotline.extension x join organisations.person p on p.id = x.person_id where x.court_id = ${ctx.actor.courtId} order by x.extension`.execute(
    ctx.tx,
  )
  return { settings: own, revision, testNumbers, extensions, engagements: await engagements(ctx), agents: await agents(ctx) }
}
/** A new way of counting holds from the first of this month. Fail: stale-revision. */
export const changeSettings = async (ctx: Ctx, revision: number, b: z.output<typeof settings>): Promise<number> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hotline.rules ${ctx.actor.courtId}`}, 0))`.execute(ctx.tx)
  const before = await settingsOf(ctx)
  if (before.revision !== revision) throw new Fail('stale-revision', 409, { revision: before.revision })
  await sql`insert into bw.setting (court_id, key, value) values (${ctx.actor.courtId}, 'hotline.rules', ${JSON.stringify(b)}::jsonb)
    on conflict (court_id, key) do update set value = excluded.value, revision = bw.setting.revision + 1`.execute(ctx.tx)
  await ctx.audit({ verb: 'hotline.settings', objectType: 'setting', objectId: 'hotline.rules', before, after: b })
  return judgeMonth(ctx)
}
export const setTestNumber = async (ctx: Ctx, b: { number: string; test: boolean }): Promise<number> => {
  const number = phoneNumber(b.number)!
  await sql`insert into hotline.test_number (court_id, number_hash, number_masked, by_person, ended_at) values (${ctx.actor.courtId}, ${hashOf(ctx, number)}::bytea, ${maskNumber(number)}, ${ctx.actor.personId}, case when ${b.test} then null else bw.now() end)
    on conflict (court_id, number_hash) do update set ended_at = excluded.ended_at, by_person = excluded.by_person, at = bw.now()`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'hotline.test-number',
    objectType: 'setting',
    objectId: 'hotline.rules',
    data: { masked: maskNumber(number), test: b.test },
  })
  return judgeMonth(ctx)
}
/** Fail: agent-unknown. */
export const setExtension = async (ctx: Ctx, b: { extension: string; personId: number }): Promise<void> => {
  if (!(await agents(ctx)).some((a) => a.id === b.personId)) throw new Fail('agent-unknown', 422, { field: 'personId' })
  await sql`insert into hotline.extension (court_id, extension, person_id) values (${ctx.actor.courtId}, ${b.extension}, ${b.personId}) on conflict (court_id, extension) do update set person_id = excluded.person_id`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'hotline.extension', objectType: 'setting', objectId: 'hotline.rules', data: b })
}

interface ImportRow {
  id: number
  name: string
  format: string
  rows: number
  added: number
  known: number
  joined: number
  failed: number
  by: string
  at: string
  errors: { row: number; column: string; code: string }[]
}
export const listImports = async (
  ctx: Ctx,
  f: { cursor?: string | undefined; limit: number },
): Promise<{ items: ImportRow[]; next: string | null }> => {
  const at = readCursor(f.cursor, 1)
  const { rows } =
    await sql<ImportRow>`select i.id, i.name, i.format, i.rows, i.added, i.known, i.joined, i.failed, (select p.name from organisations.person p where p.id = i.by_person) as by, i.at, i.errors
    from hotline.import i where i.court_id = ${ctx.actor.courtId} ${at ? sql`and i.id < ${at[0]}::bigint` : sql``} order by i.id desc limit ${f.limit + 1}`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.id])
}
