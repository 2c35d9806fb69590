-- Photographs, slips and receipts of service are of the category serviceReceipt; a grant that names only the issued documents does not open them.
create function service_of_process.sees_receipts(court int, this_case bigint, order_ bigint) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from confidentiality.access_grant g join worklist.task t on t.court_id = g.court_id and t.id = g.task_id
    where g.court_id = court and g.case_id = this_case and g.person_id = bw.person() and g.ended_at is null and g.from_at <= bw.now() and g.until_at > bw.now()
      and t.subject_type = 'service' and t.subject_id = order_ and 'serviceReceipt' = any (g.categories))
$$;
revoke all on function service_of_process.sees_receipts from public;
grant execute on function service_of_process.sees_receipts to bailiwick_app;
-- Restrictive: it stands beside the policy that opens the table.
create policy evidence_category on service_of_process.evidence as restrictive for select to bailiwick_app
  using ((select bw.side()) <> 'contractor' or service_of_process.sees_receipts(court_id, case_id, order_id));
