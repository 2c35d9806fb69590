-- A version that proves an action under a changed law (A-11) is one there is: the contractor's own, reviewed by the court.
create function rulebook.keep_proof() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from rulebook.version v join rulebook.rule r on r.court_id = v.court_id and r.id = v.rule_id
      join organisations.engagement e on e.court_id = r.court_id and e.id = r.engagement_id join laws.impact_task t on t.court_id = v.court_id and t.contractor_id = e.contractor_id
    where v.court_id = new.court_id and v.id = new.rule_version_id and t.id = new.task_id and v.state in ('approved', 'published')) then
    raise exception using errcode = '42501', message = 'rule-version';
  end if;
  return new;
end $$;
revoke all on function rulebook.keep_proof from public;
create trigger proof_by_rule before insert on laws.impact_proof for each row when (new.rule_version_id is not null) execute function rulebook.keep_proof();
