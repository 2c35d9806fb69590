-- How often a grant let somebody read; only events under a grant carry the cost.
create index event_grant on audit.event (grant_id) where grant_id is not null;
