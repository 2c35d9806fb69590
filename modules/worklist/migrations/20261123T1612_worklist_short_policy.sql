-- The same rule; what does not depend on the row is answered once per statement, the shortest question first.
alter policy task_read on worklist.task using (
  court_id = (select bw.court()) and ((select bw.court_wide()) or assignee_id = (select bw.person())
    or ((select bw.side() = 'contractor') and performer = 'outsourced' and engagement_id = any ((select bw.engagements())::int[])
        and ((select bw.roles() && array['projectManager', 'teamLead']) or role = any ((select bw.roles())::text[])))
    or ((select bw.side() = 'court') and (division_id is null or division_id = any ((select bw.divisions())::int[]) or role = any ((select bw.roles())::text[])))));
