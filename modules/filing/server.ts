import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { startOfDay } from '../../platform/calendar/zoned.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import { caseTypes, type CaseRow, findCase, openPaper, openPhone, partiesOf } from '../cases/public.ts'
import { grantOf } from '../confidentiality/public.ts'
import { publishFacts } from '../indicators/public.ts'
import { notify, onStep, ownForm } from '../worklist/public.ts'
import * as api from './api.ts'
import { checkEntry } from './commands/check-entry.ts'
import { decide, decideAfterNotice, decideFee, examine, refuseFiling } from './commands/decide.ts'
import { keyIn } from './commands/key-in.ts'
import { loadForm } from './commands/load-form.ts'
import { giveNotices, handOver, makeDocuments, voidFiling } from './commands/notices.ts'
import { receiveFiling } from './commands/receive-filing.ts'
import { feePaid, issueSupplement, supplementArrived } from './commands/supplement.ts'
import { todayOf } from './commands/today.ts'
import {
  agreeingParties,
  divisions,
  engagements,
  figures,
  type FilingRow,
  findDocument,
  findFiling,
  listFilings,
  partsOf,
  receivers,
  supplementsOf,
  visibleOf,
} from './queries.ts'
import { canOf, lightOf, likelyCases, requiredDocuments, suggestFee } from './rules.ts'

const ok = { ok: true as const }
const forms = [
  'filing-intake',
  'filing-key-in',
  'filing-check',
  'filing-decision',
  'filing-supplement',
  'filing-not-supplemented',
  'filing-refusal',
  'filing-notices',
  'filing-handover',
  'fee-decision',
] as const
ownForm(...forms)
publishFacts('e', 'filing.indicator_share_e')

const dayOf = (ctx: Ctx) => {
  const today = Temporal.PlainDate.from(todayOf(ctx))
  return { today: today.toString(), dayStart: startOfDay(today).toString(), dayEnd: startOfDay(today.add({ days: 1 })).toString() }
}

const item = (ctx: Ctx, f: FilingRow): api.FilingItem => {
  const today = todayOf(ctx)
  const decided = f.state !== 'open'
  const settled = f.fee_paid_on !== null || f.fee_waived || f.fee_noticed_on === null || f.state === 'void'
  return {
    id: f.id,
    caseId: f.case_id,
    number: f.number,
    title: f.title,
    applicant: f.applicant,
    respondent: f.respondent,
    channel: f.channel as 'window',
    receivedAt: f.received_at,
    dueOn: decided ? null : f.due_on,
    provisional: f.provisional ?? false,
    light: lightOf(f.due_on, today, ctx.calendar, decided),
    state: f.state,
    steps: f.steps,
    officerName: f.officer_name,
    fee: {
      amount: f.fee_amount,
      dueOn: f.fee_due_on,
      noticedOn: f.fee_noticed_on,
      paidOn: f.fee_paid_on,
      waived: f.fee_waived,
      light: lightOf(f.fee_due_on, today, ctx.calendar, settled),
    },
  }
}
const content = async (ctx: Ctx, f: FilingRow) => {
  const [parts, rooms] = await Promise.all([partsOf(ctx, f.id), divisions(ctx)])
  return {
    ...item(ctx, f),
    ...parts,
    statement: f.statement,
    divisionId: f.division_id,
    divisionName: rooms.find((d) => d.id === f.division_id)?.name ?? null,
  }
}

/** Papers and phones in clear for the one whose task it is; the look is on the ledger with the grant that let him in (7.3.2.2). */
const keyed = async (ctx: Ctx, f: FilingRow) => {
  const record = (await findCase(ctx, f.case_id)) as CaseRow
  const courtId = ctx.actor.courtId!
  const parties = await partiesOf(ctx, f.case_id)
  return {
    revision: record.revision,
    typeCode: record.type_code,
    procedure: record.procedure,
    cause: record.cause_name,
    causeKnown: record.cause_name === null || record.cause_code !== null,
    amount: record.amount,
    parties: parties.map((p) => ({
      id: p.id,
      role: p.role as 'plaintiff',
      kind: p.kind as 'natural',
      name: p.name,
      sex: p.sex as 'male' | null,
      birthOn: p.birth_on,
      ethnicity: p.ethnicity,
      job: p.job,
      employer: p.employer,
      residence: p.residence,
      phoneMasked: p.phone_masked,
      paperKind: p.id_kind as 'idCard' | null,
      paperMasked: p.id_no_masked,
      representative: p.representative,
      representativeTitle: p.representative_title,
      representsId: p.represents_id,
      authority: p.authority as 'general' | null,
      firm: p.firm,
      licence: p.licence,
      eServiceConsent: p.e_service_consent,
      eServiceAddress: p.e_service_address,
      serviceAddress: p.service_address,
      serviceAddressConfirmedOn: p.service_address_confirmed_on,
      serviceAgent: p.service_agent,
      revision: p.revision,
      paper: p.id_no_sealed ? openPaper(ctx, courtId, p.id_no_sealed) : null,
      phone: p.phone_sealed ? openPhone(ctx, courtId, p.phone_sealed) : null,
    })),
  }
}

onStep(async (ctx, e) => {
  // 逾期未交费: the judge of the case hears it from the worklist; a case without a judge is told to its division's judges.
  if (e.type !== 'opened' || e.form !== 'fee-decision') return
  const { rows } = await sql<{
    person_id: number
  }>`select o.person_id from cases.case_record c join organisations.post o on o.court_id = c.court_id and o.division_id = c.division_id and o.role = 'judge'
    where c.court_id = ${ctx.actor.courtId} and c.id = ${e.caseId} and c.judge_id is null and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date
      and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`.execute(ctx.tx)
  if (rows.length > 0)
    await notify(ctx, { personIds: rows.map((r) => r.person_id) }, 'filing-fee-unpaid', { dueAt: e.dueAt }, `/tasks/${e.taskId}`)
})

/** 立案录入 (7.2.2, Annex B): from the dated receipt to the hand-over to the division. */
export const filing: ModuleServer = {
  name: 'filing',
  dependsOn: ['worklist', 'processes', 'confidentiality', 'cases', 'deadlines', 'organisations', 'indicators'],
  permissions: api.permissions,
  bindings: [
    bind(api.listFilings, async (ctx, { query }) => {
      const page = await listFilings(ctx, { ...query, ...dayOf(ctx) })
      return { items: page.items.map((f) => item(ctx, f)), next: page.next }
    }),
    bind(api.deskFigures, (ctx) => figures(ctx, dayOf(ctx))),
    bind(api.filingOptions, async (ctx) => ({
      divisions: await divisions(ctx),
      engagements: ctx.actor.side === 'court' ? await engagements(ctx) : [],
      types: (await caseTypes(ctx)).filter((t) => t.enabled).map((t) => ({ code: t.code, zh: t.name_zh, en: t.name_en })),
    })),
    bind(api.receiveFiling, (ctx, { body }) => receiveFiling(ctx, body)),
    bind(api.readFiling, async (ctx, { params }) => {
      const f = await findFiling(ctx, params.id)
      if (!f) throw new Fail('not-found', 404)
      await ctx.audit({
        verb: 'filing.read',
        objectType: 'filing',
        objectId: f.id,
        caseId: f.case_id,
        grantId: (await grantOf(ctx, f.case_id))?.id ?? null,
      })
      return {
        ...(await content(ctx, f)),
        can: canOf({ state: f.state, feeNoticed: f.fee_noticed_on !== null, feeSettled: f.fee_paid_on !== null || f.fee_waived }, ctx.may),
      }
    }),
    bind(api.readForm, async (ctx, { params }) => {
      const { task, filing: f } = await loadForm(ctx, params.id, forms)
      await ctx.audit({
        verb: 'filing.form.read',
        objectType: 'filing',
        objectId: f.id,
        caseId: f.case_id,
        grantId: task.grant_id,
        data: { form: task.form },
      })
      const { steps: _, ...rest } = await content(ctx, f)
      const k = await keyed(ctx, f)
      const first = (await supplementsOf(ctx, f.id))[0]
      const feeDue = !f.fee_waived && Number(f.fee_amount ?? 0) > 0
      return {
        ...rest,
        taskId: task.id,
        taskRevision: task.revision,
        form: task.form,
        elementId: task.element_id,
        taskDueAt: task.due_at,
        today: todayOf(ctx),
        keyed: k,
        firstNoticeOn: first ? todayOf(ctx, first.issued_at) : null,
        suggestedFee: suggestFee(k.amount ?? '0', k.procedure),
        requiredDocuments: requiredDocuments(feeDue),
        divisions: await divisions(ctx),
        receivers: task.form === 'filing-handover' ? await receivers(ctx, f.division_id) : [],
      }
    }),
    bind(api.intake, async (ctx, { params, revision, body }) => ({ ...ok, nextTaskId: await examine(ctx, params.id, revision, body) })),
    bind(api.keyIn, async (ctx, { params, revision, body }) => (await keyIn(ctx, params.id, revision, body), { ...ok, nextTaskId: null })),
    bind(
      api.check,
      async (ctx, { params, revision, body }) => (await checkEntry(ctx, params.id, revision, body), { ...ok, nextTaskId: null }),
    ),
    bind(api.decide, async (ctx, { params, revision, body }) => ({ ...ok, ...(await decide(ctx, params.id, revision, body)) })),
    bind(api.issueSupplement, async (ctx, { params, revision, body }) => ({
      ...ok,
      nextTaskId: null,
      documentId: await issueSupplement(ctx, params.id, revision, body),
    })),
    bind(api.afterNotice, async (ctx, { params, revision, body }) => ({
      ...ok,
      nextTaskId: await decideAfterNotice(ctx, params.id, revision, body),
    })),
    bind(api.refuse, async (ctx, { params, revision, body }) => ({
      ...ok,
      nextTaskId: null,
      documentId: await refuseFiling(ctx, params.id, revision, body),
    })),
    bind(api.makeDocuments, async (ctx, { params, body }) => ({ items: await makeDocuments(ctx, params.id, body.kinds) })),
    bind(
      api.giveNotices,
      async (ctx, { params, revision, body }) => ({ ...ok, nextTaskId: await giveNotices(ctx, params.id, revision, body) }),
    ),
    bind(
      api.handOver,
      async (ctx, { params, revision, body }) => (await handOver(ctx, params.id, revision, body), { ...ok, nextTaskId: null }),
    ),
    bind(
      api.decideFee,
      async (ctx, { params, revision, body }) => (await decideFee(ctx, params.id, revision, body), { ...ok, nextTaskId: null }),
    ),
    bind(api.supplementArrived, (ctx, { params, body }) => supplementArrived(ctx, params.id, body)),
    bind(api.feePaid, (ctx, { params, body }) => feePaid(ctx, params.id, body)),
    bind(api.voidFiling, async (ctx, { params, body }) => (await voidFiling(ctx, params.id, body.reason), ok)),
    bind(api.openDocument, async (ctx, { params }) => {
      const d = await findDocument(ctx, params.id)
      if (!d) throw new Fail('not-found', 404)
      await ctx.audit({
        verb: 'filing.document.read',
        objectType: 'filing-document',
        objectId: d.id,
        caseId: d.case_id,
        grantId: (await grantOf(ctx, d.case_id))?.id ?? null,
      })
      return {
        file: await ctx.app.files.read(ctx.actor.courtId!, d.file_sha256),
        type: 'application/pdf',
        name: d.name,
        inline: true,
        length: d.file_size,
      }
    }),
    bind(api.lookUp, async (ctx, { params, body }) => {
      const { task, filing: f } = await loadForm(ctx, params.id, ['filing-key-in', 'filing-check', 'filing-decision'])
      const likely = likelyCases(await agreeingParties(ctx, f.case_id, body.parties), body.cause ?? null)
      const open = await visibleOf(
        ctx,
        likely.map((l) => l.caseId),
      )
      await ctx.audit({
        verb: 'filing.lookup',
        objectType: 'filing',
        objectId: f.id,
        caseId: f.case_id,
        grantId: task.grant_id,
        data: { parties: body.parties.length, found: likely.length },
      })
      return { items: likely.map(({ caseId, ...l }) => ({ ...l, caseId: open.has(caseId) ? caseId : null })) }
    }),
  ],
}
