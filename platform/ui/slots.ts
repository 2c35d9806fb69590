import type { ComponentType, LazyExoticComponent } from 'react'

// biome-ignore lint/suspicious/noExplicitAny: what a slot passes is the slot's own affair
type Piece = LazyExoticComponent<ComponentType<any>>
const slots = new Map<string, Map<string, Piece>>()

/** Places in a page of a lower module that higher modules fill: `fillSlot('task-form', { 'scan-pages': lazy(…) })`. */
export const fillSlot = (slot: string, pieces: Readonly<Record<string, Piece>>): void => {
  const known = slots.get(slot) ?? new Map<string, Piece>()
  for (const [key, piece] of Object.entries(pieces)) known.set(key, piece)
  slots.set(slot, known)
}
export const slotPiece = (slot: string, key: string): Piece | undefined => slots.get(slot)?.get(key)
export const slotPieces = (slot: string): [string, Piece][] => [...(slots.get(slot) ?? [])]
