import type { Locale } from '../../../platform/ui/i18n.ts'

/** Ledger verbs of this module, shown where a figure drills down to its events. */
export const verbWords: Locale = {
  zh: {
    verb: {
      'filing-receive': '接收材料',
      'filing-read': '查看立案事项',
      'filing-form-read': '打开办理表单',
      'filing-lookup': '查找相似案件',
      'filing-key-in': '录入',
      'filing-check': '校核录入',
      'filing-decide': '立案人员决定',
      'filing-supplement-issue': '一次性告知补正',
      'filing-supplement-arrive': '收到补正材料',
      'filing-notices': '送出通知',
      'filing-handover': '移送审判庭',
      'filing-fee-paid': '登记交费',
      'filing-void': '作废',
    },
    exclusion: { void: '已作废' },
  },
  en: {
    verb: {
      'filing-receive': 'Complaint received',
      'filing-read': 'Filing read',
      'filing-form-read': 'Form opened',
      'filing-lookup': 'Likely cases looked up',
      'filing-key-in': 'Keyed in',
      'filing-check': 'Entry checked',
      'filing-decide': 'Decision of the filing officer',
      'filing-supplement-issue': 'Notice to supplement issued',
      'filing-supplement-arrive': 'Supplement received',
      'filing-notices': 'Notices given out',
      'filing-handover': 'Handed over to the division',
      'filing-fee-paid': 'Fee registered as paid',
      'filing-void': 'Voided',
    },
    exclusion: { void: 'Void' },
  },
}
