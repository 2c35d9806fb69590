-- A contractor asks for exclusions in its own words: they are read by the court and by its own people, not by another contractor. It asks for
-- itself, the court decides. Restrictive: beside the policy of the court.
create policy exclusion_seen on indicators.exclusion as restrictive for select to bailiwick_app using (
  (select bw.side()) <> 'contractor'
  or exists (select from organisations.person p where p.id = exclusion.asked_by and p.contractor_id = (select bw.contractor())));
create policy exclusion_asked on indicators.exclusion as restrictive for insert to bailiwick_app with check (
  (select bw.side()) <> 'contractor' or (asked_by = (select bw.person()) and approved is null and decided_by is null));
create policy exclusion_decided on indicators.exclusion as restrictive for update to bailiwick_app using ((select bw.side()) <> 'contractor');
-- What the court said of a closed period is the whole court's figure, with the other contractors' work in it.
create policy figure_of_court on indicators.figure as restrictive for select to bailiwick_app using ((select bw.side()) <> 'contractor');
