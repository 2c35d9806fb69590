-- The same rule for reading grants; what does not depend on the row is answered once per statement.
alter policy grant_read on confidentiality.access_grant using (
  court_id = (select bw.court()) and ((select bw.side() in ('court', 'job', 'system')) or person_id = (select bw.person())
    or ((select bw.roles() && array['projectManager', 'teamLead']) and exists (
      select from organisations.person p where p.id = access_grant.person_id and p.contractor_id = (select bw.contractor())))));
-- A person's grants, newest first, also the ended ones.
create index access_grant_of_person on confidentiality.access_grant (court_id, person_id, id desc);
