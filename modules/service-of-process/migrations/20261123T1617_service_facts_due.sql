-- Indicator d compares due and done: time that is nobody's delay moves the due moment, as in the other facts; what was cancelled leaves the cohort.
create or replace view service_of_process.indicator_fact_d with (security_invoker = true) as
  select o.court_id, 'service'::text as item_type, o.id as item_id, o.case_id, 'service-of-process'::text as service, o.engagement_id,
    (select p.team from organisations.post p where p.court_id = o.court_id and p.person_id = a.by_person and p.engagement_id = o.engagement_id order by p.id desc limit 1) as team,
    a.by_person as person_id, o.sla_due_at + make_interval(secs => coalesce(x.seconds, 0)::float8) as due_at, o.dispatched_at as done_at, o.handed_over_at as started_at,
    coalesce(x.seconds, 0)::bigint as excluded_seconds, case when o.abroad then 'abroad' when o.state = 'cancelled' then 'cancelled' end as exclusion_code,
    not o.abroad and o.state <> 'cancelled' as counted
  from service_of_process.service_order o
    left join lateral (select t.by_person from service_of_process.attempt t where t.court_id = o.court_id and t.order_id = o.id and t.dispatched_at is not null order by t.round limit 1) a on true
    left join lateral (select sum(extract(epoch from upper(r) - lower(r))) as seconds from (select unnest(range_agg(tstzrange(greatest(e.from_at, o.handed_over_at), least(coalesce(e.until_at, bw.now()), coalesce(o.dispatched_at, bw.now())), '[)'))) as r
      from service_of_process.excluded_span e where e.court_id = o.court_id and e.order_id = o.id and e.kind <> 'publicNotice'
        and greatest(e.from_at, o.handed_over_at) < least(coalesce(e.until_at, bw.now()), coalesce(o.dispatched_at, bw.now()))) u) x on true;
