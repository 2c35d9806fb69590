-- A freeze of a contractor is of all its work. Tied to one case it would have read as "everybody on this case" and closed it to the court too:
-- the people concerned are frozen on the case one by one, or the case itself is.
alter table confidentiality.denial add constraint denial_contractor_or_case check (contractor_id is null or case_id is null);
