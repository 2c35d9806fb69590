import { halfWidth } from './case-number.ts'

/** What a column of a court's case list can be. */
export const importFields = [
  'number',
  'receivedOn',
  'filedOn',
  'closedOn',
  'cause',
  'procedure',
  'status',
  'amount',
  'division',
  'judge',
  'clerk',
  'plaintiffs',
  'plaintiffPapers',
  'plaintiffPhones',
  'plaintiffAddresses',
  'defendants',
  'defendantPapers',
  'defendantPhones',
  'defendantAddresses',
  'thirdParties',
  'parties',
  'papers',
  'phones',
  'addresses',
] as const
export type ImportField = (typeof importFields)[number]
/** Field of each column, in the file's order; null: the column is not read. */
export type Mapping = (ImportField | null)[]

/** Headers seen in court lists; compared without blanks, brackets and width. The first spelling is the one we export. */
export const synonyms: Readonly<Record<ImportField, readonly string[]>> = {
  number: ['案号', '案件编号', '案件号', '案件字号', '完整案号', '案号全称'],
  receivedOn: ['收案日期', '收案时间', '收到日期', '收到诉状日期', '接收日期', '来院日期'],
  filedOn: ['立案日期', '立案时间', '登记立案日期', '立案登记日期', '立案日'],
  closedOn: ['结案日期', '结案时间', '审结日期', '办结日期'],
  cause: ['案由', '立案案由', '案由名称', '纠纷类型'],
  procedure: ['程序', '适用程序', '审理程序', '审判程序', '案件程序'],
  status: ['状态', '案件状态', '案件进展', '办理状态', '审理状态'],
  amount: [
    '标的额',
    '标的金额',
    '诉讼标的',
    '诉讼标的额',
    '诉讼标的金额',
    '立案标的',
    '立案标的金额',
    '申请标的',
    '申请执行标的',
    '申请标的金额',
    '标的',
    '金额',
  ],
  division: ['承办部门', '庭室', '承办庭室', '业务庭', '审判庭', '部门', '承办庭', '立案部门'],
  judge: ['承办人', '承办法官', '主审法官', '审判员', '法官', '执行法官', '承办审判员', '审判长'],
  clerk: ['书记员', '法官助理', '助理', '承办书记员'],
  plaintiffs: ['原告', '申请人', '申请执行人', '上诉人', '原告人', '起诉人', '原告名称', '原告姓名', '再审申请人', '原告申请人', '债权人'],
  plaintiffPapers: [
    '原告身份证',
    '原告身份证号',
    '原告证件号码',
    '申请人身份证',
    '申请人身份证号',
    '申请人证件号码',
    '原告证件号',
    '申请执行人证件号码',
    '原告身份证号码',
  ],
  plaintiffPhones: ['原告电话', '原告联系电话', '申请人电话', '申请人联系电话', '原告手机', '原告联系方式'],
  plaintiffAddresses: ['原告地址', '原告住址', '申请人地址', '申请人住址', '原告住所', '原告住所地'],
  defendants: ['被告', '被执行人', '被申请人', '被上诉人', '被告人', '被告名称', '被告姓名', '被告被申请人', '债务人'],
  defendantPapers: [
    '被告身份证',
    '被告身份证号',
    '被告证件号码',
    '被申请人身份证',
    '被执行人身份证',
    '被执行人身份证号',
    '被执行人证件号码',
    '被申请人证件号码',
    '被告证件号',
    '被告身份证号码',
  ],
  defendantPhones: ['被告电话', '被告联系电话', '被申请人电话', '被执行人电话', '被告手机', '被告联系方式', '被执行人联系电话'],
  defendantAddresses: ['被告地址', '被告住址', '被申请人地址', '被执行人地址', '被告住所', '被告住所地', '被执行人住址'],
  thirdParties: ['第三人', '第三人名称', '第三人姓名'],
  parties: ['当事人', '当事人姓名', '当事人名称', '当事人信息', '双方当事人', '各方当事人', '诉讼当事人'],
  papers: [
    '当事人身份证',
    '身份证',
    '身份证号',
    '身份证号码',
    '证件号码',
    '当事人证件号码',
    '当事人身份证号',
    '证件号',
    '当事人身份证号码',
  ],
  phones: ['电话', '联系电话', '当事人电话', '当事人联系电话', '手机', '手机号', '联系方式'],
  addresses: ['地址', '住址', '当事人地址', '当事人住址', '住所', '住所地', '联系地址', '送达地址'],
}

const headerKey = (text: string): string =>
  halfWidth(text)
    .replace(/[(（][^)）]*[)）]|[\s\ufeff\u200b*:：/／·、\-_]/g, '')
    .toLowerCase()

const fieldByHeader = new Map<string, ImportField>(
  importFields.flatMap((f) => [...synonyms[f].map((s) => [headerKey(s), f] as const), [f.toLowerCase(), f] as const]),
)

/** The field each header most likely means; a field is given to one column only, the first. */
export const guessMapping = (headers: readonly string[]): Mapping => {
  const taken = new Set<ImportField>()
  return headers.map((h) => {
    const field = fieldByHeader.get(headerKey(h)) ?? null
    if (field === null || taken.has(field)) return null
    taken.add(field)
    return field
  })
}

/** Recognises a list of the same shape next month: the headers, in order, without blanks. */
export const headerSignature = (headers: readonly string[]): string => headers.map(headerKey).join('|')

/** Which of the first rows is the header: exported lists often begin with a title. The row that names most fields, at least 案号 and one more. */
export const findHeader = (rows: readonly { row: number; cells: readonly string[] }[]): { row: number; cells: string[] } | null => {
  let best: { row: number; cells: string[] } | null = null
  let most = 0
  for (const r of rows.slice(0, 10)) {
    const named = guessMapping(r.cells).filter((f) => f !== null).length
    if (named > most) {
      most = named
      best = { row: r.row, cells: [...r.cells] }
    }
  }
  if (most >= 2) return best
  const first = rows.find((r) => r.cells.some((c) => c.trim() !== ''))
  return first ? { row: first.row, cells: [...first.cells] } : null
}

export type MappingFault = 'mapping-number-missing' | 'mapping-twice' | 'mapping-no-party' | 'mapping-length'
/** A mapping that can be run: the 案号 is named, no field twice. */
export const checkMapping = (mapping: Mapping, columns: number): { ok: true } | { ok: false; code: MappingFault; field?: ImportField } => {
  if (mapping.length !== columns) return { ok: false, code: 'mapping-length' }
  const seen = new Set<ImportField>()
  for (const f of mapping) {
    if (f === null) continue
    if (seen.has(f)) return { ok: false, code: 'mapping-twice', field: f }
    seen.add(f)
  }
  if (!seen.has('number')) return { ok: false, code: 'mapping-number-missing' }
  if (!seen.has('plaintiffs') && !seen.has('defendants') && !seen.has('parties')) return { ok: false, code: 'mapping-no-party' }
  return { ok: true }
}
