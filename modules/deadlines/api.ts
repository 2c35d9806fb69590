import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'

/** Calculating tells nothing about any case: any signed-in person may. */
export const permissions: Permissions = {}

const text = z.object({ zh: z.string(), en: z.string() })
const field = z.object({
  name: z.string(),
  kind: z.enum(['date', 'moment', 'flag', 'number', 'choice', 'dates', 'intervals']),
  label: text,
  required: z.boolean(),
  initial: z.union([z.string(), z.number(), z.boolean()]).optional(),
  choices: z.array(z.object({ value: z.string(), label: text })).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})
const article = z.object({ key: z.string(), zh: z.string(), en: z.string() })
export const ruleDescription = z.object({
  id: z.string(),
  group: z.enum(['filing', 'pleadings', 'service', 'hearing', 'trial-limit', 'appeal', 'preservation', 'enforcement', 'dossier']),
  title: text,
  basis: z.array(article),
  versions: z.array(z.string()),
  rolls: z.boolean(),
  inputs: z.array(field),
})
export type RuleDescription = z.output<typeof ruleDescription>

export const listDeadlineRules = endpoint({
  method: 'GET',
  path: '/deadlines',
  summary: { zh: '期限规则及其输入项', en: 'Deadline rules with their inputs' },
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  response: z.object({
    /** Today at the court. */
    today: z.string(),
    calendar: z.string(),
    rules: z.array(ruleDescription),
  }),
})

const span = z.object({ from: z.string().max(30), to: z.string().max(30) })
const inputValue = z.union([
  z.string().max(10_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string().max(60), span])).max(200),
])
const dated = z.object({ code: z.string(), zh: z.string(), en: z.string(), date: z.string() })
export const deadlineResult = z.object({
  rule: z.string(),
  version: z.string(),
  calendar: z.string(),
  title: text,
  inputs: z.record(z.string(), z.unknown()),
  due: z.string(),
  also: z.array(dated),
  steps: z.array(dated.partial({ date: true })),
  basis: z.array(article),
  warnings: z.array(dated.omit({ date: true })),
  provisional: z.boolean(),
})
export type DeadlineReply = z.output<typeof deadlineResult>

export const calculateDeadline = endpoint({
  method: 'POST',
  path: '/deadlines/:rule',
  summary: { zh: '计算期限', en: 'Compute a deadline' },
  permission: 'signed-in',
  audit: 'none',
  errors: ['unknown-rule', 'inputs-invalid', 'deadline-refused'],
  params: z.object({ rule: z.string().max(60) }),
  body: z.record(z.string().max(40), inputValue),
  response: deadlineResult,
})
