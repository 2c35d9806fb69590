-- Whoever finds one row pays for what every statement begins with: each question of a policy that stands as a sub-select is made ready (1.7 µs) for every
-- table a statement names, whether it is asked or not; a list of service sets had 180. Court and person stand as keys of an index, where the setting is read
-- once per look into it: there it stands in place, word for word what bw.court(), bw.person(), bw.side() and bw.contractor() say. What is compared row by
-- row (hours, divisions, roles; a grant looked up for each case) stays a question of the statement.
create or replace view confidentiality.denial_in_force as
  select d.case_id from confidentiality.denial d
   where d.court_id = nullif(current_setting('bw.court_id', true), '')::int and d.ended_at is null
     and (d.case_id is null or coalesce(nullif(current_setting('bw.side', true), ''), 'public') <> 'job')
     and (d.person_id = nullif(current_setting('bw.person_id', true), '')::bigint
       or (d.person_id is null and (d.contractor_id is null or d.contractor_id = nullif(current_setting('bw.contractor_id', true), '')::int)));
create or replace view cases.case_in_scope as
  select c.court_id, c.id, c.division_id, c.judge_id, c.clerk_id from cases.case_record c
   where c.court_id = nullif(current_setting('bw.court_id', true), '')::int and coalesce(nullif(current_setting('bw.side', true), ''), 'public') = 'court'
     and ((select bw.court_wide()) or c.division_id = any ((select bw.divisions())::int[]) or (select bw.person()) = any (array[c.judge_id, c.clerk_id])
       or exists (select from cases.live_grant g where g.case_id = c.id));
create or replace view service_of_process.order_granted as
  select g.court_id, g.case_id, t.subject_id as order_id, g.actions from confidentiality.access_grant g join worklist.task t on t.court_id = g.court_id and t.id = g.task_id
   where coalesce(nullif(current_setting('bw.side', true), ''), 'public') = 'contractor' and g.court_id = nullif(current_setting('bw.court_id', true), '')::int
     and g.person_id = nullif(current_setting('bw.person_id', true), '')::bigint and g.ended_at is null and g.from_at <= (select bw.now()) and g.until_at > (select bw.now())
     and t.subject_type = 'service' and 'C1' = any (g.levels) and 'issuedDocument' = any (g.categories);
do $$
declare p record; court text := '\(court_id = \( SELECT bw\.court\(\) AS court\)\)'; here text := '(court_id = (NULLIF(current_setting(''bw.court_id''::text, true), ''''::text))::integer)';
begin
  for p in select * from pg_policies where qual ~ court and cmd <> 'INSERT' loop
    execute format('alter policy %I on %I.%I using (', p.policyname, p.schemaname, p.tablename) || regexp_replace(p.qual, court, here, 'g') || ')';
  end loop;
end $$;
-- The same answers, without a function inside the function.
create or replace function confidentiality.court_open() returns boolean language plpgsql stable set search_path = pg_catalog as $$
begin
  return coalesce(current_setting('bw.side', true), '') = 'job' or (coalesce(current_setting('bw.side', true), '') = 'court'
    and coalesce(nullif(current_setting('bw.roles', true), ''), '{}')::text[] && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'archivist']);
end $$;
