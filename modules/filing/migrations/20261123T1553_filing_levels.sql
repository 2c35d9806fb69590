-- Filing is of levels C1 and C2 (domain: ③): its rows name the parties, so a grant that names only the papers (scanning) does not open
-- them. Notices are of their own category; a ruling of refusal is the court's until it is issued and served.
do $$
declare t text; of_kind text;
begin
  foreach t in array array['record', 'material', 'entry', 'entry_check', 'mark', 'decision', 'supplement', 'supplement_item', 'supplement_arrival', 'deadline', 'fee', 'document', 'handover', 'void'] loop
    of_kind := case t when 'document' then $p$case kind when 'receipt' then 'complaint' when 'refusalRuling' then 'issuedDocument' else 'filingNotice' end$p$ else $p$'complaint'$p$ end;
    execute format($p$alter policy %1$s_read on filing.%1$I using (
      court_id = (select bw.court())
      and (((select bw.side()) in ('court', 'job') and exists (select from cases.case_record c where c.court_id = %1$I.court_id and c.id = %1$I.case_id))
        or (not (select confidentiality.barred()) and exists (select from confidentiality.access_grant g where g.court_id = %1$I.court_id and g.case_id = %1$I.case_id
            and g.person_id = (select bw.person()) and g.ended_at is null and g.from_at <= (select bw.now()) and g.until_at > (select bw.now())
            and g.levels @> '{C1,C2}' and %2$s = any (g.categories))
          and not exists (select from confidentiality.denial d where d.court_id = %1$I.court_id and d.case_id = %1$I.case_id and d.ended_at is null
            and (d.person_id is null or d.person_id = (select bw.person()))))))$p$, t, of_kind);
  end loop;
end $$;
