import { causeFinder, type Cause } from '../rules/causes.ts'
import { parseCaseNumber } from '../rules/case-number.ts'
import { guessPaperKind, maskPaper, readPaper, type PaperKind } from '../rules/identity.ts'
import { tidyNumber } from '../../organisations/rules/identity.ts'
import { nameKey, tidyName } from '../rules/names.ts'
import type { ImportField, Mapping } from '../rules/headers.ts'
import { readParties } from './parties.ts'
import { isBlank, partyKind, readAmount, readDate, splitCell, splitNumbers } from './values.ts'

export type PartyRole = 'plaintiff' | 'defendant' | 'thirdParty' | 'appellant' | 'appellee' | 'applicant' | 'respondent' | 'debtor'
export type Procedure = 'ordinary' | 'simple' | 'small' | 'special' | 'second' | 'retrial' | 'enforcement' | 'other'

export interface PartyDraft {
  role: PartyRole
  kind: 'natural' | 'organisation'
  name: string
  paperKind: PaperKind | null
  /** In clear: lives only between parsing and sealing, never staged or logged. */
  paper: string | null
  phone: string | null
  residence: string | null
  birthOn: string | null
  sex: 'male' | 'female' | null
}
/** One case as a row of a list tells it. Dates YYYY-MM-DD, amount in yuan with two decimals. */
export interface CaseDraft {
  row: number
  number: string
  year: number
  court: string
  special: '' | '知'
  typeCode: string
  seq: number
  sub: string | null
  procedure: Procedure
  title: string
  causeName: string | null
  causeCode: string | null
  amount: string | null
  receivedOn: string | null
  filedOn: string
  closedOn: string | null
  status: 'open' | 'suspended' | 'closed' | 'withdrawn'
  division: string | null
  judge: string | null
  clerk: string | null
  parties: PartyDraft[]
}
/** `value` is safe to show and store: papers and phones are masked, long text is cut. */
export interface RowFault {
  row: number
  /** Header of the column, as in the file. */
  column: string
  field: ImportField
  code: string
  value: string
}
export type RowReading =
  | { ok: true; draft: CaseDraft; flags: RowFault[] }
  | { ok: false; row: number; number: string | null; faults: RowFault[] }
  | { ok: true; draft: null; flags: [] }

export interface ReadingRules {
  headers: readonly string[]
  mapping: Mapping
  causes: readonly Cause[]
  /** 法院代字 of the importing court: another court's number is flagged, not refused. */
  courtCode: string
  /** Known 类型代字; others are flagged. */
  types: ReadonlySet<string>
  /** YYYY-MM-DD in Beijing: later filing dates are refused. */
  today: string
}

const PERSONAL = new Set<ImportField>(['plaintiffPapers', 'defendantPapers', 'papers', 'plaintiffPhones', 'defendantPhones', 'phones'])
const safe = (field: ImportField, value: string): string =>
  PERSONAL.has(field) ? maskPaper('other', value.slice(0, 40)) : value.slice(0, 80)

const PROCEDURES: readonly (readonly [RegExp, Procedure])[] = [
  [/小额/, 'small'],
  [/简易/, 'simple'],
  [/普通/, 'ordinary'],
  [/特别|督促|催告|非讼/, 'special'],
  [/再审|审判监督/, 'retrial'],
  [/二审|第二审|上诉/, 'second'],
  [/执行/, 'enforcement'],
]
const procedureOfType = (type: string): Procedure =>
  type.startsWith('执') || type.endsWith('保')
    ? 'enforcement'
    : /终$/.test(type)
      ? 'second'
      : /^民[申监再]/.test(type)
        ? 'retrial'
        : /^民[特督催]/.test(type)
          ? 'special'
          : type === '民初'
            ? 'ordinary'
            : 'other'
const rolesOfType = (type: string): [PartyRole, PartyRole] =>
  type.startsWith('执')
    ? ['applicant', 'debtor']
    : /终$/.test(type)
      ? ['appellant', 'appellee']
      : type === '民初' || /前调$/.test(type)
        ? ['plaintiff', 'defendant']
        : ['applicant', 'respondent']

const sideOf = (role: PartyRole): 'plaintiffs' | 'defendants' | 'thirdParties' =>
  role === 'thirdParty' ? 'thirdParties' : ['plaintiff', 'appellant', 'applicant'].includes(role) ? 'plaintiffs' : 'defendants'

const STATUS: readonly (readonly [RegExp, CaseDraft['status']])[] = [
  [/撤诉|撤回/, 'withdrawn'],
  [/中止|暂停/, 'suspended'],
  [/未结|在办|审理中|执行中|办理中|立案|待/, 'open'],
  [/结|办结|归档|终结|终本/, 'closed'],
]

/** The parties in short, as people call the case: 张三等与某某公司. */
export const titleOf = (parties: readonly { role: string; name: string }[]): string => {
  const first: string[] = ['plaintiff', 'appellant', 'applicant']
  const a = parties.filter((p) => first.includes(p.role))
  const b = parties.filter((p) => !first.includes(p.role) && p.role !== 'thirdParty' && p.role !== 'agent')
  const short = (side: typeof a): string => (side[0] ? `${side[0].name}${side.length > 1 ? '等' : ''}` : '')
  return [short(a), short(b)].filter(Boolean).join('与') || '—'
}

/** Makes the reader of one list: built once, then one call per row. A row without any text answers draft null. */
export const rowReader = (rules: ReadingRules): ((row: number, cells: readonly string[]) => RowReading) => {
  const columnOf = new Map<ImportField, number>()
  rules.mapping.forEach((f, i) => {
    if (f) columnOf.set(f, i)
  })
  const findCause = causeFinder(rules.causes)
  return (row, cells) => {
    if (!cells.some((c) => c.trim() !== '')) return { ok: true, draft: null, flags: [] }
    const faults: RowFault[] = []
    const flags: RowFault[] = []
    const cell = (f: ImportField): string => {
      const i = columnOf.get(f)
      return i === undefined ? '' : (cells[i] ?? '').trim()
    }
    const note = (to: RowFault[], field: ImportField, code: string, value = cell(field)): void =>
      void to.push({ row, column: rules.headers[columnOf.get(field) ?? -1] ?? field, field, code, value: safe(field, value) })
    const dated = (f: ImportField): string | null => {
      const r = readDate(cell(f))
      if (r.ok) return r.value
      note(faults, f, r.code)
      return null
    }

    const number = parseCaseNumber(cell('number'))
    if (!number.ok) note(faults, 'number', number.code)
    const type = number.ok ? number.value.type : ''
    if (number.ok && number.value.court !== rules.courtCode) note(flags, 'number', 'number-other-court')
    if (number.ok && !rules.types.has(type)) note(flags, 'number', 'number-type-unknown')

    const receivedOn = dated('receivedOn')
    let filedOn = dated('filedOn')
    const closedOn = dated('closedOn')
    if (filedOn === null && number.ok && !faults.some((f) => f.field === 'filedOn')) {
      if (receivedOn === null) note(faults, 'filedOn', 'date-missing')
      filedOn = receivedOn
    }
    if (filedOn && filedOn > rules.today) note(faults, 'filedOn', 'date-future')
    if (filedOn && closedOn && closedOn < filedOn) note(faults, 'closedOn', 'date-closed-before-filed')
    if (filedOn && receivedOn && filedOn < receivedOn) note(flags, 'filedOn', 'date-filed-before-received')
    if (filedOn && number.ok && Number(filedOn.slice(0, 4)) !== number.value.year) note(flags, 'filedOn', 'date-other-year')

    const amount = readAmount(cell('amount'))
    if (!amount.ok) note(faults, 'amount', amount.code)

    const causeText = isBlank(cell('cause')) ? null : cell('cause')
    const cause = causeText === null ? null : findCause(causeText, filedOn ?? rules.today)
    if (cause && !cause.known) note(flags, 'cause', cause.code)

    const [one, other] = rolesOfType(type)
    const parties: PartyDraft[] = []
    const sides = [
      { role: one, names: 'plaintiffs', papers: 'plaintiffPapers', phones: 'plaintiffPhones', addresses: 'plaintiffAddresses' },
      { role: other, names: 'defendants', papers: 'defendantPapers', phones: 'defendantPhones', addresses: 'defendantAddresses' },
      { role: 'thirdParty', names: 'thirdParties', papers: null, phones: null, addresses: null },
    ] as const
    // One column for all of them is read where the columns of the sides are empty.
    let together: readonly { role: PartyRole; name: string }[] | null = null
    if (!isBlank(cell('parties')) && sides.every((s) => isBlank(cell(s.names)))) {
      const read = readParties(cell('parties'), [one, other], causeText)
      if (!read.ok) note(faults, 'parties', read.code)
      together = read.ok ? read.parties : []
    }
    for (const side of sides) {
      const mine: PartyDraft[] = []
      const named = together
        ? together.filter((p) => sideOf(p.role) === side.names)
        : splitCell(cell(side.names)).map((name) => ({ role: side.role, name }))
      for (const { role, name: text } of named) {
        const name = tidyName(text)
        if (name.length > 200) note(faults, together ? 'parties' : side.names, 'name-too-long', name)
        mine.push({
          role,
          kind: partyKind(name),
          name,
          paperKind: null,
          paper: null,
          phone: null,
          residence: null,
          birthOn: null,
          sex: null,
        })
      }
      parties.push(...mine)
      if (side.papers) attach(mine, side.papers, splitNumbers(cell(side.papers)))
      if (side.phones) attach(mine, side.phones, splitNumbers(cell(side.phones)))
      if (side.addresses)
        attach(
          mine,
          side.addresses,
          mine.length === 1 ? [cell(side.addresses)].filter((a) => !isBlank(a)) : splitCell(cell(side.addresses)),
        )
    }
    if (parties.length === 0 && !faults.some((f) => f.field === 'parties'))
      note(faults, (['plaintiffs', 'defendants'] as const).find((f) => columnOf.has(f)) ?? 'parties', 'party-missing')
    // A column for all parties: one value for each, or one for each of the first side.
    const firstSide = parties.filter((p) => sideOf(p.role) === 'plaintiffs')
    for (const f of ['papers', 'phones', 'addresses'] as const) {
      const values = f === 'addresses' ? splitCell(cell(f)) : splitNumbers(cell(f))
      attach(values.length === parties.length ? parties : firstSide, f, values)
    }

    function attach(to: PartyDraft[], field: ImportField, values: readonly string[]): void {
      if (values.length === 0) return
      if (values.length !== to.length) return note(faults, field, 'count-mismatch', String(values.length))
      values.forEach((value, i) => {
        const p = to[i]!
        if (field.toLowerCase().endsWith('phones')) {
          const phone = tidyNumber(value)
          if (!/^\+?\d{5,20}$/.test(phone)) return note(faults, field, 'phone-shape', value)
          p.phone = phone
        } else if (field.toLowerCase().endsWith('addresses')) p.residence = value.slice(0, 300)
        else {
          // A spreadsheet that took the number for a quantity has lost its last digits: nobody can restore them.
          if (/^\d(?:\.\d+)?e\+?\d+$/i.test(value)) return note(faults, field, 'paper-precision-lost', value)
          const kind = guessPaperKind(value, p.kind)
          const paper = readPaper(kind, value, rules.today)
          if (!paper.ok) return note(faults, field, paper.code, value)
          p.paperKind = paper.kind
          p.paper = paper.text
          p.birthOn = paper.resident?.birth ?? null
          p.sex = paper.resident?.sex ?? null
        }
      })
    }

    if (faults.length || !number.ok || !amount.ok || filedOn === null)
      return { ok: false, row, number: number.ok ? number.text : null, faults }
    const name = (f: ImportField): string | null => (isBlank(cell(f)) ? null : tidyName(cell(f)))
    const procedureText = cell('procedure')
    const procedure = PROCEDURES.find(([words]) => words.test(procedureText))?.[1]
    if (!procedure && !isBlank(procedureText)) note(flags, 'procedure', 'procedure-unknown')
    const status = STATUS.find(([words]) => words.test(cell('status')))?.[1] ?? (closedOn ? 'closed' : 'open')
    return {
      ok: true,
      flags,
      draft: {
        row,
        number: number.text,
        year: number.value.year,
        court: number.value.court,
        special: number.value.special,
        typeCode: type,
        seq: number.value.number,
        sub: number.text.split('号之')[1] ?? null,
        procedure: procedure ?? procedureOfType(type),
        title: titleOf(parties),
        causeName: cause === null ? null : cause.known ? cause.cause.name : cause.name,
        causeCode: cause?.known ? cause.cause.code : null,
        amount: amount.value,
        receivedOn,
        filedOn,
        closedOn,
        status,
        division: name('division'),
        judge: name('judge'),
        clerk: name('clerk'),
        parties,
      },
    }
  }
}

/** Comparable key of a party inside one case. */
export const partyKey = (p: { role: string; name: string }): string => `${p.role}|${nameKey(p.name)}`
