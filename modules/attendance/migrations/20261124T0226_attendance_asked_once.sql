-- The same rule, asked once per statement where it does not depend on the row.
do $$
declare t text;
begin
  foreach t in array array['leave', 'mark', 'person_shift'] loop
    execute format($p$alter policy %2$I on attendance.%1$I using (court_id = (select bw.court())
      and ((select bw.side() = 'job' or (bw.side() = 'court' and bw.roles() && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'])) or person_id = (select bw.person())
        or ((select attendance.leads()) and contractor_id = (select bw.contractor()))))$p$, t, t || '_read');
  end loop;
end $$;
