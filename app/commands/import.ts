import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { importCasesFile } from '../../modules/cases/public.ts'
import { compose } from '../compose.ts'
import { type Environment, prepare } from '../serve.ts'
import { version } from '../version.ts'

/** `bailiwick import FILE --court CODE`: the same import as on the page, with its figures on the console. */
export const importCommand = async (args: string[], env: Environment): Promise<void> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { court: { type: 'string' }, 'dry-run': { type: 'boolean' }, update: { type: 'boolean' }, json: { type: 'boolean' } },
  })
  const file = positionals[0]
  if (!file) throw Object.assign(new Error('no-file'), { code: 'NO_FILE' })
  // Looked at before a database is started, or made, for it.
  const there = await stat(file).catch(() => null)
  if (!there?.isFile()) throw Object.assign(new Error('no-file'), { code: 'NO_FILE', path: file })
  const prepared = await prepare(env, () => {})
  const composed = await compose({
    ...prepared.composition,
    settings: { demo: false, dataDir: env.dataDir, baseUrl: '', version: await version() },
  })
  try {
    const courts = (await composed.app.db.selectFrom('organisations.court').select(['id', 'code']).execute()) as {
      id: number
      code: string
    }[]
    const court = values.court ? courts.find((c) => c.code === values.court) : courts.length === 1 ? courts[0] : undefined
    if (!court) throw Object.assign(new Error('no-court'), { code: 'NO_COURT', courts: courts.map((c) => c.code) })
    const job = await importCasesFile(composed.app, court.id, file, {
      dryRun: values['dry-run'] ?? false,
      update: values.update ? 'all' : 'none',
      onProgress: values.json ? undefined : (done, total) => void process.stderr.write(`\r${done}${total ? ` / ${total}` : ''}   `),
    })
    if (job.state !== 'done' && job.state !== 'checked') process.exitCode = 1
    if (job.errors > 0) process.exitCode = 1
    process.stdout.write(`${values.json ? '' : '\n'}${JSON.stringify(job, null, values.json ? 0 : 2)}\n`)
  } finally {
    await composed.stop()
    await prepared.close()
  }
}
