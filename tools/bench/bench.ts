import { parseArgs } from 'node:util'
import { measureCompletion } from './complete-task.ts'
import { measureDuties } from './duties.ts'
import { measureFirstLoad } from './first-load.ts'
import { measureImport } from './import-list.ts'
import { measureLedger } from './ledger.ts'
import { measurePlainEndpoints } from './plain-endpoints.ts'
import type { Result } from './result.ts'
import { measureRowScope } from './row-scope.ts'
import { makeStand, type Stand } from './stand.ts'
import { measureWorklist } from './worklist.ts'

const measures: Record<string, (s: Stand, full: boolean, say: (line: string) => void) => Promise<Result[]>> = {
  'complete-task': measureCompletion,
  // Before the rows of row-scope are filled in: completing a task draws ids.
  ledger: measureLedger,
  worklist: measureWorklist,
  'row-scope': (s, _full, say) => measureRowScope(s, say),
  duties: (s, full) => measureDuties(s, full),
  endpoints: measurePlainEndpoints,
  import: measureImport,
}
const names = ['first-load', ...Object.keys(measures)]

const table = (results: readonly Result[]): string =>
  [
    '| what | ours | reference | ratio | goal | met | |',
    '|---|---:|---:|---:|---|---|---|',
    ...results.map(
      (r) =>
        `| ${r.name} | ${r.ours} | ${r.reference} | ${r.ratio} | ${r.goal ?? ''} | ${r.met === null ? '' : r.met ? 'yes' : '**no**'} | ${r.notes.join('; ')} |`,
    ),
  ].join('\n')

/**
 * `bailiwick bench [--json] [--only NAME]… [--full]`: ratios of the product against bare SQL, both on one throw-away PostgreSQL, by turns in one
 * run. JSON: `[{name, ours, reference, ratio, goal, met, notes}]`. Progress goes to stderr. Exit code 1 when a goal is missed.
 */
export const benchCommand = async (args: string[]): Promise<void> => {
  const { values } = parseArgs({
    args,
    options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true }, full: { type: 'boolean' } },
  })
  const wanted = values.only ?? names
  const unknown = wanted.find((w) => !names.includes(w))
  if (unknown !== undefined) throw Object.assign(new Error(`--only: ${names.join(', ')}`), { code: 'ERR_PARSE_ARGS_ONLY' })
  const began = performance.now()
  const say = (line: string): void => void process.stderr.write(`[${((performance.now() - began) / 1000).toFixed(0)} s] ${line}\n`)
  const results: Result[] = wanted.includes('first-load') ? measureFirstLoad() : []
  const inDatabase = Object.entries(measures).filter(([name]) => wanted.includes(name))
  if (inDatabase.length) {
    const stand = await makeStand(say)
    try {
      for (const [name, measure] of inDatabase) {
        say(name)
        try {
          results.push(...(await measure(stand, values.full ?? false, say)))
        } catch (e) {
          // One that cannot be taken is told, and does not cost the others.
          say(`${name}: ${(e as Error).message}`)
          process.exitCode = 1
        }
      }
    } finally {
      await stand.stop()
    }
  }
  say('done')
  process.stdout.write(`${values.json ? JSON.stringify(results) : table(results)}\n`)
  if (results.some((r) => r.met === false)) process.exitCode = 1
}
