"""Drafts and those who sign them off, for tests of what is sent."""

from datetime import timedelta

from accounts.models import Affiliation
from audit import clock
from consultations import actions
from consultations.models import DraftAnswer, Invitation, Response, Submission
from tests import factories as make
from tests.consultations import asked


def submitter(organisation, kind="submitter"):
    person = make.UserFactory()
    Affiliation.objects.create(user=person, organisation=organisation, kind=kind, starts=make.LONG_AGO)
    return person


def draft(row, organisation=None, *texts, **fields) -> Response:
    """Its first questions answered, in these words."""
    drafted = asked.response(row, organisation, **fields)
    for question, text in zip(row.questions.questions.all(), texts or ("Yes, in the main.",), strict=False):
        write(drafted, question, text)
    return drafted


def write(drafted, question, text, **fields):
    DraftAnswer.objects.update_or_create(
        response=drafted, question=question, defaults={"text": text, "at": clock.now(), **fields}
    )


def send(drafted, by=None, **more) -> Submission:
    by = by or submitter(drafted.organisation)
    return actions.submit_response(response=drafted, by=by, **more)


def record(row, **more) -> Submission:
    """One that came by e-mail an hour after the consultation was opened."""
    by = more.pop("by", None) or make.analyst()
    first = row.questions.questions.first()
    given = {"how": "email", "received_at": row.opened_at + timedelta(hours=1)}
    given["answers"] = [{"question": first, "agreement": "agree", "text": "Yes."}]
    return actions.record_submission(consultation=row, by=by, **given | more)


def guest(row, email="robin.ashworth@example.org", **more) -> Invitation:
    more = {"name": "Robin Ashworth", "category": "non_party", "by": make.analyst(), **more}
    return actions.invite_guest(consultation=row, email=email, **more)


def guests_draft(row, text="Yes, as a reader.", **more) -> Response:
    response = actions.start_response(consultation=row, by=guest(row, **more))
    write(response, row.questions.questions.first(), text)
    return response
