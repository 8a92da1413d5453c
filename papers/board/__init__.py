"""What the Change Board did with a Modification Report: facts, gathering, and what papers say of it."""
