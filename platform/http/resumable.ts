import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { DataStore, MemoryLocker, Metadata, Server as Tus, Upload as TusUpload } from '@tus/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { run } from '../db/connection.ts'
import type { Open } from '../db/transaction.ts'
import type { FileStore } from '../files/store.ts'
import type { AppServices, Ctx } from './context.ts'
import type { Endpoint } from './endpoint.ts'
import type { Job } from './module.ts'
import { Fail } from './problems.ts'
import { fileName, type Received, takeIn } from './upload.ts'

/** A broken line over a weekend is nothing unusual. */
const KEPT_HOURS = 72
/** Unfinished files of one person; each may be as large as the endpoint allows. */
const MAX_OPEN = 20

interface Arriving {
  id: string
  court_id: number
  name: string
  fields: Record<string, string>
  size: number
  expires_at: string
  gone: boolean
  answer: unknown
}
/** What the server gives to the routes of one endpoint. */
export interface ResumableParts {
  endpoint: Endpoint
  files: FileStore
  /** One transaction with the session's scope, after the endpoint's permission was settled; refusals go to the ledger. */
  within: <T>(req: FastifyRequest, fn: (ctx: Ctx, open: Open) => Promise<T>) => Promise<T>
  /** The module's own word, before bytes are taken: is this person at this work? Answers the case. */
  begin: (ctx: Ctx, about: { params: unknown; fields: Record<string, string> }) => Promise<{ caseId: number | null }>
  /** The use case with the stored file; `inside` runs in its transaction. */
  finish: (
    req: FastifyRequest,
    reply: FastifyReply,
    received: Received,
    inside: (open: Open, answer: unknown) => Promise<void>,
  ) => Promise<unknown>
}

const locker = new MemoryLocker()
const finishing = new Map<string, Promise<unknown>>()

/** The library's view of one request: the protocol is its, the bytes lie sealed in our store, the rows are the caller's transaction. */
class SealedStore extends DataStore {
  files: FileStore
  courtId: () => number
  sizeOf: () => { size: number; done: boolean }
  constructor(files: FileStore, courtId: () => number, sizeOf: () => { size: number; done: boolean }) {
    super()
    this.files = files
    this.courtId = courtId
    this.sizeOf = sizeOf
    this.extensions = ['creation', 'termination']
  }
  override async create(file: TusUpload): Promise<TusUpload> {
    await this.files.arriving.create(this.courtId(), file.id)
    return file
  }
  override async getUpload(id: string): Promise<TusUpload> {
    const { size, done } = this.sizeOf()
    const offset = done ? size : await this.files.arriving.offset(this.courtId(), id)
    if (offset === null) throw new Fail('not-found', 404)
    return new TusUpload({ id, size, offset })
  }
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    // All bytes were there, only the answer was lost: nothing more to write.
    if (this.sizeOf().size === offset) return offset
    return this.files.arriving.append(this.courtId(), id, offset, stream)
  }
  override async remove(id: string): Promise<void> {
    await this.files.arriving.remove(this.courtId(), id)
  }
  override getExpiration(): number {
    return 0
  }
}

/** Of the asker, begun here: bytes meant for one task, endpoint or court do not finish in another. */
const find = async (open: Open, id: string, endpoint: string, params: unknown): Promise<Arriving> => {
  const { rows } = /^[0-9a-f-]{36}$/.test(id)
    ? await run<Arriving>(
        open.client,
        `select id, court_id, name, fields, size::int8 as size, expires_at, expires_at <= bw.now() as gone, answer from bw.arriving_file
          where id = $1 and person_id = bw.person() and court_id = coalesce(bw.court(), 0) and endpoint = $2 and params = $3::jsonb`,
        [id, endpoint, JSON.stringify(params)],
      )
    : { rows: [] }
  if (!rows[0] || rows[0].gone) throw new Fail('not-found', 404)
  return rows[0]
}
const forget = (open: Open, id: string) => run(open.client, 'delete from bw.arriving_file where id = $1', [id])

/** Words of the protocol for what the library refuses in words of its own. */
const asFail = (e: unknown): unknown => {
  if (e instanceof Fail) return e
  const status = (e as { status_code?: number }).status_code
  if (status === 413) return new Fail('too-large', 413)
  if (status === 404 || status === 410) return new Fail('not-found', 404)
  if (status === 409) return new Fail('stale-revision', 409)
  if (status === 423) return new Fail('unavailable', 503)
  return status === 400 || status === 412 || status === 403 ? new Fail('malformed', 400) : e
}

/** tus 1.0 (creation, termination) beside an 'upload' endpoint: POST …/resumable, then HEAD, PATCH and DELETE of what it names. */
export const resumableRoutes = (server: FastifyInstance, p: ResumableParts): void => {
  const { endpoint: e, files } = p
  const maxBytes = e.maxBytes ?? 20 * 1024 * 1024
  const handler = async (req: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { upload: asked, ...params } = req.params as Record<string, string>
    const id = asked ?? randomUUID()
    let courtId = 0
    let file: Arriving | null = null
    let refused: unknown
    let answer: unknown
    let expires: string | undefined
    const store = new SealedStore(
      files,
      () => courtId,
      () => ({ size: file?.size ?? 0, done: (file?.answer ?? null) !== null }),
    )
    const tus = new Tus({
      path: '/',
      datastore: store,
      locker,
      lockDrainTimeout: 1500,
      maxSize: maxBytes,
      allowedOrigins: [],
      namingFunction: () => id,
      getFileIdFromRequest: () => asked,
      generateUrl: () => `${req.url.split('?')[0]}/${id}`,
      onIncomingRequest: async () => {
        if (!asked) return
        file = await p.within(req, async (ctx, open) => {
          const found = await find(open, asked, e.path, params)
          // The access may have ended while the line was broken.
          if (req.method === 'PATCH' && found.answer === null) await p.begin(ctx, { params, fields: found.fields })
          return found
        })
        courtId = file.court_id
      },
      onUploadCreate: async (_, u) => {
        const { filename, ...rest } = Metadata.parse(String(req.headers['upload-metadata'] ?? ''))
        const fields = Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, v ?? '']))
        if (!u.size) throw new Fail('empty-file', 422)
        await p.within(req, async (ctx, open) => {
          const { caseId } = await p.begin(ctx, { params, fields })
          courtId = ctx.actor.courtId ?? 0
          const { rows } = await run<{ n: number }>(
            open.client,
            'select count(*)::int as n from bw.arriving_file where person_id = bw.person() and answer is null and expires_at > bw.now()',
          )
          if (rows[0]!.n >= MAX_OPEN) throw new Fail('too-many-uploads', 429, { max: MAX_OPEN })
          const made = await run<{ expires_at: string }>(
            open.client,
            `insert into bw.arriving_file (id, court_id, person_id, case_id, endpoint, params, name, fields, size, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, bw.now() + make_interval(hours => $10)) returning expires_at`,
            [
              id,
              courtId,
              ctx.actor.personId,
              caseId,
              e.path,
              JSON.stringify(params),
              fileName(filename ?? ''),
              JSON.stringify(fields),
              u.size,
              KEPT_HOURS,
            ],
          )
          expires = made.rows[0]!.expires_at
        })
        return {}
      },
      onUploadFinish: async () => {
        if (!file) throw new Fail('not-found', 404)
        answer = file.answer ?? (await once(id, () => settle(req, reply, file as Arriving)))
        return { status_code: 200 }
      },
      onResponseError: (_, error) => {
        refused = asFail(error)
        return undefined
      },
    })
    const headers = new Headers()
    for (const name of ['tus-resumable', 'upload-length', 'upload-offset', 'upload-metadata', 'content-type', 'content-length'])
      if (typeof req.headers[name] === 'string') headers.set(name, req.headers[name])
    const body = req.method === 'PATCH' ? { body: Readable.toWeb(req.raw) as ReadableStream, duplex: 'half' } : {}
    const said = await tus.handleWeb(
      new Request(`http://localhost/${id}`, { method: req.method, headers, ...body } as RequestInit) as never,
    )
    if (refused) throw refused
    if (req.method === 'DELETE' && said.status === 204) await p.within(req, (_, open) => forget(open, id))
    if (said.status === 400 || said.status === 412) throw new Fail('malformed', 400)
    reply.code(said.status).header('cache-control', 'no-store').header('tus-resumable', '1.0.0')
    for (const name of ['location', 'upload-offset', 'upload-length', 'tus-version'] as const) {
      const value = said.headers.get(name)
      if (value !== null) reply.header(name, value)
    }
    if (expires) reply.header('upload-expires', new Date(expires).toUTCString())
    return answer === undefined ? reply.send() : reply.header('content-type', 'application/json').send(JSON.stringify(answer))
  }

  /** The last byte is there: judged, stored, handed to the use case. What is refused leaves neither bytes nor row. */
  const settle = async (req: FastifyRequest, reply: FastifyReply, file: Arriving): Promise<unknown> => {
    const { upload: _asked, ...params } = req.params as Record<string, string>
    const again = await p.within(req, (_, open) => find(open, file.id, e.path, params))
    if (again.answer !== null) return again.answer
    let received: Received | null = null
    try {
      received = await takeIn(files, file.court_id, files.arriving.stream(file.court_id, file.id), {
        name: file.name,
        fields: file.fields,
        maxBytes,
      })
      const answer = await p.finish(req, reply, received, async (open, said) => {
        const { rowCount } = await run(open.client, 'update bw.arriving_file set answer = $2 where id = $1 and answer is null', [
          file.id,
          JSON.stringify(said ?? {}),
        ])
        if (!rowCount) throw new Fail('duplicate-request', 409)
      })
      received.keep()
      await files.arriving.remove(file.court_id, file.id)
      return answer
    } catch (error) {
      received?.drop()
      // A refusal is final; a full disk or a lost database is not, and the bytes wait for the next try.
      if (error instanceof Fail && error.status < 500 && error.code !== 'duplicate-request') {
        await files.arriving.remove(file.court_id, file.id)
        await p.within(req, (_, open) => forget(open, file.id)).catch(() => {})
      }
      throw error
    }
  }

  const url = `/api${e.path}/resumable`
  const hidden = { schema: { hide: true }, handler }
  server.route({ method: 'POST', url, ...hidden })
  server.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${url}/:upload`, ...hidden })
}

/** Two calls for the last word of one file wait for the same answer. */
const once = (id: string, fn: () => Promise<unknown>): Promise<unknown> => {
  const known = finishing.get(id)
  if (known) return known
  const made = fn().finally(() => finishing.delete(id))
  finishing.set(id, made)
  return made
}

/** What nobody came back for, and bytes whose row is gone. */
export const sweepArriving: Job = {
  name: 'files.sweep-arriving',
  cron: '17 * * * *',
  run: async (app) => void (await sweep(app)),
}
const sweep = async (app: AppServices): Promise<void> => {
  const { now, known } = await app.asSystem(null, async (ctx) => {
    await sql`delete from bw.arriving_file where expires_at <= bw.now()`.execute(ctx.tx)
    const { rows } = await sql<{ id: string }>`select id from bw.arriving_file where answer is null`.execute(ctx.tx)
    return { now: ctx.now.epochMilliseconds, known: new Set(rows.map((r) => r.id)) }
  })
  // A folder is made just after its row is written; one without a row that lay still for an hour is nobody's.
  for (const f of await app.files.arriving.list(now))
    if (!known.has(f.id) && f.idle > 3_600_000) await app.files.arriving.remove(f.courtId, f.id)
}
