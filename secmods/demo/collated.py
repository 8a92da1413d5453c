"""What SECAS made of responses in the demo: files held back, tags, redactions, points and what became of them. All of a
consultation's stands under one day that has passed; respondents are told that responses are published, and nobody of
anything else."""

from collections.abc import Callable
from datetime import datetime, time

from audit import clock
from audit.acts import act
from consultations import actions
from consultations.actions.pointpublishing import make_public, ready_to_publish
from consultations.models import Consultation, Enclosure, PointMade, Submission
from consultations.points.places import ANSWER, CLAUSE, GENERAL, Place
from secmods.demo import shapes
from secmods.demo.record import Record

AFTERNOON = time(14, 45)
Key = Callable[[shapes.Passage], str]


def play(made: Consultation, data: shapes.Collated, record: Record, by) -> None:
    own = {"consultation": made, "by": by}
    said = _said(made)

    def key(passage: shapes.Passage) -> str:
        return said[record.organisations[passage.organisation].pk, passage.question, passage.clause]

    with clock.set_to(datetime.combine(data.on, AFTERNOON, clock.LONDON)):
        _hold_back(data, made, record, own)
        _mark(data, key, own)
        if data.published:
            actions.publish_responses(**own)
        _make_points(data, key, record, own)
        if data.published:
            _publish_points(made, by=by)


def _hold_back(data: shapes.Collated, made: Consultation, record: Record, own: dict) -> None:
    for each in data.held_back:
        whose = record.organisations[each.organisation]
        file = Enclosure.objects.get(response__consultation=made, response__organisation=whose, title=each.title)
        actions.hold_file_back(**own, enclosure=file, reason=each.reason)


def _mark(data: shapes.Collated, key: Key, own: dict) -> None:
    for each in data.tags:
        for passage in each.passages:
            actions.tag_text(**own, place=key(passage), put=[each.tag])
    for each in data.redacted:
        actions.redact_text(**own, place=key(each.passage), quote=each.passage.quote, reason=each.reason)


def _make_points(data: shapes.Collated, key: Key, record: Record, own: dict) -> None:
    for each in data.points:
        sources = [actions.Source(key(passage), passage.quote) for passage in each.passages]
        _answer(actions.extract_point(**own, text=each.text, sources=sources), each, record, own["by"])
    for each in data.no_point:
        actions.mark_no_point(**own, places=[key(passage) for passage in each.passages], reason=each.reason)


def _answer(made: PointMade, data: shapes.PointMade, record: Record, by) -> None:
    if data.disposition:
        committee = record.committees[data.referred_to] if data.referred_to else None
        settled = {"disposition": data.disposition, "reply": data.reply, "referred_to": committee}
        actions.settle_point(point=made, by=by, **settled)


@act
def _publish_points(made: Consultation, *, by) -> None:
    make_public(made, ready_to_publish(made), by=by)


def _said(made: Consultation) -> dict[tuple[int, int, int], str]:
    """The keys of what was said, by the organisation, the question and the place of the comment on a clause."""
    found = {}
    counting = Submission.objects.counting().filter(response__consultation=made).select_related("response")
    for row in counting.prefetch_related("answers__question", "clause_comments"):
        whose = row.response.organisation_id
        found[whose, 0, 0] = Place(GENERAL, row).key
        found |= {(whose, answer.question.number, 0): Place(ANSWER, answer).key for answer in row.answers.all()}
        found |= {(whose, 0, clause.place): Place(CLAUSE, clause).key for clause in row.clause_comments.all()}
    return found
