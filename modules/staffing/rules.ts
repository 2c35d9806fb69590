import type { Who } from '../organisations/rules/authority.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'

export const staffedRoles = ['projectManager', 'teamLead', 'operator'] as const
export type StaffedRole = (typeof staffedRoles)[number]
export const causes = ['left', 'postEnded', 'gate', 'leave', 'minimum', 'engagement', 'time'] as const
export type Cause = (typeof causes)[number]
export const requestStates = ['asked', 'offered', 'accepted', 'withdrawn'] as const
export type RequestState = (typeof requestStates)[number]

/** A post of the contract: how many at least, and what one must be to fill it. `services` empty: whatever the engagement covers. */
export interface Place {
  id: number
  role: string
  services: readonly string[]
  minimum: number
}
/** One entry of the roster; `services` null: all of the engagement. */
export interface Holding {
  personId: number
  role: string
  services: readonly string[] | null
}
const fits = (h: Holding, p: Place): boolean => h.role === p.role && p.services.every((s) => h.services === null || h.services.includes(s))

/**
 * Who fills which post today. One person counts once, however many services his posts name, and people are so placed that as few minimums as possible are
 * missed (a matching; among equals the post that stands first). Whoever is not needed for a minimum stands with the first post he fits.
 */
export const fillPosts = (places: readonly Place[], present: readonly Holding[]): Map<number, number[]> => {
  const people = [...new Set(present.map((h) => h.personId))].sort((a, b) => a - b)
  const open = new Map(
    people.map((id) => [id, places.filter((p) => present.some((h) => h.personId === id && fits(h, p))).map((p) => p.id)] as const),
  )
  const filled = new Map<number, number[]>(places.map((p) => [p.id, []]))
  const minimum = new Map(places.map((p) => [p.id, p.minimum]))
  const at = new Map<number, number>()
  const put = (person: number, place: number): void => {
    const before = at.get(person)
    if (before !== undefined)
      filled.set(
        before,
        filled.get(before)!.filter((x) => x !== person),
      )
    at.set(person, place)
    filled.get(place)!.push(person)
  }
  const seat = (place: number, tried: Set<number>): boolean => {
    for (const person of people) {
      if (tried.has(person) || !open.get(person)!.includes(place) || at.get(person) === place) continue
      tried.add(person)
      const held = at.get(person)
      // Free, or his own place finds another.
      if (held === undefined || seat(held, tried)) {
        put(person, place)
        return true
      }
    }
    return false
  }
  for (const p of places) while (filled.get(p.id)!.length < minimum.get(p.id)! && seat(p.id, new Set())) {}
  for (const person of people) {
    const first = open.get(person)![0]
    if (!at.has(person) && first !== undefined) put(person, first)
  }
  for (const list of filled.values()) list.sort((a, b) => a - b)
  return filled
}

/** What is missing: post by post, and for the engagement's own minimum (post null). */
export const shortOf = (
  places: readonly Place[],
  present: readonly Holding[],
  minStaff: number,
): { post: number | null; missing: number }[] => {
  const filled = fillPosts(places, present)
  const short: { post: number | null; missing: number }[] = places
    .map((p) => ({ post: p.id, missing: p.minimum - (filled.get(p.id)?.length ?? 0) }))
    .filter((s) => s.missing > 0)
  const missing = minStaff - new Set(present.map((h) => h.personId)).size
  if (missing > 0) short.push({ post: null, missing })
  return short
}

/** 7.1.1.3: the project manager stays. How often he changed in each year, from the roster: another person takes the post over. Dates 'YYYY-MM-DD'. */
export const managerChanges = (
  held: readonly { personId: number; fromDate: string; untilDate: string | null }[],
  today: string,
): Record<string, number> => {
  const done: Record<string, number> = {}
  let last: number | null = null
  const counting = held
    .filter((h) => h.fromDate <= today && (h.untilDate === null || h.untilDate >= h.fromDate))
    .sort((a, b) => (a.fromDate < b.fromDate ? -1 : a.fromDate > b.fromDate ? 1 : 0))
  for (const h of counting) {
    if (last !== null && last !== h.personId) {
      const year = h.fromDate.slice(0, 4)
      done[year] = (done[year] ?? 0) + 1
    }
    last = h.personId
  }
  return done
}

export const mayKeepPosts = (who: Who): Decision =>
  who.side === 'system' || (who.side === 'court' && who.roles.some((r) => ['trialManagement', 'responsibleDepartment'].includes(r)))
    ? yes
    : no('not-allowed')
const asks = (who: Who): Decision =>
  who.side === 'court' && who.roles.some((r) => ['trialManagement', 'commissioner', 'responsibleDepartment'].includes(r))
    ? yes
    : no('not-allowed')
export type RequestAct = 'answer' | 'accept' | 'refuse' | 'withdraw'
/** the court asks and decides, the contractor answers with a person. */
export const mayTurnRequest = (act: RequestAct, r: { state: RequestState; contractorId: number }, who: Who): Decision => {
  if (act === 'answer') {
    if (who.side !== 'contractor' || who.contractorId !== r.contractorId || !who.roles.some((x) => x === 'hr' || x === 'projectManager'))
      return no('not-allowed')
    return r.state === 'asked' ? yes : no(r.state === 'offered' ? 'request-offered' : 'request-closed')
  }
  const may = asks(who)
  if (!may.ok) return may
  if (r.state === 'accepted' || r.state === 'withdrawn') return no('request-closed')
  if (act === 'withdraw') return yes
  return r.state === 'offered' ? yes : no('request-not-offered')
}
