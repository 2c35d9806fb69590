-- Badge, uniform and devices come back too before a leaver is signed off (A-12.3).
drop function leaving.held(bigint);
create function leaving.held(person_ bigint) returns table (tasks int, grants int, volumes int, pieces int, sessions int, posts int) language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return query select
    (select count(*)::int from worklist.task t where t.court_id = bw.court() and t.assignee_id = person_ and t.state in ('claimed', 'started', 'suspended')),
    (select count(*)::int from confidentiality.access_grant g where g.court_id = bw.court() and g.person_id = person_ and g.ended_at is null and g.until_at > bw.now()),
    (select count(*)::int from custody.volume v where v.court_id = bw.court() and v.holder_id = person_),
    (select count(*)::int from badges.piece b where b.court_id = bw.court() and b.person_id = person_ and b.returned_at is null and b.lost_at is null),
    (select count(*)::int from accounts.session s join accounts.account a on a.id = s.account_id where a.person_id = person_ and s.revoked_at is null and s.expires_at > bw.now()),
    (select count(*)::int from organisations.post o where o.court_id = bw.court() and o.person_id = person_ and coalesce(o.until_date, 'infinity') >= (bw.now() at time zone 'Asia/Shanghai')::date);
end $$;
revoke all on function leaving.held from public;
grant execute on function leaving.held to bailiwick_app;
