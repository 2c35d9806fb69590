-- How many relatives somebody has declared: the number alone, for the page that tells him what is kept (个保法45).
create function confidentiality.relations_kept(person bigint) returns int language sql stable security definer set search_path = pg_catalog as $$
  select count(*)::int from confidentiality.relative r where r.court_id = bw.court() and r.person_id = person and r.relation <> 'self' and r.removed_at is null and bw.side() = 'job' $$;
revoke all on function confidentiality.relations_kept from public;
grant execute on function confidentiality.relations_kept to bailiwick_app;
