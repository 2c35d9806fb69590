-- 7.3.2.6: a device that an incident concerns is called back by the court, as a veto calls everything back; its contractor's hands (badges.keeps) do the rest.
alter table badges.piece drop constraint piece_recall_because_check,
  add constraint piece_recall_because_check check (recall_because in ('veto', 'left', 'postEnded', 'incident'));
create function badges.impound(piece bigint) returns table (person_id bigint, number text) language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not (bw.side() = 'court' and bw.roles() && array['trialManagement', 'commissioner', 'courtLeader']) then raise insufficient_privilege; end if;
  return query update badges.piece p set recall_at = bw.now(), recall_because = 'incident', revision = p.revision + 1
    where p.court_id = bw.court() and p.id = piece and p.kind = 'device' and p.returned_at is null and p.lost_at is null and p.recall_because is distinct from 'incident'
    returning p.person_id, p.number;
end $$;
revoke all on function badges.impound from public;
grant execute on function badges.impound to bailiwick_app;
