import type { Locale } from '../../../platform/ui/i18n.ts'

export const noticeWords: Locale = {
  zh: {
    notice: {
      'service-pleading': '收到当事人的答辩、异议或上诉，请您处理',
      'service-address-awaited': '受送达人没有可用的地址，送达已停止计时，请补充地址',
      'service-corrected': '送达日期由 {{from}} 更正为 {{to}}，期限已重算',
    },
  },
  en: {
    notice: {
      'service-pleading': 'An answer of a party has arrived for you',
      'service-address-awaited': 'Service waits: no usable address is left. Please provide one',
      'service-corrected': 'A day of service was corrected from {{from}} to {{to}}; periods were computed anew',
    },
  },
}
