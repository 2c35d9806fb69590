import { useMe } from '../../../platform/ui/me.tsx'
import type { Me } from '../../../platform/ui/routes.ts'

/** A duty as far as it decides where it is done. */
export interface DutyAt {
  key: string
  subjectId: number
  period: string
  evidence: { type: string; id: string } | null
}
/** The address of the page where a duty is done and shown to be done; null: this reader has none. */
export type DutyPlace = (d: DutyAt, me: Me) => string | null

const places = new Map<string, DutyPlace>()
/** Said by the module that declares the duty, by its key: a duty without its place is a line one cannot do anything about. */
export const dutyPlaces = (of: Readonly<Record<string, DutyPlace>>): void => {
  for (const [key, place] of Object.entries(of)) places.set(key, place)
}
/** For a page that wants a permission: nobody is led to what he may not open. */
export const ifMay =
  (permission: string, to: (d: DutyAt) => string): DutyPlace =>
  (d, me) =>
    me.permissions.has(permission) ? to(d) : null
export const placeOfDuty = (d: DutyAt, me: Me): string | null => places.get(d.key)?.(d, me) ?? null
export const useDutyPlace = (): ((d: DutyAt) => string | null) => {
  const me = useMe()
  return (d) => placeOfDuty(d, me)
}
export const placedDuties = (): string[] => [...places.keys()]
