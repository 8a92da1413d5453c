"""The call for the papers of a meeting."""

from bodies.models import Meeting
from bodies.papersday import papers_day
from proposals import ports
from proposals.views.asking import bound, effects_of
from subcommittees import actions
from subcommittees.actions.calling import call_words, could_come, opening
from subcommittees.forms.asking import ChaseForm
from subcommittees.frames import do, frame


def call(request, meeting: Meeting):
    """Whom it writes to stands beside the words; one press sends it."""
    telling = ports.tellings["papers_called_for"](meeting, could_come(meeting, request.user))
    page = frame("Call for papers", meeting.committee, meeting)
    form = bound(request, ChaseForm, initial={"text": call_words()})
    form.fields["text"].help_text = "It stands after the sentence above. A link to the page of the meeting follows."
    about = {"by": request.user, "meeting": meeting}
    done = "Papers are called for."
    effects = effects_of({"Writes to": [telling.sentence or "Nobody: nobody sits on this body.", *telling.names]})
    lead = opening(meeting, papers_day(meeting))
    return do(request, page, form, actions.call_for_papers, about, "Send it", done, lead=lead, effects=effects)


STEPS = {"call": call}
