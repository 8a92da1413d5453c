"""What an organisation began before it was merged into another one: that one goes on with it."""

from audit.acts import Refused, act, nothing_changed, record, unrecorded
from consultations import rules
from consultations.actions.receiving import about, check_stands, event_class, hold
from consultations.models import Response
from proposals.rules import check

OTHERS = "This is for those who act for the organisation it was merged into."


@act
def take_on_response(*, response: Response, by) -> Response:
    """The draft is the other one’s from now on, and what was sent is its answer, which is recorded. What was received
    stays as it came."""
    response = hold(response)
    check(rules.may_take_on, by, response, sentence=OTHERS)
    check_stands(response)
    if not rules.is_merged(response.organisation):
        nothing_changed()
        return response
    was = response.organisation
    as_on_the_day(response)
    _tell(response, was, by)
    return response


def _tell(response: Response, was, by) -> None:
    newest = response.submissions.by_receipt().last()
    if newest is None:
        unrecorded()
        return
    record(
        "response_taken_on",
        subject=response,
        about=about(response),
        by=by,
        sentence="An answer goes on as that of the organisation into which the respondent was merged.",
        before={"organisation": str(was)},
        after={"organisation": str(response.organisation)},
        classification=event_class(newest.confidential),
    )


def as_on_the_day(response: Response) -> str:
    """The Party Category today. Where the organisation was merged since the draft was begun, the draft is the other
    one's from now on; if that has a response of its own, there is one too many."""
    organisation = response.organisation
    if organisation is None:
        return response.category
    if rules.is_merged(organisation):
        into = organisation.merged_into
        own = Response.objects.standing().filter(consultation=response.consultation_id, organisation=into)
        if own.exists():
            raise Refused(
                f"{organisation} is part of {into} now, which has a response of its own. Add there what this one says: "
                "it stays here to be read."
            )
        response.organisation = organisation = into
    response.category = organisation.category
    response.save(update_fields=["organisation", "category"])
    return organisation.category
