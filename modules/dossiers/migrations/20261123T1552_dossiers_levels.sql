-- Papers are field level C2 (7.3.2.2): a grant names the category and the level. What is done to pages follows the actions of the grant.
create or replace function dossiers.sees(this_case bigint, this_category text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select this_category is distinct from 'secondaryVolume' and not confidentiality.barred() and exists (select from confidentiality.access_grant g
      where g.court_id = bw.court() and g.case_id = this_case and g.person_id = bw.person() and g.ended_at is null and g.from_at <= bw.now() and g.until_at > bw.now()
        and 'C2' = any (g.levels)
        and case when this_category is null then g.stage in ('scan', 'catalogue') else this_category = any (g.categories) end)
    and not exists (select from confidentiality.denial d where d.court_id = bw.court() and d.case_id = this_case and d.ended_at is null and (d.person_id is null or d.person_id = bw.person()))
$$;
-- A live grant of one of these stages for one of these actions. Restrictive policies: arranging, cataloguing and marking for a rescan write
-- pages, returning originals or a slip does not; files come from whoever scans.
create function dossiers.acts(this_case bigint, stages text[], acts text[]) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from confidentiality.access_grant g where g.court_id = bw.court() and g.case_id = this_case and g.person_id = bw.person()
    and g.ended_at is null and g.from_at <= bw.now() and g.until_at > bw.now() and g.stage = any (stages) and g.actions && acts)
$$;
revoke all on function dossiers.acts from public;
grant execute on function dossiers.acts to bailiwick_app;
create policy page_written_by_act on dossiers.page as restrictive for update to bailiwick_app
  using ((select bw.side()) <> 'contractor' or dossiers.acts(case_id, '{scan,catalogue}', '{arrange,catalogue,check}'));
create policy upload_by_act on dossiers.upload as restrictive for insert to bailiwick_app
  with check ((select bw.side()) <> 'contractor' or dossiers.acts(case_id, '{scan}', '{upload}'));
