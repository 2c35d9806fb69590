import type { Locale } from '../../../platform/ui/i18n.ts'

export const noticeWords: Locale = {
  zh: {
    notice: {
      'injury-reported': '工伤 {{number}} 已报告，24小时内须书面告知法院',
      'injury-notice': '收到工伤 {{number}} 的书面告知',
      'injury-closed': '工伤 {{number}} 已办结',
    },
  },
  en: {
    notice: {
      'injury-reported': 'Injury {{number}} was reported: written notice to the court within 24 hours',
      'injury-notice': 'The written notice of injury {{number}} came in',
      'injury-closed': 'Injury {{number}} was closed',
    },
  },
}
