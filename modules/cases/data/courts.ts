/**
 * 法院代字 of Taizhou: intermediate = 2 digits, basic = 4 (the city and county part of GB/T 2260).
 * Seed data: the table is edited in the database, a new court code needs no release. Codes derived from the rule (domain.md §3).
 */
export interface CourtCode {
  code: string
  zh: string
  en: string
  level: 'supreme' | 'high' | 'intermediate' | 'basic'
  /** Code of the court above. */
  parent: string | null
}

export const courtCodes: readonly CourtCode[] = [
  { code: '最高法', zh: '最高人民法院', en: "Supreme People's Court", level: 'supreme', parent: null },
  { code: '苏', zh: '江苏省高级人民法院', en: "Jiangsu High People's Court", level: 'high', parent: '最高法' },
  { code: '苏12', zh: '泰州市中级人民法院', en: "Taizhou Intermediate People's Court", level: 'intermediate', parent: '苏' },
  { code: '苏1202', zh: '泰州市海陵区人民法院', en: "Hailing District People's Court", level: 'basic', parent: '苏12' },
  { code: '苏1203', zh: '泰州市高港区人民法院', en: "Gaogang District People's Court", level: 'basic', parent: '苏12' },
  { code: '苏1204', zh: '泰州市姜堰区人民法院', en: "Jiangyan District People's Court", level: 'basic', parent: '苏12' },
  { code: '苏1281', zh: '兴化市人民法院', en: "Xinghua People's Court", level: 'basic', parent: '苏12' },
  { code: '苏1282', zh: '靖江市人民法院', en: "Jingjiang People's Court", level: 'basic', parent: '苏12' },
  { code: '苏1283', zh: '泰兴市人民法院', en: "Taixing People's Court", level: 'basic', parent: '苏12' },
  {
    code: '苏1291',
    zh: '泰州医药高新技术产业开发区人民法院',
    en: "Taizhou Medical High-tech Zone People's Court",
    level: 'basic',
    parent: '苏12',
  },
]
