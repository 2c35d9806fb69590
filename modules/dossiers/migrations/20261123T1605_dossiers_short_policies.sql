-- The same rules, asked by name and prepared once: the case of a paper, the grant of a stage.
select bw.prepared_once(p.oid::regprocedure) from pg_proc p where p.pronamespace = 'dossiers'::regnamespace and p.proname in ('holds', 'sees', 'acts');
select confidentiality.asked_by_name('{dossiers}');
-- A version is seen with its page.
alter policy page_version_read on dossiers.page_version using (court_id = (select bw.court())
  and (((select confidentiality.court_open()) and case_id <> all ((select confidentiality.denied_cases())::bigint[]))
    or exists (select from dossiers.page p where p.court_id = page_version.court_id and p.id = page_version.page_id)));
