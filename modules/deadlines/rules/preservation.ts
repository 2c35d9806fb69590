import { countHours, countPeriod } from './counting.ts'
import { choice, day, dayIfAny, moment } from './fields.ts'
import { fixedPeriod } from './fixed.ts'
import { type AnyRule, CURRENT, rule } from './shape.ts'

const ruling = rule({
  id: 'preservation-ruling',
  group: 'preservation',
  title: { zh: '财产保全裁定', en: 'Ruling on preservation' },
  basis: ['保全规定4', '民诉103', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: {
    from: day('接受保全申请之日', 'Application accepted on'),
    security: dayIfAny('提供担保之日（需要担保时）', 'Security given on (when required)'),
  },
  compute: (i, calendar) => {
    const counted = countPeriod({ from: i.security ?? i.from, amount: 5, unit: 'day' }, calendar)
    return { due: counted.last, steps: counted.steps }
  },
})

const urgent = rule({
  id: 'preservation-ruling-urgent',
  group: 'preservation',
  title: { zh: '紧急或诉前保全裁定（48 小时）', en: 'Urgent or pre-suit preservation ruling (48 hours)' },
  basis: ['民诉103', '民诉104', '民诉85', '解释125'],
  versions: [CURRENT],
  rolls: false,
  fields: {
    from: moment('接受申请的时刻', 'Application accepted at'),
    kind: choice('类型', 'Kind', {
      urgent: { zh: '诉讼中情况紧急', en: 'Urgent, in a suit' },
      'pre-suit': { zh: '诉前保全', en: 'Pre-suit' },
    }),
  },
  compute: (i) => {
    const counted = countHours(i.from, 48)
    return { due: counted.last, steps: counted.steps, basis: [i.kind === 'urgent' ? '民诉103' : '民诉104', '民诉85', '解释125'] }
  },
})

export const preservationRules: readonly AnyRule[] = [
  ruling,
  urgent,
  fixedPeriod({
    id: 'pre-suit-preservation-suit',
    group: 'preservation',
    title: { zh: '诉前保全后起诉或申请仲裁', en: 'Suing after pre-suit preservation' },
    basis: ['民诉104'],
    from: { zh: '采取保全措施之日', en: 'Measure taken on' },
    amount: 30,
  }),
]
