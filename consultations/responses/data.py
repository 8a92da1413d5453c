"""Responses as data: one row of a CSV file, or one object of a JSON file, for each thing that was said."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal

from accounts.models import Category
from audit import clock
from consultations.models import Agreement, ClauseComment, Consultation, QuestionAnswer
from consultations.responses.submitted import Said

COLUMNS = ("Part", "Respondent", "Category", "Answer", "Chosen", "Date", "At least (£)", "At most (£)", "Operation")
COLUMNS += ("At these words", "Text")
OF_SECAS = ("Response", "Version", "Received", "How", "Late", "Position", "Published by name", "Confidential")
AGREEMENTS = dict(Agreement.choices)


def columns(*, secas: bool) -> tuple[str, ...]:
    return (*COLUMNS, *OF_SECAS) if secas else COLUMNS


def cells(said: Said, *, secas: bool) -> tuple:
    """In the order of ``columns``; ``csv_file`` defuses what a spreadsheet would run."""
    answer = said.row if isinstance(said.row, QuestionAnswer) else None
    own = (
        said.part,
        said.who,
        Category(said.category).label,
        AGREEMENTS.get(answer.agreement, "") if answer else "",
        "; ".join(answer.chosen) if answer else "",
        answer.day if answer else None,
        _pounds(answer.least) if answer else None,
        _pounds(answer.most) if answer else None,
        said.row.get_operation_display() if isinstance(said.row, ClauseComment) else "",
        said.anchor,
        said.text,
    )
    return (*own, *_of_secas(said)) if secas else own


def _of_secas(said: Said) -> tuple:
    submission = said.submission
    return (
        submission.response.number,
        submission.version,
        f"{submission.received_at.astimezone(clock.LONDON):%Y-%m-%d %H:%M:%S}",
        submission.get_how_display(),
        "Yes" if submission.late else "No",
        submission.get_position_display(),
        "Yes" if submission.consents else "No",
        "Yes" if said.confidential else "No",
    )


def _pounds(pence: int | None) -> Decimal | None:
    return None if pence is None else Decimal(pence) / 100


# JSON


def lines(consultation: Consultation, found: Iterable[Said], *, secas: bool, address: str) -> Iterator[str]:
    """One object; each thing that was said on a line of its own, so that it is sent as it is read."""
    head = {
        "consultation": consultation.pk,
        "kind": consultation.kind,
        "title": consultation.title,
        "proposal": consultation.proposal.reference if consultation.proposal_id else None,
        "closed_at": consultation.closes_at.isoformat() if consultation.closes_at else None,
        "published_at": consultation.responses_published_at.isoformat()
        if consultation.responses_published_at
        else None,
        "address": address,
    }
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "said": ['
    before = "\n"
    for said in found:
        yield before + json.dumps(_object(said, secas=secas), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _object(said: Said, *, secas: bool) -> dict:
    row = said.row
    made = {"part": said.part, "respondent": said.who, "category": said.category, "text": said.text}
    if isinstance(row, QuestionAnswer):
        made |= {"question": row.question.number, "agreement": row.agreement, "chosen": list(row.chosen)}
        made |= {"day": row.day.isoformat() if row.day else None, "least_pence": row.least, "most_pence": row.most}
    if isinstance(row, ClauseComment):
        made |= {"clause": said.clause, "operation": row.operation, "anchor": said.anchor}
    if secas:
        made |= _told_to_secas(said)
    return made


def _told_to_secas(said: Said) -> dict:
    submission = said.submission
    return {
        "response": submission.response.number,
        "version": submission.version,
        "received_at": submission.received_at.isoformat(),
        "how": submission.how,
        "late": submission.late,
        "position": submission.position,
        "consents": submission.consents,
        "confidential": said.confidential,
    }
