-- The retention of a leaver's file is over (个保法47): the photographs of his badges go; number and dates stay with the acts.
create function badges.forget_photos(person bigint) returns table (sha256 text) language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if bw.side() <> 'job' then raise insufficient_privilege; end if;
  return query with old as (select p.id, p.photo_sha256 from badges.piece p where p.court_id = bw.court() and p.person_id = person and p.photo_sha256 is not null),
    gone as (update badges.piece p set photo_sha256 = null, photo_type = null, revision = p.revision + 1 from old where p.court_id = bw.court() and p.id = old.id returning old.photo_sha256 as sha)
    select distinct g.sha from gone g where not exists (select from badges.piece o where o.court_id = bw.court() and o.photo_sha256 = g.sha and o.person_id <> person);
end $$;
revoke all on function badges.forget_photos from public;
grant execute on function badges.forget_photos to bailiwick_app;
