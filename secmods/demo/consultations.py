"""Consultations of the demo, open since days that have passed. Nobody is mailed here: an opening tells people who are
there that day, and the demo has nobody yet. Of what a step opens its period tells, where that still runs."""

from dataclasses import replace
from datetime import date, datetime, time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from accounts.models import Category
from audit import clock
from audit.acts import act
from consultations import actions
from consultations.actions.opening import start
from consultations.actions.preparing import new_consultation
from consultations.course.kinds import ROWS
from consultations.drafts.clauses import read_clause
from consultations.models import Consultation, Enclosure, Kind, Question
from proposals.actions import refinement, requirementsets
from proposals.actions.ground import GRACE
from proposals.models import Proposal, Window
from secmods.demo import collated, othersfiles, shapes
from secmods.demo.record import Record

MORNING = time(11, 20)


def play(data: shapes.Consultations, code: shapes.Questions, written: shapes.Written, record: Record) -> None:
    for each in data.consultations:
        _play(each, record)
    own = data.on_the_code
    on_the_code = shapes.Consultation(
        title=code.title,
        introduction=code.introduction,
        kind=code.kind,
        opened=own.opened,
        closes=own.closes,
        who_should_respond=own.who_should_respond,
        questions=code.questions,
        responses=tuple(_in_words(each, written) for each in own.responses),
        collated=own.collated,
    )
    _play(on_the_code, record)


def _in_words(data: shapes.Response, written: shapes.Written) -> shapes.Response:
    if not data.as_written:
        return data
    answers = (shapes.Answer(each.number, each.agreement, "\n\n".join(each.answer)) for each in written.questions)
    return replace(data, general="\n\n".join(written.general), answers=tuple(answers), clauses=written.clauses)


def _play(data: shapes.Consultation, record: Record) -> None:
    proposal = _proposal(data.about)
    by = proposal.lead_analyst if proposal and proposal.lead_analyst else record.analyst
    window = proposal.windows.get(kind=Window.Kind.CONSULTATION) if data.kind == Kind.REPORT else None
    opened = window.opens_at if window else _at(data.opened)
    if data.kind == Kind.REQUIREMENTS:
        _publish_requirements(proposal, by, data)
    with clock.set_to(opened):
        made = _hold(data, proposal, window, by=by)
    for response in data.responses:
        _received(made, response, record, by)
    if made.closes_at + GRACE < clock.now():
        with clock.set_to(made.closes_at + GRACE):
            actions.settle_consultation(consultation=made)
    for draft in data.drafts:
        _begun(made, draft, record)
    if data.collated:
        collated.play(made, data.collated, record, by)


def _proposal(about: str) -> Proposal | None:
    if not about:
        return None
    digits = about.strip("DMPABC")
    return Proposal.objects.get(number=int(digits), suffix=about.partition(digits)[2])


def _at(day: date) -> datetime:
    return datetime.combine(day, MORNING, clock.LONDON)


def _publish_requirements(proposal: Proposal, by, data: shapes.Consultation) -> None:
    newest = proposal.requirement_sets.order_by("-sequence").first()
    own = {"proposal": proposal, "by": by}
    if newest is None or newest.agreed_on or newest.published_on:
        drafted = {"title": "Business requirements", "text": newest.text if newest else "<p>To come.</p>"}
        why = "As industry asked." if newest else ""
        newest = requirementsets.draft_requirements(**own, **drafted, why=why, on=data.opened)
    requirementsets.publish_requirements(
        **own, requirement_set=newest, comments_until=data.closes, on=max(data.opened, newest.drafted_on)
    )


@act
def _hold(data: shapes.Consultation, proposal: Proposal | None, window: Window | None, *, by) -> Consultation:
    """Prepared and opened in one go, as on its day."""
    made = new_consultation(ROWS[Kind(data.kind)], proposal, by, None)
    made.title, made.introduction = data.title, data.introduction.strip()
    made.who_should_respond = data.who_should_respond.strip()
    made.invited = [Category[name] for name in data.invited]
    made.window = window
    made.save()
    _ask(made, data.questions)
    if made.kind == Kind.REFINEMENT:
        made.refinement = refinement.open_refinement_consultation(proposal=proposal, by=by, closes_on=data.closes)
    start(made, window.closes_at if window else clock.closing(data.closes), by=by)
    return made


def _ask(made: Consultation, questions: tuple[shapes.Question, ...]) -> None:
    asked: dict[int, Question] = {}
    group = ""
    for number, data in enumerate(questions, 1):
        group = data.group or group
        only_if = data.only_if
        asked[number] = Question.objects.create(
            of=made.questions,
            number=number,
            group=group,
            text=data.text,
            help=data.help,
            asks=data.asks,
            options=list(data.options),
            several=data.several,
            required=data.required,
            only_if=asked[only_if.question] if only_if else None,
            only_if_answers=list(only_if.answers) if only_if else [],
        )


def _received(made: Consultation, data: shapes.Response, record: Record, by) -> None:
    asked = {question.number: question for question in made.questions.questions.all()}
    came = actions.record_submission(
        consultation=made,
        by=by,
        how="email",
        received_at=_at(data.on),
        organisation=record.organisations[data.organisation],
        answers=[{"question": asked[answer.question], **_given(answer)} for answer in data.answers],
        clauses=[_on_a_clause(each) for each in data.clauses],
        general_comments=data.general,
        position=data.position,
        consents=data.consents,
        signed_by="",
        enclosures=[_attached(file) for file in data.files],
    )
    if data.accepted:
        with clock.set_to(_at(data.on)):
            actions.decide_late(submission=came, by=by, accepted=True, reason=data.accepted)


def _attached(file: shapes.SentFile) -> dict:
    upload = SimpleUploadedFile(f"{slugify(file.title)}.docx", othersfiles.a_table(file.title, file.rows))
    return {"upload": upload, "title": file.title, "kind": Enclosure.Kind.ATTACHMENT}


def _given(data: shapes.Answer) -> dict:
    return {name: value for name, value in vars(data).items() if name != "question"} | {"chosen": list(data.chosen)}


def _on_a_clause(data: shapes.OnClause) -> dict:
    return {
        "as_written": data.written,
        "clause": read_clause(data.written) if data.reference is None else data.reference,
        "operation": data.operation,
        "anchor": data.anchor,
        "text": data.text or data.remark,
    }


def _begun(made: Consultation, data: shapes.Draft, record: Record) -> None:
    """Written today, by somebody who acts for the respondent today."""
    person = record.people[data.person]
    draft = actions.start_response(consultation=made, by=person, organisation=record.organisations[data.organisation])
    for answer in data.answers:
        question = made.questions.questions.get(number=answer.question)
        actions.save_answer(response=draft, by=person, question=question, given=_given(answer))
