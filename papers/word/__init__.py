"""Word files that others wrote: what is in them, what must not be opened, and their pages as PDF."""
