-- What will be owed is seen by who will see it when it is opened: the same words as duty_read.
create policy subject_read on duties.subject for select to bailiwick_app using (
  court_id = (select bw.court()) and (((select bw.side() in ('court', 'system')) and ((select bw.roles() && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'])
        or key = any ((select duties.my_keys())::text[])))
    or ((select bw.side() = 'contractor') and engagement_id = any ((select bw.engagements())::int[])
        and ((select bw.roles() && array['projectManager', 'teamLead', 'hr', 'finance']) or key = any ((select duties.my_keys())::text[])
          or (kind = 'person' and subject_id = (select bw.person()))))));
