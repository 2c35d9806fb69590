import type { Locale } from '../../../platform/ui/i18n.ts'

export const noticeWords: Locale = {
  zh: { notice: { 'filing-fee-unpaid': '案件受理费逾期未交，请领取并处理' } },
  en: { notice: { 'filing-fee-unpaid': 'The filing fee was not paid in time: please claim and decide' } },
}
