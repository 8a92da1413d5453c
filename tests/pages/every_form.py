"""Every form of bodies, meetings, ballots, requests, packs, papers and consultations, by name."""

from tests.pages.body_sending import EVERY, Form
from tests.pages.collation_sending import COLLATION
from tests.pages.consultation_sending import CONSULTATIONS
from tests.pages.point_sending import POINTS
from tests.pages.question_sending import QUESTIONS


def _named(form: Form, number: int) -> str:
    return f"{form.name} {number}" if number else form.name


def _by_name() -> dict[str, Form]:
    found: dict[str, Form] = {}
    for form in (*EVERY, *CONSULTATIONS, *QUESTIONS, *POINTS, *COLLATION):
        found[_named(form, sum(each.name == form.name for each in found.values()))] = form
    return found


FORMS = _by_name()
