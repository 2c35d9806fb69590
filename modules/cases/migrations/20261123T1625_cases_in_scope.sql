-- What hangs on a case is listed by the case's scope, and the policy of such a table asks a function for every row: a judge of twenty cases
-- waited four seconds for a page among 100,000. A list cuts its page from a view of the owner that carries this condition (each module's
-- own: record_in_scope, batch_in_scope, order_in_scope) and reads the rows of the page under their policies. It is case_read in words
-- for the court's side, planned with the statement around it; it opens nothing that the policy would not.
create view cases.case_in_scope as
  select c.court_id, c.id, c.division_id, c.judge_id, c.clerk_id from cases.case_record c
   where c.court_id = (select bw.court()) and (select bw.side() = 'court')
     and ((select bw.court_wide()) or c.division_id = any ((select bw.divisions())::int[]) or (select bw.person()) in (c.judge_id, c.clerk_id)
       or exists (select from cases.live_grant g where g.case_id = c.id));
grant select on cases.case_in_scope to bailiwick_app;
