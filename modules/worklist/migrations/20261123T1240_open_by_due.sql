-- All open work of a court by due time: the court's own list, and pools and teams of several roles or engagements, are cut to a page
-- without sorting everything that is open.
create index task_open on worklist.task (court_id, due_at, id) where state in ('ready', 'claimed', 'started', 'suspended');
