-- Who turns out to be related to a party loses his tasks of the case with his grants, in the transaction that found it out; they wait for somebody
-- else with their clocks. The commissioner is told that there is a match, not with whom.
create function worklist.recused_by_relation() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare day date := (bw.now() at time zone 'Asia/Shanghai')::date;
begin
  update worklist.task t set assignee_id = null, assignee_side = null, state = case when t.state = 'suspended' then 'suspended' else 'ready' end, claimed_at = null, started_at = null, revision = t.revision + 1
    where t.court_id = new.court_id and t.case_id = new.case_id and t.assignee_id = new.person_id and t.state in ('claimed', 'started', 'suspended');
  insert into worklist.notice (court_id, person_id, kind, data, link)
    select distinct new.court_id, o.person_id, 'relation-matched', jsonb_build_object('by', p.name), '/access'
      from organisations.post o join organisations.person p on p.id = new.person_id
      where o.court_id = new.court_id and o.role = 'commissioner' and o.person_id <> new.person_id and o.from_date <= day and (o.until_date is null or o.until_date >= day);
  return null;
end $$;
create trigger denial_frees_tasks after insert on confidentiality.denial for each row when (new.relation is not null) execute function worklist.recused_by_relation();
