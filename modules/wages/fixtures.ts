import { writeXlsx } from '../../platform/documents/spreadsheet.ts'
import type { ListKind } from './rules.ts'

const headings: Record<ListKind, string[]> = {
  pay: ['姓名', '应发工资', '实发工资'],
  insurance: ['姓名', '缴费基数', '单位缴纳', '个人缴纳'],
  housing: ['姓名', '缴存基数', '单位缴存', '个人缴存'],
}
/** A list that fits these people, each with the same amounts; rows of one's own replace them. */
export const listOf = (kind: ListKind, names: readonly string[], rows?: (string | number)[][]): Promise<Uint8Array> =>
  writeXlsx([
    { name: '清单', header: headings[kind], rows: rows ?? names.map((n) => (kind === 'pay' ? [n, 5000, 4400.5] : [n, 5000, 800, 400])) },
  ])
