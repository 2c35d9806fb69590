import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { deadlineRules } from './registry.ts'
import { CURRENT, type Further, type Step, type Text, type Warning } from './shape.ts'

/** A deadline with everything needed to explain it and to compute it again. Dates are YYYY-MM-DD; a moment is YYYY-MM-DDTHH:MM (court's clock). */
export interface DeadlineResult {
  rule: string
  /** First day of the law applied. */
  version: string
  calendar: string
  title: Text
  inputs: Record<string, unknown>
  due: string
  also: Further[]
  steps: Step[]
  /** Article keys; citation() names them in full. */
  basis: string[]
  warnings: Warning[]
  /** 暂定: a date lies in a year whose calendar is not published. */
  provisional: boolean
}
export interface InputIssue {
  input: string
  /** 'missing', 'bad-date', 'no-such-day', 'date-out-of-range', 'bad-moment', 'bad-flag', 'bad-number', 'number-out-of-range', 'not-a-choice', 'bad-interval', 'interval-backwards', 'list-too-long', 'unknown-input' */
  code: string
}
export type DeadlineAnswer =
  | { ok: true; result: DeadlineResult }
  | { ok: false; code: 'unknown-rule'; nearest: string[] }
  | { ok: false; code: 'inputs-invalid'; issues: InputIssue[] }
  /** The facts exclude an answer; `reason` is the code of the rule. */
  | { ok: false; code: 'refused'; reason: string; words: Text; basis: string[] }

/** Computes one rule from raw inputs (as typed or sent). Pure; never throws on what a user may type. */
export const computeDeadline = (ruleId: string, raw: Readonly<Record<string, unknown>>, calendar: Calendar): DeadlineAnswer => {
  const rule = Object.hasOwn(deadlineRules, ruleId) ? deadlineRules[ruleId] : undefined
  if (!rule) return { ok: false, code: 'unknown-rule', nearest: nearestRules(ruleId) }
  const issues: InputIssue[] = Object.keys(raw)
    .filter((name) => !Object.hasOwn(rule.fields, name))
    .map((input) => ({ input, code: 'unknown-input' }))
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(rule.fields)) {
    const read = (field as (typeof rule.fields)[string]).schema.safeParse(Object.hasOwn(raw, name) ? raw[name] : undefined)
    if (read.success) values[name] = read.data
    else issues.push({ input: name, code: read.error.issues[0]?.message ?? 'malformed' })
  }
  if (issues.length > 0) return { ok: false, code: 'inputs-invalid', issues }

  const answer = rule.compute(values, calendar)
  if ('refused' in answer)
    return { ok: false, code: 'refused', reason: answer.refused, words: { zh: answer.zh, en: answer.en }, basis: [...answer.basis] }
  const due = answer.due instanceof Temporal.PlainDate ? answer.due.toString() : answer.due.toString({ smallestUnit: 'minute' })
  const also = answer.also ?? []
  const provisional = [due, ...also.map((a) => a.date), ...answer.steps.map((s) => s.date)].some(
    (date) => date !== undefined && !calendar.isPublished(Number(date.slice(0, 4))),
  )
  const warnings = [...(answer.warnings ?? [])]
  if (provisional) {
    warnings.push({
      code: 'calendar-not-published',
      zh: '暂定：涉及国务院尚未公布放假安排的年份，公布后须重新计算',
      en: 'Provisional: reaches a year without a published holiday notice; compute again once it is published',
    })
  }
  const basis = [...(answer.basis ?? rule.basis)]
  const from = values.from
  const start = from instanceof Temporal.PlainDateTime ? from.toPlainDate() : from
  if (start instanceof Temporal.PlainDate && start.toString() < CURRENT && basis.some((b) => b.startsWith('民诉'))) {
    warnings.push({
      code: 'older-law',
      zh: '起算日早于 2023 年修正的民事诉讼法施行之日；条文序号按现行文本标注',
      en: 'The start lies before the 2023 amendment took effect; articles are cited by their present numbers',
    })
  }
  return {
    ok: true,
    result: {
      rule: rule.id,
      version: answer.version ?? (rule.versions[0] as string),
      calendar: calendar.version,
      title: rule.title,
      inputs: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)])),
      due,
      also,
      steps: answer.steps,
      basis,
      warnings,
      provisional,
    },
  }
}

/** Inputs as they are stored and sent: dates as text, so that the same record computes again. */
const plain = (value: unknown): unknown => {
  if (value instanceof Temporal.PlainDate) return value.toString()
  if (value instanceof Temporal.PlainDateTime) return value.toString({ smallestUnit: 'minute' })
  if (Array.isArray(value)) return value.map(plain)
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
  return value
}

/** Up to three rule ids near a mistyped one. */
export const nearestRules = (text: string): string[] => {
  const wanted = text.normalize('NFKC').trim().toLowerCase().slice(0, 60)
  return Object.values(deadlineRules)
    .map((r) => {
      const named = wanted !== '' && (r.id.includes(wanted) || r.title.zh.includes(wanted))
      return { id: r.id, far: named ? 0 : editDistance(wanted, r.id) / Math.max(wanted.length, r.id.length) }
    })
    .filter((r) => r.far <= 0.5)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map((r) => r.id)
}
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length] as number
}
