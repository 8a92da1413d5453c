"""A draft as its page shows it and takes it back: every part with its form, who wrote it last, and who is in it now."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count

from audit import clock
from audit.acts import Refused
from consultations import actions
from consultations.actions.drafted import REMOVED, IsHeld, Overtaken
from consultations.drafts import clauses, locks, parts
from consultations.drafts.givens import NOTHING_GIVEN
from consultations.drafts.progress import Progress, reckoned
from consultations.forms.responding import ClauseForm, GeneralForm, HeadForm
from consultations.models import DraftAnswer, DraftClauseComment, Enclosure, Question, Response, Revision
from consultations.queries.questions import questions_of
from consultations.questions import conditions
from consultations.questions.form import QuestionForm, Sheet, field_name
from proposals.forms.base import digest

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass
class Part:
    """``version``, ``by``, ``at``: of what is on record. ``sent``: what its page said that it had seen, until it is
    saved. ``clash``: what a colleague saved meanwhile; ``is_gone``: whoever typed in it learns that it was removed."""

    key: str
    form: object
    version: int
    said: dict
    by: object = None
    at: datetime | None = None
    held: locks.Held | None = None
    earlier: int = 0
    sent: str | None = None
    clash: Overtaken | None = None
    is_gone: bool = False
    refused: str = ""

    @property
    def seen_name(self) -> str:
        return _seen_name(self.key)

    @property
    def seen(self) -> str:
        """What a page has to give back: the version that its reader has seen, and what it said. Of what could not be
        saved it is what they had seen before, unless they are shown what stands now."""
        if self.clash:
            return _written_seen(self.clash.version, self.clash.said, self.clash.at)
        return _written_seen(self.version, self.said, self.at) if self.sent is None else self.sent

    @property
    def is_troubled(self) -> bool:
        return bool(self.clash or self.refused or self.form.errors)

    @property
    def version_seen(self) -> int:
        return _read_seen(self.seen).version

    @property
    def seen_at(self) -> datetime | None:
        return _read_seen(self.seen).at

    @property
    def kind(self) -> str:
        """How it is shown: as a question, as a comment on a clause, or as itself."""
        if isinstance(self.form, QuestionForm):
            return "question"
        return "clause" if isinstance(self.form, ClauseForm) else self.key

    @property
    def is_over(self) -> bool:
        """A question that is no longer asked: what was answered can be read."""
        return isinstance(self.form, QuestionForm) and self.form.is_no_longer_asked

    @property
    def clash_words(self) -> str:
        """Where the question was withdrawn as well there is nothing to choose."""
        if not self.is_over:
            return self.clash.sentence
        since = f"{self.clash.at.astimezone(clock.LONDON):%H:%M}"
        return (
            f"This question was withdrawn meanwhile, and {self.clash.name} had saved another text here at {since}. "
            f"Both texts are kept; neither is sent."
        )

    @property
    def is_removed(self) -> bool:
        """A comment on a clause that a colleague removed while somebody typed in it."""
        return self.kind == "clause" and self.form.clause is None and self.key != parts.NEW_CLAUSE

    @property
    def is_answered(self) -> bool:
        return conditions.is_answered(self.form.was)

    @property
    def read_words(self) -> str:
        """How the place that somebody wrote is read."""
        row = self.form.clause
        if row is None or row.clause == row.as_written:
            return ""
        if row.clause:
            return f"Read as {row.clause}."
        return "This could not be read as one place in the Code. It is kept as you wrote it."

    @property
    def needs_words(self) -> str:
        """What a comment on a clause lacks before it can be sent, where something stands in it."""
        row = self.form.clause
        lacks = clauses.needed(row) if row and clauses.is_begun(row) else []
        return f"Before it can be sent: {' '.join(lacks)}" if lacks else ""

    @property
    def title(self) -> str:
        return _title(self)

    @property
    def saved_words(self) -> str:
        if not self.at:
            return ""
        day = clock.london_date(self.at)
        when = f"{self.at.astimezone(clock.LONDON):%H:%M}"
        when = when if day == clock.today() else f"{day:%-d %B %Y}, {when}"
        return f"Saved {when}{f' by {self.by.name}' if self.by else ''}"

    def typed(self) -> dict:
        """What was entered, as it would be kept."""
        if isinstance(self.form, QuestionForm):
            return parts.said_in_answer(_given(self.form))
        return self.form.said()


def _title(part: Part) -> str:
    if isinstance(part.form, QuestionForm):
        return f"Question {part.form.question.number}"
    if isinstance(part.form, ClauseForm):
        if part.form.clause:
            place = part.form.clause.as_written
            return f"Comment on {place}" if place else "A comment on a clause"
        return "A comment that was removed" if part.is_removed else "Another clause"
    return "General comments" if part.key == parts.GENERAL else "About this response"


def _given(form: QuestionForm) -> dict:
    """What cannot be understood yet, such as half a date, stays as it was; the words beside it are saved."""
    given = form.given()
    wrong = [name for name in NOTHING_GIVEN if field_name(form.question, name) in form.errors]
    was = parts.given_by(parts.said_in_answer(form.was)) if form.was else NOTHING_GIVEN
    return given | {name: was[name] for name in wrong}


class Questions(Sheet):
    """The questions of a draft. What was not sent, because a colleague holds it, is shown as it is on record; what was
    sent is taken, also where the question was withdrawn meanwhile."""

    def sent(self, question: Question):
        return _sent(self.data, parts.of_question(question))


def _seen_name(key: str) -> str:
    return f"{key}-seen"


def _sent(data, key: str):
    """``data``, where something of the part ``key`` is in it."""
    return data if data is not None and _seen_name(key) in data else None


class Draft:
    """Everything of one response, read at once: the same number of queries for three questions and for three hundred.
    ``data``: what was sent of it; ``only``: the key of the one question that is to have its form."""

    def __init__(self, response: Response, by, data=None, *, only: str | None = None):
        self.response, self.by, self.data, self.only = response, by, data, only
        self.held = locks.held_by_others(response, by)
        self.kept = _kept(response)
        self.questions = questions_of(response.consultation.questions_id)
        drafts = DraftAnswer.objects.filter(response=response).select_related("by")
        self.answers = {draft.question_id: draft for draft in drafts}
        self.asked = [self._question(form) for form in self._forms(only)]
        self.general = self._general()
        self.head = self._head()
        found = DraftClauseComment.objects.filter(response=response).select_related("by")
        self.clauses = [self._clause(row) for row in found]
        self.clauses += self._written_in_what_was_removed()
        self.new_clause = self._without_row(parts.NEW_CLAUSE)

    def _forms(self, only: str | None) -> list[QuestionForm]:
        if only is None:
            return Questions(self.questions, self.answers, self.data).forms
        found = conditions.standings(self.questions, self.answers)
        wanted = [question for question in self.questions if parts.of_question(question) == only]
        return [QuestionForm(q, self.answers.get(q.pk), self._sent(only), standing=found[q.pk]) for q in wanted]

    @property
    def versions(self) -> dict[str, int]:
        """By part; what nobody has written is left out."""
        found = {parts.of_question(key): row.version for key, row in self.answers.items()}
        found |= {part.key: part.version for part in (self.general, self.head, *self.clauses)}
        return {key: version for key, version in found.items() if version}

    def title_of(self, key: str) -> str:
        numbers = {parts.of_question(question): f"Question {question.number}" for question in self.questions}
        found = self.part(key)
        return numbers.get(key) or (found.title if found else "A comment on a clause")

    @property
    def parts(self) -> list[Part]:
        return [*self.asked, self.general, *self.clauses, self.new_clause, self.head]

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    @property
    def progress(self) -> Progress:
        return reckoned(self.questions, self.answers)

    @property
    def unfinished(self) -> list[Part]:
        """Comments on clauses that cannot be sent as they stand."""
        return [part for part in self.clauses if part.needs_words]

    @property
    def files(self) -> list[Enclosure]:
        there = Enclosure.objects.standing().filter(response=self.response, kind=Enclosure.Kind.ATTACHMENT)
        return list(there.select_related("by"))

    @property
    def removed(self) -> list[str]:
        """Parts that are no more and of which something is kept: comments on clauses that were removed."""
        there = {part.key for part in self.clauses}
        return [key for key in self.kept if key.startswith("c-") and key not in there]

    @property
    def troubled(self) -> list[Part]:
        return [part for part in self.parts if part.is_troubled]

    def put_in(self, part: Part, row: DraftClauseComment) -> None:
        """``row``, which was added from ``part``, stands under its own name, and its fields are free for another."""
        self.clauses = [*(each for each in self.clauses if each is not part), self._clause(row)]
        if part is self.new_clause:
            self.new_clause = Part(parts.NEW_CLAUSE, ClauseForm(None), 0, parts.NO_CLAUSE)

    def take_out(self, part: Part) -> None:
        self.clauses = [each for each in self.clauses if each is not part]

    def _sent(self, key: str):
        return _sent(self.data, key)

    def _part(self, key: str, form, said: dict, version: int = 0, by=None, at=None) -> Part:
        sent = self.data[_seen_name(key)] if self._sent(key) is not None else None
        return Part(key, form, version, said, by, at, self.held.get(key), self.kept[key], sent)

    def _without_row(self, key: str) -> Part:
        return self._part(key, ClauseForm(None, self._sent(key), key=key), parts.NO_CLAUSE)

    def _written_in_what_was_removed(self) -> list[Part]:
        """Comments that a colleague removed while somebody typed in them."""
        sent = [part for part in self.removed if self._sent(part) is not None]
        return [part for part in map(self._without_row, sent) if _is_changed(part)]

    def _question(self, form: QuestionForm) -> Part:
        row = form.was or DraftAnswer(version=0)
        key = parts.of_question(form.question)
        by = row.by if form.was else None
        return self._part(key, form, parts.said_in_answer(row), row.version, by, row.at)

    def _general(self) -> Part:
        held = self.response
        form = GeneralForm(held, self._sent(parts.GENERAL))
        said = parts.said_in_general(held)
        return self._part(parts.GENERAL, form, said, held.general_version, held.general_by, held.general_at)

    def _head(self) -> Part:
        held, said = self.response, parts.said_in_head(self.response)
        form = HeadForm(held, self._sent(parts.HEAD), said=said)
        return self._part(parts.HEAD, form, said, held.version, held.headed_by, held.headed_at)

    def _clause(self, row: DraftClauseComment) -> Part:
        key = parts.of_clause(row)
        form = ClauseForm(row, self._sent(key))
        return self._part(key, form, parts.said_on_clause(row), row.version, row.by, row.at)


def _kept(response: Response) -> Counter:
    found = Revision.objects.filter(response=response).order_by().values("part").annotate(number=Count("pk"))
    return Counter({row["part"]: row["number"] for row in found})


def save_part(draft: Draft, part: Part) -> bool:
    """What was sent of it is saved, if it was changed. Whether all is well."""
    if part.is_removed and part.version_seen:
        _give_back(draft, part)
    elif _is_changed(part) and not (part.kind == "clause" and part.form.errors):
        # A place that cannot be understood is not left out: another would stand there than was typed.
        _try(draft, part, lambda: _save(draft, part))
    return not part.is_troubled


def remove_part(draft: Draft, part: Part) -> None:
    """A comment on a clause is removed as its reader saw it; what was typed in it and could not be saved is kept."""

    def remove() -> None:
        actions.remove_clause(clause=part.form.clause, **_common(draft, part))
        draft.take_out(part)

    if part.clash or part.refused:
        return
    if part.form.errors:
        _keep(draft, part)
    _try(draft, part, remove)


def _is_changed(part: Part) -> bool:
    if part.kind == "clause" and part.form.is_blank:
        return False
    return digest(part.typed()) != _read_seen(part.seen).shown


def _common(draft: Draft, part: Part) -> dict:
    """A script sends a part again and again, and what it sent first may come last: it is to see everything first. Of a
    whole page that somebody sends again it is enough that nobody else wrote meanwhile."""
    seen_at = part.seen_at if draft.only is None else None
    return {"response": draft.response, "by": draft.by, "expected": part.version_seen, "seen_at": seen_at}


class Seen(NamedTuple):
    """The version that somebody has seen, the digest of what it said, and when that was written."""

    version: int
    shown: str
    at: datetime | None


def _written_seen(version: int, said: dict, at: datetime | None) -> str:
    since = (at - EPOCH) // MICROSECOND if at else 0
    return f"{version}.{digest(said)}.{since}"


def _read_seen(sent: str) -> Seen:
    version, shown, since = (*sent.split("."), "", "")[:3]
    at = EPOCH + MICROSECOND * int(since) if since.isdecimal() and len(since) < 18 else None
    return Seen(int(version) if version.isdecimal() and len(version) < 10 else 0, shown, at)


def _try(draft: Draft, part: Part, do: Callable) -> None:
    """What stands in the way is put on ``part``, and the words that could not be saved are kept."""
    try:
        do()
    except Overtaken as overtaken:
        part.clash = overtaken
        _keep(draft, part)
    except IsHeld as held:
        part.held, part.refused = held.held, held.sentence
        _keep(draft, part)
    except Refused as refusal:
        _put_at_its_field(part, refusal)


def _keep(draft: Draft, part: Part) -> None:
    actions.keep_words(response=draft.response, by=draft.by, part=part.key, said=part.typed())


def _give_back(draft: Draft, part: Part) -> None:
    """Once its writer has been told that it was removed, they may add it as a new one."""
    part.is_gone, part.sent, part.refused = True, None, REMOVED
    _keep(draft, part)


def _save(draft: Draft, part: Part) -> None:
    common = _common(draft, part)
    if isinstance(part.form, QuestionForm):
        row = actions.save_answer(question=part.form.question, given=_given(part.form), **common)
        draft.answers[part.form.question.pk] = row
        _renew(part, row, parts.said_in_answer(row))
    elif part.key == parts.GENERAL:
        row = actions.save_general(text=part.form.said()["text"], **common)
        part.version, part.by, part.at = row.general_version, row.general_by, row.general_at
        part.said, part.sent = parts.said_in_general(row), None
    elif part.key == parts.HEAD:
        row = actions.save_head(**part.form.act_arguments(), **common)
        part.version, part.by, part.at = row.version, row.headed_by, row.headed_at
        part.said, part.sent = parts.said_in_head(row), None
    else:
        row = actions.save_clause(clause=part.form.clause, **part.form.said(), **common)
        added, part.form.clause = part.form.clause is None, row
        _renew(part, row, parts.said_on_clause(row))
        if added:
            draft.put_in(part, row)


def _renew(part: Part, row, said: dict) -> None:
    part.version, part.said, part.sent = row.version, said, None
    if row.version:
        part.by, part.at = row.by, row.at


def _put_at_its_field(part: Part, refusal: Refused) -> None:
    form = part.form
    name = field_name(form.question, refusal.field) if isinstance(form, QuestionForm) else refusal.field
    if refusal.field and name in form.fields:
        form.add_error(name, refusal.sentence)
    else:
        part.refused = refusal.sentence


def state_words(response: Response, now: datetime | None = None) -> str:
    """What became of the consultation while it is being answered; nothing while it is open."""
    of = response.consultation
    now = now or clock.now()
    if of.is_taken_back:
        return f"SECAS took this consultation back: {of.taken_back_because} What you wrote is kept here."
    if not of.is_over_at(now):
        return ""
    closed = f"{of.closes_at.astimezone(clock.LONDON):%A %-d %B %Y at %H:%M}"
    return (
        f"This consultation closed on {closed}. What you write is kept here and can still be submitted: it is then "
        f"late, and SECAS decides whether it counts."
    )
