import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asked } from './row-scope-asks.ts'
import type { Acting, Court } from './server.ts'

// What is read without a row policy, or is one record, a file or an export of a list that is measured: nothing of a row scope to compare.
const without = [
  ...[
    'accounts',
    'accounts/failed-logins',
    'case-type-register',
    'case-types',
    'cause-register',
    'causes',
    'contractors',
    'courts',
    'deadlines',
    'divisions',
    'engagements',
    'people',
    'people/pick',
    'processes',
    'workforce',
    'laws',
    'laws/citation',
    'agreement-templates',
  ],
  ...[
    'workforce/mine',
    'session',
    'session/all',
    'session/entry',
    'filing/options',
    'dossiers/options',
    'materials/options',
    'materials/{id}/candidates',
    'materials/statement/export',
    'duties/declared',
    'duties/feed',
    'duties/feed/{token}/duties.ics',
    'duties/calendar',
  ],
  ...['agreements/mine', 'agreements/print', 'agreements/export', 'training/mine', 'training/certificates/check'],
  ...['training/attendance/export', 'training/shortfalls/export'],
  // What concerns the reader himself: a stop, an opening in force.
  ...['access/mine/stop', 'access/mine/glass', 'access/relations', 'tasks/claiming'],
  // One person's own figures, counted by the platform for whoever may ask about him.
  'personal-data/holdings',
  // One setting of the court.
  'session-times',
  'staffing/engagements',
  // Orders named one by one, each found in the actor's own scope.
  'service-mail-list',
  'badges/check',
  'watermarks/look-up',
  'badges/{id}/card',
  'attendance/month/export',
  'candidate-imports/template',
  ...['equipment/labels', 'equipment/template', 'spot-counts/{id}/print', 'contacts/export', 'releases/export', 'access/exposure/export'],
  // Before the login: the courts' names.
  'leak-report',
  ...['cases/export', 'duties/export', 'indicators/export', 'ledger/export', 'ledger/checkpoint', 'ledger/{id}/proof'],
]
/** Lists behind one record that is itself found first; and the list of people a task may be given to (posts, no policy). */
const ofOne =
  /\/\{[^}]+\}(\/(sample|errors|faults|form|files\/\{fileId\}|image|cover|file|receipt|assignable|pdf|scan|signature|compare|questions|code|sheet|report|label|history|declaration|slips\/\{slip\}))?$/

test('every list, count and search of the product is in the measurement of row scope', () => {
  const acting: Acting = { personId: 1, tokens: ['x'] }
  const court = { readers: [acting], management: acting, judge: acting, clerk: acting, teamLead: acting, filingOfficer: acting } as Court
  const measured = asked(court, '王伟').map((a) => a.ask.slice('/api/'.length).split('?')[0]!)
  const api = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8')) as {
    paths: Record<string, { get?: unknown }>
  }
  const lists = Object.entries(api.paths)
    .filter(([, methods]) => methods.get)
    .map(([path]) => path.slice('/api/'.length))
  const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)
  const missing = lists.filter((path) => !without.includes(path) && !ofOne.test(`/${path}`) && !measured.some((m) => pattern(path).test(m)))
  expect(missing).toEqual([])
  // None is excused that does not exist.
  expect(without.filter((path) => !lists.includes(path))).toEqual([])
})
