-- Who handed a batch over is told when it comes back, also by an act whose actor's own sight of the batch has just ended; only the id leaves.
create function dossiers.sender_of(batch bigint) returns bigint language sql stable security definer set search_path = pg_catalog as $$
  select b.sender_id from dossiers.batch b where b.court_id = bw.court() and b.id = batch
$$;
revoke all on function dossiers.sender_of from public;
grant execute on function dossiers.sender_of to bailiwick_app;
