-- See 20261124T0228: the scope of a case hangs on four tables of most statements, and a court-wide role never asks its grants. They are looked up by case and
-- person, so that the hours are compared for the one or two rows found: here everything stands in place.
create or replace view cases.case_in_scope as
  select c.court_id, c.id, c.division_id, c.judge_id, c.clerk_id from cases.case_record c
   where c.court_id = nullif(current_setting('bw.court_id', true), '')::int and coalesce(nullif(current_setting('bw.side', true), ''), 'public') = 'court'
     and ((select bw.court_wide()) or c.division_id = any ((select bw.divisions())::int[]) or (select bw.person()) = any (array[c.judge_id, c.clerk_id])
       or exists (select from confidentiality.access_grant g where g.court_id = c.court_id and g.case_id = c.id and g.person_id = nullif(current_setting('bw.person_id', true), '')::bigint
         and g.ended_at is null and g.from_at <= coalesce(nullif(current_setting('bw.now', true), '')::timestamptz, transaction_timestamp())
         and g.until_at > coalesce(nullif(current_setting('bw.now', true), '')::timestamptz, transaction_timestamp())));
