"""Asking for the papers of a meeting."""

from audit import clock
from audit.acts import Refused, act, current, record
from bodies.models import Meeting
from bodies.papersday import papers_day
from proposals import ports
from proposals.models import Proposal
from subcommittees.actions.onagendas import check_not_over, take_meeting
from subcommittees.models import CallForPapers
from subcommittees.waiting import waiting_for

CALLED_BY = "Papers are called for by SECAS and by the secretary of the body."


@act
def call_for_papers(*, meeting: Meeting, by, text: str) -> CallForPapers:
    """Write to those who sit on the body and stand in there, and to the Lead Analysts of what could come before the
    meeting: ``text``, after a sentence that says which meeting it is and when its papers are due."""
    meeting = take_meeting(meeting, by, CALLED_BY)
    check_not_over(meeting)
    if why := too_late(meeting):
        raise Refused(why)
    if not text.strip():
        raise Refused("Write what they are to read.", "text")
    proposals = could_come(meeting, by)
    told = ports.tellings["papers_called_for"](meeting, proposals).names
    if not told:
        raise Refused(f"Nobody sits on {meeting.committee.named} yet: this would reach no one.")
    made = CallForPapers.objects.create(
        meeting=meeting, text=text.strip(), told="\n".join(told), by=current().by, at=current().at
    )
    ports.notices["papers_called_for"](made, proposals, opening(meeting))
    record("papers_called_for", subject=made, about=meeting, by=by, sentence=f"Papers called for: {meeting}.")
    return made


def could_come(meeting: Meeting, by) -> list[Proposal]:
    """What waits for the body, or is named by a timetable."""
    return [row.proposal for row in waiting_for(meeting, by) if row.proposal]


def too_late(meeting: Meeting) -> str:
    """Why nothing can be called for any more; nothing until the papers’ day is over."""
    due = papers_day(meeting)
    if due >= clock.today():
        return ""
    return f"The papers of {meeting} were due on {due:%A %-d %B %Y}: it is too late to call for them."


def opening(meeting: Meeting) -> str:
    due = papers_day(meeting)
    named = f"{meeting.committee.named[:1].upper()}{meeting.committee.named[1:]}"
    return f"{named} meets on {meeting.date:%A %-d %B %Y}. Papers are due by {due:%A %-d %B %Y}."


def call_words() -> str:
    """The text that is proposed."""
    return "Please say by then what you would have on the agenda, and let us have the paper for it."
