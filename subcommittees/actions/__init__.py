"""Every change of what bodies do, one function per act."""

from subcommittees.actions.giving import record_view

__all__ = ["record_view"]
