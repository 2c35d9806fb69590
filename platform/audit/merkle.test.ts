import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addLeaf,
  completeRanges,
  consistencyProof,
  emptyFrontier,
  frontierRoot,
  type Hash,
  inclusionProof,
  inclusionRanges,
  leafHash,
  peakCount,
  rangeHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

const hex = (h: Uint8Array) => Buffer.from(h).toString('hex')
const many = (n: number, salt = 0): Hash[] => Array.from({ length: n }, (_, i) => leafHash(Buffer.from(`${salt}:${i}`)))
const size = fc.integer({ min: 1, max: 300 })

describe('RFC 6962 tree', () => {
  // Leaves and roots of the Certificate Transparency reference implementation.
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((h) =>
    Buffer.from(h, 'hex'),
  )
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  it('has the known roots', () => {
    for (let n = 0; n <= 8; n += 1) expect(hex(treeRoot(inputs.slice(0, n).map(leafHash)))).toBe(roots[n])
  })
  it('has the known inclusion path of the first of eight', () => {
    expect(inclusionProof(inputs.map(leafHash), 0).map(hex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
  })

  it('proves every leaf of every size, and nothing else', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (n, at, other) => {
        const leaves = many(n)
        const index = at % n
        const root = treeRoot(leaves)
        const proof = inclusionProof(leaves, index)
        expect(verifyInclusion(leaves[index] as Hash, index, n, proof, root)).toBe(true)
        if (other % n !== index) expect(verifyInclusion(leaves[other % n] as Hash, index, n, proof, root)).toBe(false)
        if (n > 1) expect(verifyInclusion(leaves[index] as Hash, (index + 1) % n, n, proof, root)).toBe(false)
        expect(verifyInclusion(leaves[index] as Hash, index, n, [...proof, root], root)).toBe(false)
        if (proof.length > 0) expect(verifyInclusion(leaves[index] as Hash, index, n, proof.slice(1), root)).toBe(false)
      }),
    )
  })
  it('proves that a tree continues an older one, and that a rewritten one does not', () => {
    fc.assert(
      fc.property(size, fc.nat(), (n, at) => {
        const leaves = many(n)
        const older = 1 + (at % n)
        const proof = consistencyProof(leaves, older)
        const [a, b] = [treeRoot(leaves.slice(0, older)), treeRoot(leaves)]
        expect(verifyConsistency(older, n, a, b, proof)).toBe(true)
        const rewritten = [leafHash(Buffer.from('x')), ...leaves.slice(1)]
        expect(verifyConsistency(older, n, a, treeRoot(rewritten), consistencyProof(rewritten, older))).toBe(false)
      }),
    )
  })
  it('grows leaf by leaf to the same root, and reports each complete subtree once', () => {
    fc.assert(
      fc.property(size, (n) => {
        const leaves = many(n)
        const tree = emptyFrontier()
        const nodes = new Map<string, string>()
        for (const leaf of leaves) addLeaf(tree, leaf, (height, index, node) => nodes.set(`${height} ${index}`, hex(node)))
        expect(hex(frontierRoot(tree))).toBe(hex(treeRoot(leaves)))
        expect(tree.peaks.length).toBe(peakCount(n))
        for (const [place, node] of nodes) {
          const [height, index] = place.split(' ').map(Number) as [number, number]
          expect(node).toBe(hex(treeRoot(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height))))
        }
      }),
    )
  })
  it('builds a proof from complete aligned subtrees only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.double({ min: 0, max: 0.999999, noNaN: true }), (n, share) => {
        const ranges = inclusionRanges(Math.floor(n * share), n)
        for (const [from, to] of completeRanges(ranges)) {
          expect(Number.isInteger(Math.log2(to - from))).toBe(true)
          expect(from % (to - from)).toBe(0)
        }
        expect(ranges.length).toBeLessThanOrEqual(50)
      }),
    )
    const leaves = many(13)
    const range = rangeHash([8, 13], ([a, b]) => treeRoot(leaves.slice(a, b)))
    expect(hex(range)).toBe(hex(treeRoot(leaves.slice(8))))
  })
})
