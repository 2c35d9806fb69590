import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import type { StepEvent } from '../worklist/public.ts'
import { takeBack } from './commands/match.ts'

const stateOf: Readonly<Record<string, string>> = {
  carry: 'carry',
  signJudge: 'carried',
  signClerk: 'carried',
  putRight: 'refused',
  deskCount: 'desk',
  handInAgain: 'differs',
  handOut: 'handOut',
}
const announced: Readonly<Record<string, string>> = { materialSigned: 'signed', materialHandedOut: 'sent' }

/** Keeps the material where its process is. The actor's grant may have ended with his task, so the database does it in its own right (materials.moving). */
export const followProcess = async (ctx: Ctx, e: StepEvent): Promise<void> => {
  if (e.key !== 'materials' || e.subjectType !== 'material') return
  const state =
    e.type === 'opened'
      ? stateOf[e.elementId]
      : e.type === 'announced'
        ? announced[e.event]
        : e.type === 'ended' && e.how === 'cancelled'
          ? 'cancelled'
          : undefined
  if (state) await sql`select materials.follow(${e.subjectId}::bigint, ${state})`.execute(ctx.tx)
  if (e.type === 'announced' && e.event === 'materialUnmatched') await takeBack(ctx, e.subjectId)
}
