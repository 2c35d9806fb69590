import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { endGrants } from './grants.ts'

export interface Freeze {
  personId?: number | null
  contractorId?: number | null
  caseId?: number | null
  kind: 'veto' | 'freeze' | 'recusal'
  reason: string
}

/** What the worklist does with tasks whose holder lost access: it subscribes here, since it stands above. */
const subscribers: ((ctx: Ctx, denied: Freeze & { tasks: number[] }) => Promise<void>)[] = []
export const onDenied = (fn: (ctx: Ctx, denied: Freeze & { tasks: number[] }) => Promise<void>): void => void subscribers.push(fn)

/** Whoever was told of a freeze is told of its end. */
const lifters: ((
  ctx: Ctx,
  lifted: { personId: number | null; contractorId: number | null; caseId: number | null; kind: string },
) => Promise<void>)[] = []
export const onLifted = (fn: (typeof lifters)[number]): void => void lifters.push(fn)

/** Denies, and ends every grant it covers in the same transaction (6.6.1, 7.3.2.6). Answers the denial and the tasks that lost access. */
export const freeze = async (ctx: Ctx, f: Freeze): Promise<{ id: number; tasks: number[] }> => {
  const { rows } = await sql<{
    id: number
  }>`insert into confidentiality.denial (court_id, person_id, contractor_id, case_id, kind, reason, made_by)
    values (${ctx.actor.courtId}, ${f.personId ?? null}, ${f.contractorId ?? null}, ${f.caseId ?? null}, ${f.kind}, ${f.reason}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const tasks = await endGrants(
    ctx,
    { personId: f.personId ?? undefined, contractorId: f.contractorId ?? undefined, caseId: f.caseId ?? undefined },
    f.kind,
  )
  const id = rows[0]!.id
  await ctx.audit({
    verb: `access.${f.kind}`,
    objectType: 'denial',
    objectId: id,
    caseId: f.caseId ?? null,
    data: { personId: f.personId ?? null, contractorId: f.contractorId ?? null, tasks: tasks.length },
  })
  for (const tell of subscribers) await tell(ctx, { ...f, tasks })
  return { id, tasks }
}

/** Locked: of two who lift at once the second finds it lifted. */
export const denialStands = async (ctx: Ctx, id: number): Promise<{ kind: string; ended: boolean } | undefined> =>
  (
    await sql<{
      kind: string
      ended: boolean
    }>`select kind, ended_at is not null as ended from confidentiality.denial where court_id = ${ctx.actor.courtId} and id = ${id} for no key update`.execute(
      ctx.tx,
    )
  ).rows[0]

/** Lifts a denial; whoever made it cannot lift it (maker ≠ checker). A veto's denial ends with the veto alone (`liftVetoOf`). */
export const thaw = async (ctx: Ctx, id: number): Promise<boolean> => {
  const { rows } = await sql<{
    personId: number | null
    contractorId: number | null
    caseId: number | null
    kind: string
  }>`update confidentiality.denial set ended_at = bw.now(), ended_by = ${ctx.actor.personId}
    where court_id = ${ctx.actor.courtId} and id = ${id} and kind <> 'veto' and ended_at is null and made_by is distinct from ${ctx.actor.personId}
    returning person_id as "personId", contractor_id as "contractorId", case_id as "caseId", kind`.execute(ctx.tx)
  if (!rows[0]) return false
  await ctx.audit({ verb: 'access.thaw', objectType: 'denial', objectId: id })
  for (const tell of lifters) await tell(ctx, rows[0])
  return true
}

/** The denial of a veto ends with the veto, whose lifting already needed a second person. */
export const liftVetoOf = async (ctx: Ctx, personId: number): Promise<void> => {
  await sql`update confidentiality.denial set ended_at = bw.now(), ended_by = ${ctx.actor.personId} where court_id = ${ctx.actor.courtId} and person_id = ${personId} and kind = 'veto' and ended_at is null`.execute(
    ctx.tx,
  )
}
