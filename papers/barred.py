"""What keeps a report from being issued, though not from being drafted: points of the consultations that it tells of
and that nobody has answered yet."""

from audit.classification import up_to
from consultations.points.openpoints import BEFORE_THE_REPORT, ON_THE_REPORT, OpenPoints, open_points
from papers.consultation.reporting import with_the_whole
from papers.editions import classification_of
from papers.gaps import Gap
from papers.models import Paper


def bars_of_report(paper: Paper) -> list[Gap]:
    return _bars(paper, BEFORE_THE_REPORT)


def bars_of_conclusions(paper: Paper) -> list[Gap]:
    return _bars(paper, ON_THE_REPORT)


def _bars(paper: Paper, kinds) -> list[Gap]:
    return [
        Gap(each.words, "consultations:points", (each.consultation.pk,), of_proposal=False)
        for each in _told_of(paper, kinds)
    ]


def _told_of(paper: Paper, kinds) -> list[OpenPoints]:
    """Of consultations that the report may name, on the proposal or on the whole that it was a part of."""
    found = open_points(with_the_whole(paper.proposal), kinds).values()
    named = [
        each for rows in found for each in rows if each.consultation.classification in up_to(classification_of(paper))
    ]
    return sorted(named, key=lambda each: (each.consultation.opened_at, each.consultation.pk))


def sentence_of(bars: list[Gap]) -> str:
    """Why it cannot be issued, in one sentence; empty where it can."""
    if not bars:
        return ""
    return f"It cannot be issued yet: {'; '.join(bar.words for bar in bars)}. Settle them first."
