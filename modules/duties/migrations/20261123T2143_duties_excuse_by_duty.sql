-- An excuse is seen with its duty: asked by name, under the duty's own policy and as the one who asks, instead of spelt out into every statement
-- that looks whether a duty has an excuse (its ten questions stood there twice, and most duties have none).
create function duties.sees_duty(duty_ bigint) returns boolean language plpgsql stable set search_path = pg_catalog cost 500 as $$
begin
  return exists (select from duties.duty d where d.court_id = bw.court() and d.id = duty_);
end $$;
revoke all on function duties.sees_duty from public;
grant execute on function duties.sees_duty to bailiwick_app;
alter policy excuse_read on duties.excuse using (court_id = (select bw.court()) and duties.sees_duty(duty_id));
