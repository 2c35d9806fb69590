-- Which pieces were replaced by another: the list read all pieces of the court to know.
create index piece_replaced on badges.piece (court_id, replaces) where replaces is not null;
