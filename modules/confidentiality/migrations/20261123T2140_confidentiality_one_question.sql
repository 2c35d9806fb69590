-- Asked for single rows (a filing by its number), "may the actor see this case" cost more to begin than to answer: a function for each setting,
-- a statement for the general denial and one for the rest. The same rule in one statement, the settings read where they stand.
create or replace function confidentiality.sees_case(case_ bigint) returns boolean language plpgsql stable security definer set search_path = pg_catalog cost 500 as $$
declare here int := nullif(current_setting('bw.court_id', true), '')::int; who bigint := nullif(current_setting('bw.person_id', true), '')::bigint;
  of text := coalesce(nullif(current_setting('bw.side', true), ''), 'public'); mine int := nullif(current_setting('bw.contractor_id', true), '')::int;
  own int[] := coalesce(nullif(current_setting('bw.divisions', true), ''), '{}')::int[]; at timestamptz := bw.now(); wide boolean := bw.court_wide();
begin
  return exists (select from cases.case_record c where c.court_id = here and c.id = case_
      and (wide or (of = 'court' and (c.division_id = any (own) or c.judge_id = who or c.clerk_id = who))
        or exists (select from confidentiality.access_grant g where g.court_id = here and g.case_id = case_ and g.person_id = who
          and g.ended_at is null and g.from_at <= at and g.until_at > at)))
    and not exists (select from confidentiality.denial d where d.court_id = here and d.case_id is null and d.ended_at is null
      and (d.person_id = who or (d.person_id is null and d.contractor_id = mine)))
    and (of = 'job' or not exists (select from confidentiality.denial d where d.court_id = here and d.case_id = case_ and d.ended_at is null
      and (d.person_id = who or (d.person_id is null and (of <> 'contractor' or d.contractor_id is null or d.contractor_id = mine)))));
end $$;
create or replace function confidentiality.granted(case_ bigint, levels_ text[], category text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog cost 500 as $$
declare here int := nullif(current_setting('bw.court_id', true), '')::int; who bigint := nullif(current_setting('bw.person_id', true), '')::bigint;
  of text := coalesce(nullif(current_setting('bw.side', true), ''), 'public'); mine int := nullif(current_setting('bw.contractor_id', true), '')::int; at timestamptz := bw.now();
begin
  return exists (select from confidentiality.access_grant g where g.court_id = here and g.case_id = case_ and g.person_id = who
      and g.ended_at is null and g.from_at <= at and g.until_at > at and g.levels @> levels_ and (category is null or category = any (g.categories)))
    and not exists (select from confidentiality.denial d where d.court_id = here and d.case_id is null and d.ended_at is null
      and (d.person_id = who or (d.person_id is null and d.contractor_id = mine)))
    and not exists (select from confidentiality.denial d where d.court_id = here and d.case_id = case_ and d.ended_at is null
      and (d.person_id = who or (d.person_id is null and (of <> 'contractor' or d.contractor_id is null or d.contractor_id = mine))));
end $$;
-- Person and hours are asked once instead of twice: what stands in a policy is made ready for every statement that names the table.
alter policy case_read on cases.case_record using (
  court_id = (select bw.court())
  and ((select bw.court_wide())
    or ((select bw.side() = 'court') and (division_id = any ((select bw.divisions())::int[]) or (select bw.person()) = any (array[judge_id, clerk_id])))
    or exists (select from cases.live_grant g where g.case_id = case_record.id))
  and id <> all (array(select d.case_id from confidentiality.denial_in_force d)));
create or replace view cases.case_in_scope as
  select c.court_id, c.id, c.division_id, c.judge_id, c.clerk_id from cases.case_record c
   where c.court_id = (select bw.court()) and (select bw.side() = 'court')
     and ((select bw.court_wide()) or c.division_id = any ((select bw.divisions())::int[]) or (select bw.person()) = any (array[c.judge_id, c.clerk_id])
       or exists (select from cases.live_grant g where g.case_id = c.id));
-- Whose case it is, found by its id without reading the case: what hangs on cases is cut by this.
create index case_whose on cases.case_record (court_id, id) include (division_id, judge_id, clerk_id);
