import { getConstructionPlans, PgBoss } from 'pg-boss'
import pg from 'pg'
import type { Connect } from '../db/connection.ts'
import type { Open } from '../db/transaction.ts'
import type { AppServices } from '../http/context.ts'
import type { Job } from '../http/module.ts'

const SCHEMA = 'jobs'

/** Creates or upgrades the job tables as the owner and opens them to the application's role, which owns nothing. */
export const prepareJobs = async (owner: pg.ClientConfig): Promise<void> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const { rows } = await client.query('select to_regclass($1) as found', [`${SCHEMA}.version`])
    if (!rows[0].found) await client.query(getConstructionPlans(SCHEMA))
    else {
      const boss = new PgBoss({ ...(owner as object), schema: SCHEMA, supervise: false, schedule: false } as ConstructorParameters<typeof PgBoss>[0])
      boss.on('error', () => {})
      await boss.start()
      await boss.stop({ graceful: false })
    }
    await client.query(`grant usage on schema ${SCHEMA} to bailiwick_app; grant select, insert, update, delete on all tables in schema ${SCHEMA} to bailiwick_app;
      grant usage, select on all sequences in schema ${SCHEMA} to bailiwick_app; grant execute on all functions in schema ${SCHEMA} to bailiwick_app`)
  } finally {
    await client.end()
  }
}

export interface Jobs {
  enqueue: (open: Open, job: string, data: object, options?: { startAfter?: Date; singletonKey?: string }) => Promise<void>
  stop: () => Promise<void>
}

/** Starts workers for the jobs of all modules; enqueueing happens inside the caller's transaction, so a job exists iff its cause does. */
export const startJobs = async (connect: Connect, jobs: readonly Job[], app: AppServices, onError: (e: Error) => void): Promise<Jobs> => {
  const boss = new PgBoss({ ...(connect as object), schema: SCHEMA, migrate: false, createSchema: false, max: 3, application_name: 'bailiwick-jobs' } as ConstructorParameters<typeof PgBoss>[0])
  boss.on('error', onError)
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { retryLimit: 3, retryBackoff: true, expireInSeconds: 3600 } as never).catch((e: Error) => {
      if (!/exists/i.test(e.message)) throw e
    })
    if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: 'Asia/Shanghai' })
    await boss.work(job.name, { pollingIntervalSeconds: 2 }, async (batch: { data: object }[]) => {
      for (const j of batch) await job.run(app, (j.data ?? {}) as Record<string, unknown>)
    })
  }
  return {
    enqueue: async (open, job, data, options) => {
      await boss.send(job, data, { ...options, db: { executeSql: async (text: string, values: unknown[]) => ({ rows: (await open.client.query(text, values)).rows }) } } as never)
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  }
}
