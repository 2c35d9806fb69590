-- The judge came by an allocation (module scheduling): a list or a form no longer changes him, only another allocation does.
alter table cases.case_record add column judge_fixed boolean not null default false;
-- Cases that wait for a judge, oldest first; open cases of a judge.
create index case_unallocated on cases.case_record (court_id, (coalesce(filed_on, date '1900-01-01')), id) where judge_id is null and status = 'open' and number is not null;
create index case_open_of_judge on cases.case_record (court_id, judge_id) where status in ('open', 'suspended');
