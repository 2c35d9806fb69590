import { expect } from 'vitest'
import { type Reply, testApp } from '../../test/support/app.ts'
import { testCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { createCase } from '../cases/public.ts'

/** A court with its service desk on a clock that the test moves; every act goes through the API as the person who does it. */
export const serviceDesk = async () => {
  const t = await testApp({ now: '2026-05-10T01:00:00Z' })
  const c = await testCourt(t)
  const PDF = { name: '应诉通知书.pdf', bytes: Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') }
  const PNG = {
    name: '现场.png',
    bytes: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  }
  const at = (text: string) => t.clock.set(`${text}+08:00`)
  /** Signed in now: sessions end while the clock of a test runs through weeks. */
  const as = async (who: string) => t.visitor(await t.app.asSystem(c.courtId, (ctx) => signedIn(ctx, c.people[who]!)))
  const good = (r: Reply): Reply => {
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    return r
  }
  type PartyOver = Record<string, unknown>
  const newCase = (o: { procedure?: string; filedOn?: string; defendant?: PartyOver } = {}): Promise<number> =>
    t.app.asSystem(
      c.courtId,
      async (ctx) =>
        (
          await createCase(ctx, {
            procedure: o.procedure ?? 'ordinary',
            receivedOn: o.filedOn ?? '2026-09-01',
            filedOn: o.filedOn ?? '2026-09-01',
            divisionId: c.divisions.civil,
            judgeId: c.people.judge,
            clerkId: c.people.clerk,
            parties: [
              { role: 'plaintiff', kind: 'natural', name: '章佳禾' },
              { role: 'defendant', kind: 'natural', name: '顾明远', residence: '云川市临溪区二号', phone: '13900002222', ...o.defendant },
            ],
          } as never)
        ).id,
    )
  const partiesOf = async (caseId: number): Promise<number[]> =>
    (await t.owner.query('select id from cases.party where case_id = $1 order by id', [caseId])).rows.map((r) => Number(r.id))
  const handOver = async (
    caseId: number,
    o: { kind?: string; recipients?: number[]; extra?: object; abroad?: boolean } = {},
  ): Promise<number[]> => {
    const clerk = await as('clerk')
    const set = good(
      await clerk.post('/service-sets', { caseId, kind: o.kind ?? 'complaint', title: '起诉状副本、应诉通知书', ...o.extra }),
    ).body
    const withDocument = good(await clerk.upload(`/service-sets/${set.id}/documents`, PDF)).body
    const recipients = o.recipients ?? [(await partiesOf(caseId))[1]!]
    return good(
      await clerk.post(
        `/service-sets/${set.id}/hand-over`,
        { engagementId: c.engagementId, recipients: recipients.map((partyId) => ({ partyId, abroad: o.abroad ?? false })) },
        { 'if-match': `"${withDocument.revision}"` },
      ),
    ).body.orderIds
  }
  const openTask = async (orderId: number, element: string): Promise<{ id: number; revision: number; assignee_id: number | null }> => {
    const { rows } = await t.owner.query(
      "select id, revision, assignee_id from worklist.task where subject_type = 'service' and subject_id = $1 and element_id = $2 and state in ('ready','claimed','started') order by id desc limit 1",
      [orderId, element],
    )
    expect(rows, `no open ${element} of ${orderId}`).toHaveLength(1)
    return { id: Number(rows[0].id), revision: rows[0].revision, assignee_id: rows[0].assignee_id }
  }
  const claim = async (who: string, orderId: number, element: string): Promise<number> => {
    const task = await openTask(orderId, element)
    if (!task.assignee_id) good(await (await as(who)).post(`/tasks/${task.id}/claim`, {}, { 'if-match': `"${task.revision}"` }))
    return task.id
  }
  const form = async (who: string, orderId: number, element: string, verb: string, body: unknown): Promise<Reply> => {
    await claim(who, orderId, element)
    const task = await openTask(orderId, element)
    return (await as(who)).post(`/service-of-process/tasks/${task.id}/${verb}`, body, { 'if-match': `"${task.revision}"` })
  }
  const evidence = async (orderId: number, element: string, kind: string): Promise<Reply> =>
    (await as('operator')).upload(`/service-of-process/tasks/${await claim('operator', orderId, element)}/evidence`, PNG, { kind })
  const order = async (id: number, who = 'clerk') => good(await (await as(who)).get(`/service-orders/${id}`)).body
  const addressOf = async (id: number, kind: string, source?: string): Promise<number> =>
    (await order(id)).addresses.find((a: { kind: string; source: string }) => a.kind === kind && (!source || a.source === source)).id
  const check = (orderId: number) => form('teamLead', orderId, 'check', 'check', { check: 'pass' })
  const inForce = (o: { deadlines: { rule: string; due: string; supersededAt: string | null }[] }) =>
    Object.fromEntries(o.deadlines.filter((d) => !d.supersededAt).map((d) => [d.rule, d.due]))

  let mails = 10_000_000
  const nextMail = () => `EMS${++mails}CN`
  /** By mail up to the clerk's desk. */
  const mailed = async (
    o: { source?: 'confirmed' | 'opponent'; reason?: string; mailNo?: string; posted?: string; returned?: string } = {},
  ): Promise<number> => {
    at(`${o.posted ?? '2026-09-07'}T09:00`)
    const confirmed = o.source !== 'opponent'
    const caseId = await newCase({
      filedOn: '2026-09-04',
      defendant: confirmed ? { serviceAddress: '云川市临溪区九号', serviceAddressConfirmedOn: '2026-09-02' } : { residence: null },
    })
    const [id] = (await handOver(caseId)) as [number]
    if (!confirmed)
      good(
        await (await as('clerk')).post(`/service-orders/${id}/addresses`, {
          source: 'opponent',
          kind: 'postal',
          address: '云川市临溪区八号',
        }),
      )
    const addressId = await addressOf(id, 'postal', o.source ?? 'confirmed')
    good(await form('operator', id, 'address', 'address', { method: 'mail', addressId, directDifficult: true }))
    at(`${o.posted ?? '2026-09-07'}T10:00`)
    good(
      await form('operator', id, 'attempt', 'attempt', {
        dispatchedAt: `${o.posted ?? '2026-09-07'}T10:00:00+08:00`,
        mailNo: o.mailNo ?? nextMail(),
        carrier: 'EMS',
      }),
    )
    at(`${o.returned ?? '2026-09-14'}T15:00`)
    good(await evidence(id, 'feedback', 'mailSlip'))
    good(
      await form('operator', id, 'feedback', 'feedback', {
        outcome: 'returned',
        happenedOn: o.returned ?? '2026-09-14',
        returnReason: o.reason ?? 'not-collected',
        tries: ['2026-09-09', '2026-09-10', '2026-09-12'],
      }),
    )
    good(await check(id))
    return id
  }

  return {
    t,
    c,
    PDF,
    PNG,
    at,
    as,
    good,
    newCase,
    partiesOf,
    handOver,
    openTask,
    claim,
    form,
    evidence,
    order,
    addressOf,
    check,
    inForce,
    nextMail,
    mailed,
  }
}
export type ServiceDesk = Awaited<ReturnType<typeof serviceDesk>>
