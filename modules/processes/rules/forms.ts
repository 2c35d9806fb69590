/** A form a task can be done with. Its nature is fixed here, not in a BPMN file, so that no file can call a judgement procedural (4.1). */
export interface FormKind {
  nature: 'procedural' | 'judgement'
  /** court: procedural, but the court keeps it. Judgement forms are always the court's. */
  performer?: 'court'
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
}
