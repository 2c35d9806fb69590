-- What a change makes owed is told to the duties by an event of the module; nobody reads the view.
drop view laws.obligation;
