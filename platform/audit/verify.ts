import { type Checkpoint, checkSignature, parseCheckpoint, parseVerifier, splitNote, type Verifier } from './checkpoint.ts'
import { eventLeaf, isLedgerEvent, microseconds } from './encoding.ts'
import { type EventLine, type ExportLine, type SealLine, writeLine } from './export.ts'
import { addLeaf, emptyFrontier, type Frontier, frontierRoot, type Hash, peakCount, sameHash } from './merkle.ts'
import { diffBatch, type Pending } from './diff-batch.ts'
import { type FindingKind, type Language, sentenceFor } from './sentences.ts'

export interface Problem {
  kind: FindingKind
  /** Event. */
  id?: number
  /** Seal. */
  batch?: number
  /** Line of the export, from 1. */
  line?: number
  sentence: string
}
export interface VerifyOptions {
  /** Verifier keys obtained elsewhere than in the export; without them the export vouches for its own key. */
  trusted?: readonly string[]
  /** Checkpoints that court or contractor kept (signed notes). */
  held?: readonly { file: string; note: string }[]
  /** How far an event may lie before the previous seal: the length of the longest transaction and the clocks' difference. */
  toleranceSeconds?: number
  lang?: Language
  /** Problems reported at most; the rest are counted. */
  limit?: number
}
export interface VerifyReport {
  ok: boolean
  events: number
  seals: number
  /** Events after the last seal: their order and absence are not yet protected. */
  unsealed: number
  origin: string | null
  /** Root over all sealed events, base64. */
  root: string
  keys: string[]
  keyTrusted: boolean
  problems: Problem[]
  moreProblems: number
}

const NEWLINE = 10
/** Lines as bytes without their newline; a last line without newline comes with `ended: false`. */
async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<{ bytes: Buffer; ended: boolean }> {
  let parts: Buffer[] = []
  for await (const piece of input) {
    const chunk = typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    let from = 0
    for (let at = chunk.indexOf(NEWLINE, from); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      parts.push(chunk.subarray(from, at))
      yield { bytes: parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts), ended: true }
      parts = []
      from = at + 1
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
  }
  if (parts.length > 0) yield { bytes: Buffer.concat(parts), ended: false }
}

const isCount = (v: unknown): boolean => Number.isSafeInteger(v) && (v as number) >= 0
const isHashes = (v: unknown): boolean =>
  typeof v === 'string' && Buffer.from(v, 'base64').toString('base64') === v && Buffer.from(v, 'base64').length % 32 === 0
const isText = (v: unknown): boolean => typeof v === 'string'
const isTime = (v: unknown): boolean => typeof v === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(v)
const shapes: Record<ExportLine['kind'], (v: Record<string, unknown>) => boolean> = {
  header: (v) => v['format'] === 'bailiwick-ledger-export/1' && Array.isArray(v['keys']) && v['keys'].every(isText),
  event: (v) => isLedgerEvent(v) && typeof v['leafHash'] === 'string' && /^[0-9a-f]{64}$/.test(v['leafHash']),
  seal: (v) =>
    [v['batch'], v['firstPosition'], v['size']].every(isCount) &&
    [v['root'], v['leaves'], v['peaks']].every(isHashes) &&
    isTime(v['sealedAt']) &&
    Array.isArray(v['ids']) &&
    v['ids'].every((id) => Number.isSafeInteger(id)) &&
    isText(v['checkpoint']) &&
    isText(v['signature']),
  end: (v) => isCount(v['events']) && isCount(v['seals']),
}
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** null unless the bytes are exactly what an export writes: another spelling of the same values counts as a change. */
const parseLine = (bytes: Uint8Array): ExportLine | null => {
  try {
    const text = decoder.decode(bytes)
    const value = JSON.parse(text) as ExportLine
    const shape = typeof value === 'object' && value !== null && Object.hasOwn(shapes, value.kind) ? shapes[value.kind] : undefined
    return shape?.(value as unknown as Record<string, unknown>) && writeLine(value) === text ? value : null
  } catch {
    return null
  }
}

const hashesOf = (base64: string): Hash[] => {
  const packed = Buffer.from(base64, 'base64')
  return Array.from({ length: packed.length / 32 }, (_, i) => packed.subarray(i * 32, i * 32 + 32))
}

/** Checks a whole export against its own seals, trusted keys and held checkpoints. Pure: no clock, no network, no database. */
export const verifyLedger = async (input: AsyncIterable<Uint8Array | string>, options: VerifyOptions = {}): Promise<VerifyReport> => {
  const lang = options.lang ?? 'en'
  const limit = options.limit ?? 1_000
  const tolerance = BigInt(Math.round((options.toleranceSeconds ?? 900) * 1_000_000))
  const problems: Problem[] = []
  const said = new Set<string>()
  let moreProblems = 0
  const report = (kind: FindingKind, about: { id?: number; batch?: number; line?: number }, more: Record<string, unknown> = {}): void => {
    const same = `${kind} ${about.id} ${about.batch} ${about.line} ${more['field'] ?? more['file'] ?? more['key'] ?? ''}`
    if (said.has(same)) return
    if (problems.length >= limit) {
      moreProblems += 1
      return
    }
    said.add(same)
    problems.push({ kind, ...about, sentence: sentenceFor(kind, lang, { ...about, ...more }) })
  }

  let verifiers: Verifier[] = []
  let keys: string[] = []
  const takeKeys = (offered: readonly string[]): void => {
    keys = [...offered]
    for (const key of offered) {
      const verifier = parseVerifier(key)
      if (!verifier) report('bad-key', {}, { key })
      else if (options.trusted && !options.trusted.some((t) => t.trim() === key)) report('foreign-key', {}, { key })
      else verifiers.push(verifier)
    }
  }
  // A trusted key is used even when the export hides it.
  verifiers = (options.trusted ?? []).map(parseVerifier).filter((v) => v !== null)

  let tree: Frontier = emptyFrontier()
  let pending: Pending[] = []
  let line = 0
  let events = 0
  let seals = 0
  let lastBatch = 0
  let lastSealed: string | null = null
  let origin: string | null = null
  const held = new Map<number, { file: string; checkpoint: Checkpoint }[]>()

  const openHeld = (): void => {
    for (const { file, note } of options.held ?? []) {
      const parts = splitNote(note)
      const checkpoint = parts && parseCheckpoint(parts.text)
      if (!parts || !checkpoint || checkSignature(parts.text, parts.signature, verifiers) !== 'good') report('held-forged', {}, { file })
      else held.set(checkpoint.size, [...(held.get(checkpoint.size) ?? []), { file, checkpoint }])
    }
  }
  const grow = (grown: Frontier, leaves: readonly Hash[]): Frontier => {
    for (const leaf of leaves) addLeaf(grown, leaf)
    return grown
  }
  const copy = (): Frontier => ({ size: tree.size, peaks: [...tree.peaks] })

  const checkTime = (e: Pending, batch: number, sealedAt: string | null): void => {
    if (!e.at || e.id === null) return
    // Times of one form compare as text; only the odd one out needs arithmetic.
    if ((!lastSealed || e.at >= lastSealed) && (!sealedAt || e.at <= sealedAt)) return
    const at = microseconds(e.at)
    if (lastSealed && at < microseconds(lastSealed) - tolerance)
      report('back-dated', { id: e.id, batch }, { at: e.at, sealedAt: lastSealed })
    if (sealedAt && at > microseconds(sealedAt) + tolerance) report('post-dated', { id: e.id, batch }, { at: e.at, sealedAt })
  }

  const closeBatch = (seal: SealLine): void => {
    seals += 1
    const signature = checkSignature(seal.checkpoint, seal.signature, verifiers)
    const signed = parseCheckpoint(seal.checkpoint)
    const batch = signature === 'good' && signed ? signed.batch : seal.batch
    for (const e of pending) if (!e.stored && e.id !== null) report('changed', { id: e.id, batch })
    if (signature !== 'good' || !signed) report('forged-checkpoint', { batch })
    const size = signed?.size ?? seal.size
    const root = signed?.root ?? Buffer.from(seal.root, 'base64')
    const sealedAt = signed?.sealedAt ?? seal.sealedAt
    if (signed) {
      origin ??= signed.origin
      if (signed.origin !== origin) report('seal-altered', { batch }, { field: 'origin' })
      if (signed.batch !== seal.batch) report('seal-altered', { batch }, { field: 'batch' })
      if (signed.size !== seal.size) report('seal-altered', { batch }, { field: 'size' })
      if (signed.sealedAt !== seal.sealedAt) report('seal-altered', { batch }, { field: 'sealedAt' })
      if (!sameHash(root, Buffer.from(seal.root, 'base64'))) report('seal-altered', { batch }, { field: 'root' })
    }
    const number = signed?.batch ?? batch
    for (let missing = lastBatch + 1; missing < number && missing < lastBatch + limit; missing += 1)
      report('seal-missing', { batch: missing })
    lastBatch = number

    const own = hashesOf(seal.leaves)
    const first = size - own.length
    if (seal.firstPosition !== first) report('seal-altered', { batch }, { field: 'firstPosition' })
    if (seal.ids.length !== own.length) report('seal-altered', { batch }, { field: 'ids' })
    // When seals before this one are missing, their leaves are known only from the events themselves.
    const gap = Math.max(0, Math.min(first - tree.size, pending.length))
    const leaves = [...pending.slice(0, gap).map((e) => e.hash ?? new Uint8Array(32)), ...own]
    const ids = [...pending.slice(0, gap).map((e) => e.id ?? -1), ...seal.ids]

    // An unsigned checkpoint proves nothing; the row's own root then still tells which side was altered.
    const roots = signature === 'good' ? [root] : [root, Buffer.from(seal.root, 'base64')]
    const gives = (grown: Frontier): boolean => grown.size === size && roots.some((r) => sameHash(r, frontierRoot(grown)))
    const sameAsLeaves = pending.length === leaves.length && pending.every((e, i) => e.hash && sameHash(e.hash, leaves[i] as Hash))
    const byLeaves = grow(copy(), leaves)
    const leavesGood = gives(byLeaves)
    const eventsGood = sameAsLeaves
      ? leavesGood
      : pending.every((e) => e.hash) &&
        gives(
          grow(
            copy(),
            pending.map((e) => e.hash as Hash),
          ),
        )

    if (eventsGood) {
      if (!leavesGood) report('seal-altered', { batch }, { field: 'leaves' })
      pending.forEach((e, i) => {
        if (ids[i] !== e.id) report('seal-altered', { batch }, { field: 'ids' })
      })
    } else {
      if (!leavesGood) report('batch-altered', { batch }, { firstId: ids[0], lastId: ids.at(-1) })
      if (!sameAsLeaves) for (const found of diffBatch(leaves, ids, pending)) report(found.kind, { id: found.id, batch })
    }
    for (const e of pending) checkTime(e, batch, sealedAt)
    if (lastSealed && microseconds(sealedAt) < microseconds(lastSealed)) report('seal-back-dated', { batch }, { sealedAt })
    lastSealed = sealedAt

    const peaks = hashesOf(seal.peaks)
    const kept: Frontier = { size, peaks }
    const peaksGood = peaks.length === peakCount(size) && gives(kept)
    if (!peaksGood) report('seal-altered', { batch }, { field: 'peaks' })
    const before = tree
    const accepted = eventsGood ? pending.map((e) => e.hash as Hash) : leaves
    // After a bad batch the peaks of the seal let the batches that follow be judged by themselves.
    tree =
      !eventsGood && !leavesGood && peaksGood
        ? kept
        : leavesGood
          ? byLeaves
          : grow({ size: before.size, peaks: [...before.peaks] }, accepted)
    for (const [at, list] of held) {
      if (at <= before.size || at > tree.size) continue
      const then = at === tree.size ? tree : grow({ size: before.size, peaks: [...before.peaks] }, accepted.slice(0, at - before.size))
      for (const h of list) if (!sameHash(h.checkpoint.root, frontierRoot(then))) report('forked', { batch }, { size: at, file: h.file })
    }
    pending = []
  }

  const takeEvent = (e: EventLine): void => {
    const hash = eventLeaf(e)
    // Said without a batch: which one it is, the next seal tells.
    pending.push({ line, id: e.id, hash, at: e.at, xid: BigInt(e.xid), stored: Buffer.compare(hash, Buffer.from(e.leafHash, 'hex')) === 0 })
  }

  let ended = false
  for await (const { bytes, ended: newline } of linesOf(input)) {
    line += 1
    const parsed = newline && !ended ? parseLine(bytes) : null
    const misplaced = parsed && (line === 1) !== (parsed.kind === 'header')
    if (!parsed || misplaced) {
      report('malformed-line', { line })
      if (line === 1) openHeld()
      // It may have been an event: it keeps its place, so that the seal can say which one.
      else if (!ended && !bytes.includes('"leaves":') && !bytes.includes('"seals":')) {
        events += 1
        pending.push({ line, id: null, hash: null, at: null, xid: null, stored: true })
      }
      continue
    }
    if (parsed.kind === 'header') {
      takeKeys(parsed.keys)
      openHeld()
    } else if (parsed.kind === 'event') {
      events += 1
      takeEvent(parsed)
    } else if (parsed.kind === 'seal') closeBatch(parsed)
    else {
      ended = true
      if (parsed.events !== events || parsed.seals !== seals) report('incomplete', { line })
    }
  }
  if (!ended) report('incomplete', { line })
  let before: Pending | undefined
  for (const e of pending) {
    // Its own id may be what was changed, and no seal knows better: the line is certain.
    if (!e.stored && e.id !== null) report('changed', { id: e.id, line: e.line })
    checkTime(e, lastBatch + 1, null)
    // In tree order a row can be below its predecessor in both numbers only if it was moved.
    if (e.id !== null && before?.id != null && e.xid !== null && before.xid !== null && e.xid <= before.xid && e.id < before.id)
      report('reordered', { id: e.id })
    before = e
  }
  for (const [size, list] of held)
    for (const h of list) if (size > tree.size) report('truncated', {}, { size, have: tree.size, file: h.file })
  return {
    ok: problems.length === 0,
    events,
    seals,
    unsealed: pending.length,
    origin,
    root: Buffer.from(frontierRoot(tree)).toString('base64'),
    keys,
    keyTrusted: options.trusted !== undefined && !problems.some((p) => p.kind === 'foreign-key'),
    problems,
    moreProblems,
  }
}
