"""What the steps of a proposal do to its consultations, and what the pages of a proposal learn of them."""

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from audit import clock
from audit.acts import Refused
from bodies.workingdays import WorkingCalendar
from consultations.actions.closing import end_with_the_proposal, take_back
from consultations.actions.late import count_what_is_in_time_now
from consultations.actions.opening import start
from consultations.actions.preparing import new_consultation
from consultations.actions.running import day_words, settle_what_is_over
from consultations.course.kinds import ROWS
from consultations.models import Consultation, Kind, QuestionSet, Submission
from proposals.actions.windows import consultation_days
from proposals.models import RefinementConsultation, RequirementSet, Window
from proposals.ports import (
    READ,
    RunHere,
    consult_at,
    end_with,
    follow,
    follow_window,
    hand_down,
    head_with,
    notices,
    tellings,
)

REPORT = Kind.REPORT


def _prepared(proposal) -> Consultation | None:
    own = Consultation.objects.standing().filter(proposal=proposal, kind=REPORT, opened_at=None)
    return own.select_related("questions").first()


def _usual() -> QuestionSet | None:
    """The questions that are asked of a report where none were prepared."""
    return QuestionSet.objects.filter(kind=REPORT, reusable=True, retired_on=None).order_by("pk").first()


def _foresee(proposal, on: date) -> list[str]:
    if on >= clock.today():
        return [_what_is_asked(proposal)]
    closes = WorkingCalendar.load().add(on, consultation_days(proposal, on))
    if clock.closing(closes) <= clock.now():
        return []
    return [_what_is_asked(proposal), *_told_afterwards(proposal)]


def _told_afterwards(proposal) -> list[str]:
    """Of a step entered afterwards whose period still runs: it mails nobody, the consultation that begins does."""
    held = Consultation(kind=REPORT, proposal=proposal, classification=proposal.classification)
    told = tellings["consultation_opened"](held).sentence
    return ["It is open here from now on.", *([f"Of that {told}"] if told else [])]


def _what_is_asked(proposal) -> str:
    prepared, usual = _prepared(proposal), _usual()
    asked = (prepared.questions if prepared else usual).questions.filter(withdrawn_at=None) if prepared or usual else ()
    count = len(asked)
    if not count:
        return "Responses are taken on this site. No question is prepared: general comments are asked for."
    noun = "question" if count == 1 else "questions"
    which = "that is prepared" if prepared else "that is usual for a report"
    return f"Responses are taken on this site, to the set {which}: {count} {noun}."


def take_responses(move, backdated: bool) -> None:
    """In the window that the move opened, from now on. Of one that is over already nobody was asked here. A step that
    is entered afterwards mails nobody: those who are asked are then told of the consultation."""
    held = _open_in_its_window(move)
    if held and backdated:
        notices["consultation_opened"](held)


def _open_in_its_window(move) -> Consultation | None:
    window = Window.objects.filter(move=move, outcome="").first()
    if window is None or window.closes_at <= move.recorded_at:
        return None
    proposal = move.proposal
    settle_what_is_over(proposal)
    held = _prepared(proposal) or new_consultation(ROWS[REPORT], proposal, move.by, _usual())
    held.proposal, held.window = proposal, window
    start(held, window.closes_at, by=move.by)
    return held


def _redo(move) -> None:
    """A step whose period was over as it was entered may, put right, have one that runs."""
    if Consultation.objects.standing().filter(window__move=move).exists():
        return
    if held := _open_in_its_window(move):
        notices["consultation_opened"](held)


def _undo(move) -> None:
    found = Consultation.objects.standing().filter(window__move=move).select_for_update(of=["self"]).first()
    if found:
        found.proposal = move.proposal
        take_back(found, move.reversed_by.by, move.reversed_by.why_corrected, step=move)


follow(
    "take_responses",
    foresee=_foresee,
    words="takes responses on this site until then",
    undo=_undo,
    redo=_redo,
)(take_responses)


@follow_window("consultation")
def go_with_the_window(window, why: str) -> None:
    """Its close is that of its window, never before what came in."""
    found = Consultation.objects.standing().filter(window=window).select_for_update(of=["self"]).first()
    if found is None or found.closes_at == window.closes_at:
        return
    _check_answers_lie_within(found, window.closes_at)
    found.closes_at = window.closes_at
    if found.settled_at:
        found.settled_at = window.closes_at if window.closes_at <= clock.now() else None
    found.save(update_fields=["closes_at", "settled_at"])
    count_what_is_in_time_now(found, None)


def _check_answers_lie_within(held: Consultation, closes_at) -> None:
    came = Submission.objects.filter(response__consultation=held, late=False).order_by("-received_at").first()
    last = came.received_at if came else held.opened_at
    if closes_at <= last:
        what = "a response came in" if came else "it was opened here"
        words = f"The consultation would then close on {day_words(closes_at)}, before {what} on {day_words(last)}."
        raise Refused(words, "effective")


def _ends(proposal) -> list[str]:
    waiting = Consultation.objects.standing().filter(proposal=proposal, settled_at=None)
    return [f"“{each.title}” is taken back." for each in waiting if not each.is_over_at(clock.now())]


end_with("consultations", foresee=_ends)(end_with_the_proposal)


@consult_at("consultations")
def run_here(proposal, user) -> dict[tuple, RunHere]:
    own = Consultation.objects.opened().filter(proposal=proposal, kind__in=(Kind.REFINEMENT, Kind.REQUIREMENTS))
    seen = Consultation.objects.visible_to(user) if user else Consultation.objects.none()
    rows = own.with_all_responses().annotate(seen=Exists(seen.filter(pk=OuterRef("pk")).order_by())).order_by("pk")
    return {_on_record(row): RunHere(_page(row), f"{row.counted or 'none'}") for row in rows}


def _on_record(row: Consultation) -> tuple:
    if row.kind == Kind.REFINEMENT:
        return RefinementConsultation, row.refinement_id
    return RequirementSet, row.requirement_set_id


def _page(row: Consultation) -> str:
    return row.get_absolute_url() if row.seen else ""


def _asked():
    """Those on the proposal that were opened; that on a report the heading tells of as its window."""
    own = Consultation.objects.opened().filter(proposal=OuterRef("pk"), classification=OuterRef("classification"))
    row = JSONObject(kind="kind", opened="opened_at", closes="closes_at")
    return ArraySubquery(own.exclude(kind=REPORT).order_by("closes_at", "pk").values(row=row))


@head_with("asked_of_industry", read=_asked)
def open_now(rows: list[dict]) -> str:
    """“A Request for Information is open until Thursday 10 December 2026 at 17:00.”"""
    now, parts = clock.now(), []
    for row in rows:
        opened, closes = (datetime.fromisoformat(row[name]) for name in ("opened", "closes"))
        if opened <= now < closes:
            parts.append(f"{Kind(row['kind']).label}: open until {day_words(closes)} at 17:00.")
    return " ".join(parts)


hand_down("asked", READ, "Consultations and the responses to them")
