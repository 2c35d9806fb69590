import { CompiledQuery } from 'kysely'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readXlsxRows } from '../../platform/documents/spreadsheet.ts'
import { sideOfRole, roleKeys, type Role } from '../../modules/organisations/rules/roles.ts'
import type { Visitor } from '../support/app.ts'
import {
  categories,
  everything,
  type Grant,
  levels,
  nothing,
  offices,
  seenUnder,
  type Seen,
  stages,
  wideRoles,
  type Written,
  writtenUnder,
} from './oracle.ts'
import {
  actorOf,
  bareRows,
  buildWorld,
  changeGrant,
  dropGrants,
  giveGrant,
  OPPONENT,
  PARTY,
  rowsOf,
  SEEN_SQL,
  type SeenRows,
  type World,
  WRITES,
} from './world.ts'

// 7.3.2.2, 4.1: role × stage × document category × field level × action, held against the oracle's own words, once in SQL as the
// application's role and once through the API with bytes, thumbnails, search, counts, exports, notices and titles.
let w: World
beforeAll(async () => {
  w = await buildWorld()
})
afterEach(() => dropGrants(w))

const run = async (actor: ReturnType<typeof actorOf>, text: string, values: unknown[]): Promise<Record<string, unknown>[]> =>
  w.t.app.asActor(actor, async (ctx) => (await ctx.tx.executeQuery(CompiledQuery.raw(text, values))).rows as Record<string, unknown>[])
const seenBy = async (who: string, role: Role): Promise<SeenRows> => bareRows((await run(actorOf(w, who, role), SEEN_SQL, [w.caseId]))[0]!)
class Undo extends Error {}
const writtenBy = async (who: string, role: Role): Promise<Written> => {
  const out: Partial<Written> = {}
  for (const [what, text] of Object.entries(WRITES) as [keyof Written, string][])
    await w.t.app
      .asActor(actorOf(w, who, role), async (ctx) => {
        const values = [w.caseId, what === 'attempt' ? w.orderId : w.batchId].slice(0, text.includes('$2') ? 2 : 1)
        out[what] = Number((await ctx.tx.executeQuery(CompiledQuery.raw(text, values))).numAffectedRows ?? 0n) > 0
        throw new Undo()
      })
      .catch((e) => {
        if (e instanceof Undo) return
        if (e.code === 'not-allowed' || e.code === 'BW004' || /row-level security/.test(e.message)) out[what] = false
        else throw e
      })
  return out as Written
}
const label = (g: Grant): string => `${g.stage} [${g.categories.join(' ')}] [${g.levels.join(' ')}] [${g.actions.join(' ')}]`

/** Every stage with every single category (and all, and none), every set of levels. */
const grants: Grant[] = stages.flatMap((stage) =>
  [[], ...categories.map((x) => [x]), [...categories]].flatMap((cats) =>
    [[], ['C1'], ['C2'], ['C3'], ['C1', 'C2'], [...levels]].map((at) => ({ stage, categories: cats, levels: at, actions: ['read'] })),
  ),
)
const actionSets = [
  ['read'],
  ['read', 'edit'],
  ['read', 'arrange'],
  ['read', 'catalogue'],
  ['read', 'check'],
  ['read', 'upload'],
  ['read', 'write'],
  ['read', 'handOver', 'print', 'draft', 'count'],
]

describe('as the application’s role in SQL', () => {
  test(`${grants.length} grants: what is seen`, async () => {
    const id = await giveGrant(w, 'operator', grants[0]!)
    for (const g of grants) {
      await changeGrant(w, id, g)
      expect({ grant: label(g), ...(await seenBy('operator', 'operator')) }).toEqual({ grant: label(g), ...rowsOf(seenUnder(g)) })
    }
  }, 30_000)
  test('stage × level × action: what is written', async () => {
    const id = await giveGrant(w, 'operator', grants[0]!)
    // A case is keyed in while it is a draft; once filed it is the court's (4.1).
    await changeGrant(w, id, { stage: 'filing', categories: [...categories], levels: [...levels], actions: ['read', 'edit'] })
    expect((await writtenBy('operator', 'operator')).case).toBe(false)
    await w.t.owner.query("update cases.case_record set status = 'draft' where id = $1", [w.caseId])
    for (const stage of stages)
      for (const at of [['C1'], ['C2'], ['C1', 'C2']])
        for (const actions of actionSets) {
          const g: Grant = { stage, categories: [...categories], levels: at, actions }
          await changeGrant(w, id, g)
          expect({ grant: label(g), ...(await writtenBy('operator', 'operator')) }).toEqual({ grant: label(g), ...writtenUnder(g) })
        }
    await w.t.owner.query("update cases.case_record set status = 'open' where id = $1", [w.caseId])
  }, 30_000)
  test('C4, C5, 副卷, deliberation, unissued judgments and 查控 can be granted to nobody outside', async () => {
    for (const bad of [
      { levels: ['C4'] },
      { levels: ['C5'] },
      { categories: ['secondaryVolume'] },
      { categories: ['deliberation'] },
      { categories: ['unissuedJudgment'] },
      { categories: ['assetSearchResult'] },
    ])
      await expect(giveGrant(w, 'operator', { stage: 'scan', categories: [], levels: [], actions: ['read'], ...bad })).rejects.toThrow(
        /check constraint/,
      )
  })
  test('every role without a grant: the court by its scope, nobody else', async () => {
    for (const role of roleKeys)
      expect({ role, ...(await seenBy(role, role)) }).toEqual({
        role,
        ...rowsOf(wideRoles.includes(role) || role === 'judge' || role === 'clerk' ? everything : nothing),
      })
    for (const who of ['judgeElsewhere', 'clerkElsewhere', 'enforcementOfficer']) {
      const role = who.replace('Elsewhere', '') as Role
      expect({ who, ...(await seenBy(who, role)) }).toEqual({ who, ...rowsOf(nothing) })
      // A task of the court in his hands opens the case to him as to the court.
      await giveGrant(w, who, { stage: 'service', categories: ['issuedDocument'], levels: ['C1'], actions: ['read', 'decide'] })
      expect({ who, ...(await seenBy(who, role)) }).toEqual({ who, ...rowsOf(everything) })
    }
  })
  test('a grant is nobody else’s: colleagues, leads, managers see nothing by it', async () => {
    await giveGrant(w, 'operator', { stage: 'filing', categories: [...categories], levels: [...levels], actions: ['read', 'edit'] })
    for (const role of ['operator2', 'teamLead', 'projectManager', 'hr', 'finance'])
      expect({ role, ...(await seenBy(role, role === 'operator2' ? 'operator' : (role as Role))) }).toEqual({ role, ...rowsOf(nothing) })
  })
  test('nobody makes or lengthens his own access', async () => {
    const actor = actorOf(w, 'operator', 'operator')
    const id = await giveGrant(w, 'operator', { stage: 'scan', categories: ['complaint'], levels: ['C2'], actions: ['read'] })
    await expect(
      run(
        actor,
        "insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, from_at, until_at) values ($1, $2, 'contractor', $3, $4, 'scan', bw.now(), bw.now() + interval '1 day')",
        [w.c.courtId, w.c.people.operator, w.caseId, w.tasks.scan],
      ),
    ).rejects.toThrow()
    await expect(
      run(actor, "update confidentiality.access_grant set until_at = until_at + interval '1 day' where id = $1", [id]),
    ).rejects.toThrow()
    await run(actor, "update confidentiality.access_grant set ended_at = bw.now(), ended_because = 'x' where id = $1", [id])
    await expect(run(actor, 'update confidentiality.access_grant set ended_at = null where id = $1', [id])).rejects.toThrow()
    await expect(
      run(actor, "insert into confidentiality.denial (court_id, person_id, kind, reason) values ($1, $2, 'freeze', 'x')", [
        w.c.courtId,
        w.c.people.operator2,
      ]),
    ).rejects.toThrow()
    const denial = Number(
      (
        await w.t.owner.query(
          "insert into confidentiality.denial (court_id, person_id, kind, reason) values ($1, $2, 'freeze', 'x') returning id",
          [w.c.courtId, w.c.people.operator],
        )
      ).rows[0].id,
    )
    await run(actor, 'update confidentiality.denial set ended_at = bw.now() where id = $1', [denial])
    expect((await w.t.owner.query('select ended_at from confidentiality.denial where id = $1', [denial])).rows).toEqual([
      { ended_at: null },
    ])
    await w.t.owner.query('delete from confidentiality.denial where id = $1', [denial])
  })
})

const csvOf = (bytes: Buffer): string[][] =>
  new TextDecoder('utf-8', { ignoreBOM: false })
    .decode(bytes)
    .replace('\ufeff', '')
    .trim()
    .split('\r\n')
    .map((l) => l.split(','))
/** All the API shows of the case to one person, and every word it said on the way. */
const apiView = async (v: Visitor): Promise<{ seen: Record<keyof Seen, unknown>; status: Record<string, number>; words: string }> => {
  const said: string[] = []
  const status: Record<string, number> = {}
  const get = async (key: string, path: string) => {
    const r = await v.get(path)
    status[key] = r.status
    if (!Buffer.isBuffer(r.body)) said.push(JSON.stringify(r.body))
    return r
  }
  const detail = await get('case', `/cases/${w.caseId}`)
  // A refusal has a title too.
  if (detail.status !== 200) detail.body = {}
  const search = async (q: string) =>
    ((await get(`search ${q}`, `/cases?q=${encodeURIComponent(q)}`)).body.items ?? []).some((x: { id: number }) => x.id === w.caseId)
  const [byNumber, byName, byPinyin] = [await search(w.number), await search(PARTY), await search('oywd')]
  const byJudge = ((await get('search judge', `/cases?judgeId=${w.c.people.judge}`)).body.items ?? []).length > 0
  const count = (await get('count', '/cases/count')).body.count ?? 0
  const nameCount = (await get('count by name', `/cases/count?q=${encodeURIComponent(PARTY)}`)).body.count ?? 0
  const reveal = await v.post(`/cases/${w.caseId}/parties/${w.partyId}/reveal`, { reason: '核对送达信息' })
  status.reveal = reveal.status
  const list = await get('pages', `/dossiers/batches/${w.batchId}/pages`)
  const images: string[] = []
  const listed = ((list.body.items ?? []) as { category: string | null }[]).map((p) => p.category ?? 'uncatalogued').sort()
  for (const [category, id] of Object.entries(w.pages))
    for (const width of category === 'complaint' ? [160, 800] : [160]) {
      const r = await get(`image ${category} ${width}`, `/dossiers/pages/${id}/image?width=${width}`)
      if (r.status === 200 && width === 160) images.push(category)
    }
  const entries = ((await get('batch', `/dossiers/batches/${w.batchId}`)).body.entries ?? [])
    .map((e: { category: string }) => e.category)
    .sort()
  const documents: string[] = []
  for (const [kind, id] of Object.entries(w.filingDocuments))
    if ((await get(`filing ${kind}`, `/filing/documents/${id}`)).status === 200) documents.push(kind)
  const order = await get('order', `/service-orders/${w.orderId}`)
  const issued = await get('issued', `/service-documents/${w.issuedId}/file`)
  const evidence = await get('evidence', `/service-evidence/${w.evidenceId}/file`)
  const task = await get('task', `/tasks/${w.tasks.scan}`)
  for (const [key, path] of [
    ['pool', '/tasks?scope=pool&limit=200'],
    ['team', '/tasks?scope=team&limit=200'],
    ['access', '/access/mine'],
    ['notices', '/notices'],
    ['orders', '/service-orders'],
    ['summary', '/tasks/summary'],
  ] as const)
    await get(key, path)
  const sheet = await get('export', '/cases/export?format=csv')
  const text = sheet.status === 200 ? csvOf(sheet.body as Buffer) : null
  if (text) said.push(JSON.stringify(text))
  const whole = detail.status === 200
  // The same thing shown in two places must be shown in both or in neither.
  expect({ byNumber, count: count > 0 }).toEqual({ byNumber: whole, count: whole })
  expect({ byName, byPinyin, nameCount: nameCount > 0 }).toEqual({
    byName: detail.body.title != null,
    byPinyin: detail.body.title != null,
    nameCount: detail.body.title != null,
  })
  if (list.status === 200) expect(images.sort()).toEqual(listed)
  if (detail.body.title === null && task.status === 200) expect(task.body.caseTitle).toBeNull()
  if (text) {
    expect(text.length - 1).toBe(count)
    // The court's own sheet has all its columns, even when there is nothing in it.
    if (whole)
      expect([text[0]!.includes('案件名称'), text[0]!.includes('标的额（元）'), text[0]!.includes('承办法官')]).toEqual([
        detail.body.title != null,
        detail.body.amount != null,
        detail.body.judgeName != null,
      ])
  }
  return {
    seen: {
      case: whole,
      title: detail.body.title != null,
      amount: detail.body.amount != null,
      panel: detail.body.judgeName != null && detail.body.clerkName != null && byJudge,
      parties: (detail.body.parties ?? []).length > 0,
      pages: images.sort(),
      entries,
      batch: status.batch === 200,
      filing: documents.includes('receipt'),
      filingDocuments: documents.sort(),
      order: order.status === 200,
      issued: issued.status === 200,
      evidence: evidence.status === 200,
    },
    status,
    words: said.join('\n'),
  }
}
const expected = (seen: Seen, role: string): Record<keyof Seen, unknown> => {
  const office = (key: string): boolean => offices[key]!.includes(role)
  const pages = office('pages') ? seen.pages : []
  return {
    ...seen,
    ...(office('case') ? {} : { case: false, title: false, amount: false, panel: false, parties: false }),
    pages,
    entries: office('pages') && seen.batch ? seen.entries : [],
    batch: office('pages') && seen.batch,
    filing: office('filingDocuments') && seen.filing,
    filingDocuments: office('filingDocuments') ? seen.filingDocuments : [],
    order: office('service') && seen.order,
    issued: office('service') && seen.issued,
    evidence: office('service') && seen.evidence,
  }
}

describe('through the API', () => {
  // What the three processes give, with the levels taken away one by one, and each category alone.
  const sample: Grant[] = [
    ...stages.flatMap((stage) =>
      [[], ['C1'], ['C2'], ['C1', 'C2'], [...levels]].map((at) => ({
        stage,
        categories: [...categories],
        levels: at,
        actions: ['read', 'print'],
      })),
    ),
    ...categories.map((x, i) => ({ stage: stages[i % stages.length]!, categories: [x], levels: ['C1', 'C2'], actions: ['read'] })),
  ]
  for (const role of ['operator', 'teamLead'] as const)
    test(`${role}: ${sample.length} grants`, async () => {
      const id = await giveGrant(w, role, sample[0]!)
      for (const g of sample) {
        await changeGrant(w, id, g)
        const before = (await w.t.owner.query('select coalesce(max(id), 0) as id from audit.event')).rows[0].id
        const { seen, status, words } = await apiView(w.c.as(role))
        const should = expected(seenUnder(g), role)
        expect({ grant: label(g), ...seen }).toEqual({ grant: label(g), ...should })
        expect([label(g), status.reveal, status.export]).toEqual([label(g), should.parties ? 200 : 404, role === 'operator' ? 403 : 200])
        // Whoever lacks C1 reads the names nowhere: lists, counts, notices, tasks, titles, exports.
        if (!should.parties) expect(`${label(g)} ${[PARTY, OPPONENT].filter((n) => words.includes(n))}`).toBe(`${label(g)} `)
        // 7.3.2.3: what was read stands in the ledger with the grant that let him.
        const { rows } = await w.t.owner.query(
          "select grant_id::int as id, data from audit.event where person_id = $1 and verb in ('case.read', 'case.list') and id > $2",
          [w.c.people[role], before],
        )
        expect(rows.some((r) => r.id === id || r.data?.grants?.includes(id))).toBe(true)
      }
    }, 30_000)
  test('every role without a grant, and who is not signed in', async () => {
    for (const role of roleKeys) {
      const { seen, status } = await apiView(w.c.as(role))
      const scope = wideRoles.includes(role) || role === 'judge' || role === 'clerk'
      expect({ role, ...seen }).toEqual({ role, ...expected(scope ? everything : nothing, role) })
      const code = (key: string): number => (!offices[key]!.includes(role) ? 403 : scope ? 200 : 404)
      expect({
        role,
        case: status.case,
        reveal: status.reveal,
        page: status['image complaint 160'],
        filing: status['filing receipt'],
        order: status.order,
        export: status.export,
      }).toEqual({
        role,
        case: code('case'),
        reveal: code('reveal'),
        page: code('pages'),
        filing: code('filingDocuments'),
        order: code('service'),
        export: offices.export!.includes(role) ? 200 : 403,
      })
      if (!scope) expect(sideOfRole(role) === 'court' ? role : 'outside').toMatch(/outside|enforcementOfficer/)
    }
    const open = await apiView(w.t.visitor(null))
    expect(new Set(Object.values(open.status))).toEqual(new Set([401]))
  }, 30_000)
  test('the exported workbook: same rows, absent columns, who took it, nothing that runs', async () => {
    await w.t.owner.query('update cases.case_record set cause_name = \'=HYPERLINK("http://x")\' where id = $1', [w.caseId])
    await giveGrant(w, 'teamLead', { stage: 'scan', categories: ['complaint'], levels: ['C2'], actions: ['read'] })
    const r = await w.c.as('teamLead').get('/cases/export?format=xlsx')
    const rows: string[][] = []
    for await (const part of readXlsxRows(r.body as Uint8Array)) rows.push(...part.map((p) => p.cells))
    expect(rows[0]).toEqual(['案号', '案由', '状态', '程序', '标的额（元）', '收案日期', '立案日期', '结案日期', '承办部门', '密级'])
    expect(rows.slice(1).map((x) => [x[0], x[1]])).toEqual([[w.number, '\'=HYPERLINK("http://x")']])
    const { rows: kept } = await w.t.owner.query(
      "select data from audit.event where verb = 'case.export' and person_id = $1 order by id desc limit 1",
      [w.c.people.teamLead],
    )
    expect(kept[0].data).toMatchObject({ format: 'xlsx', rows: 1, grants: [expect.any(Number)] })
    expect(kept[0].data.columns).not.toContain('title')
    await w.t.owner.query("update cases.case_record set cause_name = '民间借贷纠纷' where id = $1", [w.caseId])
    expect((await w.c.as('management').get(`/cases/export?format=csv&q=${encodeURIComponent(PARTY)}`)).body.toString()).toContain(PARTY)
    expect((await w.c.as('management').get('/cases/export?format=csv&status=closed')).body.toString()).not.toContain(w.number)
  })
})
