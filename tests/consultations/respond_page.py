"""What a browser sends from the page on which a response is written, made out without one."""

from django.test import Client

from audit import clock
from consultations import actions
from consultations.drafts.draft import Draft
from consultations.models import DraftAnswer, Response
from tests import factories as make
from tests.consultations.drafts import question


def page_of(of) -> str:
    return f"/consultations/{getattr(of, 'consultation_id', of.pk)}/respond/"


def as_(user) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def fields(response, user, number=1, **more) -> dict:
    key = question(response, number).pk
    part = Draft(Response.objects.get(pk=response.pk), user).part(f"q-{key}")
    return {part.seen_name: part.seen, **{f"q{key}-{name}": value for name, value in more.items()}}


def fields_of(response, number=1, **more) -> dict:
    """What is typed, whatever had been seen."""
    return {f"q{question(response, number).pk}-{name}": value for name, value in more.items()}


def of_clause(response, user, row, **more) -> dict:
    """What the page sends of a comment on a clause, with what was typed over it."""
    part = Draft(Response.objects.get(pk=response.pk), user).part(f"c-{row.pk}")
    shown = {name: value for name, value in part.said.items() if value}
    return {part.seen_name: part.seen, **{f"{part.key}-{name}": value for name, value in (shown | more).items()}}


def withdraw(response, number=1):
    actions.withdraw_question(question=question(response, number), by=make.analyst(), reason="It was asked twice.")


def withdrawn_meanwhile() -> str:
    at = f"{DraftAnswer.objects.get().at.astimezone(clock.LONDON):%H:%M}"
    return (
        f"This question was withdrawn meanwhile, and Anneke Visser had saved another text here at {at}. Both texts are "
        f"kept; neither is sent."
    )
