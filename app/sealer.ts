import type pg from 'pg'
import { signerWith } from '../platform/audit/checkpoint.ts'
import { sealOnce } from '../platform/audit/seal.ts'
import type { Keys } from '../platform/auth/keys.ts'
import type { Clock } from '../platform/calendar/clock.ts'

const EVERY_MS = 1000

/**
 * Seals the ledger while the server runs: once a second what was committed is closed into a signed batch. Before there is a court nothing is
 * sealed: the demo's sixty days would otherwise lie before the first seal and look back-dated. Answers the stop.
 */
export const startSealer = (pool: pg.Pool, keys: Keys, clock: Clock, onError: (e: Error) => void): (() => Promise<void>) => {
  const signer = signerWith(`bailiwick/${keys.fingerprint}`, keys.publicKey, (text) => keys.sign(text))
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()
  let court = false
  const seal = async (): Promise<void> => {
    court ||= (await pool.query<{ there: boolean }>('select exists (select from organisations.court) as there')).rows[0]?.there ?? false
    if (court) await sealOnce(pool, signer, clock.now())
  }
  const again = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      round = seal().catch(onError).then(again)
    }, EVERY_MS)
  }
  again()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await round
  }
}
