import type pg from 'pg'
import { CASE, PERSON } from './fill.ts'
import { CONTRACTORS, frameOf, OTHERS, sha, STAFF } from './fill-frame.ts'
import { fillPlaces } from './fill-places.ts'
import type { Court } from './server.ts'

/**
 * The registers of people, places, papers and secrecy, as some years leave them behind: hundreds to tens of thousands of rows each, spread over
 * forty contractors, five hundred people and the cases. By SQL as in `fill`; what the checks of a table ask for is kept.
 */
export const fillRegisters = async (client: pg.Client, court: Court): Promise<void> => {
  const frame = frameOf(client, court)
  const { office, officer, lead, contractor, person, day, at, q, rows } = frame
  const c = court.courtId
  await q("set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB'")

  await q(
    `insert into organisations.contractor (id, name, uscc) overriding system value select ${OTHERS} + n, '外包服务公司' || n, 'BENCH' || lpad(n::text, 13, '0') from generate_series(0, ${CONTRACTORS - 1}) n`,
  )
  await rows('organisations.engagement', CONTRACTORS, {
    id: contractor,
    contractor_id: contractor,
    title: "'服务合同' || n",
    from_date: 'current_date - 900',
    until_date: 'current_date + 300',
    services: "'{scan-catalogue}'",
  })

  // Standing: a statement each quarter and year, thresholds set anew now and then, serious changes.
  const figures = `jsonb_build_object('assets', '90000000', 'liabilities', '30000000', 'currentAssets', '40000000', 'currentLiabilities', '10000000', 'cash', '9000000', 'revenue', '50000000', 'netProfit', '100', 'operatingCash', '-5',
    'wagesOwed', '0', 'taxesOwed', '0', 'litigation', '0')`
  await rows(
    'standing.statement',
    CONTRACTORS,
    {
      id: `n * 100 + k`,
      contractor_id: contractor,
      period: "(2014 + k / 5)::text || case when k % 5 = 4 then '' else '-Q' || (k % 5 + 1) end",
      version: 1,
      state: "'filed'",
      figures,
      made_by: lead,
      filed_by: lead,
      filed_at: at,
    },
    'cross join generate_series(0, 59) k',
  )
  await rows('standing.paper', CONTRACTORS * 60, {
    statement_id: '(1 + (n - 1) / 60) * 100 + n % 60',
    kind: "'statement'",
    sha256: sha,
    name: "'x.pdf'",
    type: "'application/pdf'",
    size: 1,
    added_by: lead,
  })
  await rows(
    'standing.threshold',
    60,
    {
      key: 'key',
      from_date: 'current_date - n * 30',
      watch: 10,
      serious: 20,
      set_by: office,
      set_at: '(current_date - n * 30 - 1)::timestamptz',
    },
    "cross join unnest('{debtRatio,losses,negativeCash,wagesOwed,taxesOwed,litigation,revenueFall,restated,missing}'::text[]) key",
  )
  await rows('standing.event', 5000, {
    number: "'ZX' || n",
    contractor_id: contractor,
    kind: "'keyPostLoss'",
    source: "'court'",
    happened_on: day,
    known_on: day,
    wording: "'变动情况说明'",
    reported_by: office,
    reported_at: at,
    state: "case when n % 20 = 0 then 'open' else 'closed' end",
    assessed_by: `case when n % 20 > 0 then ${officer} end`,
    decided_by: `case when n % 20 > 0 then ${office} end`,
    decided_at: `case when n % 20 > 0 then ${at} end`,
    outcome: "case when n % 20 > 0 then 'continue' end",
  })

  // People: injuries, leaving, what they ask about their data, pieces in hand, leave, marks, shifts.
  await rows('injuries.injury', 5000, {
    number: "'GS' || n",
    engagement_id: contractor,
    contractor_id: `case when n % 97 = 0 then ${court.contractorId} else ${contractor} end`,
    person_id: person,
    happened_at: `${at} - n * interval '1 second'`,
    place: "'机房'",
    wording: "'搬运时扭伤'",
    reported_by: lead,
    reported_at: at,
    notified_at: at,
    state: "case when n % 20 = 0 then 'open' else 'closed' end",
    outcome: "case when n % 20 > 0 then 'settled' end",
    closed_by: `case when n % 20 > 0 then ${office} end`,
  })
  await rows('leaving.departure', 5000, {
    person_id: `case when n <= ${STAFF} then ${PERSON} + n else ${person} end`,
    contractor_id: contractor,
    kind: "'resignation'",
    last_day: day,
    reason: "'个人原因'",
    state: `case when n <= ${STAFF} and n % 5 = 0 then 'open' when n % 7 = 0 then 'withdrawn' else 'signed' end`,
    opened_by: lead,
    opened_at: at,
    media: "'none'",
    media_by: lead,
    declared_how: "'paper'",
    declared_at: at,
    signed_by: `case when (n > ${STAFF} or n % 5 > 0) and n % 7 > 0 then ${office} end`,
    erase_on: 'current_date + 900',
    erased_at: at,
  })
  await rows('leaving.request', 5000, {
    person_id: person,
    contractor_id: contractor,
    kind: "'export'",
    asked_by: lead,
    asked_at: at,
    state: "'granted'",
    decided_by: office,
    decided_at: at,
  })
  await rows('badges.piece', 10_000, {
    contractor_id: `case when n % 2 = 0 then ${court.contractorId} else ${contractor} end`,
    kind: "case when n % 3 = 0 then 'badge' else 'device' end",
    number: "'B' || n",
    person_id: person,
    code: "case when n % 3 = 0 then 'bench' || n end",
    issued_by: lead,
    issued_at: at,
    returned_at: at,
    returned_to: lead,
  })
  await rows(
    'attendance.shift',
    CONTRACTORS,
    { engagement_id: contractor, contractor_id: contractor, name: "'班次' || k", am: 'true', pm: 'true', days: "'workdays'" },
    'cross join generate_series(1, 5) k',
  )
  await rows('attendance.leave', 10_000, {
    person_id: `${PERSON} + n % ${STAFF}`,
    contractor_id: court.contractorId,
    kind: "'annual'",
    from_date: `current_date - (n / ${STAFF}) * 20`,
    from_half: "'am'",
    until_date: `current_date - (n / ${STAFF}) * 20`,
    until_half: "'pm'",
    from_at: `(current_date - (n / ${STAFF}) * 20)::timestamptz`,
    until_at: `(current_date - (n / ${STAFF}) * 20)::timestamptz + interval '1 day'`,
    half_days: 2,
    reason: "'年休假'",
    state: "'approved'",
    asked_by: `${PERSON} + n % ${STAFF}`,
    asked_at: at,
    decided_by: lead,
    decided_at: at,
    settled: 'true',
  })
  await rows('attendance.mark', 20_000, {
    person_id: `${PERSON} + n % ${STAFF}`,
    contractor_id: court.contractorId,
    on_date: `current_date - n / ${STAFF}`,
    half: "'am'",
    kind: "'late'",
    marked_by: lead,
    marked_at: at,
  })
  await rows(
    'staffing.post',
    CONTRACTORS,
    {
      id: 'n * 10 + k',
      engagement_id: contractor,
      contractor_id: contractor,
      name: "'岗位' || k",
      role: "'operator'",
      services: "'{}'",
      minimum: 1,
    },
    'cross join generate_series(1, 9) k',
  )
  await rows('staffing.vacancy', 5000, {
    engagement_id: contractor,
    contractor_id: contractor,
    post_id: `(n % ${CONTRACTORS} + 1) * 10 + 1`,
    cause: "'left'",
    missing: 1,
    worst: 1,
    opened_at: at,
    closed_at: 'now()',
    because: "'signed'",
  })
  await rows('staffing.request', 5000, {
    engagement_id: contractor,
    contractor_id: contractor,
    post_id: `(n % ${CONTRACTORS} + 1) * 10 + 1`,
    person_id: person,
    reason: "'人员离岗，请予补充'",
    due_on: day,
    state: "'accepted'",
    asked_by: office,
    asked_at: at,
    offered_person_id: `${PERSON} + (n + 1) % ${STAFF}`,
    offered_by: lead,
    offered_at: at,
    decided_by: office,
    decided_at: at,
  })
  await rows('training.course', 1000, {
    id: 'n',
    organiser: "'court'",
    title: "'课程' || lpad(n::text, 5, '0')",
    topic: "'secrecy'",
    phase: "'inService'",
    half_days: 1,
  })
  await rows('training.session', 5000, {
    id: 'n',
    course_id: 'n % 1000 + 1',
    place: "'二楼会议室'",
    on_date: 'current_date + (n % 900 - 800)',
    morning_from: "(current_date + (n % 900 - 800))::timestamptz + interval '9 hours'",
    morning_until: "(current_date + (n % 900 - 800))::timestamptz + interval '11 hours'",
    capacity: 30,
  })
  await rows('training.expected', 20_000, {
    session_id: 'n % 5000 + 1',
    person_id: `${PERSON} + n / 5000 * 100 + n % 100`,
    contractor_id: court.contractorId,
  })
  await rows('training.attendance', 20_000, {
    session_id: 'n % 5000 + 1',
    person_id: `${PERSON} + n / 5000 * 100 + n % 100`,
    contractor_id: court.contractorId,
    half: "'morning'",
    way: "'code'",
  })

  // Papers: candidates, agreements, key posts, wages, statements of expense, rules, notices, laws, duties.
  await rows('candidates.candidate', 5000, {
    contractor_id: contractor,
    state: "case when n % 10 = 0 then 'proposed' else 'rejected' end",
    name: "'候选人' || n",
    id_no_hash: 'sha256(n::text::bytea)',
    law_background: 'n % 3 = 0',
    court_years: 'n % 4',
    conviction: 'false',
    engagement_id: contractor,
    role: "'operator'",
    from_date: 'current_date',
    proposed_at: at,
    proposed_by: lead,
    reason: "case when n % 10 > 0 then '名额已满' end",
  })
  const [template] = (await q("select id from agreements.template where kind = 'nda' order by id limit 1")).rows
  await rows('agreements.agreement', 5000, {
    kind: "'nda'",
    template_id: template?.id ?? 1,
    person_id: person,
    contractor_id: court.contractorId,
    engagement_id: court.engagementId,
    title: "'保密协议'",
    person_name: "'操作员' || n",
    body: "'正文'",
    body_sha256: sha,
    code: "'bench' || n",
    route: "'screen'",
    state: "'signed'",
    signed_on: day,
    signed_at: at,
    signature_sha256: sha,
    made_by: person,
  })
  await rows('agreements.key_post', 1000, {
    engagement_id: contractor,
    contractor_id: contractor,
    name: "'关键岗位' || n",
    owner_id: person,
    named_by: office,
    named_at: at,
    due_at: at,
  })
  await rows(
    'wages.month',
    CONTRACTORS,
    {
      id: 'n * 100 + k',
      engagement_id: contractor,
      contractor_id: contractor,
      month: "to_char(current_date - k * interval '1 month', 'YYYY-MM')",
      state: "'received'",
      paid_on: 'current_date',
      submitted_by: lead,
      submitted_at: at,
      decided_by: office,
      decided_at: at,
    },
    'cross join generate_series(1, 60) k',
  )
  await rows(
    'wages.list',
    CONTRACTORS * 60,
    {
      month_id: '(1 + (n - 1) / 60) * 100 + (n - 1) % 60 + 1',
      kind: 'kind',
      sha256: sha,
      name: "'x.xlsx'",
      type: "'x'",
      size: 1,
      rows: 10,
      hard: 0,
      soft: 0,
      added_by: lead,
    },
    "cross join unnest('{pay,insurance,housing}'::text[]) kind",
  )
  await rows('wages.minimum', 40, { from_date: 'current_date - n * 200', fen: 200000, set_by: office })
  await rows(
    'wages.statement',
    CONTRACTORS,
    {
      engagement_id: contractor,
      contractor_id: contractor,
      kind: "'quarter'",
      period: "(2014 + k / 4)::text || '-Q' || (k % 4 + 1)",
      wording: "'费用说明'",
      state: "'received'",
      made_by: lead,
      submitted_by: lead,
      submitted_at: at,
      decided_by: office,
      decided_at: at,
    },
    'cross join generate_series(0, 47) k',
  )
  await rows('rulebook.rule', 2000, {
    id: 'n',
    side: "case when n % 4 = 0 then 'court' else 'contractor' end",
    engagement_id: `case when n % 4 > 0 then ${contractor} end`,
    title: "'制度' || n",
    made_by: office,
  })
  await rows(
    'rulebook.version',
    2000,
    {
      id: 'n * 10 + k',
      rule_id: 'n',
      version: 'k',
      summary: "'要点'",
      effective_on: day,
      sha256: sha,
      size: 1,
      type: "'x'",
      name: "'x.pdf'",
      state: "case when n % 4 = 0 then 'issued' else 'published' end",
      made_by: lead,
      not_laxer: 'true',
      reviewed_by: office,
      reviewed_at: at,
      published_by: `case when n % 4 > 0 then ${lead} end`,
      published_at: `case when n % 4 > 0 then ${at} end`,
    },
    'cross join generate_series(1, 3) k',
  )
  await rows('rulebook.notice', 10_000, {
    kind: "'arrangement'",
    engagement_id: contractor,
    title: "'安排' || n",
    wording: "'请按时到岗'",
    start_on: 'current_date',
    served_by: office,
    served_at: "now() - interval '9 days'",
    acknowledged_by: `case when n % 5 > 0 then ${lead} end`,
    acknowledged_at: 'case when n % 5 > 0 then now() end',
  })
  const { rows: laws } = await q('select v.id, v.law_id from laws.version v order by v.id limit 20')
  for (const [i, v] of laws.entries()) {
    await rows('laws.change', 1, {
      id: i + 1,
      law_id: v.law_id,
      version_id: v.id,
      kind: "'version'",
      noticed_on: 'current_date',
      made_by: office,
    })
    await rows('laws.review', 100, {
      change_id: i + 1,
      module: "'bench'",
      place: "'p' || n",
      title_zh: "'计算规则'",
      title_en: "'rule'",
      due_at: `now() + n * interval '1 hour'`,
    })
    await rows('laws.impact_task', CONTRACTORS, {
      change_id: i + 1,
      engagement_id: contractor,
      contractor_id: contractor,
      due_at: `now() + n * interval '1 hour'`,
    })
  }
  await q(`insert into duties.duty (court_id, key, kind, subject_id, engagement_id, label, period, period_from, period_until, debtor, opens_at, due_at, state, provisional, calendar, basis, fulfilled_at, evidence_type, evidence_id)
    select ${c}, d.key, 'bench', n, case when d.debtor = 'contractor' then ${contractor} end, '事项' || n, 'bench', current_date, current_date, d.debtor, ${at}, now() + (case when n % 10 = 0 then n % 900 + 1 else - (n % 900) end) * interval '1 day', case when n % 10 = 0 then 'open' else 'done' end, false, '', '[]',
      case when n % 10 > 0 then ${at} end, case when n % 10 > 0 then 'x' end, case when n % 10 > 0 then 'x' end
    from generate_series(1, 1000) n cross join (select key, debtor from duties.declaration order by key limit 30) d`)

  await fillPlaces(frame)
  await q('set session_replication_role = origin')
  await q(`insert into audit.event (court_id, at, person_id, contractor_id, side, verb, object_type, object_id, case_id, data)
    select ${c}, now(), ${person}, ${court.contractorId}, 'contractor', 'page.read', 'page', n::text, ${CASE} + n % 500, '{}' from generate_series(1, 10000) n`)
  await q('set synchronous_commit = on')
}
