-- A party is written only where its case may be seen, and by outsourced staff only under a live grant to edit at level C1: the check on
-- what is written says the same as the condition on what is there.
drop policy party_write on cases.party;
create policy party_write on cases.party for all to bailiwick_app using (
  court_id = (select bw.court()) and exists (select from cases.case_record c where c.court_id = party.court_id and c.id = party.case_id)
  and ((select bw.side()) in ('court', 'job') or exists (select from confidentiality.access_grant g where g.court_id = party.court_id and g.case_id = party.case_id
        and g.person_id = (select bw.person()) and g.ended_at is null and g.from_at <= (select bw.now()) and g.until_at > (select bw.now())
        and 'edit' = any (g.actions) and 'C1' = any (g.levels))))
  with check (
  court_id = (select bw.court()) and exists (select from cases.case_record c where c.court_id = party.court_id and c.id = party.case_id)
  and ((select bw.side()) in ('court', 'job') or exists (select from confidentiality.access_grant g where g.court_id = party.court_id and g.case_id = party.case_id
        and g.person_id = (select bw.person()) and g.ended_at is null and g.from_at <= (select bw.now()) and g.until_at > (select bw.now())
        and 'edit' = any (g.actions) and 'C1' = any (g.levels))));
