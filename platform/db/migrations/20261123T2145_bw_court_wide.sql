-- Asked by every policy of case data: the same answer without two further functions below it.
create or replace function bw.court_wide() returns boolean language plpgsql stable parallel safe as
$$ begin return coalesce(current_setting('bw.side', true), '') = 'job' or (coalesce(current_setting('bw.side', true), '') = 'court'
     and coalesce(nullif(current_setting('bw.roles', true), ''), '{}')::text[] && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'archivist']); end $$;
