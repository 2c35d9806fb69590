import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { type Counted, countPeriod, dayInWords, laterOf } from './counting.ts'
import { choice, day, days, flag } from './fields.ts'
import { fixedPeriod } from './fixed.ts'
import { type AnyRule, CURRENT, type Further, LAW_2021, rule, type Step } from './shape.ts'

/** First day before which no version of a law is asked for. */
const EARLIER = '1991-04-09'

export interface PublicNotice {
  /** Every posting and publication; the last one counts (解释138). At least one. */
  postings: readonly Temporal.PlainDate[]
  /** Recipient without domicile in China (民诉283). */
  abroad: boolean
  /** Does the last day of the notice roll (民诉85)? Debated in practice, so a setting. */
  roll: boolean
  /** Is the last day itself the day of service, or the day after it? A setting for the same reason. */
  effective: 'last-day' | 'day-after'
}

/** Effective day of service by public notice, with the version of the law its last posting falls under. */
export const publicNoticeServed = (
  n: PublicNotice,
  calendar: Calendar,
): { served: Temporal.PlainDate; counted: Counted; version: string; steps: Step[]; basis: string[] } => {
  const [first, ...others] = n.postings
  if (!first) throw new RangeError('a public notice needs a posting')
  const from = others.reduce(laterOf, first)
  const { version, amount, unit } = noticePeriod(from, n.abroad)
  const counted = countPeriod({ from, amount, unit, roll: n.roll }, calendar)
  const served = n.effective === 'last-day' ? counted.last : counted.last.add({ days: 1 })
  const words = dayInWords(served)
  const steps: Step[] = [
    {
      code: 'last-posting',
      zh: `以最后一次张贴、刊登之日 ${from} 为公告之日`,
      en: `The last posting or publication, ${from}, is the day of the notice`,
      date: from.toString(),
    },
    ...counted.steps,
    {
      code: 'served-by-notice',
      zh: `公告期满，${words.zh}视为送达`,
      en: `The notice has run; served on ${words.en}`,
      date: served.toString(),
    },
  ]
  return { served, counted, version, steps, basis: [n.abroad ? '民诉283' : '民诉95', '解释138', '民诉85'] }
}

/** 60 days until the 2021 amendment, 30 since; abroad three months until the 2023 amendment, 60 days since. */
const noticePeriod = (from: Temporal.PlainDate, abroad: boolean): { version: string; amount: number; unit: 'day' | 'month' } => {
  const since = (date: string): boolean => Temporal.PlainDate.compare(from, Temporal.PlainDate.from(date)) >= 0
  if (abroad) return since(CURRENT) ? { version: CURRENT, amount: 60, unit: 'day' } : { version: EARLIER, amount: 3, unit: 'month' }
  return since(LAW_2021) ? { version: LAW_2021, amount: 30, unit: 'day' } : { version: EARLIER, amount: 60, unit: 'day' }
}

const publicNoticeService = rule({
  id: 'public-notice-service',
  group: 'service',
  title: { zh: '公告送达', en: 'Service by public notice' },
  basis: ['民诉95', '民诉283', '解释138', '民诉85'],
  versions: [CURRENT, LAW_2021, EARLIER],
  rolls: true,
  fields: {
    from: day('公告之日（张贴或刊登）', 'Posted or published on'),
    others: days('其他张贴、刊登日期', 'Other postings or publications'),
    abroad: flag('受送达人在中国领域内没有住所', 'Recipient has no domicile in China'),
    document: choice('送达文书', 'Document served', {
      complaint: { zh: '起诉状副本、应诉通知等', en: 'Complaint and notices' },
      judgment: { zh: '判决书', en: 'Judgment' },
      ruling: { zh: '裁定书', en: 'Ruling' },
      other: { zh: '其他', en: 'Other' },
    }),
    roll: flag('期满日遇法定休假日顺延', 'Last day rolls over off-days', true),
    effective: choice('视为送达之日', 'Day of service', {
      'last-day': { zh: '公告期最后一日', en: 'Last day of the notice' },
      'day-after': { zh: '公告期满次日', en: 'Day after it' },
    }),
  },
  compute: (i, calendar) => {
    const notice = publicNoticeServed({ postings: [i.from, ...i.others], abroad: i.abroad, roll: i.roll, effective: i.effective }, calendar)
    return {
      due: notice.served,
      steps: notice.steps,
      version: notice.version,
      basis: notice.basis,
      also: followingPeriods(notice.served, i.document, i.abroad, calendar),
    }
  },
})

const followingPeriods = (served: Temporal.PlainDate, document: string, abroad: boolean, calendar: Calendar): Further[] => {
  const period = (amount: number) => countPeriod({ from: served, amount, unit: 'day' }, calendar).last
  if (document === 'judgment' || document === 'ruling') {
    const end = period(abroad ? 30 : document === 'judgment' ? 15 : 10)
    return [{ code: 'appeal-ends', zh: '上诉期满', en: 'Appeal period ends', date: end.toString() }]
  }
  if (document !== 'complaint') return []
  const end = period(abroad ? 30 : 15)
  return [
    { code: 'defence-ends', zh: '答辩期满', en: 'Defence period ends', date: end.toString() },
    {
      code: 'hearing-third-day-after',
      zh: '公告所称“答辩期满后第三日”开庭之日（遇法定休假日顺延）',
      en: 'Hearing on the “third day after the defence period” named in the notice (rolled over off-days)',
      date: calendar.rollForward(end.add({ days: 3 })).toString(),
    },
  ]
}

export const servicePeriodRules: readonly AnyRule[] = [
  publicNoticeService,
  fixedPeriod({
    id: 'commissioned-service',
    group: 'service',
    title: { zh: '受委托法院代为送达', en: 'Service by a commissioned court' },
    basis: ['解释134'],
    from: { zh: '收到委托函及诉讼文书之日', en: 'Commission and documents received on' },
    amount: 10,
  }),
]
