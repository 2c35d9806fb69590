import pg from 'pg'
import { nameOf, CASES } from './fill.ts'
import { median, type Result, result } from './result.ts'
import { type Ask } from './http-load.ts'
import type { Acting, Court } from './server.ts'
import { literal, type Sent } from './sql-load.ts'
import type { Stand } from './stand.ts'

const TIMES = 15
const LARGE = ['case_record', 'party', 'task', 'access_grant', 'event', 'instance', 'token', 'record']

/** For an actor, what the policy of a table means, written out as a plain condition; a table that is not named is open to him in his court. */
type Meaning = Record<string, string>
const meanings = (c: Court) => {
  const live = (p: number, more = '') =>
    `(select g.case_id from confidentiality.access_grant g where g.court_id = ${c.courtId} and g.person_id = ${p} and g.ended_at is null and g.from_at <= now() and g.until_at > now() ${more})`
  const undenied = (p: number, column: string) =>
    `not exists (select from confidentiality.denial d where d.court_id = x.court_id and d.case_id = ${column} and d.ended_at is null and (d.person_id is null or d.person_id = ${p}))`
  const outsourced = (p: number, role: string): Meaning => ({
    'cases.case_record': `x.id = any (array${live(p)}) and ${undenied(p, 'x.id')}`,
    'cases.party': `x.case_id = any (array${live(p, "and 'C1' = any (g.levels)")}) and ${undenied(p, 'x.case_id')}`,
    'worklist.task': `(x.assignee_id = ${p} or (x.performer = 'outsourced' and x.engagement_id = ${c.engagementId}${role === 'teamLead' ? '' : ` and x.role = '${role}'`}))`,
    'confidentiality.access_grant':
      role === 'teamLead'
        ? `(x.person_id = ${p} or exists (select from organisations.person q where q.id = x.person_id and q.contractor_id = ${c.contractorId}))`
        : `x.person_id = ${p}`,
  })
  const judge = c.judge.personId
  return {
    operator: outsourced(c.readers[0]!.personId, 'operator'),
    teamLead: outsourced(c.teamLead.personId, 'teamLead'),
    judge: {
      'cases.case_record': `(x.division_id = ${c.divisionId} or x.judge_id = ${judge} or x.clerk_id = ${judge} or x.id = any (array${live(judge)})) and ${undenied(judge, 'x.id')}`,
      'worklist.task': `(x.assignee_id = ${judge} or x.division_id is null or x.division_id = ${c.divisionId} or x.role = 'judge')`,
    } as Meaning,
    management: { 'cases.case_record': undenied(c.management.personId, 'x.id') } as Meaning,
  }
}

/** Every list, count and search, by who asks it. */
const asked = (c: Court, searched: string): { name: string; who: keyof ReturnType<typeof meanings>; as: Acting; ask: string }[] => {
  const latin = 'wwf'
  const cases = (who: 'operator' | 'judge' | 'management', as: Acting) => [
    { name: `cases, list: ${who}`, who, as, ask: '/api/cases?limit=50' },
    { name: `cases, list of open ones: ${who}`, who, as, ask: '/api/cases?limit=50&status=open' },
    { name: `cases, count: ${who}`, who, as, ask: '/api/cases/count' },
    { name: `cases, by number: ${who}`, who, as, ask: `/api/cases?q=${encodeURIComponent(`（2026）苏1299民初${CASES / 2}号`)}` },
    { name: `cases, by part of a number: ${who}`, who, as, ask: `/api/cases?q=${encodeURIComponent('民初500')}` },
    { name: `cases, by name: ${who}`, who, as, ask: `/api/cases?q=${encodeURIComponent(searched)}` },
    { name: `cases, by initials: ${who}`, who, as, ask: `/api/cases?q=${latin}` },
    { name: `cases, count by name: ${who}`, who, as, ask: `/api/cases/count?q=${encodeURIComponent(searched)}` },
  ]
  const [reader] = c.readers as [Acting]
  return [
    ...cases('operator', reader),
    ...cases('judge', c.judge),
    ...cases('management', c.management),
    { name: 'tasks, mine: operator', who: 'operator', as: reader, ask: '/api/tasks?scope=mine' },
    { name: 'tasks, pool: operator', who: 'operator', as: reader, ask: '/api/tasks?scope=pool' },
    { name: 'tasks, team: team lead', who: 'teamLead', as: c.teamLead, ask: '/api/tasks?scope=team' },
    { name: 'tasks, late ones of the team: team lead', who: 'teamLead', as: c.teamLead, ask: '/api/tasks?scope=team&late=true' },
    { name: 'tasks, court: management', who: 'management', as: c.management, ask: '/api/tasks?scope=court' },
    { name: 'tasks, figures: operator', who: 'operator', as: reader, ask: '/api/tasks/summary' },
    { name: 'tasks, figures: team lead', who: 'teamLead', as: c.teamLead, ask: '/api/tasks/summary' },
    { name: 'tasks, load of the team: team lead', who: 'teamLead', as: c.teamLead, ask: '/api/tasks/team-load' },
    { name: 'grants, mine: operator', who: 'operator', as: reader, ask: '/api/access/mine' },
    { name: 'grants of a person: management', who: 'management', as: c.management, ask: `/api/access/persons/${reader.personId}` },
    { name: 'grants of a case: management', who: 'management', as: c.management, ask: '/api/cases/30000003/access' },
  ]
}

/** Not what is asked: the frame of a request. */
const frame = /^\s*(begin|commit)|accounts\.(enter|session)|audit\.event\s*\(|bw\.idempotency/i

/** The statement with each table of the actor's scope read through the plain condition: what the policy means, without the policy. */
const written = (sent: Sent, meaning: Meaning): Sent => {
  let text = sent.text
  for (const [table, condition] of Object.entries(meaning))
    text = text.replaceAll(
      new RegExp(`\\b(from|join)\\s+${table.replace('.', '\\.')}\\s+(\\w+)`, 'g'),
      (_all, word: string, alias: string) => `${word} (select * from ${table} x where ${condition}) ${alias}`,
    )
  return { ...sent, text }
}

interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows'?: number
  Plans?: Node[]
}
const walked = (n: Node): string[] => [
  ...(n['Node Type'] === 'Seq Scan' && LARGE.includes(n['Relation Name'] ?? '') ? [n['Relation Name']!] : []),
  ...(n.Plans ?? []).flatMap(walked),
]

const prepareAll = async (client: pg.Client, statements: readonly Sent[], as: string): Promise<string[]> => {
  const names: string[] = []
  for (const [k, sent] of statements.entries()) {
    await client.query(`prepare ${as}${k} as ${sent.text}`)
    names.push(`${as}${k}${sent.values.length ? `(${sent.values.map(literal).join(', ')})` : ''}`)
  }
  return names
}
/** Milliseconds in the server, plan and run, of all statements; and the large tables walked row by row. */
const once = async (client: pg.Client, names: readonly string[]): Promise<{ ms: number; seq: string[] }> => {
  let ms = 0
  const seq: string[] = []
  for (const n of names) {
    const { rows } = await client.query(`explain (analyze, timing off, format json) execute ${n}`)
    const plan = rows[0]['QUERY PLAN'][0]
    ms += plan['Planning Time'] + plan['Execution Time']
    seq.push(...walked(plan.Plan))
  }
  return { ms, seq }
}

/** Every list, count and search under its policies against the same with the conditions written out, statement by statement inside the server. */
export const measureRowScope = async (s: Stand, say: (line: string) => void): Promise<Result[]> => {
  const app = new pg.Client(s.app)
  const owner = new pg.Client(s.owner)
  await Promise.all([app.connect(), owner.connect()])
  const results: Result[] = []
  const slow: Result[] = []
  try {
    const meaning = meanings(s.court)
    let k = 0
    for (const q of asked(s.court, nameOf(71))) {
      const ask: Ask = { path: q.ask, token: q.as.tokens[0] }
      await s.statementsOf(ask)
      const all = await s.statementsOf(ask)
      const enter = all.find((x) => /accounts\.enter/.test(x.text))!
      const statements = all.filter((x) => !frame.test(x.text))
      for (const c of [app, owner]) {
        await c.query('begin')
        await c.query(enter.text, enter.values)
      }
      const under = await prepareAll(app, statements, `u${k}_`)
      const plain = await prepareAll(
        owner,
        statements.map((x) => written(x, meaning[q.who])),
        `p${k}_`,
      )
      k++
      const ours: number[] = []
      const reference: number[] = []
      let seq: string[] = []
      // The first six settle whether PostgreSQL keeps a general plan.
      for (let i = 0; i < TIMES + 6; i++) {
        const a = await once(app, under)
        const b = await once(owner, plain)
        seq = a.seq.filter((t) => !b.seq.includes(t))
        if (i >= 6) {
          ours.push(a.ms)
          reference.push(b.ms)
        }
        // What takes a second needs no twenty rounds to be known.
        if (a.ms > 300 && i >= 2) {
          ours.push(a.ms)
          reference.push(b.ms)
          break
        }
      }
      await Promise.all([app.query('rollback'), owner.query('rollback')])
      const r = result(
        `row scope: ${q.name} (ms)`,
        median(ours),
        median(reference),
        '≤ 1.5',
        seq.length ? [`walks ${[...new Set(seq)].join(', ')} row by row`] : [],
      )
      results.push(r)
      if (!r.met) slow.push(r)
      if (!r.met || seq.length) {
        say(`${r.name}: ${r.ratio}`)
        if (process.env.BENCH_EXPLAIN) {
          await app.query('begin')
          await app.query(enter.text, enter.values)
          for (const n of under) for (const row of (await app.query(`explain (analyze, buffers) execute ${n}`)).rows) say(row['QUERY PLAN'])
          await app.query('rollback')
          await owner.query('begin')
          await owner.query(enter.text, enter.values)
          for (const n of plain)
            for (const row of (await owner.query(`explain (analyze) execute ${n}`)).rows) say(`    | ${row['QUERY PLAN']}`)
          await owner.query('rollback')
        }
      }
    }
  } finally {
    await Promise.all([app.end(), owner.end()])
  }
  return results
}
