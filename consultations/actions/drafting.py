"""Colleagues write a response together. Nothing here is recorded (docs/decisions/drafts-are-not-the-record.md): what is
saved is read by those who act for the respondent alone, until one of them signs it off."""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Max

from accounts.models import Organisation, User
from audit import clock
from audit.acts import Refused, act, current, unrecorded
from consultations import rules
from consultations.actions.drafted import (
    REMOVED,
    Stands,
    check_way,
    hold,
    keep,
    make_way,
    person,
    write_revision,
)
from consultations.actions.heading import save_head
from consultations.drafts import parts
from consultations.drafts.clauses import read_clause
from consultations.drafts.givens import checked
from consultations.drafts.limits import check_length
from consultations.models import (
    Consultation,
    DraftAnswer,
    DraftClauseComment,
    Invitation,
    Operation,
    Question,
    Response,
    Revision,
)
from proposals.rules import check

PLACE_LENGTH = DraftClauseComment._meta.get_field("as_written").max_length
MOST_CLAUSES = 200
COLLEAGUES = "Colleagues of yours are answering here already. Ask them, or SECAS."
SENT_AGAIN = timedelta(minutes=10)


@act
def start_response(*, consultation: Consultation, by, organisation: Organisation | None = None) -> Response:
    """The draft of this respondent; of two who begin at once both get the same one. Also after the close, for what is
    then submitted late."""
    unrecorded()
    check_has_opened(consultation)
    if isinstance(by, Invitation):
        return _start_as_guest(consultation, by)
    if organisation is None or organisation.pk not in {o.pk for o in by.organisations}:
        raise Refused("Choose one of the organisations that you act for.", "organisation")
    if organisation.pk not in {o.pk for o in rules.organisations_that_answer(by, consultation)}:
        raise Refused(rules.not_asked_words(by, consultation), "organisation")
    facts = {"category": organisation.category, "started_by": by, "started_at": current().at}
    mine = {"consultation": consultation, "organisation": organisation, "withdrawn_at": None}
    return Response.objects.get_or_create(**mine, defaults=facts)[0]


def check_has_opened(consultation: Consultation) -> None:
    if consultation.is_taken_back:
        raise Refused(f"SECAS took this consultation back: {consultation.taken_back_because}")
    if consultation.opened_at is None or consultation.opened_at > clock.now():
        raise Refused("This consultation is not open yet.")


def _start_as_guest(consultation: Consultation, by: Invitation) -> Response:
    if by.revoked_at or by.consultation_id != consultation.pk:
        raise Refused("This link holds no more. Ask SECAS for another one.")
    if found := Response.objects.standing().filter(invitation=by).first():
        return found
    colleagues = Response.objects.standing().filter(consultation=consultation, organisation=by.organisation_id)
    if by.organisation_id and colleagues.exists():
        raise Refused(COLLEAGUES)
    facts = {"organisation": by.organisation, "person_name": by.name, "category": by.category}
    own = {"consultation": consultation, "invitation": by, "withdrawn_at": None}
    try:
        return Response.objects.get_or_create(**own, defaults={**facts, "started_at": current().at})[0]
    except IntegrityError:  # a colleague began in the same instant
        raise Refused(COLLEAGUES) from None


@act
def save_answer(
    *,
    response: Response,
    by,
    question: Question,
    given: dict,
    expected: int | None = None,
    seen_at: datetime | None = None,
) -> DraftAnswer:
    """What is given to one question, as it is being typed; ``given``: the fields of an answer. Also to a question that
    has been withdrawn meanwhile: what was typed is kept, and not submitted. ``expected``, ``seen_at``: as for all that
    is saved here, see ``drafted.check_way``."""
    unrecorded()
    response = hold(response, by)
    if question.of_id != response.consultation.questions_id:
        raise Refused("This question belongs to another consultation.")
    row = DraftAnswer.objects.select_related("by").filter(response=response, question=question).first()
    given = checked(question, given)
    new = parts.said_in_answer(given)
    if row is None and parts.is_nothing(new):
        return DraftAnswer(response=response, question=question, version=0)
    if row and parts.said_in_answer(row) == new:
        return row
    part = parts.of_question(question)
    now = Stands.of(part, row, parts.said_in_answer(row)) if row else Stands(part, {})
    make_way(response, now, new, by, expected, seen_at)
    return _write(row or DraftAnswer(response=response, question=question, version=0), given, by)


def _write(row, values: dict, by):
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.by, row.at = row.version + 1, person(by), current().at
    row.save()
    return row


@act
def save_general(
    *, response: Response, by, text: str, expected: int | None = None, seen_at: datetime | None = None
) -> Response:
    unrecorded()
    response = hold(response, by)
    check_length(text)
    if text == response.general_comments:
        return response
    facts = (response.general_version, response.general_by, response.general_at)
    now = Stands(parts.GENERAL, parts.said_in_general(response), *facts)
    make_way(response, now, {"text": text}, by, expected, seen_at)
    response.general_comments = text
    response.general_version += 1
    response.general_by, response.general_at = person(by), current().at
    response.save(update_fields=["general_comments", "general_version", "general_by", "general_at"])
    return response


@act
def save_clause(
    *,
    response: Response,
    by,
    as_written: str,
    operation: str,
    text: str,
    anchor: str = "",
    confidential: bool = False,
    clause: DraftClauseComment | None = None,
    expected: int | None = None,
    seen_at: datetime | None = None,
) -> DraftClauseComment:
    """A comment on a place of the Code, as far as it has come: a new one, or ``clause`` as it is now. One that is sent
    again before the answer to it has come is the same, grown."""
    unrecorded()
    response = hold(response, by)
    values = _on_a_clause(as_written, operation, anchor, text, confidential)
    if clause is None:
        return _sent_before(response, values, by) or _add_clause(response, values, by)
    row = DraftClauseComment.objects.select_related("by").filter(response=response, pk=clause.pk).first()
    if row is None:
        raise Refused(REMOVED)
    was = parts.said_on_clause(row)
    if was == {name: values[name] for name in was}:
        return row
    make_way(response, Stands.of(parts.of_clause(row), row, was), values, by, expected, seen_at)
    return _write(row, values, by)


def _on_a_clause(as_written: str, operation: str, anchor: str, text: str, confidential: bool) -> dict:
    place = " ".join(as_written.split())
    if len(place) > PLACE_LENGTH:
        raise Refused(f"The place may have {PLACE_LENGTH} characters; this has {len(place)}.", "as_written")
    if operation and operation not in Operation.values:
        raise Refused("Choose from what is listed.", "operation")
    return {
        "as_written": place,
        "clause": read_clause(place),
        "operation": operation,
        "anchor": check_length(anchor, "anchor"),
        "text": check_length(text),
        "confidential": confidential,
    }


def _sent_before(response: Response, values: dict, by) -> DraftClauseComment | None:
    said = {name: values[name] for name in parts.ON_A_CLAUSE}
    recent = {"by": person(by), "version": 1, "at__gt": current().at - SENT_AGAIN}
    for row in DraftClauseComment.objects.filter(response=response, **recent).reverse():
        if parts.said_on_clause(row) == said:
            return row
        if _has_grown_from(parts.said_on_clause(row), said):
            return _write(row, values, by)
    return None


def _has_grown_from(was: dict, said: dict) -> bool:
    """Never what has no word in it yet: any other comment would look like it, grown."""
    if not parts.words_in(was).strip():
        return False
    chosen = all(was[name] in ("", said[name]) for name in ("as_written", "operation"))
    return chosen and all(said[name].startswith(was[name]) for name in ("anchor", "text"))


def _add_clause(response: Response, values: dict, by) -> DraftClauseComment:
    there = DraftClauseComment.objects.filter(response=response)
    if there.count() >= MOST_CLAUSES:
        raise Refused(f"A response holds at most {MOST_CLAUSES} comments on clauses. Attach the others as a file.")
    place = (there.aggregate(last=Max("place"))["last"] or 0) + 1
    return _write(DraftClauseComment(response=response, place=place, version=0), values, by)


@act
def remove_clause(
    *,
    response: Response,
    by,
    clause: DraftClauseComment,
    expected: int | None = None,
    seen_at: datetime | None = None,
) -> None:
    """What it said is kept, and can be brought back."""
    unrecorded()
    response = hold(response, by)
    row = DraftClauseComment.objects.select_related("by").filter(response=response, pk=clause.pk).first()
    if row is None:
        return
    now = Stands.of(parts.of_clause(row), row, parts.said_on_clause(row))
    check_way(response, now, by, expected, seen_at)
    write_revision(response, now.part, now.said, now.by, now.at)
    row.delete()


@act
def keep_words(*, response: Response, by, part: str, said: dict) -> None:
    """What somebody typed and could not save, because a colleague was faster or is writing there: kept beside the part,
    so that it is not lost with the page."""
    unrecorded()
    response = hold(response, by)
    said = {**said, parts.NOT_SAVED: True}
    own = Revision.objects.filter(response=response, part=part, by=person(by)).last()
    if not parts.is_nothing(said) and (own is None or own.said != said):
        write_revision(response, part, said, person(by), current().at)


@act
def restore(*, response: Response, by, revision: Revision, expected: int | None = None):
    """The part says again what it said; what it says now is kept in its turn, whoever wrote it and when."""
    unrecorded()
    check(rules.may_draft, by, response, sentence="This is not yours to bring back.")
    if revision.response_id != response.pk:
        raise Refused("These words are of another response.")
    _keep_what_stands(hold(response, by), revision)
    said, part = revision.said, revision.part
    if part == parts.HEAD:
        parties = list(Organisation.objects.filter(pk__in=said["parties"]))
        heading = {name: said[name] for name in parts.HEADING}
        return save_head(response=response, by=by, parties=parties, expected=expected, **heading)
    if part == parts.GENERAL:
        return save_general(response=response, by=by, text=said["text"], expected=expected)
    if part.startswith("q-"):
        question = Question.objects.get(pk=parts.key_in(part))
        given = parts.given_by(said)
        return save_answer(response=response, by=by, question=question, given=given, expected=expected)
    words = {name: said[name] for name in parts.ON_A_CLAUSE}
    there = DraftClauseComment.objects.filter(response=response, pk=parts.key_in(part)).first()
    return save_clause(response=response, by=by, clause=there, expected=expected if there else None, **words)


def _keep_what_stands(response: Response, revision: Revision) -> None:
    was, by, at = _standing(response, revision.part)
    becomes = {name: value for name, value in revision.said.items() if name != parts.NOT_SAVED}
    if not parts.is_nothing(was) and was != becomes:
        keep(response, revision.part, was, by, at)


def _standing(response: Response, part: str) -> tuple[dict, User | None, datetime | None]:
    """What a part says now, who wrote that and when."""
    if part == parts.HEAD:
        return parts.said_in_head(response), response.headed_by, response.headed_at
    if part == parts.GENERAL:
        return parts.said_in_general(response), response.general_by, response.general_at
    if part.startswith("q-"):
        rows, said = response.drafts.filter(question=parts.key_in(part)), parts.said_in_answer
    else:
        rows, said = response.clause_drafts.filter(pk=parts.key_in(part)), parts.said_on_clause
    row = rows.select_related("by").first()
    return (said(row), row.by, row.at) if row else ({}, None, None)
