-- Addresses confirmed in other suits are told of the parties of a case the asker sees, and of no other's.
create or replace function service_of_process.other_suit_addresses(party_ bigint, on_ date) returns table (address text, confirmed_on date)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct q.service_address, q.service_address_confirmed_on from cases.party p join cases.party q on q.court_id = p.court_id and q.id_no_hash = p.id_no_hash and q.case_id <> p.case_id
   where bw.side() in ('court', 'job') and p.court_id = bw.court() and p.id = party_ and p.id_no_hash is not null and q.service_address is not null
     and confidentiality.sees_case(p.case_id)
     and q.service_address_confirmed_on > on_ - interval '1 year' order by 2 desc limit 5
$$;
