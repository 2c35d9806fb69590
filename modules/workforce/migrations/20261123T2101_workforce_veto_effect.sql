-- What a veto did (6.6.1), kept beside it for the person's page: grants ended, tasks back in their pool, sessions ended, and what modules above add.
create table workforce.veto_effect (
  court_id int not null references organisations.court,
  fact_id bigint not null,
  effects jsonb not null,
  made_at timestamptz not null default bw.now(),
  primary key (court_id, fact_id),
  foreign key (court_id, fact_id) references workforce.fact
);
grant select, insert on workforce.veto_effect to bailiwick_app;
alter table workforce.veto_effect enable row level security;
alter table workforce.veto_effect force row level security;
create policy veto_effect_read on workforce.veto_effect for select to bailiwick_app using (court_id = (select bw.court()) and (select bw.side()) <> 'public');
create policy veto_effect_write on workforce.veto_effect for insert to bailiwick_app with check (court_id = (select bw.court())
  and ((select bw.side()) = 'job' or ((select bw.side()) = 'court' and (select bw.roles()) && array['trialManagement', 'commissioner', 'responsibleDepartment'])));
