"""The call for the papers of a meeting."""

from audit import clock
from bodies.models import Meeting
from bodies.papersday import papers_day
from proposals import ports
from proposals.views.asking import ask, bound, effects_of
from subcommittees import actions
from subcommittees.actions.calling import call_words, could_come, opening
from subcommittees.forms.asking import ChaseForm
from subcommittees.frames import do, frame


def call(request, meeting: Meeting):
    """Whom it writes to stands beside the words; one press sends it."""
    page, due = frame("Call for papers", meeting.committee, meeting), papers_day(meeting)
    if due < clock.today():
        closed = [f"The papers of {meeting} were due on {due:%A %-d %B %Y}: it is too late to call for them."]
        return ask(request, {**page, "closed": closed}, None, None)
    form = bound(request, ChaseForm, initial={"text": call_words()})
    form.fields["text"].help_text = "It follows the sentence above; a link to the page of the meeting comes after it."
    about = {"by": request.user, "meeting": meeting}
    effects = effects_of({"Writes to": _told(request, meeting)})
    lead = opening(meeting, due)
    done = "Papers are called for."
    return do(request, page, form, actions.call_for_papers, about, "Send it", done, lead=lead, effects=effects)


def _told(request, meeting: Meeting) -> list[str]:
    telling = ports.tellings["papers_called_for"](meeting, could_come(meeting, request.user))
    return [telling.sentence or "Nobody: nobody sits on this body.", *telling.names]


STEPS = {"call": call}
