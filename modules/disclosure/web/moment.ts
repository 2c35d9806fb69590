import { wallOf } from '../../../platform/ui/dates.tsx'

/** A moment as the form holds it, in the two parts the court's clock shows: '2026-09-21' and '09:45'. */
export const dayAndTime = (instant: unknown): { day: string; time: string } => {
  const [day = '', time = ''] = wallOf(String(instant)).split('T')
  return { day, time }
}
