import { beforeAll, describe, expect, test } from 'vitest'
import { serviceDesk, type ServiceDesk } from '../../modules/service-of-process/test-desk.ts'

// Acceptance scenario A11 of the domain notes, by its dates (7.3.2.2, 4.1, Annex E 2.4).
let d: ServiceDesk
beforeAll(async () => {
  d = await serviceDesk()
})

const refusals = async (who: string): Promise<{ at: string; code: string; path: string }[]> =>
  (
    await d.t.owner.query(
      "select to_char(at at time zone 'Asia/Shanghai', 'MM-DD') as at, data->>'code' as code, data->>'endpoint' as path from audit.event where verb = 'access.refused' and person_id = $1 order by id",
      [d.c.people[who]],
    )
  ).rows
const opens = async (who: string, path: string): Promise<number> => (await (await d.as(who)).get(path)).status

describe('A11 staged access', () => {
  let caseId: number
  let draft: number
  let setId: number
  let page: number
  let orderId: number
  const file = () => `/service-documents/${draft}/file`

  test('10-12: the service operator opens a drafted judgment: denied, logged, the commissioner told the same day', async () => {
    d.at('2026-10-12T09:00')
    caseId = await d.newCase({ filedOn: '2026-09-01' })
    // He works on the complaint of the same case and has a live grant on it: the draft is not of that grant.
    const [complaint] = (await d.handOver(caseId)) as [number]
    await d.claim('operator', complaint, 'address')
    const clerk = await d.as('clerk')
    setId = d.good(await clerk.post('/service-sets', { caseId, kind: 'judgment', title: '民事判决书', appealable: true })).body.id
    draft = d.good(await clerk.upload(`/service-sets/${setId}/documents`, d.PDF)).body.documents[0].id
    page = await secondaryPage(caseId)

    expect(await opens('operator', `/service-orders/${complaint}`)).toBe(200)
    expect([await opens('operator', file()), await opens('operator', `/service-sets/${setId}`)]).toEqual([404, 404])
    expect(await refusals('operator')).toContainEqual({ at: '10-12', code: 'not-found', path: 'GET /service-documents/:id/file' })
    const notices = (await (await d.as('commissioner')).get('/notices')).body.items as { kind: string; at: string; data: { by: string } }[]
    expect(notices.find((n) => n.kind === 'access-refused')).toMatchObject({
      data: { by: 'operator乙' },
      at: expect.stringMatching(/^2026-10-12/),
    })
    expect((await (await d.as('commissioner')).get('/access/refusals')).body.items[0]).toMatchObject({ personName: 'operator乙' })
  })

  test('10-13 10:00: issued and assigned, it is visible', async () => {
    d.at('2026-10-13T10:00')
    const clerk = await d.as('clerk')
    const set = d.good(await clerk.get(`/service-sets/${setId}`)).body
    const partyId = (await d.partiesOf(caseId))[1]!
    ;[orderId] = d.good(
      await clerk.post(
        `/service-sets/${setId}/hand-over`,
        { engagementId: d.c.engagementId, recipients: [{ partyId }] },
        { 'if-match': `"${set.revision}"` },
      ),
    ).body.orderIds
    expect(await opens('operator', file())).toBe(404)
    const task = await d.openTask(orderId, 'address')
    const lead = await d.as('teamLead')
    expect(d.good(await lead.post('/tasks/assign', { taskIds: [task.id], personId: d.c.people.operator })).body).toMatchObject({
      assigned: 1,
    })
    expect(await opens('operator', file())).toBe(200)
    expect(await opens('operator2', file())).toBe(404)
    const { rows } = await d.t.owner.query("select grant_id from audit.event where verb = 'service.document-read' and person_id = $1", [
      d.c.people.operator,
    ])
    expect(rows).toEqual([{ grant_id: expect.any(Number) }])
  })

  test('10-15: the task is closed; 10-16 it is denied again', async () => {
    const addressId = await d.addressOf(orderId, 'postal')
    d.good(await d.form('operator', orderId, 'address', 'address', { method: 'mail', addressId, directDifficult: true }))
    d.at('2026-10-14T10:00')
    d.good(
      await d.form('operator', orderId, 'attempt', 'attempt', {
        dispatchedAt: '2026-10-14T10:00:00+08:00',
        mailNo: d.nextMail(),
        carrier: 'EMS',
      }),
    )
    expect(await opens('operator', file())).toBe(404)
    d.at('2026-10-15T16:00')
    d.good(await d.evidence(orderId, 'feedback', 'mailSlip'))
    expect(await opens('operator', file())).toBe(200)
    d.good(
      await d.form('operator', orderId, 'feedback', 'feedback', {
        outcome: 'signed',
        happenedOn: '2026-10-15',
        receiver: 'party',
        receiverName: '顾明远',
      }),
    )
    expect(await opens('operator', file())).toBe(404)
    d.at('2026-10-16T09:00')
    expect(await opens('operator', file())).toBe(404)
    expect((await refusals('operator')).at(-1)).toMatchObject({ at: '10-16' })
  })

  test('副卷 is denied always, also with work on the case in hand', async () => {
    d.at('2026-10-19T09:00')
    const [again] = (await d.handOver(caseId, { kind: 'notice' })) as [number]
    await d.claim('operator', again, 'address')
    for (const width of [160, 1000]) expect(await opens('operator', `/dossiers/pages/${page}/image?width=${width}`)).toBe(404)
    expect(await opens('teamLead', `/dossiers/pages/${page}/image?width=160`)).toBe(404)
  })

  test('kinship declared: access ends at once, the task goes to a colleague', async () => {
    d.at('2026-10-20T09:00')
    const [order] = (await d.handOver(await d.newCase())) as [number]
    const taskId = await d.claim('operator', order, 'address')
    const { case_id } = (await d.t.owner.query('select case_id from worklist.task where id = $1', [taskId])).rows[0]
    expect(await opens('operator', `/service-orders/${order}`)).toBe(200)
    d.good(await (await d.as('operator')).post(`/cases/${case_id}/recusal`, { reason: '被告系本人表兄' }))
    expect(await opens('operator', `/service-orders/${order}`)).toBe(404)
    const lead = await d.as('teamLead')
    expect((await lead.post('/tasks/assign', { taskIds: [taskId], personId: d.c.people.operator })).body.code).toBe('denied-recusal')
    expect(d.good(await lead.post('/tasks/assign', { taskIds: [taskId], personId: d.c.people.operator2 })).body).toMatchObject({
      assigned: 1,
    })
    expect(await opens('operator2', `/service-orders/${order}`)).toBe(200)
  })
})

/** A page that the clerk has put into the secondary volume. */
const secondaryPage = async (caseId: number): Promise<number> => {
  const clerk = await d.as('clerk')
  const { id: batchId } = d.good(await clerk.post('/dossiers/batches', { caseId, node: 'posttrial', pages: 1 })).body
  const one = async (text: string, values: unknown[]): Promise<number> => Number((await d.t.owner.query(text, values)).rows[0]?.id)
  const { sha256 } = await d.t.app.files.put(d.c.courtId, d.PNG.bytes)
  const court = [d.c.courtId, batchId, caseId]
  const upload = await one(
    "insert into dossiers.upload (court_id, batch_id, case_id, sha256, size, name, type, state, by_person) values ($1, $2, $3, $4, 70, 'x.png', 'image/png', 'done', $5) returning id",
    [...court, sha256, d.c.people.operator],
  )
  const id = await one(
    "insert into dossiers.page (court_id, batch_id, case_id, position, category, upload_id, source_page) values ($1, $2, $3, 1, 'secondaryVolume', $4, 1) returning id",
    [...court, upload],
  )
  await d.t.owner.query(
    'insert into dossiers.page_version (court_id, page_id, batch_id, case_id, version, sha256, thumb_sha256, width, height) values ($1, $2, $3, $4, 1, $5, $5, 1, 1)',
    [d.c.courtId, id, batchId, caseId, sha256],
  )
  return id
}
