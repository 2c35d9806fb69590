-- Row security also for the owner of the tables, as everywhere (platform/db: the owner's own functions get their policy at each migration).
do $$ declare t text; begin
  foreach t in array array['intake', 'item', 'match', 'event', 'hold', 'list', 'list_line', 'signature', 'scan', 'hand_out'] loop
    execute format('alter table materials.%I force row level security', t);
  end loop;
end $$;
