import type { z } from 'zod'
import { type PaperKind, readPaper } from '../../cases/rules/identity.ts'
import { tidyNumber } from '../../organisations/rules/identity.ts'
import type { FormContent, keyIn } from '../api.ts'
import { halfWidth, procedures, rolesOf, tidyAmount } from '../rules.ts'

/** One party as it stands on the key-in screen: everything is text until it is sent. `key` tells rows apart while they move. */
export type PartyEntry = { key: number; id: number | null } & Record<PartyField, string>
export interface Entry {
  caseRevision: number
  typeCode: string
  procedure: string
  cause: string
  amount: string
  parties: PartyEntry[]
}
export const partyFields = [
  'role',
  'kind',
  'name',
  'paperKind',
  'paper',
  'phone',
  'residence',
  'sex',
  'birthOn',
  'ethnicity',
  'job',
  'employer',
  'representative',
  'representativeTitle',
  'agentOf',
  'authority',
  'firm',
  'licence',
  'serviceAddress',
  'serviceAgent',
  'eServiceConsent',
  'eServiceAddress',
] as const
export type PartyField = (typeof partyFields)[number]
export type FieldShape = { name: PartyField; input: 'text' | 'date' } | { name: PartyField; input: 'choice'; options: readonly string[] }

const text = (name: PartyField): FieldShape => ({ name, input: 'text' })
const service: FieldShape[] = [
  text('serviceAddress'),
  { name: 'eServiceConsent', input: 'choice', options: ['', 'yes', 'no'] },
  text('eServiceAddress'),
  text('serviceAgent'),
]
const natural: FieldShape[] = [
  text('name'),
  { name: 'paperKind', input: 'choice', options: ['idCard', 'passport', 'hkMacauPermit', 'taiwanPermit', 'permanentResident', 'other'] },
  text('paper'),
  text('phone'),
  text('residence'),
  { name: 'sex', input: 'choice', options: ['', 'male', 'female'] },
  { name: 'birthOn', input: 'date' },
  text('ethnicity'),
  text('job'),
  text('employer'),
  ...service,
]
const organisation: FieldShape[] = [
  text('name'),
  { name: 'paperKind', input: 'choice', options: ['uscc', 'other'] },
  text('paper'),
  text('representative'),
  text('representativeTitle'),
  text('phone'),
  text('residence'),
  ...service,
]
const agent: FieldShape[] = [
  text('name'),
  { name: 'agentOf', input: 'choice', options: [] },
  { name: 'authority', input: 'choice', options: ['general', 'special'] },
  text('firm'),
  text('licence'),
  text('phone'),
]

/** What is asked of a party, in the order the paper form has it (民诉124, 登记6). Sex and birth come from the ID card when there is one. */
export const fieldsFor = (p: PartyEntry): FieldShape[] =>
  p.role === 'agent'
    ? agent
    : p.kind === 'organisation'
      ? organisation
      : natural.filter((f) => !(p.paperKind === 'idCard' && p.paper !== '' && (f.name === 'sex' || f.name === 'birthOn')))

const blank = Object.fromEntries(partyFields.map((f) => [f, ''])) as Record<PartyField, string>
let keys = 0
export const newParty = (role: string, more: Partial<PartyEntry> = {}): PartyEntry => {
  keys += 1
  return {
    ...blank,
    kind: 'natural',
    paperKind: 'idCard',
    ...(role === 'agent' ? { authority: 'general', agentOf: '0', paperKind: '' } : {}),
    role,
    id: null,
    ...more,
    key: keys,
  }
}

/** The screen's content from the register (first time: the names taken at the desk). */
export const entryOf = (form: Pick<FormContent, 'keyed'>): Entry => {
  const k = form.keyed
  const order = [...k.parties].sort((a, b) => Number(a.role === 'agent') - Number(b.role === 'agent') || a.id - b.id)
  return {
    caseRevision: k.revision,
    typeCode: k.typeCode ?? '民初',
    procedure: (procedures as readonly string[]).includes(k.procedure) ? k.procedure : 'ordinary',
    cause: k.cause ?? '',
    amount: k.amount ?? '',
    parties: order.map((p) =>
      newParty(p.role, {
        ...Object.fromEntries(partyFields.map((f) => [f, String((p as Record<string, unknown>)[f] ?? '')])),
        id: p.id,
        role: p.role,
        paperKind: p.paperKind ?? (p.role === 'agent' ? '' : p.kind === 'organisation' ? 'uscc' : 'idCard'),
        eServiceConsent: p.eServiceConsent === null ? '' : p.eServiceConsent ? 'yes' : 'no',
        agentOf: p.role === 'agent' ? String(order.findIndex((x) => x.id === p.representsId)) : '',
      }),
    ),
  }
}

/** Normalises a value when its field is left: input methods leave full-width digits on. */
export const tidyValue = (field: string, value: string): string =>
  field === 'amount'
    ? tidyAmount(value)
    : field === 'paper'
      ? tidyNumber(value)
      : ['phone', 'licence', 'eServiceAddress'].includes(field)
        ? halfWidth(value).trim()
        : value.trim()

/** Faults by path ('cause', 'parties.0.paper'); codes are worded by the locale. */
export const faultsOf = (e: Entry): Record<string, string> => {
  const faults: Record<string, string> = {}
  if (!e.cause.trim()) faults.cause = 'cause-required'
  if (e.amount && !/^\d{1,16}(?:\.\d{1,2})?$/.test(e.amount)) faults.amount = 'amount-shape'
  for (const [i, p] of e.parties.entries()) {
    if (!p.name.trim()) faults[`parties.${i}.name`] = 'name-required'
    if (p.role === 'agent') {
      if (e.parties[Number(p.agentOf)]?.role === undefined || e.parties[Number(p.agentOf)]?.role === 'agent' || p.agentOf === '')
        faults[`parties.${i}.agentOf`] = 'represents-unknown'
      continue
    }
    if (p.paper) {
      const read = readPaper((p.paperKind || 'idCard') as PaperKind, p.paper)
      if (!read.ok) faults[`parties.${i}.paper`] = read.code
    }
    if (p.phone && !/^\+?[\d-]{5,20}$/.test(halfWidth(p.phone).replace(/\s/g, ''))) faults[`parties.${i}.phone`] = 'phone-shape'
    if (p.eServiceConsent === 'yes' && !p.eServiceAddress.trim()) faults[`parties.${i}.eServiceAddress`] = 'e-address-required'
  }
  const roles = rolesOf(e.typeCode)
  if (!e.parties.some((p) => ['plaintiff', 'appellant', 'applicant'].includes(p.role))) faults.parties = 'claimant-missing'
  else if (!e.parties.some((p) => ['defendant', 'appellee', 'respondent', 'debtor'].includes(p.role)) && !/^(民特|民催)/u.test(e.typeCode))
    faults.parties = roles.opponent ? 'opponent-missing' : ''
  return faults
}

type Body = z.input<NonNullable<typeof keyIn.body>>
/** What is sent: empty fields are left out, fields of another kind of party too. */
export const bodyOf = (e: Entry, warnings: number): Body => ({
  caseRevision: e.caseRevision,
  typeCode: e.typeCode,
  procedure: e.procedure as Body['procedure'],
  cause: e.cause.trim(),
  amount: e.amount || null,
  warnings,
  parties: e.parties.map((p) => {
    const shown = new Set(fieldsFor(p).map((f) => f.name))
    const given = Object.fromEntries(
      [...shown].flatMap((f) => {
        const value = p[f].trim()
        if (value === '' || f === 'agentOf' || f === 'eServiceConsent' || (f === 'paperKind' && !p.paper)) return []
        return [[f, value]]
      }),
    )
    return {
      ...given,
      name: p.name.trim(),
      role: p.role as 'plaintiff',
      kind: (p.role === 'agent' ? 'natural' : p.kind) as 'natural',
      ...(p.id ? { id: p.id } : {}),
      ...(p.role === 'agent' ? { agentOf: Number(p.agentOf) } : {}),
      ...(p.eServiceConsent && shown.has('eServiceConsent') ? { eServiceConsent: p.eServiceConsent === 'yes' } : {}),
    }
  }),
})

const nameOfDraft = (taskId: number): string => `bw.draft.filing.key-in.${taskId}`
/** The draft of this tab; it dies with the tab, so that no personal data stays on a shared machine. */
export const readDraft = (taskId: number): Entry | null => {
  try {
    const kept = sessionStorage.getItem(nameOfDraft(taskId))
    const e = kept ? (JSON.parse(kept) as Entry) : null
    return e ? { ...e, parties: e.parties.map((p) => newParty(p.role, p)) } : null
  } catch {
    return null
  }
}
export const keepDraft = (taskId: number, e: Entry | null): void => {
  try {
    if (e) sessionStorage.setItem(nameOfDraft(taskId), JSON.stringify(e))
    else sessionStorage.removeItem(nameOfDraft(taskId))
  } catch {
    // Storage refused: the draft lasts as long as the page.
  }
}
