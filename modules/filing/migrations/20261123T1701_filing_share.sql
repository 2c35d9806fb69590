-- Whose share of the indicator the asker may see (8.2.3; 7.3.2.2): the court's offices all of their court, the contractor that of its own
-- engagements, also when its access to the case is long over (asked under its row scope its own figures read zero). A view of the owner:
-- facts are times and persons, no case content; numbers and titles of cases still come through the case's own policy. It holds the words of
-- filing.indicator_fact_e itself, because a view that asks as its caller does so inside another view too: whoever changes one changes both.
do $do$
declare facts text := rtrim(pg_get_viewdef('filing.indicator_fact_e'::regclass), ';');
begin
  execute 'create view filing.indicator_share_e as select f.* from (' || facts || ') f
    where f.court_id = (select bw.court())
      and ((select bw.court_wide())
        or ((select bw.side() = ''contractor'' and not confidentiality.barred()) and f.engagement_id = any ((select bw.engagements())::int[])))';
end $do$;
grant select on filing.indicator_share_e to bailiwick_app;
