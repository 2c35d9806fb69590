-- Two hands, whatever statement reaches the database (5.2): so far the commands alone kept that the receiver counts for himself, that nobody
-- takes a volume that was not given to him, and that pages are not written away by whoever holds them.
create function custody.keep_move() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if bw.side() <> 'job' and (old.state <> 'open'
    or (new.state in ('confirmed', 'refused') or new.counted_pages is distinct from old.counted_pages) and old.receiver_id is distinct from bw.person()
    or new.state = 'withdrawn' and bw.side() <> 'court' and bw.person() not in (old.giver_id, old.receiver_id)) then
    raise exception using errcode = '42501', message = 'move';
  end if;
  return new;
end $$;
create trigger move_kept before update on custody.move for each row execute function custody.keep_move();
create function custody.keep_volume() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare me bigint := bw.person();
begin
  if bw.side() <> 'job' and (
    new.holder_id <> old.holder_id and (new.holder_id is distinct from me or old.receiver_id is distinct from me
      or not exists (select from custody.move m where m.court_id = old.court_id and m.volume_id = old.id and m.giver_id = old.holder_id and m.receiver_id = me
        and m.state = 'confirmed' and m.settled_at = bw.now()))
    or new.receiver_id is distinct from old.receiver_id and new.receiver_id is not null and (old.holder_id is distinct from me or not exists (
      select from custody.move m where m.court_id = old.court_id and m.volume_id = old.id and m.receiver_id = new.receiver_id and m.state = 'open'))
    or new.pages <> old.pages and (old.state <> 'differs' or bw.side() <> 'court' or old.holder_id = me)
    or new.lost_by is distinct from old.lost_by and case when new.lost_by is null then bw.side() <> 'court' or old.lost_by = me else new.lost_by is distinct from me end
    or old.state = 'lost' and new.state <> 'lost' and bw.side() <> 'court') then
    raise exception using errcode = '42501', message = 'volume';
  end if;
  return new;
end $$;
revoke all on function custody.keep_volume from public;
create trigger volume_kept before update on custody.volume for each row execute function custody.keep_volume();

-- The case's outsourced work stands still also for whoever takes up his post after the loss: the freezes were of those who had one that day.
create function custody.stands_still() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from custody.volume v where v.court_id = new.court_id and v.case_id = new.case_id and v.state = 'lost') then
    raise exception using errcode = 'BW002', message = 'denied';
  end if;
  return new;
end $$;
revoke all on function custody.stands_still from public;
create trigger access_grant_volume_lost before insert on confidentiality.access_grant for each row when (new.side = 'contractor') execute function custody.stands_still();
