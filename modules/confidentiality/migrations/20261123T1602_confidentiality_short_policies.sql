-- The predicate admits what it admitted; it is only put so that it is cheap to plan and to ask row by row. A table that hangs on a case no
-- longer spells the case's policy out again (which PostgreSQL then expanded, sub-selects and all, for every table of a statement): it asks
-- by name. modules/confidentiality/policies.test.ts holds these functions against the policy in words, scope by scope.
create or replace function confidentiality.barred() returns boolean language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return exists (select from confidentiality.denial d where d.court_id = bw.court() and d.ended_at is null and d.case_id is null
    and (d.person_id = bw.person() or (d.person_id is null and d.contractor_id = bw.contractor())));
end $$;
-- Once per statement: the whole court lies open (court-wide roles, the platform's jobs), but for the cases below.
create function confidentiality.court_open() returns boolean language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return bw.court_wide() and not confidentiality.barred();
end $$;
-- Once per statement: the cases denied to the actor (recusals and freezes in force; few). Another contractor's freeze is not his.
create function confidentiality.denied_cases() returns bigint[] language plpgsql stable security definer set search_path = pg_catalog as $$
declare who bigint := bw.person(); of text := bw.side(); mine int := bw.contractor();
begin
  if of = 'job' then return '{}'; end if;
  return array(select d.case_id from confidentiality.denial d where d.court_id = bw.court() and d.case_id is not null and d.ended_at is null
    and (d.person_id = who or (d.person_id is null and (of <> 'contractor' or d.contractor_id is null or d.contractor_id = mine))));
end $$;
-- May the actor see this case: what case_read says, for one case. Past row-level security, because it is what row-level security asks.
create function confidentiality.sees_case(case_ bigint) returns boolean language plpgsql stable security definer set search_path = pg_catalog cost 500 as $$
declare here int := bw.court(); who bigint := bw.person(); of text := bw.side(); mine int := bw.contractor(); wide boolean := bw.court_wide(); own int[] := bw.divisions(); at timestamptz := bw.now();
begin
  return not confidentiality.barred()
    and exists (select from cases.case_record c where c.court_id = here and c.id = case_
      and (wide or (of = 'court' and (c.division_id = any (own) or c.judge_id = who or c.clerk_id = who))
        or exists (select from confidentiality.access_grant g where g.court_id = here and g.case_id = case_ and g.person_id = who
          and g.ended_at is null and g.from_at <= at and g.until_at > at)))
    and (of = 'job' or not exists (select from confidentiality.denial d where d.court_id = here and d.case_id = case_ and d.ended_at is null
      and (d.person_id = who or (d.person_id is null and (of <> 'contractor' or d.contractor_id is null or d.contractor_id = mine)))));
end $$;
-- A live grant of the actor on the case with all these levels and this category, and nothing denies.
create function confidentiality.granted(case_ bigint, levels_ text[], category text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog cost 500 as $$
declare here int := bw.court(); who bigint := bw.person(); of text := bw.side(); mine int := bw.contractor(); at timestamptz := bw.now();
begin
  return exists (select from confidentiality.access_grant g where g.court_id = here and g.case_id = case_ and g.person_id = who
      and g.ended_at is null and g.from_at <= at and g.until_at > at and g.levels @> levels_ and (category is null or category = any (g.categories)))
    and not confidentiality.barred()
    and not exists (select from confidentiality.denial d where d.court_id = here and d.case_id = case_ and d.ended_at is null
      and (d.person_id = who or (d.person_id is null and (of <> 'contractor' or d.contractor_id is null or d.contractor_id = mine))));
end $$;
-- What hangs on a case: the court by the case, outsourced staff by a live grant that names the levels and the category.
create function confidentiality.sees_part(case_ bigint, levels_ text[], category text) returns boolean language plpgsql stable set search_path = pg_catalog cost 500 as $$
begin
  return (bw.side() in ('court', 'job') and confidentiality.sees_case(case_)) or confidentiality.granted(case_, levels_, category);
end $$;
create function confidentiality.writes_party(case_ bigint) returns boolean language plpgsql stable security definer set search_path = pg_catalog cost 500 as $$
begin
  return confidentiality.sees_case(case_) and (bw.side() in ('court', 'job') or exists (select from confidentiality.access_grant g
    where g.court_id = bw.court() and g.case_id = case_ and g.person_id = bw.person() and g.ended_at is null and g.from_at <= bw.now() and g.until_at > bw.now()
      and g.actions @> '{edit}' and g.levels @> '{C1}'));
end $$;
revoke all on function confidentiality.court_open, confidentiality.denied_cases, confidentiality.sees_case, confidentiality.granted, confidentiality.sees_part, confidentiality.writes_party from public;
grant execute on function confidentiality.court_open, confidentiality.denied_cases, confidentiality.sees_case, confidentiality.granted, confidentiality.sees_part, confidentiality.writes_party to bailiwick_app;

-- The case itself, in words: these are the rule. Denials come as one list per statement instead of a search per row.
alter policy case_read on cases.case_record using (
  court_id = (select bw.court()) and not (select confidentiality.barred())
  and ((select bw.court_wide())
    or ((select bw.side()) = 'court' and (division_id = any ((select bw.divisions())::int[]) or judge_id = (select bw.person()) or clerk_id = (select bw.person())))
    or exists (select from confidentiality.access_grant g where g.court_id = case_record.court_id and g.case_id = case_record.id
        and g.person_id = (select bw.person()) and g.ended_at is null and g.from_at <= (select bw.now()) and g.until_at > (select bw.now())))
  and id <> all ((select confidentiality.denied_cases())::bigint[]));

-- Parties: whoever sees the case in the court, or a live grant that names level C1. Written where the case may be seen, by outsourced staff
-- only under a live grant to edit at level C1. One policy an act, so that reading is not asked through the rule of writing as well.
alter policy party_read on cases.party using (
  court_id = (select bw.court())
  and (((select confidentiality.court_open()) and case_id <> all ((select confidentiality.denied_cases())::bigint[])) or confidentiality.sees_part(case_id, '{C1}', null)));
drop policy party_write on cases.party;
create policy party_insert on cases.party for insert to bailiwick_app with check (court_id = (select bw.court()) and confidentiality.writes_party(case_id));
create policy party_update on cases.party for update to bailiwick_app using (court_id = (select bw.court()) and confidentiality.writes_party(case_id))
  with check (court_id = (select bw.court()) and confidentiality.writes_party(case_id));
create policy party_delete on cases.party for delete to bailiwick_app using (court_id = (select bw.court()) and confidentiality.writes_party(case_id));

-- "The case is the actor's to see", in whatever policy it stands spelt out: by name. Reading is let through for the whole list when the court
-- lies open.
create function confidentiality.asked_by_name(schemas text[]) returns void language plpgsql set search_path = pg_catalog as $$
declare p record; spelt text := 'EXISTS \( SELECT\s+FROM cases\.case_record c\s+WHERE \(\(c\.court_id = (\w+)\.court_id\) AND \(c\.id = \1\.case_id\)\)\)';
  of_one text := 'confidentiality.sees_case(\1.case_id)';
  of_list text := '((( SELECT confidentiality.court_open()) AND (\1.case_id <> ALL (( SELECT confidentiality.denied_cases())::bigint[]))) OR confidentiality.sees_case(\1.case_id))';
begin
  for p in select * from pg_policies where schemaname = any (schemas) and (qual ~ spelt or with_check ~ spelt) loop
    execute format('alter policy %I on %I.%I', p.policyname, p.schemaname, p.tablename)
      || coalesce(' using (' || regexp_replace(p.qual, spelt, of_list, 'g') || ')', '')
      || coalesce(' with check (' || regexp_replace(p.with_check, spelt, of_one, 'g') || ')', '');
  end loop;
end $$;
revoke all on function confidentiality.asked_by_name from public;
