import type { Locale } from '../../../platform/ui/i18n.ts'

/** What the bell says. No name, no number of a caller, nothing of what was said. */
export const noticeWords: Locale = {
  zh: {
    notice: {
      'hotline-alarm-selfHarm': '12368 紧急：来电人有自伤、自杀危险，请立即接手',
      'hotline-alarm-violence': '12368 紧急：来电人扬言施暴，请立即接手',
      'hotline-alarm-petition': '12368 紧急：群体或极端信访苗头，请立即接手',
      'hotline-ticket': '热线工单 {{number}} 待答复',
      'hotline-sealed': '收到密封举报 {{number}}',
      'hotline-late': '热线工单 {{number}} 已超期未答复',
    },
  },
  en: {
    notice: {
      'hotline-alarm-selfHarm': '12368: a caller is in danger of self-harm; take over now',
      'hotline-alarm-violence': '12368: a caller threatens violence; take over now',
      'hotline-alarm-petition': '12368: signs of a group or extreme petition; take over now',
      'hotline-ticket': 'Hotline ticket {{number}} waits for a reply',
      'hotline-sealed': 'A sealed report has arrived: {{number}}',
      'hotline-late': 'Hotline ticket {{number}} is late',
    },
  },
}
/** Where a figure of 8.2.3 c drills down to its calls. */
export const indicatorWords: Locale = {
  zh: {
    exclusion: { ivrOnly: '未转人工' },
    itemType: { call: '来电' },
    verb: {
      'hotline-call-read': '查看来电',
      'hotline-call-enter': '补录来电',
      'hotline-call-answer': '接起来电',
      'hotline-call-finish': '结束来电',
      'hotline-verify': '核验来电人',
      'hotline-case-read': '查阅案件要素',
      'hotline-alarm': '紧急上报',
      'hotline-number-reveal': '显示号码',
      'hotline-call-called-back': '登记回拨',
    },
  },
  en: {
    exclusion: { ivrOnly: 'Menu only' },
    itemType: { call: 'Call' },
    verb: {
      'hotline-call-read': 'Call read',
      'hotline-call-enter': 'Entered by hand',
      'hotline-call-answer': 'Taken',
      'hotline-call-finish': 'Finished',
      'hotline-verify': 'Caller verified',
      'hotline-case-read': 'Facts of the case read',
      'hotline-alarm': 'Danger told',
      'hotline-number-reveal': 'Number shown',
      'hotline-call-called-back': 'Called back',
    },
  },
}
