-- The same as before, for one's own people: no contractor opens the leaving of another's.
create or replace function leaving.open(person_ bigint, kind_ text, last_ date, reason_ text, all_courts boolean) returns setof leaving.departure language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  return query insert into leaving.departure (court_id, person_id, contractor_id, kind, last_day, reason, opened_by)
    select c.court_id, p.id, p.contractor_id, kind_, last_, reason_, bw.person() from organisations.person p
      join (select distinct o.person_id, o.court_id from organisations.post o) c on c.person_id = p.id
    where p.id = person_ and p.side = 'contractor' and (all_courts or c.court_id = bw.court())
      and (bw.side() in ('court', 'job', 'system') or p.contractor_id = bw.contractor())
    on conflict do nothing returning *;
end $$;
