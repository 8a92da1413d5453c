"""What its reader has sent to a consultation, for the pages on which they come back to it."""

from consultations.models import Consultation, Response, Submission
from consultations.queries.readers import own
from consultations.responses import guests
from consultations.responses.receipts import READ, Receipt


def sent_to(consultation: Consultation, request) -> list[Receipt]:
    """The last received of each response that stands: of the reader's organisations, and of guests whose links were
    opened in this browser. Of strangers nothing is asked."""
    if not (request.user.is_authenticated or guests.known_to(request)):
        return []
    theirs = own(request.user, "response__organisation") | guests.own(request)
    made = Submission.objects.filter(theirs, response__consultation=consultation, response__withdrawn_at=None)
    return list({each.response_id: Receipt(each) for each in made.select_related(*READ).by_receipt()}.values())


def sent_of(response: Response) -> Receipt | None:
    """A response has a number once it was sent."""
    if response.number is None:
        return None
    newest = response.submissions.select_related(*READ).by_receipt().last()
    return Receipt(newest)
