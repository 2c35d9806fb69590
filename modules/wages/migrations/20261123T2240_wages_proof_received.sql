-- A-9.5: the contractor's own word for the day of payment takes no reminder back (and with it no right of the court to end the contract);
-- what the court has received as proof does.
create or replace view wages.reminder_counted with (security_invoker = true) as
  select r.* from wages.reminder r
  where not exists (select from wages.cause c where c.court_id = r.court_id and c.engagement_id = r.engagement_id and c.month = r.month and c.approved)
    and not exists (select from duties.duty d where d.court_id = r.court_id and d.key = 'wages.monthly' and d.subject_id = r.engagement_id and d.period = r.month and d.state = 'excused')
    and not exists (select from wages.month m where m.court_id = r.court_id and m.engagement_id = r.engagement_id and m.month = r.month and m.state = 'received'
      and m.paid_on <= wages.due(m.month));
