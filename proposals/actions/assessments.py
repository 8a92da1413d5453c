"""The DCC's assessments: asked for, acknowledged, clarified while the clock stands still, dated anew, answered.

SECAS records; an authorised submitter for the DCC may acknowledge, ask, withdraw a question, ask for a new date, and
answer.
"""

from datetime import date

from audit import clock
from audit.acts import Refused, act, current, record
from audit.classification import Classification
from bodies.models import Meeting
from bodies.workingdays import WorkingCalendar
from proposals import ports, rules
from proposals.actions.documents import keep
from proposals.actions.refining import FOR_THE_DCC, check_length, check_own_day, day_of, go_on, refine, said
from proposals.actions.texts import clean_text
from proposals.dccclock import later_by, start_of, stops_of
from proposals.models import Attachment, Clarification, DccAssessment, DueChange, Proposal, RequirementSet, RuleKey
from proposals.processrules import value_on

Kind = DccAssessment.Kind
LIMITS = {
    (Kind.PRELIMINARY, False): RuleKey.DCC_PA_DAYS,
    (Kind.PRELIMINARY, True): RuleKey.DCC_PA_URGENT_DAYS,
    (Kind.IMPACT, False): RuleKey.DCC_IA_DAYS,
    (Kind.IMPACT, True): RuleKey.DCC_IA_URGENT_DAYS,
}
# Who may approve what an Impact Assessment costs (domain §2.2 row 21).
APPROVING = ("panel", "working-group")


@act
def request_assessment(
    *,
    proposal: Proposal,
    by,
    kind: str,
    requirement_set: RequirementSet | None = None,
    cost_approved_at: Meeting | None = None,
    scope: str = "",
    on: date | None = None,
) -> DccAssessment:
    """Ask the DCC for an assessment; due the rule's number of working days after the request (domain rows 19, 21).

    An urgent proposal has the urgent limit, and may go without agreed requirements and a Preliminary Assessment.
    """
    proposal = refine(proposal, by)
    kind = Kind(kind)
    _check_basis(proposal, kind, requirement_set)
    agreed_on = requirement_set.agreed_on if requirement_set else None
    day = day_of(on, "on", since=agreed_on, began="when these requirements were agreed")
    _check_approval(kind, cost_approved_at, day)
    _check_answered(proposal, kind)
    days = value_on(LIMITS[kind, proposal.urgent], day)
    made = DccAssessment.objects.create(
        proposal=proposal,
        kind=kind,
        number=proposal.dcc_assessments.filter(kind=kind).count() + 1,
        requirement_set=requirement_set,
        cost_approved_at=cost_approved_at,
        scope=scope.strip(),
        is_urgent=proposal.urgent,
        working_days=days,
        requested_on=day,
        due_on=WorkingCalendar.hold().add(day, days),
    )
    sentence = f"{made}, due in {days} working days, on {made.due_on:%A %-d %B %Y}."
    record("assessment_requested", subject=made, about=proposal, by=by, sentence=sentence, effective_on=day)
    scope = f"What the DCC is asked: {made.scope}" if made.scope else ""
    tell("requested", made, made, f"{sentence}\n\n{scope}".strip(), by, day)
    return made


def tell(step: str, subject, assessment: DccAssessment, sentence: str, by, on: date) -> None:
    ports.notices["assessment"](step, subject, assessment, sentence, by=by, on=on)


def _n(kind: Kind) -> str:
    return "n" if kind == Kind.IMPACT else ""


def _check_basis(proposal: Proposal, kind: Kind, requirement_set: RequirementSet | None) -> None:
    if requirement_set and requirement_set.proposal_id != proposal.pk:
        raise Refused("Those requirements are of another proposal.", "requirement_set")
    if requirement_set and not requirement_set.agreed_on:
        raise Refused(f"{requirement_set} is not agreed yet.", "requirement_set")
    if proposal.urgent:
        return
    if requirement_set is None:
        raise Refused("Choose the agreed requirements that the assessment rests on.", "requirement_set")
    answered = proposal.dcc_assessments.filter(kind=Kind.PRELIMINARY, answered_on__isnull=False)
    if kind == Kind.IMPACT and not answered.exists():
        raise Refused("An Impact Assessment follows a Preliminary Assessment; that has not been answered.", "kind")


def _check_answered(proposal: Proposal, kind: Kind) -> None:
    if proposal.dcc_assessments.outstanding().filter(kind=kind).exists():
        raise Refused(f"The DCC has not yet answered the last request for a{_n(kind)} {kind.label}.", "kind")


def _check_approval(kind: Kind, meeting: Meeting | None, day: date) -> None:
    if kind == Kind.PRELIMINARY and meeting:
        raise Refused("A Preliminary Assessment needs nobody’s approval of its cost.", "cost_approved_at")
    if kind == Kind.PRELIMINARY:
        return
    if meeting is None:
        words = "Choose the meeting of the Panel or the Working Group that approved what the assessment costs."
        raise Refused(words, "cost_approved_at")
    if meeting.committee.code not in APPROVING:
        raise Refused("The Panel or the Working Group approves what the assessment costs.", "cost_approved_at")
    if meeting.date > day:
        raise Refused(f"That meeting is after {day:%-d %B %Y}, the day of the request.", "cost_approved_at")


def _outstanding(proposal: Proposal, assessment: DccAssessment) -> DccAssessment:
    """The assessment afresh, under the proposal's lock."""
    found = proposal.dcc_assessments.get(pk=assessment.pk)
    if found.answered_on:
        raise Refused(f"The DCC answered this {found.get_kind_display()} on {found.answered_on:%-d %B %Y}.")
    if found.cancelled_on:
        raise Refused(
            f"The request for this {found.get_kind_display()} was cancelled on {found.cancelled_on:%-d %B %Y}."
        )
    return found


REQUESTED = "when the assessment was requested"


@act
def acknowledge_assessment(
    *, proposal: Proposal, by, assessment: DccAssessment, on: date | None = None
) -> DccAssessment:
    proposal = go_on(proposal, by, rules.may_act_for_the_dcc, FOR_THE_DCC)
    check_own_day(on, by)
    made = _outstanding(proposal, assessment)
    if made.acknowledged_on:
        raise Refused(f"The DCC acknowledged the request on {made.acknowledged_on:%-d %B %Y}.")
    made.acknowledged_on = day_of(on, "on", since=made.requested_on, began=REQUESTED)
    made.save(update_fields=["acknowledged_on"])
    record(
        "assessment_acknowledged",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}.",
        effective_on=made.acknowledged_on,
    )
    tell("acknowledged", made, made, "The DCC acknowledges the request.", by, made.acknowledged_on)
    return made


@act
def ask_clarification(
    *, proposal: Proposal, by, assessment: DccAssessment, question: str, on: date | None = None
) -> Clarification:
    """The DCC's question written; its clock stands still from now until the answer."""
    proposal = go_on(proposal, by, rules.may_act_for_the_dcc, FOR_THE_DCC)
    check_own_day(on, by)
    made = _outstanding(proposal, assessment)
    question = said(question, "Write the question.", "question")
    day = day_of(on, "on", since=made.requested_on, began=REQUESTED)
    asked = Clarification.objects.create(assessment=made, asked_on=day, question=question)
    record(
        "clarification_asked",
        subject=asked,
        about=proposal,
        by=by,
        sentence=f"{made}: the clock stands still. {question}",
        effective_on=day,
    )
    words = "The DCC asks; until it is answered the clock of the assessment stands still."
    tell("asked", asked, made, f"{words}\n\n{question}", by, day)
    return asked


def _open_question(proposal: Proposal, clarification: Clarification) -> Clarification:
    found = Clarification.objects.select_related("assessment").get(pk=clarification.pk, assessment__proposal=proposal)
    _outstanding(proposal, found.assessment)
    found.assessment.proposal = proposal
    if found.answered_on:
        raise Refused(f"This question was answered on {found.answered_on:%-d %B %Y}.")
    if found.withdrawn_on:
        raise Refused(f"This question was withdrawn on {found.withdrawn_on:%-d %B %Y}.")
    return found


@act
def answer_clarification(
    *, proposal: Proposal, by, clarification: Clarification, answer: str, on: date | None = None
) -> Clarification:
    """The answer written; the clock goes on unless another question is open; the due date moved by the days that it
    stood still, and that change recorded."""
    proposal = go_on(proposal, by)
    asked = _open_question(proposal, clarification)
    answer = said(answer, "Write the answer.", "answer")
    asked.answered_on = day_of(on, "on", since=asked.asked_on, began="when the question was asked")
    asked.answer = answer
    asked.save(update_fields=["answered_on", "answer"])
    changed = _reckon_again(asked, by)
    due = f" The assessment is now due on {changed.becomes:%A %-d %B %Y}." if changed else ""
    record(
        "clarification_answered",
        subject=asked,
        about=proposal,
        by=by,
        sentence=f"{asked.assessment}: {answer}{due}",
        before={"due": f"{changed.was}"} if changed else None,
        after={"due": f"{changed.becomes}"} if changed else None,
        effective_on=asked.answered_on,
    )
    tell("clarified", asked, asked.assessment, f"{asked.question}\n\n{answer}", by, asked.answered_on)
    return asked


def _reckon_again(answered: Clarification, by) -> DueChange | None:
    assessment, calendar = answered.assessment, WorkingCalendar.hold()
    start = start_of(assessment, assessment.due_changes.all(), calendar)
    questions = list(assessment.clarifications.all())
    before = stops_of(question for question in questions if question.pk != answered.pk)
    due = later_by(assessment.due_on, start, before, stops_of(questions), calendar)
    if due == assessment.due_on:
        return None
    words = f"A question was open from {answered.asked_on:%-d %B %Y} to {answered.answered_on:%-d %B %Y}."
    return move_due(assessment, due, DueChange.Cause.CLOCK, words, by, on=answered.answered_on)


def move_due(assessment: DccAssessment, due: date, cause: str, reason: str, by, *, on: date, agreed_by: str = ""):
    """The due date changed, and that change kept with its reason."""
    changed = DueChange.objects.create(
        assessment=assessment,
        cause=cause,
        was=assessment.due_on,
        becomes=due,
        on=on,
        reason=reason,
        agreed_by=agreed_by,
        by=by,
        at=current().at,
    )
    assessment.due_on = due
    assessment.save(update_fields=["due_on"])
    return changed


@act
def withdraw_clarification(*, proposal: Proposal, by, clarification: Clarification, why: str) -> Clarification:
    """The question taken back with a reason; the clock counts as if it had not been asked."""
    proposal = go_on(proposal, by, rules.may_act_for_the_dcc, FOR_THE_DCC)
    asked = _open_question(proposal, clarification)
    asked.withdrawn_why = said(why, "Say why the question is withdrawn.", "why")
    asked.withdrawn_on = clock.today()
    asked.save(update_fields=["withdrawn_on", "withdrawn_why"])
    sentence = f"{asked.assessment}: {asked.withdrawn_why}"
    record("clarification_withdrawn", subject=asked, about=proposal, by=by, sentence=sentence)
    tell("withdrawn", asked, asked.assessment, f"{asked.question}\n\n{asked.withdrawn_why}", by, asked.withdrawn_on)
    return asked


@act
def agree_due_date(
    *,
    proposal: Proposal,
    by,
    assessment: DccAssessment,
    becomes: date,
    reason: str,
    agreed_by: str,
    on: date | None = None,
) -> DueChange:
    """A new due date as agreed, with the reason and by whom; from that day the clock is reckoned from it."""
    proposal = go_on(proposal, by)
    made = _outstanding(proposal, assessment)
    reason = said(reason, "Say why there is a new date.", "reason")
    agreed_by = said(agreed_by, "Say who agreed to the new date.", "agreed_by")
    check_length(agreed_by, DueChange._meta.get_field("agreed_by").max_length, "Who agreed", "agreed_by")
    last = made.due_changes.filter(cause=DueChange.Cause.AGREED).last()
    since, began = (last.on, "when the last new date was agreed") if last else (made.requested_on, REQUESTED)
    day = day_of(on, "on", since=since, began=began)
    _check_new_date(made, becomes, day)
    settle_wanted(made)
    changed = move_due(made, becomes, DueChange.Cause.AGREED, reason, by, on=day, agreed_by=agreed_by)
    sentence = f"{made}: due on {becomes:%A %-d %B %Y}, agreed by {agreed_by}. {reason}"
    record(
        "assessment_due_agreed",
        subject=changed,
        about=proposal,
        by=by,
        sentence=sentence,
        before={"due": f"{changed.was}"},
        after={"due": f"{changed.becomes}"},
        effective_on=day,
    )
    tell("re-agreed", changed, made, sentence, by, day)
    return changed


@act
def ask_for_due_date(
    *, proposal: Proposal, by, assessment: DccAssessment, becomes: date, reason: str, on: date | None = None
) -> DccAssessment:
    """A new date asked for by the DCC, with the reason; SECAS told, which agrees or declines. The clock runs on."""
    proposal = go_on(proposal, by, rules.may_act_for_the_dcc, FOR_THE_DCC)
    check_own_day(on, by)
    made = _outstanding(proposal, assessment)
    if made.wanted_due_on:
        raise Refused(f"{made.wanted_due_on:%-d %B %Y} has been asked for already; SECAS has still to answer.")
    made.wanted_why = said(reason, "Say why there should be a new date.", "reason")
    made.wanted_on = day_of(on, "on", since=made.requested_on, began=REQUESTED)
    _check_new_date(made, becomes, made.wanted_on)
    made.wanted_due_on = becomes
    made.save(update_fields=WANTED)
    sentence = f"{made}: the DCC asks for {becomes:%A %-d %B %Y}. {made.wanted_why}"
    record("assessment_due_wanted", subject=made, about=proposal, by=by, sentence=sentence, effective_on=made.wanted_on)
    tell("date-asked", made, made, sentence, by, made.wanted_on)
    return made


@act
def decline_due_date(*, proposal: Proposal, by, assessment: DccAssessment, why: str) -> DccAssessment:
    """The new date that the DCC asked for declined, with the reason: the due date stands; the DCC told."""
    proposal = go_on(proposal, by)
    made = _outstanding(proposal, assessment)
    if not made.wanted_due_on:
        raise Refused("The DCC has not asked for a new date.")
    why, wanted = said(why, "Say why the date stands.", "why"), made.wanted_due_on
    settle_wanted(made)
    sentence = f"{made}: still due on {made.due_on:%A %-d %B %Y}, and not on {wanted:%A %-d %B %Y}. {why}"
    record("assessment_due_declined", subject=made, about=proposal, by=by, sentence=sentence)
    tell("date-declined", made, made, sentence, by, clock.today())
    return made


WANTED = ["wanted_due_on", "wanted_why", "wanted_on"]


def settle_wanted(made: DccAssessment) -> None:
    """Nothing is asked for any more; the history keeps what was."""
    if made.wanted_due_on:
        made.wanted_due_on, made.wanted_why, made.wanted_on = None, "", None
        made.save(update_fields=WANTED)


def _check_new_date(assessment: DccAssessment, becomes: date, day: date) -> None:
    if becomes == assessment.due_on:
        raise Refused(f"The assessment is due on {becomes:%-d %B %Y} already.", "becomes")
    if becomes < day:
        raise Refused(f"{becomes:%-d %B %Y} is before {day:%-d %B %Y}, when it was agreed.", "becomes")
    if not WorkingCalendar.hold().is_working_day(becomes):
        raise Refused(f"{becomes:%A %-d %B %Y} is not a working day.", "becomes")


ANSWER_FIELDS = ("cost_min", "cost_max", "lead_time", "release", "assumptions", "answer", "file")


@act
def answer_assessment(
    *,
    proposal: Proposal,
    by,
    assessment: DccAssessment,
    on: date | None = None,
    upload=None,
    classification: str = Classification.WHITE,
    **fields,
) -> DccAssessment:
    """The answer as fields, and as a file kept with the proposal's documents; how late it is, in working days.

    ``fields``: ``cost_min`` and ``cost_max`` in pence, ``lead_time``, ``release``, ``assumptions``, ``answer``.
    """
    proposal = go_on(proposal, by, rules.may_act_for_the_dcc, FOR_THE_DCC)
    check_own_day(on, by)
    made = _outstanding(proposal, assessment)
    if made.clarifications.filter(answered_on=None, withdrawn_on=None).exists():
        raise Refused("A question of the DCC’s is open: it is answered or withdrawn before the assessment is given.")
    day = day_of(on, "on", since=made.requested_on, began=REQUESTED)
    settle_wanted(made)
    _set_answer(made, fields, upload)
    _check_says_something(made, upload)
    made.answered_on = day
    made.days_late = max(0, WorkingCalendar.load().between(made.due_on, day))
    made.file = _kept(made, by, upload, classification)
    made.save(update_fields=[*ANSWER_FIELDS, "answered_on", "days_late"])
    late = f", {made.days_late} working day{'' if made.days_late == 1 else 's'} late" if made.days_late else ""
    record(
        "assessment_answered",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}{late}.",
        after=_as_recorded(made),
        effective_on=day,
    )
    tell("answered", made, made, f"The DCC gives the {made}{late}.", by, day)
    return made


@act
def correct_answer(
    *,
    proposal: Proposal,
    by,
    assessment: DccAssessment,
    why: str,
    upload=None,
    classification: str = Classification.WHITE,
    **fields,
) -> DccAssessment:
    """The answer put right with a reason, old and new both in the history; the day it came stays. A new file replaces
    the old one as the answer, and both are kept."""
    proposal = go_on(proposal, by, rules.may_act_for_the_dcc, FOR_THE_DCC)
    made = proposal.dcc_assessments.get(pk=assessment.pk)
    if not made.answered_on:
        raise Refused("The DCC has not answered this yet.")
    why, before = said(why, "Say what was wrong.", "why"), _as_recorded(made)
    _set_answer(made, fields, upload)
    _check_says_something(made, upload or made.file)
    if upload:
        made.file = _kept(made, by, upload, classification)
    made.save(update_fields=ANSWER_FIELDS)
    record(
        "assessment_corrected",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}: {why}",
        before=before,
        after=_as_recorded(made),
    )
    tell("corrected", made, made, f"{made}: {why}", by, clock.today())
    return made


def _set_answer(made: DccAssessment, fields: dict, upload) -> None:
    for name in ("lead_time", "release"):
        check_length(fields.get(name, ""), DccAssessment._meta.get_field(name).max_length, "This", name)
    low, high = fields.get("cost_min"), fields.get("cost_max")
    if low is None and high is not None:
        raise Refused("Give the lower end of the costs too.", "cost_min")
    if low is not None and high is not None and high < low:
        raise Refused("The upper end of the costs is below the lower end.", "cost_max")
    made.cost_min, made.cost_max = low, low if high is None else high
    made.lead_time, made.release = fields.get("lead_time", "").strip(), fields.get("release", "").strip()
    made.assumptions = clean_text(fields.get("assumptions", ""), "assumptions")
    made.answer = clean_text(fields.get("answer", ""), "answer")


def _check_says_something(made: DccAssessment, file) -> None:
    if not (made.answer or made.cost_min is not None or file):
        raise Refused("Give the costs, the assessment in words, or the file.", "answer")


def _kept(made: DccAssessment, by, upload, classification: str) -> Attachment | None:
    if upload is None:
        return None
    day = made.answered_on or clock.today()
    title = f"DCC {made}"
    return keep(
        made.proposal, by, upload, title=title, kind=Attachment.Kind.RESPONSE, dated=day, classification=classification
    )


def _as_recorded(made: DccAssessment) -> dict:
    values = {name: getattr(made, name) for name in ANSWER_FIELDS if name != "file"}
    values["file"] = made.file.sha256 if made.file else ""
    return {name: value for name, value in values.items() if value not in (None, "")}


@act
def cancel_assessment(*, proposal: Proposal, by, assessment: DccAssessment, why: str) -> DccAssessment:
    """The request taken back, with a reason; another may be made."""
    proposal = go_on(proposal, by)
    made = _outstanding(proposal, assessment)
    made.cancelled_why = said(why, "Say why the request is cancelled.", "why")
    settle_wanted(made)
    made.cancelled_on = clock.today()
    made.save(update_fields=["cancelled_on", "cancelled_why"])
    sentence = f"{made}: {made.cancelled_why}"
    record("assessment_cancelled", subject=made, about=proposal, by=by, sentence=sentence)
    tell("cancelled", made, made, f"The request is cancelled: {made.cancelled_why}", by, made.cancelled_on)
    return made
