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
export const eventKinds = ['made', 'counted', 'settled', 'lost', 'found', 'given-up', 'placed', 'missed', 'taken'] as const
export const placeKinds = ['courtroom', 'office', 'shelf', 'store', 'site', 'other'] as const
export type PlaceKind = (typeof placeKinds)[number]
/** From hands that are gone (left, vetoed); a lost volume is found first. */
export const mayTake = (v: { state: VolumeState }, handsGone: boolean): Decision =>
  v.state === 'lost' ? no('volume-lost') : handsGone ? yes : no('holder-present')
/** 副卷 stays in court hands: it lies in no room of a contractor (7.3.2.2). */
export const placeFits = (p: { kind: PlaceKind; closed: boolean }, volume: 'main' | 'secondary'): Decision =>
  p.closed ? no('place-closed') : p.kind === 'site' && volume === 'secondary' ? no('secondary-in-court') : yes
/** Of the time setting: HH:MM on the court's clock. */
export const CLOSING = '17:30'
export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
/** A scanned label is an address with the code in it; typed it is the code alone. */
export const codeIn = (scanned: string): string => plainCode(/[?&]code=([^&#]+)/.exec(scanned)?.[1] ?? scanned)
/** As typed or scanned: full width and small letters are the same code. */
export const plainCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
