import type { Locale } from '../../../platform/ui/i18n.ts'

/** Notices name a number of the desk, never a case or a person outside the court. */
export const noticeWords: Locale = {
  zh: {
    notice: {
      'material-urgent': '收到急件 {{number}}，当日送交，请及时签收',
      'material-list': '有 {{lines}} 份材料送交给你，请签收：{{number}}',
      'material-stand-in': '{{by}} 代你签收了材料 {{number}}',
      'material-refused': '材料 {{number}} 被拒收，请核对',
      'material-chased': '有 {{n}} 份材料待你签收（{{number}} 等）',
      'material-escalated': '材料 {{number}} 无法匹配案件，请认定',
      'material-escalated-urgent': '急件 {{number}} 无法匹配案件，请尽快认定',
      'material-unmatched': '材料 {{number}} 的案件匹配已撤销，请认定所属案件',
      'material-pool-due': '材料 {{number}} 在待匹配池中将满24小时，请匹配或者提请认定',
      'material-urgent-due': '急件 {{number}} 今日期限将到，尚未签收',
      'material-late': '材料 {{number}} 已超过送交期限，尚未签收',
    },
  },
  en: {
    notice: {
      'material-urgent': 'Urgent material {{number}} has arrived and is carried today',
      'material-list': '{{lines}} material(s) are brought to you to sign for: {{number}}',
      'material-stand-in': '{{by}} signed for material {{number}} in your place',
      'material-refused': 'Material {{number}} was refused; please check it',
      'material-chased': '{{n}} material(s) wait for your signature ({{number}} and others)',
      'material-escalated': 'Material {{number}} fits no case; please decide',
      'material-escalated-urgent': 'Urgent material {{number}} fits no case; please decide at once',
      'material-unmatched': 'The match of material {{number}} was taken back; please say which case it belongs to',
      'material-pool-due': 'Material {{number}} has been unmatched for almost 24 hours; match it or put it before the court',
      'material-urgent-due': 'Urgent material {{number}} is due today and not signed for',
      'material-late': 'Material {{number}} is past its time and not signed for',
    },
  },
}
/** Ledger verbs of this module, shown where a figure drills down to its events. */
export const verbWords: Locale = {
  zh: {
    verb: {
      'material-register': '登记收到',
      'material-read': '查看材料',
      'material-receipt': '打印收据',
      'material-scan': '上传扫描件',
      'material-scan-read': '查看扫描件',
      'material-candidates': '查询可能的案件',
      'material-match': '匹配案件',
      'material-facts': '补充案号、当事人',
      'material-escalate': '提请认定',
      'material-pool-decision': '待匹配处理',
      'material-correct': '更正匹配',
      'material-wrong-case': '报告匹配有误',
      'material-form-read': '打开办理表单',
      'material-list-make': '列入交接清单',
      'material-sign': '签收或拒收',
      'material-put-right': '核对拒收件',
      'material-chase': '催签',
      'material-hand-in': '交窗口发出',
    },
  },
  en: {
    verb: {
      'material-register': 'Registered',
      'material-read': 'Read',
      'material-receipt': 'Receipt printed',
      'material-scan': 'Scan attached',
      'material-scan-read': 'Scan read',
      'material-candidates': 'Possible cases asked',
      'material-match': 'Matched',
      'material-facts': 'Number or names added',
      'material-escalate': 'Put before the court',
      'material-pool-decision': 'Decided on unmatched',
      'material-correct': 'Match taken back',
      'material-wrong-case': 'Wrong match reported',
      'material-form-read': 'Form opened',
      'material-list-make': 'Put on a list',
      'material-sign': 'Signed or refused',
      'material-put-right': 'Put right',
      'material-chase': 'Chased',
      'material-hand-in': 'Handed in',
    },
  },
}
