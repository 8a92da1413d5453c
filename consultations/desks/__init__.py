"""What waits on a desk because of comments, consultations, late responses and points. Each room registers its own."""

from consultations.desks import comments, late, points, running

__all__ = ["comments", "late", "points", "running"]
