-- The open orders in the order of their lists: newest first, most urgent first.
create index service_order_open_new on service_of_process.service_order (court_id, id) where state not in ('served', 'cancelled');
create index service_order_urgent on service_of_process.service_order (court_id, (coalesce(next_due_at, 'infinity'::timestamptz)), id) where state not in ('served', 'cancelled');

-- See cases.case_in_scope: the page of a list is cut from here.
create view service_of_process.order_in_scope as
  select o.court_id, o.id, o.case_id, o.method, o.state, o.next_due_at, o.dispatched_at, o.sla_due_at, o.legal_due_on, c.division_id, c.judge_id, c.clerk_id
    from service_of_process.service_order o join cases.case_in_scope c on c.court_id = o.court_id and c.id = o.case_id
   where o.court_id = (select bw.court()) and o.case_id <> all (array(select d.case_id from confidentiality.denial_in_force d));
grant select on service_of_process.order_in_scope to bailiwick_app;
