import type { Hash } from './merkle.ts'

/** An event line waiting for its seal; a line that could not be read keeps its place with nulls. */
export interface Pending {
  /** Line of the export, from 1. */
  line: number
  id: number | null
  /** Computed from the line's fields. */
  hash: Hash | null
  at: string | null
  xid: bigint | null
  /** Was the stored hash the computed one? */
  stored: boolean
}
export interface Difference {
  kind: 'changed' | 'dropped' | 'inserted' | 'reordered'
  id: number
}

/** What happened to a batch: the sealed leaves (with the ids the seal gives them) against the events that stand there now. */
export const diffBatch = (leaves: readonly Hash[], ids: readonly number[], now: readonly Pending[]): Difference[] => {
  const found: Difference[] = []
  const places = new Map<string, number[]>()
  now.forEach((e, i) => {
    if (!e.hash) return
    const key = Buffer.from(e.hash).toString('hex')
    places.set(key, [...(places.get(key) ?? []), i])
  })
  const left = new Set(now.keys())
  const order: { id: number; place: number }[] = []
  const gone: number[] = []
  leaves.forEach((leaf, i) => {
    const place = places.get(Buffer.from(leaf).toString('hex'))?.shift()
    if (place === undefined) gone.push(i)
    else {
      left.delete(place)
      order.push({ id: ids[i] ?? -1, place })
    }
  })
  const byId = new Map([...left].map((place) => [now[place]?.id ?? null, place]))
  for (const i of gone) {
    const id = ids[i] ?? -1
    const unread = [...left].find((place) => now[place]?.hash === null)
    const same = byId.get(id)
    // The same id with other content, an unreadable line, or (its very id changed) another event in just this place.
    const instead = same !== undefined && left.has(same) ? same : (unread ?? (now.length === leaves.length && left.has(i) ? i : undefined))
    if (instead !== undefined) left.delete(instead)
    found.push({ kind: instead === undefined ? 'dropped' : 'changed', id })
  }
  for (const place of left) {
    const id = now[place]?.id
    if (id !== null && id !== undefined) found.push({ kind: 'inserted', id })
  }
  // Where the sequence of places falls, one of the two neighbours was moved; both are named.
  for (let i = 1; i < order.length; i += 1) {
    const [a, b] = [order[i - 1], order[i]] as [{ id: number; place: number }, { id: number; place: number }]
    if (b.place < a.place) found.push({ kind: 'reordered', id: a.id }, { kind: 'reordered', id: b.id })
  }
  return found
}
