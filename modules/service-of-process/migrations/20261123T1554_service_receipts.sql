-- Photographs, slips and receipts of service are of the category serviceReceipt; a grant that names only the issued documents does not open them.
create function service_of_process.sees_receipts(this_case bigint, order_ bigint) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return exists (select from confidentiality.access_grant g join worklist.task t on t.court_id = g.court_id and t.id = g.task_id
    where g.court_id = bw.court() and g.case_id = this_case and g.person_id = bw.person() and g.ended_at is null and g.from_at <= bw.now() and g.until_at > bw.now()
      and t.subject_type = 'service' and t.subject_id = order_ and 'serviceReceipt' = any (g.categories));
end $$;
revoke all on function service_of_process.sees_receipts from public;
grant execute on function service_of_process.sees_receipts to bailiwick_app;
create policy evidence_category on service_of_process.evidence as restrictive for select to bailiwick_app
  using ((select bw.side()) <> 'contractor' or service_of_process.sees_receipts(case_id, order_id));
