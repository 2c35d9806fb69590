-- A grant has a live task as its cause, or an opening decided by a second person (break-glass, court staff only).
alter policy grant_has_cause on confidentiality.access_grant
  with check (case when glass_id is null then worklist.causes(court_id, task_id, case_id, person_id)
    else confidentiality.glass_opens(court_id, glass_id, case_id, person_id, until_at) end);
