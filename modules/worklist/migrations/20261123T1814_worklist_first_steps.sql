-- What a new court still lacks until its first case can be worked on: read from the records each time, never ticked by hand. It says only
-- what there is and what is missing, by role and by service; so those may ask who see neither the people nor the cases themselves.
create function worklist.first_steps() returns table (step text, met boolean, missing text[])
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
end $$;
revoke all on function worklist.first_steps from public;
grant execute on function worklist.first_steps to bailiwick_app;

-- Who has put the list away; it comes back when he asks for it.
create table worklist.first_steps_put_away (
  court_id int not null references organisations.court,
  person_id bigint not null references organisations.person,
  at timestamptz not null default bw.now(),
  primary key (court_id, person_id)
);
grant select, insert, delete on worklist.first_steps_put_away to bailiwick_app;
alter table worklist.first_steps_put_away enable row level security;
create policy put_away_mine on worklist.first_steps_put_away for all to bailiwick_app
  using (court_id = (select bw.court()) and person_id = (select bw.person())) with check (court_id = (select bw.court()) and person_id = (select bw.person()));
