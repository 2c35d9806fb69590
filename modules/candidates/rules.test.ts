import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  candidateStates,
  clauseOfMissing,
  fileKinds,
  mayTurn,
  missingCodes,
  missingOf,
  type Particulars,
  rankOf,
  type Turn,
} from './rules/candidate.ts'
import { columnTitles, faultWords, readHeader, readRow } from './rules/list.ts'

const whole: Particulars = {
  idNo: true,
  education: 'college',
  school: '某某学院',
  diplomaNo: '1',
  xuexin: 'match',
  xuexinOn: '2026-09-01',
  contractSignedOn: '2026-09-01',
  contractFrom: '2026-09-01',
  contractUntil: null,
  startOn: '2026-08-31',
  recordsNo: '1',
  recordsAuthority: '公安局',
  recordsOn: '2026-06-21',
  conviction: false,
  background: '良好',
  relationsDeclared: 'none',
  relations: [],
  files: ['diploma', 'contract', 'records'],
}
const times = { today: '2026-09-21', recordsFrom: '2026-06-21', contractBy: '2026-09-30' }
const codes = (o: Partial<Particulars>, t = times): string[] => missingOf({ ...whole, ...o }, t).map((m) => m.code)

describe('what keeps a candidate from being proposed', () => {
  it('nothing, with a certificate of the very first day that counts', () => {
    expect(codes({})).toEqual([])
    expect(codes({ recordsOn: '2026-06-20' })).toEqual(['records-old'])
    expect(codes({ recordsOn: '2026-09-22' })).toEqual(['records-future'])
  })
  it('the contract on the last day of the month is in time, a day later is not', () => {
    expect(codes({ contractSignedOn: '2026-09-20' }, { ...times, contractBy: '2026-09-20' })).toEqual([])
    expect(codes({ contractSignedOn: '2026-09-21' }, { ...times, contractBy: '2026-09-20' })).toEqual(['contract-late'])
    expect(codes({ contractUntil: '2026-08-31' })).toEqual(['contract-reversed'])
    expect(codes({ contractFrom: '2025-09-01', contractUntil: '2026-09-20' })).toEqual(['contract-over'])
  })
  it('relations that were declared are listed', () => {
    expect(codes({ relationsDeclared: 'list' })).toEqual(['relations-empty'])
    expect(codes({ relationsDeclared: 'list', relations: [{}] })).toEqual([])
  })
  it('each particular that is taken away is missed; never more by adding one; each gap has its clause', () => {
    const keys = Object.keys(whole).filter((k) => !['contractUntil', 'relations', 'idNo', 'files'].includes(k)) as (keyof Particulars)[]
    fc.assert(
      fc.property(fc.subarray(keys), fc.subarray([...fileKinds]), fc.constantFrom(...keys), (gone, files, one) => {
        const less = { ...whole, ...Object.fromEntries(gone.map((k) => [k, null])), files } as Particulars
        const found = missingOf(less, times)
        expect(found.every((m) => missingCodes.includes(m.code) && m.clause === clauseOfMissing[m.code])).toBe(true)
        expect(new Set(found.map((m) => m.code)).size).toBe(found.length)
        if (gone.length > 0 || ['diploma', 'contract', 'records'].some((k) => !files.includes(k as 'diploma')))
          expect(found.length).toBeGreaterThan(0)
        expect(missingOf({ ...less, [one]: whole[one] } as Particulars, times).length).toBeLessThanOrEqual(found.length)
      }),
    )
  })
  it('a conviction and an education below college block everything that is otherwise complete', () => {
    expect(codes({ conviction: true })).toEqual(['conviction'])
    expect(codes({ education: 'below' })).toEqual(['education-low'])
  })
  it('ranks both before one before none', () => {
    expect([
      rankOf({ lawBackground: true, courtYears: 1 }),
      rankOf({ lawBackground: false, courtYears: 30 }),
      rankOf({ lawBackground: false, courtYears: 0 }),
    ]).toEqual([2, 1, 0])
  })
})

describe('who may do what', () => {
  const turns: Turn[] = ['change', 'propose', 'withdraw', 'close', 'review', 'accept', 'reject', 'renew']
  it('only hr and the two offices act; whoever reviewed never registers; nothing is done to what is over', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...turns),
        fc.constantFrom(...candidateStates),
        fc.option(fc.record({ passed: fc.boolean(), reviewedById: fc.constantFrom(1, 2, null) })),
        fc.constantFrom('court', 'contractor', 'system', 'public'),
        fc.subarray(['hr', 'projectManager', 'trialManagement', 'responsibleDepartment', 'commissioner', 'courtLeader', 'operator']),
        (turn, state, review, side, roles) => {
          const may = mayTurn(turn, { state, review }, { side, roles, personId: 1 })
          if (!may.ok) return
          const court = ['review', 'accept', 'reject', 'renew'].includes(turn)
          expect(side).toBe(court ? 'court' : 'contractor')
          expect(roles.some((r) => (court ? ['trialManagement', 'responsibleDepartment'] : ['hr']).includes(r))).toBe(true)
          expect(['rejected', 'closed', 'erased']).not.toContain(state)
          if (turn === 'accept') expect([review?.passed, review?.reviewedById]).toEqual([true, 2])
        },
      ),
    )
  })
})

describe('rows of a list', () => {
  const columns = readHeader(Object.values(columnTitles))
  it('headings are known in any order, with stars and full-width brackets, once each', () => {
    expect(readHeader(['公民身份号码*', ' 姓 名', '手机号', '姓名', '不认识'])).toEqual(['idNo', 'name', 'phone', null, null])
  })
  it('full-width digits, dates of several hands, 29 February', () => {
    const read = (title: string, text: string) => readRow([...readHeader(['姓名', title])], ['甲', text])
    expect(read('用工日期', '２０２８年２月２９日').values.startOn).toBe('2028-02-29')
    expect(read('用工日期', '20260901').values.startOn).toBe('2026-09-01')
    expect(read('用工日期', '2026-02-29').faults).toEqual([{ column: 'startOn', code: 'date-impossible' }])
    expect(read('法院从业年数', '３').values.courtYears).toBe(3)
    expect(readRow(readHeader(['姓名']), ['𠮷田']).values.name).toBe('𠮷田')
    expect(readRow(readHeader(['姓名']), ['甲\u202e乙']).faults).toEqual([{ column: 'name', code: 'hidden-sign' }])
  })
  it('whatever stands in the cells: it never throws, every fault has words in both languages', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 24 }), { maxLength: 16 }), (cells) => {
        for (const f of readRow(columns, cells).faults) expect(faultWords[f.code]?.every((x) => x.length > 0)).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})
