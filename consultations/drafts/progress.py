"""How far a response has come: what is answered, and what is missing before it can be submitted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consultations.models import DraftAnswer, Question, Response
from consultations.questions import conditions


@dataclass(frozen=True)
class Progress:
    """Of the questions that this respondent is asked."""

    answered: int
    asked: int
    missing: list[Question] = field(default_factory=list)

    @property
    def words(self) -> str:
        said = f"{self.answered} of {self.asked} answered"
        if not self.missing:
            return said
        verb = "that has to be answered is" if len(self.missing) == 1 else "that have to be answered are"
        return f"{said}, {len(self.missing)} {verb} missing"


def reckoned(questions: Iterable[Question], answers: Mapping) -> Progress:
    """``answers`` by the key of the question."""
    questions = list(questions)
    asked = conditions.applying(questions, answers)
    answered = sum(conditions.is_answered(answers.get(question.pk)) for question in asked)
    return Progress(answered, len(asked), conditions.missing(questions, answers))


def progress_of(response: Response) -> Progress:
    """Two queries."""
    questions = Question.objects.filter(of__consultation=response.consultation_id)
    drafts = {draft.question_id: draft for draft in DraftAnswer.objects.filter(response=response)}
    return reckoned(questions, drafts)
