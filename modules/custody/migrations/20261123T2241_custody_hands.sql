-- Into whose hands a volume may be given, whoever gives: 副卷 stays with court staff (7.3.2.2), and nobody who is frozen, vetoed or recused receives.
create function custody.refuses(volume_ bigint, receiver bigint) returns text language sql stable security definer set search_path = pg_catalog as $$
  select case when v.kind = 'secondary' and p.contractor_id is not null then 'secondary-in-court'
    when exists (select from confidentiality.denial d where d.court_id = v.court_id and d.ended_at is null and (d.case_id is null or d.case_id = v.case_id)
      and (d.person_id = p.id or (d.person_id is null and p.contractor_id is not null and (d.contractor_id is null or d.contractor_id = p.contractor_id)))) then 'receiver-kept-away' end
  from custody.volume v join organisations.person p on p.id = receiver where v.court_id = bw.court() and v.id = volume_ $$;
revoke all on function custody.refuses(bigint, bigint) from public;
grant execute on function custody.refuses(bigint, bigint) to bailiwick_app;
create policy move_hands on custody.move as restrictive for insert to bailiwick_app with check (custody.refuses(volume_id, receiver_id) is null);
