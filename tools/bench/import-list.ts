import { chmodSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nameOf } from './fill.ts'
import { median, type Result, result } from './result.ts'
import type { Stand } from './stand.ts'

const ROWS = 100_000

const writeList = async (path: string): Promise<void> => {
  const out = createWriteStream(path)
  out.write('﻿案号,立案日期,收案日期,案由,适用程序,标的额,原告,被告\n')
  for (let n = 1; n <= ROWS; n++) {
    const day = `2025-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`
    if (!out.write(`（2025）苏1299民初${n}号,${day},${day},买卖合同纠纷,简易程序,${n % 90_000},${nameOf(n * 7)},${nameOf(n * 13 + 5)}\n`))
      await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}

/** Importing a list of 100,000 cases, each row checked, spelt, hashed and in the ledger, against COPY of the rows it made into the same two tables with their indexes. */
export const measureImport = async (s: Stand): Promise<Result[]> => {
  // The server may run under another uid: a folder both can enter.
  const folder = mkdtempSync(join(tmpdir(), 'bw-copy-'))
  const list = join(s.dataDir, 'list.csv')
  await writeList(list)
  const began = performance.now()
  const job = await s.order<{ state: string; created: number; errors: number }>({ do: 'import', courtId: s.court.courtId, path: list })
  const ours = performance.now() - began
  if (job.created !== ROWS) throw new Error(`import: ${JSON.stringify(job).slice(0, 400)}`)
  chmodSync(folder, 0o777)
  try {
    const where = `court_id = ${s.court.courtId} and number_year = 2025`
    await s.client.query(`copy (select * from cases.case_record where ${where}) to '${folder}/cases' (format binary)`)
    await s.client.query(
      `copy (select p.* from cases.party p where p.court_id = ${s.court.courtId} and p.case_id in (select id from cases.case_record where ${where})) to '${folder}/parties' (format binary)`,
    )
    const times: number[] = []
    for (let i = 0; i < 3; i++) {
      await s.client.query(
        'drop table if exists bench.copied_party, bench.copied_case; create table bench.copied_case (like cases.case_record including all); create table bench.copied_party (like cases.party including all)',
      )
      const from = performance.now()
      await s.client.query(
        `begin; copy bench.copied_case from '${folder}/cases' (format binary); copy bench.copied_party from '${folder}/parties' (format binary); commit`,
      )
      times.push(performance.now() - from)
    }
    await s.client.query('drop table bench.copied_party, bench.copied_case')
    return [
      result('import of 100,000 cases with 200,000 parties (s)', ours / 1000, median(times) / 1000, '≤ 12', [
        'reference: COPY of the rows it made, same tables and indexes',
      ]),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
