import { type Decision, no, yes } from '../organisations/rules/structure.ts'

export const departureKinds = ['resignation', 'dismissal', 'replacement', 'veto', 'engagementEnd'] as const
export type DepartureKind = (typeof departureKinds)[number]
/** Those an office may open by hand; a veto and the end of an engagement open theirs themselves. */
export const openableKinds = ['resignation', 'dismissal', 'replacement'] as const
export const departureStates = ['open', 'withdrawn', 'signed'] as const
export const itemKeys = ['access', 'tasks', 'volumes', 'pieces', 'media', 'declaration'] as const
export type ItemKey = (typeof itemKeys)[number]
export const requestKinds = ['export', 'correction'] as const
export const requestStates = ['asked', 'granted', 'refused'] as const

/** What a correction can be of; what is not among them is put right where it stands, and only answered here. */
export const correctable = ['name', 'phone', 'idNo', 'education', 'school', 'major', 'diplomaNo'] as const
export const correctionFields = [...correctable, 'other'] as const
export type CorrectionField = (typeof correctionFields)[number]
export const mayApply = (r: { kind: string; state: string; field: string | null; appliedAt: string | null }): Decision =>
  r.kind !== 'correction' || r.field === null || r.field === 'other'
    ? no('not-applicable')
    : r.state !== 'granted'
      ? no('request-not-granted')
      : r.appliedAt
        ? no('applied-already')
        : yes
/**
 * What is kept about a person, and what becomes of it: `file` goes with his file after the retention (个保法47), `own` he takes back himself at any time,
 * `asked` is deleted when he asks, `kept` stays because a law or the contract wants it.
 */
export const holdings = {
  identity: 'file',
  phone: 'asked',
  proposal: 'file',
  relations: 'own',
  photos: 'file',
  requests: 'file',
  name: 'kept',
  facts: 'kept',
  agreements: 'kept',
  training: 'kept',
  wages: 'kept',
  injuries: 'kept',
  account: 'kept',
  ledger: 'kept',
} as const
export type Holding = keyof typeof holdings
export const holdingKeys = Object.keys(holdings) as Holding[]

export interface Held {
  tasks: number
  grants: number
  volumes: number
  /** Badge, uniform, devices. */
  pieces: number
  sessions: number
  posts: number
}
export interface Item {
  key: ItemKey
  done: boolean
  /** What is still there. */
  left: number
}
/** Derived where the system knows; media and declaration are somebody's word with his name. */
export const itemsOf = (held: Held, d: { media: string | null; declaredAt: string | null }): Item[] => {
  const access = held.grants + held.sessions + held.posts
  return [
    { key: 'access', done: access === 0, left: access },
    { key: 'tasks', done: held.tasks === 0, left: held.tasks },
    { key: 'volumes', done: held.volumes === 0, left: held.volumes },
    { key: 'pieces', done: held.pieces === 0, left: held.pieces },
    { key: 'media', done: d.media !== null, left: d.media === null ? 1 : 0 },
    { key: 'declaration', done: d.declaredAt !== null, left: d.declaredAt === null ? 1 : 0 },
  ]
}
/** Whoever opened it, said that the media came back, or leaves does not sign. */
export const maySign = (
  d: { state: string; openedById: number | null; mediaById: number | null; personId: number },
  items: readonly Item[],
  me: number | null,
): Decision => {
  if (d.state !== 'open') return no('departure-over')
  if (items.some((i) => !i.done)) return no('items-open')
  return me === d.openedById || me === d.mediaById || me === d.personId ? no('second-person-required') : yes
}
/** what is declared, as kept with the declaration. */
export const DECLARATION = {
  zh: '本人离场后不保留任何案卷材料、复制件、照片、账号、存储介质或电子数据；本人知悉保密义务在离职后继续有效。',
  en: 'I keep no case material, copy, photograph, account, medium or data. I know that the duty of confidentiality goes on after I have left.',
} as const
