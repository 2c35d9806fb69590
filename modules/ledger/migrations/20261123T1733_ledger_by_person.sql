-- What one person did, newest first (7.3.2.3): without it a person who seldom acts costs a walk through all of the court's events.
create index event_person_id_id on audit.event (person_id, id) where person_id is not null;
