-- A broken glass is for reading (7.3.2.1): so far only parties were held to it. Whatever hangs on a case is not written by court staff whose only
-- way to the case is the glass; who also has a task of it, or to whose division it belongs, is not meant. Asked once a statement.
create function confidentiality.glass_only() returns bigint[] language plpgsql stable security definer set search_path = pg_catalog as $$
declare here int := bw.court(); who bigint := bw.person(); own int[] := bw.divisions(); at timestamptz := bw.now();
begin
  if bw.side() <> 'court' or bw.court_wide() then return '{}'; end if;
  return array(select g.case_id from confidentiality.access_grant g join cases.case_record c on c.court_id = g.court_id and c.id = g.case_id
    where g.court_id = here and g.person_id = who and g.ended_at is null and g.glass_id is not null and g.from_at <= at and g.until_at > at
      and (c.division_id = any (own) or c.judge_id = who or c.clerk_id = who) is not true
      and not exists (select from confidentiality.access_grant o where o.court_id = here and o.person_id = who and o.case_id = g.case_id and o.ended_at is null
        and o.glass_id is null and o.from_at <= at and o.until_at > at));
end $$;
revoke all on function confidentiality.glass_only from public;
grant execute on function confidentiality.glass_only to bailiwick_app;

do $$
declare t record; act text; clause text; held text;
begin
  for t in select c.oid, n.nspname, c.relname, case when c.relname = 'case_record' then 'id' else 'case_id' end as col
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and (n.nspname in ('filing', 'dossiers', 'service_of_process', 'custody') and exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'case_id' and not a.attisdropped)
      or n.nspname = 'cases' and c.relname = 'case_record')
      -- Whoever looks leaves his mark.
      and not (n.nspname = 'dossiers' and c.relname = 'watermark') loop
    held := format('%I <> all ((select confidentiality.glass_only())::bigint[])', t.col);
    foreach act in array array['insert', 'update', 'delete'] loop
      continue when t.relname = 'case_record' and act = 'insert';
      continue when not (case when act = 'delete' then has_table_privilege('bailiwick_app', t.oid, act) else has_any_column_privilege('bailiwick_app', t.oid, act) end);
      clause := case act when 'insert' then ' with check (' || held || ')' else ' using (' || held || ')' end;
      execute format('create policy %I on %I.%I as restrictive for %s to bailiwick_app', 'glass_' || act, t.nspname, t.relname, act) || clause;
    end loop;
  end loop;
end $$;
-- For the page of a case: is it open to the actor for reading alone?
create function cases.reads_only(case_ bigint) returns boolean language plpgsql stable set search_path = pg_catalog as $$
begin
  return case_ = any (confidentiality.glass_only());
end $$;
grant execute on function cases.reads_only to bailiwick_app;

-- Told to the case's own people alone: to others that a case is frozen would say that it is there.
create or replace function confidentiality.is_frozen(case_ bigint) returns boolean language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return exists (select from confidentiality.denial d where d.court_id = bw.court() and d.case_id = case_ and d.person_id is null and d.kind = 'freeze' and d.ended_at is null)
    and exists (select from cases.case_record c where c.court_id = bw.court() and c.id = case_
      and (bw.court_wide() or (bw.side() = 'court' and (c.division_id = any (bw.divisions()) or c.judge_id = bw.person() or c.clerk_id = bw.person()))))
    and not exists (select from confidentiality.denial d where d.court_id = bw.court() and d.ended_at is null and d.person_id = bw.person() and (d.case_id is null or d.case_id = case_));
end $$;
