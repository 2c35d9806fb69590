/** One line of the statement: what was sent to (or came from) a person of the court against what arrived. */
export interface Tally {
  sent: number
  sentItems: number
  sentPages: number
  arrived: number
  arrivedItems: number
  arrivedPages: number
  refused: number
  open: number
  late: number
}
export const differs = (t: Tally): boolean => t.sent !== t.arrived || t.sentItems !== t.arrivedItems || t.sentPages !== t.arrivedPages
export const sumOf = (rows: readonly Tally[]): Tally => {
  const sum: Tally = { sent: 0, sentItems: 0, sentPages: 0, arrived: 0, arrivedItems: 0, arrivedPages: 0, refused: 0, open: 0, late: 0 }
  for (const r of rows) for (const k of Object.keys(sum) as (keyof Tally)[]) sum[k] += r[k]
  return sum
}
