-- Whose share of the indicator the asker may see (8.2.3; 7.3.2.2): the court's offices all of their court, the contractor that of its own
-- engagements, also when its access to the case is long over (asked under its row scope its own figures read zero). A view of the owner:
-- facts are times and persons, no case content; numbers and titles of cases still come through the case's own policy. It holds the words of
-- service_of_process.indicator_fact_d itself, because a view that asks as its caller does so inside another view too: whoever changes one changes both.
do $do$
declare facts text := rtrim(pg_get_viewdef('service_of_process.indicator_fact_d'::regclass), ';');
begin
  facts := replace(facts, 'service_of_process.excluded_span', '(' || rtrim(pg_get_viewdef('service_of_process.excluded_span'::regclass), ';') || ')');
  execute 'create view service_of_process.indicator_share_d as select f.* from (' || facts || ') f
    where f.court_id = (select bw.court())
      and ((select bw.court_wide())
        or ((select bw.side() = ''contractor'' and not confidentiality.barred()) and f.engagement_id = any ((select bw.engagements())::int[])))';
end $do$;
grant select on service_of_process.indicator_share_d to bailiwick_app;
