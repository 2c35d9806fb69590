-- What may be read is what could be read (the court by the case, outsourced staff by a live grant of levels C1 and C2 that names the
-- category), asked by name: fourteen tables each spelt the case's policy and the grant out, and the plan of one filing had 1,400 lines.
do $$
declare t text; of_kind text;
begin
  foreach t in array array['record', 'material', 'entry', 'entry_check', 'mark', 'decision', 'supplement', 'supplement_item', 'supplement_arrival', 'deadline', 'fee', 'document', 'handover', 'void'] loop
    of_kind := case t when 'document' then $p$case kind when 'receipt' then 'complaint' when 'refusalRuling' then 'issuedDocument' else 'filingNotice' end$p$ else $p$'complaint'$p$ end;
    execute format($p$alter policy %1$s_read on filing.%1$I using (court_id = (select bw.court())
      and (((select confidentiality.court_open()) and case_id <> all ((select confidentiality.denied_cases())::bigint[])) or confidentiality.sees_part(case_id, '{C1,C2}', %2$s)))$p$, t, of_kind);
  end loop;
end $$;
select confidentiality.asked_by_name('{filing}');
