import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { todayOf } from '../../organisations/public.ts'
import { LABOUR_CONTRACT, RELATIONS, VETTING_RENEWAL } from '../duties.ts'
import { withdrawSubject } from './subjects.ts'
import { fulfilDuty, triggerDuty } from './settle.ts'

interface Standing {
  engagement: number | null
  first: string | null
  active: boolean
  left: boolean
  vetoed: boolean
  vettingId: number | null
  vettingUntil: string | null
  contractId: number | null
}
const standingOf = async (ctx: Ctx, personId: number): Promise<Standing | undefined> =>
  (
    await sql<Standing>`select w.engagement, w.first, coalesce(w.active, false) as active, coalesce(p.left_on <= (bw.now() at time zone 'Asia/Shanghai')::date, false) as left,
        exists (select from workforce.fact f where f.court_id = ${ctx.actor.courtId} and f.person_id = p.id and f.kind = 'veto' and f.revoked_at is null) as vetoed, v.id as "vettingId", v.valid_until as "vettingUntil", l.id as "contractId"
      from organisations.person p
        cross join lateral (select min(o.from_date) as first, (array_agg(o.engagement_id order by o.from_date desc, o.id desc))[1] as engagement,
            bool_or(e.state <> 'ended' and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)) as active
          from organisations.post o join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
          where o.court_id = ${ctx.actor.courtId} and o.person_id = p.id and o.side = 'contractor') w
        left join lateral (select f.id, f.valid_until from workforce.fact f where f.court_id = ${ctx.actor.courtId} and f.person_id = p.id and f.kind = 'vetting' and f.revoked_at is null
          order by f.on_date desc, f.id desc limit 1) v on true
        left join lateral (select f.id from workforce.fact f where f.court_id = ${ctx.actor.courtId} and f.person_id = p.id and f.kind = 'labourContract' and f.passed and f.revoked_at is null
          order by f.id desc limit 1) l on true
      where p.id = ${personId} and p.side = 'contractor'`.execute(ctx.tx)
  ).rows[0]

/**
 * What follows from a person's posts and admission facts: a contract within a month of the first day (7.1.1.2), a new vetting before the old one ends
 * (6.6.1). Called after each of them changes; asked twice it changes nothing.
 */
export const settlePerson = async (ctx: Ctx, personId: number): Promise<void> => {
  if (ctx.actor.courtId === null) return
  const s = await standingOf(ctx, personId)
  if (!s) return
  if (s.left || !s.active) {
    await withdrawSubject(ctx, 'person', personId, {
      keys: [VETTING_RENEWAL, LABOUR_CONTRACT, RELATIONS],
      because: s.left ? 'person-left' : 'no-post',
    })
    return
  }
  const subject = { id: personId, engagementId: s.engagement }
  // Nobody vets again, or states his relations anew, for one whom the court has refused; when the veto is lifted both are owed again.
  if (s.vetoed) await withdrawSubject(ctx, 'person', personId, { keys: [VETTING_RENEWAL, RELATIONS], because: 'vetoed' })
  // Who has a contract on file owes none; only a clock that runs is stopped by it.
  if (s.contractId) await fulfilDuty(ctx, LABOUR_CONTRACT, personId, null, { type: 'fact', id: s.contractId })
  else if (s.first) await triggerDuty(ctx, LABOUR_CONTRACT, subject, s.first)
  if (s.vetoed) return
  await settleVetting(ctx, subject, s)
  await settleRelations(ctx, subject, s.first)
}

/** Stated once a year; who has never stated it owes it a week after his first day (or after this was first asked, if that was later). */
const settleRelations = async (ctx: Ctx, subject: { id: number; engagementId: number | null }, first: string | null): Promise<void> => {
  const [stated] = (
    await sql<{ id: number; onDate: string }>`select id, on_date as "onDate" from confidentiality.relations_stated(${subject.id})`.execute(
      ctx.tx,
    )
  ).rows
  const { rows: owed } = await sql<{ period: string }>`select period from duties.owed(${RELATIONS}, ${subject.id})`.execute(ctx.tx)
  const until = stated ? Temporal.PlainDate.from(stated.onDate).add({ years: 1 }).toString() : null
  for (const { period } of owed)
    if (stated && until && period < until)
      await fulfilDuty(ctx, RELATIONS, subject.id, { period }, { type: 'relations-statement', id: stated.id })
  if (until) await triggerDuty(ctx, RELATIONS, subject, until)
  else if (!owed.length) {
    const today = todayOf(ctx)
    const from = first && first > today ? first : today
    await triggerDuty(ctx, RELATIONS, subject, Temporal.PlainDate.from(from).add({ days: 7 }).toString())
  }
}

const settleVetting = async (ctx: Ctx, subject: { id: number; engagementId: number | null }, s: Standing): Promise<void> => {
  const { rows } = await sql<{ period: string }>`select period from duties.owed(${VETTING_RENEWAL}, ${subject.id})`.execute(ctx.tx)
  for (const { period } of rows) {
    if (period === s.vettingUntil) continue
    // A later end is the renewal; an earlier one, or none, means that the vetting it stood for was taken back.
    if (s.vettingId && s.vettingUntil && s.vettingUntil > period)
      await fulfilDuty(ctx, VETTING_RENEWAL, subject.id, { period }, { type: 'fact', id: s.vettingId })
    else await withdrawSubject(ctx, 'person', subject.id, { keys: [VETTING_RENEWAL], period, because: 'vetting-revoked' })
  }
  // One that had lapsed before is the gate's matter; it is not owed backwards.
  if (s.vettingUntil && s.vettingUntil >= todayOf(ctx)) await triggerDuty(ctx, VETTING_RENEWAL, subject, s.vettingUntil)
}

/** The people whose duties hung on an engagement that ended. */
export const settlePeopleOf = async (ctx: Ctx, engagementId: number): Promise<void> => {
  const { rows } = await sql<{
    id: number
  }>`select distinct subject_id as id from duties.duty where court_id = ${ctx.actor.courtId} and engagement_id = ${engagementId} and kind = 'person'
    and state in ('planned', 'open', 'breached')`.execute(ctx.tx)
  for (const { id } of rows) await settlePerson(ctx, id)
}
