-- Settings are read by everybody and written by the court, the administrators and the platform at its start; a contractor's statement changes none,
-- the auditor's neither, and a court none of another's.
alter table bw.setting enable row level security;
alter table bw.setting force row level security;
create policy setting_read on bw.setting for select to bailiwick_app using (true);
create policy setting_enter on bw.setting for insert to bailiwick_app with check (
  (select bw.side()) <> 'contractor' and not (select bw.has_role('securityAuditor')) and (court_id = 0 or (select bw.court()) is null or court_id = (select bw.court())));
create policy setting_change on bw.setting for update to bailiwick_app using (
  (select bw.side()) <> 'contractor' and not (select bw.has_role('securityAuditor')) and (court_id = 0 or (select bw.court()) is null or court_id = (select bw.court())));
