-- What the application's role may do with grants and denials, whatever statement reaches the database (7.3.2.2): so far these rules stood in
-- the commands only. The policies are restrictive: they stand beside those that open the tables.
-- An ended grant stays ended, and outsourced staff make none longer.
create function confidentiality.keep_ended() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception using errcode = 'BW002', message = 'denied';
end $$;
create trigger access_grant_stays_ended before update on confidentiality.access_grant for each row
  when (old.ended_at is not null and (new.ended_at is distinct from old.ended_at or new.until_at is distinct from old.until_at))
  execute function confidentiality.keep_ended();
create trigger access_grant_not_longer before update of until_at on confidentiality.access_grant for each row
  when (new.until_at > old.until_at and bw.side() = 'contractor')
  execute function confidentiality.keep_ended();
-- A denial is made and lifted by the court, save that anybody may step back himself. Outsourced staff read those that concern them.
create policy denial_seen on confidentiality.denial as restrictive for select to bailiwick_app using (
  (select bw.side()) <> 'contractor' or person_id = (select bw.person()) or contractor_id = (select bw.contractor()) or (person_id is null and contractor_id is null));
create policy denial_made on confidentiality.denial as restrictive for insert to bailiwick_app with check (
  (select bw.side()) <> 'contractor' or (kind = 'recusal' and person_id = (select bw.person()) and case_id is not null));
create policy denial_lifted on confidentiality.denial as restrictive for update to bailiwick_app using ((select bw.side()) <> 'contractor');

-- A grant of outsourced staff ends at the latest with what the admission gate rests on: the last day of the engagement and of the person's
-- post under it, of the vetting, of any dated record. Nothing has to happen at that midnight for the access to be over.
create function confidentiality.gate_ends(court int, person bigint, at timestamptz) returns timestamptz language plpgsql stable security definer set search_path = pg_catalog as $$
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
  return (last + 1)::timestamp at time zone 'Asia/Shanghai';
end $$;
revoke all on function confidentiality.gate_ends from public;
grant execute on function confidentiality.gate_ends to bailiwick_app;
create or replace function confidentiality.check_grant() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.side = 'contractor' then
    if not workforce.admitted(new.court_id, new.person_id, new.from_at) then
      raise exception using errcode = 'BW001', message = 'not-admitted';
    end if;
    new.until_at := least(new.until_at, confidentiality.gate_ends(new.court_id, new.person_id, new.from_at));
  end if;
  if exists (select from confidentiality.denial d where d.court_id = new.court_id and d.ended_at is null
      and (d.person_id = new.person_id or (d.person_id is null and (d.contractor_id is null
           or d.contractor_id = (select p.contractor_id from organisations.person p where p.id = new.person_id))))
      and (d.case_id is null or d.case_id = new.case_id)) then
    raise exception using errcode = 'BW002', message = 'denied';
  end if;
  return new;
end $$;
