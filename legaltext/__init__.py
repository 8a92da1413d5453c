"""The text of the code and what proposals would make of it: clauses, drafts, edits and redlines."""
