-- The scope of a transaction: who acts, where, since when. Set once per transaction by accounts.enter() (from the session
-- token) or bw.act_as() (jobs, simulate); read by every row-level-security policy through initplans `(select bw.person())`.
create schema bw;
grant usage on schema bw to bailiwick_app;

create function bw.person() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('bw.person_id', true), '')::bigint $$;
create function bw.account() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('bw.account_id', true), '')::bigint $$;
create function bw.court() returns int language sql stable parallel safe as
$$ select nullif(current_setting('bw.court_id', true), '')::int $$;
create function bw.contractor() returns int language sql stable parallel safe as
$$ select nullif(current_setting('bw.contractor_id', true), '')::int $$;
-- 'court' | 'contractor' | 'system' | 'job' (the platform itself) | 'public'
create function bw.side() returns text language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('bw.side', true), ''), 'public') $$;
create function bw.roles() returns text[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('bw.roles', true), ''), '{}')::text[] $$;
create function bw.divisions() returns int[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('bw.divisions', true), ''), '{}')::int[] $$;
create function bw.engagements() returns int[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('bw.engagements', true), ''), '{}')::int[] $$;
create function bw.has_role(role text) returns boolean language sql stable parallel safe as
$$ select role = any (coalesce(nullif(current_setting('bw.roles', true), ''), '{}')::text[]) $$;
-- Business time of the transaction: the virtual clock in simulate, else the machine's.
create function bw.now() returns timestamptz language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('bw.now', true), '')::timestamptz, transaction_timestamp()) $$;
-- Court roles that see every case of their court (leaders, trial management, commissioner, filing); the platform's own jobs too.
create function bw.court_wide() returns boolean language sql stable parallel safe as
$$ select bw.side() = 'job' or (bw.side() = 'court'
     and bw.roles() && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'archivist']) $$;

create function bw.act_as(person bigint, account bigint, court int, contractor int, side text, roles text[], divisions int[], engagements int[], at timestamptz)
returns void language sql volatile as $$
  select set_config('bw.person_id', coalesce(person::text, ''), true), set_config('bw.account_id', coalesce(account::text, ''), true),
         set_config('bw.court_id', coalesce(court::text, ''), true), set_config('bw.contractor_id', coalesce(contractor::text, ''), true),
         set_config('bw.side', coalesce(side, 'public'), true), set_config('bw.roles', coalesce(roles, '{}')::text, true),
         set_config('bw.divisions', coalesce(divisions, '{}')::text, true), set_config('bw.engagements', coalesce(engagements, '{}')::text, true),
         set_config('bw.now', coalesce(at::text, ''), true)
$$;
grant execute on all functions in schema bw to bailiwick_app;

-- A repeated call is recognised by its Idempotency-Key: the first answer is given again.
create table bw.idempotency (
  account_id bigint not null,
  key text not null check (length(key) between 8 and 200),
  request_hash bytea not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (account_id, key)
);
grant select, insert, update, delete on bw.idempotency to bailiwick_app;

create table bw.setting (
  court_id int not null default 0,          -- 0: the whole installation
  key text not null,
  value jsonb not null,
  revision int not null default 1,
  primary key (court_id, key)
);
grant select, insert, update on bw.setting to bailiwick_app;
