import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TEST_PASSWORD } from '../../modules/accounts/fixtures.ts'
import { revokeSessionsOf } from '../../modules/accounts/public.ts'
import { drawnName } from '../../modules/agreements/fixtures.ts'
import { enterWhole } from '../../modules/candidates/fixtures.ts'
import { freeze } from '../../modules/confidentiality/public.ts'
import { checkInCode } from '../../modules/training/codes.ts'
import { recordFact } from '../../modules/workforce/commands.ts'
import { admit } from '../../modules/workforce/fixtures.ts'
import { REQUIRED_TOPICS } from '../../modules/workforce/rules.ts'
import { startItem } from '../../modules/worklist/public.ts'
import { testApp } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { faultsOf, type Point } from '../support/faults.ts'

// 6.6.1, 7.1.1, A-16: the server dies at each statement of hiring, veto and leaving; afterwards the act is whole or absent, and can be done again.
// FAULTS=every visits every statement, otherwise a part of them is drawn (FAULT_SEED); the commit is visited always.
const EVERY = process.env.FAULTS === 'every'
const NOW = '2026-09-21T01:00:00Z'
const t = await testApp({ now: NOW })
const faults = faultsOf(t.pool)
let c: TestCourt
let serial = 0
/** Statements of each act, as counted. */
const steps = new Map<string, number>()

let state = Number(process.env.FAULT_SEED ?? 20260921)
const random = (): number => {
  state = (state + 0x6d2b79f5) | 0
  let x = Math.imul(state ^ (state >>> 15), state | 1)
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
  return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
}

interface Call {
  who: string
  path: string
  body: object
  headers: Record<string, string>
}
interface Subject {
  call: Call
  /** What there is of the act when it was done; all of them, or none. */
  traces: readonly (readonly [text: string, values: unknown[]])[]
  /** What its repetition answers when it was done and nobody heard of it. */
  again: { status: number; code?: string }
}
interface Act {
  make: () => Promise<Subject>
  do?: (s: Subject) => Promise<number>
}
const key = (): string => `fault-${serial}-${Math.floor(random() * 1e9)}`
const keyed = (revision?: number): Record<string, string> => ({
  'idempotency-key': key(),
  ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
})
const one = async (text: string, values: unknown[] = []) => (await t.owner.query(text, values)).rows[0]
const said = (verb: string, id: number): readonly [string, unknown[]] => [
  'select count(*) = 1 as is from audit.event where verb = $1 and object_id = $2::text',
  [verb, id],
]
const good = <R extends { status: number; body: unknown }>(r: R): R => {
  if (r.status !== 200) throw new Error(`${r.status} ${JSON.stringify(r.body)}`)
  return r
}

// What is done ---------------------------------------------------------------------------------------------------------
const revisionOf = async (id: number): Promise<number> => (await c.as('hr').get(`/candidates/${id}`)).body.revision
const entered = () => enterWhole(c.as('hr'), ++serial)
const proposed = async (): Promise<{ id: number }> => {
  const d = await entered()
  good(await c.as('hr').post('/candidate-proposals', proposalOf([d])))
  return d
}
const proposalOf = (list: { id: number; revision: number }[]) => ({
  engagementId: c.engagementId,
  candidates: list.map((d) => ({ id: d.id, revision: d.revision, role: 'operator', fromDate: '2026-09-21' })),
})
const opinion = { passed: true, opinion: '同意', reviewedOn: '2026-09-21', skillsHalfDays: 0 }
/** Somebody at work: in his post, with an account, a badge, and a case on his desk. */
const atWork = async (): Promise<{ id: number; who: string; taskId: number; dueAt: string }> => {
  const who = `fault${++serial}`
  const id = await c.person(who, 'operator')
  good(await c.as('hr').post('/badges', { personId: id, kind: 'badge', number: `F-${serial}` }))
  const caseId = await c.newCase()
  const taskId = await t.app.asSystem(c.courtId, async (ctx) => {
    const variables = { handedOverAt: ctx.now.toString() }
    const item = { key: 'scan-catalogue', caseId, subjectType: 'model', subjectId: caseId, engagementId: c.engagementId, variables }
    return (await startItem(ctx, item)).opened[0]!
  })
  good(await c.as(who).post(`/tasks/${taskId}/claim`, {}, { 'if-match': '"1"' }))
  return { id, who, taskId, dueAt: (await one('select due_at::text as at from worklist.task where id = $1', [taskId])).at }
}
/** Out of everything (6.6.1, A-12.3): access, work back in the pool with its clock, sessions, badge, the list of what he hands over. */
const outOfAll = (p: { id: number; taskId: number; dueAt: string }, kind: string): (readonly [string, unknown[]])[] => [
  ['select not exists (select from confidentiality.access_grant where person_id = $1 and ended_at is null) as is', [p.id]],
  [
    "select state = 'ready' and assignee_id is null and due_at = $2::timestamptz as is from worklist.task where id = $1",
    [p.taskId, p.dueAt],
  ],
  [
    'select not exists (select from accounts.session s join accounts.account a on a.id = s.account_id where a.person_id = $1 and s.revoked_at is null) as is',
    [p.id],
  ],
  ['select recall_at is not null as is from badges.piece where person_id = $1', [p.id]],
  ['select count(*) = 1 as is from leaving.departure where person_id = $1 and kind = $2', [p.id, kind]],
  [
    "select count(*) = 1 as is from duties.duty d join leaving.departure l on l.court_id = d.court_id and l.id = d.subject_id where d.key = 'leaving.handover' and l.person_id = $1",
    [p.id],
  ],
]
const admittedNow = (id: number, item: string): readonly [string, unknown[]] => [
  'select count(*) = 1 as is from workforce.fact where person_id = $1 and kind = $2 and revoked_at is null and recorded_at = $3',
  [id, item, NOW],
]
const acts: Record<string, Act> = {
  'hiring: two candidates are proposed': {
    make: async () => {
      const two = [await entered(), await entered()]
      return {
        call: { who: 'hr', path: '/candidate-proposals', body: proposalOf(two), headers: keyed() },
        traces: two.flatMap((d) => [
          ["select state = 'proposed' as is from candidates.candidate where id = $1", [d.id]] as const,
          said('candidate.propose', d.id),
        ]),
        again: { status: 200 },
      }
    },
  },
  'hiring: the court reviews': {
    make: async () => {
      const { id } = await proposed()
      return {
        call: { who: 'management', path: `/candidates/${id}/review`, body: opinion, headers: keyed(await revisionOf(id)) },
        traces: [
          ["select state = 'reviewed' as is from candidates.candidate where id = $1", [id]],
          ['select count(*) = 1 as is from candidates.review where candidate_id = $1', [id]],
          said('candidate.review', id),
        ],
        again: { status: 200 },
      }
    },
  },
  'hiring: the court registers': {
    make: async () => {
      const { id } = await proposed()
      good(await c.as('management').post(`/candidates/${id}/review`, opinion, keyed(await revisionOf(id))))
      const person = 'select p.id from organisations.person p where p.name = $1'
      const name = `拟派${serial}`
      return {
        call: {
          who: 'department',
          path: `/candidates/${id}/accept`,
          body: { registrationNo: `备${serial}` },
          headers: keyed(await revisionOf(id)),
        },
        traces: [
          ["select state = 'accepted' and person_id is not null as is from candidates.candidate where id = $1", [id]],
          [`select exists (${person}) as is`, [name]],
          [`select count(*) = 5 as is from workforce.fact where person_id = (${person})`, [name]],
          [`select count(*) = 1 as is from organisations.post where person_id = (${person})`, [name]],
          said('candidate.accept', id),
        ],
        again: { status: 200 },
      }
    },
  },
  'hiring: the last half day of training opens the gate': {
    make: async () => {
      const who = `trainee${++serial}`
      const id = await c.person(who, 'operator', { admitted: false })
      await t.app.asSystem(c.courtId, async (ctx) => {
        await admit(ctx, id, { without: ['training'] })
        const topics = [...REQUIRED_TOPICS]
        const done = { kind: 'training' as const, passed: true, onDate: '2026-09-11', halfDays: 9, topics, reference: '岗前培训' }
        await recordFact(ctx, { params: { id }, body: done })
      })
      const course = { title: `保密管理${serial}`, topic: 'secrecy', phase: 'preJob', halfDays: 1 }
      const courseId = good(await c.as('management').post('/training/courses', course)).body.id
      const session = {
        place: '会议室',
        onDate: '2026-09-21',
        morning: { from: '09:00', until: '12:00' },
        teacherId: c.people.judge,
        capacity: 30,
      }
      const sessionId = good(await c.as('management').post(`/training/courses/${courseId}/sessions`, session)).body.id
      good(await c.as('management').post(`/training/sessions/${sessionId}/expected`, { personIds: [id] }))
      const code = checkInCode(t.app.keys, { courtId: c.courtId, sessionId }, 'morning', t.clock.now().epochMilliseconds)
      return {
        call: { who, path: '/training/check-in', body: { sessionId, code }, headers: keyed() },
        traces: [
          ['select count(*) = 1 as is from training.attendance where person_id = $1', [id]],
          ['select count(*) = 1 as is from training.credit where person_id = $1', [id]],
          ["select count(*) = 2 as is from workforce.fact where person_id = $1 and kind = 'training' and revoked_at is null", [id]],
          ['select bool_and(met) as is from workforce.gate($1, $2, $3)', [c.courtId, id, NOW]],
        ],
        again: { status: 200 },
      }
    },
  },
  'hiring: the agreement is signed and opens the gate': {
    make: async () => {
      const who = `signer${++serial}`
      const id = await c.person(who, 'operator', { admitted: false })
      await t.app.asSystem(c.courtId, (ctx) => admit(ctx, id, { without: ['nda'] }))
      const [paper] = (await c.as(who).get('/agreements/mine')).body.toSign
      const body = { kind: 'nda', bodySha256: paper.bodySha256, typedName: who, signature: drawn, password: TEST_PASSWORD }
      return {
        call: { who, path: '/agreements/sign', body, headers: keyed() },
        traces: [
          ["select count(*) = 1 as is from agreements.agreement where person_id = $1 and state = 'signed'", [id]],
          admittedNow(id, 'nda'),
          ["select count(*) = 1 as is from audit.event where verb = 'agreement.sign' and data ->> 'personId' = $1::text", [id]],
          ['select bool_and(met) as is from workforce.gate($1, $2, $3)', [c.courtId, id, NOW]],
        ],
        // A password is no answer to keep: the repetition is told that it stands.
        again: { status: 409, code: 'already-signed' },
      }
    },
  },
  'veto of somebody at work': {
    make: async () => {
      const p = await atWork()
      return {
        call: { who: 'management', path: `/workforce/${p.id}/veto`, body: { reason: '违反纪律' }, headers: keyed() },
        traces: [
          admittedNow(p.id, 'veto'),
          ["select count(*) = 1 as is from confidentiality.denial where person_id = $1 and kind = 'veto' and ended_at is null", [p.id]],
          ["select count(*) = 1 as is from audit.event where verb = 'workforce.veto' and data ->> 'personId' = $1::text", [p.id]],
          ...outOfAll(p, 'veto'),
        ],
        again: { status: 200 },
      }
    },
  },
  'leaving today': {
    make: async () => {
      const p = await atWork()
      return {
        call: {
          who: 'hr',
          path: '/departures',
          body: { personId: p.id, kind: 'resignation', lastDay: '2026-09-21', reason: '个人原因' },
          headers: keyed(),
        },
        traces: [
          ['select left_on is not null as is from organisations.person where id = $1', [p.id]],
          [
            "select not exists (select from organisations.post where person_id = $1 and coalesce(until_date, 'infinity') >= '2026-09-21') as is",
            [p.id],
          ],
          said('person.leave', p.id),
          ...outOfAll(p, 'resignation'),
        ],
        again: { status: 200 },
      }
    },
  },
  'a leaver is signed off': {
    make: async () => {
      const id = await c.person(`leaver${++serial}`, 'operator')
      const leaves = { personId: id, kind: 'resignation', lastDay: '2026-09-21', reason: '个人原因' }
      const d = good(await c.as('hr').post('/departures', leaves)).body.id
      const revision = async () => (await c.as('hr').get(`/departures/${d}`)).body.revision
      good(await c.as('hr').post(`/departures/${d}/media`, { media: 'none' }, keyed(await revision())))
      good(
        await c.as('hr').upload(`/departures/${d}/declaration`, { name: '声明.pdf', bytes: Buffer.from('%PDF-1.4\ntrailer<<>>\n%%EOF\n') }),
      )
      return {
        call: { who: 'management', path: `/departures/${d}/sign`, body: {}, headers: keyed(await revision()) },
        traces: [
          ["select state = 'signed' and erase_on is not null as is from leaving.departure where id = $1", [d]],
          ["select state = 'done' as is from duties.duty where key = 'leaving.handover' and subject_id = $1", [d]],
          said('departure.sign', d),
        ],
        again: { status: 200 },
      }
    },
  },
}

// How it is looked at ---------------------------------------------------------------------------------------------------
let drawn = ''
let everything = ''
/** A mark of every row that is committed in the database: no act leaves anything behind that does not change it. */
const mark = async (): Promise<string> => JSON.stringify(await one(everything))
const quiet = async (): Promise<void> => {
  const busy =
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and usename = 'bailiwick_app' and state <> 'idle'"
  for (let i = 0; (await one(busy)).n > 0; i++) {
    if (i > 500) throw new Error('the database still works for the dead')
    await sleep(5)
  }
}
const tracesOf = async (s: Subject): Promise<boolean[]> =>
  Promise.all(s.traces.map(async ([text, values]) => (await one(text, values))?.is === true))
const inProcess = async (s: Subject): Promise<number> => (await c.as(s.call.who).post(s.call.path, s.call.body, s.call.headers)).status
interface Course {
  /** Points at which something of the act was there, and something was not. */
  halves: string[]
  points: number
  statements: number
}
/** Dies at one statement after the other, always with the same subject as long as nothing of the act is there; at last the act is done. */
const courseOf = async ({ make, do: run = inProcess }: Act): Promise<Course> => {
  const halves: string[] = []
  let subject = await make()
  let before = await mark()
  const look = async (at: string): Promise<void> => {
    faults.revive()
    await quiet()
    if ((await mark()) === before) return
    const traces = await tracesOf(subject)
    if (traces.includes(false)) halves.push(`${at}: ${traces.join(' ')}`)
    subject = await make()
    before = await mark()
  }
  let points = 0
  for (let n = 1; ; n += EVERY ? 1 : 1 + Math.floor(random() * 11)) {
    faults.arm({ statement: n, when: 'before' })
    const status = await run(subject)
    if (!faults.struck()) {
      // Past its last statement: it was done.
      if (status !== 200 || (await tracesOf(subject)).includes(false)) halves.push(`done: ${status} ${(await tracesOf(subject)).join(' ')}`)
      const statements = faults.seen().length
      faults.revive()
      return { halves, points, statements }
    }
    points++
    if (status === 200) halves.push(`${n}: answered 200`)
    await look(`before statement ${n}, ${faults.seen().at(-1)?.slice(0, 60)}`)
  }
}
const struckAtCommit = async (s: Subject, when: 'before' | 'after'): Promise<void> => {
  faults.arm({ statement: 'commit', when })
  expect(await inProcess(s)).not.toBe(200)
  expect(faults.struck()).toBe(true)
  faults.revive()
  await quiet()
}

beforeAll(async () => {
  c = await testCourt(t)
  await c.person('hr', 'hr')
  await c.person('department', 'responsibleDepartment')
  drawn = (await drawnName()).toString('base64')
  const { rows } = await t.owner.query(
    `select format('(select sum(hashtextextended(x.xmin::text || x.ctid::text, 0)) from %I.%I x)', n.nspname, r.relname) as part
     from pg_class r join pg_namespace n on n.oid = r.relnamespace
     where r.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss') and n.nspname not like 'pg_toast%' order by 1`,
  )
  everything = `select array[${rows.map((r) => r.part).join(', ')}] as marks`
})

describe.each(Object.entries(acts))('%s', (name, act) => {
  test('dies at its statements: whole or absent, and done again', async () => {
    const course = await courseOf(act)
    expect(course.halves).toEqual([])
    expect(course.points).toBeGreaterThan(0)
    steps.set(name, course.statements)
  }, 120_000)
  test('dies at its commit: before it nothing is there, after it everything, and the repetition is told so', async () => {
    const s = await act.make()
    const before = await mark()
    await struckAtCommit(s, 'before')
    expect(await mark()).toBe(before)
    await struckAtCommit(s, 'after')
    expect(await tracesOf(s)).not.toContain(false)
    const again = await c.as(s.call.who).post(s.call.path, s.call.body, s.call.headers)
    expect([again.status, again.body.code]).toEqual([s.again.status, s.again.code])
    expect(await tracesOf(s)).not.toContain(false)
  })
})
test('an act that is broken in two is found', async () => {
  const broken: Act = {
    make: async () => {
      const p = await atWork()
      return {
        call: { who: 'management', path: String(p.id), body: {}, headers: {} },
        traces: [
          ["select count(*) = 1 as is from confidentiality.denial where person_id = $1 and kind = 'veto' and ended_at is null", [p.id]],
          outOfAll(p, 'veto')[2]!,
        ],
        again: { status: 200 },
      }
    },
    do: async (s) => {
      try {
        await t.app.asSystem(c.courtId, (ctx) => freeze(ctx, { personId: Number(s.call.path), kind: 'veto', reason: '违反纪律' }))
        await t.app.asSystem(c.courtId, (ctx) => revokeSessionsOf(ctx, Number(s.call.path), 'veto'))
        return 200
      } catch {
        return 503
      }
    },
  }
  expect((await courseOf(broken)).halves.length).toBeGreaterThan(0)
})

describe('a process that is killed (SIGKILL)', () => {
  const children = new Set<ChildProcess>()
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
  })
  const started = async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../support/fault-server.ts')], {
      env: { ...process.env, FAULT_SERVER: JSON.stringify({ connect: t.connect, dataDir: t.dataDir, now: NOW }) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    children.add(child)
    const hears = async <T>(): Promise<T> => (await once(child, 'message', { signal: AbortSignal.timeout(15_000) }))[0] as T
    const { url } = await hears<{ url: string }>()
    return {
      /** Sends the act and waits until it has stopped where it shall die. */
      stopAt: async (s: Subject, point: Point): Promise<void> => {
        const armed = hears()
        child.send(point)
        await armed
        const stopped = hears()
        void fetch(`${url}/api${s.call.path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-bailiwick': '1',
            cookie: `bailiwick=${c.as(s.call.who).token}`,
            ...s.call.headers,
          },
          body: JSON.stringify(s.call.body),
        }).catch(() => {})
        await stopped
      },
      kill: async (): Promise<void> => {
        child.kill('SIGKILL')
        await once(child, 'exit')
        children.delete(child)
        await quiet()
      },
    }
  }
  test('in the middle of hiring, veto and leaving at once, then past their commits', async () => {
    const names = ['hiring: the court registers', 'veto of somebody at work', 'leaving today']
    const subjects: [string, Subject][] = []
    for (const name of names) subjects.push([name, await acts[name]!.make()])
    const before = await mark()
    const first = await started()
    for (const [name, s] of subjects)
      await first.stopAt(s, { statement: 3 + Math.floor(random() * (steps.get(name)! - 3)), when: 'before' })
    await first.kill()
    expect(await mark()).toBe(before)
    const second = await started()
    for (const [, s] of subjects) await second.stopAt(s, { statement: 'commit', when: 'after' })
    await second.kill()
    for (const [, s] of subjects) {
      expect(await tracesOf(s)).not.toContain(false)
      expect(await inProcess(s)).toBe(200)
      expect(await tracesOf(s)).not.toContain(false)
    }
  })
})
