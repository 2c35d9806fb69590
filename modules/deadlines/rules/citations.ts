import type { Text } from './shape.ts'

const sources: Record<string, Text> = {
  民诉: { zh: '《民事诉讼法》（2023年修正）', en: 'Civil Procedure Law (2023)' },
  民法典: { zh: '《民法典》', en: 'Civil Code' },
  解释: { zh: '民事诉讼法司法解释（2022年修正）', en: 'SPC Interpretation of the Civil Procedure Law (2022)' },
  登记: { zh: '登记立案若干问题的规定（2015）', en: 'SPC Provisions on Registering Cases (2015)' },
  专递: { zh: '以法院专递方式邮寄送达的规定（2004）', en: 'SPC Provisions on Service by Court Mail (2004)' },
  在线: { zh: '人民法院在线诉讼规则（2021）', en: 'Online Litigation Rules (2021)' },
  审限: { zh: '严格执行案件审理期限制度的规定（2000）', en: 'SPC Provisions on Trial Limits (2000)' },
  期限35: { zh: '法发〔2006〕35号 办理执行案件若干期限的规定', en: 'SPC Fafa [2006] 35, Time Limits in Enforcement' },
  财调: { zh: '民事执行中财产调查的规定（2020年修正）', en: 'SPC Provisions on Property Investigation (2020)' },
  终本: { zh: '法〔2016〕373号 严格规范终结本次执行程序的规定', en: 'SPC Fa [2016] 373, Ending a Round of Enforcement' },
  保全规定: { zh: '办理财产保全案件的规定（2020年修正）', en: 'SPC Provisions on Property Preservation (2020)' },
  交纳办法: { zh: '《诉讼费用交纳办法》', en: 'Measures on Litigation Costs' },
  送达19: { zh: '法发〔2017〕19号 加强民事送达工作的意见', en: 'SPC Fafa [2017] 19, Opinions on Civil Service' },
  保管期限: { zh: '诉讼档案保管期限的规定', en: 'Provisions on Retention of Court Files' },
}
const keys = Object.keys(sources).sort((a, b) => b.length - a.length)

/** The full name of an article key: '民诉128' → 《民事诉讼法》（2023年修正）第128条. A key nobody knows is shown as it is. */
export const citation = (key: string): Text => {
  if (key === '合同') return { zh: '合同约定或法院设定（可配置）', en: 'Contract or setting of the court (configurable)' }
  const source = keys.find((k) => key.startsWith(k))
  const words = source === undefined ? undefined : sources[source]
  if (source === undefined || words === undefined) return { zh: key, en: key }
  const article = key.slice(source.length).replace(/^-/, '')
  return article === '' ? words : { zh: `${words.zh}第${article}条`, en: `${words.en}, art. ${article}` }
}

/** An article key as the law register takes it: short name of the law and article; null for what is no law (a contract, a setting). */
export const citedLaw = (key: string): { law: string; article: string } | null => {
  const source = keys.find((k) => key.startsWith(k))
  return source === undefined ? null : { law: source, article: key.slice(source.length).replace(/^-/, '') }
}
