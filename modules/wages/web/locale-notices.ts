import type { Locale } from '../../../platform/ui/i18n.ts'

export const noticeWords: Locale = {
  zh: {
    notice: {
      'wages-submitted': '{{engagement}} 报送了 {{month}} 工资清单，请核收',
      'wages-received': '{{month}} 工资报送已接收',
      'wages-returned': '{{month}} 工资报送被退回，请补正',
      'wages-cause-asked': '{{engagement}} 申请认定 {{month}} 工资迟发的客观原因',
      'wages-cause-accepted': '{{month}} 工资迟发的客观原因已获认定',
      'wages-cause-refused': '{{month}} 工资迟发的客观原因未获认定',
      'wages-reminded': '提醒：{{month}} 工资未按时发放（合同第九条第5项）',
      'statement-submitted': '{{engagement}} 报送了 {{period}} 费用说明或调薪方案',
      'statement-received': '{{period}} 费用说明或调薪方案已接收',
      'statement-returned': '{{period}} 费用说明或调薪方案被退回，请补正',
    },
  },
  en: {
    notice: {
      'wages-submitted': '{{engagement}} handed in the wages of {{month}}',
      'wages-received': 'The wages of {{month}} were received',
      'wages-returned': 'The wages of {{month}} were returned: correct them',
      'wages-cause-asked': '{{engagement}} alleges an objective cause for late wages of {{month}}',
      'wages-cause-accepted': 'The cause of late wages of {{month}} was accepted',
      'wages-cause-refused': 'The cause of late wages of {{month}} was not accepted',
      'wages-reminded': 'Reminder: the wages of {{month}} were not paid in time (contract, article 9.5)',
      'statement-submitted': '{{engagement}} handed in a statement or plan of {{period}}',
      'statement-received': 'The statement or plan of {{period}} was received',
      'statement-returned': 'The statement or plan of {{period}} was returned: correct it',
    },
  },
}
