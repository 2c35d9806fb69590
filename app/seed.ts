import type pg from 'pg'
import { seedProcesses } from '../modules/processes/seed.ts'

/** What only the owner may write, after each migration: processes and forms; the ledger's months, a year back (simulate) and ahead. */
export const seed = async (owner: pg.Client): Promise<void> => {
  await seedProcesses(owner)
  await owner.query("select audit.ensure_partitions((now() - interval '13 months')::date, 27)")
}
