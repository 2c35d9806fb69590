import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { seedCauses } from '../rules/causes.ts'
import { diffCase, type Comparable } from './diff.ts'
import { rowReader, titleOf, type CaseDraft, type RowReading } from './draft.ts'
import { checkMapping, findHeader, guessMapping, headerSignature, importFields, synonyms } from '../rules/headers.ts'
import { guessDelimiter, readCsvRows, textBytes } from './read-csv.ts'
import { partyKind, readAmount, readDate, splitCell } from './values.ts'

const rowsOf = async (bytes: Uint8Array): Promise<string[][]> => {
  const text = textBytes(bytes)!
  const rows: string[][] = []
  for await (const batch of readCsvRows(text.utf8, guessDelimiter(text.utf8))) rows.push(...batch.map((r) => r.cells))
  return rows
}

describe('files', () => {
  const table = [
    ['案号', '原告', '备注'],
    ['（2026）苏1204民初1号', '张三、李四', '他说"好"'],
    ['（2026）苏1204民初2号', '王五,赵六', '两\n行'],
  ]
  const csv = table.map((r) => r.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\r\n')
  it.each([
    ['UTF-8', Buffer.from(csv), 'utf-8'],
    ['UTF-8 with BOM', Buffer.from(`\ufeff${csv}`), 'utf-8'],
    ['GB18030', iconv.encode(csv, 'gb18030'), 'gb18030'],
  ])('%s', async (_name, bytes, encoding) => {
    expect(textBytes(bytes)!.encoding).toBe(encoding)
    expect(await rowsOf(bytes)).toEqual(table)
  })
  it('rare characters survive GB18030', async () => {
    expect(await rowsOf(iconv.encode('案号,原告\n1,𠮷䶮', 'gb18030'))).toEqual([
      ['案号', '原告'],
      ['1', '𠮷䶮'],
    ])
  })
  it('guesses the delimiter outside quotes, and refuses what is no text', async () => {
    expect(guessDelimiter(Buffer.from('"a,b,c,d"\t案号\t原告\n'))).toBe('\t')
    expect(guessDelimiter(Buffer.from('案号;原告'))).toBe(';')
    expect(textBytes(Buffer.from('a\0b\0'))).toBeNull()
    expect(textBytes(Buffer.from([0xff, 0xfe, 0x81]))).toBeNull()
  })
  it('any table comes back', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab张，"\n,'), maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }), async (rows) => {
        const bytes = Buffer.from(rows.map((r) => r.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\n'))
        const read: string[][] = []
        for await (const batch of readCsvRows(bytes, ',')) read.push(...batch.map((r) => r.cells))
        expect(read).toEqual(rows)
      }),
      { numRuns: 50 },
    )
  })
})

describe('headers', () => {
  it('are guessed in any order, width and decoration', () => {
    expect(guessMapping(['序号', '立案日期', ' 案 号 ', '承办法官', '标的额（元）', '被告', '原 告：', '当事人身份证', '备注'])).toEqual([
      null,
      'filedOn',
      'number',
      'judge',
      'amount',
      'defendants',
      'plaintiffs',
      'papers',
      null,
    ])
    expect(guessMapping(['案号', '案件编号'])).toEqual(['number', null])
  })
  it('no synonym names two fields', () => {
    const all = importFields.flatMap((f) => synonyms[f])
    expect(new Set(all).size).toBe(all.length)
    for (const f of importFields) for (const s of synonyms[f]) expect(guessMapping([s])).toEqual([f])
  })
  it('are found below a title', () => {
    const rows = [
      { row: 1, cells: ['2026年9月收案表', '', ''] },
      { row: 2, cells: ['案号', '原告', '被告'] },
      { row: 3, cells: ['x', 'y', 'z'] },
    ]
    expect(findHeader(rows)?.row).toBe(2)
    expect(findHeader([])).toBeNull()
    expect(headerSignature(['案 号', '原告'])).toBe(headerSignature(['案号', ' 原告']))
  })
  it('a mapping is checked', () => {
    expect(checkMapping(['number', 'plaintiffs'], 2)).toEqual({ ok: true })
    expect(checkMapping(['plaintiffs', null], 2)).toEqual({ ok: false, code: 'mapping-number-missing' })
    expect(checkMapping(['number', 'number'], 2)).toMatchObject({ code: 'mapping-twice' })
    expect(checkMapping(['number', 'cause'], 2)).toEqual({ ok: false, code: 'mapping-no-party' })
    expect(checkMapping(['number'], 2)).toEqual({ ok: false, code: 'mapping-length' })
  })
})

describe('values', () => {
  it.each([
    ['2026-09-01', '2026-09-01'],
    ['2026/9/1', '2026-09-01'],
    ['2026.9.1', '2026-09-01'],
    ['20260901', '2026-09-01'],
    ['2026年9月1日', '2026-09-01'],
    ['２０２６年９月１日', '2026-09-01'],
    ['2026-09-01 10:30:00', '2026-09-01'],
    ['46266', '2026-09-01'],
    ['46266.75', '2026-09-01'],
    ['36585', '2000-02-29'],
    ['', null],
    ['—', null],
  ])('date %s', (input, value) => {
    expect(readDate(input)).toEqual({ ok: true, value })
  })
  it.each([
    ['2026-02-29', 'date-impossible'],
    ['2026年13月1日', 'date-impossible'],
    ['20260231', 'date-impossible'],
    ['1000-01-01', 'date-out-of-range'],
    ['昨天', 'date-format'],
    ['12345', 'date-format'],
    ['2026-9', 'date-format'],
  ])('date %s: %s', (input, code) => {
    expect(readDate(input)).toEqual({ ok: false, code })
  })
  it('every serial is a real day, one after another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 18264, max: 73414 }), (n) => {
        const [a, b] = [readDate(String(n)), readDate(String(n + 1))]
        return a.ok && b.ok && a.value! < b.value! && Date.parse(b.value!) - Date.parse(a.value!) === 86_400_000
      }),
    )
  })
  it.each([
    ['12000', '12000.00'],
    ['12,000.5', '12000.50'],
    ['￥１２，０００元', '12000.00'],
    ['1.2万元', '12000.00'],
    ['0.12345678亿', '12345678.00'],
    ['人民币 3 万', '30000.00'],
    ['0.005', '0.01'],
    ['0', '0.00'],
    ['100元整', '100.00'],
    ['', null],
    ['无', null],
  ])('amount %s', (input, value) => {
    expect(readAmount(input)).toEqual({ ok: true, value })
  })
  it.each([
    ['-5', 'amount-negative'],
    ['约三万', 'amount-format'],
    ['9999999999999999亿', 'amount-too-large'],
  ])('amount %s: %s', (input, code) => {
    expect(readAmount(input)).toEqual({ ok: false, code })
  })
  it('parties in one cell', () => {
    expect(splitCell('张三、李四；王五;赵六\n钱七')).toEqual(['张三', '李四', '王五', '赵六', '钱七'])
    expect(splitCell('张三,李四，王五')).toEqual(['张三', '李四', '王五'])
    expect(splitCell('ABC Co., Ltd.')).toEqual(['ABC Co., Ltd.'])
    expect(splitCell(' ')).toEqual([])
  })
  it('people and bodies', () => {
    for (const n of [
      '泰州市某某机械有限公司',
      '中国工商银行姜堰支行',
      '姜堰区罗塘街道办事处村委会',
      '好又多超市',
      '某某律师事务所',
      'ABC Co., Ltd.',
      '姜堰区第二建筑队',
    ])
      expect(partyKind(n), n).toBe('organisation')
    for (const n of ['张三', '会田', '欧阳行', '阿依古丽·买买提', '院长江', 'John Smith']) expect(partyKind(n), n).toBe('natural')
  })
})

const headers = [
  '案号',
  '立案日期',
  '案由',
  '原告',
  '被告',
  '标的额',
  '原告身份证',
  '被告身份证',
  '电话',
  '地址',
  '程序',
  '结案日期',
  '承办人',
]
const read = rowReader({
  headers,
  mapping: guessMapping(headers),
  causes: seedCauses,
  courtCode: '苏1204',
  types: new Set(['民初', '执']),
  today: '2026-11-23',
})
const row = (over: Partial<Record<string, string>>): RowReading => {
  const base: Record<string, string> = {
    案号: '(2026)苏1204民初8号',
    立案日期: '2026/9/1',
    案由: '民间借贷纠纷',
    原告: '张三',
    被告: '李四、某某有限公司',
    ...(over as Record<string, string>),
  }
  return read(
    5,
    headers.map((h) => base[h] ?? ''),
  )
}
const draftOf = (r: RowReading): CaseDraft => {
  if (!r.ok || !r.draft) throw new Error(JSON.stringify(r))
  return r.draft
}

describe('rows', () => {
  it('become cases', () => {
    const d = draftOf(
      row({
        标的额: '1.5万元',
        原告身份证: '11010519491231002x',
        被告身份证: '11010519491231002X；91350100M000100Y43',
        程序: '小额诉讼程序',
        承办人: '赵 法官',
      }),
    )
    expect(d).toMatchObject({
      number: '（2026）苏1204民初8号',
      filedOn: '2026-09-01',
      amount: '15000.00',
      procedure: 'small',
      causeCode: 'D.1.18.2',
      title: '张三与李四等',
      judge: '赵法官',
      status: 'open',
    })
    expect(d.parties.map((p) => [p.role, p.kind, p.name, p.paperKind])).toEqual([
      ['plaintiff', 'natural', '张三', 'idCard'],
      ['defendant', 'natural', '李四', 'idCard'],
      ['defendant', 'organisation', '某某有限公司', 'uscc'],
    ])
    expect(d.parties[0]).toMatchObject({ birthOn: '1949-12-31', sex: 'female' })
  })
  it('of enforcement have applicants and debtors', () => {
    expect(draftOf(row({ 案号: '（2026）苏1204执8号之一' }))).toMatchObject({
      procedure: 'enforcement',
      sub: '一',
      parties: [{ role: 'applicant' }, { role: 'debtor' }, { role: 'debtor' }],
    })
  })
  it('with nothing are passed over; unknown causes and foreign numbers are kept and flagged', () => {
    expect(read(9, ['', ' '])).toEqual({ ok: true, draft: null, flags: [] })
    const r = row({ 案由: '外星人纠纷', 案号: '（2026）苏1202民初8号' })
    expect(draftOf(r)).toMatchObject({ causeName: '外星人纠纷', causeCode: null })
    expect(r.ok && r.flags.map((f) => f.code)).toEqual(['number-other-court', 'cause-unknown'])
  })
  it.each([
    [{ 案号: '（2026）苏1204民初08号' }, '案号', 'case-number-leading-zero'],
    [{ 立案日期: '2026-02-30' }, '立案日期', 'date-impossible'],
    [{ 立案日期: '' }, '立案日期', 'date-missing'],
    [{ 立案日期: '2027-01-01' }, '立案日期', 'date-future'],
    [{ 结案日期: '2026-08-01' }, '结案日期', 'date-closed-before-filed'],
    [{ 标的额: '很多' }, '标的额', 'amount-format'],
    [{ 原告: '', 被告: '' }, '原告', 'party-missing'],
    [{ 原告身份证: '110105194912310021' }, '原告身份证', 'id-check-digit'],
    [{ 原告身份证: '1.10105E+17' }, '原告身份证', 'paper-precision-lost'],
    [{ 被告身份证: '11010519491231002X' }, '被告身份证', 'count-mismatch'],
    [{ 电话: '没有电话' }, '电话', 'phone-shape'],
  ])('%j is refused at %s: %s', (over, column, code) => {
    const r = row(over)
    expect(r.ok).toBe(false)
    expect(!r.ok && r.faults.map((f) => [f.column, f.code])).toEqual([[column, code]])
  })
  it('tell their fault without the personal number', () => {
    const r = row({ 原告身份证: '110105194912310021' })
    expect(!r.ok && r.faults[0]!.value).toBe('11**************21')
  })
  it('never throw on any text', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 14 }), (cells) => typeof read(2, cells).ok === 'boolean'))
  })
  it('a title for every mixture of parties', () => {
    expect(titleOf([{ role: 'applicant', name: '张三' }])).toBe('张三')
    expect(titleOf([])).toBe('—')
  })
})

describe('difference', () => {
  const base: Comparable = {
    procedure: 'ordinary',
    causeName: '离婚纠纷',
    causeCode: 'B.1.3',
    amount: '100.00',
    receivedOn: null,
    filedOn: '2026-09-01',
    closedOn: null,
    status: 'open',
    divisionId: 1,
    judgeId: null,
    clerkId: null,
    parties: [
      { role: 'plaintiff', name: '张三', paperMasked: '1101**********002X', paperHash: 'aa', phone: '13800001234', residence: null },
    ],
  }
  it('is empty for the same case, and for a list that knows less', () => {
    expect(diffCase(base, base)).toEqual([])
    expect(
      diffCase(base, { ...base, amount: null, divisionId: null, parties: [{ ...base.parties[0]!, paperHash: null, phone: null }] }),
    ).toEqual([])
  })
  it('names each change, personal data masked', () => {
    expect(
      diffCase(base, {
        ...base,
        closedOn: '2026-10-01',
        status: 'closed',
        parties: [
          { ...base.parties[0]!, phone: '13899991234', paperHash: 'bb' },
          { role: 'thirdParty', name: '王五', paperMasked: null, paperHash: null, phone: null, residence: null },
        ],
      }),
    ).toEqual([
      { field: 'closedOn', before: null, after: '2026-10-01' },
      { field: 'status', before: 'open', after: 'closed' },
      { field: 'party:张三.paper', before: '1101**********002X', after: '1101**********002X' },
      { field: 'party:张三.phone', before: '138****1234', after: '138****1234' },
      { field: 'party:王五.role', before: null, after: 'thirdParty' },
    ])
  })
})

it('100,000 rows are read and checked, none lost', async () => {
  const lines = ['案号,立案日期,案由,原告,被告,标的额,原告身份证']
  for (let i = 1; i <= 100_000; i++)
    lines.push(`（2026）苏1204民初${i}号,2026-09-01,民间借贷纠纷,张三${i},"李四、王五","1,234.50",11010519491231002X`)
  const bytes = Buffer.from(lines.join('\n'))
  const h = lines[0]!.split(',')
  const reader = rowReader({
    headers: h,
    mapping: guessMapping(h),
    causes: seedCauses,
    courtCode: '苏1204',
    types: new Set(['民初']),
    today: '2026-11-23',
  })
  let good = 0
  for await (const batch of readCsvRows(textBytes(bytes)!.utf8, ','))
    for (const r of batch) if (r.row > 1 && reader(r.row, r.cells).ok) good++
  expect(good).toBe(100_000)
})
