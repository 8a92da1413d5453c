"""From what was submitted to the facts of the collated responses, for the readers of an edition, in a fixed number of
queries. No sentence is written here.

What is confidential is counted in both editions and stands in SECAS's alone. The public one holds what is published:
names by consent, redactions made.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from accounts.models import Category
from consultations import shown
from consultations.actions.releasing import waiting
from consultations.collation.clauses import by_clause
from consultations.collation.counting import counted
from consultations.models import (
    ClauseComment,
    Consultation,
    Enclosure,
    Position,
    Question,
    QuestionAnswer,
    Submission,
)
from papers.consultation import facts as c
from papers.consultation.counting import counts_of, place_of, points_of, questions_of
from papers.consultation.gathering import consulted
from papers.gather import Edition
from papers.models import Paper

POSITIONS = dict(Position.choices)
CATEGORIES = list(Category.values)


@dataclass(frozen=True)
class Secas:
    """The reader of SECAS’s edition, as ``consultations.shown`` asks it."""

    is_authenticated: bool = True
    is_analyst: bool = True
    organisations: tuple = ()


@dataclass(frozen=True)
class Read:
    """What the facts are made of. ``may_hold``: whether the edition may hold what stands in a row."""

    submissions: dict[int, Submission]
    reader: object

    @property
    def for_secas(self) -> bool:
        return isinstance(self.reader, Secas)

    def may_hold(self, row) -> bool:
        submission = shown.submission_of(row)
        return self.for_secas or not (row.confidential or submission.confidential)

    def who(self, submission: Submission) -> str:
        return shown.who(submission, self.reader)

    def shown(self, rows: Iterable) -> list[shown.Shown]:
        return shown.of_rows([row for row in rows if self.may_hold(row)], self.reader)


def of_responses(paper: Paper, edition: Edition) -> c.Collated:
    consultation, of = consulted(paper, edition)
    read = read_all(consultation, Secas() if paper.is_restricted else AnonymousUser())
    counts = counted(consultation, secas=read.for_secas)
    answers = _answers(read, {tally.question.pk: tally.question for tally in counts.tallies})
    return c.Collated(
        of=of,
        for_secas=read.for_secas,
        respondents=_respondents(read),
        questions=questions_of(counts, answers, consultation),
        points=points_of(consultation, public=not read.for_secas),
        **counts_of(consultation, counts),
        **_general(read),
        **_clauses(read),
        files=_files(read),
    )


def not_collated(paper: Paper) -> str:
    consultation = paper.consultation
    if consultation.settled_at is None:
        return "It is not over yet: until it is, respondents may change what they said."
    undecided = Submission.objects.undecided().filter(response__consultation=consultation).count()
    if undecided:
        late = "response" if undecided == 1 else "responses"
        return f"Say first whether {undecided} late {late} count."
    if not paper.is_restricted and consultation.responses_published_at is None:
        return "Publish the responses first: until they are, this edition stays a draft."
    if not paper.is_restricted and waiting(consultation).exists():
        return "Publish first what came to count since the responses were: it would be missing here."
    return ""


def read_all(consultation: Consultation, reader) -> Read:
    """The submissions that count, once each, however many rows stand on them."""
    found = Submission.objects.counting().filter(response__consultation=consultation)
    found = found if isinstance(reader, Secas) else found.filter(held_back=False)
    return Read({row.pk: row for row in found.select_related("response__organisation")}, reader)


def _answers(read: Read, questions: dict[int, Question]) -> list[shown.Shown]:
    rows = _attached(QuestionAnswer.objects.all(), read)
    for row in rows:
        row.question = questions[row.question_id]
    return read.shown(rows)


def _attached(rows, read: Read) -> list:
    """Each with its submission, which is read already."""
    found = list(rows.filter(submission__in=list(read.submissions)))
    for row in found:
        row.submission = read.submissions[row.submission_id]
    return found


# Who answered


def _respondents(read: Read) -> tuple[c.Respondent, ...]:
    held = [row for row in read.submissions.values() if read.for_secas or not row.confidential]
    found = [_respondent(row, read) for row in held]
    return tuple(sorted(found, key=lambda each: (CATEGORIES.index(each.category), each.who.casefold(), each.position)))


def _respondent(row: Submission, read: Read) -> c.Respondent:
    return c.Respondent(
        who=read.who(row),
        category=row.category,
        position=POSITIONS.get(row.position, ""),
        late=row.late,
        speaks_for=tuple(shown.speaks_for(row, read.reader)),
        confidential=row.confidential,
    )


# Beside the questions


def _general(read: Read) -> dict:
    rows = [row for row in read.submissions.values() if row.general_comments.strip()]
    found = sorted(read.shown(rows), key=place_of)
    said = (c.Said(each.who, each.row.category, text=(each.text,), confidential=each.confidential) for each in found)
    return {"general": tuple(said), "hidden_general": sum(row.confidential for row in rows)}


def _clauses(read: Read) -> dict:
    rows = _attached(ClauseComment.objects.order_by("submission", "place"), read)
    hidden = sum(row.confidential or row.submission.confidential for row in rows)
    grouped = by_clause(sorted(read.shown(rows), key=place_of))
    found = tuple(_on_clause(clause, each) for clause, said in grouped for each in said)
    return {"clauses": found, "hidden_clauses": hidden}


def _files(read: Read) -> tuple[c.File, ...]:
    """What the readers of the edition may have, and of what is held back from them that it is. One query."""
    told = [pk for pk, row in read.submissions.items() if read.for_secas or (row.consents and not row.confidential)]
    attached = Enclosure.objects.filter(kind=Enclosure.Kind.ATTACHMENT, submissions__in=told)
    if not read.for_secas:
        attached = attached.filter(confidential=False)
    rows = attached.annotate(of=F("submissions")).with_why_withheld().order_by("of", "pk")
    found = [_file(row, read.submissions[row.of], read) for row in rows]
    return tuple(sorted(found, key=lambda each: (CATEGORIES.index(each.category), each.who.casefold())))


def _file(row: Enclosure, submission: Submission, read: Read) -> c.File:
    withheld = row.why_withheld or ""
    title = row.title if read.for_secas or not withheld else ""
    confidential = row.confidential or submission.confidential
    return c.File(read.who(submission), submission.category, title, withheld, confidential)


def _on_clause(clause: str, each: shown.Shown) -> c.OnClause:
    return c.OnClause(
        clause=clause,
        operation=each.row.get_operation_display(),
        who=each.who,
        category=each.submission.category,
        anchor=each.anchor,
        text=each.text,
        confidential=each.confidential,
    )
