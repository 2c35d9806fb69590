-- What each may do with an incident, whatever statement reaches the database (7.3.2.6; so far it stood in the commands only). The auditor reads;
-- whoever is concerned by an incident neither handles it nor reads what the court notes about it; the contractor acknowledges and adds.
create function incidents.works() returns boolean language plpgsql stable parallel safe as $$
begin return bw.side() = 'job' or bw.roles() && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'securityAdmin']; end $$;
grant execute on function incidents.works to bailiwick_app;

alter policy incident_see on incidents.incident using (court_id = (select bw.court())
  and (((select incidents.handles()) and coalesce(person_id <> (select bw.person()), true)) or reporter_id = (select bw.person()) or (told_at is not null and incidents.manages(contractor_id))));
alter policy incident_handle on incidents.incident using (court_id = (select bw.court())
  and (((select incidents.works()) and coalesce(person_id <> (select bw.person()), true)) or (told_at is not null and incidents.manages(contractor_id))));
alter policy entry_see on incidents.entry using (court_id = (select bw.court()) and (by_id = (select bw.person())
  or exists (select from incidents.incident i where i.court_id = entry.court_id and i.id = entry.incident_id
    and (((select incidents.handles()) and coalesce(i.person_id <> (select bw.person()), true))
      or (open_to in ('contractor', 'all') and i.told_at is not null and incidents.manages(i.contractor_id)) or (open_to in ('reporter', 'all') and i.reporter_id = (select bw.person()))))));
-- Reporter and contractor add to the course; its official lines are written by whoever does what they say.
alter policy entry_add on incidents.entry with check (court_id = (select bw.court()) and ((select bw.side()) = 'job' or by_id = (select bw.person()))
  and exists (select from incidents.incident i where i.court_id = entry.court_id and i.id = entry.incident_id
    and (((select incidents.works()) and coalesce(i.person_id <> (select bw.person()), true))
      or (i.reporter_id = (select bw.person()) and entry.kind in ('reported', 'added', 'evidence'))
      or (i.told_at is not null and incidents.manages(i.contractor_id) and entry.kind in ('added', 'evidence', 'measure', 'contractorAcknowledged')))));

create function incidents.keep_hands() returns trigger language plpgsql set search_path = pg_catalog as $$
declare me bigint := bw.person();
begin
  if bw.side() = 'job' then return new; end if;
  if bw.side() = 'contractor' and to_jsonb(new) - array['contractor_acknowledged_by', 'contractor_acknowledged_at', 'revision']
      is distinct from to_jsonb(old) - array['contractor_acknowledged_by', 'contractor_acknowledged_at', 'revision']
    or bw.side() <> 'contractor' and (new.contractor_acknowledged_by, new.contractor_acknowledged_at) is distinct from (old.contractor_acknowledged_by, old.contractor_acknowledged_at)
    -- In one's own name, and once.
    or new.acknowledged_by is distinct from old.acknowledged_by and (old.acknowledged_by is not null or new.acknowledged_by is distinct from me)
    or new.told_by is distinct from old.told_by and (old.told_by is not null or new.told_by is distinct from me)
    or new.contractor_acknowledged_by is distinct from old.contractor_acknowledged_by and (old.contractor_acknowledged_by is not null or new.contractor_acknowledged_by is distinct from me)
    or new.closing_by is distinct from old.closing_by and new.closing_by is not null and new.closing_by is distinct from me
    or new.closed_by is distinct from old.closed_by and new.closed_by is not null and new.closed_by is distinct from me
    or new.state = 'closed' and old.state not in ('closing', 'closed') then
    raise exception using errcode = '42501', message = 'incident';
  end if;
  return new;
end $$;
create trigger incident_hands before update on incidents.incident for each row execute function incidents.keep_hands();
