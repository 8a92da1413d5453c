"""What a response says, before it stands anywhere: taken from a draft or from what came in by another way, digested and
written as a submission."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from consultations.drafts import parts
from consultations.drafts.clauses import is_begun, needed
from consultations.models import (
    ClauseComment,
    DraftAnswer,
    DraftClauseComment,
    Enclosure,
    Question,
    QuestionAnswer,
    Response,
    Submission,
)
from consultations.questions import conditions
from consultations.questions.conditions import is_answered

NOTHING_IN_GENERAL = {
    "others": "",
    "position": "",
    "general_comments": "",
    "confidential": False,
    "confidential_because": "",
    "consents": False,
}
HEAD = tuple(NOTHING_IN_GENERAL)
ON_A_CLAUSE = ("clause", *parts.ON_A_CLAUSE)

ATTACHED = Enclosure.Kind.ATTACHMENT


@dataclass
class Said:
    """``answers`` and ``clauses``: rows that are not written yet. ``unasked``: answers of the draft to questions which
    do not apply or are no longer asked: they stay in the draft. ``missing``: questions that have to be answered and are
    not. ``unfinished``: comments on clauses that lack something; they stay in the draft too."""

    head: dict
    answers: list[QuestionAnswer]
    clauses: list[ClauseComment]
    parties: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    unasked: list[DraftAnswer] = field(default_factory=list)
    missing: list[Question] = field(default_factory=list)
    unfinished: list[DraftClauseComment] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        words = self.head["general_comments"].strip() or self.head["position"]
        return not (words or self.answers or self.clauses or self.enclosures)

    @property
    def digest(self) -> str:
        """Who sent it, when, and as what file are no part of it: the same thing sent twice has the same digest."""
        return digest_of(self.head, self.parties, self.answers, self.clauses, self.enclosures)

    @property
    def shown(self) -> str:
        """The digest of what a signer is shown: what would be sent, and what would stay in the draft unfinished."""
        clauses = [*self.clauses, *self.unfinished]
        return digest_of(self.head, self.parties, self.answers, clauses, self.enclosures)


def digest_of(head: dict, parties, answers, clauses, enclosures) -> str:
    said = {
        **head,
        "parties": sorted(parties),
        "answers": sorted(
            ({"question": a.question_id, **_values(a, parts.GIVEN)} for a in answers), key=lambda a: a["question"]
        ),
        "clauses": [_values(c, ON_A_CLAUSE) for c in clauses],
        "enclosures": sorted([e.sha256, e.title, e.confidential] for e in enclosures if e.kind == ATTACHED),
    }
    written = json.dumps(said, default=str, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def drafted(response: Response, questions: list) -> Said:
    """The draft as it stands now, in four queries."""
    given = {draft.question_id: draft for draft in response.drafts.all() if is_answered(draft)}
    aside = {q.pk for find in (conditions.set_aside, conditions.no_longer_asked) for q in find(questions, given)}
    answers = [QuestionAnswer(question_id=pk, **_values(d, parts.GIVEN)) for pk, d in given.items() if pk not in aside]
    begun = [draft for draft in response.clause_drafts.all() if is_begun(draft)]
    clauses = [draft for draft in begun if not needed(draft)]
    return Said(
        head={name: getattr(response, name) for name in HEAD},
        answers=answers,
        clauses=[_on_a_clause(place, _values(draft, ON_A_CLAUSE)) for place, draft in enumerate(clauses, 1)],
        parties=[organisation.name for organisation in response.parties.all()],
        enclosures=list(response.enclosures.standing().filter(kind=ATTACHED)),
        unasked=[draft for pk, draft in given.items() if pk in aside],
        missing=conditions.missing(questions, given),
        unfinished=[draft for draft in begun if needed(draft)],
    )


def came(*, answers: Iterable[dict] = (), clauses: Iterable[dict] = (), parties: Iterable = (), **head) -> Said:
    """What somebody read out of a letter, a mail or a form. What says nothing is left out.

    ``answers``: {question, agreement, chosen, day, least, most, text, confidential}; ``clauses``: {clause, as_written,
    operation, anchor, text, confidential}, in their order; ``parties``: organisations or names; ``head``: of ``HEAD``.
    """
    given = [QuestionAnswer(**answer) for answer in answers]
    return Said(
        head={**NOTHING_IN_GENERAL, **head},
        answers=[answer for answer in given if is_answered(answer)],
        clauses=[_on_a_clause(place, values) for place, values in enumerate(clauses, 1)],
        parties=[getattr(party, "name", party) for party in parties],
    )


def write(said: Said, response: Response, **receipt) -> Submission:
    """The submission and all that stands in it."""
    made = Submission.objects.create(
        response=response, **said.head, parties=said.parties, digest=said.digest, **receipt
    )
    for row in (*said.answers, *said.clauses):
        row.submission = made
    QuestionAnswer.objects.bulk_create(said.answers)
    ClauseComment.objects.bulk_create(said.clauses)
    if said.enclosures:
        made.enclosures.set(said.enclosures)
    return made


def _values(row, names: Iterable[str]) -> dict:
    return {name: getattr(row, name) for name in names}


def _on_a_clause(place: int, values: dict) -> ClauseComment:
    values = {**values, "as_written": values.get("as_written") or values.get("clause") or ""}
    return ClauseComment(**values | {"place": place})
