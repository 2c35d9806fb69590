import type pg from 'pg'
import { signerWith } from '../platform/audit/checkpoint.ts'
import { sealOnce } from '../platform/audit/seal.ts'
import type { Keys } from '../platform/auth/keys.ts'
import type { Clock } from '../platform/calendar/clock.ts'

const EVERY_MS = 1000

/** Seals the ledger while the server runs: once a second what was committed is closed into a signed batch. Answers the stop. */
export const startSealer = (pool: pg.Pool, keys: Keys, clock: Clock, onError: (e: Error) => void): (() => Promise<void>) => {
  const signer = signerWith(`bailiwick/${keys.fingerprint}`, keys.publicKey, (text) => keys.sign(text))
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()
  const again = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      round = sealOnce(pool, signer, clock.now()).then(() => {}, onError).then(again)
    }, EVERY_MS)
  }
  again()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await round
  }
}
