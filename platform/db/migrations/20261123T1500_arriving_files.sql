-- Files on their way (resumable upload): whose they are, for what, and until when. The bytes lie sealed in the file store; a row without an answer is
-- not finished. They belong to one person and, where the endpoint says so, to one case.
create table bw.arriving_file (
  id uuid primary key,
  court_id int not null default 0,
  person_id bigint not null,
  case_id bigint,
  endpoint text not null,
  params jsonb not null,
  name text not null check (length(name) <= 400),
  fields jsonb not null,
  size bigint not null check (size > 0),
  created_at timestamptz not null default bw.now(),
  expires_at timestamptz not null,
  answer jsonb                                -- of the use case: given again when the line broke under it
);
create index arriving_file_owner on bw.arriving_file (person_id, expires_at);
create index arriving_file_expiry on bw.arriving_file (expires_at);
grant select, insert, delete on bw.arriving_file to bailiwick_app;
grant update (answer) on bw.arriving_file to bailiwick_app;
alter table bw.arriving_file enable row level security;
create policy arriving_file_own on bw.arriving_file for all to bailiwick_app
  using (person_id = (select bw.person()) or (select bw.side()) = 'job')
  with check (person_id = (select bw.person()));
