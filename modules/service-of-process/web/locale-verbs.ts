import type { Locale } from '../../../platform/ui/i18n.ts'

/** Ledger verbs of this module, shown where a figure drills down to its events. */
export const verbWords: Locale = {
  zh: {
    verb: {
      'service-address-add': '增加地址线索',
      'service-address-provided': '补充送达地址',
      'service-method': '选择送达方式',
      'service-method-decide': '审批送达方式',
      'service-attempt': '实施送达',
      'service-evidence': '上传送达凭证',
      'service-feedback': '反馈送达结果',
      'service-check': '组长校核',
      'service-confirm': '确认效力与日期',
      'service-correct': '更正送达日期',
      'service-pleading': '登记收到的文书',
      'service-read': '查看送达任务',
      'service-receipt-print': '打印送达回证',
      'service-set-discard': '删除未移交的文书组',
    },
    exclusion: { cancelled: '送达已终止' },
  },
  en: {
    verb: {
      'service-address-add': 'Address added',
      'service-address-provided': 'Awaited address brought',
      'service-method': 'Method chosen',
      'service-method-decide': 'Method decided by the court',
      'service-attempt': 'Service attempted',
      'service-evidence': 'Evidence uploaded',
      'service-feedback': 'Result reported',
      'service-check': 'Team lead check',
      'service-confirm': 'Validity and date confirmed',
      'service-correct': 'Day of service corrected',
      'service-pleading': 'Answer received',
      'service-read': 'Order read',
      'service-receipt-print': 'Proof of service printed',
      'service-set-discard': 'Unfinished set deleted',
    },
    exclusion: { cancelled: 'Service ended without effect' },
  },
}
