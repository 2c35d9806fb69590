import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../platform/calendar/workdays.ts'
import { maySupplementAgain } from '../deadlines/rules/filing.ts'
import { computeDeadline } from '../deadlines/rules/run.ts'
import type { Step } from '../deadlines/rules/shape.ts'

/** A period as it is kept: answer, reasoning and what it was computed from. Dates are 'YYYY-MM-DD'. */
export interface KeptDeadline {
  rule: FilingRule
  version: string
  basis: string[]
  inputs: Record<string, string>
  dueOn: string
  steps: Step[]
  calendarVersion: string
  /** 暂定: the answer reaches a year whose calendar is not published. */
  provisional: boolean
}
export type FilingRule = 'filing-decision' | 'filing-fee' | 'transfer-to-division'

/** Computes one of the filing periods (民诉126, 交纳办法22, 审限7). Throws RangeError on days that exclude an answer: inputs are checked before. */
export const keepDeadline = (rule: FilingRule, inputs: Record<string, string>, calendar: Calendar): KeptDeadline => {
  const answer = computeDeadline(rule, inputs, calendar)
  if (!answer.ok) throw new RangeError(answer.code === 'refused' ? answer.reason : answer.code)
  const r = answer.result
  return {
    rule,
    version: r.version,
    basis: r.basis,
    inputs,
    dueOn: r.due,
    steps: r.steps,
    calendarVersion: r.calendar,
    provisional: r.provisional,
  }
}

/** Is a decision of this day in time? The due day itself counts (民法典1259). */
export const decisionInTime = (dueOn: string, decidedOn: string): boolean => decidedOn <= dueOn

/** late | today | soon | calm | done: the due light of the desk. */
export type Light = 'late' | 'today' | 'soon' | 'calm' | 'done'
export const lightOf = (dueOn: string | null, today: string, calendar: Calendar, done: boolean): Light => {
  if (done || dueOn === null) return 'done'
  if (today > dueOn) return 'late'
  if (today === dueOn) return 'today'
  return calendar.workdaysBetween(Temporal.PlainDate.from(today), Temporal.PlainDate.from(dueOn)) <= 2 ? 'soon' : 'calm'
}

export type Verdict = { ok: true } | { ok: false; code: string; detail?: Record<string, unknown> }

export interface SupplementItem {
  what: string
  /** First day the lack could be seen. */
  visibleOn: string
}
/** What may stand in a notice: at least one item, none twice, and in a further notice nothing that was visible at the first, unless reasoned (登记7). */
export const mayIssueSupplement = (q: {
  items: readonly SupplementItem[]
  firstNoticeOn: string | null
  today: string
  reason: string
}): Verdict => {
  if (q.items.length === 0) return { ok: false, code: 'supplement-empty' }
  const words = q.items.map((i) => i.what.replace(/\s+/g, ''))
  const twice = words.findIndex((w, i) => words.indexOf(w) !== i)
  if (twice >= 0) return { ok: false, code: 'supplement-item-twice', detail: { item: q.items[twice]!.what } }
  const future = q.items.find((i) => i.visibleOn > q.today)
  if (future) return { ok: false, code: 'supplement-item-future', detail: { item: future.what } }
  if (q.firstNoticeOn === null) return { ok: true }
  for (const item of q.items) {
    const v = maySupplementAgain({
      itemVisibleOn: Temporal.PlainDate.from(item.visibleOn),
      firstNoticeOn: Temporal.PlainDate.from(q.firstNoticeOn),
      officerReason: q.reason,
    })
    if (!('ok' in v)) return { ok: false, code: 'second-notice-needs-reason', detail: { item: item.what, firstNoticeOn: q.firstNoticeOn } }
  }
  return { ok: true }
}

export const procedures = ['ordinary', 'simple', 'small', 'special'] as const
export type FilingProcedure = (typeof procedures)[number]

// 交纳办法13: 财产案件 by parts of the amount in yuan, in tenths of a per cent; the first part is a flat 50.
const STEPS: readonly (readonly [upTo: number, permille: number])[] = [
  [100_000, 25],
  [200_000, 20],
  [500_000, 15],
  [1_000_000, 10],
  [2_000_000, 9],
  [5_000_000, 8],
  [10_000_000, 7],
  [20_000_000, 6],
  [Number.POSITIVE_INFINITY, 5],
]
/** Case acceptance fee of a property case, in yuan with two decimals; simple and small-claims procedure halve it (交纳办法16). A proposal: the officer sets it. */
export const suggestFee = (amount: string, procedure: string): string => {
  const yuan = Number(amount)
  if (!Number.isFinite(yuan) || yuan < 0) return '0.00'
  let fee = 50
  let from = 10_000
  for (const [upTo, permille] of STEPS) {
    if (yuan <= from) break
    fee += ((Math.min(yuan, upTo) - from) * permille) / 1000
    from = upTo
  }
  return (procedure === 'simple' || procedure === 'small' ? fee / 2 : fee).toFixed(2)
}

/** A party of a register that agrees with one typed on screen. */
export interface Likeness {
  caseId: number
  number: string | null
  status: string
  causeName: string | null
  secret: boolean
  /** Which typed party; its role on screen. */
  typedRole: string
  role: string
  byPaper: boolean
}
export interface LikelyCase {
  caseId: number
  /** Null for a draft without a number, and for secret cases: then only the fact is shown. */
  number: string | null
  /** duplicate: same sides and cause (一事不再理); samePair: same sides, other cause; sameParty: one party by paper. */
  kind: 'duplicate' | 'samePair' | 'sameParty'
  byPaper: boolean
  status: string
}
const claimant = (role: string): boolean => ['plaintiff', 'appellant', 'applicant'].includes(role)
const opponent = (role: string): boolean => ['defendant', 'appellee', 'respondent', 'debtor'].includes(role)

/** What agreeing parties mean. One side alike in name only is no news: names repeat, and it would show who else is at law. */
export const likelyCases = (found: readonly Likeness[], cause: string | null): LikelyCase[] => {
  const byCase = Map.groupBy(found, (f) => f.caseId)
  const likely: LikelyCase[] = []
  for (const [caseId, hits] of byCase) {
    const sides =
      hits.filter((h) => claimant(h.typedRole) && claimant(h.role)).length > 0 &&
      hits.filter((h) => opponent(h.typedRole) && opponent(h.role)).length > 0
    const byPaper = hits.some((h) => h.byPaper)
    if (!sides && !byPaper) continue
    const first = hits[0]!
    const sameCause = !!cause && cause === first.causeName
    likely.push({
      caseId,
      number: first.secret ? null : first.number,
      kind: sides ? (sameCause ? 'duplicate' : 'samePair') : 'sameParty',
      byPaper,
      status: first.status,
    })
  }
  const order = { duplicate: 0, samePair: 1, sameParty: 2 }
  return likely.sort((a, b) => order[a.kind] - order[b.kind] || b.caseId - a.caseId).slice(0, 20)
}

/** Full-width digits, letters and signs become half-width while typing (input methods leave them on); Chinese commas and stops stay. */
export const halfWidth = (text: string): string =>
  text.replace(/[０-９Ａ-Ｚａ-ｚ．－＠＋＿]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')
/** '１２，３００．５０元' → '12300.50'; what is no amount stays as typed, so that its error is shown. */
export const tidyAmount = (text: string): string => {
  const plain = halfWidth(text).replace(/[\s,，¥￥元]/g, '')
  const m = /^(\d+(?:\.\d+)?)万$/.exec(plain)
  return m ? String(Math.round(Number(m[1]) * 1_000_000) / 100) : plain
}

/** Documents every filing gives out; the fee notice only when there is a fee. */
export const requiredDocuments = (feeDue: boolean): ('acceptance' | 'feeNotice' | 'evidenceNotice' | 'addressForm')[] =>
  feeDue ? ['acceptance', 'feeNotice', 'evidenceNotice', 'addressForm'] : ['acceptance', 'evidenceNotice', 'addressForm']

/** Days for evidence that the notice names: ordinary ≥ 15, simple ≤ 15, small claims usually ≤ 7 (解释99, 266, 275). */
export const evidenceDays = (procedure: string): number => (procedure === 'small' ? 7 : 15)

/** How the two sides are called in a kind of case: parties of a suit, an appeal, or an application. */
export const rolesOf = (
  typeCode: string,
): { claimant: 'plaintiff' | 'appellant' | 'applicant'; opponent: 'defendant' | 'appellee' | 'respondent' } => {
  if (typeCode.endsWith('终')) return { claimant: 'appellant', opponent: 'appellee' }
  if (/^(执|民特|民督|民催|民申|财保|行保|证保|破)/u.test(typeCode)) return { claimant: 'applicant', opponent: 'respondent' }
  return { claimant: 'plaintiff', opponent: 'defendant' }
}
/** 民诉122, 124: a definite opponent; special and summons procedures have none. */
export const sidesMissing = (typeCode: string, roles: readonly string[]): Verdict => {
  if (!roles.some(claimant)) return { ok: false, code: 'claimant-missing' }
  if (!roles.some(opponent) && !/^(民特|民催)/u.test(typeCode)) return { ok: false, code: 'opponent-missing' }
  return { ok: true }
}

export interface FilingFacts {
  state: 'open' | 'awaiting' | 'accepted' | 'refused' | 'returned' | 'void'
  feeNoticed: boolean
  feeSettled: boolean
}
/** Acts on the filing itself, besides its tasks; true or the reason why not. */
export const canOf = (
  f: FilingFacts,
  may: (permission: string) => boolean,
): Record<'supplementArrived' | 'feePaid' | 'void', true | string> => ({
  supplementArrived: !may('filing.receive') ? 'not-allowed' : f.state === 'awaiting' ? true : 'no-supplement-awaited',
  feePaid: !may('filing.fee')
    ? 'not-allowed'
    : f.state === 'void' || !f.feeNoticed
      ? 'fee-not-due'
      : f.feeSettled
        ? 'fee-already-paid'
        : true,
  void: !may('filing.void') ? 'trial-management-only' : f.state === 'void' ? 'already-void' : f.state === 'accepted' ? true : 'not-filed',
})
