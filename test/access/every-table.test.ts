import { expect, test } from 'vitest'
import { testApp } from '../support/app.ts'

const t = await testApp()

/** What the application's role may touch without a row policy, each with its reason; everything else has row security, also for the owner. */
const open: Readonly<Record<string, string>> = {
  'public.bailiwick_migration': 'names of migrations',
  'audit.era': 'hashes',
  'audit.seal': 'hashes',
  'audit.sealer_key': 'public keys',
  'audit.subtree': 'hashes',
  'cases.case_type': 'the public register of types',
  'cases.cause': 'the public register of causes',
  'processes.definition': 'process files, the same for everybody',
  'processes.element': 'process files',
  'processes.form': 'process files',
  'duties.declaration': 'what is owed at all; no person, no case',
  // Read before anybody is known (login, links) or by every other policy (who is of which contractor); they hold no case.
  'accounts.account': 'read before anybody is known',
  'accounts.failed_login': 'read before anybody is known',
  'accounts.one_time_link': 'read before anybody is known',
  'accounts.session': 'read before anybody is known',
  'organisations.court': 'asked by the policies themselves',
  'organisations.division': 'asked by the policies themselves',
  'organisations.contractor': 'asked by the policies themselves',
  'organisations.engagement': 'asked by the policies themselves',
  'organisations.person': 'asked by the policies themselves; papers are sealed',
  'organisations.post': 'asked by the policies themselves',
  'workforce.fact': 'the gate of other courts is asked too',
}

test('every table the application may touch has row security, enabled and forced, and a policy', async () => {
  const { rows } = await t.owner.query<{ name: string; held: boolean }>(
    `select n.nspname || '.' || c.relname as name,
        c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid) as held
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$)'
        -- The queue keeps its own tables: numbers of things to do, no case data.
        and n.nspname <> 'jobs'
        and (has_table_privilege('bailiwick_app', c.oid, 'select, insert, update, delete') or has_any_column_privilege('bailiwick_app', c.oid, 'select, insert, update'))
      order by 1`,
  )
  expect(rows.length).toBeGreaterThan(100)
  expect(rows.filter((r) => !r.held && !(r.name in open)).map((r) => r.name)).toEqual([])
  // A reason whose table is held by now, or gone, has outlived it.
  expect(Object.keys(open).filter((name) => !rows.some((r) => r.name === name && !r.held))).toEqual([])
})

test('the application owns nothing, makes nothing, and what runs as the owner names where it looks', async () => {
  const { rows } = await t.owner.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname !~ '^pg_' and not coalesce(p.proconfig::text ~ 'search_path=', false)
     union all select c.oid::regclass::text from pg_class c where pg_get_userbyid(c.relowner) = 'bailiwick_app'
     union all select 'create on ' || nspname from pg_namespace where has_schema_privilege('bailiwick_app', oid, 'create') and nspname !~ '^(pg_temp|pg_toast_temp)'`,
  )
  expect(rows.map((r) => r.name)).toEqual([])
})
