"""What was submitted, brought together: counted by question and category, and what is said more than once folded."""
