"""The tab of comments, and the pages on which comments are made, sorted and answered."""
