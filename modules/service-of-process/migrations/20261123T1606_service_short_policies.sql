-- The same rules, asked by name and prepared once.
select bw.prepared_once(p.oid::regprocedure) from pg_proc p where p.pronamespace = 'service_of_process'::regnamespace and p.proname in ('granted', 'sees_receipts');
select confidentiality.asked_by_name('{service_of_process}');
-- The order that something hangs on, as order_read shows it.
create function service_of_process.sees_order(case_ bigint, order_ bigint) returns boolean language plpgsql stable security definer set search_path = pg_catalog cost 500 as $$
begin
  return exists (select from service_of_process.service_order o where o.court_id = bw.court() and o.id = order_ and o.case_id = case_)
    and ((bw.side() in ('court', 'job') and confidentiality.sees_case(case_)) or (bw.side() = 'contractor' and service_of_process.granted(bw.court(), case_, order_, null)));
end $$;
revoke all on function service_of_process.sees_order from public;
grant execute on function service_of_process.sees_order to bailiwick_app;
do $$
declare t text;
begin
  foreach t in array array['address', 'attempt', 'approval', 'confirmation', 'dependent_deadline', 'hold', 'pleading'] loop
    execute format($p$alter policy %I on service_of_process.%I using (court_id = (select bw.court())
      and (((select confidentiality.court_open()) and case_id <> all ((select confidentiality.denied_cases())::bigint[])) or service_of_process.sees_order(case_id, order_id)))$p$, t || '_read', t);
  end loop;
end $$;
alter policy evidence_read on service_of_process.evidence using (court_id = (select bw.court())
  and (((select confidentiality.court_open()) and case_id <> all ((select confidentiality.denied_cases())::bigint[]))
    or (service_of_process.sees_order(case_id, order_id) and ((select bw.side()) in ('court', 'job') or service_of_process.sees_receipts(court_id, case_id, order_id)))));
