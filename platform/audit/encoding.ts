import { hash } from 'node:crypto'
import { leafHash } from './merkle.ts'

/** One ledger event as exported: text exactly as PostgreSQL prints it, bytes as lower-case hex, `at` in UTC with microseconds. */
export interface LedgerEvent {
  id: number
  courtId: number | null
  at: string
  accountId: number | null
  personId: number | null
  contractorId: number | null
  side: string
  sessionRef: string | null
  verb: string
  objectType: string
  objectId: string
  caseId: number | null
  grantId: number | null
  beforeHash: string | null
  afterHash: string | null
  data: string | null
  xid: string
}

type Kind = 'number' | 'time' | 'text' | 'bytes' | 'unsigned'
/** Order of the columns in the leaf (README.md); the SQL expression in the migration says the same. */
export const leafFields: readonly (readonly [keyof LedgerEvent, Kind, 'null' | 'never'])[] = [
  ['id', 'number', 'never'],
  ['courtId', 'number', 'null'],
  ['at', 'time', 'never'],
  ['accountId', 'number', 'null'],
  ['personId', 'number', 'null'],
  ['contractorId', 'number', 'null'],
  ['side', 'text', 'never'],
  ['sessionRef', 'text', 'null'],
  ['verb', 'text', 'never'],
  ['objectType', 'text', 'never'],
  ['objectId', 'text', 'never'],
  ['caseId', 'number', 'null'],
  ['grantId', 'number', 'null'],
  ['beforeHash', 'bytes', 'null'],
  ['afterHash', 'bytes', 'null'],
  ['data', 'text', 'null'],
  ['xid', 'unsigned', 'never'],
]

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
/** Microseconds since 1970 of an exported time; throws RangeError when it is not one. */
export const microseconds = (time: string): bigint => {
  if (!timePattern.test(time)) throw new RangeError('not a time')
  const part = (from: number, to: number) => Number(time.slice(from, to))
  const seconds = Date.UTC(part(0, 4), part(5, 7) - 1, part(8, 10), part(11, 13), part(14, 16), part(17, 19)) / 1000
  return BigInt(seconds * 1_000_000 + part(20, 26))
}
const postgresEpoch = 946_684_800_000_000n

const lengthFirst = (bytes: Uint8Array): Buffer => {
  const out = Buffer.allocUnsafe(5 + bytes.length)
  out[0] = 1
  out.writeUInt32BE(bytes.length, 1)
  out.set(bytes, 5)
  return out
}
const eightBytes = (value: bigint, signed: boolean): Buffer => {
  const out = Buffer.allocUnsafe(9)
  out[0] = 1
  if (signed) out.writeBigInt64BE(value, 1)
  else out.writeBigUInt64BE(value, 1)
  return out
}
const NULL = Buffer.from([0])
const FORMAT = Buffer.from([1])

const encodeField = (kind: Kind, value: string | number): Buffer => {
  if (kind === 'text') return lengthFirst(Buffer.from(value as string, 'utf8'))
  if (kind === 'bytes') return lengthFirst(Buffer.from(value as string, 'hex'))
  if (kind === 'time') return eightBytes(microseconds(value as string) - postgresEpoch, true)
  return eightBytes(BigInt(value), kind === 'number')
}

/** The bytes whose RFC 6962 leaf hash the database stored with the event. */
export const leafBytes = (event: LedgerEvent): Buffer => {
  const parts: Buffer[] = [FORMAT]
  for (const [field, kind] of leafFields) {
    const value = event[field]
    parts.push(value === null ? NULL : encodeField(kind, value))
  }
  return Buffer.concat(parts)
}
export const eventLeaf = (event: LedgerEvent): Uint8Array => leafHash(leafBytes(event))

const fits = (kind: Kind, value: unknown): boolean => {
  if (kind === 'number') return Number.isSafeInteger(value)
  if (typeof value !== 'string') return false
  if (kind === 'bytes') return /^([0-9a-f]{2})*$/.test(value)
  if (kind === 'unsigned') return /^\d{1,20}$/.test(value) && BigInt(value) < 2n ** 64n
  return kind === 'text' || timePattern.test(value)
}
/** Does a parsed export line hold exactly an event's fields, each of its kind? */
export const isLedgerEvent = (value: Record<string, unknown>): boolean =>
  leafFields.every(([field, kind, absent]) => (value[field] === null ? absent === 'null' : fits(kind, value[field])))

const ordered = (value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(ordered)
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON()
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, ordered(v)]),
  )
}
/** JSON with sorted keys: equal values give equal text whatever order they were built in. */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value)) ?? 'null'

/** Hash of a state of an object; absent states have none. */
export const stateHash = (state: unknown): Buffer | null =>
  state === undefined || state === null ? null : hash('sha256', canonicalJson(state), 'buffer')
