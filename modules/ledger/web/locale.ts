import type { Locale } from '../../../platform/ui/i18n.ts'

export const locale: Locale = {
  zh: {
    title: '台账',
    at: '时间',
    who: '人员',
    what: '动作',
    object: '对象',
    grant: '依据授权',
    no: '第 {{n}} 号',
    colon: '：',
    system: '系统',
    checkpoint: '下载检查点',
    export: '导出台账',
    proof: '证明',
    empty: '还没有记录。每一次办理、查阅与被拒绝的访问都会记在这里。',
    refused: '已拒绝',
    problem: {
      'no-seal-yet': { text: '台账尚未封存。', todo: '服务运行约一秒后再试。' },
      'not-sealed-yet': { text: '该记录尚未封存。', todo: '约一秒后再试。' },
      'other-courts-too': {
        text: '本系统有多家法院，全部台账含其他法院的记录。',
        todo: '请运维人员在服务器上用校验命令导出，或下载检查点与单条证明。',
      },
    },
  },
  en: {
    title: 'Ledger',
    at: 'Time',
    who: 'Person',
    what: 'Act',
    object: 'Object',
    grant: 'Grant',
    no: 'no. {{n}}',
    colon: ': ',
    system: 'System',
    checkpoint: 'Download checkpoint',
    export: 'Export the ledger',
    proof: 'Proof',
    empty: 'Nothing yet. Every act, read and refused access will stand here.',
    refused: 'refused',
    problem: {
      'no-seal-yet': { text: 'The ledger has not been sealed yet.', todo: 'Try again in a second.' },
      'not-sealed-yet': { text: 'This event has not been sealed yet.', todo: 'Try again in a second.' },
      'other-courts-too': {
        text: 'Several courts share this installation; the whole ledger holds what the others did.',
        todo: 'Have operations export it on the server with the verifying command, or download the checkpoint and single proofs.',
      },
    },
  },
}
