"""Every change of what bodies do, one function per act."""

from subcommittees.actions.agenda import fix_reference
from subcommittees.actions.giving import record_view

__all__ = ["fix_reference", "record_view"]
