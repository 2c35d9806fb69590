-- The figures of the desk for whoever does not see the whole court: counted over the view, where the policy asked a function for every filing
-- of the court and again for every deadline (judge, 100,000 filings: 1.2 s). The days in force of a filing that is in scope stand beside it; a
-- list that does not ask for them does not read them.
create or replace view filing.record_in_scope as
  select r.court_id, r.id, r.case_id, r.received_at, r.fee_open, c.division_id, c.judge_id, c.clerk_id,
         (select d.due_on from filing.deadline d where d.court_id = r.court_id and d.record_id = r.id and d.rule = 'filing-decision' order by d.id desc limit 1) as decision_due_on,
         (select d.due_on from filing.deadline d where d.court_id = r.court_id and d.record_id = r.id and d.rule = 'filing-fee' order by d.id desc limit 1) as fee_due_on
    from filing.record r join cases.case_in_scope c on c.court_id = r.court_id and c.id = r.case_id
   where r.court_id = (select bw.court()) and r.case_id <> all (array(select d.case_id from confidentiality.denial_in_force d));
