/** Thrown by commands; the handler turns it into problem+json (RFC 9457). The web owns the wording, keyed by `code`. */
export class Fail extends Error {
  code: string
  status: number
  /** Values for the sentence (never personal data in logs: they go to the client only). */
  detail: Record<string, unknown>
  constructor(
    code: string,
    status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 423 | 428 | 429 | 503 = 422,
    detail: Record<string, unknown> = {},
  ) {
    super(code)
    this.code = code
    this.status = status
    this.detail = detail
  }
}

/** Codes any endpoint may answer with. */
export const platformProblems = [
  'malformed',
  'hidden-characters',
  'not-signed-in',
  'session-incomplete',
  'not-allowed',
  'not-found',
  'stale-revision',
  'revision-required',
  'too-many-requests',
  'too-large',
  'wrong-media-type',
  'duplicate-request',
  'unavailable',
  'disk-full',
  'internal',
] as const
