-- A task is offered to, seen by and given to those outsourced staff whose posts name its service (post.services); leads by their own posts.
-- What the actor's posts reach, once per statement, as engagement/role/service. A lead's post reaches the steps of every role of the contractor.
create function worklist.my_work() returns text[] language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return array(select distinct w.engagement_id || '/' || r.role || '/' || w.service from organisations.work_of(bw.court(), bw.person(), bw.now()) w
    cross join lateral (values (w.role), ('operator'), ('teamLead'), ('projectManager')) r(role)
    where r.role = w.role or w.role in ('teamLead', 'projectManager'));
end $$;
alter policy task_read on worklist.task using (
  court_id = (select bw.court()) and ((select bw.court_wide()) or assignee_id = (select bw.person())
    or ((select bw.side() = 'contractor') and performer = 'outsourced'
        and engagement_id || '/' || role || '/' || key = any ((select worklist.my_work())::text[]))
    or ((select bw.side() = 'court') and (division_id is null or division_id = any ((select bw.divisions())::int[]) or role = any ((select bw.roles())::text[])))));

-- Why an open task of the actor's own engagement is not there for him: he is not admitted (any longer), or none of his posts names its service.
-- Tells nothing of the case; null: not his engagement, or no such task.
create function worklist.why_not_offered(task_ bigint) returns text language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if bw.side() <> 'contractor' or not exists (select from worklist.task t where t.court_id = bw.court() and t.id = task_ and t.performer = 'outsourced'
    and t.state in ('ready', 'claimed', 'started', 'suspended') and t.engagement_id = any (bw.engagements())
    and (t.role = any (bw.roles()) or bw.roles() && array['projectManager', 'teamLead'])
    and t.engagement_id || '/' || t.role || '/' || t.key <> all (worklist.my_work())) then
    return null;
  end if;
  return case when workforce.admitted(bw.court(), bw.person(), bw.now()) then 'not-your-service' else 'not-admitted' end;
end $$;
revoke all on function worklist.my_work, worklist.why_not_offered from public;
grant execute on function worklist.my_work, worklist.why_not_offered to bailiwick_app;

-- Given only to a post of the role and the service. The post is held while it is asked: whoever changes it waits, and then finds the task in hand
-- (worklist.settle_access takes it back); who gives the task after the change finds the post as it has become.
create or replace function worklist.check_assignment() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare d date := (bw.now() at time zone 'Asia/Shanghai')::date;
begin
  if new.assignee_side = 'contractor' then
    if not workforce.admitted(new.court_id, new.assignee_id, bw.now()) then
      raise exception using errcode = 'BW001', message = 'not-admitted';
    end if;
    if not exists (select from organisations.post p join organisations.engagement e on e.court_id = p.court_id and e.id = p.engagement_id
        where p.court_id = new.court_id and p.person_id = new.assignee_id and e.state = 'active' and new.key = any (e.services)
          and (new.engagement_id is null or e.id = new.engagement_id)) then
      raise exception using errcode = 'BW003', message = 'service-not-engaged';
    end if;
    -- The court's own steps are refused to outsourced staff by the constraints below (4.1), not for want of a service.
    if new.performer <> 'outsourced' then return new; end if;
    perform from organisations.post p where p.court_id = new.court_id and p.person_id = new.assignee_id and p.side = 'contractor' and p.role = new.role
      and (new.engagement_id is null or p.engagement_id = new.engagement_id) and p.from_date <= d and (p.until_date is null or p.until_date >= d)
      and (p.services is null or new.key = any (p.services)) limit 1 for share;
    if not found then
      raise exception using errcode = 'BW006', message = 'service-not-in-post';
    end if;
  end if;
  return new;
end $$;

-- What a post no longer names goes back to the pool with its clock, in the transaction that changed the post or the engagement.
create or replace function worklist.settle_access(person_ bigint, because text) returns table (court int, tasks bigint[])
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare day date := (bw.now() at time zone 'Asia/Shanghai')::date; here int; taken bigint[];
begin
  for here in select distinct t.court_id from worklist.task t where t.assignee_id = person_ and t.state in ('claimed', 'started', 'suspended') order by 1 loop
    select array_agg(t.id order by t.id) into taken from worklist.task t join organisations.person p on p.id = t.assignee_id
      where t.court_id = here and t.assignee_id = person_ and t.state in ('claimed', 'started', 'suspended')
        and (p.left_on <= day
          or not exists (select from organisations.post o where o.court_id = here and o.person_id = person_ and o.role = t.role and (t.engagement_id is null or o.engagement_id = t.engagement_id)
            and o.from_date <= day and (o.until_date is null or o.until_date >= day))
          or (t.assignee_side = 'contractor' and (not workforce.admitted(here, person_, bw.now())
            or not exists (select from organisations.work_of(here, person_, bw.now()) w
              where w.role = t.role and w.service = t.key and (t.engagement_id is null or w.engagement_id = t.engagement_id)))));
    continue when taken is null;
    update worklist.task t set assignee_id = null, assignee_side = null, state = case when t.state = 'suspended' then 'suspended' else 'ready' end, claimed_at = null, started_at = null, revision = t.revision + 1
      where t.court_id = here and t.id = any (taken);
    update confidentiality.access_grant g set ended_at = greatest(bw.now(), g.from_at), ended_because = because where g.court_id = here and g.task_id = any (taken) and g.ended_at is null;
    court := here; tasks := taken;
    return next;
  end loop;
  -- What stays ends with the gate at the latest: a last day was named, or moved.
  update confidentiality.access_grant g set until_at = k.until_at
    from (select s.court_id, s.id, case when bw.side() = 'contractor' then least(s.until_at, x.latest) else x.latest end as until_at
      from confidentiality.access_grant s join worklist.task t on t.court_id = s.court_id and t.id = s.task_id
        cross join lateral (select least(greatest(t.due_at, s.from_at) + interval '30 days', confidentiality.gate_ends(s.court_id, s.person_id, bw.now())) as latest) x
      where s.person_id = person_ and s.side = 'contractor' and s.ended_at is null and s.until_at > bw.now()) k
    where g.court_id = k.court_id and g.id = k.id and g.until_at <> k.until_at;
end $$;

-- Pool and team are read service by service, each in the order of due times; a post of one service never walks over the work of the others.
-- The court's pool keeps its own, so that a waiting task stands in one of the two.
drop index worklist.task_pool;
create index task_pool on worklist.task (court_id, role, due_at, id) where state = 'ready' and performer = 'court';
create index task_offered on worklist.task (court_id, engagement_id, role, key, due_at, id) where state = 'ready' and performer = 'outsourced';
drop index worklist.task_team;
create index task_team on worklist.task (court_id, engagement_id, key, due_at, id) where state in ('ready', 'claimed', 'started', 'suspended');
