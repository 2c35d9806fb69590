-- The team lead's check asks for likely cases too (登记立案: a duplicate must not get a second number). His grant says 'check', not 'edit', so the
-- function answered nothing and his screen said that there was none. Both stages of the entry may ask; the cause has to be a task of this filing.
create or replace function filing.likely_cases(this_case bigint, wanted jsonb)
returns table (case_id bigint, number text, status text, cause_name text, secret boolean, wanted_index int, role text, by_paper boolean)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare w jsonb;
begin
  if not (bw.side() = 'court' and bw.has_role('filingOfficer')) and (confidentiality.barred() or not exists (
      select from confidentiality.access_grant g where g.court_id = bw.court() and g.case_id = this_case and g.person_id = bw.person() and g.ended_at is null
        and g.from_at <= bw.now() and g.until_at > bw.now()
        and ('edit' = any (g.actions) or ('check' = any (g.actions) and exists (select from worklist.task t
          where t.court_id = g.court_id and t.id = g.task_id and t.case_id = this_case and t.form = 'filing-check'))))) then
    return;
  end if;
  for w in select * from jsonb_array_elements(wanted) limit 20 loop
    if w->>'paper' is not null then
      return query select c.id, c.number, c.status, c.cause_name, c.secrecy = 'secret', (w->>'index')::int, p.role, true
        from cases.party p join cases.case_record c on c.court_id = p.court_id and c.id = p.case_id
        where p.court_id = bw.court() and p.id_no_hash = decode(w->>'paper', 'hex') and c.id <> this_case and c.status <> 'void' and p.role <> 'agent'
        order by c.id desc limit 50;
    end if;
    return query select c.id, c.number, c.status, c.cause_name, c.secrecy = 'secret', (w->>'index')::int, p.role, false
      from cases.party p join cases.case_record c on c.court_id = p.court_id and c.id = p.case_id
      where p.court_id = bw.court() and p.name_grams @> array(select jsonb_array_elements_text(w->'grams')) and p.name = w->>'name'
        and c.id <> this_case and c.status <> 'void' and p.role <> 'agent'
      order by c.id desc limit 200;
  end loop;
end $$;
