import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { modules } from '../../app/modules.ts'
import { objectWords } from './web/object-words.ts'
import { verbWords } from './web/verb-words.ts'

const root = new URL('../../', import.meta.url).pathname
const sources = globSync('{app,modules,tools,platform/http}/**/*.ts', { cwd: root })
  .filter((f) => !f.endsWith('.test.ts') && !f.includes('/web/') && !f.includes('node_modules'))
  .map((f) => [f, readFileSync(`${root}${f}`, 'utf8')] as const)
// Templates stand for these; one that is not listed here fails the test.
const templates: Record<string, string[]> = {
  'access.${f.kind}': ['access.veto', 'access.freeze', 'access.recusal'],
  'engagement.${verb}': ['engagement.freeze', 'engagement.unfreeze', 'engagement.end'],
  'import.${state}': ['import.checked', 'import.done', 'import.cancelled', 'import.failed'],
  'process.${to}': ['process.proposed', 'process.published', 'process.refused'],
}
const inside = (pattern: RegExp): { file: string; text: string }[] =>
  sources.flatMap(([file, code]) => [...code.matchAll(pattern)].map((m) => ({ file, text: m[1] ?? m[2] ?? '' })))

test('every verb an endpoint declares or an act writes has a word in both languages', () => {
  const declared = modules.flatMap((m) => m.bindings.map((b) => b.endpoint.audit)).filter((v) => v !== 'none')
  // `audit({ verb: 'x.y' …` and helpers that take the verb as a text.
  const written = inside(/\b(?:verb|audit): ?'([a-z][\w-]*(?:\.[\w-]+)+)'|\(ctx, '([a-z]+\.[a-z][\w.-]*)'/g).map((f) => f.text)
  const made = inside(/\bverb: ?`([^`]+)`/g).flatMap(({ file, text }) => templates[text] ?? [`${text} of ${file}`])
  expect([...new Set([...declared, ...written, ...made])].filter((v) => !verbWords[v] && v !== 'none').sort()).toEqual([])
  expect(declared.length).toBeGreaterThan(150)
})
test('every kind of object has a word; what an act does not name is its module', () => {
  const named = inside(/\bobjectType: ?'([\w-]+)'/g).map((f) => f.text)
  const subjects = inside(/\bsubjectType: ?'([\w-]+)'/g).map((f) => f.text)
  expect([...new Set([...named, ...subjects, ...modules.map((m) => m.name)])].filter((o) => !objectWords[o]).sort()).toEqual([])
})
test('words are words: Chinese is Chinese, no code is its own word', () => {
  for (const [code, [zh, en]] of [...Object.entries(verbWords), ...Object.entries(objectWords)]) {
    expect(`${code} ${/[一-鿿]/.test(zh) && !/[a-z]/.test(zh)}`).toBe(`${code} true`)
    expect(en).not.toMatch(/[.]|^[a-z]|[一-鿿]/)
  }
})
