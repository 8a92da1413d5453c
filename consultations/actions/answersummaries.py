"""What was answered to a question, in SECAS's own words: papers print it beside what was counted."""

from audit.acts import Refused, act, current, nothing_changed, record
from consultations import rules
from consultations.actions.ground import SECAS_ONLY
from consultations.actions.pointground import about, seen_class
from consultations.models import AnswerSummary, Consultation, Question
from proposals.actions.ground import StaleSave, take
from proposals.rules import check


@act
def summarise_answers(
    *, consultation: Consultation, question: Question, by, text: str, version: int | None = None
) -> AnswerSummary | None:
    """Its next version; the earlier ones stay. Without words it says nothing any more. ``version``: the one that the
    form was opened on, 0 for none."""
    if consultation.proposal_id:
        take(consultation.proposal)
    held = Consultation.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=consultation.pk)
    check(rules.may_settle, by, held, sentence=SECAS_ONLY)
    if question.of_id != held.questions_id:
        raise Refused("This is a question of another consultation.", "text")
    if held.settled_at is None:
        raise Refused("Until it is over, respondents may change what they said. It is summed up afterwards.", "text")
    last = AnswerSummary.objects.filter(consultation=held, question=question).order_by("version").last()
    if (last.text if last else "") == text.strip():
        nothing_changed()
        return last
    if version is not None and version != (last.version if last else 0):
        raise StaleSave("Somebody else saved a summary while you were writing. Both texts are shown below.", last)
    return _written(held, question, last, text.strip(), by)


def _written(held: Consultation, question: Question, last: AnswerSummary | None, text: str, by) -> AnswerSummary:
    version = last.version + 1 if last else 1
    written = AnswerSummary.objects.create(
        consultation=held, question=question, version=version, text=text, by=by, at=current().at
    )
    record(
        "answers_summarised",
        subject=written,
        about=about(held),
        by=by,
        sentence=f"{held.title}: question {question.number}.",
        classification=seen_class(held, published=False),
    )
    return written


def summaries_of(consultation: Consultation) -> dict[int, AnswerSummary]:
    """The newest, by the key of the question. One query."""
    rows = AnswerSummary.objects.filter(consultation=consultation).order_by("version")
    return {row.question_id: row for row in rows}
