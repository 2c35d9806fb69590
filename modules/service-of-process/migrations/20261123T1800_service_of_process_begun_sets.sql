-- Sets that a clerk began and has not handed over: found by a list (not only by their address), and put away when they were begun by mistake.
create index document_set_begun on service_of_process.document_set (court_id, id) where handed_over_at is null;

-- See cases.case_in_scope: the page of the list is cut from here.
create view service_of_process.set_in_scope as
  select s.court_id, s.id, s.case_id, s.made_by, s.kind, s.handed_over_at, c.division_id, c.judge_id, c.clerk_id
    from service_of_process.document_set s join cases.case_in_scope c on c.court_id = s.court_id and c.id = s.case_id
   where s.court_id = (select bw.court()) and s.case_id <> all (array(select d.case_id from confidentiality.denial_in_force d));
grant select on service_of_process.set_in_scope to bailiwick_app;

-- Nothing was served from such a set and nothing rests on it; what was handed over is never deleted. The ledger keeps that it was there.
grant delete on service_of_process.document_set to bailiwick_app;
create policy set_delete on service_of_process.document_set for delete to bailiwick_app using (
  court_id = (select bw.court()) and (select bw.side()) = 'court' and handed_over_at is null
  and exists (select from cases.case_record c where c.court_id = document_set.court_id and c.id = document_set.case_id));
