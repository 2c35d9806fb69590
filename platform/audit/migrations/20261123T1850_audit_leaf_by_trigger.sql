-- The leaf hash was a generated column: its expression is prepared anew by every statement and the function called through 17 arguments
-- (an event alone reached 0.64 of an ordinary log's rate at 16 clients; by this trigger 0.83). The bytes are the same (README.md).
-- Nor would a restored dump compute the hashes anew any more: what was stored comes back.
alter table audit.event alter column leaf_hash drop expression;

-- No stated encoding is the client's: convert_to says UTF8.
create function audit.set_leaf_hash() returns trigger language plpgsql as $$
begin
  new.leaf_hash := sha256(
    '\x000101'::bytea || int8send(new.id)
    || coalesce('\x01'::bytea || int8send(new.court_id), '\x00')
    || '\x01'::bytea || timestamptz_send(new.at)
    || coalesce('\x01'::bytea || int8send(new.account_id), '\x00')
    || coalesce('\x01'::bytea || int8send(new.person_id), '\x00')
    || coalesce('\x01'::bytea || int8send(new.contractor_id), '\x00')
    || '\x01'::bytea || int4send(octet_length(new.side)) || convert_to(new.side, 'UTF8')
    || coalesce('\x01'::bytea || int4send(octet_length(new.session_ref)) || convert_to(new.session_ref, 'UTF8'), '\x00')
    || '\x01'::bytea || int4send(octet_length(new.verb)) || convert_to(new.verb, 'UTF8')
    || '\x01'::bytea || int4send(octet_length(new.object_type)) || convert_to(new.object_type, 'UTF8')
    || '\x01'::bytea || int4send(octet_length(new.object_id)) || convert_to(new.object_id, 'UTF8')
    || coalesce('\x01'::bytea || int8send(new.case_id), '\x00')
    || coalesce('\x01'::bytea || int8send(new.grant_id), '\x00')
    || coalesce('\x01'::bytea || int4send(octet_length(new.before_hash)) || new.before_hash, '\x00')
    || coalesce('\x01'::bytea || int4send(octet_length(new.after_hash)) || new.after_hash, '\x00')
    || coalesce('\x01'::bytea || int4send(octet_length(new.data::text)) || convert_to(new.data::text, 'UTF8'), '\x00')
    || '\x01'::bytea || xid8send(new.xid)
  );
  return new;
end $$;
create trigger leaf_hash before insert on audit.event for each row execute function audit.set_leaf_hash();
drop function audit.leaf_hash;
