-- What denies the actor now: cases, or (null) everything. A view of the owner, planned with the statement around it: for one row found by its
-- number, calling a function for it cost as much as finding the row. "Not in a list that holds null" is never true, so a general denial
-- opens nothing. (A contractor is frozen altogether, never on one case.)
create view confidentiality.denial_in_force as
  select d.case_id from confidentiality.denial d
   where d.court_id = (select bw.court()) and d.ended_at is null and (d.case_id is null or (select bw.side() <> 'job'))
     and (d.person_id = (select bw.person()) or (d.person_id is null and (d.contractor_id is null or d.contractor_id = (select bw.contractor()))));
grant select on confidentiality.denial_in_force to bailiwick_app;
alter policy case_read on cases.case_record using (
  court_id = (select bw.court())
  and ((select bw.court_wide())
    or ((select bw.side() = 'court') and (division_id = any ((select bw.divisions())::int[]) or (select bw.person()) in (judge_id, clerk_id)))
    or exists (select from cases.live_grant g where g.case_id = case_record.id))
  and id <> all (array(select d.case_id from confidentiality.denial_in_force d)));
