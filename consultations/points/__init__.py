"""Points made of responses: where each was made, what became of it, and what is still open."""
