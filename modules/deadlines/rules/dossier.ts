import { countPeriod } from './counting.ts'
import { choice, count, day } from './fields.ts'
import { type AnyRule, CURRENT, refuse, rule } from './shape.ts'

/** No national statute sets these times: the court's own setting, initially one month and three working days (domain.md §2.5). */
const binding = rule({
  id: 'binding',
  group: 'dossier',
  title: { zh: '卷宗装订归档', en: 'Binding and archiving the file' },
  basis: ['合同', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: {
    from: day('结案之日（或最后一份回证收到之日）', 'Closed on, or last receipt received on'),
    months: count('归档月数', 'Months allowed', 1, 1, 3),
    sortingDays: count('整理工作日', 'Working days for sorting', 3, 1, 60),
  },
  compute: (i, calendar) => {
    const counted = countPeriod({ from: i.from, amount: i.months, unit: 'month' }, calendar)
    return {
      due: counted.last,
      steps: counted.steps,
      also: [
        {
          code: 'sorted-by',
          zh: `整理完成（${i.sortingDays} 个工作日）`,
          en: `Sorted (${i.sortingDays} working days)`,
          date: calendar.addWorkdays(i.from, i.sortingDays).toString(),
        },
        {
          code: 'outer-limit',
          zh: '最迟移交（三个月）',
          en: 'Outer limit (three months)',
          date: countPeriod({ from: i.from, amount: 3, unit: 'month' }, calendar).last.toString(),
        },
      ],
    }
  },
})

const retention = rule({
  id: 'retention',
  group: 'dossier',
  title: { zh: '诉讼档案保管期限', en: 'Retention of the file' },
  basis: ['保管期限3'],
  versions: [CURRENT],
  rolls: false,
  fields: {
    from: day('归档之日', 'Archived on'),
    period: choice('保管期限', 'Period', {
      '30': { zh: '30 年', en: '30 years' },
      '60': { zh: '60 年', en: '60 years' },
      permanent: { zh: '永久', en: 'Permanent' },
    }),
  },
  compute: (i, calendar) => {
    if (i.period === 'permanent')
      return refuse('kept-for-ever', ['保管期限3'], { zh: '永久保管，无届满之日', en: 'Kept for ever; there is no last day' })
    const counted = countPeriod({ from: i.from, amount: Number(i.period), unit: 'year', roll: false }, calendar)
    return { due: counted.last, steps: counted.steps }
  },
})

export const dossierRules: readonly AnyRule[] = [binding, retention]
