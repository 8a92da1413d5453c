"""The call for the papers of a meeting."""

from bodies.models import Meeting
from proposals import ports
from proposals.views.asking import ask, bound, effects_of
from subcommittees import actions
from subcommittees.actions.calling import call_words, could_come, opening, too_late
from subcommittees.forms.asking import ChaseForm
from subcommittees.frames import do, frame


def call(request, meeting: Meeting):
    """Whom it writes to stands beside the words; one press sends it."""
    page = frame("Call for papers", meeting.committee, meeting)
    if why := too_late(meeting):
        return ask(request, {**page, "closed": [why]}, None, None)
    form = bound(request, ChaseForm, initial={"text": call_words()})
    form.fields["text"].help_text = "It follows the sentence above; a link to the page of the meeting comes after it."
    about = {"by": request.user, "meeting": meeting}
    effects = effects_of({"Writes to": _told(request, meeting)})
    lead = opening(meeting)
    done = "Papers are called for."
    return do(request, page, form, actions.call_for_papers, about, "Send it", done, lead=lead, effects=effects)


def _told(request, meeting: Meeting) -> list[str]:
    telling = ports.tellings["papers_called_for"](meeting, could_come(meeting, request.user))
    return [telling.sentence or "Nobody: nobody sits on this body.", *telling.names]


STEPS = {"call": call}
