-- A contractor's hand calls back only what its own people hold; the court whatever a veto asks for.
create or replace function badges.recall(person bigint, because text) returns table (id bigint, kind text, number text) language sql volatile security definer set search_path = pg_catalog as $$
  update badges.piece p set recall_at = bw.now(), recall_because = because, revision = p.revision + 1
  where p.court_id = bw.court() and p.person_id = person and p.returned_at is null and p.lost_at is null and p.recall_at is null
    and (bw.side() in ('court', 'job', 'system') or p.contractor_id = bw.contractor())
  returning p.id, p.kind, p.number
$$;
