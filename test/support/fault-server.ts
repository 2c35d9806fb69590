import { compose } from '../../app/compose.ts'
import { loadKeys } from '../../platform/auth/keys.ts'
import { virtualClock } from '../../platform/calendar/clock.ts'
import { openFileStore } from '../../platform/files/store.ts'
import { faultsOf, type Point } from './faults.ts'

/** The whole application as a process of its own on a test's database, to be killed in the middle of a statement; told where over the channel of its parent. */
const given = JSON.parse(process.env.FAULT_SERVER ?? '{}') as {
  connect: Parameters<typeof compose>[0]['connect']
  dataDir: string
  now: string
}
const keys = await loadKeys(given.dataDir)
const composed = await compose({
  connect: given.connect,
  keys,
  clock: virtualClock(given.now),
  virtual: true,
  jobs: false,
  secure: false,
  poolSize: 20,
  rateMax: 1_000_000,
  files: openFileStore({ dataDir: given.dataDir, keys }),
  settings: { demo: false, dataDir: given.dataDir, baseUrl: 'http://127.0.0.1', version: 'test' },
})
const faults = faultsOf(composed.pool)
faults.onStrike(() => process.send?.({ stopped: true }))
process.on('message', (point: Point | null) => {
  faults.arm(point, 'stops')
  process.send?.({ armed: true })
})
process.send?.({ url: await composed.server.listen({ host: '127.0.0.1', port: 0 }) })
