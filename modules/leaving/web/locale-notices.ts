import type { Locale } from '../../../platform/ui/i18n.ts'

export const noticeWords: Locale = {
  zh: {
    notice: {
      'departure-opened': '{{person}} 离场，交接清单已建立',
      'data-request-asked': '收到个人信息请求，请在15日内答复',
      'data-request-granted': '个人信息请求已同意',
      'data-request-refused': '个人信息请求未予同意，请查看理由',
      'data-request-applied': '您的个人信息已按请求更正',
    },
  },
  en: {
    notice: {
      'departure-opened': '{{person}} leaves: the handover is open',
      'data-request-asked': 'A request about personal data came in: answer within 15 days',
      'data-request-granted': 'The request about personal data was granted',
      'data-request-refused': 'The request about personal data was refused; see why',
      'data-request-applied': 'Your personal data were put right as asked',
    },
  },
}
