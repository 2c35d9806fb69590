-- The identity of a grant is drawn before it is written: who opens the next step may not read its grant (a lead's check opens the clerk's).
grant usage on all sequences in schema confidentiality to bailiwick_app;
