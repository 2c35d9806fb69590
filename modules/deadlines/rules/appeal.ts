import type { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { countPeriod, dayInWords, isAfter, laterOf } from './counting.ts'
import { choice, day, days, flag } from './fields.ts'
import { fixedPeriod } from './fixed.ts'
import { type AnyRule, CURRENT, type Further, rule, type Text } from './shape.ts'

export interface ServedParty {
  served: Temporal.PlainDate
  /** No domicile in China (民诉286). */
  abroad: boolean
}
/** Each party's appeal period runs from its own service (解释244); the document takes effect the day after the last one, absent an appeal. */
export const appealPeriods = (
  document: 'judgment' | 'ruling',
  parties: readonly ServedParty[],
  calendar: Calendar,
): { ends: Temporal.PlainDate[]; effective: Temporal.PlainDate | null } => {
  const home = document === 'judgment' ? 15 : 10
  const ends = parties.map((p) => countPeriod({ from: p.served, amount: p.abroad ? 30 : home, unit: 'day' }, calendar).last)
  const [first, ...others] = ends
  return { ends, effective: first ? others.reduce(laterOf, first).add({ days: 1 }) : null }
}

const appealRule = (document: 'judgment' | 'ruling', title: Text): AnyRule => {
  const home = document === 'judgment' ? 15 : 10
  return rule({
    id: `appeal-${document}`,
    group: 'appeal',
    title,
    basis: ['民诉171', '民诉286', '解释244', '民诉85'],
    versions: [CURRENT],
    rolls: true,
    fields: {
      from: day('送达该当事人之日', 'Served on this party on'),
      abroad: flag('该当事人在中国领域内没有住所', 'This party has no domicile in China'),
      others: days('送达其他当事人之日', 'Served on the other parties on'),
      othersAbroad: days('送达境外其他当事人之日', 'Served on other parties abroad on'),
    },
    compute: (i, calendar) => {
      const own = countPeriod({ from: i.from, amount: i.abroad ? 30 : home, unit: 'day' }, calendar)
      const parties = [
        { served: i.from, abroad: i.abroad },
        ...i.others.map((served) => ({ served, abroad: false })),
        ...i.othersAbroad.map((served) => ({ served, abroad: true })),
      ]
      const all = appealPeriods(document, parties, calendar)
      const also: Further[] = all.ends.slice(1).map((end, n) => ({
        code: 'other-party-ends',
        zh: `送达于 ${parties[n + 1]?.served} 的当事人上诉期满`,
        en: `Appeal period of the party served on ${parties[n + 1]?.served} ends`,
        date: end.toString(),
      }))
      if (all.effective) {
        also.push({
          code: 'effective',
          zh: '各方均未上诉的，发生法律效力之日',
          en: 'Takes effect if nobody appeals',
          date: all.effective.toString(),
        })
      }
      return { due: own.last, steps: own.steps, also, basis: [i.abroad ? '民诉286' : '民诉171', '解释244', '民诉85'] }
    },
  })
}

const callUp = rule({
  id: 'upper-call-up',
  group: 'appeal',
  title: { zh: '上级法院调卷后报送', en: 'Files called up by the superior court' },
  basis: ['审限19', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: {
    from: day('收到调卷通知之日', 'Call-up received on'),
    distance: choice('情形', 'Situation', {
      usual: { zh: '一般', en: 'Usual' },
      special: { zh: '有特殊情况（至迟十日）', en: 'Special reasons (ten days at most)' },
    }),
  },
  compute: (i, calendar) => {
    const counted = countPeriod({ from: i.from, amount: i.distance === 'usual' ? 5 : 10, unit: 'day' }, calendar)
    return { due: counted.last, steps: counted.steps }
  },
})

export const appealRules: readonly AnyRule[] = [
  appealRule('judgment', { zh: '判决上诉期', en: 'Appeal against a judgment' }),
  appealRule('ruling', { zh: '裁定上诉期', en: 'Appeal against a ruling' }),
  fixedPeriod({
    id: 'appeal-copy',
    group: 'appeal',
    title: { zh: '发送上诉状副本', en: 'Sending the copy of the appeal' },
    basis: ['民诉174'],
    from: { zh: '收到上诉状之日', en: 'Appeal received on' },
    amount: 5,
  }),
  fixedPeriod({
    id: 'appeal-reply',
    group: 'appeal',
    title: { zh: '对上诉的答辩', en: 'Reply to the appeal' },
    basis: ['民诉174'],
    from: { zh: '收到上诉状副本之日', en: 'Copy of the appeal served on' },
    amount: 15,
    abroad: { amount: 30, basis: '民诉286' },
  }),
  fixedPeriod({
    id: 'appeal-file-transfer',
    group: 'appeal',
    title: { zh: '报送上诉案卷', en: 'Sending the file to the upper court' },
    basis: ['民诉174'],
    from: { zh: '收到上诉状、答辩状之日', en: 'Appeal and reply received on' },
    amount: 5,
  }),
  callUp,
]

/** When a case counts as closed for the trial limit (审限10); differs from the effective day of service, so both are kept. */
export const closingDate = (
  served: readonly { method: 'signed' | 'left' | 'public-notice' | 'mail'; on: Temporal.PlainDate }[],
): { date: string; steps: (Text & { code: string })[]; basis: string[] } | null => {
  const [first, ...others] = served
  if (!first) return null
  const last = others.reduce((a, b) => (isAfter(b.on, a.on) ? b : a), first)
  const words = dayInWords(last.on)
  const by: Record<typeof last.method, Text> = {
    signed: { zh: '最后一名当事人签收之日', en: 'the day the last party signed' },
    left: { zh: '留置之日', en: 'the day the document was left' },
    'public-notice': { zh: '公告刊登之日', en: 'the day the notice was published' },
    mail: { zh: '交邮之日', en: 'the day of posting' },
  }
  return {
    date: last.on.toString(),
    steps: [
      {
        code: `closed-by-${last.method}`,
        zh: `以${by[last.method].zh} ${words.zh}为结案时间`,
        en: `Closed on ${words.en}: ${by[last.method].en}`,
      },
    ],
    basis: ['审限10'],
  }
}
