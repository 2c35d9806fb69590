import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { phoneNumber } from './shape.ts'

/** Columns of Asterisk's call detail records in the order its CSV has them. */
export const asteriskColumns = [
  'calldate',
  'clid',
  'src',
  'dst',
  'dcontext',
  'channel',
  'dstchannel',
  'lastapp',
  'lastdata',
  'duration',
  'billsec',
  'disposition',
  'amaflags',
  'accountcode',
  'uniqueid',
  'userfield',
] as const
/** What any other system has to give; the page maps its columns on these. */
export const plainFields = ['callId', 'number', 'queuedAt', 'answeredAt', 'endedAt', 'extension'] as const
export type PlainField = (typeof plainFields)[number]
/** Column of each field, from 0. */
export type Mapping = Partial<Record<PlainField, number>>

const plainNames: Readonly<Record<PlainField, readonly string[]>> = {
  callId: ['callid', 'id', 'uniqueid', '通话编号', '呼叫编号', '流水号', '通话id'],
  number: ['number', 'caller', 'src', '主叫号码', '主叫', '来电号码', '电话'],
  queuedAt: ['queuedat', 'queue', 'calldate', 'start', '排队时间', '来电时间', '呼入时间', '进线时间'],
  answeredAt: ['answeredat', 'answer', '接听时间', '应答时间', '接起时间'],
  endedAt: ['endedat', 'end', 'hangup', '挂断时间', '结束时间', '挂机时间'],
  extension: ['extension', 'agent', 'ext', '分机', '分机号', '坐席', '工号'],
}
const key = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s_-]/g, '')
    .toLowerCase()

export type Layout =
  | { format: 'asterisk'; header: boolean; at: Readonly<Record<string, number>> }
  | { format: 'plain'; header: true; at: Mapping }
/** What the first row says about the columns; null: neither. A file of Asterisk has no header as a rule and begins with a moment. */
export const layoutOf = (first: readonly string[]): Layout | null => {
  const names = first.map(key)
  const at = Object.fromEntries(asteriskColumns.map((c) => [c, names.indexOf(c)]))
  if (at.calldate! >= 0 && at.duration! >= 0 && at.uniqueid! >= 0) return { format: 'asterisk', header: true, at }
  if (first.length >= asteriskColumns.length && momentOf(first[0]!) !== null)
    return { format: 'asterisk', header: false, at: Object.fromEntries(asteriskColumns.map((c, i) => [c, i])) }
  const mapping: Mapping = {}
  for (const f of plainFields) {
    const found = names.findIndex((n) => plainNames[f].includes(n))
    if (found >= 0) mapping[f] = found
  }
  return mapping.callId !== undefined && mapping.queuedAt !== undefined && mapping.endedAt !== undefined
    ? { format: 'plain', header: true, at: mapping }
    : null
}

/** A moment on the court's clock, to the microsecond; null: there is no such day or hour. */
export const momentOf = (text: string): Temporal.Instant | null => {
  const m = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/.exec(text.normalize('NFKC').trim())
  if (!m) return null
  const [, year, month, day, hour, minute, second] = m.map(Number) as [number, number, number, number, number, number, number]
  const rest = Number((m[7] ?? '').padEnd(6, '0') || 0)
  try {
    const local = Temporal.PlainDateTime.from(
      { year, month, day, hour, minute, second, millisecond: Math.floor(rest / 1000), microsecond: rest % 1000 },
      { overflow: 'reject' },
    )
    return local.toZonedDateTime(ZONE).toInstant()
  } catch {
    return null
  }
}
const seconds = (text: string): number | null => {
  const shown = text.normalize('NFKC').trim()
  return /^\d{1,6}(?:\.\d{1,6})?$/.test(shown) ? Number(shown) : null
}
const later = (at: Temporal.Instant, s: number): Temporal.Instant => at.add({ microseconds: Math.round(s * 1_000_000) })

/** Text of a file without NULs and signs of no width; every use below checks its own shape besides. */
export interface ReadCall {
  uniqueId: string
  /** null: withheld. */
  number: string | null
  queuedAt: Temporal.Instant
  answeredAt: Temporal.Instant | null
  endedAt: Temporal.Instant
  extension: string | null
  toAgent: boolean
}
export interface RowFault {
  row: number
  column: string
  code: 'time-wrong' | 'seconds-wrong' | 'id-missing' | 'id-shape' | 'order-wrong' | 'future' | 'columns-missing'
}
export type RowReading = { ok: true; call: ReadCall } | { ok: false; fault: Omit<RowFault, 'row'> }
const no = (column: string, code: RowFault['code']): RowReading => ({ ok: false, fault: { column, code } })
/** SIP/8001-0000002a → 8001 */
const extensionOf = (channel: string): string | null => /^[A-Za-z0-9_]+\/(\w{1,20})(?:[-@/]|$)/.exec(channel.trim())?.[1] ?? null
/** Applications that ring people; what ends in any other was the menu's. */
const agentApps = new Set(['queue', 'dial'])

export const readRow = (cells: readonly string[], layout: Layout, now: Temporal.Instant): RowReading => {
  const cell = (name: string): string => {
    const at = (layout.at as Record<string, number | undefined>)[name]
    return at === undefined || at < 0 ? '' : (cells[at] ?? '').trim()
  }
  const idColumn = layout.format === 'asterisk' ? 'uniqueid' : 'callId'
  const uniqueId = cell(idColumn)
  if (uniqueId === '') return no(idColumn, 'id-missing')
  // The identity is shown on pages: what no telephone system writes is not taken.
  if (!/^[\w.:@/+-]{1,100}$/.test(uniqueId)) return no(idColumn, 'id-shape')
  const future = (at: Temporal.Instant): boolean => Temporal.Instant.compare(at, now) > 0
  if (layout.format === 'plain') {
    const queuedAt = momentOf(cell('queuedAt'))
    if (!queuedAt) return no('queuedAt', 'time-wrong')
    const answeredText = cell('answeredAt')
    const answeredAt = answeredText === '' ? null : momentOf(answeredText)
    if (answeredText !== '' && !answeredAt) return no('answeredAt', 'time-wrong')
    const endedAt = momentOf(cell('endedAt'))
    if (!endedAt) return no('endedAt', 'time-wrong')
    if ((answeredAt && Temporal.Instant.compare(answeredAt, queuedAt) < 0) || Temporal.Instant.compare(endedAt, answeredAt ?? queuedAt) < 0)
      return no('endedAt', 'order-wrong')
    if (future(endedAt)) return no('endedAt', 'future')
    return {
      ok: true,
      call: {
        uniqueId,
        number: phoneNumber(cell('number')),
        queuedAt,
        answeredAt,
        endedAt,
        extension: cell('extension').slice(0, 20) || null,
        toAgent: true,
      },
    }
  }
  if (cells.length < 12) return no('calldate', 'columns-missing')
  const queuedAt = momentOf(cell('calldate'))
  if (!queuedAt) return no('calldate', 'time-wrong')
  const duration = seconds(cell('duration'))
  if (duration === null) return no('duration', 'seconds-wrong')
  const talk = seconds(cell('billsec'))
  if (talk === null) return no('billsec', 'seconds-wrong')
  if (talk > duration) return no('billsec', 'order-wrong')
  const endedAt = later(queuedAt, duration)
  if (future(endedAt)) return no('calldate', 'future')
  const channel = cell('dstchannel')
  const toAgent = channel !== '' || agentApps.has(cell('lastapp').toLowerCase())
  // The menu picks up by itself: only a channel to a person makes it answered.
  const answered = toAgent && channel !== '' && cell('disposition').toUpperCase() === 'ANSWERED' && talk > 0
  return {
    ok: true,
    call: {
      uniqueId,
      number: phoneNumber(cell('src')),
      queuedAt,
      answeredAt: answered ? later(queuedAt, duration - talk) : null,
      endedAt,
      extension: extensionOf(channel),
      toAgent,
    },
  }
}

/** A queue writes one record for each desk it rang, all with the same identity: one call, from the first ring to the last word, answered by whoever picked up. */
export const mergeLegs = (legs: readonly ReadCall[]): ReadCall[] => {
  const calls = new Map<string, ReadCall>()
  for (const leg of legs) {
    const c = calls.get(leg.uniqueId)
    if (!c) {
      calls.set(leg.uniqueId, leg)
      continue
    }
    const earlier = Temporal.Instant.compare(leg.queuedAt, c.queuedAt) < 0
    const taken = c.answeredAt && (!leg.answeredAt || Temporal.Instant.compare(c.answeredAt, leg.answeredAt) <= 0) ? c : leg
    calls.set(leg.uniqueId, {
      uniqueId: c.uniqueId,
      number: c.number ?? leg.number,
      queuedAt: earlier ? leg.queuedAt : c.queuedAt,
      answeredAt: taken.answeredAt,
      extension: taken.extension ?? c.extension ?? leg.extension,
      endedAt: Temporal.Instant.compare(leg.endedAt, c.endedAt) > 0 ? leg.endedAt : c.endedAt,
      toAgent: c.toAgent || leg.toAgent,
    })
  }
  return [...calls.values()]
}
