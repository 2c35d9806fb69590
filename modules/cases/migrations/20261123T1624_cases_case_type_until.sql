-- A type of case goes out of use from a day on; the row stays, because the cases that carry it do. As with causes the day itself is the
-- first on which no case is filed under it any more.
alter table cases.case_type add column until_date date;
