/** The register's pure part: which version counts on a day, how a citation reads, how two texts differ. Dates 'YYYY-MM-DD'. */
export const lawKinds = ['law', 'interpretation', 'regulation', 'provision', 'standard', 'court-rule'] as const
export type LawKind = (typeof lawKinds)[number]
export const changeKinds = ['version', 'repeal', 'correction'] as const
export const impactStates = ['open', 'submitted', 'returned', 'accepted'] as const
export type ImpactState = (typeof impactStates)[number]
export const versionStates = ['in-force', 'coming', 'past', 'repealed', 'replaced', 'undated'] as const
export type VersionState = (typeof versionStates)[number]

export interface VersionDates {
  id: number
  year: number | null
  effectiveOn: string | null
  repealedOn: string | null
  replacesId: number | null
}

/** What was entered anew is read instead of what it replaces. */
export const standing = <V extends VersionDates>(versions: readonly V[]): V[] => {
  const replaced = new Set(versions.map((v) => v.replacesId))
  return versions.filter((v) => !replaced.has(v.id))
}
/** Order in time. A version whose day of effect nobody entered stands at the beginning of its year, one without a year before all others. */
const startOf = (v: VersionDates): string => v.effectiveOn ?? (v.year === null ? '0000-00-00' : `${v.year}-01-01`)
const inOrder = <V extends VersionDates>(versions: readonly V[]): V[] =>
  standing(versions).sort((a, b) => (startOf(a) === startOf(b) ? a.id - b.id : startOf(a) < startOf(b) ? -1 : 1))

/** The version that counts on a day: the last that had begun, unless it was repealed by then. */
export const inForce = <V extends VersionDates>(versions: readonly V[], on: string): V | null => {
  const last = inOrder(versions)
    .filter((v) => startOf(v) <= on)
    .at(-1)
  return last && (last.repealedOn === null || last.repealedOn > on) ? last : null
}

/** State of one version on a day, as people say it. */
export const stateOn = <V extends VersionDates>(versions: readonly V[], v: V, on: string): VersionState => {
  if (!standing(versions).some((s) => s.id === v.id)) return 'replaced'
  if (v.repealedOn !== null && v.repealedOn <= on) return 'repealed'
  if (startOf(v) > on) return 'coming'
  if (inForce(versions, on)?.id !== v.id) return 'past'
  return v.effectiveOn === null ? 'undated' : 'in-force'
}

/** What a reader of a citation has to know; empty when nothing. */
export const citationMarks = ['not-in-force', 'undated', 'uncertain', 'not-mapped'] as const
export type CitationMark = (typeof citationMarks)[number]
export interface Citation {
  zh: string
  en: string
  lawId: number
  versionId: number | null
  label: string | null
  article: string | null
  marks: CitationMark[]
}
export interface ArticleRow {
  topic: string
  number: string
  certain: boolean
}

const isNumber = (article: string): boolean => /^[0-9]/.test(article)
const articleZh = (n: string): string => `第${n.replace(/^(\d+)(之.)$/, '$1条$2').replace(/^(\d+(?:-\d+)?)$/, '$1条')}`

/**
 * The citation of a matter of a law on a day. `article`: the name of a matter (商业秘密), whose number follows the version in force, or a number,
 * which is given as it is; empty: the whole law.
 */
export const cite = <V extends VersionDates & { label: string; articles: readonly ArticleRow[] }>(
  law: { id: number; zh: string; en: string | null },
  versions: readonly V[],
  article: string,
  on: string,
): Citation => {
  const v = inForce(versions, on) ?? inOrder(versions).at(-1) ?? null
  const marks: CitationMark[] = inForce(versions, on) === null ? ['not-in-force'] : []
  if (v !== null && v.effectiveOn === null) marks.push('undated')
  const mapped = v?.articles.find((a) => a.topic === article)
  const number = article === '' ? null : (mapped?.number ?? (isNumber(article) ? article : null))
  if (mapped && !mapped.certain) marks.push('uncertain')
  if (article !== '' && number === null) marks.push('not-mapped')
  return {
    zh: `《${law.zh}》${number === null ? '' : articleZh(number)}`,
    en: `${law.en ?? law.zh}${number === null ? '' : `, art. ${number}`}`,
    lawId: law.id,
    versionId: v?.id ?? null,
    label: v?.label ?? null,
    article: number,
    marks,
  }
}

/** What changes when the standing version gives way: a repeal by its own date, a correction where something is replaced, else a new version. */
export const changeOf = (
  entered: { replacesId: number | null; repealedOn: string | null },
  before: { repealedOn: string | null } | null,
): 'version' | 'repeal' | 'correction' =>
  entered.repealedOn !== null && (before === null || before.repealedOn === null) && entered.replacesId !== null
    ? 'repeal'
    : entered.replacesId !== null
      ? 'correction'
      : 'version'

export type Line = { side: 'both' | 'old' | 'new'; text: string }
/** Line by line, longest common subsequence; texts too long for it are told apart by their common beginning and end only. */
export const compareLines = (before: string, after: string): Line[] => {
  const a = before.split(/\r?\n/)
  const b = after.split(/\r?\n/)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const x = a.slice(head, a.length - tail)
  const y = b.slice(head, b.length - tail)
  const middle: Line[] = []
  if (x.length * y.length > 4_000_000)
    middle.push(...x.map((text) => ({ side: 'old' as const, text })), ...y.map((text) => ({ side: 'new' as const, text })))
  else {
    const wide = y.length + 1
    const best = new Uint32Array((x.length + 1) * wide)
    for (let i = x.length - 1; i >= 0; i--)
      for (let j = y.length - 1; j >= 0; j--)
        best[i * wide + j] =
          x[i] === y[j] ? best[(i + 1) * wide + j + 1]! + 1 : Math.max(best[(i + 1) * wide + j]!, best[i * wide + j + 1]!)
    let i = 0
    let j = 0
    while (i < x.length || j < y.length) {
      if (i < x.length && j < y.length && x[i] === y[j]) {
        middle.push({ side: 'both', text: x[i]! })
        i++
        j++
      } else if (j >= y.length || (i < x.length && best[(i + 1) * wide + j]! >= best[i * wide + j + 1]!))
        middle.push({ side: 'old', text: x[i++]! })
      else middle.push({ side: 'new', text: y[j++]! })
    }
  }
  const both = (text: string): Line => ({ side: 'both', text })
  return [...a.slice(0, head).map(both), ...middle, ...a.slice(a.length - tail).map(both)]
}
