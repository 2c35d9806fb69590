import { beforeAll, describe, expect, it } from 'vitest'
import { readXlsxRows } from '../../platform/documents/spreadsheet.ts'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { buildPerson } from '../organisations/fixtures.ts'
import { admit } from '../workforce/fixtures.ts'
import { checkInCode } from './codes.ts'
import { questionsFor } from './fixtures.ts'
import { shortfalls } from './public.ts'
import { annualNeed } from './rules.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
let other: TestCourt
/** The clock moves; nobody's session ends by it, for that is another module's affair. */
const at = async (iso: string): Promise<void> => {
  t.clock.set(iso)
  await t.owner.query("update accounts.session set seen_at = $1, expires_at = $1::timestamptz + interval '1 day'", [iso])
}
const by = (who: string): Visitor => court.as(who)

beforeAll(async () => {
  court = await testCourt(t)
  other = await testCourt(t, { code: '苏1298', name: '云川市望江区人民法院', serial: 2 })
  await court.person('department', 'responsibleDepartment')
  await court.person('hr', 'hr')
  await court.person('hr2', 'hr')
  await court.person('newcomer', 'operator', { admitted: false })
})

const course = async (who: string, o: object = {}): Promise<number> => {
  const r = await by(who).post('/training/courses', { title: '保密管理', topic: 'secrecy', phase: 'preJob', halfDays: 2, ...o })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body.id
}
const session = async (who: string, courseId: number, o: object = {}): Promise<number> => {
  const r = await by(who).post(`/training/courses/${courseId}/sessions`, {
    place: '第一会议室',
    onDate: '2026-09-21',
    morning: { from: '09:00', until: '12:00' },
    afternoon: { from: '14:00', until: '17:00' },
    teacherId: court.people.judge,
    capacity: 30,
    ...o,
  })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body.id
}
const expectAll = async (who: string, sessionId: number, people: string[]): Promise<void> => {
  const r = await by(who).post(`/training/sessions/${sessionId}/expected`, { personIds: people.map((p) => court.people[p]) })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
}
const code = (sessionId: number, half: 'morning' | 'afternoon' = 'morning'): string =>
  checkInCode(t.app.keys, { courtId: court.courtId, sessionId }, half, t.clock.now().epochMilliseconds)
const checkIn = (who: string, sessionId: number, half: 'morning' | 'afternoon' = 'morning') =>
  by(who).post('/training/check-in', { sessionId, code: code(sessionId, half) })
const facts = async (who: string): Promise<{ half_days: number; topics: string[]; phase: string; on_date: string; live: boolean }[]> =>
  (
    await t.owner.query(
      "select half_days, topics, phase, on_date::text, revoked_at is null as live from workforce.fact where person_id = $1 and source = 'training' order by id",
      [court.people[who]],
    )
  ).rows

describe('check-in by code (7.1.1.5)', () => {
  let id = 0
  beforeAll(async () => {
    id = await session('management', await course('management'), { onDate: '2026-09-21' })
    await expectAll('management', id, ['newcomer', 'operator'])
  })

  it('is shown to the teacher alone, from the start to the tolerance after the end', async () => {
    const show = (who: string) => by(who).get(`/training/sessions/${id}/code?origin=http://court.local:3000`)
    await at('2026-09-21T00:59:59Z')
    expect((await show('judge')).body.code).toBe('attendance-not-begun')
    expect((await checkIn('newcomer', id)).body.code).toBe('attendance-not-begun')
    await at('2026-09-21T01:00:05Z')
    const shown = (await show('judge')).body
    expect(shown).toMatchObject({ half: 'morning', msLeft: 25_000, expected: 2, present: 0 })
    expect(shown.code).toBe(code(id))
    expect(shown.qr.squares.length).toBe(shown.qr.size ** 2)
    expect((await show('clerk')).status).toBe(403)
    expect((await show('operator')).status).toBe(403)
    expect((await other.as('management').get(`/training/sessions/${id}/code?origin=http://x`)).status).toBe(404)
    await at('2026-09-21T04:15:01Z')
    expect((await show('judge')).body.code).toBe('attendance-not-begun')
    await at('2026-09-21T09:15:01Z')
    expect((await show('judge')).body.code).toBe('attendance-over')
    expect((await checkIn('newcomer', id, 'afternoon')).body.code).toBe('attendance-over')
  })

  it('takes the code of this half minute and the last, once, from those expected', async () => {
    await at('2026-09-21T01:10:00Z')
    const old = code(id)
    const say = (who: string, c: string, sessionId: number | undefined = id) => by(who).post('/training/check-in', { sessionId, code: c })
    await at('2026-09-21T01:11:00Z')
    expect((await say('newcomer', old)).body.code).toBe('code-expired')
    expect((await say('newcomer', 'AAAA-AAAA')).body.code).toBe('code-wrong')
    expect((await say('operator2', code(id))).body.code).toBe('not-expected')
    expect((await other.as('operator').post('/training/check-in', { sessionId: id, code: code(id) })).status).toBe(404)
    expect((await say('judge', code(id))).body.code).toBe('not-expected')
    const last = code(id)
    await at('2026-09-21T01:11:59Z')
    expect(await say('newcomer', last)).toMatchObject({ status: 200, body: { half: 'morning', counted: 1 } })
    expect((await say('newcomer', code(id))).body.code).toBe('already-attended')
    // Typed by hand, with a dash, in small letters, without knowing the session.
    const typed = code(id).toLowerCase()
    const byHand = await by('operator').post('/training/check-in', { code: `${typed.slice(0, 4)}-${typed.slice(4)}` })
    expect(byHand).toMatchObject({ status: 200, body: { sessionId: id } })
    // The morning's code is nothing in the afternoon, nor another session's.
    await at('2026-09-21T06:01:00Z')
    expect((await say('newcomer', code(id, 'morning'))).body.code).toBe('attendance-over')
    expect((await say('newcomer', code(id + 1, 'afternoon'))).body.code).toBe('code-wrong')
    expect((await checkIn('newcomer', id, 'afternoon')).body.counted).toBe(2)
    expect(await facts('newcomer')).toEqual([
      { half_days: 1, topics: ['secrecy'], phase: 'preJob', on_date: '2026-09-21', live: false },
      { half_days: 2, topics: ['secrecy'], phase: 'preJob', on_date: '2026-09-21', live: true },
    ])
  })

  it('is corrected with a reason, and the gate follows at once', async () => {
    const before = (await by('newcomer').get('/workforce/mine')).body.gate.find((g: { item: string }) => g.item === 'training')
    expect(before).toMatchObject({ done: 2, topicsMissing: ['procedure', 'health'] })
    const read = (await by('judge').get(`/training/sessions/${id}`)).body
    const row = read.people.find((p: { personId: number }) => p.personId === court.people.newcomer).attendance[1]
    expect((await by('newcomer').post(`/training/attendance/${row.id}/void`, { reason: 'x' })).status).toBe(403)
    expect((await by('judge').post(`/training/attendance/${row.id}/void`, { reason: '' })).status).toBe(400)
    expect((await by('judge').post(`/training/attendance/${row.id}/void`, { reason: '中途离场' })).status).toBe(200)
    expect((await by('judge').post(`/training/attendance/${row.id}/void`, { reason: '中途离场' })).body.code).toBe('already-void')
    expect((await facts('newcomer')).filter((f) => f.live).map((f) => f.half_days)).toEqual([1])
    const gate = (await by('management').get(`/workforce/${court.people.newcomer}`)).body
    expect(gate.facts[0].can.revoke).toEqual({ ok: false, code: 'fact-from-evidence' })
    expect((await by('management').post(`/workforce/facts/${gate.facts[0].id}/revoke`, { reason: 'x' })).body.code).toMatch(
      /fact-revoked|fact-from-evidence/,
    )
  })
})

describe('the gate', () => {
  it('opens with the tenth half day and the third topic, by attendance alone, and shuts with a correction', async () => {
    await at('2026-09-22T00:00:00Z')
    const id = await court.person('apprentice', 'operator', { admitted: false })
    await t.app.asSystem(court.courtId, (ctx) => admit(ctx, id, { without: ['training'], daysAgo: 1 }))
    let last = 0
    for (const [day, topic] of ['procedure', 'secrecy', 'health', 'work', 'procedure'].entries()) {
      const c = await course('hr', { title: `岗前第 ${day + 1} 天`, topic })
      last = await session('hr', c, { onDate: `2026-09-${22 + day}`, teacherId: null, teacherName: '外聘讲师' })
      await expectAll('hr', last, ['apprentice'])
      await at(`2026-09-${22 + day}T01:30:00Z`)
      await checkIn('apprentice', last)
      expect((await by('apprentice').get('/workforce/mine')).body.admitted).toBe(false)
      await at(`2026-09-${22 + day}T06:30:00Z`)
      expect((await checkIn('apprentice', last, 'afternoon')).status).toBe(200)
    }
    expect((await by('apprentice').get('/workforce/mine')).body.admitted).toBe(true)
    const a = (await by('hr').get(`/training/sessions/${last}`)).body.people[0].attendance[0]
    expect((await by('hr').post(`/training/attendance/${a.id}/void`, { reason: '代签' })).status).toBe(200)
    expect((await by('apprentice').get('/workforce/mine')).body.admitted).toBe(false)
  })
})

describe('the sheet on paper', () => {
  it('is entered by one hand and counts when another has confirmed it', async () => {
    await at('2026-10-12T00:00:00Z')
    const id = await session('hr', await course('hr', { title: '职业健康', topic: 'health', phase: 'inService' }), {
      onDate: '2026-10-12',
      teacherId: court.people.teamLead,
    })
    await expectAll('hr', id, ['operator', 'operator2', 'teamLead'])
    const mark = (who: string, people: string[], more: object = {}) =>
      by(who).post(`/training/sessions/${id}/marks`, { half: 'morning', personIds: people.map((p) => court.people[p]), ...more })
    expect((await mark('teamLead', ['operator'])).body.code).toBe('attendance-not-begun')
    await at('2026-10-12T02:00:00Z')
    expect((await mark('teamLead', ['teamLead'])).body.code).toBe('not-yourself')
    expect((await mark('teamLead', ['newcomer'])).body.code).toBe('not-expected')
    expect((await mark('operator', ['operator2'])).status).toBe(403)
    expect((await mark('teamLead', ['operator', 'operator2'])).body).toEqual({ marked: 2 })
    expect((await mark('teamLead', ['operator'])).body.code).toBe('already-attended')
    const people = async () => (await by('hr').get(`/training/sessions/${id}`)).body.people
    const ids = (await people()).flatMap((p: { attendance: { id: number }[] }) => p.attendance.map((a) => a.id))
    const count = async () => (await facts('operator')).filter((f) => f.live && f.phase === 'inService').length
    expect(await count()).toBe(0)
    expect((await by('teamLead').post(`/training/sessions/${id}/confirm`, { attendanceIds: ids })).body.code).toBe('second-hand-required')
    expect((await by('operator').post(`/training/sessions/${id}/confirm`, { attendanceIds: ids })).status).toBe(403)
    expect((await by('projectManager').post(`/training/sessions/${id}/confirm`, { attendanceIds: ids })).body).toEqual({ confirmed: 2 })
    expect((await by('hr').post(`/training/sessions/${id}/confirm`, { attendanceIds: ids })).body.code).toBe('nothing-to-confirm')
    expect(await count()).toBe(1)
    // Later a reason is asked for, and after thirty days nobody remembers.
    await at('2026-10-20T02:00:00Z')
    expect((await mark('hr', ['teamLead'])).body.code).toBe('late-needs-reason')
    expect((await mark('hr', ['teamLead'], { reason: '纸质签到表迟交' })).status).toBe(200)
    await at('2026-11-12T02:00:00Z')
    expect((await mark('hr', ['operator'], { half: 'afternoon', reason: 'x' })).body.code).toMatch(/attendance-too-late|already/)
    const pdf = await by('hr').get(`/training/sessions/${id}/sheet`)
    expect(pdf.headers['content-type']).toBe('application/pdf')
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-')
  })
})

describe('places and people', () => {
  it('a full session takes nobody more; the contractor brings its own people to the court’s course, and only those', async () => {
    await at('2026-10-19T00:00:00Z')
    const id = await session('management', await course('management', { title: '程序法规', topic: 'procedure', phase: 'inService' }), {
      onDate: '2026-10-19',
      capacity: 2,
    })
    await expectAll('hr', id, ['operator'])
    expect((await by('hr').post(`/training/sessions/${id}/expected`, { personIds: [other.people.operator] })).body.code).toBe(
      'not-your-people',
    )
    expect((await by('management').post(`/training/sessions/${id}/expected`, { personIds: [court.people.judge] })).body.code).toBe(
      'not-your-people',
    )
    expect(
      (await by('hr').post(`/training/sessions/${id}/expected`, { personIds: [court.people.operator2, court.people.teamLead] })).body,
    ).toMatchObject({
      code: 'session-full',
      detail: { capacity: 2, taken: 1, wanted: 2 },
    })
    expect((await by('management').post(`/training/sessions/${id}/expected`, { engagementId: court.engagementId })).body.code).toBe(
      'session-full',
    )
    const seen = (await by('hr').get(`/training/sessions/${id}`)).body
    expect(
      (
        await by('hr').patch(
          `/training/sessions/${id}`,
          { place: 'x', onDate: '2026-10-19', capacity: 1, teacherName: 'x', morning: { from: '09:00', until: '12:00' } },
          { 'if-match': `"${seen.revision}"` },
        )
      ).status,
    ).toBe(403)
    expect((await by('hr').post(`/training/sessions/${id}/expected/remove`, { personId: court.people.operator })).status).toBe(200)
    const cancelled = await by('management').post(
      `/training/sessions/${id}/cancel`,
      { reason: '讲师出差' },
      { 'if-match': `"${seen.revision}"` },
    )
    expect(cancelled.status).toBe(200)
    expect((await by('hr').post(`/training/sessions/${id}/expected`, { personIds: [court.people.operator] })).body.code).toBe(
      'session-cancelled',
    )
    expect((await by('management').post(`/training/sessions/${id}/cancel`, { reason: 'x' }, { 'if-match': '"2"' })).body.code).toBe(
      'session-cancelled',
    )
  })
  it('what was given to the contractor is not the court’s to change, and the other way round', async () => {
    const own = await course('hr', { title: '公司制度' })
    const theirs = await course('department', { title: '法院纪律' })
    expect((await by('management').post(`/training/courses/${own}/questions`, { questions: questionsFor(1) })).body.code).toBe(
      'course-of-contractor',
    )
    expect((await by('hr').post(`/training/courses/${theirs}/questions`, { questions: questionsFor(1) })).body.code).toBe(
      'course-of-the-court',
    )
    expect((await by('projectManager').post('/training/courses', { title: 'x', topic: 'work', phase: 'preJob', halfDays: 1 })).status).toBe(
      403,
    )
    const up = (who: string, name: string, bytes: string) =>
      by(who).upload(`/training/courses/${own}/materials`, { name, bytes: Buffer.from(bytes) })
    expect((await up('hr', '讲义.pdf', '%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF')).status).toBe(200)
    expect((await up('hr', 'a.exe', 'MZ\x90\x00\x03')).body.code).toMatch(/file-type-refused|wrong-media-type/)
    const read = (await by('operator').get(`/training/courses/${own}`)).body
    expect(read.materials.map((m: { name: string }) => m.name)).toEqual(['讲义.pdf'])
    expect((await by('operator').get(`/training/materials/${read.materials[0].id}`)).status).toBe(200)
    expect((await other.as('operator').get(`/training/materials/${read.materials[0].id}`)).status).toBe(404)
  })
})

describe('tests', () => {
  let id = 0
  let sitting = 0
  const begin = (who: string) => by(who).post(`/training/courses/${id}/attempts`)
  const read = async (who: string, attempt: number) => (await by(who).get(`/training/attempts/${attempt}`)).body
  const answer = (who: string, attempt: number, questionId: number, chosen: number[]) =>
    by(who).put(`/training/attempts/${attempt}/answers`, { questionId, chosen })
  const right = (q: { kind: string; options: string[] }): number[] =>
    q.kind === 'trueFalse' ? [0] : ['应当', ...(q.kind === 'multiple' ? ['由服务商决定'] : [])].map((o) => q.options.indexOf(o))

  it('asks some of the bank, saves as one goes, counts half days only when passed', async () => {
    await at('2026-11-02T00:00:00Z')
    id = await course('hr', { title: '在岗保密', phase: 'inService', questionCount: 5, passMark: 80, tries: 2, minutes: 10 })
    expect(
      (
        await by('hr').post(`/training/courses/${id}/questions`, {
          questions: [{ kind: 'single', wording: '?', options: ['甲', '乙'], answers: [0, 1] }],
        })
      ).body.code,
    ).toBe('one-answer-only')
    await by('hr').post(`/training/courses/${id}/questions`, { questions: questionsFor(4) })
    const s = await session('hr', id, { onDate: '2026-11-02', teacherName: '讲师', teacherId: null })
    await expectAll('hr', s, ['operator2', 'operator'])
    await at('2026-11-02T01:30:00Z')
    expect((await begin('operator2')).body.code).toBe('test-needs-attendance')
    expect((await checkIn('operator2', s)).body.counted).toBe(0)
    expect((await begin('operator2')).body).toMatchObject({ code: 'bank-too-small', detail: { bank: 4, needed: 5 } })
    await by('hr').post(`/training/courses/${id}/questions`, { questions: questionsFor(6) })
    sitting = (await begin('operator2')).body.id
    expect((await begin('operator2')).body.id).toBe(sitting)
    const test = await read('operator2', sitting)
    expect(test).toMatchObject({ state: 'running', msLeft: 600_000, seed: null, triesLeft: 1 })
    expect(new Set(test.questions.map((q: { id: number }) => q.id)).size).toBe(5)
    expect(test.questions.every((q: { answers: unknown; right: unknown }) => q.answers === null && q.right === null)).toBe(true)
    // Not another's, not another question, not what is no option.
    expect((await by('operator').get(`/training/attempts/${sitting}`)).status).toBe(404)
    expect((await answer('operator', sitting, test.questions[0].id, [0])).status).toBe(404)
    expect((await answer('operator2', sitting, 999_999, [0])).body.code).toBe('question-not-asked')
    expect((await answer('operator2', sitting, test.questions[0].id, [7])).body.code).toBe('answers-malformed')
    const single = test.questions.find((q: { kind: string }) => q.kind !== 'multiple')
    expect((await answer('operator2', sitting, single.id, [0, 1])).body.code).toBe('one-answer-only')
    for (const q of test.questions.slice(0, 4)) expect((await answer('operator2', sitting, q.id, right(q))).status).toBe(200)
    const half = await read('operator2', sitting)
    expect(half.questions.filter((q: { chosen: number[] }) => q.chosen.length > 0).length).toBe(4)
    const done = await by('operator2').post(`/training/attempts/${sitting}/hand-in`)
    expect(done.body).toEqual({ passed: true, right: 4, asked: 5 })
    const over = await read('operator2', sitting)
    expect(over).toMatchObject({ state: 'over', passed: true, right: 4, handedIn: true })
    expect(over.questions.filter((q: { right: boolean }) => q.right).length).toBe(4)
    expect(over.questions[0].explanation).toBe('见培训材料第一章。')
    expect(over.seed).toMatch(/^[0-9a-f]{32}$/)
    expect((await answer('operator2', sitting, test.questions[4].id, [0])).body.code).toBe('test-over')
    expect((await begin('operator2')).body.code).toBe('already-passed')
    expect((await by('operator2').get('/training/mine')).body.year).toMatchObject({
      done: 2,
      needed: 6,
      state: 'open',
      dueOn: '2026-12-31',
    })
  })

  it('ends by the server’s clock: what was saved counts, what comes later does not, tries run out', async () => {
    await at('2026-11-02T01:40:00Z')
    const s = (await by('hr').get(`/training/sessions?courseId=${id}`)).body.items[0].id
    expect((await checkIn('operator', s)).status).toBe(200)
    const first = (await begin('operator')).body.id
    const test = await read('operator', first)
    await at('2026-11-02T01:50:00Z')
    expect((await answer('operator', first, test.questions[0].id, right(test.questions[0]))).status).toBe(200)
    await at('2026-11-02T01:50:01Z')
    expect((await answer('operator', first, test.questions[1].id, right(test.questions[1]))).body.code).toBe('test-over')
    expect((await by('operator').post(`/training/attempts/${first}/hand-in`)).body.code).toBe('test-over')
    // Even a program that forgot the clock cannot write: the table refuses.
    const late = t.app.asActor(
      {
        accountId: null,
        personId: court.people.operator!,
        courtId: court.courtId,
        contractorId: court.contractorId,
        side: 'contractor',
        roles: ['operator'],
        divisionIds: [],
        engagementIds: [],
        name: '',
        sessionId: null,
        ip: null,
      },
      async (ctx) => {
        const { sql } = await import('kysely')
        await sql`insert into training.answer (court_id, attempt_id, question_id, chosen) values (${court.courtId}, ${first}, ${test.questions[2].id}, '{0}')`.execute(
          ctx.tx,
        )
      },
    )
    await expect(late).rejects.toMatchObject({ code: 'not-allowed' })
    expect(await read('operator', first)).toMatchObject({ state: 'over', passed: false, handedIn: false, right: 1, triesLeft: 1 })
    const second = (await begin('operator')).body.id
    expect(second).not.toBe(first)
    await at('2026-11-02T02:30:00Z')
    // Nobody looks: the job counts it as of its end.
    const { closeOverdue } = await import('./commands/tests.ts')
    await closeOverdue(t.app)
    const kept = await t.owner.query('select passed, closed_at = ends_at as at_end from training.attempt where id = $1', [second])
    expect(kept.rows).toEqual([{ passed: false, at_end: true }])
    expect((await begin('operator')).body.code).toBe('no-tries-left')
    expect((await facts('operator')).filter((f) => f.phase === 'inService' && f.on_date === '2026-11-02')).toEqual([])
  })

  it('is never open in the tables: the key is told to nobody while a test runs', async () => {
    const actor = (who: string, roles: string[]) => ({
      accountId: null,
      personId: court.people[who]!,
      courtId: court.courtId,
      contractorId: court.contractorId,
      side: 'contractor' as const,
      roles,
      divisionIds: [],
      engagementIds: [],
      name: '',
      sessionId: null,
      ip: null,
    })
    const { sql } = await import('kysely')
    const seen = (who: string, roles: string[], table: string) =>
      t.app.asActor(actor(who, roles), async (ctx) =>
        Number((await sql<{ n: number }>`select count(*) as n from ${sql.table(`training.${table}`)}`.execute(ctx.tx)).rows[0]!.n),
      )
    expect(await seen('newcomer', ['operator'], 'answer_key')).toBe(0)
    expect(await seen('newcomer', ['operator'], 'question')).toBe(0)
    expect(await seen('newcomer', ['operator'], 'attempt')).toBe(0)
    expect(await seen('operator2', ['operator'], 'answer_key')).toBe(5)
    expect(await seen('newcomer', ['operator'], 'attendance')).toBeGreaterThan(0)
    for (const table of ['attendance', 'credit', 'expected', 'attempt'])
      expect(
        await t.app.asActor(
          {
            ...actor('newcomer', ['operator']),
            personId: other.people.operator!,
            courtId: other.courtId,
            contractorId: other.contractorId,
          },
          async (ctx) =>
            Number((await sql<{ n: number }>`select count(*) as n from ${sql.table(`training.${table}`)}`.execute(ctx.tx)).rows[0]!.n),
        ),
      ).toBe(0)
    const forged = t.app.asActor(actor('newcomer', ['operator']), (ctx) =>
      sql`insert into training.credit (court_id, person_id, contractor_id, course_id, session_id, half_days, on_date, fact_id)
        values (${court.courtId}, ${court.people.newcomer}, ${court.contractorId}, ${id}, (select max(id) from training.session), 2, '2026-11-02', 1)`.execute(
        ctx.tx,
      ),
    )
    await expect(forged).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('three days a year', () => {
  it('says who falls short by when, on the court’s calendar day', async () => {
    await at('2026-11-20T02:00:00Z')
    const list = (await by('management').get('/training/shortfalls?state=open&limit=200')).body
    const row = list.items.find((r: { personId: number }) => r.personId === court.people.operator2)
    // One half day of the sheet in October, one by code in November with the test passed.
    expect(row).toMatchObject({ needed: 6, done: 2, missing: 4, ofCourt: 0, dueOn: '2026-12-31', state: 'open' })
    expect((await by('operator').get('/training/shortfalls')).status).toBe(403)
    expect(
      (await other.as('management').get('/training/shortfalls')).body.items.some(
        (r: { personId: number }) => r.personId === court.people.operator,
      ),
    ).toBe(false)
    const states = async (iso: string) => {
      at(iso)
      const rows = await t.app.asSystem(court.courtId, (ctx) => shortfalls(ctx, court.courtId, 2026))
      return rows.find((r) => r.personId === court.people.operator2)
    }
    expect(await states('2026-12-31T15:59:59Z')).toMatchObject({ state: 'open', dueAt: '2026-12-31T15:59:59Z' })
    expect(await states('2026-12-31T16:00:00Z')).toMatchObject({ state: 'short', dueAt: '2026-12-31T15:59:59Z' })
  })
  it('the list and the rule on paper count alike, whole and by the share of the year', async () => {
    await at('2026-11-20T02:00:00Z')
    const spans: [string, string, string | null][] = [
      ['甲满年', '2025-06-01', null],
      ['乙年中', '2026-07-01', null],
      ['丙岁末', '2026-11-19', null],
      ['丁两段', '2026-02-01', '2026-03-31'],
    ]
    const ids = new Map<number, { from: string; until: string | null }[]>()
    for (const [name, from, until] of spans) {
      const id = await t.app.asSystem(court.courtId, (ctx) =>
        buildPerson(ctx, {
          name,
          role: 'operator',
          contractorId: court.contractorId,
          engagementId: court.engagementId,
          courtId: court.courtId,
        }),
      )
      await t.owner.query('update organisations.post set from_date = $2, until_date = $3 where person_id = $1', [id, from, until])
      ids.set(id, [{ from, until }])
    }
    const split = [...ids.keys()].at(-1)!
    await t.owner.query(
      `insert into organisations.post (court_id, person_id, side, role, engagement_id, from_date) select court_id, person_id, side, role, engagement_id, '2026-03-15' from organisations.post where person_id = $1`,
      [split],
    )
    ids.get(split)!.push({ from: '2026-03-15', until: null })
    for (const proRata of [false, true]) {
      await t.owner.query(
        "insert into bw.setting (court_id, key, value) values ($1, 'training.rules', $2) on conflict (court_id, key) do update set value = excluded.value",
        [court.courtId, JSON.stringify({ proRata })],
      )
      const rows = await t.app.asSystem(court.courtId, (ctx) => shortfalls(ctx, court.courtId, 2026))
      for (const [id, s] of ids) expect(rows.find((r) => r.personId === id)?.needed, `${id} ${proRata}`).toBe(annualNeed(2026, s, proRata))
    }
    await t.owner.query("delete from bw.setting where key = 'training.rules'")
    // Who has left owes nothing more.
    await t.owner.query("update organisations.person set left_on = '2026-11-01' where id = $1", [split])
    const rows = await t.app.asSystem(court.courtId, (ctx) => shortfalls(ctx, court.courtId, 2026))
    expect(rows.some((r) => r.personId === split)).toBe(false)
  })
  it('is exported as it is filtered', async () => {
    await at('2026-11-20T02:00:00Z')
    const file = await by('management').get('/training/shortfalls/export?state=open&language=zh')
    const rows = []
    for await (const batch of readXlsxRows(file.body)) rows.push(...batch.map((r) => r.cells))
    expect(rows[0]?.slice(0, 4)).toEqual(['姓名', '工号', '服务商', '应训（半天）'])
    expect(rows.some((r) => r[0] === 'operator2乙' && r[4] === '2')).toBe(true)
    expect((await by('management').get('/training/attendance/export?from=2026-10-01&until=2026-09-01')).body.code).toBe('bad-period')
    expect((await by('management').get('/training/attendance/export?from=2026-09-01&until=2026-12-31')).status).toBe(200)
    // Lists leave with the contractor's people only by permission (7.3.2.5).
    expect((await by('hr').get('/training/attendance/export?from=2026-09-01&until=2026-12-31')).body.code).toBe('bulk-export-not-permitted')
  })
})

describe('certificates', () => {
  it('are printed for what counts, checked by the court, and fall with a correction', async () => {
    await at('2026-11-20T02:00:00Z')
    const mine = (await by('operator2').get('/training/mine')).body
    const line = mine.courses.find((c: { title: string }) => c.title === '在岗保密')
    expect(line).toMatchObject({ counted: 1, test: 'passed', certificate: { ok: true }, year: 2026 })
    const made = (await by('operator2').post('/training/certificates', { courseId: line.courseId, year: 2026 })).body
    expect((await by('operator2').post('/training/certificates', { courseId: line.courseId, year: 2026 })).body.id).toBe(made.id)
    expect((await by('operator').post('/training/certificates', { courseId: line.courseId, year: 2026 })).body.code).toBe(
      'nothing-completed',
    )
    const pdf = await by('operator2').get(`/training/certificates/${made.id}/file`)
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await by('operator').get(`/training/certificates/${made.id}/file`)).status).toBe(404)
    const check = async (c: string) => (await by('clerk').get(`/training/certificates/check?code=${c}`)).body.found
    expect(await check(made.code.toLowerCase())).toMatchObject({ name: 'operator2乙', halfDays: 1, countedNow: 1 })
    expect(await check('AAAA-BBBB-CCCC')).toBe(null)
    expect((await by('operator').get(`/training/certificates/check?code=${made.code}`)).status).toBe(403)
    expect((await other.as('clerk').get(`/training/certificates/check?code=${made.code}`)).body.found).toBe(null)
    const s = (await by('hr').get(`/training/sessions?courseId=${line.courseId}`)).body.items[0].id
    const a = (await by('hr').get(`/training/sessions/${s}`)).body.people.find(
      (p: { personId: number }) => p.personId === court.people.operator2,
    ).attendance[0]
    await by('hr').post(`/training/attendance/${a.id}/void`, { reason: '核对监控未到场' })
    expect(await check(made.code)).toMatchObject({ halfDays: 1, countedNow: 0 })
    expect((await by('operator2').get(`/training/certificates/${made.id}/file`)).body.code).toBe('certificate-withdrawn')
    // Once attended, what counts is fixed, though the attendance fell.
    expect((await by('hr').get('/training/sessions?unconfirmed=yes')).status).toBe(200)
  })
})
