import { parseArgs } from 'node:util'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import type { Calendar } from '../../platform/calendar/workdays.ts'
import { citation } from './rules/citations.ts'
import type { FieldDescriptor } from './rules/fields.ts'
import { deadlineRules } from './rules/registry.ts'
import { computeDeadline, type DeadlineResult } from './rules/run.ts'
import type { AnyRule } from './rules/shape.ts'

export interface CommandOutput {
  /** What to print: JSON when --json was given, else words. */
  text: string
  /** The same as data. */
  json: unknown
  /** 0 computed, 1 the facts exclude an answer, 2 asked wrongly. */
  exitCode: 0 | 1 | 2
}

export const deadlineUsage = `bailiwick deadline RULE --from DATE [--set k=v]… [--json] [--lang zh|en]
bailiwick deadline --list [--json]        全部规则 / all rules
bailiwick deadline RULE --help            该规则的输入项 / inputs of a rule

  --from DATE   起算日 / start: 2026-09-24, 2026年9月24日, ２０２６/９/２４; hours: 2026-09-24T15:20
  --set k=v     其他输入项，可重复 / other inputs, repeatable
                dates: a,b,c   spans: 2026-08-10..2026-09-09,…   flags: on|off
退出码 / exit: 0 已计算 computed, 1 依规则不能成立 refused by the rule, 2 用法错误 usage`

const issueWords: Record<string, string> = {
  missing: '缺少 / missing',
  'bad-date': '不是日期 / not a date',
  'no-such-day': '没有这一天 / no such day',
  'date-out-of-range': '年份超出 1990–2200 / year outside 1990–2200',
  'bad-moment': '应为日期加时刻 / needs a date and a time, e.g. 2026-09-24T15:20',
  'bad-flag': '应为 on 或 off / on or off',
  'bad-number': '应为整数 / a whole number',
  'number-out-of-range': '数值超出范围 / number out of range',
  'not-a-choice': '不在可选值中 / not one of the choices',
  'bad-interval': '应为 起日..止日 / needs FROM..TO',
  'interval-backwards': '止日早于起日 / the span ends before it begins',
  'list-too-long': '项数过多 / list too long',
  'unknown-input': '没有这个输入项 / no such input',
  repeated: '重复给出 / given twice',
  'not-k=v': '应为 k=v / needs k=v',
}

const descriptorsOf = (rule: AnyRule): [string, FieldDescriptor][] =>
  Object.entries(rule.fields).map(([name, f]) => [name, (f as { descriptor: FieldDescriptor }).descriptor])

const describeInputs = (rule: AnyRule): string =>
  descriptorsOf(rule)
    .map(([name, d]) => {
      const values = d.choices ? ` (${d.choices.map((c) => c.value).join('|')})` : ` <${d.kind}>`
      const initial = d.initial === undefined ? '' : ` [${d.initial === true ? 'on' : d.initial === false ? 'off' : d.initial}]`
      return `  ${name === 'from' ? '--from' : `--set ${name}=`}${values}${initial}${d.required ? ' *' : ''}  ${d.label.zh} / ${d.label.en}`
    })
    .join('\n')

const usageError = (code: string, text: string, detail: object, json: boolean): CommandOutput => {
  const data = { error: code, ...detail, message: text }
  return { text: json ? JSON.stringify(data) : text, json: data, exitCode: 2 }
}

/** `bailiwick deadline …`: arguments in, text and exit code out; reads no clock, no files, no network. */
export const runDeadlineCommand = (args: string[], calendar: Calendar = builtInCalendar): CommandOutput => {
  const wantsJson = args.includes('--json')
  let given: {
    values: { from?: string; set?: string[]; json?: boolean; list?: boolean; help?: boolean; lang?: string }
    positionals: string[]
  }
  try {
    given = parseArgs({
      args,
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        set: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        lang: { type: 'string' },
      },
    })
  } catch (e) {
    return usageError('usage', `${e instanceof Error ? e.message : ''}\n\n${deadlineUsage}`, {}, wantsJson)
  }
  const { values, positionals } = given
  const lang = values.lang === 'en' ? 'en' : 'zh'
  if (values.lang !== undefined && values.lang !== 'en' && values.lang !== 'zh') return usageError('usage', deadlineUsage, {}, wantsJson)
  if (values.list) return listing(wantsJson)
  const [id, ...more] = positionals
  if (values.help && id === undefined) return { text: deadlineUsage, json: { usage: deadlineUsage }, exitCode: 0 }
  if (id === undefined || more.length > 0) return usageError('usage', deadlineUsage, {}, wantsJson)
  const rule = Object.hasOwn(deadlineRules, id) ? deadlineRules[id] : undefined
  if (values.help && rule) {
    const text = `${rule.id}  ${rule.title.zh} / ${rule.title.en}\n${rule.basis.map((b) => citation(b).zh).join('；')}\n${describeInputs(rule)}`
    return { text, json: { id, inputs: Object.fromEntries(descriptorsOf(rule)) }, exitCode: 0 }
  }

  const raw: Record<string, unknown> = {}
  const issues: { input: string; code: string }[] = []
  if (values.from !== undefined) raw.from = values.from
  for (const pair of values.set ?? []) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at < 1) issues.push({ input: pair, code: 'not-k=v' })
    else if (Object.hasOwn(raw, name)) issues.push({ input: name, code: 'repeated' })
    else raw[name] = pair.slice(at + 1)
  }
  const answer = computeDeadline(id, raw, calendar)
  if (answer.ok && issues.length === 0) {
    const { result } = answer
    const json = { ...result, articles: result.basis.map((key) => ({ key, ...citation(key) })) }
    return { text: values.json ? JSON.stringify(json) : inWords(result, lang), json, exitCode: 0 }
  }
  if (!answer.ok && answer.code === 'unknown-rule') {
    const hint =
      answer.nearest.length > 0 ? `\n是否要 / did you mean: ${answer.nearest.join(', ')}` : '\n--list 列出全部规则 / lists all rules'
    return usageError(
      'unknown-rule',
      `没有这个规则 / no such rule: ${id.slice(0, 60)}${hint}`,
      { rule: id, nearest: answer.nearest },
      wantsJson,
    )
  }
  if (!answer.ok && answer.code === 'refused' && issues.length === 0) {
    const data = { error: answer.reason, message: answer.words[lang], basis: answer.basis }
    return {
      text: wantsJson ? JSON.stringify(data) : `${answer.words[lang]}\n${answer.basis.map((b) => citation(b)[lang]).join('；')}`,
      json: data,
      exitCode: 1,
    }
  }
  const all = [...issues, ...(!answer.ok && answer.code === 'inputs-invalid' ? answer.issues : [])]
  const lines = all.map((i) => `  ${i.input === 'from' ? '--from' : i.input.slice(0, 60)}: ${issueWords[i.code] ?? i.code}`)
  return usageError('inputs-invalid', `${lines.join('\n')}\n\n${rule ? describeInputs(rule) : ''}`, { issues: all }, wantsJson)
}

const listing = (asJson: boolean): CommandOutput => {
  const rules = Object.values(deadlineRules).map((r) => ({
    id: r.id,
    group: r.group,
    title: r.title,
    basis: [...r.basis],
    inputs: Object.keys(r.fields),
  }))
  const text = rules.map((r) => `${r.id.padEnd(38)}${r.title.zh} / ${r.title.en}`).join('\n')
  return { text: asJson ? JSON.stringify({ rules }) : text, json: { rules }, exitCode: 0 }
}

const inWords = (r: DeadlineResult, lang: 'zh' | 'en'): string =>
  [
    `${r.title[lang]}: ${r.due}${r.provisional ? (lang === 'zh' ? '（暂定）' : ' (provisional)') : ''}`,
    ...r.steps.map((s, n) => `  ${n + 1}. ${s[lang]}`),
    ...r.also.map((a) => `  + ${a[lang]}: ${a.date}`),
    ...r.warnings.map((w) => `  ! ${w[lang]}`),
    r.basis.map((b) => citation(b)[lang]).join(lang === 'zh' ? '；' : '; '),
    lang === 'zh' ? `规则版本 ${r.version}，日历版本 ${r.calendar}` : `Rule of ${r.version}, calendar ${r.calendar}`,
  ].join('\n')
