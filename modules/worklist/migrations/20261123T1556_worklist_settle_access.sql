-- Who leaves, loses a post or lapses at the gate loses what hung on it (7.3.2.2, 6.6.1), in every court where he is active: whoever records
-- the leaving acts in one court only, so this looks past the row scope. It only ever takes away: tasks go back to their pool with their
-- clocks, their grants end, and grants that stay reach no further than the gate does. Answers the tasks taken, court by court.
create function worklist.settle_access(person_ bigint, because text) returns table (court int, tasks bigint[])
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare day date := (bw.now() at time zone 'Asia/Shanghai')::date; here int; taken bigint[];
begin
  for here in select distinct t.court_id from worklist.task t where t.assignee_id = person_ and t.state in ('claimed', 'started', 'suspended') order by 1 loop
    select array_agg(t.id order by t.id) into taken from worklist.task t join organisations.person p on p.id = t.assignee_id
      where t.court_id = here and t.assignee_id = person_ and t.state in ('claimed', 'started', 'suspended')
        and (p.left_on <= day
          or not exists (select from organisations.post o where o.court_id = here and o.person_id = person_ and o.role = t.role and (t.engagement_id is null or o.engagement_id = t.engagement_id)
            and o.from_date <= day and (o.until_date is null or o.until_date >= day))
          or (t.assignee_side = 'contractor' and not workforce.admitted(here, person_, bw.now())));
    continue when taken is null;
    update worklist.task t set assignee_id = null, assignee_side = null, state = case when t.state = 'suspended' then 'suspended' else 'ready' end, claimed_at = null, started_at = null, revision = t.revision + 1
      where t.court_id = here and t.id = any (taken);
    update confidentiality.access_grant g set ended_at = greatest(bw.now(), g.from_at), ended_because = because where g.court_id = here and g.task_id = any (taken) and g.ended_at is null;
    court := here; tasks := taken;
    return next;
  end loop;
  -- What stays ends with the gate at the latest: a last day was named, or moved.
  update confidentiality.access_grant g set until_at = k.until_at
    from (select s.court_id, s.id, case when bw.side() = 'contractor' then least(s.until_at, x.latest) else x.latest end as until_at
      from confidentiality.access_grant s join worklist.task t on t.court_id = s.court_id and t.id = s.task_id
        cross join lateral (select least(greatest(t.due_at, s.from_at) + interval '30 days', confidentiality.gate_ends(s.court_id, s.person_id, bw.now())) as latest) x
      where s.person_id = person_ and s.side = 'contractor' and s.ended_at is null and s.until_at > bw.now()) k
    where g.court_id = k.court_id and g.id = k.id and g.until_at <> k.until_at;
end $$;
revoke all on function worklist.settle_access from public;
grant execute on function worklist.settle_access to bailiwick_app;
create index task_held on worklist.task (assignee_id) where state in ('claimed', 'started', 'suspended');
create index access_grant_person on confidentiality.access_grant (person_id) where ended_at is null;
