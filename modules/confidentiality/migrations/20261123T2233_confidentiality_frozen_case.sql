-- Whether the whole case stands still (7.3.2.6): what its people are told instead of "not found". A stepping-back of one person is nobody's news.
create function confidentiality.is_frozen(case_ bigint) returns boolean language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return exists (select from confidentiality.denial d where d.court_id = bw.court() and d.case_id = case_ and d.person_id is null and d.kind = 'freeze' and d.ended_at is null);
end $$;
revoke all on function confidentiality.is_frozen from public;
grant execute on function confidentiality.is_frozen to bailiwick_app;
