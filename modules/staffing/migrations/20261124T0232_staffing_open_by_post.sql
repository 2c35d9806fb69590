-- The open vacancy of a post is found by the post, not by reading all open ones for each.
create index vacancy_open_of_post on staffing.vacancy (court_id, post_id) where closed_at is null;
