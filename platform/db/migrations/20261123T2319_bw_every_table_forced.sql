-- Row security holds for the owner of the tables too, everywhere. Functions of the owner that look past a caller's scope keep working: an owner
-- who is no superuser has a policy of his own on each table (platform/db/migrate.ts), so that no table needs an exception any more.
do $$
declare t record;
begin
  for t in select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and c.relrowsecurity and not c.relforcerowsecurity and n.nspname !~ '^(pg_|information_schema$)' loop
    execute format('alter table %I.%I force row level security', t.nspname, t.relname);
  end loop;
end $$;
