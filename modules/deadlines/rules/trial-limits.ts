import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { countPeriod, isAfter, type Unit } from './counting.ts'
import { choice, count, countIfAny, day, dayIfAny, type Interval, intervals } from './fields.ts'
import { type AnyRule, type Computed, CURRENT, type Group, LAW_2021, refuse, type Refused, rule, type Text } from './shape.ts'

const EARLIER = '1991-04-09'
const excludedField = intervals(
  '不计入审限的期间（公告、鉴定、和解、管辖异议、中止等）',
  'Excluded spans (notice, appraisal, settlement, jurisdiction, stay …)',
)
const filed = day('立案之日', 'Filed on')
const approvedField = dayIfAny('延长批准之日', 'Extension approved on')

interface TrialLimit {
  from: Temporal.PlainDate
  amount: number
  unit: Unit
  /** Added to the same start, in the same unit, when approved. */
  extension: number
  approved: Temporal.PlainDate | null
  excluded: readonly Interval[]
  basis: readonly string[]
  version?: string
}

/** Counts a limit from filing (审限8), leaves out excluded spans, adds an extension that was approved before expiry. */
export const trialLimit = (t: TrialLimit, calendar: Calendar): Computed | Refused => {
  const counted = (amount: number) => countPeriod({ from: t.from, amount, unit: t.unit, excluded: t.excluded }, calendar)
  const base = counted(t.amount)
  if (t.extension > 0 && t.approved && isAfter(t.approved, base.last)) {
    return refuse('extension-after-expiry', t.basis, {
      zh: `审限已于 ${base.last} 届满，${t.approved} 批准的延长不能成立`,
      en: `The limit expired on ${base.last}; an extension approved on ${t.approved} cannot stand`,
    })
  }
  const end = t.extension > 0 ? counted(t.amount + t.extension) : base
  const steps = [...end.steps]
  if (t.extension > 0) {
    steps.unshift({
      code: 'extended',
      zh: `原审限至 ${base.last}；经批准延长，自立案之日合并计算`,
      en: `The limit ran to ${base.last}; with the extension it is counted anew from filing`,
      date: base.last.toString(),
    })
  }
  return {
    due: end.last,
    steps,
    basis: t.basis,
    version: t.version,
    also: [
      {
        code: 'extension-request-by',
        zh: '最迟申请延长之日（届满十日前）',
        en: 'Last day to request an extension (ten days before expiry)',
        date: end.nominal.subtract({ days: 10 }).toString(),
      },
    ],
  }
}

const ordinary: AnyRule = rule({
  id: 'first-instance-ordinary',
  group: 'trial-limit',
  title: { zh: '一审普通程序审限', en: 'Trial limit, first instance, ordinary procedure' },
  basis: ['民诉152', '解释243', '审限8', '审限9', '审限12', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: {
    from: filed,
    extension: choice('延长', 'Extension', {
      none: { zh: '未延长', en: 'None' },
      president: { zh: '本院院长批准六个月', en: 'Six months, by the president' },
      superior: { zh: '上级法院再批准', en: 'More, by the superior court' },
    }),
    superiorMonths: count('上级法院批准的月数', 'Months granted by the superior court', 3, 1, 36),
    approved: approvedField,
    excluded: excludedField,
  },
  compute: (i, calendar) => {
    // The superior court's extension follows the president's, so the approval is measured against twelve months.
    const before = i.extension === 'superior' ? 12 : 6
    const extension = i.extension === 'none' ? 0 : i.extension === 'president' ? 6 : i.superiorMonths
    return trialLimit(
      { from: i.from, amount: before, unit: 'month', extension, approved: i.approved, excluded: i.excluded, basis: ordinary.basis },
      calendar,
    )
  },
})

const simple: AnyRule = rule({
  id: 'first-instance-simple',
  group: 'trial-limit',
  title: { zh: '一审简易程序审限', en: 'Trial limit, simple procedure' },
  basis: ['民诉164', '解释258', '解释243', '审限8', '审限9', '民诉85'],
  versions: [CURRENT, EARLIER],
  rolls: true,
  fields: {
    from: filed,
    extensionMonths: count('延长月数', 'Months of extension', 0, 0, 3),
    approved: approvedField,
    excluded: excludedField,
  },
  compute: (i, calendar) => {
    const current = Temporal.PlainDate.compare(i.from, Temporal.PlainDate.from(LAW_2021)) >= 0
    // Before the 2021 amendment the parties could agree to at most six months in all (2015 text of 解释258).
    const longest = current ? 4 : 6
    if (3 + i.extensionMonths > longest) {
      return refuse('extension-too-long', ['民诉164', '解释258'], {
        zh: `简易程序审限延长后累计不得超过 ${longest} 个月`,
        en: `With extensions the simple procedure may not exceed ${longest} months`,
      })
    }
    const version = current ? CURRENT : EARLIER
    return trialLimit(
      {
        from: i.from,
        amount: 3,
        unit: 'month',
        extension: i.extensionMonths,
        approved: i.approved,
        excluded: i.excluded,
        basis: simple.basis,
        version,
      },
      calendar,
    )
  },
})

const smallClaims: AnyRule = rule({
  id: 'small-claims',
  group: 'trial-limit',
  title: { zh: '小额诉讼审限', en: 'Trial limit, small claims' },
  basis: ['民诉168', '民诉165', '解释243', '审限8', '民诉85'],
  versions: [LAW_2021, EARLIER],
  rolls: true,
  fields: {
    from: filed,
    extensionMonths: count('延长月数', 'Months of extension', 0, 0, 1),
    approved: approvedField,
    excluded: excludedField,
  },
  compute: (i, calendar) => {
    const current = Temporal.PlainDate.compare(i.from, Temporal.PlainDate.from(LAW_2021)) >= 0
    return trialLimit(
      {
        from: i.from,
        // Until the 2021 amendment small claims had the simple procedure's three months.
        amount: current ? 2 : 3,
        unit: 'month',
        extension: i.extensionMonths,
        approved: i.approved,
        excluded: i.excluded,
        basis: smallClaims.basis,
        version: current ? LAW_2021 : EARLIER,
      },
      calendar,
    )
  },
})

interface PlainLimit {
  id: string
  group?: Group
  title: Text
  basis: readonly string[]
  from: readonly [zh: string, en: string]
  amount: number
  unit: Unit
  extension: { label: Text; max: number }
}
/** Limits the president may extend without a number in the law. */
const extendable = (p: PlainLimit): AnyRule => {
  const basis = [...p.basis, '审限8', '审限12', '民诉85']
  return rule({
    id: p.id,
    group: p.group ?? 'trial-limit',
    title: p.title,
    basis,
    versions: [CURRENT],
    rolls: true,
    fields: {
      from: day(...p.from),
      extension: countIfAny(p.extension.label.zh, p.extension.label.en, 1, p.extension.max),
      approved: approvedField,
      excluded: excludedField,
    },
    compute: (i, calendar) =>
      trialLimit(
        { from: i.from, amount: p.amount, unit: p.unit, extension: i.extension ?? 0, approved: i.approved, excluded: i.excluded, basis },
        calendar,
      ),
  })
}
const moreMonths = { zh: '批准延长的月数', en: 'Months of extension granted' }
const moreDays = { zh: '批准延长的天数', en: 'Days of extension granted' }

export const trialLimitRules: readonly AnyRule[] = [
  ordinary,
  simple,
  smallClaims,
  extendable({
    id: 'special-procedure',
    title: { zh: '特别程序审限', en: 'Trial limit, special procedure' },
    basis: ['民诉187'],
    from: ['立案之日或公告期满之日', 'Filed on, or the notice ended on'],
    amount: 30,
    unit: 'day',
    extension: { label: moreDays, max: 365 },
  }),
  extendable({
    id: 'second-instance-judgment',
    title: { zh: '二审审限（判决）', en: 'Trial limit, appeal against a judgment' },
    basis: ['民诉183'],
    from: ['第二审立案之日', 'Appeal filed on'],
    amount: 3,
    unit: 'month',
    extension: { label: moreMonths, max: 36 },
  }),
  extendable({
    id: 'second-instance-ruling',
    title: { zh: '二审审限（裁定）', en: 'Trial limit, appeal against a ruling' },
    basis: ['民诉183', '审限8'],
    from: ['第二审立案之日', 'Appeal filed on'],
    amount: 30,
    unit: 'day',
    extension: { label: moreDays, max: 365 },
  }),
  extendable({
    id: 'enforcement-limit',
    group: 'enforcement',
    title: { zh: '执行期限', en: 'Limit of enforcement' },
    basis: ['审限5'],
    from: ['执行立案之日', 'Enforcement filed on'],
    amount: 6,
    unit: 'month',
    extension: { label: { zh: '批准延长的月数（至多三个月）', en: 'Months of extension (at most three)' }, max: 3 },
  }),
]

export type Procedure = 'small-claims' | 'simple' | 'ordinary'
const months: Record<Procedure, number> = { 'small-claims': 2, simple: 3, ordinary: 6 }

/**
 * A judge converts the procedure: possible until the limit of the present one expires, and the new limit counts from filing (解释258).
 * Excluded spans count in both. `approvedMonths`: extension of the present limit already granted.
 */
export const convertProcedure = (
  c: {
    from: Procedure
    to: Procedure
    filed: Temporal.PlainDate
    on: Temporal.PlainDate
    approvedMonths?: number
    excluded?: readonly Interval[]
  },
  calendar: Calendar,
): Computed | Refused => {
  if (months[c.to] <= months[c.from]) {
    return refuse('conversion-not-upwards', ['解释258'], {
      zh: '只能由小额转简易或普通、由简易转普通',
      en: 'Only small claims → simple or ordinary, and simple → ordinary',
    })
  }
  const excluded = c.excluded ?? []
  const expiry = countPeriod({ from: c.filed, amount: months[c.from] + (c.approvedMonths ?? 0), unit: 'month', excluded }, calendar)
  if (isAfter(c.on, expiry.last)) {
    return refuse('conversion-after-expiry', ['解释258', '民诉170'], {
      zh: `应在原审限 ${expiry.last} 届满前裁定转换`,
      en: `The conversion must be ruled before the present limit expires on ${expiry.last}`,
    })
  }
  const limit = trialLimit(
    { from: c.filed, amount: months[c.to], unit: 'month', extension: 0, approved: null, excluded, basis: ['解释258', '民诉170', '民诉85'] },
    calendar,
  )
  if ('refused' in limit) return limit
  const step = {
    code: 'converted',
    zh: `${c.on} 转换程序，审限仍自立案之日计算`,
    en: `Converted on ${c.on}; the limit still counts from filing`,
    date: c.on.toString(),
  }
  return { ...limit, steps: [step, ...limit.steps] }
}

/** May small claims procedure be used? Amounts in yuan; `averageWage` is last year's average wage of the province (民诉165, 166). */
export const smallClaimsEligible = (q: {
  amount: number
  averageWage: number
  agreed: boolean
  excludedKind: boolean
}): { ok: true } | Refused => {
  if (q.excludedKind) {
    return refuse('small-claims-excluded-kind', ['民诉166'], {
      zh: '该类案件不适用小额诉讼程序',
      en: 'Small claims procedure is closed to this kind of case',
    })
  }
  if (q.amount <= q.averageWage * 0.5 || (q.agreed && q.amount <= q.averageWage * 2)) return { ok: true }
  return refuse('small-claims-too-large', ['民诉165'], {
    zh: '标的额超过上年度就业人员年平均工资百分之五十（双方约定适用的，超过二倍）',
    en: 'Above half the average yearly wage (above twice that wage when both sides agree)',
  })
}
