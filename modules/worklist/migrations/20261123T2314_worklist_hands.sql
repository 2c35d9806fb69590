-- A contractor's statement turns its own engagement's tasks and no others, also one without a condition (which asks no right to read); the auditor's
-- none. Outsourced work is opened for the pool: into somebody's hands it comes by being taken, where the gate and all denials are asked.
create policy task_hands on worklist.task as restrictive for update to bailiwick_app using (
  (select bw.side() in ('court', 'job', 'system') and not bw.has_role('securityAuditor'))
  or assignee_id = (select bw.person()) or (performer = 'outsourced' and engagement_id = any ((select bw.engagements())::int[])
    and (select bw.roles() && array['projectManager', 'teamLead', 'operator']))) with check (true);
create policy task_opened on worklist.task as restrictive for insert to bailiwick_app with check (
  (select bw.side()) <> 'contractor' or performer = 'court' or assignee_id is null);
