import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { selectFeed } from '../queries.ts'
import { declarationOf } from '../registry.ts'
import { calendarText } from '../rules/icalendar.ts'

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
/** Calendar programs ask every few minutes at most; more often is no calendar program. */
const READS_AN_HOUR = 60

export const readFeedState = async (ctx: Ctx): Promise<Output<typeof api.readFeedState>> => {
  const { rows } = await sql<{ madeAt: string; readAt: string | null }>`select made_at as "madeAt", read_at as "readAt" from duties.feed
    where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId} and revoked_at is null`.execute(ctx.tx)
  return rows[0] ?? { madeAt: null, readAt: null }
}
const end = async (ctx: Ctx): Promise<boolean> =>
  Number(
    (
      await sql`update duties.feed set revoked_at = bw.now() where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId} and revoked_at is null`.execute(
        ctx.tx,
      )
    ).numAffectedRows ?? 0,
  ) > 0

/** One address a person: the new one ends the old one. Only its hash is kept; whoever loses it makes another. */
export const makeFeed = async (ctx: Ctx, { body }: Input<typeof api.makeFeed>): Promise<Output<typeof api.makeFeed>> => {
  const token = randomBytes(32).toString('base64url')
  await end(ctx)
  await sql`insert into duties.feed (court_id, person_id, token_hash, language) values (${ctx.actor.courtId}, ${ctx.actor.personId}, ${hashOf(token)}, ${body.language})`.execute(
    ctx.tx,
  )
  return { url: `${ctx.app.settings.baseUrl}/api/duties/feed/${token}/duties.ics` }
}
export const revokeFeed = async (ctx: Ctx): Promise<Output<typeof api.revokeFeed>> => {
  if (!(await end(ctx))) throw new Fail('no-feed', 409)
  return { ok: true }
}

const said = {
  zh: { calendar: '履责期限', clauses: '条款', period: '周期', done: '已履行', missed: '已逾期' },
  en: { calendar: 'Duties', clauses: 'Clauses', period: 'Period', done: 'done', missed: 'missed' },
}
/** By the secret of the address: the owner's own duties, with the rights he has today; names of duties and clauses, no person, no case. */
export const calendarFeed = async (ctx: Ctx, { params }: Input<typeof api.calendarFeed>): Promise<FileReply> => {
  const { rows } = await sql<{
    status: string
    court: number
    person: number
    language: 'zh' | 'en'
    side: 'court' | 'contractor' | 'system'
    roles: string[]
    engagements: number[]
  }>`
    select * from duties.read_feed(${hashOf(params.token)}, ${READS_AN_HOUR})`.execute(ctx.tx)
  const f = rows[0]
  if (!f) throw new Fail('not-found', 404)
  if (f.status === 'too-many') throw new Fail('too-many-requests', 429)
  await sql`select bw.act_as(${f.person}, null, ${f.court}, (select contractor_id from organisations.person where id = ${f.person}), ${f.side}, ${f.roles}, '{}', ${f.engagements}, bw.now())`.execute(
    ctx.tx,
  )
  const owner: Ctx = {
    ...ctx,
    actor: { ...ctx.actor, personId: f.person, courtId: f.court, side: f.side, roles: f.roles, engagementIds: f.engagements },
  }
  const w = said[f.language]
  const { baseUrl } = ctx.app.settings
  const host = new URL(baseUrl).hostname
  const entries = (await selectFeed(owner)).map((r) => {
    const d = declarationOf(r.key)
    const name = d?.words[f.language].name ?? r.key
    const mark = r.state === 'done' || r.state === 'late' ? w.done : r.state === 'breached' ? w.missed : null
    return {
      uid: `duty-${f.court}-${r.id}@${host}`,
      name: mark ? `${name} (${mark})` : name,
      // A period is a span of the calendar; a trigger's is a moment. Neither names anybody.
      text: [d?.words[f.language].text, d?.clauses.length ? `${w.clauses}: ${d.clauses.join(', ')}` : null, `${w.period}: ${r.period}`]
        .filter(Boolean)
        .join('\n'),
      dueAt: Temporal.Instant.from(r.dueAt),
      remindAt: r.state === 'open' ? r.remindAt.map((at) => Temporal.Instant.from(at)) : [],
      changedAt: Temporal.Instant.from(r.changedAt),
      revision: r.revision,
      url: `${baseUrl}/duties/${r.id}`,
      cancelled: r.state === 'withdrawn',
    }
  })
  return { file: Buffer.from(calendarText(w.calendar, entries)), type: 'text/calendar; charset=utf-8', name: 'duties.ics' }
}
