-- 个保法46, 47: a correction says which particular, and what it should be; once granted the court's hr applies it. The wanted value is sealed and goes with
-- the applying; the ledger keeps what it was and what it became by their hashes.
alter table leaving.request add column field text check (field in ('name', 'phone', 'idNo', 'education', 'school', 'major', 'diplomaNo', 'other')),
  add column wanted_sealed text, add column applied_by bigint, add column applied_at timestamptz,
  add constraint request_field check (kind = 'correction' or (field is null and wanted_sealed is null)),
  add constraint request_applied check ((applied_at is null) = (applied_by is null) and (applied_at is null or (state = 'granted' and wanted_sealed is null)));
grant update (wanted_sealed, applied_by, applied_at, wording) on leaving.request to bailiwick_app;
create policy request_apply on leaving.request for update to bailiwick_app using (court_id = (select bw.court()) and state = 'granted' and applied_at is null and (select leaving.court_signs()))
  with check (court_id = (select bw.court()) and state = 'granted' and applied_by = (select bw.person()));
-- What was asked for in words goes with the file.
create policy request_forget on leaving.request for update to bailiwick_app using (court_id = (select bw.court()) and (select bw.side()) = 'job') with check (court_id = (select bw.court()));
-- An answer stands; what was asked is changed by nobody, and the wanted value is only taken out.
create function leaving.keep_request() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if bw.side() <> 'job' and (new.wording is distinct from old.wording or (new.wanted_sealed is not null and new.wanted_sealed is distinct from old.wanted_sealed)
    or (old.state <> 'asked' and (new.state, new.decided_by, new.decided_at, new.reason) is distinct from (old.state, old.decided_by, old.decided_at, old.reason))) then
    raise exception using errcode = '42501', message = 'request';
  end if;
  return new;
end $$;
create trigger request_kept before update on leaving.request for each row execute function leaving.keep_request();
