import type { Temporal } from 'temporal-polyfill'
import { countPeriod, isAfter } from './counting.ts'
import { day, dayIfAny } from './fields.ts'
import { fixedPeriod } from './fixed.ts'
import { type AnyRule, CURRENT, type Refused, refuse, rule } from './shape.ts'

const filingDecision = rule({
  id: 'filing-decision',
  group: 'filing',
  title: { zh: '立案决定', en: 'Decision on filing' },
  basis: ['民诉126', '解释126', '登记7', '民诉85'],
  versions: [CURRENT],
  rolls: true,
  fields: {
    from: day('收到起诉材料之日', 'Complaint received on'),
    supplemented: dayIfAny('补正材料收到之日', 'Supplement received on'),
  },
  compute: (i, calendar) => {
    if (i.supplemented && isAfter(i.from, i.supplemented)) {
      return refuse('supplement-before-complaint', ['解释126'], {
        zh: '补正不能早于收到起诉材料',
        en: 'A supplement cannot precede the complaint',
      })
    }
    const start = i.supplemented ?? i.from
    const counted = countPeriod({ from: start, amount: 7, unit: 'day' }, calendar)
    const again = i.supplemented
      ? [
          {
            code: 'restarted',
            zh: `材料需补正，期间自补正材料交人民法院的次日重新起算（${start}）`,
            en: `The period starts anew when the supplement reaches the court (${start})`,
            date: start.toString(),
          },
        ]
      : []
    return { due: counted.last, steps: [...again, ...counted.steps] }
  },
})

export const filingRules: readonly AnyRule[] = [
  filingDecision,
  fixedPeriod({
    id: 'third-party-revocation-decision',
    group: 'filing',
    title: { zh: '第三人撤销之诉立案决定', en: 'Decision on filing a third-party revocation suit' },
    basis: ['登记8'],
    from: { zh: '收到起诉材料之日', en: 'Complaint received on' },
    amount: 30,
  }),
  fixedPeriod({
    id: 'enforcement-objection-suit-decision',
    group: 'filing',
    title: { zh: '执行异议之诉立案决定', en: 'Decision on filing a suit against enforcement' },
    basis: ['登记8'],
    from: { zh: '收到起诉材料之日', en: 'Complaint received on' },
    amount: 15,
  }),
  fixedPeriod({
    id: 'filing-fee',
    group: 'filing',
    title: { zh: '预交案件受理费', en: 'Payment of the filing fee' },
    basis: ['交纳办法22'],
    from: { zh: '收到交纳诉讼费用通知之日', en: 'Fee notice received on' },
    amount: 7,
  }),
  fixedPeriod({
    id: 'transfer-to-division',
    group: 'filing',
    title: { zh: '立案后移送审判庭', en: 'Transfer to the trial division' },
    basis: ['审限7'],
    from: { zh: '决定立案之日', en: 'Decision to file on' },
    amount: 3,
  }),
  fixedPeriod({
    id: 'filing-complaint',
    group: 'filing',
    title: { zh: '答复对立案工作的投诉', en: 'Answer to a complaint about filing' },
    basis: ['登记13'],
    from: { zh: '收到投诉之日', en: 'Complaint received on' },
    amount: 15,
  }),
  fixedPeriod({
    id: 'obstacle-extension',
    group: 'filing',
    title: { zh: '耽误期限后申请顺延', en: 'Request to extend after an obstacle' },
    basis: ['民诉86'],
    from: { zh: '障碍消除之日', en: 'Obstacle removed on' },
    amount: 10,
  }),
]

/**
 * May a further supplement notice be issued? One notice must name everything (登记7); what was already visible at the first one needs the
 * filing officer's reasons.
 */
export const maySupplementAgain = (q: {
  itemVisibleOn: Temporal.PlainDate
  firstNoticeOn: Temporal.PlainDate
  officerReason: string
}): { ok: true } | Refused => {
  if (isAfter(q.itemVisibleOn, q.firstNoticeOn) || q.officerReason.trim() !== '') return { ok: true }
  return refuse('second-notice-needs-reason', ['登记7'], {
    zh: '补正应当一次性书面告知；首次告知时已可发现的事项，须由立案人员说明理由方可再次告知',
    en: 'One written notice must name everything; what could be seen at the first needs the filing officer’s reasons',
  })
}
