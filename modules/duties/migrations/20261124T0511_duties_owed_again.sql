-- What fell away (a post ended, a veto, a vetting taken back) is owed again when its trigger is told again before its day: a second post, the veto lifted.
-- Until now the row that had been withdrawn stood in its way, and the duty was lost.
create or replace function duties.put(rows jsonb) returns setof duties.duty language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  return query insert into duties.duty as d (court_id, key, kind, subject_id, engagement_id, label, period, period_from, period_until, debtor, opens_at, due_at, remind_at, next_remind_at, state,
      provisional, calendar, basis, opened_at)
    select bw.court(), r.key, r.kind, r.subject_id, r.engagement_id, r.label, r.period, r.period_from, r.period_until, r.debtor, r.opens_at, r.due_at, r.remind_at, r.next_remind_at, r.state,
      r.provisional, r.calendar, r.basis, case when r.state = 'open' then bw.now() end
    from jsonb_to_recordset(rows) r(key text, kind text, subject_id bigint, engagement_id int, label text, period text, period_from date, period_until date, debtor text, opens_at timestamptz,
      due_at timestamptz, remind_at timestamptz[], next_remind_at timestamptz, state text, provisional boolean, calendar text, basis jsonb)
    on conflict (court_id, key, subject_id, period) do update set state = excluded.state, engagement_id = excluded.engagement_id, opens_at = excluded.opens_at, due_at = excluded.due_at,
      remind_at = excluded.remind_at, next_remind_at = excluded.next_remind_at, provisional = excluded.provisional, calendar = excluded.calendar, basis = excluded.basis,
      opened_at = excluded.opened_at, settled_at = null, note = null, revision = d.revision + 1
      where d.state = 'withdrawn' and d.breached_at is null and excluded.due_at > bw.now()
    returning *;
end $$;
