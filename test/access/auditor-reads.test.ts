import { beforeAll, expect, test } from 'vitest'
import { modules } from '../../app/modules.ts'
import { plausible, schemasOf } from './plausible.ts'
import { buildWorld, type World } from './world.ts'

let w: World
beforeAll(async () => {
  w = await buildWorld()
})
/** His own affairs, and what anybody may tell; none of it changes what others did. */
const own: Readonly<Record<string, string>> = {
  'PUT /session/language': 'his own screen',
  'PUT /session/court': 'his own session',
  'POST /notices/read': 'his own notices',
  'POST /deadlines/:rule': 'a calculation; nothing is kept',
  'POST /incidents': 'a leak is reported by anybody (7.3.2.6)',
  'POST /contacts': 'whoever is asked about a case says so (7.3.2.5)',
}
const ends = /^(DELETE \/session|POST \/session|DELETE \/session\/all|POST \/links|POST \/setup|POST \/leak-report)/

test('the auditor reads: whatever else he sends is refused, and no row anywhere is another', async () => {
  const schemas = await schemasOf(w.t)
  const v = w.c.as('securityAuditor')
  await w.c.as('operator').post('/incidents', { kind: 'copying', told: '有人用手机拍摄卷宗。' })
  const tables = (
    await w.t.owner.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema$|jobs$|audit$)' order by 1`,
    )
  ).rows.map((r) => r.name)
  // His session is wound and the answers kept for repetition are his; the commissioner is told of what was refused (A11).
  const moving = new Set(['accounts.session', 'bw.idempotency', 'worklist.notice', 'pg_temp'])
  const state = async (): Promise<Record<string, string>> => {
    const all: Record<string, string> = {}
    for (const name of tables.filter((n) => !moving.has(n)))
      all[name] = (
        await w.t.owner.query(`select count(*) || ':' || coalesce(sum(hashtextextended(x::text, 0)::numeric), 0) as s from ${name} x`)
      ).rows[0].s
    return all
  }
  const before = await state()
  const through: string[] = []
  let asked = 0
  for (const m of modules)
    for (const { endpoint: e } of m.bindings) {
      const key = `${e.method} ${e.path}`
      if (e.method === 'GET' || e.permission === 'public' || ends.test(key) || key in own) continue
      const body = plausible(schemas.get(key))
      for (const id of e.path.includes(':') ? [1, 2] : [1]) {
        const path = e.path.replace(/:[a-zA-Z]+/g, String(id))
        const headers = { 'if-match': '"1"' }
        asked++
        const r =
          e.bytes === 'upload'
            ? await v.upload(
                path,
                { name: 'x.pdf', bytes: Buffer.from('%PDF-1.7\n%%EOF\n') },
                { words: '已核对', summary: '说明', title: '标题', effectiveOn: '2026-10-01' },
              )
            : e.method === 'DELETE'
              ? await v.delete(path, headers)
              : await v[e.method.toLowerCase() as 'post'](path, body, headers)
        if (r.status < 400) through.push(`${key} ${id}: ${r.status} ${JSON.stringify(r.body).slice(0, 80)}`)
      }
    }
  expect(asked).toBeGreaterThan(200)
  expect(through).toEqual([])
  const after = await state()
  expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual([])
}, 180_000)
