-- 7.3.2.5: the mark on a page names its viewer even where only a scrap of it is left: a short token for viewer, bundle and minute.
create table dossiers.watermark (
  court_id int not null references organisations.court,
  token text not null check (token ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  person_id bigint not null references organisations.person,
  case_id bigint not null,
  batch_id bigint not null,
  batch_number text not null,
  minute timestamptz not null,
  primary key (court_id, token),
  unique (court_id, person_id, batch_id, minute)
);
grant select, insert on dossiers.watermark to bailiwick_app;
alter table dossiers.watermark enable row level security;
alter table dossiers.watermark force row level security;
-- Whoever looks at a page has his own written; only who looks into leaks reads those of others.
create policy watermark_own on dossiers.watermark for select to bailiwick_app using (court_id = (select bw.court()) and person_id = (select bw.person()));
create policy watermark_look on dossiers.watermark for select to bailiwick_app using (court_id = (select bw.court())
  and (select bw.roles()) && array['securityAdmin', 'securityAuditor', 'commissioner', 'trialManagement', 'courtLeader']);
create policy watermark_make on dossiers.watermark for insert to bailiwick_app with check (court_id = (select bw.court()) and person_id = (select bw.person()));
