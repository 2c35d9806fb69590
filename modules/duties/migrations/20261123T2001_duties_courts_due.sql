-- Which courts have anything to do now: asked once a minute, so that a thousand quiet courts cost one statement and not seven transactions each.
create function duties.courts_due(at_ timestamptz, calendar_ text) returns table (id int) language plpgsql stable security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  return query select c.id from organisations.court c
    where exists (select from duties.subject s where s.court_id = c.id and s.next_open_at <= at_)
      or exists (select from duties.duty d where d.court_id = c.id and d.state = 'planned' and d.opens_at <= at_)
      or exists (select from duties.duty d where d.court_id = c.id and d.state = 'open' and d.due_at < at_)
      or exists (select from duties.duty d where d.court_id = c.id and d.state = 'open' and d.next_remind_at is not null and d.next_remind_at <= at_)
      or exists (select from duties.duty d where d.court_id = c.id and d.provisional and d.state not in ('excused', 'withdrawn') and d.calendar <> calendar_)
      or exists (select from duties.subject s where s.court_id = c.id and s.calendar <> calendar_)
      or not exists (select from duties.subject s where s.court_id = c.id and s.kind = 'court')
    order by c.id;
end $$;
revoke all on function duties.courts_due from public;
grant execute on function duties.courts_due to bailiwick_app;
create index subject_calendar on duties.subject (court_id, calendar);
