import { sql } from 'kysely'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { grantOf } from '../confidentiality/public.ts'
import { declareDuties } from '../duties/public.ts'
import { publishFacts } from '../indicators/public.ts'
import { onStep, ownForm } from '../worklist/public.ts'
import * as lists from './api-lists.ts'
import * as api from './api.ts'
import { countAtDesk, findWrong, forms, handInAgain, handOut, loadForm, putRight } from './commands/forms.ts'
import { findList, listLists, makeLists, readList, toCarry } from './commands/lists.ts'
import { candidatesOf, correctMatch, decideMatch, decidePool, escalate, matchMaterial, supplementFacts } from './commands/match.ts'
import { handIn, register } from './commands/register.ts'
import { remind } from './commands/remind.ts'
import { addScan, readScan } from './commands/scans.ts'
import { chase, signList } from './commands/sign.ts'
import { statementFile, statementOf } from './commands/statement.ts'
import { receiptOf, sheetOf } from './documents/print.ts'
import { duties } from './duties.ts'
import { followProcess } from './follow.ts'
import { engagements, figures, listMaterials, recordOf, settingsOf } from './queries.ts'

const ok = { ok: true as const }
ownForm(...forms)
declareDuties(duties)
publishFacts('a', 'materials.indicator_share_a')
onStep(followProcess)

const looked = async (ctx: Ctx, verb: string, m: { id: number; caseId: number | null }): Promise<void> =>
  ctx.audit({
    verb,
    objectType: 'material',
    objectId: m.id,
    caseId: m.caseId,
    grantId: m.caseId ? ((await grantOf(ctx, m.caseId))?.id ?? null) : null,
  })
/** What the reader may do with it now, with the reason where not. */
const canOf = (ctx: Ctx, m: Awaited<ReturnType<typeof recordOf>>): Record<string, true | string> => {
  const pooled = ['pool', 'escalated', 'awaiting'].includes(m.state)
  const when = (permission: string, state: boolean, reason = 'not-in-pool'): true | string =>
    !ctx.may(permission) ? 'not-allowed' : state ? true : reason
  return {
    match: when('materials.register', pooled),
    facts: when('materials.register', pooled),
    escalate: when(
      'materials.register',
      m.state === 'pool' || m.state === 'awaiting',
      m.state === 'escalated' ? 'already-escalated' : 'not-in-pool',
    ),
    decide: when('materials.decide', pooled),
    correct: when('materials.sign', m.direction === 'in' && m.state === 'signed', 'not-signed-yet'),
    scan: when('materials.work', pooled || m.taskId !== null, 'not-yours'),
    chase: when('materials.chase', m.state === 'carried', 'nothing-to-chase'),
  }
}

/** 材料收转 (7.2.2): counter and mail room, pool of unmatched material, carrying with signatures, statement. */
export const materials: ModuleServer = {
  name: 'materials',
  dependsOn: ['worklist', 'processes', 'confidentiality', 'cases', 'indicators', 'organisations', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.listMaterials, (ctx, { query }) => listMaterials(ctx, query)),
    bind(api.readFigures, figures),
    bind(api.readOptions, async (ctx) => {
      const { revision, urgentKinds, ...rest } = await settingsOf(ctx)
      const settings = { ...rest, urgentKinds: [...urgentKinds] }
      return { engagements: await engagements(ctx), settings, settingsRevision: revision, now: ctx.now.toString() }
    }),
    bind(api.changeSettings, async (ctx, { body, revision }) => {
      const before = await settingsOf(ctx)
      if (before.revision !== revision) throw new Fail('stale-revision', 409, { revision: before.revision })
      await sql`insert into bw.setting (court_id, key, value) values (${ctx.actor.courtId}, 'materials.rules', ${JSON.stringify(body)}::jsonb)
        on conflict (court_id, key) do update set value = excluded.value, revision = bw.setting.revision + 1`.execute(ctx.tx)
      await ctx.audit({ verb: 'material.settings', objectType: 'court', objectId: ctx.actor.courtId ?? 0, before, after: body })
      return ok
    }),
    bind(api.registerMaterial, (ctx, { body }) => register(ctx, body)),
    bind(api.handInMaterial, (ctx, { body }) => handIn(ctx, body)),
    bind(lists.listLists, (ctx, { query }) => listLists(ctx, query)),
    bind(lists.makeLists, async (ctx, { body }) => ({ lists: await makeLists(ctx, body.tasks) })),
    bind(lists.toCarry, async (ctx, { query }) => ({ items: await toCarry(ctx, query.limit), next: null })),
    bind(lists.readList, async (ctx, { params }) => {
      const list = await readList(ctx, params.id)
      await ctx.audit({ verb: 'material.list.read', objectType: 'materialList', objectId: params.id, data: { lines: list.lines } })
      return list
    }),
    bind(lists.printList, async (ctx, { params }) => {
      const head = await findList(ctx, params.id)
      await ctx.audit({ verb: 'material.list.print', objectType: 'materialList', objectId: params.id })
      return sheetOf(ctx, await readList(ctx, params.id), head.code)
    }),
    bind(lists.signList, (ctx, { params, revision, body }) => signList(ctx, params.id, revision, body)),
    bind(lists.chase, async (ctx, { body }) => ({ people: await chase(ctx, body.ids) })),
    bind(lists.readStatement, (ctx, { query }) => statementOf(ctx, query)),
    bind(lists.exportStatement, (ctx, { query }) => statementFile(ctx, query)),
    bind(api.readMaterial, async (ctx, { params }) => {
      const m = await recordOf(ctx, params.id)
      await looked(ctx, 'material.read', m)
      return { ...m, can: canOf(ctx, m) }
    }),
    bind(api.printReceipt, async (ctx, { params }) => {
      const m = await recordOf(ctx, params.id)
      await looked(ctx, 'material.receipt', m)
      return receiptOf(ctx, m)
    }),
    bind(api.addScan, async (ctx, { params, file }) => ({ id: await addScan(ctx, params.id, file) })),
    bind(api.readScan, (ctx, { params }) => readScan(ctx, params.id)),
    bind(api.candidates, async (ctx, { params }) => {
      const m = await recordOf(ctx, params.id)
      await looked(ctx, 'material.candidates', m)
      return { items: await candidatesOf(ctx, params.id) }
    }),
    bind(api.matchMaterial, (ctx, { params, revision, body }) => matchMaterial(ctx, params.id, revision, body.caseId)),
    bind(api.decideMatch, async (ctx, { params, revision, body }) => (await decideMatch(ctx, params.id, revision, body), ok)),
    bind(api.supplementFacts, (ctx, { params, revision, body }) => supplementFacts(ctx, params.id, revision, body)),
    bind(api.escalate, async (ctx, { params, revision, body }) => (await escalate(ctx, params.id, revision, body.reason), ok)),
    bind(api.decidePool, async (ctx, { params, revision, body }) => (await decidePool(ctx, params.id, revision, body), ok)),
    bind(api.correctMatch, async (ctx, { params, revision, body }) => (await correctMatch(ctx, params.id, revision, body.reason), ok)),
    bind(lists.readForm, async (ctx, { params }) => {
      const { task, material } = await loadForm(ctx, params.id, forms)
      await ctx.audit({
        verb: 'material.form.read',
        objectType: 'material',
        objectId: material.id,
        caseId: material.caseId,
        grantId: task.grant_id,
        data: { form: task.form },
      })
      return { ...material, taskId: task.id, taskRevision: task.revision, form: task.form }
    }),
    bind(lists.findWrong, async (ctx, { params, revision, body }) => (await findWrong(ctx, params.id, revision, body.reason), ok)),
    bind(lists.putRight, async (ctx, { params, revision, body }) => (await putRight(ctx, params.id, revision, body), ok)),
    bind(lists.countAtDesk, async (ctx, { params, revision, body }) => ({ matched: await countAtDesk(ctx, params.id, revision, body) })),
    bind(lists.handInAgain, async (ctx, { params, revision, body }) => (await handInAgain(ctx, params.id, revision, body), ok)),
    bind(lists.handOut, async (ctx, { params, revision, body }) => (await handOut(ctx, params.id, revision, body), ok)),
  ],
  jobs: [{ name: 'materials.remind', cron: '*/10 * * * *', run: remind }],
}
