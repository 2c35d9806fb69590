import type { Temporal } from 'temporal-polyfill'
import { dayInWords, isAfter } from './counting.ts'
import { choice, day, dayIfAny } from './fields.ts'
import { fixedPeriod } from './fixed.ts'
import { type AnyRule, CURRENT, refuse, type Refused, rule, type Warning } from './shape.ts'

export type HearingProcedure = 'ordinary' | 'simple' | 'small-claims'
const NOTICE_DAYS = 3

/**
 * Was the hearing notice served early enough? Served later than hearing − 3 days is refused; on that very day it is allowed with a warning
 * (domain.md §2.1); simple procedure and small claims are free of it (民诉163, 164).
 */
export const hearingNoticeVerdict = (h: {
  hearing: Temporal.PlainDate
  served: Temporal.PlainDate
  procedure: HearingProcedure
}): { ok: true; warnings: Warning[] } | Refused => {
  if (isAfter(h.served, h.hearing)) {
    return refuse('served-after-hearing', ['民诉139'], { zh: '送达日在开庭日之后', en: 'Served after the hearing' })
  }
  if (h.procedure !== 'ordinary') return { ok: true, warnings: [] }
  const last = h.hearing.subtract({ days: NOTICE_DAYS })
  if (isAfter(h.served, last)) {
    return refuse('hearing-notice-late', ['民诉139'], {
      zh: `普通程序应在开庭三日前通知，最迟 ${last} 送达`,
      en: `In ordinary procedure notice is due three days before the hearing, by ${last}`,
    })
  }
  const tight = isAfter(h.served, last.subtract({ days: 1 }))
  const warning = {
    code: 'hearing-notice-tight',
    zh: '恰在最后一日送达，建议留出一日余量',
    en: 'Served on the very last day; a day of margin is advised',
  }
  return { ok: true, warnings: tight ? [warning] : [] }
}

const hearingNotice = rule({
  id: 'hearing-notice',
  group: 'hearing',
  title: { zh: '开庭通知与公告', en: 'Notice of the hearing' },
  basis: ['民诉139', '民诉163'],
  versions: [CURRENT],
  // Counted backwards: rolling forward would cut the parties' days.
  rolls: false,
  fields: {
    from: day('开庭之日', 'Hearing on'),
    procedure: choice('程序', 'Procedure', {
      ordinary: { zh: '普通程序', en: 'Ordinary' },
      simple: { zh: '简易程序', en: 'Simple' },
      'small-claims': { zh: '小额诉讼', en: 'Small claims' },
    }),
    served: dayIfAny('传票、通知送达之日', 'Notice served on'),
  },
  compute: (i) => {
    const ordinary = i.procedure === 'ordinary'
    const due = ordinary ? i.from.subtract({ days: NOTICE_DAYS }) : i.from
    const words = dayInWords(due)
    const verdict = i.served ? hearingNoticeVerdict({ hearing: i.from, served: i.served, procedure: i.procedure }) : null
    if (verdict && 'refused' in verdict) return verdict
    return {
      due,
      basis: ordinary ? ['民诉139'] : ['民诉163'],
      steps: [
        ordinary
          ? {
              code: 'days-before',
              zh: `开庭日前推 3 日，最迟 ${words.zh} 送达、公告`,
              en: `Three days before the hearing: by ${words.en}`,
              date: due.toString(),
            }
          : {
              code: 'simple-exempt',
              zh: `简易程序、小额诉讼不受三日通知限制，开庭前（${words.zh}）送达即可`,
              en: `Simple procedure and small claims are exempt; before the hearing (${words.en}) suffices`,
              date: due.toString(),
            },
      ],
      warnings: verdict?.warnings ?? [],
    }
  },
})

export const hearingRules: readonly AnyRule[] = [
  hearingNotice,
  fixedPeriod({
    id: 'panel-notice',
    group: 'hearing',
    title: { zh: '告知审判人员', en: 'Telling the parties who will try the case' },
    basis: ['民诉131'],
    from: { zh: '确定审判人员之日', en: 'Bench determined on' },
    amount: 3,
  }),
  fixedPeriod({
    id: 'recusal-decision',
    group: 'hearing',
    title: { zh: '回避申请决定', en: 'Decision on a recusal' },
    basis: ['民诉50'],
    from: { zh: '提出申请之日', en: 'Application made on' },
    amount: 3,
  }),
]
