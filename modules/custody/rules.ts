import { type Decision, no, yes } from '../organisations/rules/structure.ts'

export const volumeKinds = ['main', 'secondary'] as const
export const volumeStates = ['held', 'moving', 'differs', 'lost'] as const
export type VolumeState = (typeof volumeStates)[number]
export const moveStates = ['open', 'confirmed', 'refused', 'withdrawn'] as const

interface Held {
  state: VolumeState
  holderId: number
}
/** Only who holds it gives it, to somebody else (5.2: two people). */
export const mayGive = (v: Held, personId: number | null): Decision =>
  v.state === 'lost'
    ? no('volume-lost')
    : v.state === 'differs'
      ? no('volume-differs')
      : v.state === 'moving'
        ? no('volume-moving')
        : v.holderId === personId
          ? yes
          : no('not-the-holder')
export const mayReceive = (v: { state: VolumeState; receiverId: number | null }, personId: number | null): Decision =>
  v.state !== 'moving' ? no('no-hand-over') : v.receiverId === personId ? yes : no('not-the-receiver')
/** As typed or scanned: full width and small letters are the same code. */
export const plainCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
