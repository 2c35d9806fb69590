-- A list of fifty orders asked a function for each order, each set and again for each set's orders: two thirds of an operator's list. The same
-- rules as views of the owner, which are planned with the statement around them and answered from indexes (3 instead of 20 µs a row); what
-- does not depend on the row is answered once. modules/confidentiality/policies.test.ts holds them against the rule in words.
-- Orders that outsourced staff hold: a live grant caused by a task of this very order, that names C1 and issued documents.
create view service_of_process.order_granted as
  select g.court_id, g.case_id, t.subject_id as order_id, g.actions from confidentiality.access_grant g join worklist.task t on t.court_id = g.court_id and t.id = g.task_id
   where (select bw.side() = 'contractor') and g.court_id = (select bw.court()) and g.person_id = (select bw.person()) and g.ended_at is null
     and g.from_at <= (select bw.now()) and g.until_at > (select bw.now())
     and t.subject_type = 'service' and 'C1' = any (g.levels) and 'issuedDocument' = any (g.categories);
create view service_of_process.set_granted as
  select o.court_id, o.set_id, o.case_id from service_of_process.service_order o join service_of_process.order_granted g on g.court_id = o.court_id and g.case_id = o.case_id and g.order_id = o.id;
grant select on service_of_process.order_granted, service_of_process.set_granted to bailiwick_app;
alter policy order_read on service_of_process.service_order using (
  court_id = (select bw.court()) and case_id <> all (array(select d.case_id from confidentiality.denial_in_force d))
  and ((select bw.court_wide()) or exists (select from cases.case_in_scope c where c.id = service_order.case_id)
    or exists (select from service_of_process.order_granted g where g.case_id = service_order.case_id and g.order_id = service_order.id)));
alter policy set_read on service_of_process.document_set using (
  court_id = (select bw.court()) and case_id <> all (array(select d.case_id from confidentiality.denial_in_force d))
  and ((select bw.court_wide()) or exists (select from cases.case_in_scope c where c.id = document_set.case_id)
    or exists (select from service_of_process.set_granted g where g.case_id = document_set.case_id and g.set_id = document_set.id)));
