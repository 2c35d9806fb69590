/** What the agreements decide without a database: which version is asked for, how its text is filled, whether a name is one's own. */
export const agreementKinds = ['nda', 'responsibility'] as const
export type AgreementKind = (typeof agreementKinds)[number]
export const routes = ['screen', 'typed', 'paper'] as const
export const agreementStates = ['waiting', 'signed', 'refused'] as const
export const templateStates = ['draft', 'proposed', 'approved', 'refused'] as const
/** Where a person stands: see `standOf`. */
export const stands = ['none', 'waiting', 'signed', 'due', 'lapsed', 'recorded'] as const
export type Stand = (typeof stands)[number]

export interface TemplateDates {
  id: number
  own: boolean
  effectiveOn: string | null
  graceDays: number
}
const inOrder = <T extends TemplateDates>(versions: readonly T[]): T[] =>
  [...versions].sort((a, b) => Number(a.own) - Number(b.own) || (a.effectiveOn ?? '').localeCompare(b.effectiveOn ?? '') || a.id - b.id)
/** The approved version that counts on a day; the product's own edition before a court has one. */
export const countsOn = <T extends TemplateDates>(versions: readonly T[], on: string): T | null =>
  inOrder(versions)
    .filter((v) => v.effectiveOn === null || v.effectiveOn <= on)
    .at(-1) ?? null
/** What is put before whoever signs now: the newest approved one, also before its day, so that nobody is shut out by it. */
export const askedFor = <T extends TemplateDates>(versions: readonly T[]): T | null => inOrder(versions).at(-1) ?? null

/**
 * none: nothing signed · waiting: for a second person · signed: the version that is asked for · due: an older one, still good until a day ·
 * lapsed: an older one, no longer good · recorded: entered before signatures were kept here
 */
export const standOf = (s: { signed: number | null; waiting: boolean; asked: number; good: boolean }): Stand =>
  s.signed === s.asked ? 'signed' : s.waiting ? 'waiting' : s.signed === null ? (s.good ? 'recorded' : 'none') : s.good ? 'due' : 'lapsed'

export const fields = ['服务商', '姓名', '证件号', '法院', '项目', '岗位'] as const
export type Field = (typeof fields)[number]
const HOLE = /\{\{([^{}]{1,80})\}\}/g
export interface CitationHole {
  law: string
  article: string
}
const citationIn = (inside: string): CitationHole | null => {
  const m = /^引:([^#{}]+)(?:#(.+))?$/.exec(inside)
  return m ? { law: m[1]!.trim(), article: (m[2] ?? '').trim() } : null
}
/** Laws a text cites, for the register: a change of one of them opens a review of the template. */
export const citationsOf = (body: string): CitationHole[] => [
  ...new Map([...body.matchAll(HOLE)].flatMap((m) => citationIn(m[1]!) ?? []).map((c) => [`${c.law}#${c.article}`, c])).values(),
]
/** Holes nobody can fill. */
export const unknownHoles = (body: string): string[] => [
  ...new Set(
    [...body.matchAll(HOLE)].map((m) => m[1]!).filter((h) => citationIn(h) === null && !(fields as readonly string[]).includes(h)),
  ),
]
const plain = (value: string): string => value.replace(/[{}\r\n]/g, ' ')
/** The exact text of one agreement. What people are called cannot open a hole of its own. */
export const fill = (body: string, values: Readonly<Partial<Record<Field, string>>>, cite: (c: CitationHole) => string): string =>
  body.replace(HOLE, (_all, inside: string) => {
    const c = citationIn(inside)
    return plain(c ? cite(c) : (values[inside as Field] ?? '——'))
  })

const tidy = (name: string): string => name.normalize('NFKC').replace(/\s+/g, ' ').trim()
/** The name typed to sign is the signer's own, width and outer blanks apart. */
export const nameMatches = (typed: string, name: string): boolean => tidy(typed) === tidy(name)

export const SIGNATURE_BYTES = 200_000
export const SIGNATURE_WIDTH = 1600
export const SIGNATURE_HEIGHT = 800
/** Dark points a drawn name has at least: a dot or a stray line is none. */
export const SIGNATURE_INK = 120
