import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { roleKeys } from '../../modules/organisations/rules/roles.ts'
import type { Reply } from '../support/app.ts'
import { buildWorld, dropGrants, type World } from './world.ts'

// "A user can always open what he is asked to decide" (7.3.2.2): for every user task of the three process files, whoever holds it opens its
// form and every object the form shows. A court task is given to somebody of the role who has nothing else to do with the case, so that
// only the task can open it; the tasks are read from the files, none can be forgotten.
interface Marked {
  key: 'filing-entry' | 'scan-catalogue' | 'service-of-process'
  element: string
  form: string
  nature: string
  performer: string
  role: string
  stage: string
  categories: string[]
}
const folder = join(import.meta.dirname, '../../standard/processes')
/** The items whose forms are opened here; those of younger modules are opened by the tests beside them (test-desk.ts of materials …). */
const here = ['filing-entry', 'scan-catalogue', 'service-of-process']
const marked: Marked[] = readdirSync(folder)
  .filter((f) => f.endsWith('.bpmn') && here.includes(f.replace('.bpmn', '')))
  .flatMap((f) =>
    [...readFileSync(join(folder, f), 'utf8').matchAll(/<bpmn:userTask ([^>]*)>/g)].map(([, attributes]) => {
      const at = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes!)?.[1] ?? ''
      return {
        key: f.replace('.bpmn', '') as Marked['key'],
        element: at('id'),
        form: at('bw:form'),
        nature: at('bw:nature'),
        performer: at('bw:performer'),
        role: at('bw:role'),
        stage: at('bw:stage'),
        categories: at('bw:categories').split(' '),
      }
    }),
  )

let w: World
beforeAll(async () => {
  w = await buildWorld()
  // Somebody of each court role without division, who is not the case's own.
  for (const role of ['filingOfficer', 'clerk', 'judge'] as const)
    if (!w.c.people[`${role}Elsewhere`]) await w.c.person(`${role}Elsewhere`, role)
})
const subject = { 'filing-entry': 'filing', 'scan-catalogue': 'batch', 'service-of-process': 'service' } as const
const taskOf = (m: Marked): number =>
  m.key === 'filing-entry' ? w.tasks.filing : m.key === 'scan-catalogue' ? w.tasks.scan : w.tasks.service
/** The running item stands at this step, waiting for somebody. */
const standAt = async (m: Marked): Promise<number> => {
  await dropGrants(w)
  const id = taskOf(m)
  await w.t.owner.query(
    `update worklist.task set element_id = $2, form = $3, nature = $4, performer = $5, role = $6, stage = $7, assignee_id = null, assignee_side = null, state = 'ready', engagement_id = case when $5 = 'court' then null else $8::int end where id = $1`,
    [id, m.element, m.form, m.nature, m.performer, m.role, m.stage, w.c.engagementId],
  )
  return id
}
/** Addresses of everything that an answer of the product offers to open. */
const offered = (m: Marked, form: Record<string, unknown>): string[] => {
  const list = (key: string): { id: number }[] => (form[key] ?? []) as { id: number }[]
  if (m.key === 'filing-entry') return list('documents').map((d) => `/filing/documents/${d.id}`)
  if (m.key === 'scan-catalogue') return []
  return [
    ...((form.documents ?? (form.set as { documents?: { id: number }[] })?.documents ?? []) as { id: number }[]).map(
      (d) => `/service-documents/${d.id}/file`,
    ),
    ...(form.attempts as { evidence?: { id: number }[] }[]).flatMap((a) => (a.evidence ?? []).map((e) => `/service-evidence/${e.id}/file`)),
  ]
}
const formOf = (m: Marked, id: number): string =>
  m.key === 'filing-entry' ? `/filing/tasks/${id}` : m.key === 'scan-catalogue' ? `/dossiers/tasks/${id}` : `/service-orders/${w.orderId}`

test('the files hold the gates that are tested', () => {
  expect(marked.length).toBe(26)
  expect(marked.filter((m) => m.performer === 'court').length).toBe(11)
  expect(marked.every((m) => (roleKeys as readonly string[]).includes(m.role) && subject[m.key])).toBe(true)
})

describe.each(marked)('$key $element ($role)', (m) => {
  test('opens all that its form shows', async () => {
    const id = await standAt(m)
    const court = m.performer === 'court'
    const who = court ? `${m.role}Elsewhere` : m.role
    const given = await w.c.as(court ? 'trialManagement' : 'teamLead').post('/tasks/assign', { taskIds: [id], personId: w.c.people[who] })
    expect([m.element, given.status, given.body.code]).toEqual([m.element, 200, undefined])
    const v = w.c.as(who)
    const opened = new Map<string, number>()
    const open = async (path: string): Promise<Reply> => {
      const r = await v.get(path)
      opened.set(path, r.status)
      return r
    }
    const task = (await open(`/tasks/${id}`)).body
    expect(task).toMatchObject({ caseNumber: w.number, assigneeId: w.c.people[who] })
    const kase = (await open(`/cases/${w.caseId}`)).body
    const form = (await open(formOf(m, id))).body
    const links = offered(m, form)
    for (const path of links) await open(path)
    if (m.key !== 'scan-catalogue') expect(links.length, JSON.stringify(Object.keys(form))).toBeGreaterThan(0)
    else {
      const pages = (await open(`/dossiers/batches/${w.batchId}/pages`)).body.items as { id: number; category: string | null }[]
      for (const p of pages) await open(`/dossiers/pages/${p.id}/image?width=160`)
      // The clerk decides on 副卷, so he has it before him; nobody outside ever has.
      expect(pages.some((p) => p.category === 'secondaryVolume')).toBe(court)
      expect(form.entries.map((e: { category: string }) => e.category)).toEqual(expect.arrayContaining(['complaint', 'evidence']))
    }
    // The court's own has the whole record and its parties before him.
    if (court) {
      expect(kase.parties.length).toBeGreaterThan(1)
      await open(
        m.key === 'filing-entry'
          ? `/filing/records/${w.recordId}`
          : m.key === 'scan-catalogue'
            ? `/dossiers/batches/${w.batchId}`
            : `/service-orders/${w.orderId}`,
      )
    }
    expect([...opened].filter(([, status]) => status !== 200)).toEqual([])
    // And only by the task: given away, it is closed again (who sees the whole court by his office, sees it still).
    await w.c
      .as(court ? 'trialManagement' : 'teamLead')
      .post(
        `/tasks/${id}/release`,
        {},
        { 'if-match': `"${(await w.t.owner.query('select revision from worklist.task where id = $1', [id])).rows[0].revision}"` },
      )
    expect((await v.get(`/cases/${w.caseId}`)).status).toBe(m.role === 'filingOfficer' ? 200 : 404)
  })
})
