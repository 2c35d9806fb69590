import { BATCH } from './fill-items.ts'
import { CASES } from './fill.ts'
import type { Acting, Court } from './server.ts'

/** For an actor, what the policy of a table means, written out as a plain condition; a table that is not named is open to him in his court. */
export type Meaning = Record<string, string>
export type Who = 'operator' | 'teamLead' | 'judge' | 'filingOfficer' | 'management'

/** Views that carry a policy of their own: the reference reads what stands behind them. */
export const behind: Record<string, string> = { 'filing.record_shown': 'filing.record_told' }
const filings = ['record', 'record_shown', 'deadline', 'decision', 'document', 'fee', 'void', 'supplement', 'entry', 'handover'].map(
  (t) => `filing.${t}`,
)
const bundles = ['batch', 'event', 'page', 'receipt', 'upload'].map((t) => `dossiers.${t}`)

export const meanings = (c: Court): Record<Who, Meaning> => {
  const live = (p: number, more = '') =>
    `(select g.case_id from confidentiality.access_grant g where g.court_id = ${c.courtId} and g.person_id = ${p} and g.ended_at is null and g.from_at <= now() and g.until_at > now() ${more})`
  const undenied = (p: number, column: string) =>
    `not exists (select from confidentiality.denial d where d.court_id = x.court_id and d.case_id = ${column} and d.ended_at is null and (d.person_id is null or d.person_id = ${p}))`
  const ofEach = (tables: readonly string[], condition: string): Meaning => Object.fromEntries(tables.map((t) => [t, condition]))
  const granted = (p: number, more: string) => `x.case_id = any (array${live(p, more)}) and ${undenied(p, 'x.case_id')}`
  const outsourced = (p: number, role: string): Meaning => ({
    'cases.case_record': `x.id = any (array${live(p)}) and ${undenied(p, 'x.id')}`,
    'cases.party': granted(p, "and 'C1' = any (g.levels)"),
    'worklist.task': `(x.assignee_id = ${p} or (x.performer = 'outsourced' and x.engagement_id = ${c.engagementId}${role === 'teamLead' ? '' : ` and x.role = '${role}'`}))`,
    'confidentiality.access_grant':
      role === 'teamLead'
        ? `(x.person_id = ${p} or exists (select from organisations.person q where q.id = x.person_id and q.contractor_id = ${c.contractorId}))`
        : `x.person_id = ${p}`,
    'worklist.notice': `x.person_id = ${p}`,
    'injuries.injury': `x.person_id = ${p}`,
    'indicators.exclusion': `exists (select from organisations.person q where q.id = x.asked_by and q.contractor_id = ${c.contractorId})`,
    'audit.event': `x.contractor_id = ${c.contractorId}`,
    ...ofEach(bundles, granted(p, "and g.stage in ('scan', 'catalogue', 'return')")),
    'materials.intake': `(x.case_id is null or exists (select from confidentiality.access_grant g join worklist.task t on t.court_id = g.court_id and t.id = g.task_id where g.court_id = x.court_id and g.case_id = x.case_id and g.person_id = ${p}
        and g.ended_at is null and g.from_at <= now() and g.until_at > now() and t.subject_type = 'material' and t.subject_id = x.id and 'C2' = any (g.levels)))`,
    ...ofEach(
      ['service_of_process.service_order'],
      `exists (select from confidentiality.access_grant g join worklist.task t on t.court_id = g.court_id and t.id = g.task_id where g.court_id = x.court_id and g.case_id = x.case_id and g.person_id = ${p}
        and g.ended_at is null and g.from_at <= now() and g.until_at > now() and t.subject_type = 'service' and t.subject_id = x.id and 'C1' = any (g.levels) and 'issuedDocument' = any (g.categories)) and ${undenied(p, 'x.case_id')}`,
    ),
  })
  const judge = c.judge.personId
  const own = (alias: string) =>
    `(${alias}.division_id = ${c.divisionId} or ${alias}.judge_id = ${judge} or ${alias}.clerk_id = ${judge} or ${alias}.id = any (array${live(judge)}))`
  const ofOwnCase = `exists (select from cases.case_record k where k.court_id = x.court_id and k.id = x.case_id and ${own('k')}) and ${undenied(judge, 'x.case_id')}`
  const wide = (p: number): Meaning => ({
    'cases.case_record': undenied(p, 'x.id'),
    'worklist.notice': `x.person_id = ${p}`,
    ...ofEach([...filings, ...bundles, 'service_of_process.service_order', 'service_of_process.document_set'], undenied(p, 'x.case_id')),
  })
  return {
    operator: outsourced(c.readers[0]!.personId, 'operator'),
    teamLead: outsourced(c.teamLead.personId, 'teamLead'),
    judge: {
      'cases.case_record': `${own('x')} and ${undenied(judge, 'x.id')}`,
      'worklist.task': `(x.assignee_id = ${judge} or x.division_id is null or x.division_id = ${c.divisionId} or x.role = 'judge')`,
      'worklist.notice': `x.person_id = ${judge}`,
      ...ofEach(
        [...filings, ...bundles, 'service_of_process.service_order', 'service_of_process.document_set', 'materials.intake'],
        ofOwnCase,
      ),
    },
    filingOfficer: wide(c.filingOfficer.personId),
    management: wide(c.management.personId),
  }
}

export interface Asked {
  name: string
  who: Who
  as: Acting
  ask: string
}
/** Every list, count and search, by who asks it. */
export const asked = (c: Court, searched: string): Asked[] => {
  const word = encodeURIComponent(searched)
  const number = encodeURIComponent(`（2026）苏1299民初${CASES / 2}号`)
  const [reader] = c.readers as [Acting]
  const actors: Record<Who, Acting> = {
    operator: reader,
    teamLead: c.teamLead,
    judge: c.judge,
    filingOfficer: c.filingOfficer,
    management: c.management,
  }
  const by = (who: Who, of: string, all: Record<string, string>): Asked[] =>
    Object.entries(all).map(([name, ask]) => ({
      name: `${of}, ${name}: ${who === 'teamLead' ? 'team lead' : who === 'filingOfficer' ? 'filing officer' : who}`,
      who,
      as: actors[who],
      ask,
    }))
  const cases = (who: Who) =>
    by(who, 'cases', {
      list: '/api/cases?limit=50',
      'list of open ones': '/api/cases?limit=50&status=open',
      count: '/api/cases/count',
      'by number': `/api/cases?q=${number}`,
      'by part of a number': `/api/cases?q=${encodeURIComponent('民初500')}`,
      'by name': `/api/cases?q=${word}`,
      'by initials': '/api/cases?q=wwf',
      'count by name': `/api/cases/count?q=${word}`,
    })
  const filing = (who: Who) =>
    by(who, 'filings', {
      'list of all': '/api/filing/records?view=all',
      'list of today': '/api/filing/records?view=today',
      'waiting for a decision': '/api/filing/records?view=decide',
      'fees outstanding': '/api/filing/records?view=fees',
      'by name': `/api/filing/records?view=all&q=${word}`,
      'by number': `/api/filing/records?view=all&q=${number}`,
      figures: '/api/filing/figures',
    })
  const batches = (who: Who) =>
    by(who, 'batches', {
      list: '/api/dossiers/batches',
      'list of open ones': '/api/dossiers/batches?state=open',
      'list of stopped ones': '/api/dossiers/batches?state=stopped',
      'by words of the title': `/api/dossiers/batches?q=${word}`,
      'by number': `/api/dossiers/batches?q=${number}`,
    })
  const orders = (who: Who) =>
    by(who, 'service orders', {
      list: '/api/service-orders',
      'list of open ones': '/api/service-orders?state=open',
      'list by method': '/api/service-orders?method=direct',
      'search by recipient': `/api/service-orders?q=${word}`,
      'search by case number': `/api/service-orders?q=${number}`,
      'list of late ones': '/api/service-orders?due=late',
      'due soon': '/api/service-orders?due=soon',
    })
  const month = new Date().toISOString().slice(0, 7)
  const materials = (who: Who) =>
    by(who, 'materials', {
      list: '/api/materials',
      unmatched: '/api/materials?view=pool',
      unsigned: '/api/materials?view=unsigned',
      'late ones': '/api/materials?view=late',
      'by number': `/api/materials?q=${number}`,
      figures: '/api/materials/figures',
      'hand-over lists': '/api/materials/lists?view=all',
    })
  const hotline = (who: Who) =>
    by(who, 'hotline', {
      calls: '/api/hotline/calls',
      'calls not answered': '/api/hotline/calls?result=abandoned',
      'to call back': '/api/hotline/callbacks',
      board: '/api/hotline/wallboard',
      tickets: '/api/hotline/tickets',
      'late tickets': '/api/hotline/tickets?view=late',
      articles: '/api/hotline/articles',
      'questions without an answer': '/api/hotline/gaps',
      settings: '/api/hotline/settings',
    })
  return [
    ...cases('operator'),
    ...cases('judge'),
    ...cases('management'),
    ...by('operator', 'tasks', { mine: '/api/tasks?scope=mine', pool: '/api/tasks?scope=pool', figures: '/api/tasks/summary' }),
    ...by('teamLead', 'tasks', {
      team: '/api/tasks?scope=team',
      'late ones of the team': '/api/tasks?scope=team&late=true',
      figures: '/api/tasks/summary',
      'load of the team': '/api/tasks/team-load',
    }),
    ...by('judge', 'tasks', { mine: '/api/tasks?scope=mine', pool: '/api/tasks?scope=pool', figures: '/api/tasks/summary' }),
    ...by('management', 'tasks', { court: '/api/tasks?scope=court', figures: '/api/tasks/summary' }),
    ...by('operator', 'grants', { mine: '/api/access/mine' }),
    ...by('management', 'grants', {
      'of a person': `/api/access/persons/${reader.personId}`,
      'of a case': '/api/cases/30000003/access',
    }),
    ...by('management', 'access', {
      denials: '/api/access/denials',
      'refused ones': '/api/access/refusals',
      'break-glass': '/api/access/break-glass',
    }),
    ...filing('filingOfficer'),
    ...filing('judge'),
    ...hotline('management'),
    ...hotline('operator'),
    ...by('operator', 'hotline', { desk: '/api/hotline/desk', 'sealed reports taken': '/api/hotline/sealed' }),
    ...by('judge', 'hotline', { 'tickets of his cases': '/api/hotline/tickets', 'his own': '/api/hotline/tickets?view=mine' }),
    ...by('management', 'hotline', { imports: '/api/hotline/imports' }),
    ...materials('operator'),
    ...materials('judge'),
    ...materials('management'),
    ...by('operator', 'materials', { 'to be carried': '/api/materials/to-carry' }),
    ...by('management', 'materials', { statement: `/api/materials/statement?from=${month}-01&until=${month}-28` }),
    ...batches('judge'),
    ...batches('management'),
    ...by('management', 'batches', { 'pages of one': `/api/dossiers/batches/${BATCH + CASES / 2}/pages?limit=200` }),
    ...orders('operator'),
    ...orders('judge'),
    ...orders('management'),
    ...by('judge', 'service sets', { 'begun ones': '/api/service-sets', 'his own': '/api/service-sets?mine=yes' }),
    ...by('management', 'service sets', { 'begun ones': '/api/service-sets' }),
    ...by('management', 'duties', { list: '/api/duties', 'of a month': `/api/duties/month?month=${month}` }),
    ...by('management', 'laws', { 'reviews of what cites one': '/api/law-reviews', 'impacts on contractors': '/api/law-impacts' }),
    ...by('management', 'agreements', { list: '/api/agreements', 'key posts': '/api/key-posts' }),
    ...by('management', 'candidates', { list: '/api/candidates', 'what waits': '/api/candidates/waiting' }),
    ...by('management', 'wages', {
      months: '/api/wages',
      standings: '/api/wages/standings',
      'minimum wages': '/api/wages/minimums',
      statements: '/api/expense-statements',
    }),
    ...by('management', 'exposure', {
      'person and case': '/api/access/exposure',
      people: '/api/access/exposure?by=person',
      contractors: '/api/access/exposure?by=contractor',
    }),
    ...by('management', 'standing', {
      contractors: '/api/standing',
      thresholds: '/api/standing/thresholds',
      'serious changes': '/api/standing-events',
    }),
    ...by('management', 'injuries', { list: '/api/injuries' }),
    ...by('operator', 'injuries', { own: '/api/injuries' }),
    ...by('management', 'leavers', { list: '/api/departures', 'requests about personal data': '/api/personal-data-requests' }),
    ...by('management', 'rulebook', { rules: '/api/rules', notices: '/api/court-notices' }),
    ...by('management', 'premises', {
      premises: '/api/premises',
      zones: '/api/zones',
      equipment: '/api/equipment',
      faults: '/api/faults',
      counts: '/api/spot-counts',
    }),
    ...by('management', 'allocation', { queue: '/api/allocation-queue', register: '/api/allocations', judges: '/api/allocation-judges' }),
    ...by('judge', 'allocation', { register: '/api/allocations' }),
    ...by('management', 'custody', { volumes: '/api/volumes', places: '/api/custody/places', inventories: '/api/custody/inventories' }),
    ...by('management', 'disclosure', {
      contacts: '/api/contacts',
      releases: '/api/releases',
      handling: '/api/handling',
      permits: '/api/export-permits',
    }),
    ...by('management', 'incidents', { list: '/api/incidents', plans: '/api/emergency-plans', drills: '/api/drills' }),
    ...by('management', 'attendance', {
      leaves: '/api/attendance/leaves',
      marks: '/api/attendance/marks',
      shifts: '/api/attendance/shifts',
      month: '/api/attendance/month',
    }),
    ...by('management', 'badges', { list: '/api/badges' }),
    ...by('management', 'staffing', {
      posts: '/api/staffing/posts',
      vacancies: '/api/staffing/vacancies',
      replacements: '/api/staffing/replacements',
    }),
    ...by('management', 'training', {
      courses: '/api/training/courses',
      sessions: '/api/training/sessions',
      'who falls short': `/api/training/shortfalls?year=${month.slice(0, 4)}`,
    }),
    ...by('operator', 'notices', { mine: '/api/notices' }),
    ...by('judge', 'notices', { mine: '/api/notices' }),
    ...by('management', 'ledger', {
      list: '/api/ledger',
      'of a person': `/api/ledger?personId=${reader.personId}`,
      'of one case': '/api/ledger?objectType=case&objectId=30000003',
      'of one kind': '/api/ledger?verb=access.refused',
    }),
    ...by('teamLead', 'indicators', { figures: `/api/indicators?period=${month}`, exclusions: '/api/indicators/exclusions' }),
    ...by('management', 'indicators', {
      figures: `/api/indicators?period=${month}`,
      'items behind one': `/api/indicators/d/items?period=${month}`,
      'late items behind one': `/api/indicators/d/items?period=${month}&late=true`,
      exclusions: '/api/indicators/exclusions',
      'versions of one': `/api/indicators/d/versions?period=${month}`,
      'events of an item': '/api/indicators/items/service/42000005/events',
    }),
    ...by('management', 'imports', {
      list: '/api/case-imports',
      rows: '/api/case-imports/901/rows?state=flagged',
      'rows in error': '/api/case-imports/901/rows?state=error',
    }),
    ...by('management', 'first steps', { 'what lacks': '/api/first-steps' }),
    ...by('operator', 'service results', { 'files sent': '/api/service-imports' }),
  ]
}
