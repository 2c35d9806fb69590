import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportLedger } from '../../platform/audit/export.ts'
import { verifyLedger } from '../../platform/audit/verify.ts'
import { loadKeys } from '../../platform/auth/keys.ts'
import { openFileStore } from '../../platform/files/store.ts'
import { testDatabase } from '../../test/support/app.ts'
import { migrationFolders } from '../../app/modules.ts'
import { seed as seedReference } from '../../app/seed.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { prepareJobs } from '../../platform/jobs/boss.ts'
import { holdingOf, makeDemo } from './demo.ts'
import type { Simulated } from './simulate.ts'

interface Run {
  made: Simulated
  figures: Record<string, unknown>[]
  owner: pg.Pool
  end: () => Promise<void>
}
const until = Temporal.Instant.from('2026-11-20T08:00:00Z')

/** A small demo on a database of its own, and what its indicators say, without ids. */
const run = async (seed: number): Promise<Run> => {
  const { connect, owner, drop } = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'bw-sim-'))
  const keys = await loadKeys(dataDir)
  const prepared = {
    composition: { connect, keys, files: openFileStore({ dataDir, keys }) },
    owner: owner.options as pg.ClientConfig,
    close: async () => {},
    raise: async () => {
      await migrate(owner.options as pg.ClientConfig, migrationFolders(), connect.password, seedReference)
      await prepareJobs(owner.options as pg.ClientConfig)
    },
    onLost: () => {},
    tell: () => {},
  }
  // Broken off on its second day it is taken away whole and begun anew: the figures below are those of an unbroken one.
  const breaking = makeDemo(prepared, {
    seed,
    cases: 3,
    days: 3,
    until,
    onDay: (day) => {
      if (day === 2) throw new Error('broken off')
    },
  })
  await expect(breaking).rejects.toThrow('broken off')
  expect(await holdingOf(prepared.owner)).toBe('broken')
  const made = await makeDemo(prepared, { seed, cases: 35, days: 6, until })
  await expect(makeDemo(prepared, { seed, cases: 1, days: 1, until })).rejects.toMatchObject({ code: 'NOT_EMPTY' })
  expect(await holdingOf(prepared.owner)).toBe('demo')
  const figures: Record<string, unknown>[] = []
  // What stands still at the end is counted up to the end of the story, not to the moment of this test.
  const eyes = await owner.connect()
  await eyes.query("select set_config('bw.now', $1, false)", [until.toString()])
  for (const view of (
    await eyes.query<{ view: string }>(
      "select table_schema || '.' || table_name as view from information_schema.views where table_name like 'indicator\\_fact\\__' order by 1",
    )
  ).rows)
    for (const row of (
      await eyes.query(
        `select '${view.view}' as view, f.due_at, f.done_at, f.started_at, f.excluded_seconds, f.exclusion_code, f.counted, p.name from ${view.view} f left join organisations.person p on p.id = f.person_id order by f.started_at, f.done_at, f.due_at, p.name`,
      )
    ).rows)
      figures.push(row)
  eyes.release(true)
  return {
    made,
    figures,
    owner,
    end: async () => {
      await drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

describe('simulate: 35 cases in 6 days', () => {
  let a: Run
  let b: Run
  beforeAll(async () => {
    a = await run(7)
    b = await run(7)
  }, 600_000)
  afterAll(async () => {
    await a?.end()
    await b?.end()
  })

  test('the same seed tells the same story', () => {
    const facts = ({ seconds: _, ...rest }: Simulated) => rest
    expect(facts(a.made)).toEqual(facts(b.made))
    for (const view of ['dossiers.indicator_fact_b', 'filing.indicator_fact_e', 'service_of_process.indicator_fact_d'])
      expect(a.figures.filter((f) => f.view === view).length, view).toBeGreaterThan(0)
    expect(a.figures).toEqual(b.figures)
  })

  test('late work, returned work, a vetoed operator, a refused access', async () => {
    const { rows } = await a.owner.query<Record<string, number>>(`select
      (select count(*)::int from audit.event where verb = 'access.refused') as refused, (select count(*)::int from audit.event where verb = 'workforce.veto') as vetoed,
      (select count(*)::int from confidentiality.denial where kind = 'veto' and ended_at is null) as denied, (select count(*)::int from worklist.notice where kind = 'access-refused') as told,
      (select count(*)::int from worklist.task where outcome in ('return', 'rescan', 'mismatch', 'missingPages')) as returned`)
    expect(rows[0]).toMatchObject({ vetoed: 1, denied: 1 })
    expect(rows[0]!.refused).toBeGreaterThan(0)
    expect(rows[0]!.told).toBeGreaterThan(0)
    expect(rows[0]!.returned).toBeGreaterThan(0)
    expect(a.made.tasksLate).toBeGreaterThan(0)
    expect(a.made.tasks).toBeGreaterThan(a.made.tasksDone)
  })

  test('the place, its rules and what happened to people stand in the registers; nobody on leave did anything', async () => {
    const { rows } = await a.owner.query(`select
      (select count(*)::int from premises.equipment) as equipment, (select count(*)::int from premises.fault where loss_side is not null) as losses,
      (select count(*)::int from premises.fault where repaired_at is null) as open, (select count(*)::int from premises.spot_count where closed_at is not null) as counts,
      (select count(*)::int > 8 from rulebook.reading) as read, (select count(*)::int from rulebook.notice where acknowledged_at is not null) as acknowledged,
      (select count(*)::int from attendance.leave where state = 'approved') as leaves, (select count(*)::int > 15 from badges.piece) as badges,
      (select count(*)::int from injuries.step where kind = 'notice') as injuries, (select count(*)::int from disclosure.release where state = 'permitted') as permitted,
      (select count(*)::int from duties.duty where state = 'breached' and (key like 'rulebook.%' or key like 'premises.%' or key like 'injuries.%' or key like 'badges.%')) as missed,
      (select count(*)::int from audit.event e join attendance.leave l on l.court_id = e.court_id and l.person_id = e.person_id and e.at >= l.from_at and e.at < l.until_at) as away`)
    expect(rows[0]).toEqual({
      equipment: 5,
      losses: 1,
      open: 1,
      counts: 1,
      read: true,
      acknowledged: 2,
      leaves: 1,
      badges: true,
      injuries: 1,
      permitted: 1,
      missed: 0,
      away: 0,
    })
  })

  test('the ledger stands: one batch, nothing unsealed, nothing back-dated', async () => {
    const lines = new PassThrough()
    const done = exportLedger(a.owner, lines).then(() => lines.end())
    const report = await verifyLedger(lines)
    await done
    expect(report.problems).toEqual([])
    expect(report).toMatchObject({ ok: true, events: a.made.events, seals: 1, unsealed: 0 })
  })

  test('no event lies after the end of the story, and outsourced staff decided nothing (4.1)', async () => {
    const { rows } = await a.owner.query(
      `select (select count(*)::int from audit.event where at > $1) as late,
      (select count(*)::int from worklist.task t join organisations.person p on p.id = t.done_by where t.nature = 'judgement' and p.side <> 'court') as wrong`,
      [until.toString()],
    )
    expect(rows[0]).toEqual({ late: 0, wrong: 0 })
  })
})
