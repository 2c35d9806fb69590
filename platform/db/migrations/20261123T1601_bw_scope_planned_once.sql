-- The same answers, cheaper to plan. A function in SQL is inlined: PostgreSQL reads its text again for every place a policy names it, in
-- every planning; a policy with twenty such places cost more to plan than to run (first plan of a filing: 100 ms, most of it here). In
-- PL/pgSQL the call stays a call, and its expression is prepared once per connection.
create or replace function bw.person() returns bigint language plpgsql stable parallel safe as
$$ begin return nullif(current_setting('bw.person_id', true), '')::bigint; end $$;
create or replace function bw.account() returns bigint language plpgsql stable parallel safe as
$$ begin return nullif(current_setting('bw.account_id', true), '')::bigint; end $$;
create or replace function bw.court() returns int language plpgsql stable parallel safe as
$$ begin return nullif(current_setting('bw.court_id', true), '')::int; end $$;
create or replace function bw.contractor() returns int language plpgsql stable parallel safe as
$$ begin return nullif(current_setting('bw.contractor_id', true), '')::int; end $$;
create or replace function bw.side() returns text language plpgsql stable parallel safe as
$$ begin return coalesce(nullif(current_setting('bw.side', true), ''), 'public'); end $$;
create or replace function bw.roles() returns text[] language plpgsql stable parallel safe as
$$ begin return coalesce(nullif(current_setting('bw.roles', true), ''), '{}')::text[]; end $$;
create or replace function bw.divisions() returns int[] language plpgsql stable parallel safe as
$$ begin return coalesce(nullif(current_setting('bw.divisions', true), ''), '{}')::int[]; end $$;
create or replace function bw.engagements() returns int[] language plpgsql stable parallel safe as
$$ begin return coalesce(nullif(current_setting('bw.engagements', true), ''), '{}')::int[]; end $$;
create or replace function bw.has_role(role text) returns boolean language plpgsql stable parallel safe as
$$ begin return role = any (coalesce(nullif(current_setting('bw.roles', true), ''), '{}')::text[]); end $$;
create or replace function bw.now() returns timestamptz language plpgsql stable parallel safe as
$$ begin return coalesce(nullif(current_setting('bw.now', true), '')::timestamptz, transaction_timestamp()); end $$;
create or replace function bw.court_wide() returns boolean language plpgsql stable parallel safe as
$$ begin return bw.side() = 'job' or (bw.side() = 'court'
     and bw.roles() && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'archivist']); end $$;
-- Nine settings of every request: likewise planned once, not at each call.
create or replace function bw.act_as(person bigint, account bigint, court int, contractor int, side text, roles text[], divisions int[], engagements int[], at timestamptz)
returns void language plpgsql volatile as $$
declare done text;
begin
  done := set_config('bw.person_id', coalesce(person::text, ''), true);
  done := set_config('bw.account_id', coalesce(account::text, ''), true);
  done := set_config('bw.court_id', coalesce(court::text, ''), true);
  done := set_config('bw.contractor_id', coalesce(contractor::text, ''), true);
  done := set_config('bw.side', coalesce(side, 'public'), true);
  done := set_config('bw.roles', coalesce(roles, '{}')::text, true);
  done := set_config('bw.divisions', coalesce(divisions, '{}')::text, true);
  done := set_config('bw.engagements', coalesce(engagements, '{}')::text, true);
  done := set_config('bw.now', coalesce(at::text, ''), true);
end $$;

-- For functions of the modules that are asked row by row (security definer, so never inlined): the words stay as they stand in the function,
-- but are prepared once per connection instead of being planned again at each statement.
create function bw.prepared_once(asked regprocedure) returns void language plpgsql set search_path = pg_catalog as $$
declare f pg_proc; head text := pg_get_functiondef(asked);
begin
  select * into f from pg_proc where oid = asked;
  if f.prolang <> (select oid from pg_language where lanname = 'sql') then return; end if;
  execute regexp_replace(left(head, position('AS $function$' in head) - 1), '\mLANGUAGE sql\M', 'LANGUAGE plpgsql')
    || 'AS ' || quote_literal(E'#variable_conflict use_column\nbegin return ' || case when f.proretset then 'query ' || f.prosrc else '(' || f.prosrc || ')' end || '; end');
end $$;
revoke all on function bw.prepared_once from public;
