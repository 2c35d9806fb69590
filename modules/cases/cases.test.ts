import { beforeAll, describe, expect, it } from 'vitest'
import { nextNumber, relatedCases } from './public.ts'
import { idNo, testCourt, type TestCourt } from './test-court.ts'

let app: TestCourt['app']
let court: number
let civil: number
let enforcement: number
let people: TestCourt['people']
let as: TestCourt['as']
let one: TestCourt['one']
let grant: TestCourt['grant']
let ledger: TestCourt['ledger']
beforeAll(async () => {
  ;({ app, court, civil, enforcement, people, as, one, grant, ledger } = await testCourt())
})

const loan = (n: number, over: object = {}) => ({
  number: `(2026)苏1204民初${n}号`,
  procedure: 'ordinary',
  cause: '民间借贷纠纷',
  amount: '1000.50',
  filedOn: '2026-09-01',
  divisionId: civil,
  parties: [
    { role: 'plaintiff', kind: 'natural', name: '单田芳', paperKind: 'idCard', paper: idNo(1), phone: '138 0000 1234' },
    { role: 'defendant', kind: 'organisation', name: '泰州市曾经沧海文化有限公司', paperKind: 'uscc', paper: '91350100M000100Y43' },
  ],
  ...over,
})

describe('registry', () => {
  let id: number
  it('takes a case, seals its numbers, and is read with an event', async () => {
    const made = await as('filing').post('/cases', loan(1))
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    id = made.body.id
    const read = await as('filing').get(`/cases/${id}`)
    expect(read.body).toMatchObject({
      number: '（2026）苏1204民初1号',
      title: '单田芳与泰州市曾经沧海文化有限公司',
      causeKnown: true,
      causeCode: 'D.1.18.2',
      status: 'open',
      amount: '1000.50',
      divisionName: '民一庭',
      revision: 1,
      can: { edit: true, reveal: true },
    })
    expect(read.headers.etag).toBe('"1"')
    expect(read.body.parties[0]).toMatchObject({
      name: '单田芳',
      paperMasked: `${idNo(1).slice(0, 4)}**********${idNo(1).slice(-4)}`,
      phoneMasked: '138****1234',
      sex: expect.any(String),
      birthOn: '1990-01-02',
    })
    expect(JSON.stringify(read.body)).not.toContain(idNo(1))
    const stored = await one<{ whole: string }>('select string_agg(p::text, $1) as whole from cases.party p', ['|'])
    expect(stored.whole).not.toContain(idNo(1))
    expect(stored.whole).not.toContain('13800001234')
    expect((await ledger('case.read', id))[0]).toMatchObject({ person_id: people.filing!.id, grant_id: null })
    const shown = await as('filing').post(`/cases/${id}/parties/${read.body.parties[0].id}/reveal`, { reason: '核对身份' })
    expect(shown.body).toEqual({ paper: idNo(1), phone: '13800001234' })
    expect((await ledger('party.reveal', id))[0]!.data).toEqual({ reason: '核对身份' })
  })
  it.each([
    [{ number: '（2026）苏1204民初01号' }, 422, 'case-number-leading-zero'],
    [{ number: '（2026）苏1204民初1号' }, 409, 'case-number-taken'],
    [{ number: null, closedOn: '2026-08-01' }, 422, 'date-closed-before-filed'],
    [{ number: null, divisionId: 999_999 }, 422, 'division-unknown'],
    [{ number: null, judgeId: 999_999 }, 422, 'person-unknown'],
    [
      { number: null, parties: [{ role: 'plaintiff', kind: 'natural', name: '甲', paperKind: 'idCard', paper: '110105194912310021' }] },
      422,
      'id-check-digit',
    ],
    [
      { number: null, parties: [{ role: 'plaintiff', kind: 'natural', name: '甲', paper: '11010519491231002X' }] },
      422,
      'paper-kind-missing',
    ],
    [{ number: null, parties: [{ role: 'agent', kind: 'natural', name: '律师' }] }, 422, 'party-missing'],
    [{ filedOn: '2026-02-30' }, 400, 'malformed'],
  ])('refuses %j: %s %s', async (over, status, code) => {
    const r = await as('filing').post('/cases', loan(1, over))
    expect([r.status, r.body.code]).toEqual([status, code])
  })
  it('changes only on the revision that was seen', async () => {
    expect((await as('filing').patch(`/cases/${id}`, { amount: '2' })).status).toBe(428)
    const r = await as('filing').patch(`/cases/${id}`, { amount: '2', cause: '外星人纠纷' }, { 'if-match': '"1"' })
    expect(r.body).toEqual({ id, revision: 2 })
    const stale = await as('filing').patch(`/cases/${id}`, { amount: '3' }, { 'if-match': '"1"' })
    expect([stale.status, stale.body.code]).toEqual([409, 'stale-revision'])
    expect((await as('filing').get(`/cases/${id}`)).body).toMatchObject({
      amount: '2.00',
      causeName: '外星人纠纷',
      causeKnown: false,
      procedure: 'ordinary',
    })
    expect((await as('judge').patch(`/cases/${id}`, { number: '（2026）苏1204民初77号' }, { 'if-match': '"2"' })).body.code).toBe(
      'case-number-fixed',
    )
    expect((await ledger('case.change', id))[0]!.data).toMatchObject({ fields: expect.arrayContaining(['amount', 'cause_name']) })
  })
  it('adds, changes and removes parties and agents as part of the case', async () => {
    const added = await as('filing').post(
      `/cases/${id}/parties`,
      { role: 'thirdParty', kind: 'natural', name: '仇和' },
      { 'if-match': '2' },
    )
    expect(added.status, JSON.stringify(added.body)).toBe(200)
    const detail = (await as('filing').get(`/cases/${id}`)).body
    expect(detail.revision).toBe(added.body.revision)
    const third = detail.parties.find((p: { name: string }) => p.name === '仇和')
    const agent = await as('filing').post(
      `/cases/${id}/parties`,
      { role: 'agent', kind: 'natural', name: '区律师', representsId: third.id, authority: 'special', firm: '某某律师事务所' },
      { 'if-match': String(detail.revision) },
    )
    expect((await as('filing').delete(`/cases/${id}/parties/${third.id}`, { 'if-match': String(agent.body.revision) })).body.code).toBe(
      'party-represented',
    )
    const renamed = await as('filing').patch(
      `/cases/${id}/parties/${detail.parties[0].id}`,
      { name: '单田方' },
      { 'if-match': String(agent.body.revision) },
    )
    expect(renamed.status, JSON.stringify(renamed.body)).toBe(200)
    expect((await as('filing').get(`/cases/${id}`)).body).toMatchObject({
      title: '单田方与泰州市曾经沧海文化有限公司',
      revision: renamed.body.revision,
    })
    await as('filing').patch(
      `/cases/${id}/parties/${detail.parties[0].id}`,
      { name: '单田芳' },
      { 'if-match': String(renamed.body.revision) },
    )
  })
})

describe('who sees what', () => {
  let mine: number
  beforeAll(async () => {
    mine = (
      await as('filing').post(
        '/cases',
        loan(50, {
          parties: [
            { role: 'plaintiff', kind: 'natural', name: '䶮某某', paperKind: 'idCard', paper: idNo(50) },
            { role: 'defendant', kind: 'natural', name: '解晓东' },
          ],
        }),
      )
    ).body.id
  })
  it('the division does, another division and another court do not', async () => {
    expect((await as('judge').get(`/cases/${mine}`)).status).toBe(200)
    expect((await as('executor').get(`/cases/${mine}`)).status).toBe(404)
    expect((await as('elsewhere').get(`/cases/${mine}`)).status).toBe(404)
    expect((await as('executor').get('/cases')).body.items).toEqual([])
    expect((await as('executor').get('/cases/count')).body).toEqual({ count: 0, more: false })
    expect((await as('executor').get('/cases?q=%E8%A7%A3%E6%99%93%E4%B8%9C')).body.items).toEqual([])
    expect((await as('elsewhere').get(`/cases?q=${idNo(50)}`)).body.items).toEqual([])
  })
  it('outsourced staff see nothing without a grant, no parties without C1, and the ledger names the grant', async () => {
    expect((await as('operator').get(`/cases/${mine}`)).status).toBe(404)
    expect((await as('operator').get('/cases')).body.items).toEqual([])
    await grant('operator', mine, ['C3'])
    const bare = await as('operator').get(`/cases/${mine}`)
    expect(bare.body).toMatchObject({ parties: [], can: { edit: 'not-allowed', reveal: 'level-c1-missing' } })
    expect((await as('operator').get(`/cases?q=${idNo(50)}`)).body.items).toEqual([])
    const { id: grantId } = await one<{ id: number }>('select max(id) as id from confidentiality.access_grant')
    expect((await ledger('case.read', mine))[0]).toMatchObject({ person_id: people.operator!.id, grant_id: Number(grantId) })
    await grant('operator', mine, ['C1', 'C2'])
    const full = await as('operator').get(`/cases/${mine}`)
    expect(full.body.parties).toHaveLength(2)
    expect((await as('operator').get(`/cases?q=${idNo(50)}`)).body.items.map((c: { id: number }) => c.id)).toEqual([mine])
    expect((await as('operator').post('/cases', loan(51))).status).toBe(403)
    app.clock.set('2026-12-02T01:00:00Z')
    expect((await as('operator').get(`/cases/${mine}`)).status).toBe(404)
    app.clock.set('2026-09-21T01:00:00Z')
  })
})

describe('search and lists', () => {
  beforeAll(async () => {
    for (let n = 100; n < 107; n++)
      await as('filing').post(
        '/cases',
        loan(n, {
          filedOn: `2026-09-${n - 90}`,
          parties: [
            { role: 'plaintiff', kind: 'natural', name: `欧阳修${n}` },
            { role: 'defendant', kind: 'natural', name: '𠮷野家康' },
          ],
        }),
      )
    await as('filing').post('/cases', {
      ...loan(0),
      number: '（2026）苏1204执恢9号之一',
      procedure: 'enforcement',
      divisionId: enforcement,
      filedOn: '2026-09-20',
      parties: [
        { role: 'applicant', kind: 'natural', name: '万俟卨' },
        { role: 'debtor', kind: 'natural', name: '查良镛' },
      ],
    })
  })
  const found = async (q: string): Promise<string[]> => {
    const r = await as('filing').get(`/cases?q=${encodeURIComponent(q)}`)
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    return r.body.items.map((c: { number: string }) => c.number)
  }
  it.each([
    ['(2026)苏1204民初1号', ['（2026）苏1204民初1号']],
    ['民初100', ['（2026）苏1204民初100号']],
    ['苏1204民初101号', ['（2026）苏1204民初101号']],
    ['102', ['（2026）苏1204民初102号']],
    ['苏1202民初102', []],
    ['单田', ['（2026）苏1204民初1号']],
    ['shantian', ['（2026）苏1204民初1号']],
    ['stf', ['（2026）苏1204民初1号']],
    ['沧海', ['（2026）苏1204民初1号']],
    ['mqx', ['（2026）苏1204执恢9号之一']],
    ['zhaliang', ['（2026）苏1204执恢9号之一']],
    ['䶮', ['（2026）苏1204民初50号']],
    ['91350100M000100Y43', ['（2026）苏1204民初1号']],
    ['没有这个人', []],
    ["' or 1=1 --", []],
  ])('%s', async (q, numbers) => {
    expect(await found(q)).toEqual(numbers)
  })
  it('a rare character outside the basic plane finds its seven cases', async () => {
    expect(await found('𠮷野')).toHaveLength(7)
  })
  it('pages by key in both directions, without losing or doubling a row, drafts included', async () => {
    await as('filing').post('/cases', {
      ...loan(0),
      number: null,
      filedOn: null,
      parties: [{ role: 'plaintiff', kind: 'natural', name: '待立案' }],
    })
    for (const sort of ['-filed', 'filed']) {
      const seen: { id: number; filedOn: string | null }[] = []
      let cursor = ''
      for (let i = 0; i < 20; i++) {
        const page = (await as('filing').get(`/cases?limit=3&sort=${sort}${cursor && `&cursor=${cursor}`}`)).body
        seen.push(...page.items)
        if (!page.next) break
        cursor = page.next
      }
      const all = (await as('filing').get(`/cases?limit=200&sort=${sort}`)).body.items
      expect(seen.map((c) => c.id)).toEqual(all.map((c: { id: number }) => c.id))
      expect(new Set(seen.map((c) => c.id)).size).toBe(seen.length)
      const dates = seen.map((c) => c.filedOn).filter(Boolean)
      expect(dates).toEqual(sort === 'filed' ? [...dates].sort() : [...dates].sort().reverse())
    }
    expect((await as('filing').get('/cases?cursor=zzz')).status).toBe(400)
  })
  it('filters together', async () => {
    const r = await as('filing').get(
      `/cases?type=${encodeURIComponent('民初')}&filedFrom=2026-09-11&filedUntil=2026-09-13&divisionId=${civil}&status=open`,
    )
    expect(r.body.items.map((c: { filedOn: string }) => c.filedOn)).toEqual(['2026-09-13', '2026-09-12', '2026-09-11'])
    expect((await as('filing').get('/cases?causeUnknown=true')).body.items.map((c: { causeName: string }) => c.causeName)).toEqual([
      '外星人纠纷',
    ])
    expect((await as('filing').get('/cases/count?type=%E6%89%A7%E6%81%A2')).body).toEqual({ count: 1, more: false })
  })
  it('related cases and the next number, for the filing desk', async () => {
    const actor = {
      accountId: 1,
      personId: people.filing!.id,
      courtId: court,
      contractorId: null,
      side: 'court' as const,
      roles: ['filingOfficer'],
      divisionIds: [],
      engagementIds: [],
      name: '',
      sessionId: null,
      ip: null,
    }
    const related = await app.app.asActor(actor, (ctx) => relatedCases(ctx, [{ name: '单田芳', paper: idNo(1) }, { name: '查良镛' }]))
    expect(related.map((r) => [r.number, r.because])).toEqual([
      ['（2026）苏1204执恢9号之一', 'name'],
      ['（2026）苏1204民初1号', 'paper'],
    ])
    expect(await app.app.asActor(actor, (ctx) => nextNumber(ctx, 2026, '民初'))).toBe('（2026）苏1204民初107号')
    expect(await app.app.asActor(actor, (ctx) => nextNumber(ctx, 2027, '民初'))).toBe('（2027）苏1204民初1号')
  })
  it('causes by filing date; types', async () => {
    const of = async (on: string) => (await as('judge').get(`/causes?on=${on}&q=${encodeURIComponent('数据权属')}`)).body.items.length
    expect([await of('2025-12-31'), await of('2026-01-01')]).toEqual([0, 1])
    expect((await as('judge').get('/case-types')).body.items.map((t: { code: string }) => t.code)).toContain('民初')
    expect((await as('judge').get('/cause-register')).status).toBe(403)
    expect((await as('judge').put('/case-types/%E6%B0%91%E5%88%9D', { zh: 'x', en: 'x', area: 'civil', enabled: true })).status).toBe(403)
  })
  it('registers: nothing is written over by entering it again, an ended entry stays and is chosen no more', async () => {
    const by = as('management')
    const type = `/case-types/${encodeURIComponent('民催')}`
    const shown = async () =>
      (await by.get(`/case-type-register?q=${encodeURIComponent('民催')}`)).body.items.map((t: { state: string; until: string }) => [
        t.state,
        t.until,
      ])
    const chosen = async () => (await by.get('/case-types')).body.items.find((t: { code: string }) => t.code === '民催').enabled
    const row = { zh: '公示催告', en: 'Public summons', area: 'civil', enabled: true }
    expect((await by.put(type, { ...row, fresh: true })).body.code).toBe('case-type-taken')
    expect([await shown(), await chosen()]).toEqual([[['inUse', null]], true])
    expect((await by.put(type, { ...row, until: '2026-01-01' })).status).toBe(200)
    expect([await shown(), await chosen()]).toEqual([[['ended', '2026-01-01']], false])

    const cause = (code: string) => `/causes/2026/${code}`
    const of = async (q: string) => (await by.get(`/cause-register?edition=2026&q=${encodeURIComponent(q)}`)).body
    const before = (await of('名誉权')).items[0]
    const body = { name: before.name, parent: before.parent, level: before.level, from: before.from, until: '2026-03-01' }
    expect((await by.put(cause(before.code), { ...body, fresh: true })).body.code).toBe('cause-taken')
    expect((await by.put(cause(before.code), { ...body, until: '2025-12-31' })).body.code).toBe('register-dates')
    expect((await by.put(cause('Z.9'), { ...body, parent: 'Z', level: 2 })).body.code).toBe('cause-parent-unknown')
    expect((await by.put(cause(before.code), body)).status).toBe(200)
    expect((await of('名誉权')).items[0]).toMatchObject({ until: '2026-03-01', state: 'ended' })
    const onDay = async (day: string) => (await by.get(`/causes?on=${day}&q=${encodeURIComponent('名誉权')}`)).body.items.length
    expect([await onDay('2026-02-28'), await onDay('2026-03-01')]).toEqual([1, 0])
    // Pages follow each other in the order of the codes, each entry once.
    const codes: string[] = []
    for (let at = ''; ; ) {
      const page = (await by.get(`/cause-register?limit=40${at}`)).body
      codes.push(...page.items.map((c: { edition: string; code: string }) => `${c.edition}/${c.code}`))
      if (!page.next) break
      at = `&cursor=${page.next}`
    }
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.indexOf('2026/A.1.2')).toBeLessThan(codes.indexOf('2026/A.1.8.1'))
    expect(codes.some((c) => c.startsWith('2021/'))).toBe(true)
  })
})
