-- Identities of tasks are drawn before the row is written: who opens the next step may not be able to read it.
grant usage on all sequences in schema worklist to bailiwick_app;
