"""Reading what is asked and what is said. ``visible_to`` of each queryset is the only reading right."""
