import type { Locale } from '../../../platform/ui/i18n.ts'

export const noticeWords: Locale = {
  zh: {
    notice: {
      'service-pleading': '收到当事人的答辩、异议或上诉，请您处理',
      'service-corrected': '送达日期由 {{from}} 更正为 {{to}}，期限已重算',
    },
  },
  en: {
    notice: {
      'service-pleading': 'An answer of a party has arrived for you',
      'service-corrected': 'A day of service was corrected from {{from}} to {{to}}; periods were computed anew',
    },
  },
}
