-- Who assigns work must learn why somebody cannot have it: leads see the denials of their own people, as they see their grants.
alter policy denial_seen on confidentiality.denial using (
  (select bw.side()) <> 'contractor' or person_id = (select bw.person()) or contractor_id = (select bw.contractor()) or (person_id is null and contractor_id is null)
  or ((select bw.roles()) && array['projectManager', 'teamLead'] and exists (
    select from organisations.person p where p.id = denial.person_id and p.contractor_id = (select bw.contractor()))));
