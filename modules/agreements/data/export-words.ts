/** Words of the exported list: a file is read outside the pages, so it carries its own. */
export const exportWords = {
  zh: {
    file: '保密协议签署情况',
    sheet: '保密协议',
    header: ['姓名', '工号', '服务商', '状态', '已签版本', '方式', '签署日期', '须在此日前重签'],
    stand: { none: '未签', waiting: '待核对', signed: '已签', due: '待重签', lapsed: '已失效', recorded: '此前登记' },
    route: { screen: '屏幕签名', typed: '键入姓名', paper: '纸质' },
  },
  en: {
    file: 'Confidentiality agreements',
    sheet: 'Agreements',
    header: ['Name', 'Staff no.', 'Contractor', 'Status', 'Version signed', 'Way', 'Signed on', 'To be signed anew by'],
    stand: {
      none: 'Not signed',
      waiting: 'To be checked',
      signed: 'Signed',
      due: 'To sign anew',
      lapsed: 'Lapsed',
      recorded: 'Recorded before',
    },
    route: { screen: 'Drawn on screen', typed: 'Typed', paper: 'On paper' },
  },
} as const
