-- The ledger: every act is one row, written in the act's own transaction; a sealer closes rows into a Merkle tree
-- (README.md holds the byte format). The application may add and read, nothing else: whoever could change a row
-- could change the past.
create schema audit;
grant usage on schema audit to bailiwick_app;

create sequence audit.event_id;
grant usage on sequence audit.event_id to bailiwick_app;

-- SHA-256 of 0x00, format byte 0x01 and every other column, in this order. Null is 0x00; a value is 0x01 and then
-- 8 bytes big-endian (numbers, xid; at: microseconds since 2000-01-01T00:00Z) or a 4-byte length and the bytes.
-- Immutable pieces only: text becomes bytes by cast, with the backslash doubled for bytea's input. A function, because
-- a generated column's expression is prepared anew by every statement (measured: 20 µs this way, 38 to 55 as an expression).
create function audit.leaf_hash(
  id bigint, court_id integer, at timestamptz, account_id bigint, person_id bigint, contractor_id bigint, side text, session_ref text, verb text,
  object_type text, object_id text, case_id bigint, grant_id bigint, before_hash bytea, after_hash bytea, data jsonb, xid xid8
) returns bytea language plpgsql immutable parallel safe as $$
begin
  return sha256(
    '\x0001'::bytea
    || '\x01'::bytea || int8send(id)
    || coalesce('\x01'::bytea || int8send(court_id::bigint), '\x00')
    || '\x01'::bytea || timestamptz_send(at)
    || coalesce('\x01'::bytea || int8send(account_id), '\x00')
    || coalesce('\x01'::bytea || int8send(person_id), '\x00')
    || coalesce('\x01'::bytea || int8send(contractor_id), '\x00')
    || '\x01'::bytea || int4send(octet_length(side)) || replace(side, '\', '\\')::bytea
    || coalesce('\x01'::bytea || int4send(octet_length(session_ref)) || replace(session_ref, '\', '\\')::bytea, '\x00')
    || '\x01'::bytea || int4send(octet_length(verb)) || replace(verb, '\', '\\')::bytea
    || '\x01'::bytea || int4send(octet_length(object_type)) || replace(object_type, '\', '\\')::bytea
    || '\x01'::bytea || int4send(octet_length(object_id)) || replace(object_id, '\', '\\')::bytea
    || coalesce('\x01'::bytea || int8send(case_id), '\x00')
    || coalesce('\x01'::bytea || int8send(grant_id), '\x00')
    || coalesce('\x01'::bytea || int4send(octet_length(before_hash)) || before_hash, '\x00')
    || coalesce('\x01'::bytea || int4send(octet_length(after_hash)) || after_hash, '\x00')
    || coalesce('\x01'::bytea || int4send(octet_length(data::text)) || replace(data::text, '\', '\\')::bytea, '\x00')
    || '\x01'::bytea || xid8send(xid)
  );
end $$;
grant execute on function audit.leaf_hash to bailiwick_app;

create table audit.event (
  id            bigint      not null default nextval('audit.event_id'),
  court_id      integer,
  -- Business time of the transaction (virtual in `simulate`); the partition key, hence a default and not a trigger.
  at            timestamptz not null default coalesce(nullif(current_setting('bw.now', true), '')::timestamptz, now()),
  account_id    bigint,
  person_id     bigint,
  contractor_id bigint,
  side          text        not null,
  session_ref   text,
  verb          text        not null,
  object_type   text        not null,
  object_id     text        not null,
  case_id       bigint,
  grant_id      bigint,
  before_hash   bytea,
  after_hash    bytea,
  data          jsonb,
  -- Tells the sealer which rows can no longer be preceded by a transaction that is still open.
  xid           xid8        not null default pg_current_xact_id(),
  leaf_hash     bytea       not null generated always as (audit.leaf_hash(
    id, court_id, at, account_id, person_id, contractor_id, side, session_ref, verb,
    object_type, object_id, case_id, grant_id, before_hash, after_hash, data, xid)) stored,
  primary key (id, at)
) partition by range (at);

create index event_xid_id on audit.event (xid, id);
create index event_court_id_id on audit.event (court_id, id);
create index event_case_id_id on audit.event (case_id, id) where case_id is not null;
create index event_object on audit.event (object_type, object_id);

-- Safety net: an act is never refused because a month was not prepared.
create table audit.event_default partition of audit.event default;

-- Months in Beijing time, `months` of them from the month of `from_day`. A month that already has rows in the default
-- partition stays there: moving rows would need the delete that nobody has.
create function audit.ensure_partitions(from_day date, months integer) returns integer
language plpgsql security definer set search_path = pg_catalog, audit as $$
declare
  first date := date_trunc('month', from_day)::date;
  created integer := 0;
  name text; lower_at timestamptz; upper_at timestamptz;
begin
  perform pg_advisory_xact_lock(hashtext('audit.ensure_partitions'));
  for i in 0 .. months - 1 loop
    lower_at := (first + make_interval(months => i)) at time zone 'Asia/Shanghai';
    upper_at := (first + make_interval(months => i + 1)) at time zone 'Asia/Shanghai';
    name := 'event_' || to_char(first + make_interval(months => i), 'YYYYMM');
    continue when to_regclass('audit.' || name) is not null;
    continue when exists (select from audit.event_default where at >= lower_at and at < upper_at);
    -- Made apart and attached: the parent stays open for inserts meanwhile.
    execute format('create table audit.%I (like audit.event including all)', name);
    execute format('alter table audit.event attach partition audit.%I for values from (%L) to (%L)', name, lower_at, upper_at);
    created := created + 1;
  end loop;
  return created;
end $$;
revoke all on function audit.ensure_partitions(date, integer) from public;
grant execute on function audit.ensure_partitions(date, integer) to bailiwick_app;

-- Transaction numbers begin anew when a dump is restored into another cluster. An era is one cluster's life; its
-- events have ids from first_event_id on, so that old and new transaction numbers are never compared.
create table audit.era (
  era            integer primary key,
  cluster        text   not null,
  first_event_id bigint not null,
  opened_at      timestamptz not null default now()
);
create function audit.open_era() returns integer
language plpgsql security definer set search_path = pg_catalog, audit as $$
declare
  here text := (select system_identifier::text from pg_control_system());
  latest audit.era;
begin
  select * into latest from audit.era order by era desc limit 1;
  if latest.cluster = here then return latest.era; end if;
  perform pg_advisory_xact_lock(hashtext('audit.open_era'));
  select * into latest from audit.era order by era desc limit 1;
  if latest.cluster = here then return latest.era; end if;
  insert into audit.era (era, cluster, first_event_id)
  values (coalesce(latest.era, 0) + 1, here, case when latest.era is null then 0 else nextval('audit.event_id') end);
  return coalesce(latest.era, 0) + 1;
end $$;
revoke all on function audit.open_era() from public;
grant execute on function audit.open_era() to bailiwick_app;

-- One closed batch: its leaves in tree order, the tree after it, and the signed statement about that tree.
create table audit.seal (
  batch          bigint      primary key check (batch > 0),
  era            integer     not null references audit.era,
  first_position bigint      not null,
  tree_size      bigint      not null unique check (tree_size > first_position),
  event_ids      bigint[]    not null check (cardinality(event_ids) = tree_size - first_position),
  leaf_hashes    bytea       not null check (octet_length(leaf_hashes) = 32 * (tree_size - first_position)),
  last_xid       xid8        not null,
  last_id        bigint      not null,
  root           bytea       not null check (octet_length(root) = 32),
  peaks          bytea       not null,
  sealed_at      timestamptz not null,
  checkpoint     text        not null,
  signature      text        not null
);
-- Finds the batch of an event.
create unique index seal_era_last on audit.seal (era, last_xid, last_id);
-- Slices of leaf_hashes are read without the whole; hashes do not compress anyway.
alter table audit.seal alter column leaf_hashes set storage external;

-- Hash of every complete subtree of 256^level leaves: what an inclusion proof needs beside 256 leaves.
create table audit.subtree (
  level integer not null check (level > 0),
  index bigint  not null,
  hash  bytea   not null check (octet_length(hash) = 32),
  primary key (level, index)
);

create table audit.sealer_key (
  verifier   text        primary key,
  first_used timestamptz not null
);

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit.% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on audit.event for each row execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.seal for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.subtree for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.sealer_key for each statement execute function audit.refuse_change();
create trigger never_truncated before truncate on audit.event for each statement execute function audit.refuse_change();

-- The columns the application may not choose (id, at, xid, leaf_hash) are simply not granted.
grant insert (court_id, account_id, person_id, contractor_id, side, session_ref, verb, object_type, object_id,
              case_id, grant_id, before_hash, after_hash, data) on audit.event to bailiwick_app;
grant select on audit.event, audit.era to bailiwick_app;
grant select, insert on audit.seal, audit.subtree, audit.sealer_key to bailiwick_app;

alter table audit.event enable row level security;
create policy append on audit.event for insert to bailiwick_app with check (true);
-- The court reads its own ledger, a contractor what its own people did there, the platform's jobs (sealer, export)
-- everything, an account of the system side everything or, bound to a court, that court's.
create policy read on audit.event for select to bailiwick_app using (
  case (select current_setting('bw.side', true))
    when 'job' then true
    when 'system' then (select nullif(current_setting('bw.court_id', true), '')) is null
                       or court_id = (select nullif(current_setting('bw.court_id', true), '')::integer)
    when 'court' then court_id = (select nullif(current_setting('bw.court_id', true), '')::integer)
    when 'contractor' then contractor_id = (select nullif(current_setting('bw.contractor_id', true), '')::bigint)
                       and court_id = (select nullif(current_setting('bw.court_id', true), '')::integer)
    else false
  end
);

select audit.open_era();
select audit.ensure_partitions((now() at time zone 'Asia/Shanghai')::date, 3);
