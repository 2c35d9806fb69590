-- The share of an indicator is its fact view with a narrower question, in the same words for all (test/access/shares.test.ts).
do $do$
declare facts text := rtrim(pg_get_viewdef('hotline.indicator_fact_c'::regclass), ';');
begin
  execute 'create or replace view hotline.indicator_share_c as select f.* from (' || facts || ') f
    where f.court_id = (select bw.court())
      and ((select bw.court_wide())
        or ((select bw.side() = ''contractor'' and not confidentiality.barred()) and f.engagement_id = any ((select bw.engagements())::int[])))';
end $do$;
