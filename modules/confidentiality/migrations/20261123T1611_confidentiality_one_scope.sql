-- Fewer questions a statement: whoever is barred altogether has no list of denied cases (null), and "not in an unknown list" opens nothing.
create or replace function confidentiality.denied_cases() returns bigint[] language plpgsql stable security definer set search_path = pg_catalog as $$
declare who bigint := bw.person(); of text := bw.side(); mine int := bw.contractor(); found bigint[];
begin
  found := array(select d.case_id from confidentiality.denial d where d.court_id = bw.court() and d.ended_at is null
    and (d.person_id = who or (d.person_id is null and case when d.case_id is null then d.contractor_id = mine else of <> 'contractor' or d.contractor_id is null or d.contractor_id = mine end)));
  if array_position(found, null) is not null then return null; end if;
  return case when of = 'job' then '{}' else found end;
end $$;
create or replace function confidentiality.court_open() returns boolean language plpgsql stable set search_path = pg_catalog as $$
begin
  return bw.court_wide();
end $$;
alter policy case_read on cases.case_record using (
  court_id = (select bw.court())
  and ((select bw.court_wide())
    or ((select bw.side()) = 'court' and (division_id = any ((select bw.divisions())::int[]) or (select bw.person()) in (judge_id, clerk_id)))
    or exists (select from cases.live_grant g where g.case_id = case_record.id))
  and id <> all ((select confidentiality.denied_cases())::bigint[]));
