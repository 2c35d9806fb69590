import type { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import type { Fields, Values } from './fields.ts'

/** Words for people, in both languages of the product. */
export interface Text {
  readonly zh: string
  readonly en: string
}
/** One line of the reasoning. `date`: YYYY-MM-DD it arrives at. */
export interface Step extends Text {
  code: string
  date?: string
}
/** A further date that follows from the same facts (e.g. the end of the defence period after a public notice). */
export interface Further extends Text {
  code: string
  date: string
}
export interface Warning extends Text {
  code: string
}

/** The facts exclude an answer: the code is for machines, the words for people. */
export interface Refused extends Text {
  refused: string
  basis: readonly string[]
}
export const refuse = (refused: string, basis: readonly string[], words: Text): Refused => ({ refused, basis, zh: words.zh, en: words.en })

export interface Computed {
  /** A day, or a moment for limits counted in hours. */
  due: Temporal.PlainDate | Temporal.PlainDateTime
  steps: Step[]
  also?: Further[]
  warnings?: Warning[]
  /** When they differ from the rule's own. */
  basis?: readonly string[]
  /** First day of the law applied; absent: the rule's only version. */
  version?: string
}

export type Group = 'filing' | 'pleadings' | 'service' | 'hearing' | 'trial-limit' | 'appeal' | 'preservation' | 'enforcement' | 'dossier'

/** A calculator of domain.md §2 as data plus one pure function. */
export interface Rule<F extends Fields = Fields> {
  readonly id: string
  readonly group: Group
  readonly title: Text
  /** Article keys, see citations.ts. */
  readonly basis: readonly string[]
  /** First days of the laws known to the rule, newest first; one entry unless the limit itself changed. */
  readonly versions: readonly string[]
  /** false: the answer is not moved off an off-day (a freeze that ends, an earliest day, a period counted backwards). */
  readonly rolls: boolean
  readonly fields: F
  readonly compute: (inputs: Values<F>, calendar: Calendar) => Computed | Refused
}

// Inputs are checked by the rule's own fields before compute is called, so the erased type is safe.
// biome-ignore lint/suspicious/noExplicitAny: rules of different inputs share one table
export type AnyRule = Rule<any>

/** Keeps the exact types of the fields, so that `compute` is typed from them. */
export const rule = <F extends Fields>(r: Rule<F>): AnyRule => r

/** Civil Procedure Law as amended in 2023; most limits have stood unchanged since long before. */
export const CURRENT = '2024-01-01'
/** Civil Procedure Law as amended in 2021. */
export const LAW_2021 = '2022-01-01'
