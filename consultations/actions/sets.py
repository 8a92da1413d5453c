"""Sets of questions: reusable ones are made, renamed, retired and taken up again, and copied into a consultation."""

from django.db import IntegrityError, transaction

from audit import clock
from audit.acts import Refused, act, current, nothing_changed, record
from consultations import rules
from consultations.actions.questionground import (
    MOST,
    SECAS_ONLY,
    Held,
    check_not_opened,
    check_seen,
    entry,
    grow,
    hold,
)
from consultations.actions.questions import is_again, same_as
from consultations.models import Kind, Question, QuestionSet
from proposals.rules import check

TITLE_LENGTH = QuestionSet._meta.get_field("title").max_length


def own_set(kind: str, title: str, from_set: QuestionSet | None, by) -> QuestionSet:
    """Within an act: a consultation's own set, with the questions of ``from_set``. The act says what was made."""
    made = QuestionSet.objects.create(
        title=title[:TITLE_LENGTH], kind=kind, copied_from=from_set, by=by, at=current().at
    )
    if from_set is not None:
        _copy(from_set, made)
    return made


def _copy(source: QuestionSet, into: QuestionSet) -> list[Question]:
    """Those of ``source`` that are asked, after those that are there; conditions lead to the copies."""
    asked = _asked(source)
    first = into.questions.count() + 1
    made = Question.objects.bulk_create(
        Question(of=into, number=number, **same_as(each)) for number, each in enumerate(asked, first)
    )
    copies = {each.pk: copy for each, copy in zip(asked, made, strict=True)}
    led = [each for each in asked if each.only_if_id in copies]
    for each in led:
        copies[each.pk].only_if, copies[each.pk].only_if_answers = copies[each.only_if_id], each.only_if_answers
    Question.objects.bulk_update([copies[each.pk] for each in led], ["only_if", "only_if_answers"])
    return made


def _asked(source: QuestionSet) -> list[Question]:
    return list(source.questions.filter(withdrawn_at=None).order_by("number"))


@act
def make_set(*, by, title: str, kind: str, from_set: QuestionSet | None = None) -> QuestionSet:
    """A reusable set of a kind of consultation, empty or with the questions of another."""
    check(rules.may_build, by, None, sentence=SECAS_ONLY)
    if kind not in Kind.values:
        raise Refused("Choose for which kind of consultation it is.", "kind")
    title = _checked_title(title, kind)
    made = QuestionSet(title=title, kind=kind, reusable=True, copied_from=from_set, by=by, at=current().at)
    _save(made)
    if from_set is not None:
        _copy(from_set, made)
    record("question_set_made", **entry(Held(made, None), made, by, f"a set for “{made.get_kind_display()}” made."))
    return made


def _checked_title(title: str, kind: str, but: QuestionSet | None = None) -> str:
    words = title.strip()
    if not words:
        raise Refused("Give the set a title.", "title")
    if len(words) > TITLE_LENGTH:
        raise Refused(f"The title may have {TITLE_LENGTH} characters; this one has {len(words)}.", "title")
    same = QuestionSet.objects.filter(kind=kind, title=words, reusable=True, retired_on=None)
    if same.exclude(pk=but.pk if but else None).exists():
        raise Refused(_taken(words), "title")
    return words


def _taken(title: str) -> str:
    return f"There is already a set “{title}” for this kind of consultation."


def _save(of: QuestionSet) -> None:
    """Of two who give one title at the same moment the second is told."""
    try:
        with transaction.atomic():
            of.save()
    except IntegrityError:
        raise Refused(_taken(of.title), "title") from None


def hold_set(of: QuestionSet, by) -> QuestionSet:
    """A reusable set behind its lock, whether retired or not."""
    check(rules.may_build, by, None, sentence=SECAS_ONLY)
    found = QuestionSet.objects.select_for_update().get(pk=of.pk)
    if not found.reusable:
        raise Refused("These questions belong to one consultation; their title is its own.")
    return found


@act
def rename_set(*, of: QuestionSet, by, title: str, version: int | None = None) -> QuestionSet:
    found = hold_set(of, by)
    held = Held(found, None)
    if found.title == title.strip():
        nothing_changed()
        return found
    check_seen(held, version)
    was, found.title = found.title, _checked_title(title, found.kind, but=found)
    _save(found)
    grow(held)
    record("question_set_renamed", **entry(held, found, by, f"named so, before: “{was}”."))
    return found


@act
def retire_set(*, of: QuestionSet, by) -> QuestionSet:
    """Offered for no new consultation; those that were made from it keep their questions."""
    found = hold_set(of, by)
    if found.retired_on:
        nothing_changed()
        return found
    found.retired_on = clock.london_date(current().at)
    found.save(update_fields=["retired_on"])
    grow(Held(found, None))
    record("question_set_retired", **entry(Held(found, None), found, by, "retired."))
    return found


@act
def take_set_up(*, of: QuestionSet, by) -> QuestionSet:
    """Offered again."""
    found = hold_set(of, by)
    if not found.retired_on:
        nothing_changed()
        return found
    _checked_title(found.title, found.kind, but=found)
    found.retired_on = None
    _save(found)
    grow(Held(found, None))
    record("question_set_taken_up", **entry(Held(found, None), found, by, "taken up again."))
    return found


@act
def copy_set(*, into: QuestionSet, from_set: QuestionSet, by, version: int | None = None) -> list[Question]:
    """The questions of a reusable set after those that are there."""
    held = hold(into, by)
    check_not_opened(held)
    source = QuestionSet.objects.get(pk=from_set.pk)
    rows = [same_as(each) for each in _asked(source)]
    last = list(held.of.questions.order_by("number"))[-len(rows) :]
    if source != held.of and is_again(held, version, last, rows):
        return last
    check_seen(held, version)
    if not source.reusable or source.retired_on:
        raise Refused("Choose a reusable set that is in use.", "from_set")
    count = len(rows)
    if not count:
        raise Refused(f"“{source}” has no questions yet.", "from_set")
    if held.of.questions.count() + count > MOST:
        raise Refused(f"{MOST} questions are the most that one set can hold.", "from_set")
    made = _copy(source, held.of)
    if held.of.copied_from_id is None and not held.of.reusable:
        held.of.copied_from = source
        held.of.save(update_fields=["copied_from"])
    grow(held)
    record("question_added", **entry(held, held.of, by, f"{count} questions of “{source}” added."))
    return made
