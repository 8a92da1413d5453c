"""Responses that came by another way are entered: the original is kept and read, what was read is put right by whoever
enters it, and only when they confirm it a response is recorded. Until then nothing of it is the record."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from audit import clock
from audit.acts import Refused, act, current, nothing_changed, unrecorded
from consultations import rules
from consultations.actions.filing import FOLDER
from consultations.actions.receiving import check_asked, check_reason, questions_of
from consultations.actions.submitting import OTHER_WAYS, record_submission
from consultations.intake.fromform import from_form
from consultations.intake.reading import read
from consultations.intake.shapes import Line, ReadResponse
from consultations.intake.sources import lines_of
from consultations.intake.typed import asked_of, from_one_page, kept, says_the_same
from consultations.models import Consultation, Enclosure, Intake, Submission
from consultations.responses.formreading import consultation_of
from consultations.responses.wordform.writing import form_of
from proposals.actions.documents import store
from proposals.actions.ground import StaleSave
from proposals.rules import check
from proposals.uploads import DOCX, Inspected, inspect

STANDING = {"set_aside_at": None, "submission": None}
SECAS_ENTERS = "Responses that came by another way are entered by SECAS."
WHY_LENGTH = Intake._meta.get_field("set_aside_because").max_length
TWO_WROTE = "This was changed on another page while you were at it. Both texts are shown below."


@act
def take_in(*, consultation: Consultation, by, how: str, text: str = "", upload=None) -> list[Intake]:
    """Keep the original and read it: one row for each respondent in it. The same original twice is one, as long as it
    is being entered; once it was confirmed it can be entered anew, which makes a further version of the response.

    A file is checked by its content; what holds no text, is closed by a password or damaged is refused with a sentence
    that says what to do.
    """
    unrecorded()
    check(rules.may_sort, by, sentence=SECAS_ENTERS)
    if how not in OTHER_WAYS:
        raise Refused("Choose how it came in.", "how")
    check_asked(consultation, current().at)
    original = inspect(_one_of(text, upload))
    lines = lines_of(original)
    name, digest = store(original.content, FOLDER, original.extension)
    there = Intake.objects.filter(consultation=consultation, sha256=digest, **STANDING).order_by("part")
    if found := list(there):
        return found
    responses, how = _read(consultation, original, lines, how)
    came = [[line.where, line.text] for line in lines]
    try:
        with transaction.atomic():
            return [
                _begin(consultation, by, how, (original, name, digest), part, came, response)
                for part, response in enumerate(responses, 1)
            ]
    except IntegrityError:  # taken in by somebody else in the same instant
        return list(there.all())


def _read(consultation: Consultation, original: Inspected, lines: list[Line], how: str):
    """What it holds, and how it came in after all: our form in Word is known by its places."""
    asked = asked_of(questions_of(consultation))
    form_of_which = consultation_of(original.content) if original.content_type == DOCX else None
    if form_of_which is None:
        return read(lines, asked), how
    if form_of_which != consultation.pk:
        raise Refused(f"“{original.name}” is the form of another consultation: enter it there.", "upload")
    return [from_form(original.content, form_of(consultation), asked)], Submission.How.FORM


def _one_of(text: str, upload):
    """A pasted text is kept as a file like any other."""
    if upload is not None and text.strip():
        raise Refused("Choose a file or paste the text, not both.", "text")
    if upload is not None:
        return upload
    if not text.strip():
        raise Refused("Choose the file, or paste what it says.", "text")
    name = f"Pasted {current().at.astimezone(clock.LONDON):%-d %B %Y at %H.%M}.txt"
    return SimpleUploadedFile(name, text.replace("\0", "").encode(errors="replace"))


def _begin(consultation, by, how: str, original: tuple[Inspected, str, str], part: int, lines, response: ReadResponse):
    found, name, digest = original
    at = current().at
    return Intake.objects.create(
        consultation=consultation,
        how=how,
        file=name,
        filename=found.name,
        content_type=found.content_type,
        size=len(found.content),
        sha256=digest,
        part=part,
        lines=lines,
        read=kept(response),
        started_by=by,
        started_at=at,
        by=by,
        at=at,
    )


@act
def save_intake(*, intake: Intake, by, entered: dict, version: int) -> Intake:
    """As far as it has come, word for word as typed. ``version``: the one that the form was opened on. Over what was
    saved from another page since nothing is written; over what the same page has saved it is, for a page saves while
    it is being typed into, and a button may be pressed before the answer to that has come."""
    unrecorded()
    held = _hold(intake, by)
    _check_standing(held)
    return _save(held, by, entered, version)


def _save(held: Intake, by, entered: dict, version: int) -> Intake:
    if says_the_same(held.entered, entered):
        return held
    if version != held.version and not from_one_page(entered, held.entered):
        raise StaleSave(TWO_WROTE, held)
    held.entered, held.version = entered, held.version + 1
    held.by, held.at = by, current().at
    held.save(update_fields=["entered", "version", "by", "at"])
    return held


@act
def confirm_intake(*, intake: Intake, by, version: int, received_at: datetime, **given) -> Submission:
    """The response, recorded as it was confirmed, with the original beside it. ``version``: the one that was looked at;
    ``given``: what ``record_submission`` takes. Confirmed twice it is one."""
    held = _hold(intake, by)
    if held.submission_id:
        nothing_changed()
        return held.submission
    _check_standing(held)
    if version != held.version:
        raise StaleSave(TWO_WROTE, held)
    original = {"upload": _file(held), "title": held.filename, "kind": Enclosure.Kind.ORIGINAL}
    made = record_submission(
        consultation=held.consultation,
        by=by,
        how=held.how,
        received_at=received_at,
        enclosures=[original],
        **given,
    )
    held.submission = made
    held.save(update_fields=["submission"])
    return made


def _file(intake: Intake) -> ContentFile:
    with default_storage.open(intake.file.name) as file:
        return ContentFile(file.read(), intake.filename)


@act
def set_intake_aside(*, intake: Intake, by, reason: str) -> Intake:
    """It is not entered. The original and what was typed stay, and it can be taken up again."""
    unrecorded()
    held = _hold(intake, by)
    reason = check_reason(reason, "Say why it is not entered.", WHY_LENGTH)
    _check_standing(held)
    held.set_aside_at, held.set_aside_because = current().at, reason
    held.save(update_fields=["set_aside_at", "set_aside_because"])
    return held


@act
def take_intake_up_again(*, intake: Intake, by) -> Intake:
    unrecorded()
    held = _hold(intake, by)
    if held.set_aside_at is None:
        return held
    same = {"consultation": held.consultation, "sha256": held.sha256, "part": held.part}
    if Intake.objects.filter(**same, **STANDING).exists():
        raise Refused("The same original was taken in again meanwhile: go on with that.")
    held.set_aside_at, held.set_aside_because = None, ""
    held.save(update_fields=["set_aside_at", "set_aside_because"])
    return held


def _hold(intake: Intake, by) -> Intake:
    check(rules.may_sort, by, sentence=SECAS_ENTERS)
    Intake.objects.select_for_update().values_list("pk").get(pk=intake.pk)
    return Intake.objects.select_related("consultation__proposal", "submission__response", "by").get(pk=intake.pk)


def _check_standing(intake: Intake) -> None:
    if intake.submission_id:
        raise Refused("Somebody else was faster: this was confirmed already, as a response.")
    if intake.set_aside_at:
        raise Refused(f"Somebody else was faster: this was set aside. {intake.set_aside_because}")
