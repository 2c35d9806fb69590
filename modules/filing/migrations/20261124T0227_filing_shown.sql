-- A filing as the desk shows it, with what hangs on it: due days, fee, decisions, what was asked for. Each of seven tables asked the same policy of the
-- same case again, and a statement that finds one filing spent more on those questions than on the filing. Told is without any policy and for nobody;
-- shown is told to whom the policy of the record admits, asked once; the court's own by the case's scope, which is planned with the statement. What hangs on a filing carries its case, so that its own policy says the same.
create view filing.record_told as
  select r.court_id, r.id, r.case_id, r.applicant, r.respondent, r.channel, r.received_at, r.statement, r.division_id, r.officer_id, due.due_on, due.provisional, due.fee_due_on,
    case when exists (select from filing.void v where v.court_id = r.court_id and v.record_id = r.id and v.case_id = r.case_id) then 'void'
      when said.kinds @> '{accept}' then 'accepted' when said.kinds @> '{refuse-ruling}' then 'refused' when said.kinds @> '{returned}' then 'returned'
      when exists (select from filing.supplement s where s.court_id = r.court_id and s.record_id = r.id and s.case_id = r.case_id
        and not exists (select from filing.supplement_arrival a where a.court_id = s.court_id and a.supplement_id = s.id and a.case_id = r.case_id)) and not said.kinds && '{insists}' then 'awaiting'
      else 'open' end as state,
    money.amount as fee_amount, money.noticed_on as fee_noticed_on, money.paid_on as fee_paid_on, money.waived as fee_waived
  from filing.record r
    cross join lateral (select (array_agg(d.due_on order by d.id desc) filter (where d.rule = 'filing-decision'))[1] as due_on, (array_agg(d.provisional order by d.id desc) filter (where d.rule = 'filing-decision'))[1] as provisional,
      (array_agg(d.due_on order by d.id desc) filter (where d.rule = 'filing-fee'))[1] as fee_due_on from filing.deadline d where d.court_id = r.court_id and d.record_id = r.id and d.case_id = r.case_id) due
    cross join lateral (select (array_agg(f.amount order by f.id desc) filter (where f.kind = 'set'))[1] as amount, (array_agg(f.happened_on order by f.id desc) filter (where f.kind = 'noticed'))[1] as noticed_on,
      min(f.happened_on) filter (where f.kind = 'paid') as paid_on, count(*) filter (where f.kind = 'waived') > 0 as waived from filing.fee f where f.court_id = r.court_id and f.record_id = r.id and f.case_id = r.case_id) money
    cross join lateral (select coalesce(array_agg(d.kind), '{}') as kinds from filing.decision d where d.court_id = r.court_id and d.record_id = r.id and d.case_id = r.case_id) said;
create view filing.record_shown with (security_barrier) as
  select t.* from filing.record_told t
   where t.court_id = nullif(current_setting('bw.court_id', true), '')::int
     and (((select bw.court_wide()) or exists (select from cases.case_in_scope c where c.id = t.case_id)) and t.case_id <> all (array(select d.case_id from confidentiality.denial_in_force d))
       or confidentiality.sees_part(t.case_id, '{C1,C2}', 'complaint'));
revoke all on filing.record_told from public;
grant select on filing.record_shown to bailiwick_app;
