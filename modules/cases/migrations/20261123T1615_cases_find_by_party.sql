-- Candidates by their parties, named by case: ids only, of the actor's own court. Whether the case is seen is decided by the policy of the
-- query around, whether its parties are (level C1) by the grants it asks beside; asking the policy of every party again said the same twice.
create function cases.find_by_party(grams text[], latin text, paper bytea, cap int) returns setof bigint
language plpgsql stable security definer set search_path = pg_catalog as $$
declare here int := bw.court();
begin
  if paper is not null then
    return query select p.case_id from cases.party p where p.court_id = here and p.id_no_hash = paper order by p.id desc limit cap;
  elsif grams is not null then
    return query select p.case_id from cases.party p where p.court_id = here and p.name_grams @> grams order by p.id desc limit cap;
  else
    return query select p.case_id from cases.party p where p.court_id = here and p.initials like latin || '%'
      union select p.case_id from cases.party p where p.court_id = here and p.pinyin like latin || '%' limit cap;
  end if;
end $$;
revoke all on function cases.find_by_party from public;
grant execute on function cases.find_by_party to bailiwick_app;
