import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

export interface GrantRequest {
  personId: number
  side: 'court' | 'contractor'
  caseId: number
  taskId: number
  stage: string
  categories: readonly string[]
  levels: readonly string[]
  actions: readonly string[]
  /** ISO instant after which the grant is dead even if nobody ended it. */
  until: string
}

/** Opens the grant that a live task causes (7.3.2.2). The database refuses outsourced staff who are not admitted, and anyone denied. */
export const openGrant = async (ctx: Ctx, g: GrantRequest): Promise<number> => {
  // Without RETURNING, which asks the read policy: who opens the next step need not be able to read its grant.
  const { rows } = await sql<{ id: number }>`
    with drawn as materialized (select nextval(pg_get_serial_sequence('confidentiality.access_grant', 'id')) as id), written as (
    insert into confidentiality.access_grant (id, court_id, person_id, side, case_id, task_id, stage, categories, levels, actions, from_at, until_at)
    select drawn.id, ${ctx.actor.courtId}::int, ${g.personId}::bigint, ${g.side}, ${g.caseId}::bigint, ${g.taskId}::bigint, ${g.stage}, ${g.categories}::text[], ${g.levels}::text[],
            ${g.actions}::text[], bw.now(), ${g.until}::timestamptz from drawn)
    select id from drawn`.execute(ctx.tx)
  return rows[0]!.id
}

/** Ends whatever a task granted, in the transaction that ends the task. Answers how many ended. */
export const endGrantsOfTask = async (ctx: Ctx, taskId: number, because: string): Promise<number> => {
  const r = await sql`update confidentiality.access_grant set ended_at = greatest(bw.now(), from_at), ended_because = ${because}
    where court_id = ${ctx.actor.courtId} and task_id = ${taskId} and ended_at is null`.execute(ctx.tx)
  return Number(r.numAffectedRows ?? 0n)
}

/** Ends all live grants of a person, a case or an engagement's contractor (leave, veto, freeze, contract end). Answers the tasks that lost them. */
export const endGrants = async (
  ctx: Ctx,
  of: { personId?: number; caseId?: number; contractorId?: number },
  because: string,
): Promise<number[]> => {
  const { rows } = await sql<{
    task_id: number | null
  }>`update confidentiality.access_grant g set ended_at = greatest(bw.now(), from_at), ended_because = ${because}
    where court_id = ${ctx.actor.courtId} and ended_at is null
      ${of.personId === undefined ? sql`` : sql`and person_id = ${of.personId}`}
      ${of.caseId === undefined ? sql`` : sql`and case_id = ${of.caseId}`}
      ${of.contractorId === undefined ? sql`` : sql`and person_id in (select id from organisations.person where contractor_id = ${of.contractorId})`}
    returning task_id`.execute(ctx.tx)
  return rows.flatMap((r) => (r.task_id === null ? [] : [r.task_id]))
}

/** The live grant that lets the actor read this case, for the ledger; null when the court's own scope does. */
export const grantOf = async (
  ctx: Ctx,
  caseId: number,
): Promise<{ id: number; stage: string; categories: string[]; levels: string[]; actions: string[] } | null> => {
  const { rows } = await sql<{ id: number; stage: string; categories: string[]; levels: string[]; actions: string[] }>`
    select id, stage, categories, levels, actions from confidentiality.access_grant
    where court_id = ${ctx.actor.courtId} and case_id = ${caseId} and person_id = ${ctx.actor.personId} and ended_at is null
      and from_at <= bw.now() and until_at > bw.now() order by id desc limit 1`.execute(ctx.tx)
  return rows[0] ?? null
}

/** Of these cases the ones closed to the person, with what closes them: for a page of a list in one question. */
export const deniedAmong = async (ctx: Ctx, personId: number, caseIds: readonly number[]): Promise<Map<number, string>> => {
  if (caseIds.length === 0) return new Map()
  const { rows } = await sql<{ case_id: number; kind: string }>`select d.case_id, d.kind from confidentiality.denial d
    where d.court_id = ${ctx.actor.courtId} and d.ended_at is null and d.case_id = any (${[...caseIds]}::bigint[])
      and (d.person_id = ${personId} or (d.person_id is null and (d.contractor_id is null
           or d.contractor_id = (select contractor_id from organisations.person where id = ${personId}))))`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.case_id, r.kind]))
}
/** Is this person denied this case (veto, freeze, recusal)? Answers the kind, for the sentence. */
export const isDenied = async (ctx: Ctx, personId: number, caseId: number): Promise<string | null> => {
  const { rows } = await sql<{ kind: string }>`select d.kind from confidentiality.denial d
    where d.court_id = ${ctx.actor.courtId} and d.ended_at is null and (d.case_id is null or d.case_id = ${caseId})
      and (d.person_id = ${personId} or (d.person_id is null and (d.contractor_id is null
           or d.contractor_id = (select contractor_id from organisations.person where id = ${personId})))) limit 1`.execute(ctx.tx)
  return rows[0]?.kind ?? null
}
