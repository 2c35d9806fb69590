-- A post of an engagement names the services it works on (7.1.1.1–2: roster, posts, skills; 7.3.2.2: nobody is offered what is not his).
-- Null: all that the engagement covers, now and after a change of its scope.
alter table organisations.post add column services text[],
  add constraint post_services check (services is null
    or (side = 'contractor' and role in ('projectManager', 'teamLead', 'operator') and cardinality(services) > 0 and array_position(services, null) is null));
grant update (services) on organisations.post to bailiwick_app;

-- What a person's posts let him work on, on that day: engagement, role, service. What the engagement does not cover (any longer) is nobody's work.
create function organisations.work_of(court int, person bigint, at timestamptz) returns table (engagement_id int, role text, service text)
language plpgsql stable rows 6 security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare d date := (at at time zone 'Asia/Shanghai')::date;
begin
  return query select distinct o.engagement_id, o.role, s.service from organisations.post o
      join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
      cross join lateral unnest(e.services) s(service)
    where o.court_id = court and o.person_id = person and o.role in ('projectManager', 'teamLead', 'operator')
      and o.from_date <= d and (o.until_date is null or o.until_date >= d)
      and e.state <> 'ended' and e.from_date <= d and e.until_date >= d and (o.services is null or s.service = any (o.services));
end $$;
revoke all on function organisations.work_of from public;
grant execute on function organisations.work_of to bailiwick_app;
