-- 7.3.2.5: a screen that is left is locked, and so is its session: until the password is given again the server opens no row to it. Locked by the page, by hand, or by itself
-- once nobody wound its idle clock for lock_seconds (and the two minutes by which that clock may lag behind hands: it is wound once a minute). Null: never by itself.
alter table accounts.session add column lock_seconds int check (lock_seconds between 30 and 86400), add column locked_at timestamptz;

create function accounts.stage_at(stage text, locked_at timestamptz, seen_at timestamptz, lock_seconds int, moment timestamptz) returns text language sql immutable parallel safe set search_path = pg_catalog as $$
  select case when stage = 'full' and (locked_at is not null or coalesce(seen_at + make_interval(secs => lock_seconds + 120) <= moment, false)) then 'locked' else stage end $$;
revoke all on function accounts.stage_at from public;
grant execute on function accounts.stage_at to bailiwick_app;

create or replace function accounts.enter(token bytea, at timestamptz) returns table (
  account_id bigint, person_id bigint, court_id int, contractor_id int, side text, roles text[], divisions int[], engagements int[],
  name text, session_id uuid, stage text, language text, seen_at timestamptz, touch boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare s record; moment timestamptz := coalesce(at, transaction_timestamp()); today date := (moment at time zone 'Asia/Shanghai')::date;
begin
  select x.id, x.court_id, accounts.stage_at(x.stage, x.locked_at, x.seen_at, x.lock_seconds, moment) as stage, x.seen_at, a.id as account, a.language, p.id as person, p.side, p.contractor_id, p.name into s
    from accounts.session x join accounts.account a on a.id = x.account_id join organisations.person p on p.id = a.person_id
   where x.token_hash = token and x.revoked_at is null and x.expires_at > moment
     and x.seen_at + make_interval(secs => x.idle_seconds) > moment
     and a.disabled_at is null and (p.left_on is null or p.left_on > today);
  if not found then return; end if;
  select coalesce(array_agg(distinct o.role), '{}'), coalesce(array_agg(distinct o.division_id) filter (where o.division_id is not null), '{}'),
         coalesce(array_agg(distinct o.engagement_id) filter (where o.engagement_id is not null), '{}')
    into roles, divisions, engagements
    from organisations.post o left join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
   where o.person_id = s.person and o.court_id = s.court_id and o.from_date <= today and (o.until_date is null or o.until_date >= today)
     and (e.id is null or (e.state <> 'ended' and e.from_date <= today and e.until_date >= today));
  account_id := s.account; person_id := s.person; court_id := s.court_id; contractor_id := s.contractor_id; side := s.side;
  name := s.name; session_id := s.id; stage := s.stage; language := s.language; seen_at := s.seen_at;
  -- The idle clock is wound at most once a minute, by a later statement; nothing but the password winds it while locked.
  touch := s.stage <> 'locked' and s.seen_at + interval '60 seconds' <= moment;
  -- A session whose login is not finished (second factor, enrolment, new password), or that is locked, opens no row of anybody.
  if s.stage = 'full' then
    perform bw.act_as(s.person, s.account, s.court_id, s.contractor_id, s.side, roles, divisions, engagements, at);
  else
    roles := '{}'; divisions := '{}'; engagements := '{}';
    perform bw.act_as(null, null, null, null, 'public', '{}', '{}', '{}', at);
  end if;
  return next;
end $$;
