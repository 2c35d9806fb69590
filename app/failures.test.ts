import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { expect, test } from 'vitest'
import { NewerSchema } from '../platform/db/migrate.ts'
import { Fail } from '../platform/http/problems.ts'
import { explainFailure } from './failures.ts'

const caught = async (run: () => unknown): Promise<unknown> => {
  try {
    await run()
    return null
  } catch (e) {
    return e
  }
}

test('errors as Node and PostgreSQL really throw them', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const taken = explainFailure(await caught(() => new Promise((_, reject) => createServer().on('error', reject).listen(port, '127.0.0.1'))))
  expect([taken.code, taken.exitCode, taken.en.includes(String(port)), taken.zh.includes(String(port))]).toEqual([
    'port-taken',
    69,
    true,
    true,
  ])
  await new Promise((resolve) => server.close(resolve))
  const nobody = explainFailure(
    await caught(() => new pg.Client({ connectionString: `postgres://a:secret@127.0.0.1:${port}/d` }).connect()),
  )
  expect(nobody.code).toBe('database-unreachable')
  expect(nobody.text).not.toContain('secret')
  const both = explainFailure(await caught(() => new pg.Client({ connectionString: `postgres://a:secret@localhost:${port}/d` }).connect()))
  expect(both.code).toBe('database-unreachable')
  expect(explainFailure(await caught(() => parseArgs({ args: ['--no-such'], options: {} })))).toMatchObject({
    code: 'bad-arguments',
    exitCode: 2,
  })
  expect(explainFailure(await caught(() => new URL('not a url'))).code).toBe('bad-database-url')
  expect(explainFailure(new NewerSchema(['x'])).code).toBe('newer-schema')
})

test('the first known cause decides; others are told as they are, in one line', () => {
  const full = Object.assign(new Error('could not extend file'), { code: '53100' })
  expect(explainFailure(new Error('migration 1: could not extend file', { cause: full })).code).toBe('disk-full')
  expect(explainFailure(new Error('migration 1: syntax error\nat …')).en).toContain('migration 1: syntax error')
  expect(explainFailure(new Error('boom\n  at line 3'))).toMatchObject({ code: 'internal', exitCode: 1, en: 'Unexpected error: boom' })
  expect(explainFailure('text').code).toBe('internal')
  expect(explainFailure(new Fail('some-command-code'))).toMatchObject({ code: 'some-command-code', exitCode: 1 })
})

test.each([
  [
    new Fail('data-in-use', 503, { pid: 42, url: 'http://127.0.0.1:3000' }),
    'This data directory is in use by another Bailiwick (http://127.0.0.1:3000, process 42): use that one, or stop it first.',
  ],
  [
    new Fail('data-in-use', 503, { pid: null, url: null }),
    'This data directory is in use by another Bailiwick: use that one, or stop it first.',
  ],
  [
    new Fail('wrong-owner', 503, { path: '/srv/d', owner: 1000, needs: 1001 }),
    'No right to use the data directory /srv/d (owned by user 1000, needed: user 1001): start as its owner, or correct the owner.',
  ],
  [
    Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'mkdir', path: '/srv/d' }),
    'No right to use the data directory /srv/d: start as its owner, or correct the owner.',
  ],
  [
    Object.assign(new Error('old'), { code: 'POSTGRES_TOO_OLD', version: '140011' }),
    'The PostgreSQL of DATABASE_URL is too old (14): version 15 or later is needed.',
  ],
])('sentence %#', (error, en) => {
  const told = explainFailure(error)
  expect(told.en).toBe(en)
  expect(told.text.split('\n')).toEqual([told.zh, told.en])
  expect(told.zh).toMatch(/[\u4e00-\u9fff].*[。：]/)
})
