import type pg from 'pg'
import { CASE, CASES, PERSON } from './fill.ts'
import type { Court } from './server.ts'

/** Ids of the filled items begin here; the n-th hangs on the n-th case. */
export const RECORD = 40_000_000
export const BATCH = 41_000_000
export const ORDER = 42_000_000
export const SET = 43_000_000
const ITEM_TASK = 15_000_000
const ITEM_INSTANCE = 25_000_000
const WAITING = 20_000

/**
 * What hangs on the cases, one of each to a case: filings (one in five waits for a decision, one in ten for its fee), batches (one in ten
 * open), service orders (one in five open); beside them notices, exclusions, denials and the ledger. By SQL as in `fill`, for the lists alone.
 */
export const fillItems = async (client: pg.Client, court: Court): Promise<void> => {
  const c = court.courtId
  const q = (text: string) => client.query(text)
  const series = `from generate_series(1, ${CASES}) n`
  const officer = court.filingOfficer.personId
  const judge = court.judge.personId
  const [reader] = court.readers as [Court['readers'][number]]
  const at = "now() - (n % 700) * interval '1 day' - (n % 1440) * interval '1 minute'"
  await q("set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB'")

  await q(`insert into filing.record (court_id, id, case_id, received_at, channel, applicant, respondent, statement, division_id, officer_id, fee_open)
    select ${c}, ${RECORD} + n, ${CASE} + n, ${at}, 'window', '申请人' || n, '被告' || n, '', null, ${officer}, n % 10 = 3 ${series}`)
  await q(`insert into filing.deadline (court_id, record_id, case_id, rule, version, basis, inputs, due_on, steps, calendar_version, provisional)
    select ${c}, ${RECORD} + n, ${CASE} + n, rule, '1', '{}', '{}', (${at})::date + 7, '[]', '1', false ${series}, unnest('{filing-decision,filing-fee}'::text[]) rule where rule = 'filing-decision' or n % 10 = 3`)
  await q(`insert into filing.decision (court_id, record_id, case_id, task_id, kind, decided_by, decided_at, due_on, in_time, article)
    select ${c}, ${RECORD} + n, ${CASE} + n, 0, 'accept', ${officer}, ${at} + interval '3 days', (${at})::date + 7, true, '' ${series} where n % 5 > 0`)
  await q(`insert into filing.fee (court_id, record_id, case_id, kind, amount, happened_on, noted_by)
    select ${c}, ${RECORD} + n, ${CASE} + n, kind, 100, (${at})::date + 3, ${officer} ${series}, unnest('{set,noticed}'::text[]) kind where n % 10 = 3`)

  await q(`insert into dossiers.batch (court_id, id, number, case_id, node, sent_pages, engagement_id, sender_id, handed_over_at, mounted, ended, stopped)
    select ${c}, ${BATCH} + n, 'SM2026' || lpad(n::text, 8, '0'), ${CASE} + n, 'filing', 20, ${court.engagementId}, ${court.clerk.personId}, ${at}, n % 10 > 0, n % 10 > 0, n % 50 = 0 ${series}`)
  await q(`insert into dossiers.event (court_id, batch_id, case_id, kind, at, due_at, by_person)
    select ${c}, ${BATCH} + n, ${CASE} + n, kind, ${at}, ${at} + interval '3 days', ${court.clerk.personId} ${series}, unnest('{handedOver,mounted,ended,clockStopped}'::text[]) kind
    where kind = 'handedOver' or (kind in ('mounted', 'ended') and n % 10 > 0) or (kind = 'clockStopped' and n % 50 = 0)`)
  // One large bundle, whose pages are read as its own list.
  await q(`insert into dossiers.page (court_id, id, batch_id, case_id, position, version, category, upload_id, source_page)
    select ${c}, ${BATCH} + n, ${BATCH} + ${CASES / 2}, ${CASE} + ${CASES / 2}, n, 1, 'evidence', 1, n from generate_series(1, 500) n`)
  await q(`insert into dossiers.page_version (court_id, page_id, batch_id, case_id, version, sha256, thumb_sha256, width, height)
    select ${c}, ${BATCH} + n, ${BATCH} + ${CASES / 2}, ${CASE} + ${CASES / 2}, 1, 'x', 'x', 100, 100 from generate_series(1, 500) n`)

  await q(`insert into service_of_process.document_set (court_id, id, case_id, kind, title, handed_over_at, made_by)
    select ${c}, ${SET} + n, ${CASE} + n, 'complaint', '起诉状副本', case when n % 25 > 0 then ${at} end, ${court.clerk.personId} ${series}`)
  await q(`insert into service_of_process.service_order (court_id, id, set_id, case_id, party_id, recipient, recipient_role, engagement_id, state, method, handed_over_at, sla_due_at, legal_due_on, dispatched_at, next_due_at)
    select ${c}, ${ORDER} + n, ${SET} + n, ${CASE} + n, n, '被告' || n, 'defendant', ${court.engagementId}, case when n % 5 = 0 then 'feedback' else 'served' end, case when n % 3 = 0 then 'direct' else 'mail' end,
      ${at}, ${at} + interval '2 days', (${at})::date + 5, ${at} + interval '1 day', case when n % 5 = 0 then now() + (n % 20 - 4) * interval '1 day' end ${series}`)
  await q(`insert into service_of_process.attempt (court_id, order_id, case_id, round, method, state, dispatched_at, mail_no, by_person)
    select ${c}, ${ORDER} + n, ${CASE} + n, 1, 'mail', 'dispatched', ${at} + interval '1 day', 'EMS' || lpad(n::text, 10, '0'), ${reader.personId} ${series}`)

  // Their processes; filings that wait for a decision, a quarter of them in one judge's hands; orders in the hands of one operator.
  const item = (from: number, id: number, subject: string, key: string, where = 'true') =>
    q(`insert into processes.instance (court_id, id, definition_id, key, case_id, subject_type, subject_id, engagement_id, next_id, variables, started_at)
      select ${c}, ${ITEM_INSTANCE} + ${from} + n, (select id from processes.definition where key = '${key}' and state = 'published'), '${key}', ${CASE} + n, '${subject}', ${id} + n, ${court.engagementId}, 5, '{}', ${at} ${series} where ${where}`)
  await item(0, RECORD, 'filing', 'filing-entry')
  await item(CASES, BATCH, 'batch', 'scan-catalogue')
  await item(CASES * 2, ORDER, 'service', 'service-of-process', 'n % 5 = 0')
  const task = (id: number, instance: number, subject: string, subjectId: number, key: string, form: string, who: string, where: string) =>
    q(`insert into worklist.task (court_id, id, instance_id, definition_id, element_id, local_id, token_id, key, case_id, subject_type, subject_id, form, nature, performer, role, stage, division_id, engagement_id, state, assignee_id, assignee_side, opened_at, due_at)
      select ${c}, ${ITEM_TASK} + ${id} + n, ${ITEM_INSTANCE} + ${instance} + n, e.definition_id, e.element_id, 1, 1, '${key}', ${CASE} + n, '${subject}', ${subjectId} + n, '${form}', e.nature, e.performer, e.role, coalesce(e.stage, 'x'),
        null, case when e.performer = 'outsourced' then ${court.engagementId}::int end, case when ${who} is null then 'ready' else 'claimed' end, ${who}, case when ${who} is not null then case e.performer when 'court' then 'court' else 'contractor' end end, ${at}, ${at} + interval '7 days'
      ${series} cross join lateral (select e.* from processes.element e join processes.definition d on d.id = e.definition_id where d.key = '${key}' and d.state = 'published' and e.form = '${form}' limit 1) e where ${where}`)
  await task(
    0,
    0,
    'filing',
    RECORD,
    'filing-entry',
    'filing-decision',
    `(case when n % 20 = 0 then ${judge}::bigint end)`,
    `n % ${CASES / WAITING} = 0`,
  )
  const orders = `n % 5 = 0 and n <= 1000`
  await task(CASES, CASES * 2, 'service', ORDER, 'service-of-process', 'service-attempt', `${reader.personId}::bigint`, orders)
  await q(`insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, categories, levels, actions, from_at, until_at)
    select ${c}, ${reader.personId}, 'contractor', ${CASE} + n, ${ITEM_TASK} + ${CASES} + n, 'serve', '{issuedDocument}', '{C1,C2}', '{read,write}', now() - interval '1 day', now() + interval '30 days' ${series} where ${orders}`)

  await q(`insert into worklist.notice (court_id, person_id, kind, data, link, at, read_at)
    select ${c}, case when n % 50 = 0 then ${reader.personId} when n % 50 = 1 then ${judge} else ${PERSON} + n % 500 end, 'task-late', '{}', null, ${at}, case when n % 3 > 0 then now() end ${series}`)
  await q(`insert into indicators.exclusion (court_id, letter, item_type, item_id, code, reason, asked_by, decided_by, approved)
    select ${c}, 'd', 'service', ${ORDER} + n, 'court-cause', '', ${court.teamLead.personId}, ${officer}, n % 2 = 0 ${series} where n % 100 = 0`)
  // Vetoes and recusals of other people: no list of those measured is shorter for them, and every policy has to ask about them.
  await q(`insert into confidentiality.denial (court_id, person_id, case_id, kind, reason, made_by, ended_at)
    select ${c}, ${PERSON} + 900 + n, ${CASE} + n, 'recusal', '', ${officer}, case when n % 4 > 0 then now() end from generate_series(1, 400) n`)
  await q(`insert into cases.import_job (court_id, id, file_sha256, file_name, file_size, format, header_row, headers, signature, mapping, state, made_by)
    select ${c}, 900 + n, n::text, 'x.csv', 1, 'csv', 1, '{}', 'x', '{}', 'done', ${court.management.personId} from generate_series(1, 20) n`)
  await q(`insert into cases.import_row (court_id, job_id, row_no, state, number, detail)
    select ${c}, 901, n, case when n % 10 = 0 then 'error' else 'flagged' end, 'x', '{}' from generate_series(1, 20000) n`)
  await q('set session_replication_role = origin')
  // The ledger's own rows are written as always: it takes none that its triggers have not seen.
  await q(`insert into audit.event (court_id, at, person_id, contractor_id, side, verb, object_type, object_id, case_id, grant_id, data)
    select ${c}, now(), case when n % 20 = 0 then ${reader.personId} else ${PERSON} + n % 500 end, ${court.contractorId}, 'contractor', case when n % 50 = 0 then 'access.refused' when n % 3 = 0 then 'case.read' else 'task.claim' end,
      case when n % 3 = 0 then 'case' else 'task' end, (${CASE} + n)::text, ${CASE} + n, case when n % 3 = 0 then (select min(id) from confidentiality.access_grant) + n end,
      case when n % 50 = 0 then jsonb_build_object('code', 'not-found', 'endpoint', 'GET /cases/:id') end ${series}`)
  // What happened with a service order, twenty events each.
  await q(`insert into audit.event (court_id, at, person_id, contractor_id, side, verb, object_type, object_id, case_id, data)
    select ${c}, now(), ${reader.personId}, ${court.contractorId}, 'contractor', 'service.attempt', 'service', (${ORDER} + n % 250)::text, ${CASE} + n % 250, '{}' from generate_series(1, 5000) n`)
  await q("set synchronous_commit = on; select setval(pg_get_serial_sequence('worklist.task', 'id'), 900000000)")
  await q('vacuum analyze')
  await q('checkpoint')
}
