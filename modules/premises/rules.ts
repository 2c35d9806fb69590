import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../platform/calendar/workdays.ts'
import { periodOf } from '../duties/rules/periods.ts'

export const equipmentKinds = ['computer', 'printer', 'scanner', 'camera', 'phone', 'network', 'system', 'furniture', 'other'] as const
export const equipmentStates = ['in-use', 'faulty', 'stored', 'retired'] as const
export const cadences = ['month', 'quarter', 'half-year', 'year'] as const
export const results = ['good', 'repaired', 'needs-repair'] as const
export const bearers = ['court', 'contractor', 'shared', 'none'] as const
export type EquipmentKind = (typeof equipmentKinds)[number]
export type Cadence = (typeof cadences)[number]
export type Owner = 'court' | 'contractor'

/** the court helps to keep what it provides in order, computers and printers excepted; everything else is its owner's. */
export const maintainerOf = (owner: Owner, kind: EquipmentKind): Owner =>
  owner === 'court' && kind !== 'computer' && kind !== 'printer' ? 'court' : 'contractor'

/** The period of a plan that a day of maintenance counts for. */
export const periodKey = (every: Cadence, day: string): string => periodOf(every, Temporal.PlainDate.from(day)).key

/** A code as scanned (the whole address) or typed, in full or half width, with blanks or without. */
export const codeOf = (text: string): string => {
  const plain = text.normalize('NFKC').trim()
  return (/[?&]code=([A-Za-z0-9]+)/.exec(plain)?.[1] ?? plain).replace(/[\s-]/g, '').toUpperCase()
}

/** Office hours of a working day, minutes from midnight. */
export type Hours = readonly (readonly [from: number, until: number])[]
export const OFFICE_HOURS: Hours = [
  [9 * 60, 12 * 60],
  [13 * 60 + 30, 17 * 60],
]
const minutesOf = (t: Temporal.PlainTime): number => t.hour * 60 + t.minute
/** Minutes of office hours in [from, until]; nights and days off do not count, whichever they are. */
export const workMinutes = (
  calendar: Pick<Calendar, 'isWorkday' | 'workdaysBetween'>,
  from: Temporal.PlainDateTime,
  until: Temporal.PlainDateTime,
  hours: Hours = OFFICE_HOURS,
): number => {
  if (Temporal.PlainDateTime.compare(from, until) >= 0) return 0
  const a = from.toPlainDate()
  const b = until.toPlainDate()
  const within = (day: Temporal.PlainDate, start: number, end: number): number =>
    calendar.isWorkday(day) ? hours.reduce((sum, [h0, h1]) => sum + Math.max(0, Math.min(end, h1) - Math.max(start, h0)), 0) : 0
  const first = minutesOf(from.toPlainTime())
  const last = minutesOf(until.toPlainTime())
  if (a.equals(b)) return within(a, first, last)
  const whole = hours.reduce((sum, [h0, h1]) => sum + h1 - h0, 0)
  const between = calendar.workdaysBetween(a, b.subtract({ days: 1 }))
  return within(a, first, 24 * 60) + between * whole + within(b, 0, last)
}

export interface CountLine {
  expected: boolean
  found: boolean
}
/** What a count says: there, missing, and found though it belongs elsewhere. */
export const countResult = (lines: readonly CountLine[]): { expected: number; found: number; missing: number; surplus: number } => ({
  expected: lines.filter((l) => l.expected).length,
  found: lines.filter((l) => l.found).length,
  missing: lines.filter((l) => l.expected && !l.found).length,
  surplus: lines.filter((l) => !l.expected && l.found).length,
})

export const columns = ['name', 'kind', 'serialNo', 'owner', 'place', 'zone'] as const
export type Column = (typeof columns)[number]
/** Headings of the list that is taken in, in the order of the template; others that people use besides. */
export const columnTitles: Readonly<Record<Column, string>> = {
  name: '设备名称',
  kind: '类别',
  serialNo: '序列号',
  owner: '归属',
  place: '场所',
  zone: '区域',
}
const also: Readonly<Record<Column, readonly string[]>> = {
  name: ['名称', 'name'],
  kind: ['设备类别', '类型', 'kind'],
  serialNo: ['出厂编号', '编号', 'serialno', 'serial'],
  owner: ['所有人', '归属方', 'owner'],
  place: ['场所名称', 'place'],
  zone: ['区域名称', 'zone'],
}
export const kindWords: Readonly<Record<EquipmentKind, string>> = {
  computer: '电脑',
  printer: '打印机',
  scanner: '扫描仪',
  camera: '高拍仪',
  phone: '电话',
  network: '网络设备',
  system: '系统',
  furniture: '家具',
  other: '其他',
}
export const ownerWords: Readonly<Record<Owner, string>> = { court: '法院', contractor: '服务商' }
const plain = (s: string): string => s.normalize('NFKC').replace(/\s/g, '').toLowerCase()
export const readHeader = (cells: readonly string[]): (Column | null)[] =>
  cells.map((c) => columns.find((k) => plain(columnTitles[k]) === plain(c) || also[k].includes(plain(c))) ?? null)

export interface ImportRow {
  name: string
  kind: EquipmentKind
  serialNo: string
  owner: Owner
  zoneId: number
}
export const rowFaults = [
  'empty',
  'too-long',
  'kind-unknown',
  'owner-unknown',
  'zone-unknown',
  'not-yours',
  'twice-in-list',
  'serial-known',
] as const
export type RowFault = (typeof rowFaults)[number]
export interface Fault {
  row: number
  column: Column
  code: RowFault
}
const lengths: Partial<Record<Column, number>> = { name: 100, serialNo: 60, place: 100, zone: 100 }
/** One row of the list: what it says, or everything that is wrong with it. */
export const readRow = (
  row: number,
  header: readonly (Column | null)[],
  cells: readonly string[],
  known: {
    zones: readonly { id: number; place: string; name: string }[]
    owners: readonly Owner[]
    serials: ReadonlySet<string>
    seen: ReadonlySet<string>
  },
): { value: ImportRow | null; faults: Fault[] } => {
  const of = Object.fromEntries(columns.map((c) => [c, (cells[header.indexOf(c)] ?? '').trim()])) as Record<Column, string>
  const faults: Fault[] = []
  const fault = (column: Column, code: RowFault): void => void faults.push({ row, column, code })
  for (const c of columns) {
    if (of[c] === '') fault(c, 'empty')
    else if (of[c].length > (lengths[c] ?? 20)) fault(c, 'too-long')
  }
  const kind = equipmentKinds.find((k) => plain(kindWords[k]) === plain(of.kind))
  if (!kind && of.kind) fault('kind', 'kind-unknown')
  const owner = (['court', 'contractor'] as const).find((o) => ownerWords[o] === plain(of.owner))
  if (!owner && of.owner) fault('owner', 'owner-unknown')
  if (owner && !known.owners.includes(owner)) fault('owner', 'not-yours')
  const zone = known.zones.find((z) => z.place === of.place && z.name === of.zone)
  if (!zone && of.zone && of.place) fault('zone', 'zone-unknown')
  const serialNo = of.serialNo.normalize('NFKC')
  if (known.serials.has(serialNo)) fault('serialNo', 'serial-known')
  else if (known.seen.has(serialNo) && serialNo) fault('serialNo', 'twice-in-list')
  return { value: faults.length || !kind || !owner || !zone ? null : { name: of.name, kind, serialNo, owner, zoneId: zone.id }, faults }
}
