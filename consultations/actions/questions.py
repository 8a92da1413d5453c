"""Questions are added, changed, moved, copied and deleted while a consultation is prepared; once it is open a wording
is put right and a question withdrawn, both for everybody to read."""

from collections.abc import Collection, Iterable

from django.db.models import F

from audit.acts import Refused, act, current, nothing_changed, record
from consultations.actions.questionground import (
    MOST,
    Held,
    check_not_opened,
    check_seen,
    checked,
    entry,
    grow,
    hold,
    hold_question,
)
from consultations.models import Question, QuestionCorrection, QuestionSet
from consultations.questions.conditions import LEADING, choices_of, condition_words
from consultations.questions.pasting import questions_in
from proposals.actions.filing import SAME
from proposals.actions.ground import check_opened

WORDING = ("text", "help")
REASON_LENGTH = Question._meta.get_field("withdrawn_because").max_length


@act
def add_question(
    *,
    of: QuestionSet,
    by,
    text: str,
    asks: str,
    help: str = "",
    group: str = "",
    options: Iterable[str] = (),
    several: bool = False,
    required: bool = False,
    place: int | None = None,
    version: int | None = None,
) -> Question:
    """At ``place``, those from there on one further; without it, last. Sent twice, it is added once."""
    held = hold(of, by)
    check_not_opened(held)
    values = checked(text, asks, options, several) | {
        "help": help.strip(),
        "group": group.strip(),
        "required": required,
    }
    count = held.of.questions.count()
    there = held.of.questions.filter(number=count if place is None else min(max(place, 1), count)).first()
    if is_again(held, version, [there] if there else [], [values]):
        return there
    check_seen(held, version)
    _check_room(count + 1)
    number = count + 1 if place is None else min(max(place, 1), count + 1)
    _make_room(held, number)
    made = Question.objects.create(of=held.of, number=number, **values)
    grow(held)
    record("question_added", **entry(held, made, by, f"question {number} added: {made.text}"))
    return made


@act
def add_questions(
    *, of: QuestionSet, by, text: str, asks: str, group: str = "", required: bool = False, version: int | None = None
) -> list[Question]:
    """All that stand in a pasted ``text``, one on each line or numbered, after those that are there."""
    held = hold(of, by)
    check_not_opened(held)
    texts = questions_in(text)
    if not texts:
        raise Refused("Paste the questions, each on a line of its own.", "text")
    rows = [checked(each, asks) | {"group": group.strip(), "required": required} for each in texts]
    found = list(held.of.questions.order_by("number"))
    if is_again(held, version, found[-len(rows) :], rows):
        return found[-len(rows) :]
    check_seen(held, version)
    _check_room(len(found) + len(rows))
    made = Question.objects.bulk_create(
        Question(of=held.of, number=number, **row) for number, row in enumerate(rows, len(found) + 1)
    )
    grow(held)
    record("question_added", **entry(held, held.of, by, f"{_span(made)} added."))
    return made


def _span(made: list[Question]) -> str:
    first, last = made[0].number, made[-1].number
    return f"questions {first} to {last}" if first < last else f"question {first}"


def is_again(held: Held, version: int | None, there: list[Question], rows: list[dict]) -> bool:
    """Whether ``there`` are ``rows``, added with the last save: the button was pressed twice."""
    if version is None or version != held.of.version - 1 or not rows or len(there) != len(rows):
        return False
    newest = held.of.questions.order_by("-pk").values_list("pk", flat=True)[: len(rows)]
    is_same = all(getattr(q, name) == value for q, row in zip(there, rows, strict=True) for name, value in row.items())
    if not is_same or {question.pk for question in there} != set(newest):
        return False
    nothing_changed()
    return True


def _check_room(count: int) -> None:
    if count > MOST:
        raise Refused(f"{MOST} questions are the most that one set can hold; these would be {count}.", "text")


def _make_room(held: Held, number: int) -> None:
    held.of.questions.filter(number__gte=number).update(number=F("number") + 1)


@act
def change_question(
    *,
    question: Question,
    by,
    text: str,
    asks: str,
    help: str = "",
    group: str = "",
    options: Iterable[str] = (),
    several: bool = False,
    required: bool = False,
    version: int | None = None,
) -> Question:
    """While it is prepared, all of it. An answer on which another question depends stays among its answers."""
    held, found = hold_question(question, by)
    check_not_opened(held)
    values = checked(text, asks, options, several) | {
        "help": help.strip(),
        "group": group.strip(),
        "required": required,
    }
    before = {name: getattr(found, name) for name, value in values.items() if getattr(found, name) != value}
    if not before:
        nothing_changed()
        return found
    check_seen(held, version)
    for name, value in values.items():
        setattr(found, name, value)
    _check_leads_on(found)
    found.save(update_fields=list(values))
    grow(held)
    after = {name: values[name] for name in before}
    record(
        "question_changed", **entry(held, found, by, f"question {found.number} changed."), before=before, after=after
    )
    return found


def _check_leads_on(question: Question) -> None:
    still = {value for value, _ in choices_of(question)} if question.asks in LEADING else set()
    for later in question.leads_to.select_related("only_if"):
        if not set(later.only_if_answers) <= still:
            raise Refused(
                f"Question {later.number} is asked only after an answer that would be gone. Change that first."
            )


@act
def set_condition(
    *, question: Question, by, only_if: Question | None, answers: Collection[str] = (), version: int | None = None
) -> Question:
    """Asked of those who gave one of ``answers`` to the earlier question ``only_if``; without one, of everybody."""
    held, found = hold_question(question, by)
    check_not_opened(held)
    answers = _checked_condition(found, only_if, answers)
    if (found.only_if_id, found.only_if_answers) == (only_if.pk if only_if else None, answers):
        nothing_changed()
        return found
    check_seen(held, version)
    found.only_if, found.only_if_answers = only_if, answers
    found.save(update_fields=["only_if", "only_if_answers"])
    grow(held)
    who = f"asked {_lower(condition_words(found))}" if only_if else "asked of everybody"
    record("question_changed", **entry(held, found, by, f"question {found.number} is {who}."))
    return found


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _checked_condition(question: Question, only_if: Question | None, answers: Collection[str]) -> list[str]:
    """The answers in the order in which the earlier question has them."""
    if only_if is None:
        return []
    only_if.refresh_from_db()
    if only_if.of_id != question.of_id or only_if.number >= question.number or only_if.asks not in LEADING:
        words = "A question can depend on an earlier one alone, and only where that asks for agreement or a choice."
        raise Refused(words, "on")
    chosen = [value for value, _ in choices_of(only_if) if value in answers]
    if not chosen or len(chosen) != len(set(answers)):
        raise Refused(f"Choose from the answers to question {only_if.number}.", "answers")
    return chosen


@act
def move_question(*, question: Question, by, to: int, version: int | None = None) -> Question:
    """To the place ``to``, those between one up or down. No question comes before one that it depends on."""
    held, found = hold_question(question, by)
    check_not_opened(held)
    if found.number == to:
        nothing_changed()
        return found
    check_seen(held, version)
    rows = [each for each in held.of.questions.order_by("number") if each.pk != found.pk]
    if not 1 <= to <= len(rows) + 1:
        raise Refused("There is no such place.", "to")
    was = found.number
    rows.insert(to - 1, found)
    _check_order(rows)
    _renumber(rows)
    grow(held)
    record("question_moved", **entry(held, found, by, f"question {was} is now question {to}."))
    return found


def _check_order(rows: list[Question]) -> None:
    """``rows`` in the order in which they would stand, still with the numbers that people see."""
    places = {row.pk: place for place, row in enumerate(rows)}
    numbers = {row.pk: row.number for row in rows}
    for row in rows:
        if row.only_if_id and places[row.only_if_id] > places[row.pk]:
            lead = numbers[row.only_if_id]
            raise Refused(
                f"Question {row.number} depends on the answer to question {lead}, so it has to come after it."
            )


def _renumber(rows: list[Question]) -> None:
    moved = [row for number, row in enumerate(rows, 1) if row.number != number]
    for number, row in enumerate(rows, 1):
        row.number = number
    Question.objects.bulk_update(moved, ["number"])


@act
def copy_question(*, question: Question, by, version: int | None = None) -> Question:
    """The same once more, right after it, to be changed."""
    held, found = hold_question(question, by)
    check_not_opened(held)
    depends = {"only_if": found.only_if, "only_if_answers": found.only_if_answers}
    after = held.of.questions.filter(number=found.number + 1).first()
    if is_again(held, version, [after] if after else [], [same_as(found) | depends]):
        return after
    check_seen(held, version)
    _check_room(held.of.questions.count() + 1)
    _make_room(held, found.number + 1)
    made = Question.objects.create(of=held.of, number=found.number + 1, **same_as(found), **depends)
    grow(held)
    record("question_added", **entry(held, made, by, f"question {found.number} copied as question {made.number}."))
    return made


def same_as(question: Question) -> dict:
    """What makes the same question in another place; what it depends on is the caller's to say."""
    same = ("group", "text", "help", "asks", "options", "several", "required")
    return {name: getattr(question, name) for name in same}


@act
def delete_question(*, question: Question, by, version: int | None = None) -> None:
    """While it is prepared: gone, and the numbers close up. Not while another depends on it."""
    held, found = hold_question(question, by)
    if held.is_opened:
        raise Refused("The consultation has been opened: withdraw the question instead, with a reason.")
    check_seen(held, version)
    if later := found.leads_to.order_by("number").first():
        raise Refused(f"Question {later.number} depends on its answer. Change or delete that first.")
    number, text = found.number, found.text
    record("question_deleted", **entry(held, held.of, by, f"question {number} deleted."), before={"text": text})
    found.delete()
    held.of.questions.filter(number__gt=number).update(number=F("number") - 1)
    grow(held)


@act
def withdraw_question(*, question: Question, by, reason: str) -> Question:
    """Once it is open: asked of nobody any more, with its number, its answers and the reason on record."""
    held, found = hold_question(question, by)
    if not held.is_opened:
        raise Refused("Nobody has been asked yet: delete the question instead.")
    reason = _checked_reason(reason, "Say why it is no longer asked.")
    if found.withdrawn_at:
        if found.withdrawn_because != reason:
            raise Refused("Somebody else was faster: this question has been withdrawn.")
        nothing_changed()
        return found
    found.withdrawn_at, found.withdrawn_because = current().at, reason
    found.save(update_fields=["withdrawn_at", "withdrawn_because"])
    grow(held)
    record("question_withdrawn", **entry(held, found, by, f"question {found.number} is no longer asked. {reason}"))
    return found


def _checked_reason(reason: str, missing: str, field: str = "reason") -> str:
    words = reason.strip()
    if not words:
        raise Refused(missing, field)
    if len(words) > REASON_LENGTH:
        raise Refused(f"The reason may have {REASON_LENGTH} characters; this one has {len(words)}.", field)
    return words


@act
def put_question_back(*, question: Question, by) -> Question:
    """Asked again, with what was answered to it before."""
    held, found = hold_question(question, by)
    if not found.withdrawn_at:
        nothing_changed()
        return found
    found.withdrawn_at, found.withdrawn_because = None, ""
    found.save(update_fields=["withdrawn_at", "withdrawn_because"])
    grow(held)
    record("question_put_back", **entry(held, found, by, f"question {found.number} is asked again."))
    return found


@act
def correct_question(*, question: Question, by, text: str, why: str, help: str = "", opened: str = "") -> Question:
    """Once it is open: its words put right, the old and the new ones readable for everybody who reads the question.
    What it asks for, its options and its place stand. ``opened``: see ``check_opened``."""
    held, found = hold_question(question, by)
    if not held.is_opened:
        raise Refused("Nobody has been asked yet: change the question instead.")
    if found.withdrawn_at:
        raise Refused("This question is no longer asked.")
    why = _checked_reason(why, "Say what is put right, and why.", "why")
    was = {name: getattr(found, name) for name in WORDING}
    new = {"text": checked(text, found.asks, found.options)["text"], "help": help.strip()}
    if was == new:
        return _same(found, why)
    check_opened(found, WORDING, opened)
    _correct(found, was, new, why, by)
    grow(held)
    sentence = f"wording of question {found.number} put right. {why}"
    record("question_corrected", **entry(held, found, by, sentence), before=was, after=new)
    return found


def _same(found: Question, why: str) -> Question:
    """The button was pressed twice, or there is nothing to put right."""
    last = found.corrections.last()
    if last is None or last.why != why:
        raise Refused(SAME)
    nothing_changed()
    return found


def _correct(found: Question, was: dict, new: dict, why: str, by) -> None:
    found.text, found.help = new["text"], new["help"]
    found.save(update_fields=list(WORDING))
    words = {f"{name}_was": was[name] for name in WORDING} | {f"{name}_becomes": new[name] for name in WORDING}
    QuestionCorrection.objects.create(question=found, why=why, by=by, at=current().at, **words)
