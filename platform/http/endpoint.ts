import type { z } from 'zod'

/** An HTTP endpoint as data: Fastify registers it, the web calls it, OpenAPI is derived from it. Pure: read by both sides. */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify path below /api, e.g. '/cases/:id'. */
  readonly path: `/${string}`
  readonly summary: { readonly zh: string; readonly en: string }
  /** 'public' (no session), 'signed-in' (any session), or a permission key of this module ('cases.import'). */
  readonly permission: string
  /** Verb written to the ledger, e.g. 'case.read'; 'none' only for reads that touch no case data and no person. */
  readonly audit: string
  /** Problem codes this endpoint may answer with, besides the platform's own (see problems.ts). */
  readonly errors: readonly string[]
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response: R
  /** true: the call must carry If-Match with the revision it saw (stale submits are refused, 409 stale-revision). */
  readonly ifMatch?: boolean
  /** true: the answer holds a secret that is shown once (a link, a TOTP key), or personal data that must be asked and recorded anew; it is not kept for repeated calls. */
  readonly secret?: boolean
  /** 'file': the handler answers with a FileReply (bytes), not JSON. 'upload': the body is multipart or a raw stream. */
  readonly bytes?: 'file' | 'upload'
  /** Takes a whole list along as a file: every module's `beforeBulk` is asked first (7.3.2.5). */
  readonly bulk?: boolean
  /** 'upload': largest file taken, in bytes (default 20 MiB). The bytes are in the file store before the use case begins. */
  readonly maxBytes?: number
  /** 'upload': also taken piece by piece, over broken lines and restarts (tus 1.0, …/resumable); its binding says who may begin. */
  readonly resumable?: boolean
}

/** Identity function that keeps the exact schema types, so that `call()` and handlers are typed from the data. */
export const endpoint = <
  R extends z.ZodType,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  const Bytes extends 'file' | 'upload' | undefined = undefined,
>(
  e: Endpoint<P, Q, B, R> & { readonly bytes?: Bytes },
): Endpoint<P, Q, B, R> & { readonly bytes?: Bytes } => e

/** What a handler receives, from an endpoint's schemas. */
export interface Input<E extends Endpoint> {
  params: E extends Endpoint<infer P> ? z.output<P> : never
  query: E extends Endpoint<z.ZodType, infer Q> ? z.output<Q> : never
  body: E extends Endpoint<z.ZodType, z.ZodType, infer B> ? z.output<B> : never
  /** Revision from If-Match; present when the endpoint declares ifMatch. */
  revision: number
  /** 'upload': the stored file and the other form fields. */
  file: Upload
}
export interface Upload {
  sha256: string
  size: number
  name: string
  /** Sniffed from the bytes, never believed from the client. */
  type: string
  fields: Record<string, string>
}
export type Output<E extends Endpoint> = z.input<E['response']>

/** Bytes to send instead of JSON; always as attachment or a safe inline type, never HTML or SVG. */
export interface FileReply {
  file: Uint8Array | NodeJS.ReadableStream
  type: string
  name: string
  inline?: boolean
  /** Byte length when known (for streams). */
  length?: number
}

/** Roles that hold each permission of a module; declared in its api.ts, default deny. */
export type Permissions = Readonly<Record<string, readonly string[]>>

/** On a request which a page sent by itself while nobody was at it: it is answered, and winds no idle clock. */
export const UNATTENDED = 'x-bailiwick-unattended'
