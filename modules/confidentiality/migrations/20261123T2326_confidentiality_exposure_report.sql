-- The exposure report of a period (7.3.2.2): outsourced people's grants that were in force in it, found from their end; most periods asked for are recent.
create index access_grant_over on confidentiality.access_grant (court_id, (coalesce(ended_at, until_at)), from_at) where side = 'contractor';
