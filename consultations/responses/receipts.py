"""The receipt of a response: when it reached the register, its digest, and a full copy of what was received."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from audit import clock
from consultations.models import Enclosure, Submission
from consultations.questions.form import value_words
from proposals.receipts import exact

READ = ("response__consultation__proposal", "response__organisation__merged_into", "response__invitation", "by")


@dataclass(frozen=True)
class Receipt:
    submission: Submission

    @property
    def heading(self) -> str:
        version = f", version {self.submission.version}" if self.submission.version > 1 else ""
        return f"Response of {self.submission.response.whose}{version}"

    @property
    def which(self) -> str:
        """As a sentence begins with it."""
        version = f" (version {self.submission.version})" if self.submission.version > 1 else ""
        return f"The response of {self.submission.response.whose}{version}"

    @property
    def received(self) -> str:
        return exact(self.submission.received_at)

    @property
    def consultation(self):
        return self.submission.response.consultation

    @property
    def speaks_for(self) -> str:
        made = self.submission
        return "; ".join([made.response.whose, *made.parties, *([made.others] if made.others else [])])

    @property
    def address(self) -> str:
        made = self.submission
        return f"{settings.SITE_URL}{reverse('consultations:receipt', args=[made.response_id, made.version])}"

    @property
    def outcome(self) -> str:
        """Where its own people, or its guest, read what became of what they said; empty before the close, and where no
        version of the response counts."""
        response = self.submission.response
        if not self.consultation.is_over_at(clock.now()) or not response.submissions.counting().exists():
            return ""
        if response.invitation_id:
            return reverse("consultations:guest_outcome", args=[response.invitation_id])
        return reverse("consultations:my_outcome", args=[response.consultation_id])

    @property
    def standing(self) -> str:
        """Whether it counts, in plain words."""
        made = self.submission
        if made.response.withdrawn_at:
            return f"It was withdrawn on {exact(made.response.withdrawn_at)}: {made.response.withdrawn_because}"
        if not made.late:
            return "It was received before the close."
        words = {
            made.Late.UNDECIDED: "It counts once SECAS has accepted it; you will be told.",
            made.Late.ACCEPTED: f"SECAS has accepted it: {made.decided_because}",
            made.Late.REFUSED: f"SECAS has not accepted it: {made.decided_because}",
        }
        return f"It was received after the close. {words[made.late_decision]}"

    def text(self) -> str:
        """All of it as plain text, with the copy of what was received."""
        made = self.submission
        head = [
            f"{self.consultation}",
            f"Received: {self.received}, {made.get_how_display().lower()}",
            f"For: {self.speaks_for}",
            f"Party Category: {made.get_category_display()}",
            f"Signed off by: {made.signed_by}",
            self.standing,
            f"SHA-256 of what was received: {made.digest}",
        ]
        return "\n\n".join(["\n".join(head), *copy_of(made)])


def copy_of(made: Submission) -> Iterator[str]:
    """Paragraphs: everything that was said, word for word."""
    yield publication_words(made)
    if made.position:
        yield f"On the change as a whole: {made.get_position_display()}"
    for answer in made.answers.select_related("question").order_by("question__number"):
        yield _answer(answer)
    if made.general_comments:
        yield f"General comments\n\n{made.general_comments}"
    for comment in made.clause_comments.order_by("place"):
        yield _on_a_clause(comment)
    attached = made.enclosures.filter(kind=Enclosure.Kind.ATTACHMENT)
    files = [f"- {file.title} ({file.filename}, SHA-256 {file.sha256})" for file in attached]
    if files:
        yield "\n".join(["Files", *files])


def publication_words(head) -> str:
    """What may be published of it: of a draft or of a submission."""
    if head.confidential:
        why = f": {head.confidential_because}" if head.confidential_because else "."
        return f"The whole response is confidential{why}"
    if head.consents:
        return "It may be published with the respondent’s name, without what is marked as confidential."
    return "It may be published under the Party Category, without the name and without what is marked as confidential."


@dataclass(frozen=True)
class Linked:
    """A file, and where its reader has it."""

    file: Enclosure
    url: str


def linked(made: Submission, files: Iterable[Enclosure]) -> list[Linked]:
    name, of = "consultations:response_file", (made.response_id, made.version)
    return [Linked(file, reverse(name, args=[*of, file.pk, file.filename])) for file in files]


def contents_of(made: Submission, files: Iterable[Enclosure]) -> dict:
    """The same for a page, in two queries; ``files``: those that its reader may have."""
    answers = made.answers.select_related("question").order_by("question__number")
    return {
        "answers": shown(answers),
        "clauses": list(made.clause_comments.order_by("place")),
        "files": linked(made, files),
        "publication": publication_words(made),
    }


@dataclass(frozen=True)
class Shown:
    """An answer as a page shows it to its own people: ``chosen`` in words, apart from what was written."""

    number: int
    question: str
    chosen: str
    text: str
    confidential: bool


def shown(answers) -> list[Shown]:
    return [_shown(answer.question, answer) for answer in answers]


def shown_drafts(answers, questions: dict) -> list[Shown]:
    """Those that are to be sent, in their order; ``questions`` by key."""
    return sorted((_shown(questions[a.question_id], a) for a in answers), key=lambda each: each.number)


def _shown(question, answer) -> Shown:
    return Shown(question.number, question.text, value_words(question, answer), answer.text, answer.confidential)


def _answer(answer) -> str:
    heading = f"{answer.question.number}. {answer.question.text}{_mark(answer)}"
    return "\n\n".join(part for part in (heading, value_words(answer.question, answer), answer.text) if part)


def _mark(part) -> str:
    return " [confidential]" if part.confidential else ""


def _on_a_clause(comment) -> str:
    place = f"{comment.as_written}: {comment.get_operation_display().lower()}{_mark(comment)}"
    anchor = f"At: {comment.anchor}" if comment.anchor else ""
    return "\n\n".join(part for part in (place, anchor, comment.text) if part)
