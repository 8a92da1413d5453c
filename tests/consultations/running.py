"""Consultations prepared and opened by the acts, for tests of their course."""

from datetime import date, timedelta

from accounts.models import Category
from audit import clock
from bodies.workingdays import WorkingCalendar
from consultations import actions
from consultations.models import Consultation, Kind, Question, QuestionSet
from proposals.actions import requirementsets
from tests import factories as make
from tests.proposals.states import refined

OPENED = clock.closing(date(2026, 3, 9)) - timedelta(hours=6)  # a Monday, at eleven


def usual(kind=Kind.REPORT, texts=("Should it be made?", "What does it cost you?")) -> QuestionSet:
    made = QuestionSet.objects.create(title=f"Usual {kind}", kind=kind, reusable=True, at=clock.now())
    for number, text in enumerate(texts, 1):
        Question.objects.create(of=made, number=number, text=text, asks="text")
    return made


def after(days: int, day: date | None = None) -> date:
    return WorkingCalendar().add(day or clock.today(), days)


def prepared(by, kind=Kind.CODE_WIDE, proposal=None, texts=("Do you agree?",), **fields) -> Consultation:
    """With questions, and for requirements the proposal has published ones."""
    if kind == Kind.REQUIREMENTS:
        required(proposal, by)
    fields.setdefault("introduction", "What it is about.")
    made = actions.prepare_consultation(by=by, kind=kind, proposal=proposal, **fields)
    for number, text in enumerate(texts, 1):
        Question.objects.create(of=made.questions, number=number, text=text, asks="text")
    return made


def required(proposal, by) -> None:
    made = requirementsets.draft_requirements(proposal=proposal, by=by, title="Requirements", text="<p>It shall.</p>")
    requirementsets.publish_requirements(proposal=proposal, by=by, requirement_set=made, comments_until=after(20))


def opened(by, kind=Kind.CODE_WIDE, proposal=None, days=20, **fields) -> Consultation:
    made = prepared(by, kind, proposal, **fields)
    return actions.open_consultation(consultation=made, by=by, closes_on=after(days))


def in_refinement(by):
    return refined(by)


def suppliers():
    return make.party(Category.LARGE_SUPPLIER), make.party(Category.SMALL_SUPPLIER)
