import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { declareDuties } from '../duties/public.ts'
import { publishFacts } from '../indicators/public.ts'
import { courtsOf } from '../organisations/public.ts'
import { onStep, ownForm, taskForForm } from '../worklist/public.ts'
import * as knowledgeApi from './api-knowledge.ts'
import * as ticketsApi from './api-tickets.ts'
import * as api from './api.ts'
import { answerCall, closeLeftOver, finishCall, raiseAlarm, takeAlarm, verifyCaller, verifyPaper } from './commands/desk.ts'
import { calledBack, enterCall, revealNumber } from './commands/enter-call.ts'
import { importCalls } from './commands/import-calls.ts'
import * as knowledge from './commands/knowledge.ts'
import * as settings from './commands/settings.ts'
import { callBackTicket, cancelWithItem, canOf, escalateLate, replyTicket, rerouteTicket, targets } from './commands/tickets.ts'
import { duties } from './duties.ts'
import { caseFacts, earlier, inHand, listCallbacks, listCalls, readCall } from './queries.ts'
import { wallboard } from './queries-board.ts'
import { findTicket, listTickets } from './queries-tickets.ts'
import { MAX_FAILED } from './rules/levels.ts'

const ok = { ok: true as const }
const forms = ['hotline-answer', 'hotline-reply', 'hotline-call-back'] as const
ownForm(...forms)
onStep(cancelWithItem)
declareDuties(duties)
publishFacts('c', 'hotline.indicator_share_c')

const readDesk = async (ctx: Ctx) => {
  const call = await inHand(ctx)
  const { items } = await listCallbacks(ctx, { limit: 100 })
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from (select 1 from hotline.ticket t where t.court_id = ${ctx.actor.courtId} and t.state = 'answered' limit 100) x`.execute(
    ctx.tx,
  )
  const counts = { toCallBack: items.length, ticketsToCallBack: rows[0]!.n }
  if (!call) return { call: null, ...counts }
  // Facts of a case are read under the grant that the verified call opened, and nothing but: the task gone, they are gone.
  const facts = call.level > 0 && call.caseId !== null && call.taskId !== null ? await caseFacts(ctx, call.caseId, call.level) : null
  if (facts)
    await ctx.audit({
      verb: 'hotline.case.read',
      objectType: 'call',
      objectId: call.id,
      caseId: call.caseId,
      grantId: call.grantId,
      data: { level: call.level },
    })
  const { id, revision, number, queuedAt, answeredAt, level, taskId, alarmed } = call
  return {
    call: {
      id,
      revision,
      number,
      queuedAt,
      answeredAt,
      level,
      attemptsLeft: MAX_FAILED - call.failed,
      taskId,
      facts,
      alarmed,
      earlier: await earlier(ctx, call.id),
    },
    ...counts,
  }
}

/** 12368 诉讼服务热线 (7.2.2): calls, the agent's desk, tickets, what agents may say; indicator c. */
export const hotline: ModuleServer = {
  name: 'hotline',
  dependsOn: ['worklist', 'processes', 'confidentiality', 'cases', 'indicators', 'organisations', 'duties'],
  permissions: api.permissions,
  bindings: [
    bind(api.listCalls, async (ctx, { query }) => {
      const page = await listCalls(ctx, query)
      await ctx.audit({ verb: 'hotline.calls', objectType: 'call', objectId: 'list', data: { rows: page.items.length } })
      return page
    }),
    bind(api.readCall, async (ctx, { params }) => {
      const { waiting, ...call } = await readCall(ctx, params.id)
      await ctx.audit({ verb: 'hotline.call.read', objectType: 'call', objectId: params.id })
      return { ...call, can: { callBack: !ctx.may('hotline.callBack') ? 'not-allowed' : waiting ? (true as const) : 'not-to-call-back' } }
    }),
    bind(api.enterCall, async (ctx, { body }) => ({ id: await enterCall(ctx, body) })),
    bind(api.revealNumber, async (ctx, { params }) => ({ number: await revealNumber(ctx, params.id) })),
    bind(api.calledBack, async (ctx, { params, revision }) => (await calledBack(ctx, params.id, revision), ok)),
    bind(api.listCallbacks, async (ctx, { query }) => {
      const page = await listCallbacks(ctx, query)
      await ctx.audit({ verb: 'hotline.callbacks', objectType: 'call', objectId: 'list', data: { rows: page.items.length } })
      return page
    }),
    bind(api.readDesk, readDesk),
    bind(api.answerCall, async (ctx, { body }) => ({ id: await answerCall(ctx, body) })),
    bind(api.verifyCaller, (ctx, { params, revision, body }) => verifyCaller(ctx, params.id, revision, body)),
    bind(api.verifyPaper, (ctx, { params, revision, body }) => verifyPaper(ctx, params.id, revision, body.digits)),
    bind(api.raiseAlarm, async (ctx, { params, revision, body }) => (await raiseAlarm(ctx, params.id, revision, body), ok)),
    bind(api.finishCall, (ctx, { params, revision, body }) => finishCall(ctx, params.id, revision, body)),
    bind(api.readWallboard, wallboard),
    bind(api.takeAlarm, async (ctx, { params, body }) => (await takeAlarm(ctx, params.id, body.note), ok)),
    bind(api.importCalls, (ctx, { file }) => importCalls(ctx, file)),
    bind(api.listImports, (ctx, { query }) => settings.listImports(ctx, query)),
    bind(api.readSettings, settings.readSettings),
    bind(api.changeSettings, async (ctx, { revision, body }) => ({
      ok: true as const,
      judged: await settings.changeSettings(ctx, revision, body),
    })),
    bind(api.setTestNumber, async (ctx, { body }) => ({ ok: true as const, judged: await settings.setTestNumber(ctx, body) })),
    bind(api.setExtension, async (ctx, { body }) => (await settings.setExtension(ctx, body), ok)),
    bind(ticketsApi.listTickets, async (ctx, { query }) => {
      const page = await listTickets(ctx, query)
      await ctx.audit({ verb: 'hotline.tickets', objectType: 'ticket', objectId: 'list', data: { rows: page.items.length } })
      return page
    }),
    bind(ticketsApi.readTicket, async (ctx, { params }) => {
      const t = await findTicket(ctx, params.id)
      await ctx.audit({
        verb: 'hotline.ticket.read',
        objectType: 'ticket',
        objectId: t.id,
        caseId: t.case_id,
        grantId: t.grantId,
        data: { sealed: t.sealed },
      })
      return { ...t, contentHidden: t.text === null, can: canOf(ctx, t), routes: targets(t) }
    }),
    bind(ticketsApi.replyTicket, async (ctx, { params, revision, body }) => (await replyTicket(ctx, params.id, revision, body.reply), ok)),
    bind(ticketsApi.rerouteTicket, async (ctx, { params, revision, body }) => (await rerouteTicket(ctx, params.id, revision, body), ok)),
    bind(ticketsApi.callBackTicket, async (ctx, { params, revision, body }) => ({
      ok: true as const,
      state: await callBackTicket(ctx, params.id, revision, body),
    })),
    bind(ticketsApi.ticketOfTask, async (ctx, { params }) => {
      const task = await taskForForm(ctx, params.id, forms)
      const { rows } = await sql<{
        id: number
      }>`select id from hotline.ticket where court_id = ${ctx.actor.courtId} and call_id = ${task.subject_id}`.execute(ctx.tx)
      return {
        callId: task.subject_id,
        ticketId: rows[0]?.id ?? null,
        form: task.form,
        inHand: (await inHand(ctx, task.subject_id)) !== null,
      }
    }),
    bind(ticketsApi.closeAnswer, async (ctx, { params, revision }) => (await closeLeftOver(ctx, params.id, revision), ok)),
    bind(ticketsApi.mySealed, async (ctx) => ({
      items: (
        await sql<{ number: string; openedAt: string }>`select number, opened_at as "openedAt" from hotline.sealed_taken()`.execute(ctx.tx)
      ).rows,
    })),
    bind(knowledgeApi.listArticles, (ctx, { query }) => knowledge.listArticles(ctx, query)),
    bind(knowledgeApi.readArticle, (ctx, { params }) => knowledge.readArticle(ctx, params.id)),
    bind(knowledgeApi.newArticle, async (ctx, { body }) => ({ id: await knowledge.newArticle(ctx, body) })),
    bind(knowledgeApi.newVersion, async (ctx, { params, body }) => ({ version: await knowledge.newVersion(ctx, params.id, body) })),
    bind(
      knowledgeApi.decideVersion,
      async (ctx, { params, revision, body }) => (await knowledge.decideVersion(ctx, params.id, revision, body), ok),
    ),
    bind(
      knowledgeApi.endVersion,
      async (ctx, { params, revision, body }) => (await knowledge.endVersion(ctx, params.id, revision, body.reason), ok),
    ),
    bind(knowledgeApi.addGap, async (ctx, { body }) => ({ id: await knowledge.addGap(ctx, body.question) })),
    bind(knowledgeApi.listGaps, (ctx, { query }) => knowledge.listGaps(ctx, query)),
    bind(
      knowledgeApi.settleGap,
      async (ctx, { params, revision, body }) => (await knowledge.settleGap(ctx, params.id, revision, body), ok),
    ),
  ],
  jobs: [
    {
      name: 'hotline.escalate',
      cron: '*/10 * * * *',
      run: async (app) => {
        for (const courtId of await app.asSystem(null, courtsOf)) await app.asSystem(courtId, escalateLate)
      },
    },
  ],
}
