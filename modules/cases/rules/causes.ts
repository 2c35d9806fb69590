import { causeOutline } from '../data/causes.ts'

/** A cause of action (案由) in one of the versions of the table. Dates are YYYY-MM-DD. */
export interface Cause {
  code: string
  name: string
  /** 1..4 */
  level: number
  parent: string | null
  /** First filing date of the table the cause belongs to; null: no earlier table is known here. */
  from: string | null
  /** First filing date at which it no longer applies; null: still in force. */
  until: string | null
  /** Version of the table, e.g. '2026'; set for rows of the register. */
  edition?: string
}

/** 法〔2025〕226/227号: the table changes for cases filed from this day on (domain.md §3). */
export const CAUSES_2026 = '2026-01-01'

const readOutline = (outline: string): Cause[] =>
  outline
    .trim()
    .split('\n')
    .map((line) => {
      const [code = '', name = '', mark] = line.split(' ')
      const cut = code.lastIndexOf('.')
      return {
        code,
        name,
        level: code.split('.').length,
        parent: cut < 0 ? null : code.slice(0, cut),
        from: mark === '2026>' ? CAUSES_2026 : null,
        until: mark === '<2026' ? CAUSES_2026 : null,
      }
    })

/** The two tables the seed knows: 法〔2020〕347号 (from 2021) and 法〔2025〕227号 (from 2026). */
export const causeEditions = [
  { edition: '2021', from: '2021-01-01', until: CAUSES_2026 },
  { edition: '2026', from: CAUSES_2026, until: null },
] as const

/** Seed of the table; the register itself lives in the database and is edited there. */
export const seedCauses: readonly Cause[] = readOutline(causeOutline)

/** Comparable spelling of a cause: no blanks, one kind of comma, without 一案 and a trailing 案由 mark. */
const causeKey = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[,，;；]/g, '、')
    .replace(/一案$/, '')

/** Is the cause in the table of that filing date? */
export const inForce = (cause: Pick<Cause, 'from' | 'until'>, filed: string): boolean =>
  (cause.from === null || cause.from <= filed) && (cause.until === null || filed < cause.until)

export type CauseReading =
  | { known: true; cause: Cause }
  /** Kept as typed and flagged: the filing officer decides (4.1), an import is not refused for it. */
  | { known: false; name: string; code: 'cause-unknown' | 'cause-other-table'; suggestion: Cause | null }

/** A finder over one register; build it once per import, each look-up is then a map access. */
export const causeFinder = (register: readonly Cause[]): ((name: string, filed: string) => CauseReading) => {
  const byName = new Map<string, Cause[]>()
  for (const cause of register) {
    const key = causeKey(cause.name)
    const same = byName.get(key)
    if (same) same.push(cause)
    else byName.set(key, [cause])
  }
  const lookUp = (name: string, filed: string): Cause | undefined =>
    // 应选择最低一级: among causes of one name the deepest.
    byName
      .get(causeKey(name))
      ?.filter((c) => inForce(c, filed))
      .sort((a, b) => b.level - a.level)[0]
  return (name, filed) => {
    const found = lookUp(name, filed)
    if (found) return { known: true, cause: found }
    const typed = name.trim()
    if (byName.has(causeKey(name))) return { known: false, name: typed, code: 'cause-other-table', suggestion: null }
    // 民间借贷 for 民间借贷纠纷 is what people type: a suggestion, not a silent correction.
    const suggestion = lookUp(`${typed}纠纷`, filed) ?? lookUp(typed.replace(/纠纷$/, ''), filed) ?? null
    return { known: false, name: typed, code: 'cause-unknown', suggestion }
  }
}
