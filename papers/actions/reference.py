"""What papers take from outside the record: the terms of the glossary, and the words that they repeat."""

from datetime import date, timedelta

from accounts.rules import is_administrator
from audit import clock
from audit.acts import Refused, act, record
from papers.models import Boilerplate, GlossaryTerm
from proposals import rules

MANAGED = "Only SECAS keeps the glossary."
KEPT = "Only an administrator changes what papers repeat."
GONE = "Somebody else was faster: it has been taken back already."
A_DAY = timedelta(days=1)


@act
def enter_term(*, by, acronym: str, term: str, note: str = "") -> GlossaryTerm:
    """Enter what an acronym stands for; where it is there already, its note, and it is in use again."""
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    if not acronym.strip():
        raise Refused("Write the acronym.", "acronym")
    if not term.strip():
        raise Refused("Write what it stands for.", "term")
    entry, _ = GlossaryTerm.objects.update_or_create(
        acronym=acronym.strip(),
        term=term.strip(),
        defaults={"note": note.strip(), "retired_on": None, "retired_because": ""},
    )
    record("glossary_term_entered", subject=entry, by=by, sentence=f"{entry}.")
    return entry


@act
def note_term(*, term: GlossaryTerm, by, note: str) -> GlossaryTerm:
    """Say beside a term how it is used, or say it otherwise."""
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    held = GlossaryTerm.objects.select_for_update().get(pk=term.pk)
    before, held.note = held.note, note.strip()
    held.save(update_fields=["note"])
    sentence = f"Note on {held}: {held.note or 'none'}."
    record("glossary_term_entered", subject=held, by=by, sentence=sentence, before={"note": before})
    return held


@act
def retire_term(*, term: GlossaryTerm, by, reason: str) -> GlossaryTerm:
    """It explains nothing in papers composed from now on. It comes back by being entered again."""
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    held = GlossaryTerm.objects.select_for_update().get(pk=term.pk)
    if held.retired_on:
        raise Refused(f"Somebody else was faster: it was retired on {held.retired_on:%-d %B %Y}.")
    if not reason.strip():
        raise Refused("Say why it is retired.", "reason")
    held.retired_on, held.retired_because = clock.today(), reason.strip()
    held.save(update_fields=["retired_on", "retired_because"])
    record("glossary_term_retired", subject=held, by=by, sentence=f"{held} is used no more. {held.retired_because}")
    return held


def _rows(key: str, committee):
    return Boilerplate.objects.filter(key=key, committee=committee).order_by("-starts")


@act
def change_boilerplate(*, by, key: str, text: str, starts: date, committee=None) -> Boilerplate:
    """From ``starts`` on, papers say ``text``: all of them, or those of one body. Papers issued before keep what they
    said."""
    rules.check(is_administrator, by, sentence=KEPT)
    _check_text(key, text)
    # Locked first and read afterwards: what somebody else entered meanwhile is seen once the wait is over.
    list(Boilerplate.objects.select_for_update().filter(key=key).order_by("pk").values_list("pk"))
    current = _rows(key, committee).first()
    if current and current.starts >= starts:
        raise Refused(f"A text from {current.starts:%-d %B %Y} is already in the record; begin after it.", "starts")
    if current:
        current.ends = starts - A_DAY
        current.save(update_fields=["ends"])
    entry = Boilerplate.objects.create(key=key, text=text, starts=starts, committee=committee)
    record("boilerplate_changed", subject=entry, by=by, sentence=f"{entry}: {text}", effective_on=starts)
    return entry


def _check_text(key: str, text: str) -> None:
    if not text.strip() and not key.startswith("office_"):
        raise Refused("Write what papers are to say.", "text")


def _to_come(row: Boilerplate) -> Boilerplate:
    held = Boilerplate.objects.select_for_update(of=("self",)).select_related("committee").filter(pk=row.pk).first()
    if held is None:
        raise Refused(GONE)
    if held.starts <= clock.today():
        day = f"{held.starts:%-d %B %Y}"
        raise Refused(f"It has been in force since {day}: enter another text that follows it from a day on.")
    return held


@act
def correct_boilerplate(*, row: Boilerplate, by, text: str) -> Boilerplate:
    """Other words in a text that is not yet in force."""
    rules.check(is_administrator, by, sentence=KEPT)
    held = _to_come(row)
    _check_text(held.key, text)
    before, held.text = held.text, text
    held.save(update_fields=["text"])
    record("boilerplate_changed", subject=held, by=by, sentence=f"{held}: {text}", before={"text": before})
    return held


@act
def take_boilerplate_back(*, row: Boilerplate, by, reason: str) -> None:
    """A text that is not yet in force does not come; what holds before it goes on."""
    rules.check(is_administrator, by, sentence=KEPT)
    held = _to_come(row)
    if not reason.strip():
        raise Refused("Say why it is taken back.", "reason")
    sentence = f"{held} from {held.starts:%-d %B %Y} is taken back. {reason.strip()}"
    record("boilerplate_taken_back", subject=held, by=by, sentence=sentence, before={"text": held.text})
    before = _rows(held.key, held.committee).filter(starts__lt=held.starts).first()
    ends = held.ends
    held.delete()
    if before and before.ends:
        before.ends = ends
        before.save(update_fields=["ends"])
