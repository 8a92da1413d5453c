"""Who is told what: messages, and their recipients by role."""
