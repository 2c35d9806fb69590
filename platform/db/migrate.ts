import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

export class NewerSchema extends Error {
  constructor(names: string[]) {
    super(`newer-schema: ${names.slice(0, 3).join(', ')}`)
  }
}

/** Migrations of all folders given, in the order of their time stamps; names are unique across modules. */
export const findMigrations = async (folders: readonly string[]): Promise<{ name: string; sql: string; hash: string }[]> => {
  const found: { name: string; sql: string; hash: string }[] = []
  for (const folder of folders)
    for (const file of await readdir(folder).catch(() => [] as string[]))
      if (file.endsWith('.sql')) {
        const sql = await readFile(join(folder, file), 'utf8')
        found.push({ name: file.slice(0, -4), sql, hash: createHash('sha256').update(sql).digest('hex') })
      }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Brings the schema up to the code as the owner: creates the application's role (owns nothing, no RLS bypass), applies what is missing, each
 * migration in its own transaction under one advisory lock, then `seed` (reference data only the owner may write). Refuses a schema that is newer than the code (NewerSchema).
 */
export const migrate = async (
  owner: pg.ClientConfig,
  folders: readonly string[],
  appPassword: string,
  seed?: (owner: pg.Client) => Promise<void>,
): Promise<string[]> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtext('bailiwick.migrate'))")
    const { rows: roles } = await client.query("select rolname from pg_roles where rolname = 'bailiwick_app'")
    // A literal is needed here: utility statements take no parameters.
    const secret = client.escapeLiteral(appPassword)
    if (roles.length === 0)
      await client.query(`create role bailiwick_app login nosuperuser nobypassrls nocreatedb nocreaterole password ${secret}`)
    else await client.query(`alter role bailiwick_app login password ${secret}`)
    await client.query(
      'create table if not exists public.bailiwick_migration (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    )
    await client.query(
      'revoke all on schema public from public; grant select on public.bailiwick_migration to bailiwick_app; grant usage on schema public to bailiwick_app',
    )
    const done = new Set((await client.query<{ name: string }>('select name from public.bailiwick_migration')).rows.map((r) => r.name))
    const all = await findMigrations(folders)
    const unknown = [...done].filter((n) => !all.some((m) => m.name === n))
    if (unknown.length) throw new NewerSchema(unknown)
    const applied: string[] = []
    for (const m of all) {
      if (done.has(m.name)) continue
      try {
        await client.query('begin')
        await client.query(m.sql)
        await client.query('insert into public.bailiwick_migration (name, hash) values ($1, $2)', [m.name, m.hash])
        await client.query('commit')
      } catch (e) {
        await client.query('rollback').catch(() => {})
        throw new Error(`migration ${m.name}: ${(e as Error).message}`, { cause: e })
      }
      applied.push(m.name)
    }
    await inOwnTransaction(client, () => letOwnerWork(client))
    if (seed) await inOwnTransaction(client, () => seed(client))
    return applied
  } finally {
    await client.end()
  }
}

/**
 * Row security is forced on every table, and functions that answer past a caller's scope (may he see this case?) work as the owner of the schema.
 * A superuser is never held by policies; an owner who is none gets one of his own on each table, or those functions would find nothing: no
 * relative would meet a party, no broken glass would open.
 */
const letOwnerWork = async (client: pg.Client): Promise<void> => {
  await client.query(`do $$
    declare t record;
    begin
      if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then return; end if;
      for t in select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relforcerowsecurity and pg_get_userbyid(c.relowner) = current_user
          and not exists (select from pg_policy p where p.polrelid = c.oid and p.polroles = array[c.relowner] and p.polcmd = '*') loop
        execute format('create policy %I on %I.%I for all to %I using (true) with check (true)', 'owner_' || md5(current_user), t.nspname, t.relname, current_user);
      end loop;
    end $$`)
}

const inOwnTransaction = async (client: pg.Client, fn: () => Promise<void>): Promise<void> => {
  try {
    await client.query('begin')
    await fn()
    await client.query('commit')
  } catch (e) {
    await client.query('rollback').catch(() => {})
    throw e
  }
}
