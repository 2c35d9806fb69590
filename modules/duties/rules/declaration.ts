import type { Role } from '../../organisations/rules/roles.ts'

/** What a duty is owed about. The first four are known here; other modules may name their own (premises, posting, incident …). */
export type SubjectKind = 'court' | 'engagement' | 'person' | 'case' | (string & {})
export type Debtor = 'court' | 'contractor'

/** `times`: so many of them in each period, every one with the same due time (8.1.2.4: two inspections a month). */
export interface Cadence {
  every: 'workday' | 'week' | 'month' | 'quarter' | 'half-year' | 'year'
  times?: number
  /** A period in which the subject only begins or ends: owed all the same (default) or left out. */
  partial?: 'owed' | 'skip'
}
/** Something happened (an injury) or a day is reached (a vetting ends): the event's name, for people to read in the ledger. */
export interface Trigger {
  on: string
}

/** Counted from the last day of the period, or from the day of the trigger; `hours` runs through day and night from the trigger's minute. */
export type DueRule = (
  | { day: number | 'last'; months?: number }
  | { weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7 }
  | { workdays: number }
  | { days: number }
  | { months: number }
  | { hours: number }
) & {
  /** Off-days: the next working day, the last one before, or no moving at all (default). */
  roll?: 'forward' | 'back' | 'none'
  /** HH:MM on the court's clock; without it the day counts to its end. */
  at?: string
}
export type Offset = { days: number } | { workdays: number } | { hours: number }

/** What shows that a duty was done. A tick alone only where nothing in the system could show it; then the declaration says why. */
export type Evidence = { objects: readonly string[] } | { tick: { zh: string; en: string } }

/** One duty as data: a clause applied to a subject, with a clock. Pure. */
export interface DutyDeclaration {
  /** '<module>.<what>'. */
  key: string
  words: { zh: { name: string; text: string }; en: { name: string; text: string } }
  /** Clauses of the standard, articles of the contract or of the law (民诉85). */
  clauses: readonly string[]
  subject: SubjectKind
  debtor: Debtor
  /** Who answers for it and is reminded. */
  roles: readonly Role[]
  /** Who is told besides when it is missed; without it the court's supervision, or its leader when the miss is the court's. */
  tellMiss?: readonly Role[]
  when: Cadence | Trigger
  due: DueRule
  /** How long before it is due it is opened; without it with its period, or with its trigger. */
  opens?: Offset
  remind: readonly Offset[]
  evidence: Evidence
  /** Name of the effect that subscribers of a miss are told; 'none': the record is all. */
  onMiss: string
  /** What is still open when the subject ends: falls away with it, or stays owed (last month's wages). */
  afterSubject?: 'falls-away' | 'stays-owed'
}

export const isCadence = (when: Cadence | Trigger): when is Cadence => 'every' in when
export const isTick = (d: Pick<DutyDeclaration, 'evidence'>): boolean => 'tick' in d.evidence

const HHMM = /^([01]\d|2[0-3]):[0-5]\d$/
const size = (o: Offset): number => ('days' in o ? o.days : 'workdays' in o ? o.workdays : o.hours)

/** What is wrong with a declaration, in codes; start-up refuses it. */
export const faultsOfDeclaration = (d: DutyDeclaration): string[] => {
  const faults: string[] = []
  if (!/^[a-z][a-zA-Z-]*\.[a-z][a-zA-Z0-9-]*$/.test(d.key)) faults.push('key')
  if (!d.words.zh.name || !d.words.en.name || !d.words.zh.text || !d.words.en.text) faults.push('words')
  if (!d.clauses.length) faults.push('clauses')
  if (!d.roles.length) faults.push('roles')
  if (d.due.at !== undefined && !HHMM.test(d.due.at)) faults.push('due-time')
  const cadence = isCadence(d.when)
  if ('hours' in d.due && (cadence || d.due.hours < 1 || d.due.at !== undefined || (d.due.roll ?? 'none') !== 'none'))
    faults.push('due-hours')
  if (('day' in d.due || 'weekday' in d.due) && !cadence) faults.push('due-day')
  if ('weekday' in d.due && isCadence(d.when) && d.when.every !== 'week') faults.push('due-weekday')
  if ('day' in d.due && isCadence(d.when) && ['workday', 'week'].includes(d.when.every) && d.due.day !== 'last') faults.push('due-day')
  if ('day' in d.due && d.due.day !== 'last' && (d.due.day < 1 || d.due.day > 31)) faults.push('due-day')
  if (isCadence(d.when) && d.when.times !== undefined && (!Number.isInteger(d.when.times) || d.when.times < 1 || d.when.times > 31))
    faults.push('times')
  for (const o of [...d.remind, ...(d.opens ? [d.opens] : [])]) if (!Number.isInteger(size(o)) || size(o) < 0) faults.push('offset')
  if ('objects' in d.evidence ? d.evidence.objects.length === 0 : !d.evidence.tick.zh || !d.evidence.tick.en) faults.push('evidence')
  return faults
}
