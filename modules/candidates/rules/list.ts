import { isRealDate } from '../../organisations/rules/identity.ts'

/** Columns of the list, in the template's order; files are added on the record afterwards. */
export const columnTitles = {
  name: '姓名',
  idNo: '公民身份号码',
  phone: '电话',
  education: '学历',
  school: '毕业院校',
  major: '专业',
  diplomaNo: '毕业证书编号',
  xuexin: '学信网核验结果',
  xuexinOn: '学信网核验日期',
  lawBackground: '法律专业背景',
  courtYears: '法院从业年数',
  courtExperience: '法院从业经历',
  contractSignedOn: '劳动合同签订日期',
  contractFrom: '合同起始日期',
  contractUntil: '合同终止日期',
  startOn: '用工日期',
} as const
export type Column = keyof typeof columnTitles
export interface ListFault {
  row: number
  column: Column
  code: string
}
export interface ListRow {
  row: number
  name: string
  idNo: string
  [column: string]: string | number | boolean | null
}
/** Words of a fault in the downloaded list; the page has the same by its own words. */
export const faultWords: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'name-missing': ['未填写姓名', 'No name'],
  'text-too-long': ['内容过长', 'Too long'],
  'hidden-sign': ['含有看不见的字符', 'Contains invisible characters'],
  'phone-format': ['电话格式不正确', 'Not a phone number'],
  'education-unknown': ['学历只能是：大专以下、大专、本科、硕士、博士', 'Education must be one of the five levels'],
  'xuexin-unknown': ['学信网核验结果只能是：一致、不一致', 'The result must be 一致 or 不一致'],
  'yes-no': ['只能填写“是”或“否”', 'Only yes (是) or no (否)'],
  'years-range': ['年数应为 0 到 60 的整数', 'Years must be a whole number from 0 to 60'],
  'date-format': ['日期格式不正确，请写成 2026-09-01', 'Not a date; write 2026-09-01'],
  'date-impossible': ['没有这一天', 'There is no such day'],
  'row-twice': ['与前面的行是同一人', 'The same person as in a row before'],
  'candidate-twice': ['此人已在拟派人员中', 'Already a candidate'],
  'id-no-taken': ['此人已有在职人员档案', 'Already on record as staff'],
  'paper-empty': ['未填写身份号码', 'No ID number'],
  'id-15-digits': ['15 位身份号码已停用', 'ID numbers of 15 digits are no longer valid'],
  'id-length': ['身份号码应为 18 位', 'An ID number has 18 characters'],
  'id-characters': ['身份号码含有不允许的字符', 'Characters that no ID number has'],
  'id-region': ['身份号码的地区码不存在', 'No such region code'],
  'id-birth-date': ['身份号码中的出生日期不存在', 'The birth date in the number does not exist'],
  'id-birth-future': ['身份号码中的出生日期晚于今天', 'The birth date in the number is in the future'],
  'id-check-digit': ['身份号码校验位不符', 'The check digit is wrong'],
}
const tidy = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim()
const bare = (text: string): string => tidy(text).replace(/[\s*（）():：]/g, '')
const aliases: Readonly<Record<string, Column>> = {
  身份证号: 'idNo',
  身份证号码: 'idNo',
  居民身份证号码: 'idNo',
  联系电话: 'phone',
  手机: 'phone',
  手机号: 'phone',
  最高学历: 'education',
  院校: 'school',
  学校: 'school',
  入职日期: 'startOn',
  法律背景: 'lawBackground',
}
/** Which column is which, by its heading; null: not read. A heading that comes twice counts once. */
export const readHeader = (cells: readonly string[]): (Column | null)[] => {
  const used = new Set<Column>()
  return cells.map((cell) => {
    const heading = bare(cell)
    const found = (Object.keys(columnTitles) as Column[]).find((c) => columnTitles[c] === heading) ?? aliases[heading] ?? null
    if (found === null || used.has(found)) return null
    used.add(found)
    return found
  })
}

const levels: Readonly<Record<string, string>> = {
  大专以下: 'below',
  高中: 'below',
  中专: 'below',
  大专: 'college',
  专科: 'college',
  本科: 'bachelor',
  大学本科: 'bachelor',
  硕士: 'master',
  硕士研究生: 'master',
  博士: 'doctor',
  博士研究生: 'doctor',
}
type Read = { ok: true; value: string | number | boolean | null } | { ok: false; code: string }
const ok = (value: string | number | boolean | null): Read => ({ ok: true, value })
const fault = (code: string): Read => ({ ok: false, code })
const readDay = (text: string): Read => {
  const m = /^(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!m) return fault('date-format')
  if (!isRealDate(Number(m[1]), Number(m[2]), Number(m[3]))) return fault('date-impossible')
  return ok(`${m[1]}-${m[2]!.padStart(2, '0')}-${m[3]!.padStart(2, '0')}`)
}
const LONGEST: Partial<Record<Column, number>> = { name: 100, school: 100, major: 100, diplomaNo: 60, courtExperience: 1000, idNo: 30 }
const readCell = (column: Column, text: string): Read => {
  if ([...text].length > (LONGEST[column] ?? 1000)) return fault('text-too-long')
  // What nobody sees reads otherwise than it is; half-width forms of it are gone already.
  if (/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) return fault('hidden-sign')
  switch (column) {
    case 'phone':
      return /^[0-9+\- ]{5,20}$/.test(text) ? ok(text) : fault('phone-format')
    case 'education':
      return levels[text] ? ok(levels[text]) : fault('education-unknown')
    case 'xuexin':
      return text === '一致' ? ok('match') : text === '不一致' ? ok('mismatch') : fault('xuexin-unknown')
    case 'lawBackground':
      return ['是', '有'].includes(text) ? ok(true) : ['否', '无'].includes(text) ? ok(false) : fault('yes-no')
    case 'courtYears':
      return /^\d{1,2}$/.test(text) && Number(text) <= 60 ? ok(Number(text)) : fault('years-range')
    case 'xuexinOn':
    case 'contractSignedOn':
    case 'contractFrom':
    case 'contractUntil':
    case 'startOn':
      return readDay(text)
    default:
      return ok(text)
  }
}

/** One row as a candidate's particulars; an empty cell says nothing. The ID number is judged by the caller, who knows today. */
export const readRow = (
  columns: readonly (Column | null)[],
  cells: readonly string[],
  row = 0,
): { values: ListRow; faults: Omit<ListFault, 'row'>[] } => {
  const values: ListRow = { row, name: '', idNo: '' }
  const faults: Omit<ListFault, 'row'>[] = []
  columns.forEach((column, i) => {
    const text = tidy(cells[i] ?? '')
    if (column === null || text === '') return
    const read = readCell(column, text)
    if (read.ok) Object.assign(values, { [column]: read.value })
    else faults.push({ column, code: read.code })
  })
  if (values.name === '' && !faults.some((f) => f.column === 'name')) faults.push({ column: 'name', code: 'name-missing' })
  return { values, faults }
}
