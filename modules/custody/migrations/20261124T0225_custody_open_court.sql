-- The same rule. "May he see this case" was a function of every volume, and every line of a count asked it of its volume again (inventories: 700 x the
-- plain condition). Where the whole court lies open it is answered once, with the list of denied cases, as for filings and bundles; and whoever sees every
-- case (the platform's jobs; court-wide roles whom nothing denies) need not be asked about a volume's parts one by one.
alter policy volume_see on custody.volume using (court_id = (select bw.court())
  and ((select bw.side() = 'job') or holder_id = (select bw.person()) or receiver_id = (select bw.person())
    or ((kind = 'main' or (select bw.side() = 'court'))
      and (((select bw.court_wide()) and case_id <> all (array(select d.case_id from confidentiality.denial_in_force d))) or confidentiality.sees_case(case_id)))));
create function custody.sees_all() returns boolean language plpgsql stable set search_path = pg_catalog as $$
begin
  return bw.side() = 'job' or (bw.side() = 'court' and bw.court_wide() and not exists (select from confidentiality.denial_in_force));
end $$;
revoke all on function custody.sees_all from public;
grant execute on function custody.sees_all to bailiwick_app;
alter policy event_see on custody.event using (court_id = (select bw.court())
  and ((select custody.sees_all()) or exists (select from custody.volume v where v.court_id = event.court_id and v.id = event.volume_id)));
alter policy move_see on custody.move using (court_id = (select bw.court())
  and ((select custody.sees_all()) or exists (select from custody.volume v where v.court_id = move.court_id and v.id = move.volume_id)));
alter policy line_see on custody.inventory_line using (court_id = (select bw.court()) and (select bw.side() in ('court', 'job'))
  and ((select custody.sees_all()) or exists (select from custody.volume v where v.court_id = inventory_line.court_id and v.id = inventory_line.volume_id)));
