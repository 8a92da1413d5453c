"""Who may do what for a body: predicates of (user, committee), composed per act."""

import rules

from accounts.rules import is_analyst, is_signed_in
from accounts.seats import CHAIR, SECRETARY
from bodies.rules import chairs_it, may_run, serves_it, sits_on_it

__all__ = [
    "may_answer",
    "may_ask",
    "may_give_update",
    "may_mark_some_interest",
    "may_promise",
    "may_record_some_view",
    "may_record_view",
    "may_run",
    "may_say_for_organisation",
    "may_speak_for",
    "may_take_a_position",
    "may_take_part",
]


@rules.predicate
def sits_somewhere(user, proposal) -> bool:
    return bool(user.committee_ids)


@rules.predicate
def holds_an_office(user) -> bool:
    return bool(user.offices)


@rules.predicate
def submits_for_it(user, organisation) -> bool:
    return organisation is not None and organisation.pk in user.submits_for


@rules.predicate
def speaks_for_whom_it_asks(user, request) -> bool:
    """Of a request: the chair and the secretary of the body, and an authorised submitter of the organisation."""
    if request.committee_id:
        return bool(user.offices & {(request.committee_id, CHAIR), (request.committee_id, SECRETARY)})
    return request.organisation_id in user.submits_for


@rules.predicate
def sits_where_it_asks(user, request) -> bool:
    return request.committee_id in user.committee_ids


@rules.predicate
def owes_it(user, update) -> bool:
    return update.owed_by_id == user.pk


@rules.predicate
def runs_the_meeting(user, update) -> bool:
    return (update.meeting.committee_id, SECRETARY) in user.offices


# What it thinks or resolves, said in its name.
may_speak_for = is_analyst | (is_signed_in & (chairs_it | serves_it))
may_take_part = is_analyst | (is_signed_in & sits_on_it)
# Asking, chasing and taking back are SECAS's; what a body thinks its chair or secretary says, what a member thinks
# the member, what an organisation thinks its authorised submitters.
may_ask = is_analyst
may_promise = may_record_some_view = is_analyst | (is_signed_in & holds_an_office)
may_record_view = may_speak_for
may_say_for_organisation = is_analyst | (is_signed_in & submits_for_it)
may_answer = is_analyst | (is_signed_in & speaks_for_whom_it_asks)
may_take_a_position = is_signed_in & sits_where_it_asks
may_mark_some_interest = is_analyst | (is_signed_in & sits_somewhere)
may_give_update = is_analyst | (is_signed_in & (owes_it | runs_the_meeting))
