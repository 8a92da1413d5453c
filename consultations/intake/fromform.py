"""A response on our form in Word. What its places hold is taken as it stands; what could not be read as the value that
a place holds is left over with its words, and marked at the question."""

from collections.abc import Iterable

from consultations.intake.clauses import reference_at
from consultations.intake.shapes import AskedQuestion, Detail, Leftover, ReadAnswer, ReadClause, ReadResponse
from consultations.models import Operation
from consultations.responses import formreading
from consultations.responses.formreading import FilledForm, Unread
from consultations.responses.wordform import tags
from proposals.forms.solution import in_pounds

IN_THE_FORM = "in the form"
LABELS = {"organisation": "Organisation", "name": "Name", "email": "E-mail address"}
TICKED = ("confidential", "consents")


def from_form(content: bytes, original: bytes, asked: list[AskedQuestion]) -> ReadResponse:
    """``original``: the form as the consultation makes it."""
    form = formreading.read(content, original)
    texts = {question.number: question.text for question in asked}
    doubted = {int(number) for unread in form.unread if (number := _question_of(unread))}
    numbers = sorted({*form.answers, *doubted} & texts.keys())
    return ReadResponse(
        general_comments=form.general,
        answers=tuple(_answer(number, texts[number], form) for number in numbers),
        clauses=tuple(map(_clause, form.clauses)),
        leftover=tuple(Leftover(of.text, IN_THE_FORM, _why(of)) for of in form.unread if of.text),
        respondents=tuple(_details(form.respondent)),
        warnings=tuple(_why(of) for of in form.unread if not of.text),
        head=_head(form),
    )


def _details(said: dict) -> Iterable[Detail]:
    for part, label in LABELS.items():
        if said.get(part):
            yield Detail(label, said[part], IN_THE_FORM)


def _question_of(unread: Unread) -> str:
    match unread.tag.removeprefix(tags.PREFIX).split(":"):
        case ["q", number, *_] if number.isdecimal():
            return number
    return ""


def _why(unread: Unread) -> str:
    number = _question_of(unread)
    return f"Question {number}: {unread.why}" if number else unread.why


def _answer(number: int, asked: str, form: FilledForm) -> ReadAnswer:
    given = form.answers.get(number, {})
    doubts = tuple(
        f"{of.why} There stands: “{of.text}”." if of.text else of.why
        for of in form.unread
        if _question_of(of) == str(number)
    )
    return ReadAnswer(
        number=number,
        asked=asked,
        text=given.get("text", ""),
        where=IN_THE_FORM,
        agreement=given.get("agreement", ""),
        chosen=tuple(given.get("chosen", ())),
        day=given["day"].isoformat() if "day" in given else "",
        least=in_pounds(given.get("least")),
        most=in_pounds(given.get("most")),
        confidential=bool(given.get("confidential")),
        doubts=doubts,
    )


def _clause(row: dict) -> ReadClause:
    written, text = row.get("as_written", ""), row.get("text", "")
    found = reference_at(written)
    return ReadClause(
        as_written=written,
        reference=found.reference if found else "",
        operation=row.get("operation", Operation.QUERY),
        remark=text,
        where=f"{IN_THE_FORM}, row {row['row']}",
        anchor=row.get("anchor", ""),
        text=text,
        repaired=bool(found and found.repaired),
        why=found.why if found else "",
    )


def _head(form: FilledForm) -> dict[str, list[str]]:
    """What the form says of the respondent, as the fields are typed on which it is confirmed."""
    said = form.respondent
    head = {name: ["on"] for name in TICKED if said.get(name)}
    if said.get("position"):
        head["position"] = [str(said["position"])]
    if said.get("category"):
        head["category"] = [str(said["category"])]
    if said.get("name"):
        head["signed_by"] = [said["name"]]
        head["person_name"] = [] if said.get("organisation") else [said["name"]]
    return {name: values for name, values in head.items() if values}
