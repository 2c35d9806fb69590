import pg from 'pg'
import { runVerifyLedger } from '../../platform/audit/verify-ledger.ts'
import { type Environment, prepare } from '../serve.ts'

/** Offline on an export; else on the data directory, which must not be in use by a running server. */
export const verifyLedgerCommand = async (args: string[], env: Environment): Promise<void> => {
  process.exitCode = await runVerifyLedger(args, {
    lang: /^zh/i.test(process.env.LANG ?? 'zh') ? 'zh' : 'en',
    write: (text) => void process.stdout.write(text),
    openLedger: async (dataDir) => {
      const prepared = await prepare({ dataDir: dataDir ?? env.dataDir, databaseUrl: dataDir ? null : env.databaseUrl }, () => {})
      const db = new pg.Pool({ ...prepared.owner, max: 2 })
      return {
        db,
        close: async () => {
          await db.end()
          await prepared.close()
        },
      }
    },
  })
}
