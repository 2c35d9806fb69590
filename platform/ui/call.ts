import type { z } from 'zod'
import { type Endpoint, UNATTENDED } from '../http/endpoint.ts'

/** A refused call: the code decides the words (Refusal, problemWords), `detail` fills them, `traceId` is for the help desk. */
export class Problem extends Error {
  code: string
  status: number
  detail: Record<string, unknown>
  traceId: string
  constructor(code: string, status: number, detail: Record<string, unknown> = {}, traceId = '') {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.detail = detail
    this.traceId = traceId
  }
}

// Endpoints that declare no such part carry z.undefined() there: it may be left out, as may optional bodies.
type Part<K extends string, S> = S extends z.ZodType
  ? undefined extends z.input<S>
    ? { [k in K]?: z.input<S> }
    : { [k in K]: z.input<S> }
  : { [k in K]?: undefined }
type BodyPart<E extends Endpoint> = E['bytes'] extends 'upload' ? { body: FormData | Blob } : Part<'body', NonNullable<E['body']>>

/** What a call needs, from the endpoint's schemas: parts that the endpoint does not declare cannot be given. */
export type CallInput<E extends Endpoint> = Part<'params', NonNullable<E['params']>> &
  Part<'query', NonNullable<E['query']>> &
  BodyPart<E> & { revision?: number; idempotencyKey?: string; signal?: AbortSignal }

export type Reply<E extends Endpoint> = z.output<E['response']>
/** A page of a keyset list: pass `next` back as `cursor` to go on; null ends it. */
export interface KeysetPage<Row> {
  items: Row[]
  next: string | null
  total?: number
}

interface Loose {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  revision?: number
  idempotencyKey?: string
  signal?: AbortSignal
}

/** crypto.randomUUID exists only in secure contexts; courts also open the page by http://intranet-name. */
export const freshKey = (): string => {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const b = crypto.getRandomValues(new Uint8Array(16))
  return [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
}

const queryText = (query: Record<string, unknown> | undefined): string => {
  const out = new URLSearchParams()
  for (const [k, v] of Object.entries(query ?? {})) {
    if (v === undefined || v === null || v === '') continue
    if (Array.isArray(v)) for (const x of v) out.append(k, String(x))
    else out.append(k, String(v))
  }
  const text = out.toString()
  return text ? `?${text}` : ''
}

/** The address of an endpoint, for links, images and downloads: '/api/cases/7?…'. */
export const addressOf = (e: Pick<Endpoint, 'path'>, input: { params?: object; query?: object } = {}): string => {
  const params = (input.params ?? {}) as Record<string, unknown>
  const path = e.path.replace(/:([A-Za-z]\w*)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')))
  return `/api${path}${queryText(input.query as Record<string, unknown> | undefined)}`
}

const signedOutListeners = new Set<(p: Problem) => void>()
/** Told when the server no longer knows the session (the shell goes to the login page and keeps the address). */
export const onSignedOut = (fn: (p: Problem) => void): (() => void) => {
  signedOutListeners.add(fn)
  return () => void signedOutListeners.delete(fn)
}

export const problemOf = (status: number, text: string, traceId: string): Problem => {
  try {
    const p = JSON.parse(text) as { code?: string; detail?: unknown; traceId?: string }
    if (typeof p.code === 'string') {
      const detail = p.detail && typeof p.detail === 'object' ? (p.detail as Record<string, unknown>) : {}
      return new Problem(p.code, status, detail, p.traceId ?? traceId)
    }
  } catch {
    // Not ours: a proxy or a dead server answered.
  }
  return new Problem(status === 503 || status === 502 || status === 504 ? 'unavailable' : 'internal', status, {}, traceId)
}

const lockedListeners = new Set<() => void>()
/** Told when the server has locked the session: the page hides itself until the password is given. */
export const onLocked = (fn: () => void): (() => void) => {
  lockedListeners.add(fn)
  return () => void lockedListeners.delete(fn)
}
export const saysLocked = (p: unknown): boolean => p instanceof Problem && p.code === 'session-incomplete' && p.detail.stage === 'locked'

export const tellIfSignedOut = (p: Problem): void => {
  if (p.status === 401 && p.code === 'not-signed-in') for (const fn of signedOutListeners) fn(p)
  if (saysLocked(p)) for (const fn of lockedListeners) fn()
}

/** Headers of a state-changing call: own header against CSRF, revision seen, key that makes a repeat harmless. */
export const changeHeaders = (o: { revision?: number; idempotencyKey?: string }): Record<string, string> => ({
  'x-bailiwick': '1',
  'idempotency-key': o.idempotencyKey ?? freshKey(),
  ...(o.revision === undefined ? {} : { 'if-match': `"${o.revision}"` }),
})

/** One typed call of an endpoint; throws Problem. File endpoints answer a Blob through `callFile`. */
export const call = async <E extends Endpoint>(e: E, input: CallInput<E>): Promise<Reply<E>> => {
  const reply = await send(e, input as Loose)
  if (reply.status === 204) return undefined as Reply<E>
  return (await reply.json()) as Reply<E>
}

/** Bytes of a 'file' endpoint. */
export const callFile = async <E extends Endpoint>(e: E, input: CallInput<E>): Promise<Blob> => (await send(e, input as Loose)).blob()

/**
 * Pages ask by themselves (live lists, progress, rights). Such a reading says that nobody touched the page lately, and the server's idle clock
 * runs on: an unattended session ends, whatever stands open on the screen. Longer than a minute, since the slowest poll asks once a minute.
 */
const HANDS_ON = 90_000
let touchedAt = 0
/** A file on its way is work, too: who waits for a long upload is neither locked out nor refused at its end. */
export const BUSY = 'bw:busy'
export const stillBusy = (): void => void window.dispatchEvent(new Event(BUSY))
if (typeof window !== 'undefined')
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'focus', BUSY])
    window.addEventListener(
      kind,
      () => {
        touchedAt = performance.now()
      },
      { passive: true, capture: true },
    )
/** The page is young or was touched just now. */
export const attended = (now: number, touched: number): boolean => now - touched <= HANDS_ON

const send = async (e: Endpoint, o: Loose): Promise<Response> => {
  const changes = e.method !== 'GET'
  const raw = o.body instanceof FormData || o.body instanceof Blob
  const headers: Record<string, string> = { accept: 'application/json', ...(changes ? changeHeaders(o) : {}) }
  if (!changes && !attended(performance.now(), touchedAt)) headers[UNATTENDED] = '1'
  if (!changes && o.revision !== undefined) headers['if-match'] = `"${o.revision}"`
  if (changes && !raw && o.body !== undefined) headers['content-type'] = 'application/json'
  let reply: Response
  try {
    reply = await fetch(addressOf(e, o), {
      method: e.method,
      headers,
      credentials: 'same-origin',
      ...(changes && o.body !== undefined ? { body: raw ? (o.body as FormData | Blob) : JSON.stringify(o.body) } : {}),
      ...(o.signal ? { signal: o.signal } : {}),
    })
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    throw new Problem('unreachable', 0)
  }
  if (reply.ok) return reply
  const p = problemOf(reply.status, await reply.text(), reply.headers.get('x-request-id') ?? '')
  tellIfSignedOut(p)
  throw p
}
