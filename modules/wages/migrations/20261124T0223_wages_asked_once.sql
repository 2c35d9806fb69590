-- The same rule; whether the actor follows wages at all is asked once per statement instead of for every month, statement and list.
do $$
declare t text;
begin
  foreach t in array array['month', 'reminder', 'cause'] loop
    execute format($p$alter policy %2$I on wages.%1$I using (court_id = (select bw.court())
      and ((select bw.side() = 'job' or (bw.side() = 'court' and bw.roles() && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment']))
        or ((select bw.side() = 'contractor' and bw.roles() && array['hr', 'finance', 'projectManager']) and contractor_id = (select bw.contractor()))))$p$, t, t || '_read');
  end loop;
end $$;
alter policy statement_read on wages.statement using (court_id = (select bw.court())
  and (((select bw.side() = 'job' or (bw.side() = 'court' and bw.roles() && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'])) and state <> 'draft')
    or ((select bw.side() = 'contractor' and bw.roles() && array['hr', 'finance', 'projectManager']) and contractor_id = (select bw.contractor()))));
-- A list stands only where its month does (key), and whoever decides or works for the platform reads every month.
alter policy list_read on wages.list using (court_id = (select bw.court())
  and ((select wages.court_decides() or bw.side() = 'job') or exists (select from wages.month m where m.court_id = list.court_id and m.id = list.month_id and wages.keeps(m.contractor_id))));
