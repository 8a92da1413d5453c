"""What was submitted, as a given reader may read it: whoever shows words or names of a response asks here.

SECAS and the respondent's own people read every word, and beside it what others do not read. For everybody else what is
redacted is replaced by a mark with its reason, whoever did not consent is named by what they are, and what is
confidential is not there: it is counted by ``collation``. Constant queries, for however many rows.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model, Q, QuerySet

from accounts.models import Category
from audit import clock
from consultations.models import ClauseComment, QuestionAnswer, Redaction, Submission
from consultations.queries.readers import is_analyst, is_guest, organisations

THE_DCC = "the DCC"
LIKE_A_MARK = re.compile(r"\[\s*redacted\b[^\[\]]*\]", re.IGNORECASE)
SO_WRITTEN = "[so written by the respondent]"
A_VOWEL = ("A", "E", "I", "O", "U")


@dataclass(frozen=True)
class Shown:
    """``row`` is the answer, the comment on a clause, or the submission of which these are the general comments; what
    is read of it are ``who``, ``text`` and, on a clause, ``anchor`` and ``clause``. ``in_full``: this reader reads what
    others do not, which ``redactions`` then names. ``row.text`` itself is never shown."""

    row: QuestionAnswer | ClauseComment | Submission
    who: str
    in_full: bool
    holding: tuple[Redaction, ...] = field(default=(), repr=False)

    @property
    def redactions(self) -> tuple[Redaction, ...]:
        return self.holding if self.in_full else ()

    @cached_property
    def text(self) -> str:
        return self.between(0, len(words_of(self.row)[0]))

    @cached_property
    def anchor(self) -> str:
        return self._read(words_of(self.row)[1])

    @cached_property
    def clause(self) -> str:
        """As the house writes it; in the respondent’s own words where it cannot be read."""
        return getattr(self.row, "clause", "") or self._read(words_of(self.row)[2])

    def _read(self, words: str) -> str:
        return words if self.in_full else redacted(words, self.holding)

    def between(self, start: int, end: int) -> str:
        """Of the text as it was submitted, what this reader reads there."""
        text = words_of(self.row)[0]
        return text[start:end] if self.in_full else redacted(text, self.holding, start, end)

    def reads_all_of(self, start: int, end: int) -> bool:
        """Whether neither a redaction nor confidence keeps any of the characters from ``start`` to before ``end`` from
        this reader."""
        if self.in_full:
            return True
        if self.confidential or any(not redaction.quote for redaction in self.holding):
            return False
        return not any(first < end and last > start for first, last, _ in _spans(words_of(self.row)[0], self.holding))

    @property
    def submission(self) -> Submission:
        return submission_of(self.row)

    @property
    def category_words(self) -> str:
        return self.submission.get_category_display()

    @property
    def confidential(self) -> bool:
        """Only SECAS and its own people come to read one that is."""
        return self.row.confidential or self.submission.confidential


def texts(rows: QuerySet, user) -> list[Shown]:
    """Of answers, comments on clauses or submissions (their general comments), those that ``user`` may read, as they
    may read them, in the order of ``rows``. Two queries."""
    found = list(rows.visible_to(user).select_related(f"{_to_submission(rows.model)}response__organisation"))
    return of_rows(found, user)


def of_rows(rows: Iterable[Model], user) -> list[Shown]:
    """The same of rows that were read through ``visible_to(user)``, with submission, response and organisation."""
    rows = list(rows)
    redactions = _redactions(rows)
    return [_shown(row, redactions[row.pk], reads_in_full(submission_of(row), user)) for row in rows]


def reads_in_full(submission: Submission, user) -> bool:
    """Whether ``user`` is of SECAS, acts today for the respondent or for what it was merged into, or is its guest."""
    if is_analyst(user):
        return True
    if is_guest(user):
        return user.revoked_at is None and submission.response.invitation_id == user.pk
    keys, organisation = organisations(user), submission.response.organisation
    if not keys or organisation is None:
        return False
    merged = organisation.merged_on is not None and organisation.merged_on <= clock.today()
    return organisation.pk in keys or (merged and organisation.merged_into_id in keys)


def who(submission: Submission, user) -> str:
    """Whose it is, as ``user`` may know it: “a Large Supplier” where the name was not to be published."""
    return _name(submission, named=submission.consents or reads_in_full(submission, user))


def speaks_for(submission: Submission, user) -> list[str]:
    """For whom else it speaks; nobody is named where the respondent is not."""
    if not (submission.consents or reads_in_full(submission, user)):
        return []
    return [*submission.parties, *([submission.others] if submission.others else [])]


def submission_of(row) -> Submission:
    return row if isinstance(row, Submission) else row.submission


def one_of(category: str) -> str:
    """“a Large Supplier”, “an Other SEC Party”."""
    if category == Category.DCC:
        return THE_DCC
    label = Category(category).label
    return f"{'an' if label.startswith(A_VOWEL) else 'a'} {label}"


def redacted(text: str, redactions: Iterable[Redaction], start: int = 0, end: int | None = None) -> str:
    """``text``, from ``start`` to before ``end`` of it, with a mark in place of each passage; passages that touch or
    overlap are one, and marked where they begin. Every place where the words stand is meant. What was written so as to
    look like such a mark is said to be the respondent's."""
    redactions, end = list(redactions), len(text) if end is None else end
    if whole := [redaction.reason for redaction in redactions if not redaction.quote]:
        return mark(whole) if text and start == 0 else ""
    found, after = [], start
    for first, last, reasons in _spans(text, redactions):
        if start <= first < end:
            found += [_as_written(text[after:first]), mark(reasons)]
        if first < end and last > start:
            after = min(last, end)
    return "".join([*found, _as_written(text[after:end])])


def _as_written(words: str) -> str:
    return LIKE_A_MARK.sub(rf"\g<0> {SO_WRITTEN}", words)


def mark(reasons: Iterable[str]) -> str:
    return f"[Redacted: {'; '.join(dict.fromkeys(reasons))}]"


def _spans(text: str, redactions: Iterable[Redaction]) -> list[tuple[int, int, list[str]]]:
    places = sorted(
        (hit.start(), hit.end(), redaction.reason)
        for redaction in redactions
        for hit in re.finditer(as_pattern(redaction.quote), text)
    )
    found: list[tuple[int, int, list[str]]] = []
    for start, end, reason in places:
        if found and start <= found[-1][1]:
            first, last, reasons = found.pop()
            found.append((first, max(last, end), [*reasons, reason]))
        else:
            found.append((start, end, [reason]))
    return found


def as_pattern(words: str) -> str:
    """It finds them wherever lines end in them."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", words)))


def _shown(row, redactions: list[Redaction], in_full: bool) -> Shown:
    who = _name(submission_of(row), named=in_full or submission_of(row).consents)
    return Shown(row, who, in_full, tuple(redactions))


def words_of(row) -> tuple[str, str, str]:
    """The text as it came in; and on a clause the words at which it applies, and those that name the clause."""
    if isinstance(row, Submission):
        return row.general_comments, "", ""
    return row.text, getattr(row, "anchor", ""), getattr(row, "as_written", "")


def _name(submission: Submission, *, named: bool) -> str:
    return submission.response.whose if named else one_of(submission.category)


def _to_submission(model: type[Model]) -> str:
    return "" if model is Submission else "submission__"


# By which field a redaction names its place.
PLACE = {QuestionAnswer: "answer", ClauseComment: "clause_comment", Submission: "general_of"}


def _redactions(rows: list) -> dict[int, list[Redaction]]:
    """Those that stand, by the row that they hold for: its own, and those of the same place in another version of the
    response, so that what was kept from readers is not read in the next one."""
    found: dict[int, list[Redaction]] = defaultdict(list)
    if not rows:
        return found
    field = PLACE[type(rows[0])]
    to_response = f"{field}__response" if field == "general_of" else f"{field}__submission__response"
    responses = {submission_of(row).response_id for row in rows}
    standing = Redaction.objects.standing().filter(Q(**{f"{to_response}__in": responses}))
    related = field if field == "general_of" else f"{field}__submission"
    of_response: dict[int, list[Redaction]] = defaultdict(list)
    for redaction in standing.select_related(related).order_by("pk"):
        of_response[submission_of(getattr(redaction, field)).response_id].append(redaction)
    for row in rows:
        of_its_own = of_response[submission_of(row).response_id]
        found[row.pk] = [r for r in of_its_own if _holds_for(getattr(r, field), row, whole=not r.quote)]
    return found


def _holds_for(placed, row, *, whole: bool) -> bool:
    """Two comments on one clause in the same submission are two places. Which of another version is the same one, the
    words that name the clause do not say, as they may be others: words are kept back in each of them."""
    if placed.pk == row.pk or submission_of(placed).pk == submission_of(row).pk:
        return placed.pk == row.pk
    if isinstance(row, QuestionAnswer):
        return placed.question_id == row.question_id
    return isinstance(row, Submission) or not whole or _is_same_comment(placed, row)


def _is_same_comment(one: ClauseComment, other: ClauseComment) -> bool:
    on_the_same = (bool(one.clause) and one.clause == other.clause) or one.as_written == other.as_written
    return on_the_same or (bool(one.text) and one.text == other.text)
