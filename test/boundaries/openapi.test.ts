import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'

const root = join(import.meta.dirname, '../..')
const snapshot = join(root, 'docs/openapi.json')
const renew = 'UPDATE=1 npx vitest run test/boundaries/openapi.test.ts'

interface Document {
  openapi: string
  paths: Record<
    string,
    Record<
      string,
      {
        operationId?: string
        summary?: string
        description?: string
        responses?: object
        parameters?: { name: string; required?: boolean }[]
      }
    >
  >
}

const operations = (d: Document): Map<string, string> =>
  new Map(
    Object.entries(d.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([verb, op]) => [`${verb.toUpperCase()} ${path}`, JSON.stringify(op)]),
    ),
  )

let text: string
let now: Document
beforeAll(async () => {
  const t = await testApp()
  const reply = await t.server.inject('/api/openapi.json')
  now = reply.json() as Document
  text = `${JSON.stringify(now, null, 1)}\n`
  if (process.env.UPDATE) writeFileSync(snapshot, text)
})

describe('the OpenAPI document', () => {
  test('is the committed one', () => {
    expect(existsSync(snapshot), `docs/openapi.json is missing; write it with: ${renew}`).toBe(true)
    const kept = readFileSync(snapshot, 'utf8')
    if (kept === text) return
    // Names of what differs first: a diff of a document this long tells nobody anything.
    const before = operations(JSON.parse(kept) as Document)
    const after = operations(now)
    const added = [...after.keys()].filter((k) => !before.has(k))
    const gone = [...before.keys()].filter((k) => !after.has(k))
    const changed = [...after.keys()].filter((k) => before.has(k) && before.get(k) !== after.get(k))
    expect.fail(
      `docs/openapi.json is not what the program answers. Added: ${added.join(', ') || 'none'}. Gone: ${gone.join(', ') || 'none'}. Changed: ${changed.join(', ') || 'none'}.\nWhen this is meant: ${renew}`,
    )
  })
  test('is OpenAPI 3.1 and not empty', () => {
    expect(now.openapi).toMatch(/^3\.1\./)
    expect(Object.keys(now.paths).length).toBeGreaterThan(50)
  })
  test('every operation has a name of its own, words, its problems, and the headers a change needs', () => {
    const all = Object.entries(now.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([verb, op]) => ({ at: `${verb} ${path}`, verb, op })),
    )
    const names = all.map((o) => o.op.operationId)
    expect(names.filter((n, i) => !n || names.indexOf(n) !== i)).toEqual([])
    expect(all.filter((o) => !o.op.summary || !o.op.description || !('4XX' in (o.op.responses ?? {}))).map((o) => o.at)).toEqual([])
    const guarded = (o: (typeof all)[number]): boolean => o.op.parameters?.some((p) => p.name === 'x-bailiwick' && p.required) ?? false
    expect(all.filter((o) => (o.verb === 'get') === guarded(o)).map((o) => o.at)).toEqual([])
  })
  test('passes the linter (redocly.yaml)', { timeout: 60_000 }, async () => {
    // Stands on what the program answers, not on the snapshot, so that a forgotten renewal does not hide a fault.
    const file = join(root, 'node_modules/.cache/openapi.json')
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, text)
    const lint = await promisify(execFile)(
      process.execPath,
      [
        join(root, 'node_modules/@redocly/cli/bin/cli.js'),
        'lint',
        file,
        '--config',
        join(root, 'redocly.yaml'),
        '--format',
        'github-actions',
      ],
      {
        cwd: root,
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' },
        maxBuffer: 1 << 26,
      },
    ).then(
      () => '',
      (e: { stdout?: string; stderr?: string; message: string }) => `${e.stdout}${e.stderr}` || e.message,
    )
    expect(lint).toBe('')
  })
})
