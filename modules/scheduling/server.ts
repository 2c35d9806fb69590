import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { no, yes } from '../organisations/rules/structure.ts'
import * as api from './api.ts'
import { changeAllocation, designate, drawCases, revealSeeds } from './commands/allocate.ts'
import { addAbsence, endAbsence, listJudges, setRule, setShare } from './commands/bench.ts'
import { balanceOf, namesOf, selectAllocation, selectAllocations, selectWaiting } from './queries.ts'

const may = (permission: string, ctx: Ctx) => (ctx.may(permission) ? yes : no('not-allowed'))

export const scheduling: ModuleServer = {
  name: 'scheduling',
  dependsOn: ['organisations', 'cases', 'confidentiality', 'worklist'],
  permissions: api.permissions,
  bindings: [
    bind(api.listWaiting, async (ctx, { query }) => ({
      ...(await selectWaiting(ctx, query)),
      can: { draw: may('scheduling.draw', ctx), designate: may('scheduling.designate', ctx) },
    })),
    bind(api.drawCases, drawCases),
    bind(api.designate, designate),
    bind(api.changeAllocation, changeAllocation),
    bind(api.listAllocations, (ctx, { query }) => selectAllocations(ctx, query)),
    bind(api.readAllocation, async (ctx, { params }) => {
      const a = await selectAllocation(ctx, params.id)
      const [names, others, balance] = [
        await namesOf(
          ctx,
          a.candidates.map((c) => c.judgeId),
        ),
        await selectAllocations(ctx, { caseId: a.caseId, limit: 100 }),
        a.ruleVersion === null ? null : await balanceOf(ctx, a.ruleVersion),
      ]
      await ctx.audit({ verb: 'allocation.read', objectType: 'allocation', objectId: a.id, caseId: a.caseId })
      return {
        ...a,
        balance,
        candidates: a.candidates.map((c) => ({ ...c, judge: names.get(c.judgeId) ?? '' })),
        seed: a.seedDay && a.commitment ? { day: a.seedDay, commitment: a.commitment, revealed: a.revealed } : null,
        others: others.items.filter((o) => o.id !== a.id),
        can: { change: a.endedAt ? no('allocation-ended') : may('scheduling.designate', ctx) },
      }
    }),
    bind(api.listJudges, listJudges),
    bind(api.setShare, setShare),
    bind(api.addAbsence, addAbsence),
    bind(api.endAbsence, endAbsence),
    bind(api.setRule, setRule),
  ],
  jobs: [
    {
      name: 'scheduling.reveal',
      cron: '5 0 * * *',
      run: async (app) => {
        const courts = await app.asSystem(
          null,
          async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
        )
        for (const c of courts) await app.asSystem(c.id, revealSeeds)
      },
    },
  ],
}
