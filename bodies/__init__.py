"""Committees as bodies: their seats, members and meetings, and the calendar of working days they meet by."""
