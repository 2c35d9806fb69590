/** The service items of this installation by their key, as roles have theirs: pages and exports say the same. */
export const serviceTitles: Readonly<Record<string, { zh: string; en: string }>> = {
  'filing-entry': { zh: '立案录入', en: 'Filing entry' },
  'scan-catalogue': { zh: '编目扫描', en: 'Cataloguing and scanning' },
  'service-of-process': { zh: '文书送达与跟进', en: 'Service of process' },
  materials: { zh: '材料收转', en: 'Receiving and forwarding of materials' },
  hotline: { zh: '12368 诉讼服务热线', en: '12368 litigation service hotline' },
}
/** Unknown keys show themselves. */
export const serviceTitle = (key: string, language: 'zh' | 'en'): string => serviceTitles[key]?.[language] ?? key
