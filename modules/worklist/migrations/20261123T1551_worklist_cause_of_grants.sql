-- 7.3.2.2: a grant is written only with its live cause, whatever statement reaches the database: this person holds this open task of this
-- case. Asked past the row scope, because who opens the next step need not see it. Restrictive: it stands beside the policies there are.
create function worklist.causes(court int, task_ bigint, case_ bigint, person bigint) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from worklist.task t where t.court_id = court and t.id = task_ and t.case_id = case_ and t.assignee_id = person
    and t.state in ('claimed', 'started', 'suspended'))
$$;
revoke all on function worklist.causes from public;
grant execute on function worklist.causes to bailiwick_app;
create policy grant_has_cause on confidentiality.access_grant as restrictive for insert to bailiwick_app
  with check (worklist.causes(court_id, task_id, case_id, person_id));
