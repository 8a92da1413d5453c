"""Who may do what for a body: predicates of (user, committee), composed per act."""

import rules

from accounts.rules import is_analyst, is_signed_in
from accounts.seats import CHAIR, SECRETARY


@rules.predicate
def sits_on_it(user, committee) -> bool:
    return committee is not None and committee.pk in user.committee_ids


@rules.predicate
def chairs_it(user, committee) -> bool:
    return committee is not None and (committee.pk, CHAIR) in user.offices


@rules.predicate
def serves_it(user, committee) -> bool:
    return committee is not None and (committee.pk, SECRETARY) in user.offices


@rules.predicate
def sits_somewhere(user, proposal) -> bool:
    return bool(user.committee_ids)


# Its agenda, papers, minutes and ballots; and what it thinks or resolves, said in its name.
may_run = is_analyst | (is_signed_in & serves_it)
may_speak_for = is_analyst | (is_signed_in & (chairs_it | serves_it))
may_take_part = is_analyst | (is_signed_in & sits_on_it)
may_record_view = may_take_part
may_record_some_view = is_analyst | (is_signed_in & sits_somewhere)
