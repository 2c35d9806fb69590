-- The same rule, asked once per statement where it does not depend on the row: whose trainings one may follow was a function of every row (3 µs each, a
-- thousand rows a page of courses), and a session asked its course's policy before its own day could be looked up in the index.
do $$
declare t text; more text;
begin
  foreach t in array array['attendance', 'expected', 'attempt', 'credit'] loop
    more := case t when 'expected' then 'training.runs_session(court_id, session_id)' when 'attempt' then 'training.keeps_course(court_id, course_id)' else 'training.confirms_session(court_id, session_id)' end;
    execute format($p$alter policy %2$I on training.%1$I using (court_id = (select bw.court())
      and ((select bw.side() = 'job' or (bw.side() = 'court' and bw.roles() && array['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'])) or person_id = (select bw.person())
        or ((select bw.side() = 'contractor' and bw.roles() && array['hr', 'projectManager', 'teamLead']) and contractor_id = (select bw.contractor())) or %3$s))$p$, t, t || '_see', more);
  end loop;
end $$;
alter policy session_see on training.session using (court_id = (select bw.court())
  and ((select bw.side() in ('court', 'job')) or exists (select from training.course c where c.court_id = session.court_id and c.id = session.course_id)));
alter policy material_see on training.material using (court_id = (select bw.court())
  and ((select bw.side() in ('court', 'job')) or exists (select from training.course c where c.court_id = material.court_id and c.id = material.course_id)));
