"""Every change of what bodies are, who sits on them, when they meet, and which days are working days."""

from bodies.actions.committees import change_committee, change_seat, end_seat, enter_committee, enter_seat
from bodies.actions.days import override_day, take_day_back
from bodies.actions.meetings import (
    cancel_meeting,
    change_meeting,
    correct_number,
    enter_meeting,
    enter_meetings,
    move_meeting,
    reinstate_meeting,
)
from bodies.actions.terms import (
    appoint,
    change_alternate,
    correct_term,
    end_term,
    enter_seat_and_appoint,
    take_term_back,
)

__all__ = [
    "appoint",
    "cancel_meeting",
    "change_alternate",
    "change_committee",
    "change_meeting",
    "change_seat",
    "correct_number",
    "correct_term",
    "end_seat",
    "end_term",
    "enter_committee",
    "enter_meeting",
    "enter_meetings",
    "enter_seat",
    "enter_seat_and_appoint",
    "move_meeting",
    "override_day",
    "reinstate_meeting",
    "take_day_back",
    "take_term_back",
]
