-- Where a batch stands, kept with it: asked of its events one batch at a time, "those still open" walked every batch there ever was.
alter table dossiers.batch add column mounted boolean not null default false, add column ended boolean not null default false,
  add column stopped boolean not null default false;                -- its last event stopped the clock
create function dossiers.keep_standing() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  update dossiers.batch b set mounted = b.mounted or new.kind = 'mounted', ended = b.ended or new.kind = 'ended', stopped = new.kind = 'clockStopped'
   where b.court_id = new.court_id and b.id = new.batch_id;
  return null;
end $$;
revoke all on function dossiers.keep_standing from public;
create trigger standing after insert on dossiers.event for each row execute function dossiers.keep_standing();
update dossiers.batch b set mounted = e.mounted, ended = e.ended, stopped = e.stopped
  from (select court_id, batch_id, bool_or(kind = 'mounted') as mounted, bool_or(kind = 'ended') as ended, (array_agg(kind order by id desc))[1] = 'clockStopped' as stopped
          from dossiers.event group by 1, 2) e where e.court_id = b.court_id and e.batch_id = b.id;
create index batch_open on dossiers.batch (court_id, id) where not mounted and not ended;
create index batch_stopped on dossiers.batch (court_id, id) where stopped;

-- See cases.case_in_scope: the page of a list is cut from here.
create view dossiers.batch_in_scope as
  select b.court_id, b.id, b.case_id, b.number, b.mounted, b.ended, b.stopped, c.division_id, c.judge_id, c.clerk_id
    from dossiers.batch b join cases.case_in_scope c on c.court_id = b.court_id and c.id = b.case_id
   where b.court_id = (select bw.court()) and b.case_id <> all (array(select d.case_id from confidentiality.denial_in_force d));
grant select on dossiers.batch_in_scope to bailiwick_app;
