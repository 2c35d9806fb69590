-- Where the batches of a page stand and how many pages they have, for the court: both hang on the batch's own case, so whoever has the batch in
-- scope has them too. Through the policies of events and pages a judge's list asked a function for every page of every batch (500 pages: 20 ms).
create view dossiers.batch_standing as
  select s.court_id, s.id, said.kinds, said.last, said.due, said.mounted,
         (select count(*)::int from dossiers.page p where p.court_id = s.court_id and p.batch_id = s.id and p.state in ('kept', 'rescan')) as pages
    from dossiers.batch_in_scope s cross join lateral (
      select coalesce(array_agg(e.kind), '{}') as kinds, (array_agg(e.kind order by e.id desc))[1] as last,
             (array_agg(e.due_at order by e.id desc) filter (where e.due_at is not null))[1] as due, max(e.at) filter (where e.kind = 'mounted') as mounted
        from dossiers.event e where e.court_id = s.court_id and e.batch_id = s.id) said;
grant select on dossiers.batch_standing to bailiwick_app;
