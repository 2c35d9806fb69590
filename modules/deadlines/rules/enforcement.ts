import type { Temporal } from 'temporal-polyfill'
import { countPeriod, dayInWords, isAfter } from './counting.ts'
import { choice, count, countIfAny, day, dayIfAny } from './fields.ts'
import { fixedPeriod } from './fixed.ts'
import { type AnyRule, CURRENT, refuse, rule } from './shape.ts'

const filed = { zh: '执行立案之日', en: 'Enforcement filed on' }

const propertyClue = rule({
  id: 'property-clue',
  group: 'enforcement',
  title: { zh: '核实财产线索', en: 'Verifying a property clue' },
  basis: ['财调2', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: {
    from: day('收到财产线索之日', 'Clue received on'),
    urgency: choice('情况', 'Urgency', {
      clear: { zh: '线索明确、具体', en: 'Clear and specific' },
      urgent: { zh: '情况紧急', en: 'Urgent' },
    }),
  },
  compute: (i, calendar) => {
    const counted = countPeriod({ from: i.from, amount: i.urgency === 'urgent' ? 3 : 7, unit: 'day' }, calendar)
    return { due: counted.last, steps: counted.steps }
  },
})

const investigation = rule({
  id: 'property-investigation',
  group: 'enforcement',
  title: { zh: '依申请启动财产调查', en: 'Investigation at the applicant’s request' },
  basis: ['期限35-6', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: { from: day('收到调查请求之日', 'Request received on') },
  compute: (i, calendar) => {
    const counted = countPeriod({ from: i.from, amount: 10, unit: 'day' }, calendar)
    const survey = countPeriod({ from: counted.last, amount: 1, unit: 'month' }, calendar)
    return {
      due: counted.last,
      steps: counted.steps,
      also: [
        {
          code: 'survey-ends',
          zh: '调查一般应完成之日（启动后一个月）',
          en: 'Survey usually complete (one month after it starts)',
          date: survey.last.toString(),
        },
      ],
    }
  },
})

const sixMonths = rule({
  id: 'six-month-application',
  group: 'enforcement',
  title: { zh: '六个月未执行可向上一级法院申请', en: 'Going up after six months without enforcement' },
  basis: ['民诉237', '民法典1259'],
  versions: [CURRENT],
  rolls: false,
  fields: { from: day('法院收到申请执行书之日', 'Application received on') },
  compute: (i) => {
    const end = i.from.add({ months: 6 })
    const due = end.add({ days: 1 })
    const [a, b] = [dayInWords(end), dayInWords(due)]
    return {
      due,
      steps: [
        {
          code: 'period-counted',
          zh: `自收到申请之日起六个月至 ${a.zh}`,
          en: `Six months from the application end on ${a.en}`,
          date: end.toString(),
        },
        { code: 'must-exceed', zh: `须“超过”六个月，最早 ${b.zh}`, en: `They must be exceeded: earliest ${b.en}`, date: due.toString() },
      ],
    }
  },
})

const applicationPeriod = rule({
  id: 'application-period',
  group: 'enforcement',
  title: { zh: '申请执行时效', en: 'Period to apply for enforcement' },
  basis: ['民诉250', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: {
    from: day('履行期间最后一日（未规定的，生效之日）', 'Last day of performance (or day of effect)'),
    interrupted: dayIfAny('时效中断之日（最后一次）', 'Last interruption'),
  },
  compute: (i, calendar) => {
    const end = countPeriod({ from: i.from, amount: 2, unit: 'year' }, calendar)
    if (!i.interrupted) return { due: end.last, steps: end.steps }
    if (isAfter(i.from, i.interrupted) || isAfter(i.interrupted, end.last)) {
      return refuse('interruption-outside-period', ['民诉250'], {
        zh: `中断须发生在时效期间内（至 ${end.last}）`,
        en: `An interruption must fall within the period (to ${end.last})`,
      })
    }
    const again = countPeriod({ from: i.interrupted, amount: 2, unit: 'year' }, calendar)
    const step = {
      code: 'interrupted',
      zh: `${i.interrupted} 时效中断，重新计算二年`,
      en: `Interrupted on ${i.interrupted}; two years run anew`,
      date: i.interrupted.toString(),
    }
    return { due: again.last, steps: [step, ...again.steps] }
  },
})

const longestFreeze = { cash: 1, chattels: 2, 'real-estate': 3 } as const
const freezeTerm = rule({
  id: 'freeze-term',
  group: 'enforcement',
  title: { zh: '查封、扣押、冻结期限', en: 'Term of a freeze or seizure' },
  basis: ['解释485'],
  versions: [CURRENT],
  // The measure simply ends: an off-day does not keep it alive.
  rolls: false,
  fields: {
    from: day('采取（或续行）措施之日', 'Measure taken or renewed on'),
    kind: choice('财产', 'Property', {
      cash: { zh: '银行存款（至多一年）', en: 'Bank deposits (one year at most)' },
      chattels: { zh: '动产（至多二年）', en: 'Chattels (two years at most)' },
      'real-estate': { zh: '不动产、其他财产权（至多三年）', en: 'Real estate, other rights (three years at most)' },
    }),
    months: countIfAny('裁定的月数', 'Months ruled', 1, 36),
  },
  compute: (i, calendar) => {
    const longest = longestFreeze[i.kind] * 12
    const months = i.months ?? longest
    if (months > longest) {
      return refuse('freeze-too-long', ['解释485'], {
        zh: `该类财产的期限不得超过 ${longest} 个月`,
        en: `For this property at most ${longest} months`,
      })
    }
    const counted = countPeriod({ from: i.from, amount: months, unit: 'month', roll: false }, calendar)
    let renew = counted.last.subtract({ days: 1 })
    while (!calendar.isWorkday(renew)) renew = renew.subtract({ days: 1 })
    return {
      due: counted.last,
      steps: [
        ...counted.steps,
        {
          code: 'freeze-not-rolled',
          zh: '期限届满措施即失效，不因休假日顺延',
          en: 'The measure lapses on that day; off-days do not prolong it',
        },
      ],
      also: [{ code: 'renew-by', zh: '最迟办理续行的工作日', en: 'Last working day to renew', date: renew.toString() }],
    }
  },
})

/** More than three months since filing (终本1): the first day on which enforcement may be ended is the day after them. */
const endingEarliest = (filedOn: Temporal.PlainDate): Temporal.PlainDate => filedOn.add({ months: 3 }).add({ days: 1 })

export interface EndingFacts {
  noticeAndReportOrder: boolean
  restrictionsImposed: boolean
  searchExhausted: boolean
  /** null: nobody is missing. */
  missingPersonSearched: boolean | null
  applicantSigned: boolean
  panelAndPresident: boolean
}
/** Which conditions for ending the present round (终本) are missing on `on`? An empty list means it may be submitted to the officer. */
export const endingMissing = (filedOn: Temporal.PlainDate, on: Temporal.PlainDate, f: EndingFacts): string[] => {
  const missing: string[] = []
  if (!f.noticeAndReportOrder) missing.push('notice-and-report-order')
  if (!f.restrictionsImposed) missing.push('restrictions')
  if (!f.searchExhausted) missing.push('search-exhausted')
  if (isAfter(endingEarliest(filedOn), on)) missing.push('three-months')
  if (f.missingPersonSearched === false) missing.push('missing-person')
  if (!f.applicantSigned && !f.panelAndPresident) missing.push('approval')
  return missing
}

const endingEnforcement = rule({
  id: 'ending-enforcement',
  group: 'enforcement',
  title: { zh: '终结本次执行程序最早之日', en: 'Earliest day to end the present round of enforcement' },
  basis: ['终本1', '解释517', '民法典1259'],
  versions: [CURRENT],
  rolls: false,
  fields: { from: day(filed.zh, filed.en), on: dayIfAny('拟终本之日', 'Intended day') },
  compute: (i) => {
    const end = i.from.add({ months: 3 })
    const due = endingEarliest(i.from)
    if (i.on && isAfter(due, i.on)) {
      return refuse('ending-too-early', ['终本1'], {
        zh: `自立案起须超过三个月，${i.on} 不可终本，最早 ${due}`,
        en: `More than three months must have passed since filing; not on ${i.on}, earliest ${due}`,
      })
    }
    const [a, b] = [dayInWords(end), dayInWords(due)]
    return {
      due,
      steps: [
        { code: 'period-counted', zh: `自立案之日起三个月至 ${a.zh}`, en: `Three months from filing end on ${a.en}`, date: end.toString() },
        { code: 'must-exceed', zh: `须“超过”三个月，最早 ${b.zh}`, en: `They must be exceeded: earliest ${b.en}`, date: due.toString() },
      ],
      warnings: [{ code: 'other-conditions', zh: '时间之外的条件须一并具备', en: 'The other conditions must be met as well' }],
    }
  },
})

const endingRecheck = rule({
  id: 'ending-recheck',
  group: 'enforcement',
  title: { zh: '终本后定期查控', en: 'Searches after ending a round' },
  basis: ['终本9', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: { from: day('终本裁定之日', 'Round ended on'), round: count('第几次查控', 'Which search', 1, 1, 10) },
  compute: (i, calendar) => {
    const counted = countPeriod({ from: i.from, amount: 6 * i.round, unit: 'month' }, calendar)
    const last = countPeriod({ from: i.from, amount: 5, unit: 'year' }, calendar)
    return {
      due: counted.last,
      steps: [{ code: 'every-six-months', zh: '五年内每六个月查询一次', en: 'Every six months for five years' }, ...counted.steps],
      also: [{ code: 'five-years-end', zh: '五年期满', en: 'The five years end', date: last.last.toString() }],
    }
  },
})

export const enforcementRules: readonly AnyRule[] = [
  fixedPeriod({
    id: 'enforcement-filing',
    group: 'enforcement',
    title: { zh: '执行立案', en: 'Filing of enforcement' },
    basis: ['审限6'],
    from: { zh: '收到申请执行书之日', en: 'Application received on' },
    amount: 7,
  }),
  fixedPeriod({
    id: 'enforcement-handler',
    group: 'enforcement',
    title: { zh: '确定承办人', en: 'Appointing the handler' },
    basis: ['期限35-2'],
    from: filed,
    amount: 7,
  }),
  fixedPeriod({
    id: 'enforcement-notice',
    group: 'enforcement',
    title: { zh: '发出执行通知', en: 'Enforcement notice' },
    basis: ['解释480'],
    from: { zh: '收到申请执行书之日', en: 'Application received on' },
    amount: 10,
  }),
  fixedPeriod({
    id: 'enforcement-notice-by-handler',
    group: 'enforcement',
    title: { zh: '承办人发出执行通知', en: 'Notice by the handler' },
    basis: ['期限35-4'],
    from: { zh: '承办人收到案件材料之日', en: 'Handler received the file on' },
    amount: 3,
  }),
  fixedPeriod({
    id: 'first-contact',
    group: 'enforcement',
    title: { zh: '初次接待、通知提供财产线索', en: 'First contact, asking for clues' },
    basis: ['期限35-5'],
    from: { zh: '承办人收到案件材料之日', en: 'Handler received the file on' },
    amount: 3,
  }),
  fixedPeriod({
    id: 'property-search',
    group: 'enforcement',
    title: { zh: '启动财产查控（合同约定）', en: 'Start of the property search (contract)' },
    basis: ['合同'],
    from: filed,
    amount: 5,
  }),
  fixedPeriod({
    id: 'property-report-change',
    group: 'enforcement',
    title: { zh: '补充报告财产变动', en: 'Supplementary report on property' },
    basis: ['财调7'],
    from: { zh: '财产变动之日', en: 'Property changed on' },
    amount: 10,
  }),
  propertyClue,
  investigation,
  sixMonths,
  applicationPeriod,
  fixedPeriod({
    id: 'objection-review',
    group: 'enforcement',
    title: { zh: '执行异议审查', en: 'Review of an objection to enforcement' },
    basis: ['民诉236'],
    from: { zh: '收到书面异议之日', en: 'Objection received on' },
    amount: 15,
  }),
  fixedPeriod({
    id: 'objection-reconsideration',
    group: 'enforcement',
    title: { zh: '对异议裁定申请复议', en: 'Application for reconsideration' },
    basis: ['民诉236'],
    from: { zh: '裁定送达之日', en: 'Ruling served on' },
    amount: 10,
  }),
  freezeTerm,
  endingEnforcement,
  endingRecheck,
]
