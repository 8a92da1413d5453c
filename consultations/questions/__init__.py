"""What is asked: the form of a question, which questions apply, and where sets of them come from."""
