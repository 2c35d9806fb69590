import type { Decision } from '../organisations/rules/structure.ts'
import { no, yes } from '../organisations/rules/structure.ts'

export const listKinds = ['pay', 'insurance', 'housing'] as const
export type ListKind = (typeof listKinds)[number]
export const monthStates = ['draft', 'submitted', 'returned', 'received'] as const
export type MonthState = (typeof monthStates)[number]
export const statementKinds = ['quarter', 'year', 'payPlan'] as const
export type StatementKind = (typeof statementKinds)[number]

/** the contract may be ended when it was reminded *more than* three times. */
export const REMINDERS_BORNE = 3
export const terminationRight = (counted: number): boolean => counted > REMINDERS_BORNE

/** Amounts of each list; the first is what the total is shown of, the starred ones must be there. */
export const amountsOf = {
  pay: ['gross', 'net'],
  insurance: ['base', 'employer', 'personal'],
  housing: ['base', 'employer', 'personal'],
} as const satisfies Record<ListKind, readonly string[]>
export type Amount = 'gross' | 'net' | 'base' | 'employer' | 'personal'
export type Column = 'name' | 'idNo' | Amount
const needed: Record<ListKind, readonly Amount[]> = {
  pay: ['gross', 'net'],
  insurance: ['employer', 'personal'],
  housing: ['employer', 'personal'],
}

export const columnTitles: Record<ListKind, Readonly<Partial<Record<Column, string>>>> = {
  pay: { name: '姓名', idNo: '公民身份号码', gross: '应发工资', net: '实发工资' },
  insurance: { name: '姓名', idNo: '公民身份号码', base: '缴费基数', employer: '单位缴纳', personal: '个人缴纳' },
  housing: { name: '姓名', idNo: '公民身份号码', base: '缴存基数', employer: '单位缴存', personal: '个人缴存' },
}
const tidy = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim()
const bare = (text: string): string => tidy(text).replace(/[\s*()（）:：元]/g, '')
const patterns: readonly (readonly [Column, RegExp])[] = [
  ['name', /^(?:职工|员工|人员|参保人)?姓名$|^name$/i],
  ['idNo', /身份|证件号|^idno$/i],
  ['gross', /应发|应付工资|税前|^gross/i],
  ['net', /实发|实付|到手|税后|^net/i],
  ['base', /基数|^base/i],
  ['employer', /单位|公司|^employer/i],
  ['personal', /个人|职工缴|本人缴|^personal/i],
]
/** Which column is which, by its heading as the contractors' systems write it; null: not read. */
export const readHeader = (kind: ListKind, cells: readonly string[]): (Column | null)[] => {
  const used = new Set<Column>()
  const known: readonly Column[] = ['name', 'idNo', ...amountsOf[kind]]
  return cells.map((cell) => {
    const heading = bare(cell)
    const found = heading === '' ? undefined : patterns.find(([c, p]) => known.includes(c) && !used.has(c) && p.test(heading))
    if (!found) return null
    used.add(found[0])
    return found[0]
  })
}
export const missingColumns = (kind: ListKind, columns: readonly (Column | null)[]): Column[] =>
  (['name', ...needed[kind]] as Column[]).filter((c) => !columns.includes(c))

/** An amount in fen, exactly; null: no amount. Full-width digits, thousands and a yuan sign are the same amount. */
export const readMoney = (cell: string): number | null => {
  const text = tidy(cell).replace(/[￥¥,，\s元]/g, '')
  if (text === '' || text === '-') return null
  const m = /^(\d{1,7})(?:\.(\d{1,12}))?$/.exec(text)
  if (!m) return Number.NaN
  // A sheet's own arithmetic leaves 4999.999999999; what is a fen off by less than its thousandth is that fen.
  const fen = Number(m[1]) * 100 + Number(`0.${m[2] ?? '0'}`) * 100
  return Math.abs(fen - Math.round(fen)) < 0.001 ? Math.round(fen) : Number.NaN
}

export const hardCodes = [
  'name-missing',
  'person-unknown',
  'person-ambiguous',
  'name-differs',
  'person-twice',
  'amount-missing',
  'amount-wrong',
  'net-above-gross',
  'total-differs',
] as const
/** What may be as it is, but wants a word of explanation. */
export const softCodes = ['person-missing', 'below-minimum', 'not-insured'] as const
export type FaultCode = (typeof hardCodes)[number] | (typeof softCodes)[number]
export const isHard = (code: FaultCode): boolean => (hardCodes as readonly string[]).includes(code)
export interface ListFault {
  /** Row as the sheet shows it; 0: the list as a whole. */
  row: number
  column: Column
  code: FaultCode
  name: string
}
export interface ListLine {
  row: number
  personId: number | null
  name: string
  amounts: Partial<Record<Amount, number>>
}
export interface Checked {
  lines: ListLine[]
  faults: ListFault[]
  totals: Partial<Record<Amount, number>>
}
export interface OnRoster {
  personId: number
  name: string
  /** Of the ID number; null or absent: none on our record. */
  hash?: string | null
}
const TOTAL = /^(?:合计|总计|共计|total)$/i

/** A list against the roster of its month, person by person. `byPaper`: who has that ID number, where the list gives one. */
export const checkRows = (
  kind: ListKind,
  columns: readonly (Column | null)[],
  rows: readonly { row: number; cells: readonly string[] }[],
  roster: readonly OnRoster[],
  o: { byPaper: (idNo: string) => number | null; minimumFen: number | null },
): Checked => {
  const lines: ListLine[] = []
  const faults: ListFault[] = []
  const totals: Partial<Record<Amount, number>> = {}
  const seen = new Set<number>()
  const told: { row: number; amounts: Partial<Record<Amount, number>> }[] = []
  for (const r of rows) {
    const cell = (c: Column): string => {
      const at = columns.indexOf(c)
      return at < 0 ? '' : tidy(r.cells[at] ?? '')
    }
    const name = cell('name')
    const fault = (column: Column, code: FaultCode): void => void faults.push({ row: r.row, column, code, name })
    const amounts: Partial<Record<Amount, number>> = {}
    const isTotal = TOTAL.test(bare(name)) || (name === '' && r.cells.some((c) => TOTAL.test(bare(c))))
    for (const a of amountsOf[kind]) {
      if (!columns.includes(a)) continue
      const fen = readMoney(cell(a))
      if (fen === null) {
        if (!isTotal && needed[kind].includes(a)) fault(a, 'amount-missing')
      } else if (Number.isNaN(fen)) fault(a, 'amount-wrong')
      else amounts[a] = fen
    }
    if (isTotal) {
      told.push({ row: r.row, amounts })
      continue
    }
    for (const [a, fen] of Object.entries(amounts) as [Amount, number][]) totals[a] = (totals[a] ?? 0) + fen
    const idNo = cell('idNo').replace(/\s/g, '').toUpperCase()
    let person: OnRoster | undefined
    if (name === '') fault('name', 'name-missing')
    else {
      const named = roster.filter((p) => p.name === name)
      const byPaper = idNo ? o.byPaper(idNo) : null
      person = byPaper !== null ? roster.find((p) => p.personId === byPaper) : named.length === 1 && !idNo ? named[0] : undefined
      // Without a number on our record the name must do, when only one bears it.
      if (!person && idNo && byPaper === null && named.length === 1 && !named[0]?.hash) person = named[0]
      if (!person) fault('name', !idNo && named.length > 1 ? 'person-ambiguous' : 'person-unknown')
      else if (person.name !== name) fault('name', 'name-differs')
      else if (seen.has(person.personId)) fault('name', 'person-twice')
      if (person) seen.add(person.personId)
    }
    if (kind === 'pay') {
      const { gross, net } = amounts
      if (gross !== undefined && net !== undefined && net > gross) fault('net', 'net-above-gross')
      if (gross !== undefined && o.minimumFen !== null && gross < o.minimumFen) fault('gross', 'below-minimum')
    } else if (amounts.employer === 0) fault('employer', 'not-insured')
    lines.push({ row: r.row, personId: person?.personId ?? null, name, amounts })
  }
  for (const t of told)
    for (const [a, fen] of Object.entries(t.amounts) as [Amount, number][])
      if (fen !== (totals[a] ?? 0)) faults.push({ row: t.row, column: a, code: 'total-differs', name: '' })
  for (const p of roster) if (!seen.has(p.personId)) faults.push({ row: 0, column: 'name', code: 'person-missing', name: p.name })
  return { lines, faults, totals }
}

export const faultWords: Readonly<Record<FaultCode, readonly [zh: string, en: string]>> = {
  'name-missing': ['未填写姓名', 'No name'],
  'person-unknown': ['当月在岗名册中没有此人', 'Not on the roster of that month'],
  'person-ambiguous': ['名册中有同名人员，请填写身份号码', 'Several people of that name; give the ID number'],
  'name-differs': ['身份号码对应的姓名不同', 'The ID number belongs to another name'],
  'person-twice': ['同一人出现两次', 'The same person twice'],
  'amount-missing': ['未填写金额', 'No amount'],
  'amount-wrong': ['金额格式不正确', 'Not an amount'],
  'net-above-gross': ['实发大于应发', 'Net pay exceeds gross pay'],
  'total-differs': ['合计与各行之和不符', 'The total is not the sum of the rows'],
  'person-missing': ['当月在岗，但清单中没有', 'On the roster, but not in the list'],
  'below-minimum': ['低于最低工资标准', 'Below the minimum wage'],
  'not-insured': ['单位缴纳为零', 'Nothing paid by the employer'],
}

export interface MonthFacts {
  state: MonthState
  lists: readonly { kind: ListKind; hard: number; soft: number }[]
  /** Last day of the month is over. */
  over: boolean
}
export const mayUpload = (m: Pick<MonthFacts, 'state'>): Decision =>
  m.state === 'draft' || m.state === 'returned' ? yes : no('wages-submitted')
/** complete means all three lists, nothing wrong in them, what is unusual explained. */
export const maySubmit = (m: MonthFacts): Decision => {
  if (m.state !== 'draft' && m.state !== 'returned') return no('wages-submitted')
  if (!m.over) return no('month-not-over')
  if (listKinds.some((k) => !m.lists.some((l) => l.kind === k))) return no('lists-missing')
  return m.lists.some((l) => l.hard > 0) ? no('lists-faulty') : yes
}
export const mayDecide = (state: MonthState): Decision => (state === 'submitted' ? yes : no('not-submitted'))

/** One at a time; what was paid in time needs no excuse. */
export const mayAskCause = (m: { state: MonthState; late: boolean }, causes: readonly { approved: boolean | null }[]): Decision =>
  causes.some((c) => c.approved)
    ? no('cause-accepted')
    : causes.some((c) => c.approved === null)
      ? no('cause-waits')
      : (m.state === 'submitted' || m.state === 'received') && !m.late
        ? no('paid-in-time')
        : yes

/** A quarter's or a year's key, within the term. */
export const periodFits = (kind: StatementKind, period: string, e: { fromDate: string; untilDate: string }): Decision => {
  const m = /^(20\d{2})(?:-Q([1-4]))?$/.exec(period)
  if (!m || (kind === 'quarter') !== (m[2] !== undefined)) return no('period-malformed')
  const first = m[2] ? Number(m[2]) * 3 - 2 : 1
  const from = `${m[1]}-${String(first).padStart(2, '0')}-01`
  const last = `${m[1]}-${String(m[2] ? first + 2 : 12).padStart(2, '0')}-31`
  return e.fromDate <= last && e.untilDate >= from ? yes : no('period-outside')
}
/** receipts come with the quarter's statement, an amount with both. */
export const maySubmitStatement = (s: { kind: StatementKind; state: MonthState; files: number; fen: number | null }): Decision => {
  if (s.state !== 'draft' && s.state !== 'returned') return no('statement-submitted')
  if (s.kind !== 'payPlan' && s.fen === null) return no('amount-needed')
  return s.kind === 'quarter' && s.files === 0 ? no('receipts-missing') : yes
}
