import type { Locale } from '../../../platform/ui/i18n.ts'

export const noticeWords: Locale = {
  zh: {
    notice: {
      'financial-statement-filed': '{{contractor}} 报送了 {{period}} 财务报表，请审阅',
      'financial-statement-reviewed': '{{period}} 财务报表已审阅',
      'financial-statement-returned': '{{period}} 财务报表被退回，5个工作日内更正重报',
      'standing-event': '重大变化 {{number}} 已登记，法院一个月内作出履约能力评估',
      'standing-notice': '收到重大变化 {{number}} 的书面说明',
      'standing-assessed': '重大变化 {{number}} 的履约能力评估待决定',
      'standing-sent-back': '重大变化 {{number}} 的评估被退回，请补充',
      'standing-decided': '重大变化 {{number}} 已作出决定',
      'standing-cure': '收到重大变化 {{number}} 的整改证明',
      'standing-cured': '重大变化 {{number}} 已认定整改完成',
      'standing-not-cured': '重大变化 {{number}} 未按期整改，法院将再次评估',
    },
  },
  en: {
    notice: {
      'financial-statement-filed': '{{contractor}} handed in its statements of {{period}}: to be reviewed',
      'financial-statement-reviewed': 'The statements of {{period}} were reviewed',
      'financial-statement-returned': 'The statements of {{period}} were sent back: correct them within 5 working days',
      'standing-event': 'Serious change {{number}} was entered: the court assesses the ability to perform within a month',
      'standing-notice': 'The written notice of serious change {{number}} came in',
      'standing-assessed': 'The assessment of serious change {{number}} waits for a decision',
      'standing-sent-back': 'The assessment of serious change {{number}} was sent back',
      'standing-decided': 'Serious change {{number}} was decided',
      'standing-cure': 'The proof of cure for serious change {{number}} came in',
      'standing-cured': 'Serious change {{number}} was found cured',
      'standing-not-cured': 'Serious change {{number}} was not cured: the court assesses again',
    },
  },
}
