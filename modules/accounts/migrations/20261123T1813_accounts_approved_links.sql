-- 三员分立: who makes links (the system administrator) could give himself the account of another administrator who has no second factor yet.
-- A link for such an account needs a second hand first: approved within a day, by whom, used up with the link.
alter table accounts.account add column link_approved_at timestamptz, add column link_approved_by bigint references organisations.person,
  add constraint account_link_approval check ((link_approved_at is null) = (link_approved_by is null) and link_approved_by is distinct from person_id);
