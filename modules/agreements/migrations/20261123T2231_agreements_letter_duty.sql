-- The letter of a key post is a duty of the engine now; nobody reads the view.
drop view agreements.obligation;
