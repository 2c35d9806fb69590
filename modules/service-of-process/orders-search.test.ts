import { beforeAll, describe, expect, test } from 'vitest'
import { serviceDesk } from './test-desk.ts'
import { orderNumber } from './rules/carrier.ts'

type Desk = Awaited<ReturnType<typeof serviceDesk>>
let d: Desk
let [first, second]: number[] = []
beforeAll(async () => {
  d = await serviceDesk()
  d.at('2026-09-07T09:30')
  const caseId = await d.newCase({ defendant: { name: '𠮷田明远' } })
  ;[first] = await d.handOver(caseId)
  const other = await d.newCase({ defendant: { name: '欧阳清秋' } })
  ;[second] = await d.handOver(other, { recipients: await d.partiesOf(other) })
  await d.t.owner.query(
    "update cases.case_record set number = '（2026）苏1299民初77号', number_seq = 77, number_type = '民初', number_year = 2026 where id = $1",
    [other],
  )
})
const found = async (who: string, q: string): Promise<number[]> => {
  const r = await (await d.as(who)).get(`/service-orders?q=${encodeURIComponent(q)}`)
  expect(r.status).toBe(200)
  return r.body.items.map((o: { id: number }) => o.id).sort((a: number, b: number) => a - b)
}

describe('the list is searched by what stands on the envelope', () => {
  test('the recipient by characters, pinyin and initials; another party of the same case is not he', async () => {
    expect(await found('clerk', '𠮷田')).toEqual([first])
    expect(await found('clerk', 'ouyang')).toEqual([second! + 1])
    expect(await found('clerk', 'oyqq')).toEqual([second! + 1])
    // 章佳禾 is a party of both cases, and recipient in one.
    expect(await found('clerk', '章佳禾')).toEqual([second])
    expect(await found('clerk', '没有此人')).toEqual([])
  })
  test('the number of the case, whole, in part and in full width; our own number', async () => {
    for (const q of ['（2026）苏1299民初77号', '(2026)苏1299民初77号', '民初77', '77', '７７'])
      expect(await found('clerk', q), q).toEqual([second, second! + 1])
    expect(await found('clerk', orderNumber(first!))).toEqual([first])
    expect(await found('clerk', ' sd0000１ '.replace('１', String(first)))).toEqual([first])
  })
  test('with the other filters, and only of what one may see', async () => {
    const clerk = await d.as('clerk')
    const get = async (query: string) => (await clerk.get(`/service-orders?${query}`)).body.items.length
    expect(await get(`q=${encodeURIComponent('民初77')}&state=served`)).toBe(0)
    expect(await get(`q=${encodeURIComponent('民初77')}&state=open&limit=1`)).toBe(1)
    // An operator with nothing in hand finds nobody by his name.
    for (const q of ['欧阳清秋', '民初77', orderNumber(second!)]) expect(await found('operator', q)).toEqual([])
    expect((await clerk.get(`/service-orders?q=${'长'.repeat(101)}`)).status).toBe(400)
    expect(await found('clerk', '%_\\')).toEqual([])
  })
})
