import { expect } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { brought } from './fixtures.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into what came
type Any = any
export const etag = (revision: number) => ({ 'if-match': `"${revision}"` })

/** A court whose contractor also works the desk of materials, and what its people do there in one line. */
export const testDesk = async () => {
  const t: TestApp = await testApp()
  const c: TestCourt = await testCourt(t)
  await t.owner.query("update organisations.engagement set services = services || '{materials}'::text[] where id = $1", [c.engagementId])
  let serial = 100
  const row = async (text: string, values: unknown[] = []): Promise<Any> => (await t.owner.query(text, values)).rows[0]
  /** A filed case of the civil division with its judge and clerk, and its number. */
  const filed = async (plaintiff = '张三', defendant = '李四'): Promise<{ id: number; number: string }> => {
    const id = await c.newCase(plaintiff, defendant)
    const number = `（2026）苏1299民初${++serial}号`
    await t.owner.query(
      "update cases.case_record set number = $2, status = 'open', division_id = $3, judge_id = $4, clerk_id = $5 where id = $1",
      [id, number, c.divisions.civil, c.people.judge, c.people.clerk],
    )
    return { id, number }
  }
  const taskOf = (id: number) =>
    row(
      "select id::int, revision, form, due_at, assignee_id::int, state from worklist.task where subject_type = 'material' and subject_id = $1 and state in ('ready', 'claimed', 'started') order by id desc limit 1",
      [id],
    )
  const register = (over: Parameters<typeof brought>[0] = {}, who = 'operator', headers = {}) =>
    c.as(who).post('/materials', brought(over), headers)
  const matched = async (over: Parameters<typeof brought>[0] = {}) => {
    const k = await filed()
    const r = await register({ caseNumber: k.number, ...over })
    expect([r.status, r.body.code ?? r.body.matched]).toEqual([200, true])
    return { ...(r.body as { id: number; taskId: number; number: string; dueAt: string }), caseId: k.id, caseNumber: k.number }
  }
  const carry = async (id: number, who = 'operator'): Promise<number> => {
    const task = await taskOf(id)
    const r = await c.as(who).post('/materials/lists', { tasks: [{ id: task.id, revision: task.revision }] })
    expect([r.status, r.body.code]).toEqual([200, undefined])
    return r.body.lists[0].id
  }
  const listed = async (over: Parameters<typeof brought>[0] = {}) => {
    const m = await matched(over)
    return { ...m, list: await carry(m.id) }
  }
  const answers = async (who: string, list: number, outcome: 'signed' | 'refused', reason?: string) => {
    const l = await c.as(who).get(`/materials/lists/${list}`)
    return {
      revision: l.body.revision as number,
      answers: (l.body.materials ?? []).flatMap((m: Any) =>
        m.items.filter((i: Any) => i.state !== 'signed').map((i: Any) => ({ itemId: i.id, outcome, reason })),
      ) as Any[],
    }
  }
  const sign = async (who: string, list: number, outcome: 'signed' | 'refused', reason?: string, more: object = {}) => {
    const a = await answers(who, list, outcome, reason)
    return c.as(who).post(`/materials/lists/${list}/sign`, { answers: a.answers, ...more }, etag(a.revision))
  }
  const stateOf = async (id: number): Promise<string> => (await row('select state from materials.intake where id = $1', [id])).state
  /** An act on the record, with the revision it has now. */
  const act = async (who: string, id: number, verb: string, body: object) =>
    c
      .as(who)
      .post(`/materials/${id}/${verb}`, body, etag((await row('select revision from materials.intake where id = $1', [id])).revision))
  /** A form on the open step; claimed first where it waits. */
  const form = async (who: string, id: number, verb: string, body: object) => {
    let task = await taskOf(id)
    if (task.state === 'ready') {
      await c.as(who).post(`/tasks/${task.id}/claim`, {}, etag(task.revision))
      task = await taskOf(id)
    }
    // Whoever is asked to do a step can open all that its form shows (7.3.2.2).
    const shown = await c.as(who).get(`/materials/tasks/${task.id}`)
    const open = [
      `/tasks/${task.id}`,
      `/materials/${id}`,
      `/materials/${id}/receipt`,
      ...(shown.body.scans ?? []).map((x: Any) => `/materials/scans/${x.id}`),
    ]
    const all = await Promise.all(open.map(async (path) => [path, (await c.as(who).get(path)).status]))
    expect([shown.status, all.filter(([, status]) => status !== 200)]).toEqual([200, []])
    return c.as(who).post(`/materials/tasks/${task.id}/${verb}`, body, etag(task.revision))
  }
  /** The clock is set; who is signed in stays so (what ends sessions has tests of its own). */
  const at = async (text: string): Promise<void> => {
    t.clock.set(text)
    await t.owner.query("update accounts.session set seen_at = $1, expires_at = $1::timestamptz + interval '12 hours'", [text])
  }
  return { at, t, c, row, filed, taskOf, register, matched, carry, listed, answers, sign, stateOf, act, form }
}
export type Desk = Awaited<ReturnType<typeof testDesk>>
