"""Who would be told that points are published."""

from consultations.actions.pointpublishing import not_read_yet
from consultations.models import Consultation, PointMade
from proposals.effects import Effect, who_is_told
from proposals.ports import tellings


def told_of(consultation: Consultation, points: list[PointMade], user) -> Effect:
    """With their names; nobody twice of the same point with the same reply."""
    telling = tellings["points_answered"](consultation, not_read_yet(points), user)
    return who_is_told(telling, user, instead="Nobody by e-mail: no respondent has somebody here who is told.")
