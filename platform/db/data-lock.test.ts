import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Fail } from '../http/problems.ts'
import { lockData } from './data-lock.ts'

const root = mkdtempSync(join(tmpdir(), 'bw-lock-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const now = { busy: 0, stopping: 0 }
const refusal = async (dir: string, patience = now): Promise<unknown> =>
  lockData(dir, patience).then(
    () => 'taken',
    (e) => (e instanceof Fail ? [e.code, e.detail.pid, e.detail.url] : e),
  )
const holder = async (dir: string): Promise<ChildProcess> => {
  const code = `const { lockData } = await import(${JSON.stringify(join(import.meta.dirname, 'data-lock.ts'))})
    try { (await lockData(${JSON.stringify(dir)}, { busy: 0, stopping: 0 })).tell({ url: 'http://127.0.0.1:3000' }); console.log('held'); setInterval(() => {}, 1000) } catch (e) { console.log(e.code) }`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout!.once('data', (d) => resolve(Object.assign(child, { said: String(d).trim() }))))
  return child
}
const said = (c: ChildProcess): string => (c as unknown as { said: string }).said

test('one holder; released, it is free again; a link to the directory is the same directory', async () => {
  const dir = join(root, 'a')
  const lock = await lockData(dir, now)
  lock.tell({ url: 'http://127.0.0.1:3000' })
  expect(await refusal(dir)).toEqual(['data-in-use', process.pid, 'http://127.0.0.1:3000'])
  symlinkSync(dir, join(root, 'link'))
  expect(await refusal(join(root, 'link'))).toEqual(['data-in-use', process.pid, 'http://127.0.0.1:3000'])
  await lock.release()
  await lock.release()
  await (await lockData(dir, now)).release()
  expect(readdirSync(dir)).toEqual([])
})

test('a killed holder holds nothing', async () => {
  const dir = join(root, 'b')
  const child = await holder(dir)
  expect(said(child)).toBe('held')
  expect(await refusal(dir)).toEqual(['data-in-use', child.pid, 'http://127.0.0.1:3000'])
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  expect(readdirSync(dir)).toEqual(['lock.sock'])
  await (await lockData(dir, now)).release()
})

test('a stopped (not ended) holder still holds', async () => {
  const dir = join(root, 'c')
  const child = await holder(dir)
  child.kill('SIGSTOP')
  expect((await refusal(dir)) as string[]).toContain('data-in-use')
  child.kill('SIGKILL')
})

test('a holder on its way out is waited for', async () => {
  const dir = join(root, 'd')
  const lock = await lockData(dir, now)
  lock.tell({ stopping: true })
  setTimeout(() => void lock.release(), 400)
  await (await lockData(dir, { busy: 0, stopping: 5000 })).release()
})

test('of many that start at once, one wins', async () => {
  const dir = join(root, 'x'.repeat(120), 'e')
  mkdirSync(dir, { recursive: true })
  const all = await Promise.all(Array.from({ length: 6 }, () => holder(dir)))
  expect(all.map(said).sort()).toEqual(['data-in-use', 'data-in-use', 'data-in-use', 'data-in-use', 'data-in-use', 'held'])
  for (const child of all) child.kill('SIGKILL')
})
