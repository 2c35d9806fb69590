-- The same rule, cheaper row by row: what a task asks of a post stands with it (engagement/role/service), so that the policy compares one value
-- with the short list of the actor's posts instead of putting it together for each of the 100,000 tasks that the load of a team counts.
alter table worklist.task add column work text generated always as (engagement_id::text || '/' || role || '/' || key) stored;
alter policy task_read on worklist.task using (
  court_id = (select bw.court()) and ((select bw.court_wide()) or assignee_id = (select bw.person())
    or ((select bw.side() = 'contractor') and performer = 'outsourced' and work = any ((select worklist.my_work())::text[]))
    or ((select bw.side() = 'court') and (division_id is null or division_id = any ((select bw.divisions())::int[]) or role = any ((select bw.roles())::text[])))));
