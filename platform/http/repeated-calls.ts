import { sql } from 'kysely'
import type { Job } from './module.ts'

/** Answers are kept for the repetition after a broken line, not as a second store of what people did: after a day they go. */
export const sweepAnswers: Job = {
  name: 'http.sweep-answers',
  cron: '27 * * * *',
  run: (app) =>
    app.asSystem(null, async (ctx) => {
      await sql`delete from bw.idempotency where created_at < now() - interval '1 day'`.execute(ctx.tx)
    }),
}
