import type { Temporal } from 'temporal-polyfill'
import { countPeriod, timeliness, type Timeliness } from './counting.ts'
import { choice, countIfAny, day } from './fields.ts'
import { fixedPeriod } from './fixed.ts'
import { type AnyRule, CURRENT, refuse, rule, type Warning } from './shape.ts'

const complaintServed = { zh: '收到起诉状副本之日', en: 'Copy of the complaint served on' }

/** 解释99, 266, 275: shortest, longest and usual length of the period for evidence. */
const evidencePeriods = {
  ordinary: { shortest: 15, longest: null, initial: 15, usual: null, basis: ['解释99', '民诉85'] },
  'second-instance': { shortest: 10, longest: null, initial: 10, usual: null, basis: ['解释99', '民诉85'] },
  simple: { shortest: 1, longest: 15, initial: 15, usual: null, basis: ['解释266', '民诉85'] },
  'small-claims': { shortest: 1, longest: 15, initial: 7, usual: 7, basis: ['解释275', '民诉85'] },
} as const

const evidence = rule({
  id: 'evidence',
  group: 'pleadings',
  title: { zh: '举证期限', en: 'Period for evidence' },
  basis: ['解释99', '解释266', '解释275', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: {
    from: day('收到举证通知书之日', 'Evidence notice served on'),
    procedure: choice('程序', 'Procedure', {
      ordinary: { zh: '普通程序', en: 'Ordinary' },
      simple: { zh: '简易程序', en: 'Simple' },
      'small-claims': { zh: '小额诉讼', en: 'Small claims' },
      'second-instance': { zh: '第二审（新的证据）', en: 'Second instance (new evidence)' },
    }),
    days: countIfAny('法院确定的天数', 'Days set by the court', 1, 365),
  },
  compute: (i, calendar) => {
    const p = evidencePeriods[i.procedure]
    const amount = i.days ?? p.initial
    if (amount < p.shortest) {
      return refuse('evidence-too-short', p.basis, {
        zh: `该程序的举证期限不得少于 ${p.shortest} 日`,
        en: `In this procedure the period may not be shorter than ${p.shortest} days`,
      })
    }
    if (p.longest !== null && amount > p.longest) {
      return refuse('evidence-too-long', p.basis, {
        zh: `该程序的举证期限不得超过 ${p.longest} 日`,
        en: `In this procedure the period may not exceed ${p.longest} days`,
      })
    }
    const counted = countPeriod({ from: i.from, amount, unit: 'day' }, calendar)
    const warnings: Warning[] =
      p.usual !== null && amount > p.usual
        ? [
            {
              code: 'longer-than-usual',
              zh: `小额诉讼的举证期限一般不超过 ${p.usual} 日`,
              en: `In small claims usually at most ${p.usual} days`,
            },
          ]
        : []
    return { due: counted.last, steps: counted.steps, basis: p.basis, warnings }
  },
})

export const pleadingsRules: readonly AnyRule[] = [
  fixedPeriod({
    id: 'complaint-copy',
    group: 'pleadings',
    title: { zh: '发送起诉状副本', en: 'Sending the copy of the complaint' },
    basis: ['民诉128'],
    from: { zh: '立案之日', en: 'Filed on' },
    amount: 5,
  }),
  fixedPeriod({
    id: 'defence',
    group: 'pleadings',
    title: { zh: '答辩期', en: 'Period for the defence' },
    basis: ['民诉128'],
    from: complaintServed,
    amount: 15,
    abroad: { amount: 30, basis: '民诉285' },
  }),
  fixedPeriod({
    id: 'jurisdiction-objection',
    group: 'pleadings',
    title: { zh: '管辖权异议', en: 'Objection to jurisdiction' },
    basis: ['民诉130', '民诉128'],
    from: complaintServed,
    amount: 15,
    abroad: { amount: 30, basis: '民诉285' },
  }),
  fixedPeriod({
    id: 'defence-copy',
    group: 'pleadings',
    title: { zh: '发送答辩状副本', en: 'Sending the copy of the defence' },
    basis: ['民诉128'],
    from: { zh: '收到答辩状之日', en: 'Defence received on' },
    amount: 5,
  }),
  evidence,
]

/**
 * An objection or defence that has arrived. Whatever its date it goes to the judge: deciding on it is a judgement (4.1), so outsourced staff
 * may only mark it late, never turn it away.
 */
export const receivePleading = (
  due: Temporal.PlainDate,
  act: { received: Temporal.PlainDate; posted?: Temporal.PlainDate | null },
): Timeliness & { goesTo: 'judge'; operatorMayReject: false } => ({ ...timeliness(due, act), goesTo: 'judge', operatorMayReject: false })
