"""Areas of assessment: standard ones, which an administrator keeps, and the proposal's own; each closed with an answer
or left open with a reason. A standard area has a row of the proposal's from the first act on it."""

from datetime import date

from accounts.rules import is_administrator
from audit.acts import Refused, act, record
from bodies.models import Committee
from proposals import rules
from proposals.actions.ground import check_unfinished, check_version, take
from proposals.actions.refining import MANAGED, check_length, day_of, refine, said
from proposals.actions.texts import clean_text
from proposals.models import AssessmentArea, Proposal, StandardArea

Outcome = AssessmentArea.Outcome
TEXTS = ("background", "feedback", "counter_view")
LONGEST_QUESTION = AssessmentArea._meta.get_field("question").max_length
ADMINISTRATORS = "Only an administrator changes the standard areas of assessment."


@act
def enter_standard_area(
    *, by, title: str, question: str, starts: date, source: str, sort: int = 0, ends: date | None = None
) -> StandardArea:
    """A standard area from a day on. One of the same title that is in force ends the day before."""
    rules.check(is_administrator, by, sentence=ADMINISTRATORS)
    current = StandardArea.objects.filter(title=title).order_by("-starts").first()
    if current and current.starts >= starts:
        raise Refused(f"“{title}” from {current.starts:%-d %B %Y} is in the record; begin after it.", "starts")
    if ends and ends < starts:
        raise Refused("It cannot end before it starts.", "ends")
    if current and (current.ends is None or current.ends >= starts):
        current.ends = date.fromordinal(starts.toordinal() - 1)
        current.save(update_fields=["ends"])
    made = StandardArea.objects.create(
        title=title, question=question, sort=sort, starts=starts, ends=ends, source=source
    )
    until = f" to {ends:%-d %B %Y}" if ends else ""
    sentence = f"{title}, from {starts:%-d %B %Y}{until}: {question}"
    record("standard_area_entered", subject=made, by=by, sentence=sentence, effective_on=starts)
    return made


@act
def end_standard_area(*, by, area: StandardArea, ends: date) -> StandardArea:
    """The last day on which the standard area is asked of proposals."""
    rules.check(is_administrator, by, sentence=ADMINISTRATORS)
    if ends < area.starts:
        raise Refused(f"It is in force from {area.starts:%-d %B %Y}.", "ends")
    area.ends = ends
    area.save(update_fields=["ends"])
    record("standard_area_ended", subject=area, by=by, sentence=f"{area}, on {ends:%-d %B %Y}.", effective_on=ends)
    return area


@act
def add_area(*, proposal: Proposal, by, question: str, **texts) -> AssessmentArea:
    """A question of the proposal's own. ``texts``: ``background``, ``feedback``, ``counter_view``, ``committee``."""
    proposal = _to_be_asked(proposal, by)
    area = AssessmentArea(proposal=proposal, question=_question(question))
    _set_texts(area, texts)
    area.save()
    record("area_added", subject=area, about=proposal, by=by, sentence=f"{area}", after=_as_recorded(area))
    return area


def _to_be_asked(proposal: Proposal, by) -> Proposal:
    """Take the proposal to say what Refinement is to answer, which the Panel is told before it begins."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_unfinished(proposal)
    if not rules.may_set_areas(proposal):
        raise Refused(rules.NO_AREAS_YET)
    return proposal


def _question(question: str) -> str:
    question = said(question, "Write the question.", "question")
    check_length(question, LONGEST_QUESTION, "The question", "question")
    return question


def _set_texts(area: AssessmentArea, texts: dict) -> None:
    for name in TEXTS:
        if name in texts:
            setattr(area, name, clean_text(texts[name], name))
    if "committee" in texts:
        area.committee = texts["committee"]


def _as_recorded(area: AssessmentArea) -> dict:
    values = {name: getattr(area, name) for name in ("question", *TEXTS)}
    values["body"] = str(area.committee or "")
    return {name: value for name, value in values.items() if value}


def _row(proposal: Proposal, area: AssessmentArea | None, standard: StandardArea | None) -> AssessmentArea:
    """The area afresh; a standard one that the proposal has no row of yet gets it."""
    if area is not None:
        return proposal.assessment_areas.select_related("standard", "committee").get(pk=area.pk)
    found, _ = AssessmentArea.objects.select_related("standard", "committee").get_or_create(
        proposal=proposal, standard=standard
    )
    return found


@act
def edit_area(
    *,
    proposal: Proposal,
    by,
    area: AssessmentArea | None = None,
    standard: StandardArea | None = None,
    question: str = "",
    version: int | None = None,
    **texts,
) -> AssessmentArea:
    """Background, feedback, counter-view and body of an area, by its row or by the standard area; the question of an
    own one."""
    proposal = _to_be_asked(proposal, by)
    made = _row(proposal, area, standard)
    check_version(made, version)
    before = _as_recorded(made)
    if made.standard_id is None:
        made.question = _question(question)
    _set_texts(made, texts)
    if made.outcome == Outcome.ANSWERED and made.committee is None:
        raise Refused("This area is answered: say which body answered it.", "committee")
    made.version += 1
    made.save(update_fields=["question", *TEXTS, "committee", "version"])
    record(
        "area_edited", subject=made, about=proposal, by=by, sentence=f"{made}", before=before, after=_as_recorded(made)
    )
    return made


@act
def answer_area(
    *,
    proposal: Proposal,
    by,
    answer: str,
    committee: Committee | None,
    area: AssessmentArea | None = None,
    standard: StandardArea | None = None,
    on: date | None = None,
) -> AssessmentArea:
    """Closed with an answer: what, which body gave it, and when."""
    proposal = refine(proposal, by)
    made = _open(proposal, area, standard)
    made.answer = said(clean_text(answer, "answer"), "Write the answer.", "answer")
    if committee is None:
        raise Refused("Choose the body that answered.", "committee")
    made.committee, made.outcome, made.settled_on = committee, Outcome.ANSWERED, day_of(on, "on")
    _save(made)
    record(
        "area_answered",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made} Answered by {committee.named}.",
        after={"answer": made.answer},
        effective_on=made.settled_on,
    )
    return made


@act
def leave_area_open(
    *,
    proposal: Proposal,
    by,
    reason: str,
    area: AssessmentArea | None = None,
    standard: StandardArea | None = None,
    on: date | None = None,
) -> AssessmentArea:
    """Left open for the report, with the reason that the paper states."""
    proposal = refine(proposal, by)
    made = _open(proposal, area, standard)
    made.reason = said(reason, "Say why this is left open.", "reason")
    made.outcome, made.settled_on = Outcome.LEFT_OPEN, day_of(on, "on")
    _save(made)
    record(
        "area_left_open",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made} {made.reason}",
        effective_on=made.settled_on,
    )
    return made


def _open(proposal: Proposal, area: AssessmentArea | None, standard: StandardArea | None) -> AssessmentArea:
    made = _row(proposal, area, standard)
    if made.outcome:
        raise Refused(f"This area was settled on {made.settled_on:%-d %B %Y}; open it again first.")
    return made


def _save(made: AssessmentArea) -> None:
    made.version += 1
    made.save(update_fields=["outcome", "settled_on", "committee", "answer", "reason", "version"])


@act
def reopen_area(*, proposal: Proposal, by, area: AssessmentArea, why: str) -> AssessmentArea:
    """Open again with a reason; the answer stays in the history."""
    proposal = refine(proposal, by)
    made = _row(proposal, area, None)
    why = said(why, "Say why this is opened again.", "why")
    if not made.outcome:
        raise Refused("This area is open.")
    before = {"answer": made.answer} if made.answer else {"reason": made.reason}
    made.outcome, made.settled_on, made.answer, made.reason = Outcome.OPEN, None, "", ""
    _save(made)
    record("area_reopened", subject=made, about=proposal, by=by, sentence=f"{made} {why}", before=before)
    return made
