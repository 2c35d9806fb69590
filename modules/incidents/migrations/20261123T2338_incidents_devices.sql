-- 7.3.2.6: a device is concerned and contained like a person, a contractor or a case: whoever holds it gives it back, and what was open on it ends at once.
alter table incidents.incident add column device_id bigint, add foreign key (court_id, device_id) references badges.piece (court_id, id);
alter table incidents.entry add column device_id bigint;
grant update (device_id) on incidents.incident to bailiwick_app;
