"""Who may do what for a body: predicates of (user, committee), composed per act."""

import rules

from accounts.rules import is_analyst, is_signed_in
from bodies.rules import chairs_it, may_run, serves_it, sits_on_it

__all__ = [
    "may_record_some_view",
    "may_record_view",
    "may_run",
    "may_speak_for",
    "may_take_part",
]


@rules.predicate
def sits_somewhere(user, proposal) -> bool:
    return bool(user.committee_ids)


# What it thinks or resolves, said in its name.
may_speak_for = is_analyst | (is_signed_in & (chairs_it | serves_it))
may_take_part = is_analyst | (is_signed_in & sits_on_it)
may_record_view = may_take_part
may_record_some_view = is_analyst | (is_signed_in & sits_somewhere)
