import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/support/app.ts'
import { actAs } from '../db/transaction.ts'
import { openPool } from '../db/connection.ts'
import { appendEvent, appendEvents, type LedgerActor, prepareLedger, sessionRef } from './append.ts'
import { ed25519Signer, newSeed, parseCheckpoint, splitNote } from './checkpoint.ts'
import { stateHash } from './encoding.ts'
import { exportLedger } from './export.ts'
import { proveEvent, verifyProof } from './prove.ts'
import { latestCheckpoint, sealAll, sealOnce } from './seal.ts'
import { runVerifyLedger } from './verify-ledger.ts'
import { verifyLedger } from './verify.ts'

const signer = ed25519Signer('ledger.example/court', newSeed())
const clerk: LedgerActor = { accountId: 5, personId: 6, courtId: 1, contractorId: null, side: 'court', sessionId: 'session' }
const operator: LedgerActor = { accountId: 8, personId: 9, courtId: 1, contractorId: 3, side: 'contractor', sessionId: null }
const machineNow = () => Temporal.Now.instant()

let base: Awaited<ReturnType<typeof testDatabase>>
let pool: pg.Pool
beforeAll(async () => {
  base = await testDatabase()
  pool = openPool(base.connect, 20)
})
afterAll(async () => {
  await pool.end()
  await base.drop()
})

const within = async <T>(fn: (client: pg.PoolClient) => Promise<T>, at: string | null = null, actor: LedgerActor = clerk): Promise<T> => {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await actAs(client, { ...actor, roles: [], divisionIds: [] }, at)
    const result = await fn(client)
    await client.query('commit')
    return result
  } catch (e) {
    await client.query('rollback')
    throw e
  } finally {
    client.release()
  }
}
const exported = async (db = pool): Promise<Buffer> => {
  const chunks: Buffer[] = []
  await exportLedger(
    db,
    new Writable({
      write: (chunk, _, done) => {
        chunks.push(Buffer.from(chunk))
        done()
      },
    }),
  )
  return Buffer.concat(chunks)
}
async function* once(bytes: Buffer) {
  yield bytes
}
const check = async (db = pool, held: { file: string; note: string }[] = []) =>
  verifyLedger(once(await exported(db)), { trusted: [signer.verifier], held, toleranceSeconds: 900 })
/** As somebody with the database's own superuser would. */
const tamper = async (sql: string): Promise<void> => {
  const client = await base.owner.connect()
  await client.query('set session_replication_role = replica')
  await client.query(sql)
  await client.query('reset session_replication_role')
  client.release()
}
/** The same by somebody who gives each row the hash of what it now says. */
const tamperWithCare = (update: string): Promise<void> =>
  tamper(`create trigger rehash before update on audit.event for each row execute function audit.set_leaf_hash();
    alter table audit.event enable always trigger rehash; ${update}; drop trigger rehash on audit.event`)
const count = async (sql: string): Promise<number> => Number((await base.owner.query(`select (${sql}) as n`)).rows[0].n)

describe('append', () => {
  it('writes who, what, on what, hashes of the states, and business time', async () => {
    await within(
      (client) =>
        appendEvent(client, clerk, {
          verb: 'case.update',
          objectType: 'case',
          objectId: 12,
          caseId: 12,
          grantId: 3,
          before: { b: 1, a: '旧' },
          after: { a: '新\\x' },
          data: { note: '反\\斜杠 "引号"', n: 1.5 },
        }),
      '2026-09-21T01:02:03.456789Z',
    )
    const { rows } = await base.owner.query('select *, xid::text as x, tableoid::regclass::text as part from audit.event')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      court_id: 1,
      account_id: 5,
      person_id: 6,
      side: 'court',
      verb: 'case.update',
      object_id: '12',
      case_id: 12,
      grant_id: 3,
      session_ref: sessionRef('session'),
    })
    expect(rows[0].before_hash).toEqual(stateHash({ a: '旧', b: 1 }))
    expect(rows[0].at).toBe('2026-09-21T01:02:03.456789Z')
  })
  it('writes many acts in one statement, in order, with every kind of null', async () => {
    await within((client) =>
      appendEvents(client, operator, [
        { verb: 'import.row', objectType: 'case', objectId: 'a', after: { x: 1 }, data: { row: 1 } },
        { verb: 'import.row', objectType: 'case', objectId: 'b', courtId: null },
        { verb: 'import.row', objectType: 'case', objectId: 'c', courtId: 2, caseId: 4, before: 'x' },
      ]),
    )
    const { rows } = await base.owner.query(
      "select object_id, court_id, contractor_id from audit.event where verb = 'import.row' order by id",
    )
    expect(rows.map((r) => [r.object_id, r.court_id, r.contractor_id])).toEqual([
      ['a', 1, 3],
      ['b', null, 3],
      ['c', 2, 3],
    ])
    expect((await check()).ok).toBe(true)
  })
  it('goes with its transaction', async () => {
    const before = await count('select count(*) from audit.event')
    await within(async (client) => {
      await appendEvent(client, clerk, { verb: 'x.y', objectType: 'z', objectId: 1 })
      throw new Error('no')
    }).catch(() => {})
    expect(await count('select count(*) from audit.event')).toBe(before)
  })
  it('lets the application neither change nor choose', async () => {
    const refused = (sql: string) => expect(within((c) => c.query(sql))).rejects.toThrow(/permission denied|append-only|non-DEFAULT/)
    for (const table of ['event', 'seal', 'subtree', 'sealer_key', 'era']) {
      await refused(`delete from audit.${table}`)
      await refused(`truncate audit.${table}`)
    }
    await refused("update audit.event set verb = 'x'")
    await refused("update audit.seal set checkpoint = ''")
    const values = "(side, verb, object_type, object_id, %) values ('court', 'a', 'b', 'c', $)"
    for (const [column, value] of [
      ['id', '1'],
      ['at', 'now()'],
      ['xid', "'1'"],
      ['leaf_hash', "''"],
    ] as const)
      await refused(`insert into audit.event ${values.replace('%', column).replace('$', value)}`)
    await refused('select * from audit.event_default')
    await expect(base.owner.query("update audit.event set verb = 'x'")).rejects.toThrow(/append-only/)
    await expect(base.owner.query('truncate audit.event')).rejects.toThrow(/append-only/)
  })
  it('shows each side its own part', async () => {
    const seen = (actor: LedgerActor) =>
      within(
        async (c) =>
          (await c.query('select distinct court_id, contractor_id from audit.event order by 1, 2')).rows.map(
            (r) => `${r.court_id} ${r.contractor_id}`,
          ),
        null,
        actor,
      )
    expect(await seen(clerk)).toEqual(['1 3', '1 null'])
    expect(await seen({ ...clerk, courtId: 2 })).toEqual(['2 3'])
    expect(await seen(operator)).toEqual(['1 3'])
    expect(await seen({ ...operator, contractorId: 4 })).toEqual([])
    expect(await seen({ ...clerk, side: 'public' })).toEqual([])
    expect(await seen({ ...clerk, side: 'system', courtId: null })).toHaveLength(4)
    expect((await pool.query('select * from audit.event')).rows).toEqual([])
  })
})

describe('partitions', () => {
  it('are made by month of Beijing time, once; a month without one falls into the default and stays', async () => {
    await within((c) => appendEvent(c, clerk, { verb: 'x.far', objectType: 'z', objectId: 1 }), '2031-02-10T00:00:00Z')
    await pool.query("select audit.ensure_partitions('2031-01-15', 3)")
    expect((await pool.query("select audit.ensure_partitions('2031-01-15', 3) as n")).rows[0].n).toBe(0)
    for (const at of ['2031-01-31T15:59:59Z', '2031-01-31T16:00:00Z', '2031-03-05T00:00:00Z'])
      await within((c) => appendEvent(c, clerk, { verb: 'x.far', objectType: 'z', objectId: 1 }), at)
    const { rows } = await base.owner.query("select tableoid::regclass::text as part from audit.event where verb = 'x.far' order by at")
    expect(rows.map((r) => r.part)).toEqual(['audit.event_203101', 'audit.event_default', 'audit.event_default', 'audit.event_203103'])
    await prepareLedger(pool, Temporal.Instant.from('2031-05-31T16:00:00Z'), 1)
    expect(
      await count(
        "select count(*) from pg_inherits where inhrelid in (to_regclass('audit.event_203106'), to_regclass('audit.event_203107'))",
      ),
    ).toBe(2)
    await expect(base.owner.query('delete from audit.event_203103')).rejects.toThrow(/append-only/)
    await tamper("delete from audit.event where verb = 'x.far'")
  })
})

describe('seal', () => {
  it('waits for a transaction that is still open, and then takes its rows', async () => {
    const late = await pool.connect()
    await late.query('begin')
    await appendEvent(late, clerk, { verb: 'late.first', objectType: 'z', objectId: 1 })
    await within((c) => appendEvent(c, clerk, { verb: 'late.second', objectType: 'z', objectId: 1 }))
    await sealAll(pool, signer, machineNow)
    const sealed = () => count("select count(*) from audit.event e join audit.seal s on e.id = any(s.event_ids) where e.verb like 'late.%'")
    expect(await sealed()).toBe(0)
    await late.query('commit')
    late.release()
    await sealAll(pool, signer, machineNow)
    expect(await sealed()).toBe(2)
    expect(await sealOnce(pool, signer, machineNow())).toBeNull()
  })

  it('waits for another role of this database, but for nobody of another database', async () => {
    const elsewhere = new pg.Client({ ...base.connect, database: 'postgres' })
    await elsewhere.connect()
    await elsewhere.query('begin; select pg_current_xact_id()')
    const late = await base.owner.connect()
    await late.query(
      "begin; insert into audit.event (court_id, side, verb, object_type, object_id) values (1, 'system', 'other.role', 'z', '1')",
    )
    await within((c) => appendEvent(c, clerk, { verb: 'other.second', objectType: 'z', objectId: 1 }))
    await sealAll(pool, signer, machineNow)
    const sealed = () =>
      count("select count(*) from audit.event e join audit.seal s on e.id = any(s.event_ids) where e.verb like 'other.%'")
    expect(await sealed()).toBe(0)
    await late.query('commit')
    late.release()
    await sealAll(pool, signer, machineNow)
    expect(await sealed()).toBe(2)
    await elsewhere.query('rollback')
    await elsewhere.end()
  })

  it('with 16 writers, late committers, roll-backs and three sealers: each event once, none left', async () => {
    let open = true
    let written = 0
    const writer = async (n: number) => {
      for (let i = 0; i < 40; i += 1) {
        const client = await pool.connect()
        await client.query('begin')
        const entries = 1 + ((n + i) % 3)
        for (let k = 0; k < entries; k += 1) await appendEvent(client, clerk, { verb: 'race', objectType: 'z', objectId: `${n}/${i}/${k}` })
        // Some transactions linger long after others that began later have committed.
        if ((n + i) % 5 === 0) await client.query('select pg_sleep(0.04)')
        const drop = (n * i) % 7 === 3
        await client.query(drop ? 'rollback' : 'commit')
        if (!drop) written += entries
        client.release()
      }
    }
    const seals = [0, 1, 2].map(async () => {
      while (open) {
        await sealOnce(pool, signer, machineNow(), 50)
        await new Promise((go) => setTimeout(go, 5))
      }
    })
    await Promise.all(Array.from({ length: 16 }, (_, n) => writer(n)))
    open = false
    await Promise.all(seals)
    await sealAll(pool, signer, machineNow)
    expect(await count("select count(*) from audit.event where verb = 'race'")).toBe(written)
    expect(await count('select count(*) from (select unnest(event_ids) as id from audit.seal) s')).toBe(
      await count('select count(*) from audit.event'),
    )
    expect(await count('select count(*) - count(distinct id) from (select unnest(event_ids) as id from audit.seal) s')).toBe(0)
    expect(await count('select count(*) from audit.seal')).toBeGreaterThan(5)
    const report = await check()
    expect(report.problems).toEqual([])
    expect(report.unsealed).toBe(0)
  })

  it('keeps the time sealed from running backwards', async () => {
    await within((c) => appendEvent(c, clerk, { verb: 'x.y', objectType: 'z', objectId: 1 }))
    const before = parseCheckpoint(splitNote((await latestCheckpoint(pool)) ?? '')?.text ?? '')
    const sealed = await sealOnce(pool, signer, Temporal.Instant.from('2001-01-01T00:00:00Z'))
    expect(parseCheckpoint(splitNote(sealed?.note ?? '')?.text ?? '')?.sealedAt).toBe(before?.sealedAt)
  })

  it('goes on after the data was restored into another cluster, where transaction numbers begin anew', async () => {
    await within((c) => appendEvent(c, clerk, { verb: 'era.old', objectType: 'z', objectId: 1 }))
    // To this database the past now looks as if it had come from a cluster far ahead in transaction numbers.
    await tamperWithCare(
      "update audit.era set cluster = 'another'; update audit.event set xid = (xid::text::bigint + 1000000000)::text::xid8 where verb = 'era.old'",
    )
    await prepareLedger(pool, machineNow())
    await within((c) => appendEvent(c, clerk, { verb: 'era.new', objectType: 'z', objectId: 1 }))
    await sealAll(pool, signer, machineNow, 1)
    await sealAll(pool, signer, machineNow)
    expect(await count('select max(era) from audit.seal')).toBe(2)
    expect(
      await count(
        "select count(*) from audit.event e where e.verb like 'era.%' and exists (select from audit.seal s where e.id = any(s.event_ids))",
      ),
    ).toBe(2)
    expect((await check()).problems).toEqual([])
  })
})

describe('prove and verify', () => {
  it('proves single events of a tree with several levels from stored hashes', async () => {
    await within((c) =>
      appendEvents(
        c,
        clerk,
        Array.from({ length: 70_000 }, (_, i) => ({ verb: 'bulk', objectType: 'z', objectId: i })),
      ),
    )
    await sealAll(pool, signer, machineNow, 30_011)
    await within((c) => appendEvent(c, clerk, { verb: 'x.last', objectType: 'z', objectId: 1 }))
    await sealAll(pool, signer, machineNow)
    expect(await count('select max(tree_size) from audit.seal')).toBe(await count('select count(*) from audit.event'))
    expect((await check()).problems).toEqual([])
    expect(await count('select max(level) from audit.subtree')).toBe(2)
    const ids = (
      await base.owner.query(
        'select id from (select id, row_number() over (order by id) as n from audit.event) e where n % 6007 = 1 or n < 4 union select max(id) from audit.event order by id',
      )
    ).rows.map((r) => r.id)
    for (const id of ids) {
      const proof = await proveEvent(pool, id)
      if (proof === null || proof === 'unsealed') throw new Error(`no proof of ${id}`)
      expect(verifyProof(proof, [signer.verifier]), String(id)).toBe(true)
      expect(verifyProof({ ...proof, event: { ...proof.event, verb: 'other' } }, [signer.verifier])).toBe(false)
    }
    expect(ids.length).toBeGreaterThan(10)
    expect(await proveEvent(pool, 999_999_999)).toBeNull()
    await within((c) => appendEvent(c, clerk, { verb: 'x.unsealed', objectType: 'z', objectId: 1 }))
    expect(await proveEvent(pool, await count('select max(id) from audit.event'))).toBe('unsealed')
  })

  it('finds what a superuser did to the rows, and names the event', async () => {
    const kept = { file: 'kept', note: (await latestCheckpoint(pool)) ?? '' }
    const [a, b, c, d] = (
      await base.owner.query("select id from audit.event where verb = 'bulk' and object_id in ('100', '200', '300', '400') order by id")
    ).rows.map((r) => r.id as number)
    await tamper(`update audit.event set person_id = 99 where id = ${a}`)
    await tamper(`delete from audit.event where id = ${b}`)
    await tamper(`update audit.event set at = at - interval '40 days' where id = ${c}`)
    await tamperWithCare(`update audit.event set verb = 'bulk.other' where id = ${d}`)
    const report = await check(pool, [kept])
    expect(report.problems.map((p) => `${p.kind} ${p.id}`).sort()).toEqual([
      `back-dated ${c}`,
      `changed ${a}`,
      `changed ${c}`,
      `changed ${d}`,
      `dropped ${b}`,
    ])
  })

  it('as a command: from the database, from a file, with a kept checkpoint, single proofs', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ledger-'))
    try {
      let said = ''
      const deps = {
        openLedger: async () => ({ db: pool, close: async () => {} }),
        write: (t: string) => {
          said += t
        },
        lang: 'en' as const,
      }
      const call = async (...args: string[]) => {
        said = ''
        return runVerifyLedger(args, deps)
      }
      expect(await call('--help')).toBe(0)
      expect(said).toContain('--checkpoint')
      expect(await call('--nonsense')).toBe(2)
      expect(await call('--export', join(dir, 'none'), '--json')).toBe(2)
      const file = join(dir, 'export.jsonl')
      expect(await call('--save', file, '--json')).toBe(1)
      expect(JSON.parse(said)).toMatchObject({ ok: false, keyTrusted: false })
      const fromDatabase = said
      expect(await call('--export', file, '--json')).toBe(1)
      expect(said).toBe(fromDatabase)
      expect(await call('--export', file, '--key', signer.verifier)).toBe(1)
      expect(said).toMatch(/was changed after it was written\.\n[\s\S]*NOT verified: /)
      const note = join(dir, 'kept.txt')
      await writeFile(note, (await latestCheckpoint(pool)) ?? '')
      const lines = (await readFile(file, 'utf8')).split('\n')
      const cut = join(dir, 'cut.jsonl')
      await writeFile(cut, `${lines[0]}\n{"kind":"end","events":0,"seals":0}\n`)
      expect(await call('--export', cut)).toBe(0)
      expect(await call('--export', cut, '--checkpoint', note, '--json')).toBe(1)
      expect(JSON.parse(said).problems[0].kind).toBe('truncated')
      const id = await count("select max(id) from audit.event where verb = 'x.last'")
      expect(await call('--prove', String(id))).toBe(0)
      const proof = join(dir, 'proof.json')
      await writeFile(proof, said)
      expect(await call('--proof', proof)).toBe(0)
      await writeFile(proof, said.replace('x.last', 'x.lost').replace('"path"', '"path"'))
      expect(await call('--proof', proof, '--key', ed25519Signer('other', newSeed()).verifier)).toBe(1)
    } finally {
      await rm(dir, { recursive: true })
    }
  })
})
