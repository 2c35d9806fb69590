import type { FastifyInstance } from 'fastify'
import type pg from 'pg'

/** GET /api/health: live (the process answers), ready (the database does), version. Told to machines; says nothing else. */
export const healthRoute = (server: FastifyInstance, pool: pg.Pool, version: string): void => {
  server.get('/api/health', { schema: { hide: true } as never, config: { rateLimit: false } }, async (_req, reply) => {
    const ready = await pool.query('select 1').then(() => true, () => false)
    return reply.code(ready ? 200 : 503).send({ live: true, ready, version })
  })
}
