select bw.prepared_once(p.oid::regprocedure) from pg_proc p where p.pronamespace = 'worklist'::regnamespace and p.proname = 'causes';
