import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import * as api from './api.ts'
import * as imports from './api-import.ts'
import * as register from './api-register.ts'
import { exportCases } from './commands/export-list.ts'
import {
  cancelList,
  errorsFile,
  findJob,
  IMPORT_JOB,
  mapList,
  registerList,
  rowsOf,
  sampleOf,
  shownJob,
  startList,
} from './commands/import-list.ts'
import { resumeLists, runList } from './commands/import-run.ts'
import { todayOf } from './commands/party-row.ts'
import { createCase, editCase } from './commands/write-case.ts'
import { caseTypeRegister, causeRegister, writeCaseType, writeCause } from './commands/write-register.ts'
import { addParty, editParty, removeParty, revealParty } from './commands/write-party.ts'
import { type CaseRow, caseTypes, causes, countCases, db, findCase, grantFor, grantsBehind, listCases, partiesOf } from './queries.ts'
import { seedReference } from './seed.ts'

const item = (r: CaseRow): api.CaseItem => ({
  id: r.id,
  number: r.number,
  title: r.title,
  typeCode: r.type_code,
  procedure: r.procedure as 'ordinary',
  status: r.status as 'open',
  causeName: r.cause_name,
  causeKnown: r.cause_name === null || r.cause_code !== null,
  amount: r.amount,
  filedOn: r.filed_on,
  divisionId: r.division_id,
  divisionName: r.division_name,
  judgeId: r.judge_id,
  judgeName: r.judge_name,
  secrecy: r.secrecy as 'normal',
  revision: r.revision,
})
const party = (p: Awaited<ReturnType<typeof partiesOf>>[number]): api.PartyItem => ({
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
})

const isFrozen = async (ctx: Ctx, id: number): Promise<boolean> =>
  (await sql<{ frozen: boolean }>`select confidentiality.is_frozen(${id}) as frozen`.execute(ctx.tx)).rows[0]?.frozen === true
/** Broken glass is for reading (7.3.2.1). */
const readsOnly = async (ctx: Ctx, id: number): Promise<boolean> =>
  ctx.actor.side === 'court' &&
  (await sql<{ only: boolean }>`select cases.reads_only(${id}) as only`.execute(ctx.tx)).rows[0]?.only === true
/** The case, and in the ledger who read it by which grant (7.3.2.2). Fail: not-found, also for what the scope does not show; case-frozen. */
const detail = async (ctx: Ctx, id: number): Promise<api.CaseDetail> => {
  const row = await findCase(ctx, id)
  if (!row) {
    // A frozen case is closed to the court as well (7.3.2.6); its people are told so, outsourced staff only that there is nothing for them.
    if (ctx.actor.side === 'court' && (await isFrozen(ctx, id))) throw new Fail('case-frozen', 403)
    throw new Fail('not-found', 404)
  }
  const [parties, grant] = [await partiesOf(ctx, id), await grantFor(ctx, id)]
  await ctx.auditReading({ verb: 'case.read', objectType: 'case', objectId: id, caseId: id, grantId: grant?.grant_id ?? null })
  const outside = ctx.actor.side === 'contractor'
  const edit = !ctx.may('cases.edit') || (await readsOnly(ctx, id)) ? 'not-allowed' : true
  return {
    ...item(row),
    receivedOn: row.received_on,
    closedOn: row.closed_on,
    clerkId: row.clerk_id,
    clerkName: row.clerk_name,
    causeCode: row.cause_code,
    source: row.source as 'entry',
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    parties: parties.map(party),
    can: {
      edit,
      changeParties: edit,
      reveal: !ctx.may('cases.reveal') ? 'not-allowed' : outside && !grant?.levels.includes('C1') ? 'level-c1-missing' : true,
    },
  }
}
const causeRow = (c: Awaited<ReturnType<typeof causes>>[number]) => ({
  edition: c.edition!,
  code: c.code,
  parent: c.parent,
  level: c.level,
  name: c.name,
  from: c.from!,
  until: c.until,
})

/** Registry of courts' cases, parties and agents; import of case lists. */
export const cases: ModuleServer = {
  name: 'cases',
  dependsOn: ['organisations'],
  permissions: api.permissions,
  bindings: [
    bind(api.listCases, async (ctx, { query }) => {
      const page = await listCases(ctx, query)
      await ctx.auditReading({
        verb: 'case.list',
        objectType: 'cases',
        objectId: '-',
        data: {
          rows: page.items.length,
          searched: Boolean(query.q),
          ...(await grantsBehind(
            ctx,
            page.items.map((c) => c.id),
          )),
        },
      })
      return { items: page.items.map(item), next: page.next }
    }),
    bind(api.exportCases, (ctx, { query }) => exportCases(ctx, query)),
    bind(api.countCases, (ctx, { query }) => countCases(ctx, query)),
    bind(api.readCase, (ctx, { params }) => detail(ctx, params.id)),
    bind(api.createCase, (ctx, { body }) => createCase(ctx, body)),
    bind(api.editCase, (ctx, { params, revision, body }) => editCase(ctx, params.id, revision, body)),
    bind(api.addParty, (ctx, { params, revision, body }) => addParty(ctx, params.id, revision, body)),
    bind(api.editParty, (ctx, { params, revision, body }) => editParty(ctx, params.id, params.partyId, revision, body)),
    bind(api.removeParty, (ctx, { params, revision }) => removeParty(ctx, params.id, params.partyId, revision)),
    bind(api.revealParty, (ctx, { params, body }) => revealParty(ctx, params.id, params.partyId, body.reason)),
    bind(api.listCauses, async (ctx, { query }) => ({ items: (await causes(ctx, query.on ?? todayOf(ctx), query.q)).map(causeRow) })),
    bind(register.listCauseRegister, (ctx, { query }) => causeRegister(ctx, query)),
    bind(register.saveCause, (ctx, { params, body }) => writeCause(ctx, params, body)),
    bind(api.listCaseTypes, async (ctx) => ({
      items: (await caseTypes(ctx)).map((t) => ({ code: t.code, zh: t.name_zh, en: t.name_en, area: t.family, enabled: t.enabled })),
    })),
    bind(register.listCaseTypeRegister, (ctx, { query }) => caseTypeRegister(ctx, query)),
    bind(register.saveCaseType, (ctx, { params, body }) => writeCaseType(ctx, params.code, body)),

    bind(imports.uploadImport, async (ctx, { file }) => shownJob(await registerList(ctx, file))),
    bind(imports.listImports, async (ctx) => ({
      items: (
        await db(ctx)
          .selectFrom('cases.import_job')
          .selectAll()
          .where('court_id', '=', ctx.actor.courtId!)
          .orderBy('id', 'desc')
          .limit(50)
          .execute()
      ).map(shownJob),
    })),
    bind(imports.readImport, async (ctx, { params }) => shownJob(await findJob(ctx, params.id))),
    bind(imports.sampleImport, (ctx, { params }) => sampleOf(ctx, params.id)),
    bind(imports.mapImport, async (ctx, { params, revision, body }) => shownJob(await mapList(ctx, params.id, revision, body.mapping))),
    bind(imports.checkImport, async (ctx, { params }) => shownJob(await startList(ctx, params.id, 'checking'))),
    bind(imports.runImport, async (ctx, { params, body }) => shownJob(await startList(ctx, params.id, 'running', body.update))),
    bind(imports.cancelImport, async (ctx, { params }) => shownJob(await cancelList(ctx, params.id))),
    bind(imports.listImportRows, (ctx, { params, query }) => rowsOf(ctx, params.id, query)),
    bind(imports.importErrors, (ctx, { params, query }) => errorsFile(ctx, params.id, query.format, query.language)),
  ],
  jobs: [
    { name: IMPORT_JOB, run: (app, data) => runList(app, Number(data.courtId), Number(data.importId)) },
    { name: 'cases-import-resume', cron: '* * * * *', run: (app) => resumeLists(app) },
  ],
  onStart: seedReference,
}
