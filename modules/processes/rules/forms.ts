/** A form a task can be done with. Its nature is fixed here, not in a BPMN file, so that no file can call a judgement procedural (4.1). */
export interface FormKind {
  nature: 'procedural' | 'judgement'
  /** court: procedural, but the court keeps it. Judgement forms are always the court's. */
  performer?: 'court'
  /** For steps that a court draws itself: done on the task's page by an answer and a note, no module keeps a record of its own for it. */
  own?: true
  titleZh: string
  titleEn: string
}

export const forms: Readonly<Record<string, FormKind>> = {
  'filing-intake': { nature: 'judgement', titleZh: '立案初审', titleEn: 'First examination of the complaint' },
  'filing-key-in': { nature: 'procedural', titleZh: '信息录入', titleEn: 'Key in the case' },
  'filing-check': { nature: 'procedural', titleZh: '录入校核', titleEn: 'Check of the entry' },
  'filing-decision': { nature: 'judgement', titleZh: '立案决定', titleEn: 'Decision on filing' },
  'filing-supplement': { nature: 'judgement', titleZh: '一次性补正告知', titleEn: 'One-time supplement notice' },
  'filing-not-supplemented': { nature: 'judgement', titleZh: '逾期未补正处理', titleEn: 'No supplement in time' },
  'filing-refusal': { nature: 'judgement', titleZh: '不予受理裁定', titleEn: 'Ruling of refusal' },
  'filing-notices': { nature: 'procedural', titleZh: '制发受理通知', titleEn: 'Prepare the notices' },
  'filing-handover': { nature: 'procedural', titleZh: '移送审判庭', titleEn: 'Hand over to the division' },
  'fee-decision': { nature: 'judgement', titleZh: '未交费处理', titleEn: 'Decision on the unpaid fee' },
  'scan-receive': { nature: 'procedural', titleZh: '接收清点', titleEn: 'Receive and count' },
  'scan-return-slip': { nature: 'procedural', titleZh: '出具退回单', titleEn: 'Return slip' },
  'scan-pages': { nature: 'procedural', titleZh: '扫描上传', titleEn: 'Scan and upload' },
  'scan-self-check': { nature: 'procedural', titleZh: '扫描自检', titleEn: 'Self-check of the scan' },
  'scan-check': { nature: 'procedural', titleZh: '扫描质检', titleEn: 'Quality check of the scan' },
  'scan-wrong-case': { nature: 'procedural', performer: 'court', titleZh: '错卷处置', titleEn: 'Papers of another case' },
  'scan-catalogue': { nature: 'procedural', titleZh: '编目', titleEn: 'Catalogue' },
  'scan-volume-decision': { nature: 'judgement', titleZh: '正副卷认定', titleEn: 'Main or secondary volume' },
  'scan-return-originals': { nature: 'procedural', titleZh: '归还原件', titleEn: 'Return the originals' },
  'service-address': { nature: 'procedural', titleZh: '选择地址与方式', titleEn: 'Choose address and method' },
  'service-method-approval': { nature: 'judgement', titleZh: '送达方式审批', titleEn: 'Approval of the method of service' },
  'service-attempt': { nature: 'procedural', titleZh: '实施送达', titleEn: 'Attempt service' },
  'service-feedback': { nature: 'procedural', titleZh: '反馈结果', titleEn: 'Report the result' },
  'service-check': { nature: 'procedural', titleZh: '送达结果校核', titleEn: 'Check of the result' },
  'service-confirm': { nature: 'judgement', titleZh: '确认效力与日期', titleEn: 'Confirm validity and date' },
  'material-carry': { nature: 'procedural', titleZh: '整理分送', titleEn: 'Sort and carry' },
  'material-sign': { nature: 'procedural', performer: 'court', titleZh: '材料签收', titleEn: 'Sign for material' },
  'material-put-right': { nature: 'procedural', titleZh: '核对拒收件', titleEn: 'Put right what was refused' },
  'material-desk-count': { nature: 'procedural', titleZh: '窗口清点', titleEn: 'Count at the desk' },
  'material-hand-out': { nature: 'procedural', titleZh: '交付或寄出', titleEn: 'Hand out or post' },
  'material-hand-in-again': { nature: 'procedural', performer: 'court', titleZh: '补交材料', titleEn: 'Hand in again' },
  'hotline-answer': { nature: 'procedural', titleZh: '来电答复', titleEn: 'Answer the call' },
  'hotline-reply': { nature: 'judgement', titleZh: '工单答复', titleEn: 'Reply to the ticket' },
  'hotline-call-back': { nature: 'procedural', titleZh: '工单回访', titleEn: 'Call back about the ticket' },
  'own-step': { nature: 'procedural', own: true, titleZh: '本院自设环节', titleEn: 'Step of the court’s own' },
  'own-decision': { nature: 'judgement', own: true, titleZh: '本院自设判断环节', titleEn: 'Decision of the court’s own' },
}

/** What has legal effect is announced behind the court's decision only: no drawing leads round it (4.1). */
export const decidedBy: Readonly<Record<string, string>> = { caseFiled: 'filing-decision', serviceEffective: 'service-confirm' }

/** The stages work is counted by (7.3.2.2: a person's share of a case is a share of its stages); a step of a court's own belongs to one of them. */
export const stages: readonly string[] = ['filing', 'scan', 'catalogue', 'return', 'service', 'materials', 'hotline']
