"""A response is withdrawn, by whoever may sign it off or by SECAS."""

from audit.acts import Refused, act, current, record
from consultations import rules
from consultations.actions.receiving import about, check_reason, check_stands, event_class, hold
from consultations.models import Invitation, Response
from proposals import ports
from proposals.rules import check

REASON_LENGTH = Response._meta.get_field("withdrawn_because").max_length
OWN = "A response is withdrawn by those who may sign it off, or by SECAS."


@act
def withdraw_response(*, response: Response, by, reason: str) -> Response:
    """All its versions count no more and are read by SECAS and its own people alone, also where they were published.
    What SECAS made of its points stays. Its people and the Lead Analyst are told. Until the close, and late after it,
    another may be begun."""
    response = hold(response)
    check(rules.may_withdraw_response, by, response, sentence=OWN)
    check_stands(response)
    if response.number is None:
        raise Refused("Nothing has been sent yet, so there is nothing to withdraw.")
    reason = check_reason(reason, "Say why it is withdrawn.", REASON_LENGTH)
    response.withdrawn_at, response.withdrawn_because = current().at, reason
    response.save(update_fields=["withdrawn_at", "withdrawn_because"])
    published = response.consultation.responses_published_at
    record(
        "response_withdrawn",
        subject=response,
        about=about(response),
        by=by,
        sentence=f"Response {response.number} withdrawn{', after responses were published' if published else ''}.",
        after={"reason": reason},
        classification=event_class(response.submissions.filter(confidential=True).exists()),
    )
    ports.notices["response_withdrawn"](response, by=None if isinstance(by, Invitation) else by)
    return response
