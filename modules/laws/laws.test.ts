import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { deadlineRules } from '../deadlines/rules/registry.ts'
import { citedLaw } from '../deadlines/rules/citations.ts'
import { buildContractor, buildEngagement } from '../organisations/fixtures.ts'
import { citationAt } from './public.ts'
import { announceSeeds, lawSeeds } from './seed.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let c: TestCourt
let other: TestCourt
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire
type Any = any

beforeAll(async () => {
  c = await testCourt(t)
  other = await testCourt(t, { code: '苏1298', serial: 77 } as never)
  await c.person('hr', 'hr')
  for (const court of [c, other]) {
    await court.person('trialManagement', 'trialManagement')
    await court.person('responsibleDepartment', 'responsibleDepartment')
  }
  await other.person('hr', 'hr')
})
const lawOf = async (key: string): Promise<Any> =>
  (await c.as('trialManagement').get(`/laws?q=${encodeURIComponent(key)}&limit=200`)).body.items.find((l: Any) => l.key === key)

/** [declaration, debtor, state, due] of what the changes made owed in this court. */
const dutiesOf = async (kind: string): Promise<string[][]> =>
  (
    await t.owner.query<{ key: string; debtor: string; state: string; due: string }>(
      'select key, debtor, state, due_at as due from duties.duty where court_id = $1 and kind = $2 order by id',
      [c.courtId, kind],
    )
  ).rows.map((d) => [d.key, d.debtor, d.state, new Date(d.due).toISOString().replace('.000', '')])

describe('the register', () => {
  it('knows every law the deadline rules cite, and says where', async () => {
    const cited = new Set(Object.values(deadlineRules).flatMap((r) => r.basis.map(citedLaw).flatMap((x) => (x ? [x.law] : []))))
    expect([...cited].filter((k) => !lawSeeds.some((s) => s.key === k))).toEqual([])
    const list = (await c.as('operator').get('/laws?cited=yes&limit=200')).body.items
    expect(new Set(list.map((l: Any) => l.key))).toEqual(
      new Set([...cited, ...list.filter((l: Any) => l.cited > 0).map((l: Any) => l.key)]),
    )
    const law = await lawOf('民诉')
    const one = (await c.as('operator').get(`/laws/${law.id}`)).body
    expect(one).toMatchObject({ key: '民诉', version: '2023年修正', effectiveOn: '2024-01-01', state: 'in-force', incomplete: false })
    expect(one.places.length).toBeGreaterThan(5)
    expect(one.places[0]).toMatchObject({ module: 'deadlines', link: expect.stringContaining('/deadlines?rule=') })
    expect(one.can.addVersion.ok).toBe(false)
    expect(await lawOf('民法典')).toMatchObject({ state: 'in-force', incomplete: false, effectiveOn: '2021-01-01', number: '主席令第45号' })
    expect(await lawOf('立卷')).toMatchObject({ state: 'undated', incomplete: true, effectiveOn: null })
  })
  it('cites by the day', async () => {
    const at = async (on: string): Promise<Any> =>
      (await c.as('operator').get(`/laws/citation?law=${encodeURIComponent('反法')}&article=${encodeURIComponent('商业秘密')}&on=${on}`))
        .body
    expect([(await at('2020-01-01')).article, (await at('2025-10-15')).article]).toEqual(['9', '10'])
    expect((await at('2025-10-15')).marks).toEqual(['uncertain'])
    expect((await c.as('operator').get('/laws/citation?law=x&on=2026-01-01')).body.code).toBe('law-unknown')
    expect(await t.app.asSystem(c.courtId, (ctx) => citationAt(ctx, '刑法', '侵犯公民个人信息', '2026-01-01'))).toMatchObject({
      zh: '《中华人民共和国刑法》第253条之一',
    })
  })
  it('is kept by the offices of the court; the contractor and other roles only read', async () => {
    const law = await lawOf('民法典')
    const body = { label: '2027年修正', effectiveOn: '2027-01-01' }
    for (const who of ['operator', 'projectManager', 'hr', 'judge', 'commissioner'])
      expect((await c.as(who).post(`/laws/${law.id}/versions`, body)).status).toBe(403)
    expect((await c.as('trialManagement').post('/laws', { key: '民诉', kind: 'law', nameZh: '重复', label: '一' })).body.code).toBe(
      'law-key-taken',
    )
    expect((await c.as('trialManagement').post(`/laws/${law.id}/versions`, { ...body, promulgatedOn: '2027-02-01' })).body.code).toBe(
      'law-dates-reversed',
    )
  })
})

describe('a change', () => {
  it('opens a review wherever the law is cited and a task for each engaged contractor, in this court only', async () => {
    await t.app.asSystem(c.courtId, async (ctx) => {
      const second = await buildContractor(ctx, { name: '云川第二服务有限公司', serial: 99 })
      await buildEngagement(ctx, { contractorId: second, fromDate: '2026-01-01', untilDate: '2026-12-31' })
    })
    const law = await lawOf('民诉')
    const places = (await c.as('operator').get(`/laws/${law.id}`)).body.places.length
    const done = await c
      .as('trialManagement')
      .post(`/laws/${law.id}/versions`, { label: '2027年修正', effectiveOn: '2027-01-01', note: '<script>alert(1)</script>第128条改' })
    expect(done).toMatchObject({ status: 200, body: { reviews: places, impacts: 2 } })
    expect(await lawOf('民诉')).toMatchObject({ version: '2023年修正', openReviews: places })
    const reviews = (await c.as('commissioner').get(`/law-reviews?lawId=${law.id}&limit=200`)).body.items
    expect(reviews).toHaveLength(places)
    // Ten working days after 2026-09-21 (the National Day week lies between, 10-10 is worked).
    expect(reviews[0]).toMatchObject({ change: 'version', dueAt: '2026-10-12T09:00:00Z', can: { close: { ok: true } } })
    expect((await other.as('commissioner').get('/law-reviews')).body.items).toEqual([])
    expect((await other.as('trialManagement').get(`/laws/${law.id}`)).body.versions.map((v: Any) => v.label)).not.toContain('2027年修正')
    const mine = (await c.as('hr').get('/law-impacts')).body.items
    expect(mine).toHaveLength(1)
    expect((await other.as('hr').get('/law-impacts')).body.items).toEqual([])
    expect((await c.as('trialManagement').get('/law-impacts')).body.items).toHaveLength(2)
    // Each of them is a duty: the court's reviews, the contractors' tasks, due with them.
    expect(await dutiesOf('law-review')).toEqual(Array(places).fill(['laws.review', 'court', 'open', '2026-10-12T09:00:00Z']))
    expect(await dutiesOf('law-impact')).toEqual(Array(2).fill(['laws.impact', 'contractor', 'open', '2026-10-12T09:00:00Z']))
    // A review is closed once, with what was found.
    const r = reviews[0].id
    expect((await c.as('projectManager').post(`/law-reviews/${r}/close`, { outcome: 'unchanged', note: '无影响' })).status).toBe(403)
    expect((await c.as('commissioner').post(`/law-reviews/${r}/close`, { outcome: 'unchanged', note: '无影响' })).status).toBe(200)
    expect((await dutiesOf('law-review')).filter((d) => d[2] === 'done')).toHaveLength(1)
    expect((await c.as('commissioner').post(`/law-reviews/${r}/close`, { outcome: 'changed', note: '再来' })).body.code).toBe('review-done')
  })

  it('is answered by the contractor with proof, which the court accepts or returns', async () => {
    const [task] = (await c.as('hr').get('/law-impacts')).body.items
    const file = (text: string) => ({ name: '整改.txt', bytes: Buffer.from(text), type: 'text/html' })
    const send = (who: string, bytes: string, fields = { words: '已组织学习并修订制度' }) =>
      c.as(who).upload(`/law-impacts/${task.id}/files`, file(bytes), fields as Record<string, string>)
    expect((await send('operator', '已学习')).status).toBe(403)
    expect((await send('hr', '<html><script>1</script>')).status).toBe(415)
    expect((await send('hr', '已学习', { words: '' })).body.code).toBe('proof-words')
    expect((await other.as('hr').upload(`/law-impacts/${task.id}/files`, file('已学习'), { words: '别家' })).status).toBe(404)
    expect((await c.as('hr').post(`/law-impacts/${task.id}/rule-versions`, { ruleVersionId: 5, words: '制度第五版' })).body.code).toBe(
      'rule-version-unknown',
    )
    expect(
      (await c.as('trialManagement').post(`/law-impacts/${task.id}/decide`, { accepted: true }, { 'if-match': '"1"' })).body.code,
    ).toBe('impact-nothing-submitted')
    expect((await send('hr', '已学习')).status).toBe(200)
    expect((await send('hr', '又一份')).body.code).toBe('impact-waits')
    expect((await c.as('hr').post(`/law-impacts/${task.id}/decide`, { accepted: true }, { 'if-match': '"2"' })).status).toBe(403)
    expect(
      (await c.as('trialManagement').post(`/law-impacts/${task.id}/decide`, { accepted: true }, { 'if-match': '"1"' })).body.code,
    ).toBe('stale-revision')
    expect(
      (await c.as('trialManagement').post(`/law-impacts/${task.id}/decide`, { accepted: false }, { 'if-match': '"2"' })).body.code,
    ).toBe('reason-required')
    expect(
      (await c.as('trialManagement').post(`/law-impacts/${task.id}/decide`, { accepted: false, note: '没有签到表' }, { 'if-match': '"2"' }))
        .status,
    ).toBe(200)
    // By a version of the contractor's own rules: one there is, and that the court has reviewed.
    const rule = { name: '制度.txt', bytes: Buffer.from('第一条 不得携带手机进入扫描室。') }
    const { id: ruleId } = (
      await c.as('projectManager').upload('/rules', rule, { title: '保密制度', summary: '手机管理', effectiveOn: '2026-10-09' })
    ).body
    const version = (await c.as('trialManagement').get(`/rules/${ruleId}`)).body.versions[0]
    const prove = () =>
      c.as('projectManager').post(`/law-impacts/${task.id}/rule-versions`, { ruleVersionId: version.id, words: '制度第一版' })
    expect((await prove()).body.code).toBe('rule-version-unknown')
    await expect(
      t.owner.query(
        "insert into laws.impact_proof (court_id, task_id, rule_version_id, words, submitted_by) values ($1, $2, $3, '制度第一版', $4)",
        [c.courtId, task.id, version.id, c.people.projectManager],
      ),
    ).rejects.toThrow(/rule-version/)
    const seen = { 'if-match': `"${version.revision}"` }
    expect(
      (await c.as('trialManagement').post(`/rule-versions/${version.id}/review`, { notLaxer: true, text: '不低于法院标准' }, seen)).status,
    ).toBe(200)
    expect((await prove()).status).toBe(200)
    expect((await c.as('commissioner').post(`/law-impacts/${task.id}/decide`, { accepted: true }, { 'if-match': '"4"' })).status).toBe(200)
    expect((await send('hr', '再交')).body.code).toBe('impact-accepted')
    const one = (await c.as('hr').get(`/law-impacts/${task.id}`)).body
    expect(one).toMatchObject({ state: 'accepted', late: false, can: { submit: { ok: false } } })
    expect(one.proofs.map((p: Any) => [p.accepted, p.ruleVersion ?? p.file.type])).toEqual([
      [true, '保密制度 · 1'],
      [false, 'text/plain'],
    ])
    const proof = await c.as('trialManagement').get(`/law-impacts/proofs/${one.proofs[1].id}`)
    expect(proof.headers['content-disposition']).toMatch(/^attachment/)
    expect((await other.as('trialManagement').get(`/law-impacts/proofs/${one.proofs[1].id}`)).status).toBe(404)
  })

  it('keeps texts as attachments and shows two versions side by side', async () => {
    const { id } = (
      await c.as('trialManagement').post('/laws', {
        key: '本院规定',
        kind: 'court-rule',
        nameZh: '云川市临溪区人民法院外包管理规定',
        label: '2025年',
        effectiveOn: '2025-01-01',
        articles: [{ topic: '携卷', number: '3' }],
      })
    ).body
    const { body } = await c.as('trialManagement').post(`/laws/${id}/versions`, {
      label: '2026年',
      effectiveOn: '2026-10-01',
      articles: [{ topic: '携卷', number: '5' }],
      impact: false,
    })
    expect(body).toMatchObject({ reviews: 0, impacts: 0 })
    const before = (await c.as('trialManagement').get(`/laws/${id}`)).body.versions
    expect(before.map((v: Any) => v.state)).toEqual(['coming', 'in-force'])
    const attach = (v: number, bytes: Buffer, name = '全文.html') =>
      c.as('trialManagement').upload(`/laws/versions/${v}/text`, { name, bytes })
    expect((await attach(before[1].id, Buffer.from('<!doctype html><p>x'))).status).toBe(415)
    expect((await attach(before[1].id, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).body.code).toBe('text-kind')
    expect((await attach(before[1].id, Buffer.from('第三条 不得携卷\n第四条 其他'))).status).toBe(200)
    expect((await attach(before[0].id, Buffer.from('第三条 登记后携卷\n第四条 其他'))).status).toBe(200)
    const seen = (await c.as('operator').get(`/laws/${id}/compare?from=${before[1].id}&until=${before[0].id}`)).body
    expect(seen.articles).toEqual([{ topic: '携卷', from: '3', until: '5', certain: true }])
    expect(seen.lines.map((l: Any) => l.side)).toEqual(['old', 'new', 'both'])
    const text = (await c.as('operator').get(`/laws/${id}`)).body.versions[0].text
    const file = await c.as('operator').get(`/laws/texts/${text.id}`)
    expect([file.status, file.headers['content-type'], String(file.headers['content-disposition']).startsWith('attachment')]).toEqual([
      200,
      expect.stringMatching(/^text\/plain/),
      true,
    ])
    expect((await other.as('operator').get(`/laws/texts/${text.id}`)).status).toBe(404)
    const repealed = await c
      .as('responsibleDepartment')
      .post(`/laws/versions/${before[0].id}/repeal`, { repealedOn: '2026-12-01', note: '并入新规', impact: true })
    expect(repealed.body).toMatchObject({ impacts: 2 })
    expect(
      (await c.as('responsibleDepartment').post(`/laws/versions/${before[0].id}/repeal`, { repealedOn: '2026-12-01', note: '再废' })).body
        .code,
    ).toBe('version-replaced')
    expect((await other.as('operator').get(`/laws/${id}`)).status).toBe(404)
  })

  it('that comes with a later release of the product is announced in every court, once', async () => {
    await t.owner.query(
      `insert into laws.version (law_id, label, year, entered_at) select id, '2030年修正', 2030, entered_at + interval '1 hour' from laws.law where key = '劳动合同法' and court_id is null`,
    )
    await announceSeeds(t.app)
    await announceSeeds(t.app)
    const { rows } = await t.owner.query(
      `select c.court_id from laws.change c join laws.version v on v.id = c.version_id where v.label = '2030年修正' order by 1`,
    )
    expect(rows.map((r) => r.court_id)).toEqual([c.courtId, other.courtId])
  })
})
