-- "The case is the actor's to see" by name, as in every policy but the register's own.
alter policy set_delete on service_of_process.document_set using (
  court_id = (select bw.court()) and (select bw.side()) = 'court' and handed_over_at is null and confidentiality.sees_case(case_id));
