import { CASE, CASES } from './fill.ts'
import { CONTRACTORS, type Frame } from './fill-frame.ts'

/** Places and things in them, papers in custody, and what is kept about secrecy. */
export const fillPlaces = async ({ court, office, clerk, lead, contractor, person, day, at, rows }: Frame): Promise<void> => {
  // Places and things.
  const code = "translate(lpad(n::text, 10, '0'), '01', 'XY')"
  await rows('premises.place', 50, { id: 'n', name: "'场所' || n", address: "'某路' || n || '号'", made_by: office })
  await rows('premises.zone', 500, { id: 'n', place_id: 'n % 50 + 1', name: "'区域' || n", purpose: "'扫描'" })
  await rows('premises.zone_use', 500, { zone_id: 'n', engagement_id: contractor })
  await rows('premises.equipment', 20_000, {
    id: 'n',
    code,
    name: "'扫描仪' || n",
    kind: "'scanner'",
    serial_no: "'S' || n",
    owner: "case when n % 2 = 0 then 'court' else 'contractor' end",
    engagement_id: `case when n % 2 > 0 then ${contractor} end`,
    zone_id: 'n % 500 + 1',
    made_by: office,
  })
  await rows('premises.fault', 10_000, {
    equipment_id: 'n',
    wording: "'卡纸'",
    reported_by: person,
    reported_at: at,
    state: "case when n % 10 = 0 then 'open' else 'repaired' end",
    repaired_at: 'case when n % 10 > 0 then now() end',
  })
  await rows('premises.spot_count', 2000, {
    id: 'n',
    zone_id: 'n % 500 + 1',
    state: "'closed'",
    made_by: office,
    made_at: at,
    closed_at: 'now()',
  })
  await rows('premises.count_line', 40_000, { count_id: 'n % 2000 + 1', equipment_id: 'n / 2', expected: 'true', found_at: 'now()' })
  await rows('custody.place', 300, { id: 'n', name: "'库房' || n", kind: "'store'" })
  await rows('custody.volume', 30_000, {
    id: 'n',
    code: "'V' || n",
    case_id: `${CASE} + n`,
    kind: "'main'",
    serial: 1,
    pages: 100,
    place_id: 'n % 300 + 1',
    holder_id: clerk,
    made_by: clerk,
    return_by: 'case when n % 50 = 0 then current_date end',
  })
  await rows('custody.event', 30_000, { volume_id: 'n', kind: "'made'", pages: 100, by_id: clerk, at })
  await rows('custody.inventory', 1000, {
    id: 'n',
    place_id: 'n % 300 + 1',
    state: "'closed'",
    made_by: clerk,
    made_at: at,
    closed_at: 'now()',
  })
  await rows('custody.inventory_line', 20_000, {
    inventory_id: 'n % 1000 + 1',
    volume_id: 'n',
    expected: 'true',
    pages: 100,
    counted_pages: 100,
    found_at: 'now()',
  })

  // Secrecy: contacts, releases, permits, incidents, broken glass, readings of pages.
  const ofCase = `case when n % 2 = 0 then ${CASE} + n end`
  await rows('disclosure.contact', 10_000, {
    id: 'n',
    number: "'JC' || n",
    by_id: person,
    contractor_id: court.contractorId,
    made_at: at,
    happened_at: at,
    asker: "'某人'",
    capacity: "'party'",
    channel: "'phone'",
    case_id: ofCase,
    asked: "'案件进展'",
    answered: "'请向承办人查询'",
    told_to: "'commissioner'",
  })
  await rows('disclosure.supplement', 2000, { contact_id: 'n * 5', by_id: office, wording: "'已告知'" })
  await rows('disclosure.release', 5000, {
    id: 'n',
    number: "'PL' || n",
    kind: "'permission'",
    contractor_id: contractor,
    engagement_id: contractor,
    state: "'permitted'",
    recipient: "'某机关'",
    case_id: ofCase,
    scope: "'{progress}'",
    wording: "'统计用'",
    purpose: "'统计'",
    until_on: 'current_date + 30',
    made_by: lead,
    made_at: at,
    notified_at: at,
    decided_by: office,
    decided_at: at,
    allowed: "'{progress}'",
    allowed_until: 'current_date + 30',
  })
  await rows('disclosure.disclosed', 5000, {
    release_id: 'n',
    by_id: lead,
    happened_at: at,
    what: "'progress'",
    wording: "'口头告知'",
    taken_by: "'某人'",
  })
  await rows('disclosure.export_permit', 5000, {
    person_id: person,
    reason: "'统计报送'",
    from_at: at,
    until_at: `${at} + interval '10 days'`,
    given_by: office,
  })
  await rows('incidents.incident', 5000, {
    id: 'n',
    number: "'SJ' || n",
    kind: "'loss'",
    happened_on: day,
    reported_at: at,
    reporter_id: person,
    person_id: person,
    contractor_id: contractor,
    case_id: ofCase,
    state: "'handling'",
    acknowledged_at: at,
  })
  await rows('incidents.entry', 15_000, {
    incident_id: 'n % 5000 + 1',
    kind: "case when n % 3 = 0 then 'contained' else 'measure' end",
    wording: "'已处理'",
    by_id: office,
  })
  await rows(
    'incidents.plan',
    CONTRACTORS,
    {
      contractor_id: contractor,
      version: 'k',
      title: "'应急预案'",
      wording: "'预案正文'",
      state: "'approved'",
      made_by: lead,
      made_at: at,
      decided_by: office,
      decided_at: at,
    },
    'cross join generate_series(1, 20) k',
  )
  await rows('incidents.drill', 3000, {
    engagement_id: contractor,
    contractor_id: contractor,
    on_date: day,
    scenario: "'停电'",
    participants: "'全体'",
    result: "'good'",
    made_by: lead,
  })
  await rows('confidentiality.break_glass', 3000, {
    person_id: court.judge.personId,
    case_id: `${CASE} + n * ${CASES / 4000}`,
    case_number: "'x'",
    reason: "'紧急查阅案卷'",
    hours: 1,
    asked_at: at,
    decided_by: office,
    decided_at: at,
    from_at: at,
    until_at: `${at} + interval '1 hour'`,
    ended_at: `${at} + interval '1 hour'`,
  })
}
