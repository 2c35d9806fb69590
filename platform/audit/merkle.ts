import { hash } from 'node:crypto'

/** RFC 6962 §2.1: Merkle tree hashing with leaf (0x00) and node (0x01) kept apart; all hashes are 32 bytes of SHA-256. */
export type Hash = Uint8Array

const LEAF = Buffer.from([0])
export const leafHash = (bytes: Uint8Array): Hash => hash('sha256', Buffer.concat([LEAF, bytes]), 'buffer')

export const nodeHash = (left: Hash, right: Hash): Hash => {
  const both = Buffer.allocUnsafe(65)
  both[0] = 1
  both.set(left, 1)
  both.set(right, 33)
  return hash('sha256', both, 'buffer')
}

export const emptyRoot = (): Hash => hash('sha256', new Uint8Array(0), 'buffer')
export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** A tree that only grows, as its complete subtrees from left to right (one per 1-bit of `size`). */
export interface Frontier {
  size: number
  peaks: Hash[]
}
export const emptyFrontier = (): Frontier => ({ size: 0, peaks: [] })

/** Adds a leaf in place; `completed` hears of each subtree of 2^height leaves that this leaf completes. */
export const addLeaf = (tree: Frontier, leaf: Hash, completed?: (height: number, index: number, node: Hash) => void): void => {
  let node = leaf
  let rest = tree.size
  let height = 0
  // `%` and `/`, not bit operators: sizes pass 2^31.
  while (rest % 2 === 1) {
    node = nodeHash(tree.peaks.pop() as Hash, node)
    rest = (rest - 1) / 2
    height += 1
    completed?.(height, rest, node)
  }
  tree.peaks.push(node)
  tree.size += 1
}

export const frontierRoot = (tree: Frontier): Hash => {
  let root: Hash | undefined
  for (let i = tree.peaks.length - 1; i >= 0; i -= 1) root = root ? nodeHash(tree.peaks[i] as Hash, root) : tree.peaks[i]
  return root ?? emptyRoot()
}

/** Number of peaks of a tree of `size` leaves. */
export const peakCount = (size: number): number => {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}

export const treeRoot = (leaves: readonly Hash[]): Hash => {
  const tree = emptyFrontier()
  for (const leaf of leaves) addLeaf(tree, leaf)
  return frontierRoot(tree)
}

/** Half-open range of leaf positions. */
export type Range = readonly [from: number, to: number]

/** Largest power of two smaller than n (n > 1). */
const split = (n: number): number => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** RFC 6962 §2.1.1 PATH(index, D[size]) as ranges whose hashes are the proof, in order. */
export const inclusionRanges = (index: number, size: number): Range[] => {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  const path: Range[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + split(to - from)
    if (index < middle) {
      path.unshift([middle, to])
      to = middle
    } else {
      path.unshift([from, middle])
      from = middle
    }
  }
  return path
}

/** RFC 6962 §2.1.2 PROOF(older, D[newer]) as ranges. */
export const consistencyRanges = (older: number, newer: number): Range[] => {
  if (!(older > 0 && older <= newer)) throw new RangeError(`no proof from ${older} to ${newer}`)
  const path: Range[] = []
  let from = 0
  let to = newer
  let whole = true
  while (to !== older) {
    const middle = from + split(to - from)
    if (older <= middle) {
      path.unshift([middle, to])
      to = middle
    } else {
      path.unshift([from, middle])
      from = middle
      whole = false
    }
  }
  // A subtree that begins at 0 is the older tree itself: the verifier has its root.
  return whole ? path : [[from, to], ...path]
}

/** Hash of a range that is a subtree of the RFC's division, from its complete (aligned, power of two) subtrees. */
export const rangeHash = (range: Range, complete: (range: Range) => Hash): Hash => {
  const [from, to] = range
  const size = to - from
  const k = size === 1 ? 1 : split(size)
  if (size === 1 || k * 2 === size) return complete(range)
  return nodeHash(complete([from, from + k]), rangeHash([from + k, to], complete))
}

/** Complete subtrees a list of ranges is made of. */
export const completeRanges = (ranges: readonly Range[]): Range[] => {
  const found: Range[] = []
  for (const range of ranges)
    rangeHash(range, (r) => {
      found.push(r)
      return LEAF
    })
  return found
}

const fromLeaves =
  (leaves: readonly Hash[]) =>
  (range: Range): Hash =>
    treeRoot(leaves.slice(range[0], range[1]))

export const inclusionProof = (leaves: readonly Hash[], index: number): Hash[] =>
  inclusionRanges(index, leaves.length).map((range) => rangeHash(range, fromLeaves(leaves)))

export const consistencyProof = (leaves: readonly Hash[], older: number): Hash[] =>
  consistencyRanges(older, leaves.length).map((range) => rangeHash(range, fromLeaves(leaves)))

/** RFC 9162 §2.1.3.2. */
export const verifyInclusion = (leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean => {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) return false
  let node = leaf
  let f = index
  let s = size - 1
  for (const sibling of proof) {
    if (s === 0) return false
    if (f % 2 === 1 || f === s) {
      node = nodeHash(sibling, node)
      while (f % 2 === 0 && f !== 0) {
        f /= 2
        s = Math.floor(s / 2)
      }
    } else node = nodeHash(node, sibling)
    f = Math.floor(f / 2)
    s = Math.floor(s / 2)
  }
  return s === 0 && sameHash(node, root)
}

/** RFC 9162 §2.1.4.2: the tree of `newer` leaves begins with the tree of `older` leaves. */
export const verifyConsistency = (older: number, newer: number, olderRoot: Hash, newerRoot: Hash, proof: readonly Hash[]): boolean => {
  if (!(older > 0 && older <= newer)) return false
  if (older === newer) return proof.length === 0 && sameHash(olderRoot, newerRoot)
  const path = Number.isInteger(Math.log2(older)) ? [olderRoot, ...proof] : [...proof]
  const first = path.shift()
  if (!first) return false
  let f = older - 1
  let s = newer - 1
  while (f % 2 === 1) {
    f = Math.floor(f / 2)
    s = Math.floor(s / 2)
  }
  let fr = first
  let sr = first
  for (const node of path) {
    if (s === 0) return false
    if (f % 2 === 1 || f === s) {
      fr = nodeHash(node, fr)
      sr = nodeHash(node, sr)
      while (f % 2 === 0 && f !== 0) {
        f /= 2
        s = Math.floor(s / 2)
      }
    } else sr = nodeHash(sr, node)
    f = Math.floor(f / 2)
    s = Math.floor(s / 2)
  }
  return s === 0 && sameHash(fr, olderRoot) && sameHash(sr, newerRoot)
}
