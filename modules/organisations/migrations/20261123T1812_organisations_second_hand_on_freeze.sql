-- Maker ≠ checker: who froze an engagement does not lift the freeze. Held here too, whatever statement comes. Freezes made before this stand without a name: anybody who may can lift them.
alter table organisations.engagement add column frozen_by bigint;
grant update (frozen_by) on organisations.engagement to bailiwick_app;
create function organisations.second_hand_on_freeze() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.frozen_by = bw.person() then
    raise exception using errcode = '42501', message = 'not-allowed';
  end if;
  return new;
end $$;
create trigger engagement_unfreeze before update on organisations.engagement
  for each row when (old.state = 'frozen' and (new.state = 'active' or (new.state = 'frozen' and new.frozen_by is distinct from old.frozen_by))) execute function organisations.second_hand_on_freeze();
