"""A response while it is being written: its parts, who is in which of them, and how far it has come."""
