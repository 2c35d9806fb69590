import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkpointText,
  ed25519Signer,
  newSeed,
  parseCheckpoint,
  parseVerifier,
  signCheckpoint,
  signedNote,
  type Signer,
  splitNote,
} from './checkpoint.ts'
import { canonicalJson, eventLeaf, leafBytes, type LedgerEvent, stateHash } from './encoding.ts'
import { type EventLine, type ExportLine, type SealLine, writeLine } from './export.ts'
import { addLeaf, emptyFrontier, frontierRoot } from './merkle.ts'
import { verifyLedger, type VerifyOptions } from './verify.ts'

const signer = ed25519Signer('ledger.example/court', newSeed())
const iso = (second: number, micro = 0) =>
  `2026-11-${String(1 + Math.floor(second / 86400)).padStart(2, '0')}T${[second / 3600, second / 60, second].map((v, i) => String(Math.floor(v) % (i === 0 ? 24 : 60)).padStart(2, '0')).join(':')}.${String(micro).padStart(6, '0')}Z`

const event = (id: number, over: Partial<LedgerEvent> = {}): EventLine => {
  const e: LedgerEvent = {
    id,
    courtId: 1,
    at: iso(id * 60, id),
    accountId: 7,
    personId: id % 2 ? 9 : null,
    contractorId: null,
    side: 'court',
    sessionRef: 'a1b2',
    verb: 'case.read',
    objectType: 'case',
    objectId: `（2026）沪01民初${id}号`,
    caseId: id,
    grantId: null,
    beforeHash: id % 3 ? null : 'ab'.repeat(32),
    afterHash: 'cd'.repeat(32),
    data: `{"n": ${id}, "says": "a\\\\b"}`,
    xid: String(1000 + id),
    ...over,
  }
  return { kind: 'event', ...e, leafHash: Buffer.from(eventLeaf(e)).toString('hex') }
}

/** An honest ledger: batches of the given sizes with ids from 1 (one event a minute), then an unsealed tail. */
const ledger = (batches: readonly number[], tail = 0, by: Signer = signer, make = event): ExportLine[] => {
  const lines: ExportLine[] = [{ kind: 'header', format: 'bailiwick-ledger-export/1', keys: [by.verifier] }]
  const tree = emptyFrontier()
  let id = 0
  batches.forEach((count, i) => {
    const events = Array.from({ length: count }, () => make(++id))
    const firstPosition = tree.size
    for (const e of events) addLeaf(tree, Buffer.from(e.leafHash, 'hex'))
    const sealedAt = iso(id * 60 + 30)
    const checkpoint = checkpointText({ origin: by.name, size: tree.size, root: frontierRoot(tree), batch: i + 1, sealedAt })
    lines.push(...events, {
      kind: 'seal',
      batch: i + 1,
      firstPosition,
      size: tree.size,
      root: Buffer.from(frontierRoot(tree)).toString('base64'),
      sealedAt,
      ids: events.map((e) => e.id),
      leaves: Buffer.concat(events.map((e) => Buffer.from(e.leafHash, 'hex'))).toString('base64'),
      peaks: Buffer.concat(tree.peaks).toString('base64'),
      checkpoint,
      signature: signCheckpoint(by, checkpoint),
    })
  })
  for (let i = 0; i < tail; i += 1) lines.push(make(++id))
  lines.push({ kind: 'end', events: id, seals: batches.length })
  return lines
}
const bytesOf = (lines: readonly ExportLine[]): Buffer => Buffer.from(lines.map((l) => `${writeLine(l)}\n`).join(''))
async function* inPieces(bytes: Uint8Array, piece: number) {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
}
const check = (input: readonly ExportLine[] | Buffer, options: VerifyOptions = {}) =>
  verifyLedger(inPieces(Buffer.isBuffer(input) ? input : bytesOf(input), 1 << 16), { trusted: [signer.verifier], ...options })
const said = (problems: readonly { kind: string; id?: number; batch?: number }[]) =>
  problems.map((p) => `${p.kind} ${p.id ?? ''}/${p.batch ?? ''}`)
const eventAt = (lines: ExportLine[], id: number) => lines.findIndex((l) => l.kind === 'event' && l.id === id)
const sealAt = (lines: ExportLine[], batch: number) => lines.findIndex((l) => l.kind === 'seal' && l.batch === batch)
const noteOf = (lines: ExportLine[], batch: number) => {
  const seal = lines[sealAt(lines, batch)] as SealLine
  return signedNote(seal.checkpoint, seal.signature)
}
const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 })

describe('encoding', () => {
  it('is the documented byte string', () => {
    const e: LedgerEvent = {
      id: 1,
      courtId: null,
      at: '2000-01-01T00:00:00.000001Z',
      accountId: null,
      personId: 2,
      contractorId: null,
      side: 'court',
      sessionRef: null,
      verb: 'a',
      objectType: 'b',
      objectId: '院',
      caseId: null,
      grantId: null,
      beforeHash: null,
      afterHash: 'ff00',
      data: null,
      xid: '18446744073709551615',
    }
    expect(leafBytes(e).toString('hex')).toBe(
      [
        '01',
        '010000000000000001',
        '00',
        '010000000000000001',
        '00',
        '010000000000000002',
        '00',
        '0100000005636f757274',
        '00',
        '010000000161',
        '010000000162',
        '0100000003e999a2',
        '00',
        '00',
        '00',
        '0100000002ff00',
        '00',
        '01ffffffffffffffff',
      ].join(''),
    )
  })
  it('hashes a state independently of the order of its keys', () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: 2n }], a: null })).toBe('{"a":null,"b":[1,{"c":"2"}]}')
    expect(stateHash({ a: 1, b: 2 })).toEqual(stateHash({ b: 2, a: 1 }))
    expect(stateHash(undefined)).toBeNull()
  })
})

describe('checkpoint', () => {
  it('is a C2SP signed note that any verifier key reader accepts', () => {
    const note = noteOf(ledger([2]), 1)
    expect(note).toMatch(
      /^ledger\.example\/court\n2\n[A-Za-z0-9+/]{43}=\nbatch 1\nsealed 2026-11-01T00:02:30\.000000Z\n\n— ledger\.example\/court \S+\n$/,
    )
    const parts = splitNote(note)
    expect(parseCheckpoint(parts?.text ?? '')?.size).toBe(2)
  })
  it('knows the verifier key of the signed-note specification, and no damaged one', () => {
    const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
    expect(parseVerifier(key)?.id).toBe('c74f20a3')
    const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    const signature = Buffer.from(
      'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
      'base64',
    ).subarray(4)
    expect(parseVerifier(key)?.verify(text, signature)).toBe(true)
    expect(parseVerifier(key.replace('c74f20a3', 'c74f20a4'))).toBeNull()
  })
})

describe('verifyLedger', () => {
  it('accepts every honest ledger, in pieces of any size, and counts its tail', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(4), fc.integer({ min: 1, max: 500 }), async (batches, tail, piece) => {
        const lines = ledger(batches, tail)
        const report = await verifyLedger(inPieces(bytesOf(lines), piece), {
          trusted: [signer.verifier],
          held: batches.map((_, i) => ({ file: `${i}`, note: noteOf(lines, i + 1) })),
        })
        expect(report.problems).toEqual([])
        expect(report).toMatchObject({ ok: true, seals: batches.length, unsealed: tail, keyTrusted: true })
      }),
      { numRuns: 50 },
    )
  })

  it('finds any flipped bit of any byte, and names the event or seal it lies in', async () => {
    const lines = ledger([3, 1, 4], 2)
    const bytes = bytesOf(lines)
    const starts: number[] = []
    let at = 0
    for (const l of lines) {
      starts.push(at)
      at += Buffer.byteLength(`${writeLine(l)}\n`)
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (offset, bit) => {
        const flipped = Buffer.from(bytes)
        flipped[offset] = (flipped[offset] as number) ^ (1 << bit)
        const report = await check(flipped)
        expect(report.ok).toBe(false)
        const index = starts.findLastIndex((s) => s <= offset)
        const line = lines[index] as ExportLine
        const named = report.problems.some(
          (p) =>
            p.line === index + 1 ||
            (line.kind === 'event' && p.id === line.id) ||
            (line.kind === 'seal' && p.batch === line.batch) ||
            line.kind === 'header' ||
            (line.kind === 'end' && p.kind === 'incomplete'),
        )
        expect(named, `${line.kind} at ${offset}: ${said(report.problems)}`).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  it('names a changed field even when the stored hash was made to fit', async () => {
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.nat(),
        fc.constantFrom<Partial<LedgerEvent>>(
          { verb: 'case.write' },
          { personId: 99 },
          { courtId: null },
          { data: null },
          { xid: '7' },
          { beforeHash: '00' },
        ),
        async (batches, pick, over) => {
          const lines = ledger(batches)
          const id = 1 + (pick % batches.reduce((a, b) => a + b, 0))
          lines[eventAt(lines, id)] = event(id, over)
          const report = await check(lines)
          expect(said(report.problems)).toEqual([expect.stringMatching(`^changed ${id}/`)])
        },
      ),
    )
  })

  it('names a dropped, an added and a moved event', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (batches, pick, other) => {
        const total = batches.reduce((a, b) => a + b, 0)
        const id = 1 + (pick % total)
        const dropped = ledger(batches)
        dropped.splice(eventAt(dropped, id), 1)
        ;(dropped.at(-1) as { events: number }).events -= 1
        expect(said((await check(dropped)).problems)).toEqual([expect.stringMatching(`^dropped ${id}/`)])

        const added = ledger(batches)
        added.splice(eventAt(added, id), 0, event(500, { at: event(id).at }))
        ;(added.at(-1) as { events: number }).events += 1
        expect(said((await check(added)).problems)).toEqual([expect.stringMatching('^inserted 500/')])

        const moved = ledger(batches)
        const to = 1 + (other % total)
        if (to === id) return
        const [a, b] = [eventAt(moved, id), eventAt(moved, to)]
        ;[moved[a], moved[b]] = [moved[b] as ExportLine, moved[a] as ExportLine]
        const report = await check(moved)
        expect(report.ok).toBe(false)
        for (const n of [id, to])
          expect(
            report.problems.some((p) => p.id === n),
            said(report.problems).join(),
          ).toBe(true)
      }),
    )
  })

  it('names a back-dated event: altered after sealing, sealed late, or still unsealed', async () => {
    const altered = ledger([20, 20, 20])
    altered[eventAt(altered, 50)] = event(50, { at: event(3).at })
    expect(said((await check(altered)).problems)).toEqual(['changed 50/3', 'back-dated 50/3'])
    const late = (id: number) => event(id, id === 50 || id === 62 ? { at: event(3).at } : {})
    expect(said((await check(ledger([20, 20, 20], 2, signer, late))).problems)).toEqual(['back-dated 50/3', 'back-dated 62/4'])
    const early = (id: number) => event(id, id === 5 ? { at: event(60).at } : {})
    expect(said((await check(ledger([20, 20, 20], 0, signer, early))).problems)).toEqual(['post-dated 5/1'])
    // Within the tolerance: a transaction that began before the seal and ended after it.
    const slow = (id: number) => event(id, id === 21 ? { at: event(15).at } : {})
    expect((await check(ledger([20, 20], 0, signer, slow))).ok).toBe(true)
    expect((await check(ledger([20, 20], 0, signer, slow), { toleranceSeconds: 60 })).ok).toBe(false)
  })

  it('names a seal that was altered or dropped, and judges the rest by itself', async () => {
    for (const field of ['firstPosition', 'size', 'batch'] as const) {
      const lines = ledger([2, 2, 2])
      const seal = lines[sealAt(lines, 2)] as SealLine
      seal[field] += 1
      expect((await check(lines)).problems.every((p) => p.kind === 'seal-altered')).toBe(true)
    }
    const lines = ledger([2, 2, 2])
    lines.splice(sealAt(lines, 2), 1)
    ;(lines.at(-1) as { seals: number }).seals = 2
    expect(said((await check(lines)).problems)).toEqual(['seal-missing /2'])
    const both = ledger([2, 2, 2])
    const seal = both[sealAt(both, 2)] as SealLine
    both[eventAt(both, 4)] = event(4, { verb: 'x.y' })
    seal.leaves = Buffer.concat([3, 4].map((id) => Buffer.from((both[eventAt(both, id)] as EventLine).leafHash, 'hex'))).toString('base64')
    const report = await check(both)
    expect(said(report.problems)).toEqual(['batch-altered /2'])
    expect(report.problems[0]?.sentence).toContain('events 3 to 4')
  })

  it('finds a checkpoint signed by somebody else', async () => {
    const thief = ed25519Signer(signer.name, newSeed())
    const forged = ledger([2, 2], 0, thief)
    const kinds = (await check(forged)).problems.map((p) => p.kind)
    expect(kinds).toEqual(['foreign-key', 'forged-checkpoint', 'forged-checkpoint'])
    // Without a trusted key the export vouches for itself, and the report says so.
    expect(await verifyLedger(inPieces(bytesOf(forged), 999))).toMatchObject({ ok: true, keyTrusted: false })
    const one = ledger([2, 2])
    const seal = one[sealAt(one, 2)] as SealLine
    seal.signature = signCheckpoint(thief, seal.checkpoint)
    expect(said((await check(one)).problems)).toEqual(['forged-checkpoint /2'])
  })

  it('finds a ledger cut off or rewritten since the checkpoint that the contractor kept', async () => {
    const honest = ledger([3, 3, 3])
    const kept = { file: 'kept.txt', note: noteOf(honest, 2) }
    expect((await check(honest, { held: [kept] })).ok).toBe(true)
    expect((await check(ledger([3, 3]), { held: [kept] })).ok).toBe(true)
    const cut = await check(ledger([3]), { held: [kept] })
    expect(cut.problems.map((p) => p.kind)).toEqual(['truncated'])
    expect(cut.problems[0]?.sentence).toContain('proves 6 sealed events; this ledger has only 3')
    // The whole chain made anew with the true key, batches cut elsewhere.
    const rewritten = ledger([4, 4, 1], 0, signer, (id) => event(id, id === 2 ? { verb: 'x.y' } : {}))
    expect((await check(rewritten)).ok).toBe(true)
    expect((await check(rewritten, { held: [kept] })).problems.map((p) => p.kind)).toEqual(['forked'])
    expect((await check(honest, { held: [{ file: 'x', note: kept.note.replace('\n6\n', '\n5\n') }] })).problems.map((p) => p.kind)).toEqual(
      ['held-forged'],
    )
  })

  it('tells an export that broke off, and speaks Chinese', async () => {
    const bytes = bytesOf(ledger([2, 2], 1))
    const report = await check(bytes.subarray(0, bytes.length - 30), { lang: 'zh' })
    expect(report.problems.map((p) => p.kind)).toContain('incomplete')
    expect(report.problems.at(-1)?.sentence).toMatch(/导出不完整/)
    expect((await check(Buffer.alloc(0))).ok).toBe(false)
  })
})
