import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { rules } from './rules.ts'

// The rules of the house (docs/adr): dependency-cruiser for who may import whom, a few lines for what it cannot see. Seeded
// violations in fixtures/ must be found, or the check itself is broken.
const root = join(import.meta.dirname, '../..')
process.chdir(root)
const problems: string[] = []

const options = { ruleSet: { forbidden: rules.map((rule) => Object.fromEntries(Object.entries(rule).filter(([key]) => key !== 'seeded'))) }, validate: true, tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, exclude: { path: '(^|/)(node_modules|dist)/' }, tsConfig: { fileName: 'tsconfig.json' } } as never
const violationsOf = async (folders: string[]): Promise<{ rule: string; from: string; to: string }[]> => {
  const { output } = await cruise(folders, options, undefined, { tsConfig: {} } as never)
  const summary = (output as { summary: { violations: { rule: { name: string }; from: string; to: string }[] } }).summary
  return summary.violations.map((v) => ({ rule: v.rule.name, from: v.from, to: v.to }))
}

const seeded = await violationsOf(['test/boundaries/fixtures'])
for (const rule of rules.filter((r) => r.seeded)) if (!seeded.some((v) => v.rule === rule.name)) problems.push(`the seeded violation of ${rule.name} was not found: the check is blind`)
for (const v of await violationsOf(['app', 'platform', 'modules', 'tools'])) problems.push(`${v.rule}: ${v.from} → ${v.to}`)

const walk = (dir: string): string[] => readdirSync(dir).flatMap((f) => {
  const path = join(dir, f)
  return statSync(path).isDirectory() ? walk(path) : [path]
})
/** What breaks a rule in one file's text; exported shape kept plain so that the seeded texts below can be tried. */
const textProblems = (file: string, text: string): string[] => {
  const found: string[] = []
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
  const lines = text.split('\n').length
  if (lines > 500 && !/tables\.ts$|locale|\/data\/|fixtures|\.test\.ts$/.test(file)) found.push(`${file}: ${lines} lines (limit 500)`)
  if (!file.startsWith('platform/calendar/') && /\bDate\.now\(\)|\bnew Date\(\)|Temporal\.Now\b/.test(code) && !/^(tools|test)\//.test(file) && !/\.test\.ts$/.test(file)) found.push(`${file}: reads the clock outside platform/calendar`)
  if (!/^(app|tools|test)\//.test(file) && /\bprocess\.env\b/.test(code) && !/\.test\.ts$/.test(file)) found.push(`${file}: reads process.env outside app`)
  return found
}
for (const [file, text] of [['modules/x/rules.ts', 'const a = Date.now()'], ['modules/x/rules.ts', 'process.env.A'], ['modules/x/big.ts', '\n'.repeat(501)]] as const)
  if (textProblems(file, text).length === 0) problems.push(`the seeded violation in "${text.slice(0, 20)}" was not found`)
for (const dir of ['app', 'platform', 'modules', 'tools'])
  for (const path of walk(join(root, dir))) if (/\.(ts|tsx)$/.test(path)) problems.push(...textProblems(relative(root, path), readFileSync(path, 'utf8')))

/** A sheet loaded by one page changes every other page that uses the same class: a class begins a rule in one sheet only. */
const sharedClasses = (sheets: readonly (readonly [file: string, text: string])[]): string[] => {
  const owners = new Map<string, Set<string>>()
  for (const [file, text] of sheets) for (const [, name] of text.matchAll(/^\.(bw-[\w-]+)/gm)) owners.set(name!, (owners.get(name!) ?? new Set()).add(file))
  return [...owners].filter(([, files]) => files.size > 1).map(([name, files]) => `.${name} is defined in ${[...files].join(' and ')}`)
}
if (sharedClasses([['a.css', '.bw-x {}'], ['b.css', '.bw-x li {}']]).length !== 1) problems.push('the seeded class of two sheets was not found')
problems.push(...sharedClasses(['platform', 'modules'].flatMap((dir) => walk(join(root, dir)).filter((path) => path.endsWith('.css')).map((path) => [relative(root, path), readFileSync(path, 'utf8')] as const))))

for (const p of problems) process.stdout.write(`${p}\n`)
process.stdout.write(problems.length ? `${problems.length} boundary problems\n` : 'boundaries hold\n')
process.exit(problems.length ? 1 : 0)
