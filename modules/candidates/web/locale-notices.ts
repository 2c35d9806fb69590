import type { Locale } from '../../../platform/ui/i18n.ts'

export const noticeWords: Locale = {
  zh: {
    notice: {
      'candidates-proposed': '服务商提请审核拟派人员 {{n}} 人（{{engagement}}）',
      'candidate-rejected': '一名拟派人员未获录用，请查看原因',
      'candidate-accepted': '一名拟派人员已获录用并备案',
    },
  },
  en: {
    notice: {
      'candidates-proposed': 'Candidates proposed for review: {{n}} ({{engagement}})',
      'candidate-rejected': 'A candidate was refused; see why',
      'candidate-accepted': 'A candidate was accepted and registered',
    },
  },
}
