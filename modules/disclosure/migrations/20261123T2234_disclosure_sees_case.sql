-- The case is named by the one rule of the house.
alter policy contact_make on disclosure.contact with check (court_id = (select bw.court()) and by_id = (select bw.person())
  and contractor_id is not distinct from (select bw.contractor()) and (case_id is null or confidentiality.sees_case(case_id)));
alter policy release_make on disclosure.release with check (court_id = (select bw.court()) and made_by = (select bw.person())
  and state in ('received', 'asked') and exists (select from organisations.engagement e where e.court_id = release.court_id and e.id = engagement_id and e.contractor_id = release.contractor_id)
  and (case_id is null or confidentiality.sees_case(case_id))
  and (contractor_id = (select bw.contractor()) or (select bw.roles()) && array['commissioner', 'trialManagement', 'responsibleDepartment']));
