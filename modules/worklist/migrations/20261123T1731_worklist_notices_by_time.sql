-- Notices are read by their moment: an identity says when a row was written, not when the thing happened.
create index notice_by_time on worklist.notice (court_id, person_id, at desc, id desc);
drop index worklist.notice_person;
