import { beforeAll, describe, expect, test } from 'vitest'
import { readAddress } from './rules/address.ts'
import { ladderOf } from './rules/ladder.ts'
import { type ServiceDesk, serviceDesk } from './test-desk.ts'

let d: ServiceDesk
beforeAll(async () => {
  d = await serviceDesk()
  d.at('2026-09-21T09:00')
})
const refusal = (r: { status: number; body: { code?: string } }) => [r.status, r.body.code]

describe('what the desk of service refuses', () => {
  test('empty, huge and malformed sets; a name with a script and rare characters is kept as it is', async () => {
    const clerk = await d.as('clerk')
    const caseId = await d.newCase({ defendant: { name: '顾䶮<script>𠮷' } })
    for (const body of [
      {},
      { caseId, kind: 'letter', title: 'x' },
      { caseId, kind: 'notice', title: ' ' },
      { caseId, kind: 'notice', title: '长'.repeat(201) },
    ])
      expect((await clerk.post('/service-sets', body)).status).toBe(400)
    expect(refusal(await clerk.post('/service-sets', { caseId, kind: 'summons', title: '传票' }))).toEqual([422, 'hearing-date-missing'])
    expect((await clerk.post('/service-sets', { caseId, kind: 'summons', title: '传票', hearingOn: '2027-02-29' })).status).toBe(400)
    expect(refusal(await clerk.post('/service-sets', { caseId: 999_999, kind: 'notice', title: 'x' }))).toEqual([404, 'not-found'])
    const [id] = (await d.handOver(caseId)) as [number]
    expect((await d.order(id)).recipient).toBe('顾䶮<script>𠮷')
  })
  test('a set handed over twice, by two clerks at once: one hand-over', async () => {
    const clerk = await d.as('clerk')
    const caseId = await d.newCase()
    const set = d.good(await clerk.post('/service-sets', { caseId, kind: 'notice', title: '通知' })).body
    const { revision } = d.good(await clerk.upload(`/service-sets/${set.id}/documents`, d.PDF)).body
    const partyId = (await d.partiesOf(caseId))[1]
    const over = () =>
      clerk.post(
        `/service-sets/${set.id}/hand-over`,
        { engagementId: d.c.engagementId, recipients: [{ partyId }] },
        { 'if-match': `"${revision}"` },
      )
    const both = await Promise.all([over(), over()])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect(refusal(await over())).toEqual([409, 'set-handed-over'])
    expect((await d.t.owner.query('select id from service_of_process.service_order where set_id = $1', [set.id])).rows).toHaveLength(1)
  })
  test('two operators reach for one order: one has it; the other may not act on it', async () => {
    const [id] = (await d.handOver(await d.newCase())) as [number]
    const task = await d.openTask(id, 'address')
    const [a, b] = [await d.as('operator'), await d.as('operator2')]
    const claim = (v: typeof a) => v.post(`/tasks/${task.id}/claim`, {}, { 'if-match': `"${task.revision}"` })
    const both = await Promise.all([claim(a), claim(b)])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    const other = both[0]!.status === 200 ? b : a
    const choice = { method: 'pickup' }
    const act = (v: typeof a, headers = {}) => v.post(`/service-of-process/tasks/${task.id}/address`, choice, headers)
    expect((await act(other, { 'if-match': '"2"' })).status).toBeGreaterThanOrEqual(403)
    const mine = other === a ? b : a
    expect(refusal(await act(mine, { 'if-match': '"77"' }))).toEqual([409, 'stale-revision'])
    expect((await act(mine)).status).toBe(428)
    // Out of order: this task is not the one where an attempt is recorded.
    const early = await mine.post(
      `/service-of-process/tasks/${task.id}/attempt`,
      { dispatchedAt: '2026-09-21T09:00:00+08:00' },
      { 'if-match': '"2"' },
    )
    expect(early.status).toBeGreaterThanOrEqual(400)
    expect(early.status).toBeLessThan(500)
  })
  test('an attempt: full-width number, a used number, a moment in the future or before the hand-over, evidence that is none', async () => {
    const toAttempt = async (): Promise<number> => {
      const [id] = (await d.handOver(await d.newCase())) as [number]
      d.good(
        await d.form('operator', id, 'address', 'address', {
          method: 'mail',
          addressId: await d.addressOf(id, 'postal'),
          directDifficult: true,
        }),
      )
      return id
    }
    const [one, two] = [await toAttempt(), await toAttempt()]
    const send = (id: number, over: object) =>
      d.form('operator', id, 'attempt', 'attempt', {
        dispatchedAt: '2026-09-21T09:00:00+08:00',
        mailNo: 'ＥＭＳ２０２６０００１ＣＮ',
        ...over,
      })
    expect(refusal(await send(one, { dispatchedAt: '2026-09-21T09:01:00+08:00' }))).toEqual([422, 'date-in-future'])
    expect(refusal(await send(one, { dispatchedAt: '2026-09-18T09:00:00+08:00' }))).toEqual([422, 'date-before-hand-over'])
    expect(refusal(await send(one, { mailNo: '１２' }))).toEqual([422, 'mail-number-shape'])
    expect(refusal(await send(one, { mailNo: null }))).toEqual([422, 'mail-number-missing'])
    expect((await send(one, { publishedOn: ['2026-02-29'] })).status).toBe(400)
    const task = await d.openTask(one, 'attempt')
    const operator = await d.as('operator')
    const evidence = (bytes: Buffer, name = '照片.png') =>
      operator.upload(`/service-of-process/tasks/${task.id}/evidence`, { name, bytes }, { kind: 'photo' })
    expect(refusal(await evidence(Buffer.from('no picture at all')))).toEqual([415, 'evidence-type'])
    expect((await evidence(Buffer.from('<html><script>alert(1)</script></html>'))).status).toBe(415)
    expect(refusal(await evidence(Buffer.alloc(0)))).toEqual([422, 'empty-file'])
    const sent = await send(one, {})
    expect([sent.status, sent.body.ok]).toEqual([200, true])
    // The next step is the operator's own; the page leads there.
    expect(sent.body.nextTaskId).toBe((await d.openTask(one, 'feedback')).id)
    expect((await d.order(one)).attempts[0].mailNo).toBe('EMS20260001CN')
    expect(refusal(await send(two, { mailNo: 'EMS20260001CN' }))).toEqual([409, 'mail-number-used'])
  })
  test('two clerks correct the same day at once: one correction, and one replaced decision', async () => {
    const id = await d.mailed({ posted: '2026-10-12', returned: '2026-10-14' })
    d.good(await d.form('clerk', id, 'confirm', 'confirm', { validity: 'effective' }))
    const { revision } = await d.order(id)
    const clerk = await d.as('clerk')
    const correct = (effectiveOn: string) =>
      clerk.post(`/service-orders/${id}/correct`, { effectiveOn, reason: '回执所载日期有误' }, { 'if-match': `"${revision}"` })
    const both = await Promise.all([correct('2026-10-13'), correct('2026-10-12')])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect(both.find((r) => r.status === 409)!.body.code).toBe('stale-revision')
    expect((await d.order(id)).confirmations.filter((c: { supersededAt: string | null }) => c.supersededAt === null)).toHaveLength(1)
    expect(
      refusal(
        await clerk.post(
          `/service-orders/${id}/correct`,
          { effectiveOn: '2026-10-20', reason: 'x' },
          { 'if-match': `"${(await d.order(id)).revision}"` },
        ),
      ),
    ).toEqual([422, 'date-in-future'])
  })
  test("a carrier's list that is a picture, empty, or longer than a list may be", async () => {
    const operator = await d.as('operator')
    const list = (bytes: Buffer) => operator.upload('/service-imports', { name: '结果.csv', bytes })
    expect(refusal(await list(d.PNG.bytes))).toEqual([415, 'import-wrong-type'])
    expect(refusal(await list(Buffer.from('\r\n \r\n')))).toEqual([422, 'import-empty'])
    expect(refusal(await list(Buffer.from(`邮件号,状态,时间\n${'EMS1,已签收,2026-09-21\n'.repeat(2001)}`)))).toEqual([
      422,
      'carrier-too-many-rows',
    ])
    expect((await operator.post('/service-imports/scan', { mailNos: [], status: '已签收', at: '2026-09-21' })).status).toBe(400)
  })
})

test('consent without an electronic address: the ladder asks for the address, not for the consent that is there', () => {
  const facts = {
    kind: 'complaint' as const,
    procedure: 'ordinary',
    directDifficult: false,
    otherCourt: false,
    institution: false,
    whereaboutsUnknown: false,
    attempts: [],
  }
  const postal = { id: 1, source: 'confirmed' as const, kind: 'postal' as const, confirmedOn: '2026-09-02' }
  const electronic = { ...postal, id: 2, kind: 'electronic' as const }
  const why = (consent: 'express' | null, addresses: (typeof postal | typeof electronic)[]) =>
    ladderOf({ ...facts, consent, addresses })
      .find((s) => s.method === 'electronic')
      ?.reasons.map((r) => r.code)
  expect(why(null, [postal])).toEqual(['no-consent'])
  expect(why('express', [postal])).toEqual(['no-electronic-address'])
  expect(why(null, [postal, electronic])).toEqual(['no-consent'])
  expect(why('express', [postal, electronic])).toEqual([])
})

test('an address is kept as papers can be sent there', () => {
  expect(readAddress('electronic', '　ｌｕ.jie＠example．cn ')).toBe('lu.jie@example.cn')
  expect(readAddress('electronic', '１３９ ００００ ２２２２')).toBe('13900002222')
  expect(readAddress('telephone', '0523-8888 1234-801')).toBe('052388881234-801')
  expect(readAddress('postal', ' 𠮷祥里８８号 ')).toBe('𠮷祥里８８号')
  for (const wrong of ['lu@', '@x.cn', 'a b@@c.cn', '微信', '1234']) expect(readAddress('electronic', wrong)).toBeNull()
  for (const wrong of ['', '12', 'abc', '139-', '-5']) expect(readAddress('telephone', wrong)).toBeNull()
})
