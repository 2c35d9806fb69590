-- A case list opens no task: the first steps end only when work has been handed over.
create or replace function worklist.first_steps() returns table (step text, met boolean, missing text[])
language plpgsql stable security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare here int := bw.court(); d date := (bw.now() at time zone 'Asia/Shanghai')::date; lacking text[];
begin
  return query select 'divisions', exists (select from organisations.division v where v.court_id = here and v.closed_on is null), '{}'::text[];

  lacking := array(select r.role from unnest(array['trialManagement', 'filingOfficer', 'judge', 'clerk']) with ordinality r(role, n) where not exists (
    select from organisations.post o join organisations.person p on p.id = o.person_id where o.court_id = here and o.role = r.role
      and o.from_date <= d and (o.until_date is null or o.until_date >= d) and (p.left_on is null or p.left_on > d)) order by r.n);
  return query select 'people', lacking = '{}', lacking;

  lacking := array(select r.role from unnest(array['trialManagement', 'filingOfficer', 'judge', 'clerk', 'teamLead', 'operator']) with ordinality r(role, n) where not exists (
    select from organisations.post o join accounts.account a on a.person_id = o.person_id where o.court_id = here and o.role = r.role
      and o.from_date <= d and (o.until_date is null or o.until_date >= d) and a.disabled_at is null) order by r.n);
  return query select 'accounts', lacking = '{}', lacking;

  return query select 'contractor', exists (select from organisations.contractor c), '{}'::text[];

  return query select 'engagement', exists (select from organisations.engagement e where e.court_id = here and e.state <> 'ended' and e.until_date >= d), '{}'::text[];

  -- Every service of an engagement has an operator, and a lead who checks.
  lacking := array(select distinct s.service from organisations.engagement e cross join lateral unnest(e.services) s(service)
    where e.court_id = here and e.state <> 'ended' and e.until_date >= d and exists (select from unnest(array['operator', 'teamLead']) r(role) where not exists (
      select from organisations.post o join organisations.person p on p.id = o.person_id where o.court_id = here and o.engagement_id = e.id and o.role = r.role
        and (o.until_date is null or o.until_date >= d) and (p.left_on is null or p.left_on > d) and (o.services is null or s.service = any (o.services)))) order by 1);
  return query select 'posts', lacking = '{}' and exists (select from organisations.post o where o.court_id = here and o.role = 'operator'), lacking;

  lacking := array(select r.role from unnest(array['operator', 'teamLead']) r(role) where not exists (
    select from organisations.post o where o.court_id = here and o.role = r.role and o.engagement_id is not null
      and (o.until_date is null or o.until_date >= d) and workforce.admitted(here, o.person_id, bw.now())));
  return query select 'admission', lacking = '{}', lacking;

  lacking := array(select distinct s.service from organisations.engagement e cross join lateral unnest(e.services) s(service)
    where e.court_id = here and e.state <> 'ended' and not exists (select from processes.definition p
      where p.key = s.service and p.state = 'published' and (p.court_id is null or p.court_id = here)) order by 1);
  return query select 'processes', lacking = '{}', lacking;

  return query select 'cases', exists (select from cases.case_record c where c.court_id = here), '{}'::text[];

  return query select 'work', exists (select from processes.instance i where i.court_id = here), '{}'::text[];
end $$;
