import { createHash, randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { type Act, appendEvent, appendEvents } from '../audit/append.ts'
import { groupReadings, type Readings } from '../audit/readings.ts'
import type { Calendar } from '../calendar/workdays.ts'
import type { Clock } from '../calendar/clock.ts'
import { run } from '../db/connection.ts'
import { type Guess, inTransaction, type Open, saying } from '../db/transaction.ts'
import type { Actor, AppServices, Ctx } from './context.ts'
import { type Endpoint, type FileReply, UNATTENDED, type Upload } from './endpoint.ts'
import type { Binding, ModuleServer } from './module.ts'
import { documentApi } from './openapi.ts'
import { Fail, platformProblems } from './problems.ts'
import { findHidden } from './text.ts'
import { resumableRoutes } from './resumable.ts'
import { type Received, receiveUpload } from './upload.ts'

/** Sets the scope from a session token and answers who acts; null: nobody. Made by modules/accounts, given by app. */
/** `unattended`: the page asked by itself, so the session's idle clock runs on. */
export type Enter = (client: pg.PoolClient, token: string, at: string | null, unattended?: boolean) => Promise<Actor | null>

export interface ServerParts {
  modules: readonly ModuleServer[]
  app: AppServices
  pool: pg.Pool
  clock: Clock
  calendar: () => Calendar
  enter: Enter
  /** Virtual time only: null lets the database's clock rule. */
  businessTime: () => string | null
  enqueue: (open: Open, job: string, data: object, options?: { startAfter?: Date; singletonKey?: string }) => Promise<void>
  /** Told of every refusal, inside the transaction that records it (A11: the commissioner learns the same day). */
  onRefused?: (ctx: Ctx, refused: { code: string; endpoint: string; objectId: string }) => Promise<void>
  cookieName?: string
  /** Behind TLS: cookies get Secure. */
  secure?: boolean
  rateMax?: number
  log?: (line: Record<string, unknown>) => void
}

const agentOf = (req: FastifyRequest): string | null => req.headers['user-agent']?.slice(0, 200) ?? null
const nobody = (req: FastifyRequest): Actor => ({
  accountId: null,
  personId: null,
  courtId: null,
  contractorId: null,
  side: 'public',
  roles: [],
  divisionIds: [],
  engagementIds: [],
  name: '',
  sessionId: null,
  ip: req.ip,
  agent: agentOf(req),
})

/** Start-up refuses an endpoint without permission, audit verb or declared errors, and two endpoints on one path. */
export const checkEndpoints = (modules: readonly ModuleServer[]): void => {
  const seen = new Set<string>()
  for (const m of modules)
    for (const { endpoint: e, begin } of m.bindings) {
      const at = `${m.name}: ${e.method} ${e.path}`
      const known = e.permission === 'public' || e.permission === 'signed-in' || m.permissions[e.permission]
      if (!known) throw new Error(`${at} has no permission`)
      if (!e.audit) throw new Error(`${at} has no audit verb`)
      if (!Array.isArray(e.errors)) throw new Error(`${at} declares no error codes`)
      if (e.resumable && !begin) throw new Error(`${at} is resumable but does not say who may begin`)
      if (seen.has(`${e.method} ${e.path}`)) throw new Error(`${at} is declared twice`)
      seen.add(`${e.method} ${e.path}`)
    }
}

/** Makes the context of one use case; also used by jobs, simulate and tests. */
export const contextOf = (
  parts: ServerParts,
  open: Open,
  actor: Actor,
  granted: ReadonlyMap<string, readonly string[]>,
  /** Where readings wait for the transaction's end; absent: they are written within it. */
  readings?: Act[],
): {
  ctx: Ctx
  acts: () => number
  after: (() => void | Promise<void>)[]
  /** Session token to set; null: clear; undefined: leave alone. */
  cookie: () => string | null | undefined
} => {
  let acts = 0
  let cookie: string | null | undefined
  const after: (() => void | Promise<void>)[] = []
  const now: Temporal.Instant = parts.clock.now()
  const ctx: Ctx = {
    tx: open.tx as Ctx['tx'],
    actor,
    now,
    calendar: parts.calendar(),
    audit: async (entry) => {
      acts++
      saying(open, appendEvent(open.client, actor, entry))
    },
    auditAll: async (entries) => {
      acts += entries.length
      saying(open, appendEvents(open.client, actor, entries))
    },
    auditReading: async (entry) => {
      if (!readings) return ctx.audit(entry)
      acts++
      readings.push({ actor, entry })
    },
    may: (permission) =>
      actor.side === 'system' && actor.personId === null ? true : (granted.get(permission) ?? []).some((r) => actor.roles.includes(r)),
    permissionsOf: (roles) =>
      [...granted]
        .filter(([, holders]) => holders.some((r) => roles.includes(r)))
        .map(([key]) => key)
        .sort(),
    cookies: {
      set: (token) => {
        cookie = token
      },
      clear: () => {
        cookie = null
      },
    },
    afterCommit: (fn) => void after.push(fn),
    enqueue: (job, data, options) => parts.enqueue(open, job, data, options),
    app: parts.app,
  }
  return { ctx, acts: () => acts, after, cookie: () => cookie }
}

export const permissionsOf = (modules: readonly ModuleServer[]): Map<string, readonly string[]> =>
  new Map(modules.flatMap((m) => Object.entries(m.permissions)))

const sendProblem = (reply: FastifyReply, e: unknown, traceId: string, log?: (line: Record<string, unknown>) => void): FastifyReply => {
  const fail = e instanceof Fail ? e : null
  const status = fail?.status ?? 500
  if (fail?.code === 'disk-full') log?.({ level: 'error', event: 'disk-full', traceId })
  if (!fail)
    log?.({
      level: 'error',
      traceId,
      error: (e as Error)?.name,
      code: (e as { code?: string })?.code,
      stack: (e as Error)?.stack?.split('\n').slice(0, 6).join(' | '),
    })
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(
      JSON.stringify({
        type: `/problems/${fail?.code ?? 'internal'}`,
        title: fail?.code ?? 'internal',
        status,
        code: fail?.code ?? 'internal',
        detail: fail?.detail ?? {},
        traceId,
      }),
    )
}

const sendFile = (reply: FastifyReply, f: FileReply): FastifyReply => {
  const safeInline = f.inline && /^(image\/(png|jpeg|webp)|application\/pdf)$/.test(f.type)
  reply.header('content-type', f.type).header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store')
  reply.header('content-disposition', `${safeInline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(f.name)}`)
  if (f.length !== undefined) reply.header('content-length', f.length)
  return reply.send(f.file instanceof Uint8Array ? Buffer.from(f.file.buffer, f.file.byteOffset, f.file.byteLength) : f.file)
}

export const buildServer = async (given: ServerParts): Promise<FastifyInstance> => {
  checkEndpoints(given.modules)
  const signedIn = new Map<string, Actor>()
  const parts: ServerParts = {
    ...given,
    enter: async (client, token, at, unattended) => {
      const actor = await given.enter(client, token, at, unattended)
      // Forgotten altogether at times, so that it cannot grow; whoever is still there is known again at once.
      if (signedIn.size > 20_000) signedIn.clear()
      if (actor) signedIn.set(token, actor)
      return actor
    },
  }
  const granted = permissionsOf(parts.modules)
  const writeReadings = groupReadings(parts.pool, parts.businessTime)
  const server = Fastify({
    logger: false,
    // Behind the TLS proxy the address that counts failed logins is the client's, not the proxy's: one hop is believed, no more.
    trustProxy: parts.secure ? (_address: string, hop: number) => hop === 0 : false,
    bodyLimit: 2 * 1024 * 1024,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>()
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  await server.register(cookie)
  await server.register(multipart, { limits: { files: 1, fields: 20, fieldSize: 65_536 } })
  await server.register(rateLimit, {
    global: true,
    max: parts.rateMax ?? 1200,
    timeWindow: 60_000,
    // Behind one address sit many desks: who has signed in is counted by himself. A cookie that nobody vouched for is counted with its address.
    keyGenerator: (r) => (signedIn.has(r.cookies[cookieName] ?? '') ? (r.cookies[cookieName] as string) : r.ip),
    errorResponseBuilder: () => new Fail('too-many-requests', 429),
  })
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: null,
      },
    },
    hsts: parts.secure ?? false,
    crossOriginEmbedderPolicy: false,
  })
  const cookieName = parts.cookieName ?? 'bailiwick'
  server.setErrorHandler((e: Error & { statusCode?: number; validation?: unknown; code?: string }, req, reply) => {
    if (e.validation) return sendProblem(reply, new Fail('malformed', 400, { issues: issuesOf(e.validation) }), req.id)
    const byStatus: Record<number, Fail> = {
      413: new Fail('too-large', 413),
      415: new Fail('wrong-media-type', 415),
      400: new Fail('malformed', 400),
      429: new Fail('too-many-requests', 429),
      404: new Fail('not-found', 404),
    }
    return sendProblem(reply, e instanceof Fail ? e : ((e.statusCode && byStatus[e.statusCode]) ?? e), req.id, parts.log)
  })
  await documentApi(server, parts.app.settings.version)
  server.addHook('onRequest', async (req) => {
    // Whatever the address: the router also takes '/%61pi/…' for '/api/…', and nothing outside it is changed by anybody.
    if (req.method === 'GET' || req.method === 'HEAD') return
    // CSRF: a header no form can send, and never from another site.
    const site = req.headers['sec-fetch-site']
    if (!req.headers['x-bailiwick'] || (site && site !== 'same-origin' && site !== 'none'))
      throw new Fail('not-allowed', 403, { because: 'cross-site' })
  })
  // Pieces of a resumable upload are streamed, never held.
  server.addContentTypeParser('application/offset+octet-stream', (_req, payload, done) => done(null, payload))
  for (const m of parts.modules) {
    for (const binding of m.bindings) register(server, parts, m, binding, granted, cookieName, { lastKnown: signedIn, writeReadings })
    m.rawRoutes?.(server, parts.app, parts.enter)
  }
  return server
}

const issuesOf = (validation: unknown): { path: string; code: string; message: string }[] =>
  (Array.isArray(validation) ? validation : [])
    .slice(0, 50)
    .map(
      (v: { instancePath?: string; keyword?: string; message?: string; params?: { issue?: { path?: PropertyKey[]; code?: string } } }) => ({
        path: v.instancePath?.replace(/^\//, '').replaceAll('/', '.') ?? '',
        code: v.keyword ?? 'invalid',
        message: v.message ?? '',
      }),
    )

const register = (
  server: FastifyInstance,
  parts: ServerParts,
  m: ModuleServer,
  { endpoint: e, handle, begin }: Binding,
  granted: Map<string, readonly string[]>,
  cookieName: string,
  { lastKnown, writeReadings }: { lastKnown: ReadonlyMap<string, Actor>; writeReadings: Readings },
): void => {
  const changes = e.method !== 'GET'
  const schema: Record<string, unknown> = {
    summary: e.summary.zh,
    description: e.summary.en,
    tags: [m.name],
    operationId: `${m.name}.${e.method.toLowerCase()}${e.path.replaceAll(/[/:]+/g, '.')}`,
  }
  if (e.params) schema.params = e.params
  if (e.query) schema.querystring = e.query
  if (e.body && e.bytes !== 'upload') schema.body = e.body
  if (e.bytes === 'upload') schema.consumes = ['multipart/form-data']
  if (e.bytes !== 'file') schema.response = { 200: e.response }
  schema['x-problems'] = [...new Set([...e.errors, ...platformProblems])]
  schema['x-permission'] = e.permission
  if (e.ifMatch) schema['x-if-match'] = true
  if (e.bytes) schema['x-bytes'] = e.bytes

  const enterWith =
    (req: FastifyRequest) =>
    async (client: pg.PoolClient): Promise<Actor> => {
      const token = req.cookies[cookieName]
      const actor = token ? await parts.enter(client, token, parts.businessTime(), req.headers[UNATTENDED] !== undefined) : null
      if (actor && (actor.stage ?? 'full') !== 'full' && e.permission !== 'public')
        throw new Fail('session-incomplete', 401, { stage: actor.stage })
      if (actor) return { ...actor, ip: req.ip, agent: agentOf(req) }
      if (e.permission !== 'public') throw new Fail('not-signed-in', 401)
      // Public endpoints run as nobody: the row scope stays closed.
      await run(client, "select set_config('bw.now', $1, true)", [parts.businessTime() ?? ''])
      return nobody(req)
    }
  /** A reading begins with who it was the last time; a session that is not finished, or of nobody, is asked for first. */
  const guessFor = (req: FastifyRequest): Guess<Actor> | undefined => {
    const known = changes || e.bytes || e.permission === 'public' ? undefined : lastKnown.get(req.cookies[cookieName] ?? '')
    if (!known || (known.stage ?? 'full') !== 'full') return undefined
    const scope = { ...known, ip: req.ip, agent: agentOf(req) }
    return { scope, holds: (found) => JSON.stringify(found) === JSON.stringify(scope) }
  }
  const allow = (actor: Actor): void => {
    if (e.permission === 'public' || e.permission === 'signed-in') return
    if (!granted.get(e.permission)?.some((r) => actor.roles.includes(r))) throw new Fail('not-allowed', 403, { permission: e.permission })
  }
  /** One transaction with the session's scope and the permission settled; what is refused becomes a fact of the ledger. */
  const within = <T>(req: FastifyRequest, fn: (open: Open, actor: Actor) => Promise<T>): Promise<T> =>
    inTransaction(
      parts.pool,
      enterWith(req),
      async (open, actor) => {
        allow(actor)
        return fn(open, actor)
      },
      guessFor(req),
    ).catch(async (error: unknown) => {
      const token = req.cookies[cookieName]
      // What row scope hides answers 404; for a person asking for it by id it is a refusal all the same.
      if (error instanceof Fail && (error.status === 403 || (error.status === 404 && e.audit !== 'none')) && token)
        await refused(parts, token, m.name, e, error.code, req)
      throw error
    })

  /** The use case in its transaction; answers what it says once that is committed. */
  const useCase = async (
    req: FastifyRequest,
    reply: FastifyReply,
    upload?: Upload,
    inside?: (open: Open, answer: unknown) => Promise<void>,
  ): Promise<unknown> => {
    // One place for all requests: no text reaches a use case with signs in it that nobody sees. The body of an upload is a stream.
    const hidden = findHidden(req.params) ?? findHidden(req.query) ?? findHidden(upload ? upload.fields : req.body)
    if (hidden) throw new Fail('hidden-characters', 422, { ...hidden })
    const key = changes && !e.secret ? req.headers['idempotency-key'] : undefined
    if (key !== undefined && (typeof key !== 'string' || key.length < 8 || key.length > 200)) throw new Fail('malformed', 400)
    const revision = ifMatch(req)
    if (e.ifMatch && revision === null) throw new Fail('revision-required', 428)
    const requestHash = key
      ? createHash('sha256')
          .update(`${e.method} ${req.url} ${JSON.stringify(upload ? [upload.sha256, upload.fields] : (req.body ?? null))}`)
          .digest()
      : null
    let after: (() => void | Promise<void>)[] = []
    let cookie: string | null | undefined
    let readings: Act[] = []
    const result = await within(req, async (open, actor) => {
      if (key && actor.accountId !== null) {
        const { rows } = await run<{ same: boolean; response: unknown }>(
          open.client,
          'select request_hash = $3 as same, response from bw.idempotency where account_id = $1 and key = $2',
          [actor.accountId, key, requestHash],
        )
        if (rows[0]) {
          if (!rows[0].same) throw new Fail('duplicate-request', 409)
          return rows[0].response
        }
      }
      readings = []
      const made = contextOf(parts, open, actor, granted, changes ? undefined : readings)
      after = made.after
      if (e.bulk) for (const m of parts.modules) await m.beforeBulk?.(made.ctx)
      const answer = await handle(made.ctx, {
        params: req.params ?? {},
        query: req.query ?? {},
        body: req.body,
        revision: revision ?? 0,
        file: upload,
      })
      cookie = made.cookie()
      if (answer instanceof Fail) return answer
      if (e.audit !== 'none' && made.acts() === 0) {
        const id = (req.params as { id?: number | string } | undefined)?.id
        await made.ctx.auditReading({ verb: e.audit, objectType: m.name, objectId: id ?? '-' })
      }
      if (key && actor.accountId !== null && e.bytes !== 'file')
        saying(
          open,
          run(open.client, 'insert into bw.idempotency (account_id, key, request_hash, status, response) values ($1, $2, $3, 200, $4)', [
            actor.accountId,
            key,
            requestHash,
            JSON.stringify(answer ?? null),
          ]),
        )
      await inside?.(open, answer)
      return answer
    })
    if (result instanceof Fail) {
      if (cookie === null) reply.clearCookie(cookieName, { path: '/' })
      throw result
    }
    if (readings.length > 0) await writeReadings(readings)
    for (const fn of after) await fn()
    // No Max-Age: the cookie ends with the browser; the session's own times end it before.
    if (typeof cookie === 'string')
      reply.setCookie(cookieName, cookie, { httpOnly: true, sameSite: 'lax', path: '/', secure: parts.secure ?? false })
    else if (cookie === null) reply.clearCookie(cookieName, { path: '/' })
    return result
  }

  server.route({
    method: e.method,
    url: `/api${e.path}`,
    schema,
    handler: async (req: FastifyRequest, reply: FastifyReply) => {
      let received: Received | undefined
      if (e.bytes === 'upload') {
        // Who may is settled before a byte is taken, and no transaction waits for a slow line.
        const courtId = await within(req, async (_, actor) => actor.courtId)
        received = await receiveUpload(req, parts.app.files, courtId ?? 0, e.maxBytes ?? 20 * 1024 * 1024)
      }
      let result: unknown
      try {
        result = await useCase(req, reply, received?.upload)
        received?.keep()
      } catch (error) {
        received?.drop()
        throw error
      }
      if (e.bytes === 'file') return sendFile(reply, result as FileReply)
      const rev = (result as { revision?: number } | null)?.revision
      if (typeof rev === 'number') reply.header('etag', `"${rev}"`)
      if (!changes) reply.header('cache-control', 'private, no-cache')
      return reply.send(result ?? {})
    },
  })
  if (e.resumable && begin)
    resumableRoutes(server, {
      endpoint: e,
      files: parts.app.files,
      within: (req, fn) => within(req, (open, actor) => fn(contextOf(parts, open, actor, granted).ctx, open)),
      begin: (ctx, about) => begin(ctx, { ...about, params: e.params ? e.params.parse(about.params) : about.params }),
      finish: (req, reply, received, inside) => {
        if (e.params) req.params = e.params.parse(req.params)
        return useCase(req, reply, received.upload, inside)
      },
    })
}

/** A refusal is itself a fact of the ledger (7.3.2.1): written in its own transaction, since the refused one is gone. */
const refused = (parts: ServerParts, token: string, module: string, e: Endpoint, code: string, req: FastifyRequest): Promise<void> =>
  inTransaction(
    parts.pool,
    (client) => parts.enter(client, token, parts.businessTime()),
    async (open, actor) => {
      if (!actor) return
      const id = (req.params as { id?: string } | undefined)?.id
      await appendEvent(open.client, actor, {
        verb: 'access.refused',
        objectType: module,
        objectId: id ?? '-',
        data: { code, endpoint: `${e.method} ${e.path}` },
      })
      await parts.onRefused?.(contextOf(parts, open, actor, new Map()).ctx, {
        code,
        endpoint: `${e.method} ${e.path}`,
        objectId: id ?? '-',
      })
    },
  ).catch(() => {})

const ifMatch = (req: FastifyRequest): number | null => {
  const m = /^"?(\d{1,9})"?$/.exec(String(req.headers['if-match'] ?? ''))
  return m ? Number(m[1]) : null
}
