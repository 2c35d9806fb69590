import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { loadKeys } from './keys.ts'
import { secretsPath } from './secrets.ts'

const root = mkdtempSync(join(tmpdir(), 'bw-keys-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const dir = (name: string): string => join(root, name)
const code = (fn: () => unknown): string => {
  try {
    fn()
    return 'no failure'
  } catch (e) {
    return (e as { code: string }).code
  }
}

test('the same directory gives the same keys; the file is for its owner alone', () => {
  const a = loadKeys(dir('a'))
  const b = loadKeys(dir('a'))
  const other = loadKeys(dir('b'))
  expect(statSync(secretsPath(dir('a'))).mode & 0o777).toBe(0o600)
  expect(b.fingerprint).toBe(a.fingerprint)
  expect(other.fingerprint).not.toBe(a.fingerprint)
  const context = { courtId: 7, purpose: 'cases.party.id_number' }
  expect(b.decryptText(a.encrypt('110101199003074514', context), context)).toBe('110101199003074514')
  expect(code(() => other.decrypt(a.encrypt('x', context), context))).toBe('unreadable')
  expect(b.blindIndex('110101199003074514', context)).toEqual(a.blindIndex('110101199003074514', context))
  chmodSync(secretsPath(dir('a')), 0o644)
  loadKeys(dir('a'))
  expect(statSync(secretsPath(dir('a'))).mode & 0o777).toBe(0o600)
})

test('what is sealed opens only unchanged, for the same court and purpose', () => {
  const keys = loadKeys(dir('a'))
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.option(fc.nat(4000)),
      fc.string({ maxLength: 20 }),
      fc.nat(),
      fc.integer({ min: 0, max: 7 }),
      (plain, courtId, purpose, at, bit) => {
        const sealed = keys.encrypt(plain, { courtId, purpose })
        expect(new Uint8Array(keys.decrypt(sealed, { courtId, purpose }))).toEqual(plain)
        expect(code(() => keys.decrypt(sealed, { courtId: (courtId ?? 0) + 1, purpose }))).toBe('unreadable')
        expect(code(() => keys.decrypt(sealed, { courtId, purpose: `${purpose}x` }))).toBe('unreadable')
        const changed = Buffer.from(sealed)
        changed[at % changed.length]! ^= 1 << bit
        expect(code(() => keys.decrypt(changed, { courtId, purpose }))).toBe('unreadable')
        expect(code(() => keys.decrypt(sealed.subarray(0, at % sealed.length), { courtId, purpose }))).toBe('unreadable')
      },
    ),
  )
})

test('equal plaintexts are sealed differently; their keyed hashes differ by court and purpose', () => {
  const keys = loadKeys(dir('a'))
  const c = { courtId: 1, purpose: 'p' }
  expect(keys.encrypt('x', c)).not.toEqual(keys.encrypt('x', c))
  const hashes = [
    keys.blindIndex('x', c),
    keys.blindIndex('x', { courtId: 2, purpose: 'p' }),
    keys.blindIndex('x', { courtId: 1, purpose: 'q' }),
    keys.blindIndex('y', c),
  ]
  expect(new Set(hashes.map((h) => h.toString('hex'))).size).toBe(4)
})

test('signatures hold for what was signed, with the raw public key alone', () => {
  const keys = loadKeys(dir('a'))
  const other = loadKeys(dir('b'))
  const signature = keys.sign('checkpoint')
  expect(keys.publicKey.length).toBe(32)
  expect(keys.verify('checkpoint', signature)).toBe(true)
  expect(other.verify('checkpoint', signature, keys.publicKey)).toBe(true)
  expect(other.verify('checkpoint', signature)).toBe(false)
  expect(keys.verify('checkpoint2', signature)).toBe(false)
  expect(keys.verify('checkpoint', signature.subarray(1))).toBe(false)
})

test('keys are never replaced while data exists that needs them', () => {
  const d = dir('c')
  mkdirSync(join(d, 'pg'), { recursive: true })
  writeFileSync(join(d, 'pg', 'PG_VERSION'), '18\n')
  expect(code(() => loadKeys(d))).toBe('secrets-missing')
  expect(code(() => loadKeys(dir('empty'), true))).toBe('secrets-missing')
})

test('a damaged file is named, whatever the damage', () => {
  const d = dir('d')
  loadKeys(d)
  const good = readFileSync(secretsPath(d), 'utf8')
  fc.assert(
    fc.property(fc.nat(good.length - 3), fc.boolean(), (at, cut) => {
      const bad = cut ? good.slice(0, at) : `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`
      writeFileSync(secretsPath(d), bad)
      // Changing only white space or the case of nothing leaves the same values: then it must still load as before.
      const result = code(() => loadKeys(d))
      expect(result).toBe('secrets-corrupt')
    }),
    { numRuns: 200 },
  )
  writeFileSync(secretsPath(d), good)
  loadKeys(d)
})
