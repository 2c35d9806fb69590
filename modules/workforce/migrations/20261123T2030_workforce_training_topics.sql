-- 7.1.1.5: five days before the first task AND the three required topics in them; what is done in service is owed each year anew and never
-- makes up for it. What was entered before topics were asked for stood for the whole training and keeps doing so.
alter table workforce.fact add column topics text[], add column phase text check (phase in ('preJob', 'inService')),
  add column source text;                        -- the module whose evidence this is; null: entered by hand
update workforce.fact set topics = array['procedure', 'secrecy', 'health'], phase = 'preJob' where kind = 'training';
alter table workforce.fact add check (topics <@ array['procedure', 'secrecy', 'health', 'work', 'other']),
  add check ((kind = 'training') = (phase is not null and topics is not null));
grant insert (topics, phase, source) on workforce.fact to bailiwick_app;

create function workforce.trained(court int, person bigint, at timestamptz) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(sum(f.half_days), 0) >= 10
    and (select count(distinct t.topic) from workforce.fact g cross join lateral unnest(g.topics) t(topic)
         where g.court_id = court and g.person_id = person and g.kind = 'training' and g.passed and g.phase = 'preJob'
           and g.recorded_at <= at and (g.revoked_at is null or g.revoked_at > at) and g.on_date <= (at at time zone 'Asia/Shanghai')::date
           and t.topic in ('procedure', 'secrecy', 'health')) = 3
  from workforce.fact f where f.court_id = court and f.person_id = person and f.kind = 'training' and f.passed and f.phase = 'preJob'
    and f.recorded_at <= at and (f.revoked_at is null or f.revoked_at > at) and f.on_date <= (at at time zone 'Asia/Shanghai')::date
$$;

create or replace function workforce.gate(court int, person bigint, at timestamptz)
returns table (item text, met boolean, since date, until date) language sql stable security definer set search_path = pg_catalog as $$
  with day as (select (at at time zone 'Asia/Shanghai')::date as d),
  f as (select * from workforce.fact where court_id = court and person_id = person and (revoked_at is null or revoked_at > at) and recorded_at <= at)
  select k.item,
    case k.item
      when 'veto' then not exists (select from f where f.kind = 'veto' and f.on_date <= d)
      when 'training' then workforce.trained(court, person, at)
      when 'engagement' then exists (select from organisations.post p join organisations.engagement e on e.court_id = p.court_id and e.id = p.engagement_id
          where p.court_id = court and p.person_id = person and p.from_date <= d and (p.until_date is null or p.until_date >= d)
            and e.state = 'active' and e.from_date <= d and e.until_date >= d)
      when 'present' then exists (select from organisations.person q where q.id = person and (q.left_on is null or q.left_on > d))
      else coalesce((select x.passed and (x.valid_until is null or x.valid_until >= d) from f x
             where x.kind = k.item and x.on_date <= d order by x.on_date desc, x.id desc limit 1), false)
    end,
    (select max(f.on_date) from f where f.kind = k.item and f.on_date <= d and (f.phase is null or f.phase = 'preJob')),
    (select max(f.valid_until) from f where f.kind = k.item and f.on_date <= d)
  from day, (values ('education'), ('vetting'), ('recordsCheck'), ('labourContract'), ('nda'), ('training'), ('registration'), ('engagement'), ('present'), ('veto')) k(item)
$$;
select bw.prepared_once('workforce.trained(int, bigint, timestamptz)'), bw.prepared_once('workforce.gate(int, bigint, timestamptz)');
grant execute on function workforce.trained(int, bigint, timestamptz), workforce.gate(int, bigint, timestamptz) to bailiwick_app;
