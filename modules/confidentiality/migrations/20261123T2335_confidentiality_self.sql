-- Annex E, 7.3.2.2: whoever is a party himself is kept from the case like a relative of the party. His own number is matched as declared ones are; it is
-- written by the platform from his record, of which only the hash in this court's key is kept, and it is nobody's declaration.
alter table confidentiality.relative alter column name_sealed drop not null,
  add constraint relative_named check ((relation = 'self') = (name_sealed is null));
create unique index relative_self on confidentiality.relative (court_id, person_id) where relation = 'self' and removed_at is null;
alter policy relative_own on confidentiality.relative using (court_id = (select bw.court()) and person_id = (select bw.person()) and relation <> 'self')
  with check (court_id = (select bw.court()) and person_id = (select bw.person()) and relation <> 'self');
-- Courts in which his number is matched: that of the act, and those he has a post in.
create function confidentiality.courts_of(person bigint) returns int[] language sql stable security definer set search_path = pg_catalog as $$
  select array(select o.court_id from organisations.post o where o.person_id = person and bw.side() <> 'public' union select bw.court() where bw.court() is not null) $$;
-- Whoever writes his record may not read what he declared; so this is done in the owner's name, and tells nothing.
create function confidentiality.know_self(court int, person bigint, hash bytea) returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if bw.side() = 'public' or court <> all (confidentiality.courts_of(person)) then raise insufficient_privilege; end if;
  update confidentiality.relative r set removed_at = bw.now()
    where r.court_id = court and r.person_id = person and r.relation = 'self' and r.removed_at is null and r.id_hash is distinct from hash;
  if hash is not null then
    -- Who declared his own number as somebody else's is known already.
    insert into confidentiality.relative (court_id, person_id, relation, id_hash) values (court, person, 'self', hash) on conflict do nothing;
  end if;
end $$;
-- The retention of a leaver's file is over (个保法47): what he declared goes; recusals that came of it name nobody.
create function confidentiality.forget_relations(person bigint) returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if bw.side() <> 'job' then raise insufficient_privilege; end if;
  delete from confidentiality.relative r where r.court_id = bw.court() and r.person_id = person;
  delete from confidentiality.relations_statement s where s.court_id = bw.court() and s.person_id = person;
end $$;
-- When he last said that his declaration is complete: the day alone, for the duty that asks him again each year.
create function confidentiality.relations_stated(person bigint) returns table (id bigint, on_date date) language sql stable security definer set search_path = pg_catalog as $$
  select s.id, (s.stated_at at time zone 'Asia/Shanghai')::date from confidentiality.relations_statement s
    where s.court_id = bw.court() and s.person_id = person and bw.side() <> 'public' order by s.stated_at desc, s.id desc limit 1 $$;
-- Those of whom a court has not yet matched the number, for the start after this migration.
create function confidentiality.selves_unknown() returns table (court_id int, person_id bigint) language sql stable security definer set search_path = pg_catalog as $$
  select distinct o.court_id, p.id from organisations.person p join organisations.post o on o.person_id = p.id
    where bw.side() = 'job' and p.id_no_hash is not null and p.left_on is null
      and not exists (select from confidentiality.relative r where r.court_id = o.court_id and r.person_id = p.id and r.relation = 'self' and r.removed_at is null) $$;
revoke all on function confidentiality.courts_of, confidentiality.know_self, confidentiality.forget_relations, confidentiality.relations_stated, confidentiality.selves_unknown from public;
grant execute on function confidentiality.courts_of, confidentiality.know_self, confidentiality.forget_relations, confidentiality.relations_stated, confidentiality.selves_unknown to bailiwick_app;
