"""A draft that colleagues write, for tests of writing together."""

from accounts.models import Affiliation, Organisation, User
from audit import clock
from consultations import actions
from consultations.models import Consultation, DraftClauseComment, Invitation, Question, Response
from tests import factories as make
from tests.consultations import asked

CONTRIBUTOR = Affiliation.Kind.CONTRIBUTOR


def colleague(organisation: Organisation, kind: str = CONTRIBUTOR, **fields) -> User:
    person = make.UserFactory(**fields)
    Affiliation.objects.create(user=person, organisation=organisation, kind=kind, starts=clock.today())
    return person


def begun(by: User | None = None, of: Consultation | None = None, *questions) -> Response:
    """By an authorised submitter of a Large Supplier unless said."""
    by = by or make.party()
    of = of or asked.consultation(*questions)
    return actions.start_response(consultation=of, by=by, organisation=by.organisations[0])


def question(response: Response, number: int = 1) -> Question:
    return response.consultation.questions.questions.get(number=number)


def invited(of: Consultation, **fields) -> Invitation:
    facts = {"email": "guest@example.org", "name": "Petra Lindqvist", "category": "non_party"}
    return Invitation.objects.create(consultation=of, at=clock.now(), **{**facts, **fields})


def clause(response: Response, by, text="The limit should be one second.", **more) -> DraftClauseComment:
    fields = {"as_written": "section l8.1", "operation": "query", **more}
    return actions.save_clause(response=response, by=by, text=text, **fields)


def says(text: str, **more) -> dict:
    return {"text": text, **more}
