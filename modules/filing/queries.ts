import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import { anyOf, pageInScope } from '../cases/public.ts'
import { parseCaseNumber } from '../cases/rules/case-number.ts'
import { nameGrams, queryGrams, tidyName } from '../cases/rules/names.ts'
import { readPaper, type PaperKind } from '../cases/rules/identity.ts'
import type { Likeness } from './rules.ts'

export interface StepRow {
  taskId: number
  elementId: string
  nameZh: string
  nameEn: string
  form: string
  role: string
  dueAt: string
  state: string
  assigneeId: number | null
  assigneeName: string | null
}
export interface FilingRow {
  id: number
  case_id: number
  number: string | null
  title: string
  applicant: string
  respondent: string
  channel: string
  received_at: string
  statement: string
  division_id: number | null
  officer_name: string
  due_on: string | null
  provisional: boolean | null
  state: 'open' | 'awaiting' | 'accepted' | 'refused' | 'returned' | 'void'
  steps: StepRow[]
  fee_amount: string | null
  fee_due_on: string | null
  fee_noticed_on: string | null
  fee_paid_on: string | null
  fee_waived: boolean
}

// Where an item stands is read from its open tasks; the filing with what hangs on it, from its view (one policy for all of it).
const columns = sql`r.id, r.case_id, c.number, c.title, r.applicant, r.respondent, r.channel, r.received_at, r.statement, coalesce(c.division_id, r.division_id) as division_id,
  (select p.name from organisations.person p where p.id = r.officer_id) as officer_name, r.due_on, r.provisional, r.state,
  coalesce((select json_agg(json_build_object('taskId', t.id, 'elementId', t.element_id, 'nameZh', e.name_zh, 'nameEn', e.name_en, 'form', t.form, 'role', t.role, 'dueAt', t.due_at, 'state', t.state,
      'assigneeId', t.assignee_id, 'assigneeName', (select p.name from organisations.person p where p.id = t.assignee_id)) order by t.due_at, t.id)
    from worklist.task t join processes.element e on e.definition_id = t.definition_id and e.element_id = t.element_id
    where t.court_id = r.court_id and t.subject_type = 'filing' and t.subject_id = r.id and t.state in ('ready', 'claimed', 'started', 'suspended')), '[]') as steps,
  r.fee_amount, r.fee_due_on, r.fee_noticed_on, r.fee_paid_on, r.fee_waived`
const shown = sql`filing.record_shown r join cases.case_record c on c.court_id = r.court_id and c.id = r.case_id`

const officerForms = ['filing-intake', 'filing-decision', 'filing-supplement', 'filing-not-supplemented', 'filing-refusal']
const waiting = (
  ctx: Ctx,
) => sql`exists (select from worklist.task t where t.court_id = r.court_id and t.subject_type = 'filing' and t.subject_id = r.id and t.form = any (${officerForms}::text[])
  and t.state in ('ready', 'claimed', 'started') and (t.assignee_id is null or t.assignee_id = ${ctx.actor.personId}))`
const unpaid = sql`r.fee_open`

export type View = 'today' | 'decide' | 'fees' | 'all'
/** One page of the desk: newest first, but what waits (for a decision, for the fee) oldest first. */
export const listFilings = async (
  ctx: Ctx,
  f: { view: View; q?: string; caseId?: number; cursor?: string; limit: number; dayStart: string; dayEnd: string },
): Promise<{ items: FilingRow[]; next: string | null }> => {
  const up = f.view === 'decide' || f.view === 'fees'
  const where: RawBuilder<unknown>[] = []
  if (f.view === 'today') where.push(sql`r.received_at >= ${f.dayStart}::timestamptz and r.received_at < ${f.dayEnd}::timestamptz`)
  if (f.view === 'decide') where.push(waiting(ctx))
  if (f.view === 'fees') where.push(unpaid)
  if (f.caseId) where.push(sql`r.case_id = ${f.caseId}`)
  if (f.q) {
    const number = parseCaseNumber(f.q)
    const grams = queryGrams(f.q)
    where.push(
      number.ok
        ? sql`r.case_id = any (array(select c.id from cases.case_record c where c.court_id = ${ctx.actor.courtId} and c.number = ${number.text}))`
        : grams.length
          ? sql`r.case_id = any (array(select t from cases.find_titles(${grams}::text[], null, 2000) t))`
          : sql`false`,
    )
  }
  const at = readCursor(f.cursor, 2)
  if (at)
    where.push(
      up
        ? sql`(r.received_at, r.id) > (${at[0]}::timestamptz, ${at[1]}::bigint)`
        : sql`(r.received_at, r.id) < (${at[0]}::timestamptz, ${at[1]}::bigint)`,
    )
  const ids = await pageInScope(
    ctx,
    { view: 'filing.record_in_scope', table: 'filing.record' },
    {
      columns: sql`r.received_at, r.id`,
      where,
      order: up ? sql`r.received_at, r.id` : sql`r.received_at desc, r.id desc`,
      limit: f.limit + 1,
      named: f.caseId || f.q ? 'byCase' : false,
    },
  )
  const { rows } = await sql<FilingRow>`select ${columns} from ${shown} where r.court_id = ${ctx.actor.courtId} and r.id = ${anyOf(ids)}
    order by ${up ? sql`r.received_at, r.id` : sql`r.received_at desc, r.id desc`}`.execute(ctx.tx)
  return pageOf(rows, f.limit, (r) => [r.received_at, r.id])
}

/** Counted in the view of the actor's scope (the court's roles alone may ask): what waits is read once for its two figures. */
export const figures = async (
  ctx: Ctx,
  q: { today: string; dayStart: string; dayEnd: string },
): Promise<{ today: number; decide: number; late: number; feesLate: number }> => {
  const count = (where: RawBuilder<unknown>) =>
    sql`(select count(*)::int from filing.record_in_scope r where r.court_id = ${ctx.actor.courtId} and ${where})`
  const { rows } = await sql<{ today: number; decide: number; late: number; feesLate: number }>`select
    ${count(sql`r.received_at >= ${q.dayStart}::timestamptz and r.received_at < ${q.dayEnd}::timestamptz`)} as today, w.decide, w.late,
    ${count(sql`${unpaid} and r.fee_due_on < ${q.today}::date`)} as "feesLate"
    from (select count(*)::int as decide, count(*) filter (where r.decision_due_on < ${q.today}::date)::int as late from filing.record_in_scope r where r.court_id = ${ctx.actor.courtId} and ${waiting(ctx)}) w`.execute(
    ctx.tx,
  )
  return rows[0]!
}

/** The filing as the actor's scope shows it; null when it is not there for him. */
export const findFiling = async (ctx: Ctx, id: number): Promise<FilingRow | null> => {
  const { rows } = await sql<FilingRow>`select ${columns} from ${shown} where r.court_id = ${ctx.actor.courtId} and r.id = ${id}`.execute(
    ctx.tx,
  )
  return rows[0] ?? null
}

const name = (column: string) => sql`(select p.name from organisations.person p where p.id = ${sql.ref(column)})`
type Parts = {
  materials: {
    id: number
    name: string
    copies: number
    pages: number
    original: boolean
    receivedAt: string
    supplementId: number | null
  }[]
  deadlines: {
    rule: string
    dueOn: string
    basis: string[]
    inputs: Record<string, string>
    steps: { code: string; zh: string; en: string; date?: string }[]
    calendarVersion: string
    provisional: boolean
    computedAt: string
  }[]
  decisions: {
    kind: string
    by: string
    at: string
    dueOn: string | null
    inTime: boolean | null
    article: string
    reason: string
    number: string | null
  }[]
  supplements: {
    id: number
    round: number
    issuedAt: string
    by: string
    againReason: string
    arrivedAt: string | null
    items: { id: number; what: string; article: string; visibleOn: string }[]
  }[]
  documents: { id: number; kind: 'acceptance'; name: string; size: number; madeAt: string; by: string }[]
  entries: {
    round: number
    by: string
    at: string
    fields: number
    parties: number
    warnings: number
    passed: boolean | null
    checkedBy: string | null
    marks: { field: string; note: string }[]
  }[]
  handover: { divisionName: string; volumes: number; pages: number; handedBy: string; receivedBy: string; at: string } | null
  voided: { reason: string; by: string; at: string } | null
}
/** Everything that hangs on a filing, in one round trip. */
export const partsOf = async (ctx: Ctx, id: number): Promise<Parts> => {
  const mine = sql`x.court_id = ${ctx.actor.courtId} and x.record_id = ${id}`
  const { rows } = await sql<Parts>`select
    coalesce((select json_agg(json_build_object('id', x.id, 'name', x.name, 'copies', x.copies, 'pages', x.pages, 'original', x.original, 'receivedAt', x.received_at, 'supplementId', x.supplement_id) order by x.id) from filing.material x where ${mine}), '[]') as materials,
    coalesce((select json_agg(json_build_object('rule', x.rule, 'dueOn', x.due_on, 'basis', x.basis, 'inputs', x.inputs, 'steps', x.steps, 'calendarVersion', x.calendar_version, 'provisional', x.provisional, 'computedAt', x.computed_at) order by x.id desc) from filing.deadline x where ${mine}), '[]') as deadlines,
    coalesce((select json_agg(json_build_object('kind', x.kind, 'by', ${name('x.decided_by')}, 'at', x.decided_at, 'dueOn', x.due_on, 'inTime', x.in_time, 'article', x.article, 'reason', x.reason, 'number', x.number) order by x.id) from filing.decision x where ${mine}), '[]') as decisions,
    coalesce((select json_agg(json_build_object('id', x.id, 'round', x.round, 'issuedAt', x.issued_at, 'by', ${name('x.issued_by')}, 'againReason', x.again_reason,
        'arrivedAt', (select a.received_at from filing.supplement_arrival a where a.court_id = x.court_id and a.supplement_id = x.id),
        'items', (select coalesce(json_agg(json_build_object('id', i.id, 'what', i.what, 'article', i.article, 'visibleOn', i.visible_on) order by i.id), '[]') from filing.supplement_item i where i.court_id = x.court_id and i.supplement_id = x.id)) order by x.round)
      from filing.supplement x where ${mine}), '[]') as supplements,
    coalesce((select json_agg(json_build_object('id', x.id, 'kind', x.kind, 'name', x.name, 'size', x.file_size, 'madeAt', x.made_at, 'by', ${name('x.made_by')}) order by x.id) from filing.document x where ${mine}), '[]') as documents,
    coalesce((select json_agg(json_build_object('round', x.round, 'by', ${name('x.keyed_by')}, 'at', x.keyed_at, 'fields', x.fields, 'parties', x.parties, 'warnings', x.warnings, 'passed', k.passed, 'checkedBy', ${name('k.checked_by')},
        'marks', (select coalesce(json_agg(json_build_object('field', m.field, 'note', m.note) order by m.id), '[]') from filing.mark m where m.court_id = k.court_id and m.check_id = k.id)) order by x.round desc)
      from filing.entry x left join lateral (select * from filing.entry_check k where k.court_id = x.court_id and k.entry_id = x.id order by k.id desc limit 1) k on true where ${mine}), '[]') as entries,
    (select json_build_object('divisionName', (select d.name from organisations.division d where d.court_id = x.court_id and d.id = x.division_id), 'volumes', x.volumes, 'pages', x.pages, 'handedBy', ${name('x.handed_by')}, 'receivedBy', ${name('x.received_by')}, 'at', x.at)
      from filing.handover x where ${mine}) as handover,
    (select json_build_object('reason', x.reason, 'by', ${name('x.voided_by')}, 'at', x.voided_at) from filing.void x where ${mine}) as voided`.execute(
    ctx.tx,
  )
  const p = rows[0]!
  return { ...p, entries: p.entries.map((e) => ({ ...e, marks: e.marks ?? [] })) }
}

export const divisions = async (ctx: Ctx): Promise<{ id: number; name: string }[]> =>
  (
    await sql<{
      id: number
      name: string
    }>`select id, name from organisations.division where court_id = ${ctx.actor.courtId} and closed_on is null and kind in ('civil', 'criminal', 'administrative', 'enforcement', 'other') order by id`.execute(
      ctx.tx,
    )
  ).rows
/** People who may sign for a file of these divisions: their judges and clerks. */
export const receivers = async (
  ctx: Ctx,
  divisionId: number | null,
): Promise<{ id: number; name: string; role: string; divisionId: number }[]> => {
  if (!divisionId) return []
  const { rows } = await sql<{
    id: number
    name: string
    role: string
    divisionId: number
  }>`select distinct p.id, p.name, o.role, o.division_id as "divisionId" from organisations.post o join organisations.person p on p.id = o.person_id and p.left_on is null
    where o.court_id = ${ctx.actor.courtId} and o.division_id = ${divisionId} and o.role in ('clerk', 'judge') and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date
      and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date) order by o.role, p.name limit 100`.execute(
    ctx.tx,
  )
  return rows
}
/** Contractors engaged today for this service item. */
export const engagements = async (ctx: Ctx): Promise<{ id: number; title: string; contractor: string }[]> =>
  (
    await sql<{
      id: number
      title: string
      contractor: string
    }>`select e.id, e.title, c.name as contractor from organisations.engagement e join organisations.contractor c on c.id = e.contractor_id
      where e.court_id = ${ctx.actor.courtId} and e.state = 'active' and 'filing-entry' = any (e.services) and e.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date and e.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date
      order by e.id`.execute(ctx.tx)
  ).rows
export const courtName = async (ctx: Ctx): Promise<string> =>
  (await sql<{ name: string }>`select name from organisations.court where id = ${ctx.actor.courtId}`.execute(ctx.tx)).rows[0]?.name ?? ''

/** Parties of the register that agree with those typed: papers by keyed hash, names only whole. The function in the database decides who may ask. */
export const agreeingParties = async (
  ctx: Ctx,
  caseId: number,
  typed: readonly { role: string; name: string; paperKind?: string | null | undefined; paper?: string | null | undefined }[],
): Promise<Likeness[]> => {
  const wanted = typed.flatMap((p, index) => {
    const shown = tidyName(p.name)
    const grams = nameGrams(shown)
    const paper = p.paper ? readPaper((p.paperKind ?? 'idCard') as PaperKind, p.paper) : null
    if (p.role === 'agent' || (grams.length < 2 && !paper?.ok)) return []
    return [
      {
        index,
        name: shown,
        grams,
        paper: paper?.ok
          ? ctx.app.keys.blindIndex(paper.text, { courtId: ctx.actor.courtId, purpose: 'cases.party.id_no' }).toString('hex')
          : null,
      },
    ]
  })
  if (wanted.length === 0) return []
  const { rows } = await sql<{
    case_id: number
    number: string | null
    status: string
    cause_name: string | null
    secret: boolean
    wanted_index: number
    role: string
    by_paper: boolean
  }>`
    select * from filing.likely_cases(${caseId}::bigint, ${JSON.stringify(wanted)}::jsonb)`.execute(ctx.tx)
  return rows.map((r) => ({
    caseId: r.case_id,
    number: r.number,
    status: r.status,
    causeName: r.cause_name,
    secret: r.secret,
    typedRole: typed[r.wanted_index]!.role,
    role: r.role,
    byPaper: r.by_paper,
  }))
}
/** Of these cases, the ones the actor may open. */
export const visibleOf = async (ctx: Ctx, ids: readonly number[]): Promise<Set<number>> => {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{
    id: number
  }>`select id from cases.case_record where court_id = ${ctx.actor.courtId} and id = any (${[...ids]}::bigint[])`.execute(ctx.tx)
  return new Set(rows.map((r) => r.id))
}

const record = (ctx: Ctx, caseId: number, recordId: number) => ({ court_id: ctx.actor.courtId, case_id: caseId, record_id: recordId })
/** Inserts one row of this schema; identities are drawn first, because a writer need not be able to read what he wrote. */
export const put = async (
  ctx: Ctx,
  table: string,
  of: { caseId: number; recordId: number },
  values: Record<string, unknown>,
): Promise<number> => {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence(${`filing.${table}`}, 'id')) as id`.execute(ctx.tx)
  const id = Number(rows[0]!.id)
  const row: Record<string, unknown> = { ...record(ctx, of.caseId, of.recordId), id, ...values }
  await sql`insert into ${sql.table(`filing.${table}`)} (${sql.join(Object.keys(row).map((k) => sql.ref(k)))}) values (${sql.join(Object.values(row))})`.execute(
    ctx.tx,
  )
  return id
}
export const latestDue = async (ctx: Ctx, recordId: number, rule: string): Promise<string | null> =>
  (
    await sql<{
      due_on: string
    }>`select due_on from filing.deadline where court_id = ${ctx.actor.courtId} and record_id = ${recordId} and rule = ${rule} order by id desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0]?.due_on ?? null
/** The last submission of the key-in screen, with how its check ended (null: not yet). */
export const lastEntry = async (
  ctx: Ctx,
  recordId: number,
): Promise<{ id: number; round: number; keyed_by: number; values_hash: Buffer; passed: boolean | null } | null> =>
  (
    await sql<{
      id: number
      round: number
      keyed_by: number
      values_hash: Buffer
      passed: boolean | null
    }>`select e.id, e.round, e.keyed_by, e.values_hash,
        (select k.passed from filing.entry_check k where k.court_id = e.court_id and k.entry_id = e.id order by k.id desc limit 1) as passed
      from filing.entry e where e.court_id = ${ctx.actor.courtId} and e.record_id = ${recordId} order by e.round desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0] ?? null
export const supplementsOf = async (
  ctx: Ctx,
  recordId: number,
): Promise<{ id: number; round: number; issued_at: string; arrived: boolean }[]> =>
  (
    await sql<{
      id: number
      round: number
      issued_at: string
      arrived: boolean
    }>`select s.id, s.round, s.issued_at, exists (select from filing.supplement_arrival a where a.court_id = s.court_id and a.supplement_id = s.id) as arrived
      from filing.supplement s where s.court_id = ${ctx.actor.courtId} and s.record_id = ${recordId} order by s.round`.execute(ctx.tx)
  ).rows
export const madeKinds = async (ctx: Ctx, recordId: number): Promise<string[]> =>
  (
    await sql<{
      kind: string
    }>`select distinct kind from filing.document where court_id = ${ctx.actor.courtId} and record_id = ${recordId}`.execute(ctx.tx)
  ).rows.map((r) => r.kind)
/** The running item of a filing. */
export const instanceOf = async (ctx: Ctx, recordId: number): Promise<number> => {
  const { rows } = await sql<{
    id: number
  }>`select id from processes.instance where court_id = ${ctx.actor.courtId} and subject_type = 'filing' and subject_id = ${recordId} order by id desc limit 1`.execute(
    ctx.tx,
  )
  return rows[0]?.id ?? 0
}
/** A stored document, when its filing is the actor's to see. */
export const findDocument = async (
  ctx: Ctx,
  id: number,
): Promise<{ id: number; case_id: number; name: string; file_sha256: string; file_size: number } | null> =>
  (
    await sql<{
      id: number
      case_id: number
      name: string
      file_sha256: string
      file_size: number
    }>`select id, case_id, name, file_sha256, file_size from filing.document where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
      ctx.tx,
    )
  ).rows[0] ?? null
