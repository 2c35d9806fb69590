import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { loadKeys } from '../auth/keys.ts'
import { Fail } from '../http/problems.ts'
import { openFileStore } from './store.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'bw-files-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
const keys = loadKeys(dataDir)
const store = openFileStore({ dataDir, keys })
const at = (court: number, sha256: string): string => join(dataDir, 'files', String(court), sha256.slice(0, 2), sha256)
const sha = (b: Uint8Array): string => createHash('sha256').update(b).digest('hex')
const noise = (size: number, seed: number): Buffer => {
  const b = Buffer.alloc(size)
  for (let i = 0, x = seed * 2_654_435_761 + 1; i < size; i++) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0
    b[i] = x >>> 24
  }
  return b
}
async function* inPieces(b: Buffer, piece: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < b.length; i += piece) yield b.subarray(i, i + piece)
}
const codeOf = async (p: Promise<unknown>): Promise<string> =>
  p.then(
    () => 'no failure',
    (e) => (e instanceof Fail ? e.code : String(e)),
  )
const drafts = (): string[] => readdirSync(join(dataDir, 'files', 'drafts'))

// Sizes around the frame's edges are where a mistake would live.
const size = fc.oneof(
  fc.nat(3000),
  fc.tuple(fc.nat(3), fc.integer({ min: -2, max: 2 })).map(([n, d]) => Math.max(0, n * 65_536 + d)),
  fc.nat(2_500_000),
)

test('what goes in comes out, whole and in any range, from bytes and from streams', async () => {
  await fc.assert(
    fc.asyncProperty(
      size,
      fc.nat(1000),
      fc.integer({ min: 1, max: 200_000 }),
      fc.tuple(fc.nat(), fc.nat()),
      async (n, seed, piece, [a, b]) => {
        const content = noise(n, seed)
        const put = await store.put(1, seed % 2 ? content : inPieces(content, Math.max(piece, n / 50)))
        expect(put).toEqual({ sha256: sha(content), size: n })
        expect((await store.read(1, put.sha256)).equals(content)).toBe(true)
        expect(await store.size(1, put.sha256)).toBe(n)
        const [from, to] = [a % (n + 2), b % (n + 2)]
        expect((await store.read(1, put.sha256, { from, to })).equals(content.subarray(from, Math.max(from, to)))).toBe(true)
        const streamed: Buffer[] = []
        for await (const chunk of await store.open(1, put.sha256, { from })) streamed.push(chunk)
        expect(Buffer.concat(streamed).equals(content.subarray(from))).toBe(true)
      },
    ),
    { numRuns: 60 },
  )
  expect(drafts()).toEqual([])
})

test('nothing readable lies on the disk, and another court does not see it', async () => {
  const content = Buffer.from('机密：当事人身份证号码 '.repeat(5000))
  const { sha256 } = await store.put(1, content)
  const raw = readFileSync(at(1, sha256))
  expect(raw.includes(Buffer.from('身份证'))).toBe(false)
  expect(statSync(at(1, sha256)).mode & 0o077).toBe(0)
  expect(await store.exists(2, sha256)).toBe(false)
  expect(await store.size(2, sha256)).toBe(null)
  expect(await codeOf(store.read(2, sha256))).toBe('not-found')
  // Not even when the sealed bytes are moved into its folder.
  await store.put(2, content)
  writeFileSync(at(2, sha256), raw)
  expect(await codeOf(store.read(2, sha256))).toBe('file-damaged')
  await store.put(2, content)
  expect((await store.read(2, sha256)).equals(content)).toBe(true)
})

test('any changed, cut, swapped or moved byte is refused', async () => {
  const content = noise(200_000, 5)
  const { sha256 } = await store.put(1, content)
  const good = readFileSync(at(1, sha256))
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 0, max: 7 }), async (i, bit) => {
      const bad = Buffer.from(good)
      bad[i]! ^= 1 << bit
      writeFileSync(at(1, sha256), bad)
      expect(await codeOf(store.read(1, sha256))).toBe('file-damaged')
    }),
    { numRuns: 60 },
  )
  for (const cut of [0, 50, 96, 1000, good.length - 1]) {
    writeFileSync(at(1, sha256), good.subarray(0, cut))
    expect(await codeOf(store.read(1, sha256))).toBe('file-damaged')
  }
  const frame = 65_552
  const swapped = Buffer.concat([
    good.subarray(0, 96),
    good.subarray(96 + frame, 96 + 2 * frame),
    good.subarray(96, 96 + frame),
    good.subarray(96 + 2 * frame),
  ])
  writeFileSync(at(1, sha256), swapped)
  expect(await codeOf(store.read(1, sha256))).toBe('file-damaged')
  const other = await store.put(1, noise(200_000, 6))
  writeFileSync(at(1, sha256), readFileSync(at(1, other.sha256)))
  expect(await codeOf(store.read(1, sha256, { from: 10, to: 20 }))).toBe('file-damaged')
  // A damaged frame does not spoil ranges in others.
  const late = Buffer.from(good)
  late[late.length - 1]! ^= 1
  writeFileSync(at(1, sha256), late)
  expect((await store.read(1, sha256, { to: 65_536 })).equals(content.subarray(0, 65_536))).toBe(true)
  await store.put(1, content)
  expect((await store.read(1, sha256)).equals(content)).toBe(true)
})

test('an upload that breaks off or is too large leaves nothing', async () => {
  const content = noise(300_000, 9)
  async function* breaking(): AsyncGenerator<Buffer> {
    yield content
    throw new Error('connection lost')
  }
  expect(await codeOf(store.put(3, breaking()))).toContain('connection lost')
  expect(await codeOf(store.put(3, inPieces(content, 1000), { maxBytes: 299_999 }))).toBe('too-large')
  expect(await codeOf(store.put(3, content, { maxBytes: 299_999 }))).toBe('too-large')
  expect((await store.put(3, content, { maxBytes: 300_000 })).size).toBe(300_000)
  expect(readdirSync(join(dataDir, 'files', '3')).length).toBe(1)
  expect(drafts()).toEqual([])
  let seen = 0
  let visible = false
  async function* watched(): AsyncGenerator<Buffer> {
    for await (const piece of inPieces(noise(300_000, 10), 70_000)) {
      seen += piece.length
      visible ||= await store.exists(3, sha(noise(300_000, 10)))
      yield piece
    }
  }
  const late = await store.put(3, watched())
  expect([seen, visible, await store.exists(3, late.sha256)]).toEqual([300_000, false, true])
})

test('drafts of ended processes are swept, those of living ones are not', () => {
  const mine = join(dataDir, 'files', 'drafts', `${process.pid}-a`)
  writeFileSync(mine, '')
  writeFileSync(join(dataDir, 'files', 'drafts', '4194305-b'), '')
  openFileStore({ dataDir, keys })
  expect(drafts()).toEqual([`${process.pid}-a`])
  rmSync(mine)
})

test('removing, twice; names that would lead out of the store are not found; readers who leave close the file', async () => {
  const { sha256 } = await store.put(1, noise(500_000, 11))
  const open = (): number => readdirSync('/proc/self/fd').length
  const before = open()
  for (let i = 0; i < 5; i++) {
    const untouched = await store.open(1, sha256)
    const closed = new Promise((resolve) => untouched.once('close', resolve))
    untouched.destroy()
    await closed
    for await (const _ of await store.open(1, sha256)) break
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(open()).toBe(before)
  await store.remove(1, sha256)
  await store.remove(1, sha256)
  expect(await store.exists(1, sha256)).toBe(false)
  expect(await codeOf(store.read(1, '../../secrets.json'))).toBe('not-found')
  expect(await codeOf(store.open(-1, sha256))).toBe('not-found')
})
