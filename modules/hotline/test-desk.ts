import type { TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'

export const etag = (revision: number) => ({ 'if-match': `"${revision}"` })
/** A court whose contractor does the hotline; one case with a number and a party whose paper is known. */
export const hotlineCourt = async (t: TestApp): Promise<TestCourt> => {
  const c = await testCourt(t)
  await t.owner.query("update organisations.engagement set services = services || '{hotline}' where id = $1", [c.engagementId])
  return c
}
export const numbered = async (t: TestApp, c: TestCourt, number: string, plaintiff = '张三', paper?: string): Promise<number> => {
  const caseId = await c.newCase(plaintiff, '李四')
  await t.owner.query("update cases.case_record set number = $2, status = 'open' where id = $1", [caseId, number])
  if (paper) {
    const shown = (await c.as('judge').get(`/cases/${caseId}`)).body
    const party = shown.parties.find((p: { name: string }) => p.name === plaintiff)
    const r = await c.as('judge').patch(`/cases/${caseId}/parties/${party.id}`, { paperKind: 'idCard', paper }, etag(shown.revision))
    if (r.status !== 200) throw new Error(JSON.stringify(r.body))
  }
  return caseId
}
/** A call in that agent's hands. */
export const take = async (c: TestCourt, who: string, number: string | null = '13912345678', waitedSeconds = 4) => {
  const r = await c.as(who).post('/hotline/desk/answer', { number, waitedSeconds })
  if (r.status !== 200) throw new Error(JSON.stringify(r.body))
  return (await desk(c, who)) as {
    id: number
    revision: number
    level: number
    attemptsLeft: number
    taskId: number | null
    facts: Record<string, string> | null
    number: string
    earlier: unknown[]
  }
}
export const desk = async (c: TestCourt, who: string) => (await c.as(who).get('/hotline/desk')).body.call
/** One act on the call in hand, with the revision it has now. */
export const onCall = async (c: TestCourt, who: string, verb: string, body: unknown) => {
  const call = await desk(c, who)
  return c.as(who).post(`/hotline/calls/${call.id}/${verb}`, body, etag(call.revision))
}
export const onTicket = async (c: TestCourt, who: string, id: number, verb: string, body: unknown) => {
  const ticket = (await c.as(who).get(`/hotline/tickets/${id}`)).body
  return c.as(who).post(`/hotline/tickets/${id}/${verb}`, body, etag(ticket.revision ?? 1))
}
export const claimOf = async (t: TestApp, c: TestCourt, who: string, callId: number): Promise<number> => {
  const { rows } = await t.owner.query(
    "select id::int, revision from worklist.task where subject_type = 'hotlineCall' and subject_id = $1 and state = 'ready' order by id desc limit 1",
    [callId],
  )
  const r = await c.as(who).post(`/tasks/${rows[0].id}/claim`, {}, etag(rows[0].revision))
  if (r.status !== 200) throw new Error(`claim: ${r.status} ${r.body.code}`)
  return rows[0].id
}
