-- What a policy asks of the side and the roles does not depend on the row. Put as a value that is then compared ("which side?" = 'court') it looked to
-- PostgreSQL like a column of unknown contents: one row in a hundred or less, so that a page of a list was read whole and sorted where an index held
-- its order (vacancies: 37 x the plain condition). Put as a question answered yes or no it costs the same and misleads nobody. The words stay.
do $$
declare p record; of_side text := '\(\( SELECT bw\.side\(\) AS side\) (= ANY \(ARRAY\[[^\]]*\]\)|= ''[a-z]+''::text|<> ''[a-z]+''::text)\)';
  of_roles text := '\(\( SELECT bw\.roles\(\) AS roles\) && (ARRAY\[[^\]]*\])\)';
begin
  for p in select * from pg_policies where concat(qual, with_check) ~ of_side or concat(qual, with_check) ~ of_roles loop
    execute format('alter policy %I on %I.%I', p.policyname, p.schemaname, p.tablename)
      || coalesce(' using (' || regexp_replace(regexp_replace(p.qual, of_side, '( SELECT (bw.side() \1))', 'g'), of_roles, '( SELECT (bw.roles() && \1))', 'g') || ')', '')
      || coalesce(' with check (' || regexp_replace(regexp_replace(p.with_check, of_side, '( SELECT (bw.side() \1))', 'g'), of_roles, '( SELECT (bw.roles() && \1))', 'g') || ')', '');
  end loop;
end $$;
