import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { testApp, type TestApp, type Visitor } from '../../test/support/app.ts'
import { residentCheckDigit } from '../organisations/rules/identity.ts'

/** A number that GB 11643 accepts; one for each n below 9,000. */
export const idNo = (n: number): string => {
  const first = `3212841990010${1 + (n % 9)}${String(n % 1000).padStart(3, '0')}`
  return first + residentCheckDigit(first)
}

/** Two courts, two divisions, five people with sessions: what the tests of this module need, written as the owner. */
export const testCourt = async () => {
  const app: TestApp = await testApp({ now: '2026-09-21T01:00:00Z' })
  let court = 0
  let other = 0
  let civil = 0
  let enforcement = 0
  const people: Record<string, { id: number; visitor: Visitor }> = {}
  const one = async <T>(text: string, values: unknown[] = []): Promise<T> => (await app.owner.query(text, values)).rows[0] as T

  const person = async (
    key: string,
    role: string,
    over: { court?: number; division?: number; contractor?: number; engagement?: number } = {},
  ): Promise<void> => {
    const side = over.contractor ? 'contractor' : 'court'
    const where = over.court ?? court
    const { id } = await one<{ id: number }>(
      'insert into organisations.person (side, court_id, contractor_id, name) values ($1, $2, $3, $4) returning id',
      [side, over.contractor ? null : where, over.contractor ?? null, `甲${key}`],
    )
    await app.owner.query(
      `insert into organisations.post (court_id, person_id, side, role, division_id, engagement_id, from_date) values ($1, $2, $3, $4, $5, $6, '2026-01-01')`,
      [where, id, side, role, over.division ?? null, over.engagement ?? null],
    )
    const account = await one<{ id: number }>('insert into accounts.account (person_id, login) values ($1, $2) returning id', [
      id,
      `u-${key.toLowerCase()}`,
    ])
    const token = randomBytes(24).toString('base64url')
    await app.owner.query(
      `insert into accounts.session (id, token_hash, account_id, court_id, created_at, seen_at, expires_at, idle_seconds) values ($1, $2, $3, $4, '2026-09-21T01:00Z', '2026-09-21T01:00Z', '2027-09-21T01:00Z', 30000000)`,
      [randomUUID(), createHash('sha256').update(token).digest(), account.id, where],
    )
    people[key] = { id: Number(id), visitor: app.visitor(token) }
  }
  const as = (key: string): Visitor => people[key]!.visitor
  const grant = (key: string, caseId: number, levels: string[], actions = ['read']): Promise<unknown> =>
    app.owner.query(
      `insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, levels, actions, from_at, until_at) values ($1, $2, 'contractor', $3, 1, 'filing', $4, $5, '2026-09-01Z', '2026-12-01Z')`,
      [court, people[key]!.id, caseId, levels, actions],
    )
  const ledger = async (verb: string, caseId?: number) =>
    (
      await app.owner.query('select * from audit.event where verb = $1 and ($2::bigint is null or case_id = $2) order by id desc', [
        verb,
        caseId ?? null,
      ])
    ).rows as { person_id: number; grant_id: number | null; data: Record<string, unknown> | null }[]

  court = (
    await one<{ id: number }>(
      "insert into organisations.court (code, name, level) values ('苏1204', '姜堰区人民法院', 'basic') returning id",
    )
  ).id
  other = (
    await one<{ id: number }>(
      "insert into organisations.court (code, name, level) values ('苏1202', '海陵区人民法院', 'basic') returning id",
    )
  ).id
  civil = (
    await one<{ id: number }>("insert into organisations.division (court_id, name, kind) values ($1, '民一庭', 'civil') returning id", [
      court,
    ])
  ).id
  enforcement = (
    await one<{ id: number }>(
      "insert into organisations.division (court_id, name, kind) values ($1, '执行局', 'enforcement') returning id",
      [court],
    )
  ).id
  const contractor = (
    await one<{ id: number }>(
      "insert into organisations.contractor (name, uscc) values ('某某外包公司', '91350100M000100Y43') returning id",
    )
  ).id
  const engagement = (
    await one<{ id: number }>(
      "insert into organisations.engagement (court_id, contractor_id, title, from_date, until_date, services) values ($1, $2, '外包', '2026-01-01', '2026-12-31', '{filing}') returning id",
      [court, contractor],
    )
  ).id
  await person('filing', 'filingOfficer')
  await person('judge', 'judge', { division: civil })
  await person('management', 'trialManagement')
  await person('executor', 'enforcementOfficer', { division: enforcement })
  await person('elsewhere', 'filingOfficer', { court: other })
  await person('operator', 'operator', { contractor, engagement })
  for (const kind of ['vetting', 'recordsCheck', 'labourContract', 'nda', 'registration', 'education', 'training'])
    await app.owner.query(
      `insert into workforce.fact (court_id, person_id, kind, on_date, half_days, topics, phase, recorded_at) values ($1, $2, $3, '2026-01-02', $4, $5, $6, '2026-01-02Z')`,
      [
        court,
        people.operator!.id,
        kind,
        ...(kind === 'training' ? [20, ['procedure', 'secrecy', 'health'], 'preJob'] : [null, null, null]),
      ],
    )
  return { app, court, other, civil, enforcement, people, as, one, grant, ledger }
}
export type TestCourt = Awaited<ReturnType<typeof testCourt>>
