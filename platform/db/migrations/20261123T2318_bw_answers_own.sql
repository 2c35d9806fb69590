-- Answers kept for repeated calls hold what the person was told: nobody else's statement reads them, whatever it is.
alter table bw.idempotency enable row level security;
create policy idempotency_own on bw.idempotency for all to bailiwick_app
  using (account_id = (select bw.account()) or (select bw.side()) = 'job') with check (account_id = (select bw.account()));
