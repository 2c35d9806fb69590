import { describe, expect, it } from 'vitest'
import { checkMapping, guessMapping } from '../rules/headers.ts'
import { rowReader } from './draft.ts'
import { readParties } from './parties.ts'

const said = (text: string, cause: string | null = null): string => {
  const r = readParties(text, ['plaintiff', 'defendant'], cause)
  return r.ok ? r.parties.map((p) => `${p.role} ${p.name}`).join(' | ') : r.code
}
describe('all parties in one cell', () => {
  it.each([
    ['原告:张三;被告:李四', 'plaintiff 张三 | defendant 李四'],
    ['原告：张三、王五；被告：李四', 'plaintiff 张三 | plaintiff 王五 | defendant 李四'],
    ['原告：张三；王五\n被告：某某有限公司，赵六', 'plaintiff 张三 | plaintiff 王五 | defendant 某某有限公司 | defendant 赵六'],
    ['原告张三 被告李四 第三人孙七', 'plaintiff 张三 | defendant 李四 | thirdParty 孙七'],
    ['上诉人（原审被告）：李四；被上诉人（原审原告）：张三', 'appellant 李四 | appellee 张三'],
    ['申请执行人:某某银行;被执行人:李四', 'applicant 某某银行 | debtor 李四'],
    ['原告1：张三；原告2：王五；被告一：李四', 'plaintiff 张三 | plaintiff 王五 | defendant 李四'],
    ['原告：张三；被告：李四、第三人民医院', 'plaintiff 张三 | defendant 李四 | defendant 第三人民医院'],
    ['张三诉李四', 'plaintiff 张三 | defendant 李四'],
    ['张三、王五诉某某有限公司', 'plaintiff 张三 | plaintiff 王五 | defendant 某某有限公司'],
  ])('%s', (text, parties) => {
    expect(said(text)).toBe(parties)
  })
  it('cuts the cause off behind the last name, when it is known', () => {
    expect(said('张三诉李四民间借贷纠纷一案', '民间借贷纠纷')).toBe('plaintiff 张三 | defendant 李四')
    expect(said('张三诉李四民间借贷纠纷')).toBe('parties-unclear')
  })
  it.each(['张三', '张三、李四', '张三诉', '诉李四', '张三诉李四诉王五', '原告：张三；代理人：李四', '张三；被告：李四'])(
    'guesses nobody onto a side: %s',
    (text) => {
      expect(said(text)).toBe('parties-unclear')
    },
  )
})

describe('a list with one column of parties', () => {
  const headers = ['案号', '立案日期', '当事人', '原告', '当事人身份证']
  const read = (cells: string[]) =>
    rowReader({ headers, mapping: guessMapping(headers), causes: [], courtCode: '苏1204', types: new Set(['民初']), today: '2026-11-23' })(
      2,
      cells,
    )
  const number = '（2026）苏1204民初8号'

  it('is recognised by its header, and enough to run', () => {
    expect(guessMapping(['案号', '当事人'])).toEqual(['number', 'parties'])
    expect(checkMapping(['number', 'parties'], 2)).toEqual({ ok: true })
  })
  it('becomes a case with both sides; papers go to the first side', () => {
    expect(read([number, '2026-09-01', '原告:张三;被告:李四', '', '11010519491231002X'])).toMatchObject({
      ok: true,
      draft: {
        title: '张三与李四',
        parties: [
          { role: 'plaintiff', name: '张三', paper: '11010519491231002X' },
          { role: 'defendant', name: '李四', paper: null },
        ],
      },
    })
  })
  it('yields to the columns of the sides', () => {
    const r = read([number, '2026-09-01', '王五诉赵六', '张三', ''])
    expect(r).toMatchObject({ ok: true, draft: { parties: [{ role: 'plaintiff', name: '张三' }] } })
  })
  it('refuses a row that does not say who sues whom, once and at that column', () => {
    const r = read([number, '2026-09-01', '张三、李四', '', ''])
    expect(!r.ok && r.faults.map((f) => [f.column, f.code])).toEqual([['当事人', 'parties-unclear']])
  })
})
