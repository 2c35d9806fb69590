-- A grant reaches no further than to the first instant of a leave: nothing has to happen then for the access to be over (7.3.2.2).
create or replace function confidentiality.gate_ends(court int, person bigint, at timestamptz) returns timestamptz language plpgsql stable security definer set search_path = pg_catalog as $$
declare d date := (at at time zone 'Asia/Shanghai')::date; last date;
begin
  select min(l.until) into last from (
    select max(least(e.until_date, coalesce(p.until_date, e.until_date))) as until from organisations.post p
      join organisations.engagement e on e.court_id = p.court_id and e.id = p.engagement_id
      where p.court_id = court and p.person_id = person and p.from_date <= d and (p.until_date is null or p.until_date >= d) and e.state = 'active' and e.from_date <= d and e.until_date >= d
    union all
    select q.left_on - 1 from organisations.person q where q.id = person and q.left_on > d
    union all
    (select distinct on (f.kind) f.valid_until from workforce.fact f where f.court_id = court and f.person_id = person and f.kind <> 'training' and f.kind <> 'veto'
      and (f.revoked_at is null or f.revoked_at > at) and f.recorded_at <= at and f.on_date <= d order by f.kind, f.on_date desc, f.id desc)) l;
  -- The smaller of the two; least() passes over what is null.
  return least((last + 1)::timestamp at time zone 'Asia/Shanghai', workforce.next_absence(person, at));
end $$;
