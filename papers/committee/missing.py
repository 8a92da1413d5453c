"""What a paper for a meeting would have to call not yet known, with the page that mends it."""

from consultations.comments.feedback import Feedback
from consultations.models import Stance
from papers.committee import facts as c
from papers.committee import meetingfacts as m
from papers.gaps import Gap
from papers.report.prose import is_blank


def of_statement(facts: c.StatementPaper) -> list[Gap]:
    return _of(facts.statement)


def _of(found: c.Statement | None) -> list[Gap]:
    if found is None:
        return [Gap("The problem statement", "proposals:edit_statement")]
    asked = [
        (is_blank(found.issue), "The issue", "proposals:edit_statement"),
        (is_blank(found.sec_context) and not found.places, "How it relates to the SEC", "proposals:edit_statement"),
        (is_blank(found.do_nothing), "The impacts of doing nothing", "proposals:edit_statement"),
        (found.dcc is None, "The view of the DCC", "subcommittees:views"),
        (not found.views, "The views of the Sub-Committees", "subcommittees:views"),
        (bool(found.waiting), _unpublished(found.waiting), "consultations:comments"),
        (_unsummed(found.feedback), "What some of those who commented said, in a sentence", "consultations:comments"),
    ]
    return [Gap(words, mend) for missing, words, mend in asked if missing]


def _unpublished(count: int) -> str:
    return f"{count} {'comment that is' if count == 1 else 'comments that are'} not published yet"


def _unsummed(feedback: Feedback) -> bool:
    """Questions are answered one by one; nobody sums them up."""
    return any(not line.summary for line in feedback.lines if line.stance != Stance.QUESTION)


def of_single(facts: c.ProposalPaper) -> list[Gap]:
    """A paper for any body asks for views where nothing else was drafted."""
    own = [
        (is_blank(facts.subject.summary), "The issue in plain words", "proposals:edit_details"),
        (not facts.occasion.author, "Who signs it: the proposal has no Lead Analyst", "proposals:edit_details"),
    ]
    return [Gap(words, mend) for missing, words, mend in own if missing] + _of(facts.statement)


def of_paper(facts: c.ProposalPaper) -> list[Gap]:
    own = [
        (not facts.occasion.recommendations, "The recommendations", "proposals:overview"),
        (facts.occasion.code == c.PANEL and facts.package is None, "The package of work", "proposals:timetable"),
        (
            facts.occasion.code == c.PANEL and not facts.areas and facts.route == c.REFINEMENT,
            "The questions that Refinement is to answer beyond the standard ones, if there are any",
            "proposals:add_area",
        ),
    ]
    return [Gap(words, mend) for missing, words, mend in own if missing] + of_single(facts)


def of_month(facts: c.MonthlyPaper) -> list[Gap]:
    """Nothing can be missing of it as a whole: what a proposal lacks is told on its own pages."""
    return []


def of_agenda(facts: m.Agenda) -> list[Gap]:
    """What an item lacks is put right on the agenda itself."""
    return []


def of_minutes(facts: m.MinutesOfMeeting) -> list[Gap]:
    return []


def of_upload(facts: m.Supplied) -> list[Gap]:
    return []
