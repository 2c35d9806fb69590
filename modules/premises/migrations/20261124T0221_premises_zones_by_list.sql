-- The same rule: the court sees all places and things of its own, a contractor the zones its engagements use and what stands in them. Each table asked
-- its parent's policy row by row, which asked its own parent's: a list of counts was planned over 80 questions and asked each line of each count again.
-- The zones of the actor come as one list per statement, and the court is told before any parent is looked for (what has a parent has it in its court).
create function premises.my_zones() returns bigint[] language plpgsql stable set search_path = pg_catalog as $$
begin
  return array(select u.zone_id from premises.zone_use u where u.court_id = bw.court() and not u.ended);
end $$;
create function premises.my_places() returns bigint[] language plpgsql stable set search_path = pg_catalog as $$
begin
  return array(select z.place_id from premises.zone z where z.court_id = bw.court());
end $$;
revoke all on function premises.my_zones, premises.my_places from public;
grant execute on function premises.my_zones, premises.my_places to bailiwick_app;

alter policy zone_see on premises.zone using (court_id = (select bw.court())
  and ((select bw.side() in ('court', 'job')) or id = any ((select premises.my_zones())::bigint[])));
alter policy place_see on premises.place using (court_id = (select bw.court())
  and ((select bw.side() in ('court', 'job')) or id = any ((select premises.my_places())::bigint[])));
alter policy equipment_see on premises.equipment using (court_id = (select bw.court())
  and ((select bw.side() in ('court', 'job')) or engagement_id = any ((select bw.engagements())::int[]) or (owner = 'court' and zone_id = any ((select premises.my_zones())::bigint[]))));
alter policy count_see on premises.spot_count using (court_id = (select bw.court())
  and ((select bw.side() in ('court', 'job')) or zone_id = any ((select premises.my_zones())::bigint[])));
do $$
declare t text[];
begin
  foreach t slice 1 in array array[['count_line', 'line_see', 'spot_count', 'count_id'], ['fault', 'fault_see', 'equipment', 'equipment_id'],
      ['maintenance', 'maintenance_see', 'equipment', 'equipment_id'], ['plan', 'plan_see', 'equipment', 'equipment_id']] loop
    execute format('alter policy %2$I on premises.%1$I using (court_id = (select bw.court())
      and ((select bw.side() in (''court'', ''job'')) or exists (select from premises.%3$I x where x.court_id = %1$I.court_id and x.id = %1$I.%4$I)))', t[1], t[2], t[3], t[4]);
  end loop;
end $$;
