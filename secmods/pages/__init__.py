"""Pages that belong to no one app: the front page, and what a load balancer asks."""
