import { Fail } from './problems.ts'

/** Opaque cursor of keyset paging: the sort values of the last row given. */
export const cursorOf = (values: readonly (string | number | null)[]): string => Buffer.from(JSON.stringify(values)).toString('base64url')

/** The values of a cursor, `width` of them; null without a cursor. Fail malformed when it is not one of ours. */
export const readCursor = (cursor: string | undefined, width: number): (string | number | null)[] | null => {
  if (!cursor) return null
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(values) &&
      values.length === width &&
      values.every((v) => v === null || typeof v === 'string' || typeof v === 'number')
    )
      return values
  } catch {
    // falls through to the refusal
  }
  throw new Fail('malformed', 400, { because: 'cursor' })
}

/** One row more than asked tells whether there is a next page. */
export const pageOf = <R>(
  rows: R[],
  limit: number,
  keys: (row: R) => readonly (string | number | null)[],
): { items: R[]; next: string | null } => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursorOf(keys(last)) : null }
}
