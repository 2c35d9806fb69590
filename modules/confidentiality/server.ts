import { sql } from 'kysely'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import { onPersonChanged } from '../organisations/public.ts'
import * as api from './api.ts'
import * as apiExposure from './api-exposure.ts'
import * as apiGlass from './api-glass.ts'
import * as apiRelations from './api-relations.ts'
import { denialStands, freeze, thaw } from './denials.ts'
import { exportExposure, exposureReport } from './exposure-report.ts'
import { exposureOfCase, exposureOfPerson } from './exposure.ts'
import { askGlass, decideGlass, endGlass, endGlassOfLeaver, listGlass, myGlass } from './glass.ts'
import { declareRelative, knowSelf, knowSelves, myRelations, removeRelative, stateRelations } from './relations.ts'
import { denials, grantsWhere, refusedAccesses, stopOf } from './queries.ts'

onPersonChanged(async (ctx, e) => {
  if (e.side === 'court' && e.now && (e.kind === 'left' || e.kind === 'postEnded')) await endGlassOfLeaver(ctx, e.personId)
  // What is matched is his number in the court of the post, or of the act: before he can take anything there.
  if (e.kind === 'created' || e.kind === 'changed' || e.kind === 'postAssigned') await knowSelf(ctx, e.personId, e.kind === 'changed')
})

export const confidentiality: ModuleServer = {
  name: 'confidentiality',
  dependsOn: ['cases', 'workforce', 'organisations'],
  permissions: api.permissions,
  bindings: [
    bind(api.caseAccess, async (ctx, { params, query }) => ({
      ...(await grantsWhere(ctx, { caseId: params.id }, query)),
      exposure: await exposureOfCase(ctx, params.id),
    })),
    bind(api.personAccess, async (ctx, { params, query }) => ({
      ...(await grantsWhere(ctx, { personId: params.id }, query)),
      exposure: await exposureOfPerson(ctx, params.id),
    })),
    bind(api.myAccess, (ctx, { query }) => grantsWhere(ctx, { personId: ctx.actor.personId ?? 0, live: true }, query)),
    bind(api.listDenials, async (ctx, { query }) => {
      const { items, next } = await denials(ctx, query)
      return {
        items: items.map((d) => ({
          ...d,
          canLift: d.endedAt
            ? 'already-lifted'
            : d.kind === 'veto'
              ? 'ends-with-the-veto'
              : d.madeBy === ctx.actor.personId
                ? 'second-person-needed'
                : ctx.may('confidentiality.freeze') || 'not-allowed',
        })),
        next,
      }
    }),
    bind(api.freezeAccess, async (ctx, { body }) => {
      if (!body.personId && !body.contractorId && !body.caseId) throw new Fail('nothing-to-freeze', 422)
      if (body.contractorId && (body.caseId || body.personId)) throw new Fail('freeze-one-thing', 422)
      const { id, tasks } = await freeze(ctx, { ...body, kind: 'freeze' })
      return { id, tasks: tasks.length }
    }),
    bind(api.liftDenial, async (ctx, { params }) => {
      const found = await denialStands(ctx, params.id)
      if (!found) throw new Fail('not-found', 404)
      if (found.ended) throw new Fail('already-lifted', 409)
      if (found.kind === 'veto') throw new Fail('ends-with-the-veto', 409)
      if (!(await thaw(ctx, params.id))) throw new Fail('second-person-needed', 403)
      return { ok: true as const }
    }),
    bind(api.declareRecusal, async (ctx, { params, body }) => {
      // Nobody steps back from what he does not see: nor does the answer tell whether there is such a case.
      const { rows } = await sql`select from cases.case_record where court_id = ${ctx.actor.courtId} and id = ${params.id}`.execute(ctx.tx)
      if (rows.length === 0) throw new Fail('not-found', 404)
      return { id: (await freeze(ctx, { personId: ctx.actor.personId, caseId: params.id, kind: 'recusal', reason: body.reason })).id }
    }),
    bind(api.myStop, async (ctx) => ({ stop: await stopOf(ctx) })),
    bind(apiGlass.listGlass, listGlass),
    bind(apiGlass.askGlass, askGlass),
    bind(apiGlass.decideGlass, decideGlass),
    bind(apiGlass.endGlass, endGlass),
    bind(apiGlass.myGlass, myGlass),
    bind(apiRelations.myRelations, myRelations),
    bind(apiRelations.declareRelative, declareRelative),
    bind(apiRelations.removeRelative, removeRelative),
    bind(apiRelations.stateRelations, stateRelations),
    bind(apiExposure.exposureReport, exposureReport),
    bind(apiExposure.exportExposure, exportExposure),
    bind(api.refusals, (ctx, { query }) => refusedAccesses(ctx, query)),
  ],
  onStart: knowSelves,
}
