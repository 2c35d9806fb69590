import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { help } from './help.ts'

const data = mkdtempSync(join(tmpdir(), 'bw-cli-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))
const cli = (...args: string[]): { code: number | null; out: string; err: string } => {
  const r = spawnSync(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, BAILIWICK_DATA: join(data, 'none'), DATABASE_URL: '', LANG: 'zh_CN.UTF-8' },
  })
  return { code: r.status, out: r.stdout, err: r.stderr }
}

test('every command has help in both languages, and no command, an unknown one and the version are told', { timeout: 60_000 }, () => {
  for (const name of Object.keys(help)) {
    const { code, out, err } = cli(name, '--help')
    expect([name, code, err]).toEqual([name, 0, ''])
    expect(out).toMatch(/--json/)
    expect(out).toMatch(/[一-鿿]/)
  }
  expect(cli().out).toContain('verify-ledger')
  expect(cli('--version').out).toMatch(/^\d+\.\d+\.\d+\n$/)
  const unknown = cli('strat')
  expect([unknown.code, unknown.out]).toEqual([2, ''])
  expect(unknown.err).toMatch(/没有这个命令：strat\nThere is no such command: strat\n/)
})

test.each([
  ['no-command', 2, ['constructor', '--json']],
  ['no-file', 2, ['import', '--json']],
  ['no-file', 2, ['import', '/no/such/list.csv', '--json']],
  ['bad-arguments', 2, ['import', '--nix', '--json']],
  ['bad-arguments', 2, ['start', '--nix', '--json']],
  ['bad-port', 2, ['start', '--port', '70000', '--json']],
  ['bad-arguments', 2, ['simulate', '--cases', '0', '--json']],
  ['bad-arguments', 2, ['bench', '--only', 'nix', '--json']],
  ['bad-arguments', 2, ['verify-ledger', '--nix', '--json']],
  ['unreadable-file', 2, ['verify-ledger', '--export', '/no/such', '--json']],
  ['unknown-rule', 2, ['deadline', 'nix', '--json']],
  ['inputs-invalid', 2, ['deadline', 'defence', '--from', '2026-13-01', '--json']],
])('%s, exit %i: %j', { timeout: 30_000 }, (error, code, args) => {
  const r = cli(...args)
  expect(r.code).toBe(code)
  expect(r.err).toBe('')
  const told = JSON.parse(r.out) as { error: string; message: string }
  expect(told.error).toBe(error)
  expect(told.message.length).toBeGreaterThan(3)
  // Nothing was made for a call that was wrong.
  expect(readdirSync(data)).toEqual([])
})
