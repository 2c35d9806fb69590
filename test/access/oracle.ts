// What the standard says who may see, written down once more and on purpose without a look at the SQL: clause 7.3.2.2 (a grant opens the
// stage's document categories, field levels and actions), 4.1 and domain notes §1 (levels C1 parties, C2 materials, C3 who decides, C4
// unissued and 副卷, C5 查控), clauses.md rows 7.3.2.x. The tests hold the product against this table.

export const stages = ['filing', 'scan', 'catalogue', 'return', 'service'] as const
export const categories = ['complaint', 'evidence', 'identity', 'filingNotice', 'transcript', 'issuedDocument', 'serviceReceipt'] as const
export const levels = ['C1', 'C2', 'C3'] as const
/** Categories of pages in the file; null: not catalogued yet. */
export const pageCategories = ['complaint', 'evidence', 'filingNotice', 'transcript', 'secondaryVolume', null] as const

export interface Grant {
  stage: (typeof stages)[number]
  categories: readonly string[]
  levels: readonly string[]
  actions: readonly string[]
}
export interface Seen {
  case: boolean
  title: boolean
  amount: boolean
  panel: boolean
  parties: boolean
  pages: string[]
  entries: string[]
  batch: boolean
  filing: boolean
  filingDocuments: string[]
  order: boolean
  issued: boolean
  evidence: boolean
}
export const nothing: Seen = {
  case: false,
  title: false,
  amount: false,
  panel: false,
  parties: false,
  pages: [],
  entries: [],
  batch: false,
  filing: false,
  filingDocuments: [],
  order: false,
  issued: false,
  evidence: false,
}
const name = (c: string | null): string => c ?? 'uncatalogued'
/** The court in whose scope the case is reads all of it, 副卷 and rulings too. */
export const everything: Seen = {
  case: true,
  title: true,
  amount: true,
  panel: true,
  parties: true,
  pages: pageCategories.map(name).sort(),
  entries: pageCategories.filter((c) => c !== null).sort(),
  batch: true,
  filing: true,
  filingDocuments: ['acceptance', 'receipt', 'refusalRuling'],
  order: true,
  issued: true,
  evidence: true,
}

/** Outsourced staff under one live grant. Stages of scanning see papers, service sees issued documents of its own order, filing the complaint. */
export const seenUnder = (g: Grant): Seen => {
  const has = (c: string): boolean => g.categories.includes(c)
  const at = (l: string): boolean => g.levels.includes(l)
  const scans = g.stage === 'scan' || g.stage === 'catalogue'
  const papers = pageCategories.filter((c) => c !== 'secondaryVolume' && at('C2') && (c === null ? scans : has(c)))
  const files = at('C1') && at('C2')
  const order = g.stage === 'service' && at('C1') && has('issuedDocument')
  return {
    case: true,
    title: at('C1'),
    amount: at('C2'),
    panel: at('C3'),
    parties: at('C1'),
    pages: papers.map(name).sort(),
    entries: papers.filter((c) => c !== null).sort(),
    batch: scans || g.stage === 'return',
    filing: files && has('complaint'),
    filingDocuments: [
      ...(files && has('filingNotice') ? ['acceptance'] : []),
      ...(files && has('complaint') ? ['receipt'] : []),
      ...(files && has('issuedDocument') ? ['refusalRuling'] : []),
    ],
    order,
    issued: order,
    evidence: order && has('serviceReceipt'),
  }
}
export interface Written {
  party: boolean
  case: boolean
  page: boolean
  entry: boolean
  upload: boolean
  attempt: boolean
}
/** What the actions of a grant let outsourced staff write; each only on what they may see. */
export const writtenUnder = (g: Grant): Written => {
  const does = (...acts: string[]): boolean => acts.some((a) => g.actions.includes(a))
  const seen = seenUnder(g)
  const scans = g.stage === 'scan' || g.stage === 'catalogue'
  return {
    party: does('edit') && seen.parties,
    case: does('edit'),
    // The page of a complaint: arranged, catalogued or marked by whoever scans.
    page: scans && does('arrange', 'catalogue', 'check') && seen.pages.includes('complaint'),
    entry: g.stage === 'catalogue' && does('catalogue'),
    upload: g.stage === 'scan' && does('upload'),
    attempt: seen.order && does('write', 'upload'),
  }
}

/** Scope of the court's roles: the whole court, or the own division and the own cases. */
export const wideRoles = ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'archivist']
/** Which offices may ask at all (annexes B to D; 7.3.2.5 for taking lists along). Everybody else is refused before anything is read. */
const court = [
  'courtLeader',
  'trialManagement',
  'commissioner',
  'responsibleDepartment',
  'filingOfficer',
  'judge',
  'clerk',
  'enforcementOfficer',
  'archivist',
]
const without = (...roles: string[]): string[] => court.filter((r) => !roles.includes(r))
export const offices: Readonly<Record<string, readonly string[]>> = {
  case: [...court, 'projectManager', 'teamLead', 'operator'],
  reveal: ['filingOfficer', 'judge', 'clerk', 'enforcementOfficer', 'teamLead', 'operator'],
  pages: [...without('enforcementOfficer'), 'teamLead', 'operator'],
  filingDocuments: [...without('enforcementOfficer', 'archivist'), 'teamLead', 'operator'],
  service: [...without('enforcementOfficer', 'archivist'), 'teamLead', 'operator'],
  export: [...court, 'teamLead'],
}
