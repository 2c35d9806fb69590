-- The last number given in a year and type, over the whole court (法〔2015〕137号: sequential per court): a case that is frozen, or that the
-- officer stepped back from, is hidden from him but still holds its number. Only the number leaves.
create function cases.last_number(year_ int, type_ text) returns int language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return coalesce((select max(c.number_seq) from cases.case_record c where c.court_id = bw.court() and c.number_year = year_ and c.number_type = type_), 0);
end $$;
revoke all on function cases.last_number from public;
grant execute on function cases.last_number to bailiwick_app;
