-- The actor's own grants in force, whatever denies: as a view of the owner it is planned with the statement around it, without the rules
-- for reading other people's grants. It shows nobody a grant that is not his own.
create view cases.live_grant as
  select g.case_id, g.id as grant_id, g.stage, g.levels, g.actions from confidentiality.access_grant g
   where g.court_id = (select bw.court()) and g.person_id = (select bw.person()) and g.ended_at is null and g.from_at <= (select bw.now()) and g.until_at > (select bw.now());
grant select on cases.live_grant to bailiwick_app;

-- Whose case it is stands in every index of the lists: the row scope is then decided in the index, and a count reads no table.
drop index cases.case_filed, cases.case_division, cases.case_judge, cases.case_clerk, cases.case_status;
create index case_filed on cases.case_record (court_id, filed_on desc, id desc) include (division_id, judge_id, clerk_id);
create index case_division on cases.case_record (court_id, division_id, filed_on desc, id desc) include (judge_id, clerk_id);
create index case_judge on cases.case_record (court_id, judge_id, filed_on desc, id desc) include (division_id, clerk_id);
create index case_clerk on cases.case_record (court_id, clerk_id, filed_on desc, id desc) include (division_id, judge_id);
create index case_status on cases.case_record (court_id, status, filed_on desc, id desc) include (division_id, judge_id, clerk_id);
