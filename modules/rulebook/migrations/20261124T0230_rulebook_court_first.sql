-- The same rule: the court sees every version of its rules (each has its rule, by key, in the same court); others ask for the rule first.
alter policy version_see on rulebook.version using (court_id = nullif(current_setting('bw.court_id', true), '')::int
  and ((select bw.side() in ('court', 'job'))
    or (exists (select from rulebook.rule r where r.court_id = version.court_id and r.id = version.rule_id)
      and (state in ('issued', 'published') or (select bw.roles() && array['projectManager', 'hr'])))));
