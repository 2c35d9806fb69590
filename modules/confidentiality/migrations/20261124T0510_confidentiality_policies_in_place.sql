-- The two rewritings of 0220 and 0228 (why, stands there) as one function, so that modules that came later, or will, call it at the end of their migration
-- instead of remembering the spelling. Run again it changes nothing.
create function confidentiality.policies_in_place() returns int language plpgsql volatile set search_path = pg_catalog as $$
declare p record; n int := 0; using_ text; check_ text;
  of_side text := '\(\( SELECT bw\.side\(\) AS side\) (= ANY \(ARRAY\[[^\]]*\]\)|= ''[a-z]+''::text|<> ''[a-z]+''::text)\)';
  of_roles text := '\(\( SELECT bw\.roles\(\) AS roles\) && (ARRAY\[[^\]]*\])\)';
  court text := '\(court_id = \( SELECT bw\.court\(\) AS court\)\)';
  here text := '(court_id = (NULLIF(current_setting(''bw.court_id''::text, true), ''''::text))::integer)';
begin
  for p in select * from pg_policies loop
    using_ := regexp_replace(regexp_replace(p.qual, of_side, '( SELECT (bw.side() \1))', 'g'), of_roles, '( SELECT (bw.roles() && \1))', 'g');
    check_ := regexp_replace(regexp_replace(p.with_check, of_side, '( SELECT (bw.side() \1))', 'g'), of_roles, '( SELECT (bw.roles() && \1))', 'g');
    if p.cmd <> 'INSERT' then using_ := regexp_replace(using_, court, here, 'g'); end if;
    if using_ is not distinct from p.qual and check_ is not distinct from p.with_check then continue; end if;
    execute format('alter policy %I on %I.%I', p.policyname, p.schemaname, p.tablename) || coalesce(' using (' || using_ || ')', '') || coalesce(' with check (' || check_ || ')', '');
    n := n + 1;
  end loop;
  return n;
end $$;
revoke all on function confidentiality.policies_in_place from public;
select confidentiality.policies_in_place();
