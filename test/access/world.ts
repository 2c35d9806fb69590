import sharp from 'sharp'
import type { Actor } from '../../platform/http/context.ts'
import { complaint } from '../../modules/filing/fixtures.ts'
import { idNoOf } from '../../modules/organisations/fixtures.ts'
import { roleKeys, type Role, sideOfRole } from '../../modules/organisations/rules/roles.ts'
import { testApp, type TestApp } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type Grant, pageCategories, type Seen, type Written } from './oracle.ts'

/** A name that stands nowhere but in this one case: wherever it turns up without level C1, something leaks. */
export const PARTY = '欧阳闻笛'
export const OPPONENT = '令狐采薇'

export interface World {
  t: TestApp
  c: TestCourt
  caseId: number
  number: string
  partyId: number
  recordId: number
  batchId: number
  orderId: number
  tasks: Record<Grant['stage'], number>
  pages: Record<string, number>
  filingDocuments: Record<string, number>
  issuedId: number
  evidenceId: number
}
const PDF = Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** One case with something of every kind in it: parties, filing, papers of each category, a document set on its way, evidence of service. */
export const buildWorld = async (): Promise<World> => {
  const t = await testApp()
  const c = await testCourt(t)
  for (const role of roleKeys) if (!(role in c.people)) await c.person(role, role)
  // Court staff of no division here, who have nothing to do with the case.
  for (const role of ['judge', 'clerk'] as const) await c.person(`${role}Elsewhere`, role)
  const one = async (text: string, values: unknown[] = []): Promise<number> => Number((await t.owner.query(text, values)).rows[0]?.id)
  const good = async (r: Promise<{ status: number; body: Record<string, never> }>) => {
    const { status, body } = await r
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
    return body as Record<string, never> & { id: number; caseId: number; revision: number; orderIds: number[] }
  }
  const { id: recordId, caseId } = await good(
    c.as('filingOfficer').post('/filing/records', complaint({ applicant: PARTY, respondent: OPPONENT, respondentKind: 'natural' })),
  )
  const number = '（2026）苏1299民初77号'
  await t.owner.query(
    "update cases.case_record set number = $2, number_year = 2026, number_type = '民初', number_seq = 77, type_code = '民初', status = 'open', amount = 345678.9, cause_name = '民间借贷纠纷', filed_on = '2026-09-21', division_id = $3, judge_id = $4, clerk_id = $5 where id = $1",
    [caseId, number, c.divisions.civil, c.people.judge, c.people.clerk],
  )
  const partyId = await one("select id from cases.party where case_id = $1 and role = 'plaintiff'", [caseId])
  const shown = await good(c.as('filingOfficer').get(`/cases/${caseId}`))
  await good(
    c
      .as('filingOfficer')
      .patch(
        `/cases/${caseId}/parties/${partyId}`,
        { paperKind: 'idCard', paper: idNoOf(7), phone: '13900001111' },
        { 'if-match': `"${shown.revision}"` },
      ),
  )

  // Lists leave with outsourced staff only by permission (7.3.2.5); what such a list then shows is the row scope's business.
  await t.owner.query(
    `insert into disclosure.export_permit (court_id, person_id, reason, from_at, until_at, given_by) values ($1, $2, '核对', $3::timestamptz, $3::timestamptz + interval '30 days', $4)`,
    [c.courtId, c.people.teamLead, t.clock.now().toString(), c.people.management],
  )
  const { id: batchId } = await good(c.as('clerk').post('/dossiers/batches', { caseId, node: 'filing', pages: pageCategories.length }))
  const image = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer()
  const stored = await t.app.files.put(c.courtId, image)
  const upload = await one(
    "insert into dossiers.upload (court_id, batch_id, case_id, sha256, size, name, type, state, by_person) values ($1, $2, $3, $4, 100, 'scan.jpg', 'image/jpeg', 'done', $5) returning id",
    [c.courtId, batchId, caseId, stored.sha256, c.people.operator],
  )
  const pages: Record<string, number> = {}
  for (const [position, category] of pageCategories.entries()) {
    const volume = category === 'secondaryVolume' ? 'secondary' : 'main'
    const entry = category
      ? await one(
          'insert into dossiers.entry (court_id, batch_id, case_id, name, category, volume, by_person) values ($1, $2, $3, $4, $4, $5, $6) returning id',
          [c.courtId, batchId, caseId, category, volume, c.people.operator],
        )
      : null
    const page = await one(
      'insert into dossiers.page (court_id, batch_id, case_id, position, category, entry_id, upload_id, source_page) values ($1, $2, $3, $4, $5, $6, $7, 1) returning id',
      [c.courtId, batchId, caseId, position, category, entry, upload],
    )
    await t.owner.query(
      'insert into dossiers.page_version (court_id, page_id, batch_id, case_id, version, sha256, thumb_sha256, width, height) values ($1, $2, $3, $4, 1, $5, $5, 300, 400)',
      [c.courtId, page, batchId, caseId, stored.sha256],
    )
    pages[category ?? 'uncatalogued'] = page
  }

  const pdf = await t.app.files.put(c.courtId, PDF)
  const filingDocuments: Record<string, number> = {}
  filingDocuments.receipt = await one("select id from filing.document where record_id = $1 and kind = 'receipt'", [recordId])
  for (const kind of ['acceptance', 'refusalRuling'])
    filingDocuments[kind] = await one(
      'insert into filing.document (court_id, record_id, case_id, kind, file_sha256, file_size, name, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id',
      [c.courtId, recordId, caseId, kind, pdf.sha256, PDF.length, `${kind}.pdf`, c.people.filingOfficer],
    )

  const set = await good(c.as('clerk').post('/service-sets', { caseId, kind: 'complaint', title: '起诉状副本' }))
  const issuedId = await one(
    "insert into service_of_process.document (court_id, set_id, case_id, name, sha256, size, uploaded_by) values ($1, $2, $3, '应诉通知书.pdf', $4, $5, $6) returning id",
    [c.courtId, set.id, caseId, pdf.sha256, PDF.length, c.people.clerk],
  )
  const { orderIds } = await good(
    c
      .as('clerk')
      .post(
        `/service-sets/${set.id}/hand-over`,
        { engagementId: c.engagementId, recipients: [{ partyId }] },
        { 'if-match': `"${set.revision}"` },
      ),
  )
  const orderId = orderIds[0]!
  const attempt = await one(
    "insert into service_of_process.attempt (court_id, order_id, case_id, round, method, state, by_person) values ($1, $2, $3, 1, 'mail', 'dispatched', $4) returning id",
    [c.courtId, orderId, caseId, c.people.operator],
  )
  const evidenceId = await one(
    "insert into service_of_process.evidence (court_id, attempt_id, order_id, case_id, kind, name, sha256, size, type, by_person) values ($1, $2, $3, $4, 'mailSlip', '回执.pdf', $5, $6, 'application/pdf', $7) returning id",
    [c.courtId, attempt, orderId, caseId, pdf.sha256, PDF.length, c.people.operator],
  )
  const task = (subject: string, id: number): Promise<number> =>
    one("select id from worklist.task where subject_type = $1 and subject_id = $2 and performer = 'outsourced' limit 1", [subject, id])
  const scan = await task('batch', batchId)
  return {
    t,
    c,
    caseId,
    number,
    partyId,
    recordId,
    batchId,
    orderId,
    pages,
    filingDocuments,
    issuedId,
    evidenceId,
    tasks: { filing: await task('filing', recordId), scan, catalogue: scan, return: scan, service: await task('service', orderId) },
  }
}

export const actorOf = (w: World, who: string, role: Role): Actor => ({
  accountId: null,
  personId: w.c.people[who]!,
  courtId: w.c.courtId,
  contractorId: sideOfRole(role) === 'contractor' ? w.c.contractorId : null,
  side: sideOfRole(role),
  roles: [role],
  divisionIds: [],
  engagementIds: sideOfRole(role) === 'contractor' ? [w.c.engagementId] : [],
  name: who,
  sessionId: null,
  ip: null,
})

/** Puts exactly this grant into the hands of this person (as the owner: causes are the business of the commands). */
export const giveGrant = async (w: World, who: string, g: Grant, from = '2026-09-21T01:00Z', until = '2026-12-01Z'): Promise<number> =>
  Number(
    (
      await w.t.owner.query(
        'insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, categories, levels, actions, from_at, until_at) values ($1, $2, (select side from organisations.person where id = $2), $3, $4, $5, $6, $7, $8, $9, $10) returning id',
        [w.c.courtId, w.c.people[who], w.caseId, w.tasks[g.stage], g.stage, g.categories, g.levels, g.actions, from, until],
      )
    ).rows[0].id,
  )
export const changeGrant = (w: World, id: number, g: Grant): Promise<unknown> =>
  w.t.owner.query(
    'update confidentiality.access_grant set task_id = $2, stage = $3, categories = $4, levels = $5, actions = $6 where id = $1',
    [id, w.tasks[g.stage], g.stage, g.categories, g.levels, g.actions],
  )
export const dropGrants = (w: World): Promise<unknown> =>
  w.t.owner.query('delete from confidentiality.access_grant where case_id = $1', [w.caseId])

/** Everything of the case as the application's role sees it, in one statement under the policies. Levels of single fields are the API's. */
export const SEEN_SQL = `select (select count(*)::int from cases.case_record where id = $1) as "case", (select count(*)::int from cases.party where case_id = $1) as parties,
  array(select coalesce(p.category, 'uncatalogued') from dossiers.page p join dossiers.page_version v on v.page_id = p.id and v.court_id = p.court_id where p.case_id = $1 order by 1) as pages,
  array(select category from dossiers.entry where case_id = $1 order by 1) as entries, (select count(*)::int from dossiers.batch where case_id = $1) as batch,
  (select count(*)::int from filing.record where case_id = $1) as filing, array(select kind from filing.document where case_id = $1 order by 1) as "filingDocuments",
  (select count(*)::int from service_of_process.service_order where case_id = $1) as "order", (select count(*)::int from service_of_process.document where case_id = $1) as issued,
  (select count(*)::int from service_of_process.evidence where case_id = $1) as evidence`
export type SeenRows = Omit<Seen, 'title' | 'amount' | 'panel'>
export const bareRows = (r: Record<string, unknown>): SeenRows => {
  const yes = (key: string): boolean => Number(r[key]) > 0
  return {
    case: yes('case'),
    parties: yes('parties'),
    pages: r.pages as string[],
    entries: r.entries as string[],
    batch: yes('batch'),
    filing: yes('filing'),
    filingDocuments: r.filingDocuments as string[],
    order: yes('order'),
    issued: yes('issued'),
    evidence: yes('evidence'),
  }
}
export const rowsOf = ({ title: _t, amount: _a, panel: _p, ...rows }: Seen): SeenRows => rows

/** One statement for each thing that could be written; answers how many rows it met. All of it is undone. */
export const WRITES: Readonly<Record<keyof Written, string>> = {
  party: 'update cases.party set revision = revision where case_id = $1',
  case: 'update cases.case_record set updated_at = updated_at where id = $1',
  page: "update dossiers.page set rotation = 90 where case_id = $1 and category = 'complaint'",
  entry:
    "insert into dossiers.entry (court_id, batch_id, case_id, name, category, volume, by_person) select bw.court(), $2, $1, 'x', 'complaint', 'main', bw.person()",
  upload:
    "insert into dossiers.upload (court_id, batch_id, case_id, sha256, size, name, type, by_person) select bw.court(), $2, $1, 'x', 1, 'x', 'image/jpeg', bw.person()",
  attempt:
    "insert into service_of_process.attempt (court_id, order_id, case_id, round, method, state, by_person) select bw.court(), $2, $1, 99, 'mail', 'planned', bw.person()",
}
