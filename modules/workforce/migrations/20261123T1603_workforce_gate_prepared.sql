-- Asked by triggers at each assignment and each grant.
select bw.prepared_once('workforce.gate(int, bigint, timestamptz)'), bw.prepared_once('workforce.admitted(int, bigint, timestamptz)');
