-- The same rule, asked once per statement; whoever reads only his own finds them in an index instead of walking the court's whole list.
alter policy injury_read on injuries.injury using (court_id = (select bw.court())
  and ((select injuries.court_sees() or bw.side() = 'job') or person_id = (select bw.person())
    or ((select bw.side() = 'contractor' and bw.roles() && array['hr', 'projectManager']) and contractor_id = (select bw.contractor()))));
create index injury_of_person on injuries.injury (court_id, person_id, happened_at desc, id desc);
