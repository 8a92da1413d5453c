"""What moves start in this app itself: windows."""

from datetime import date

from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.actions import windows
from proposals.models import RuleKey
from proposals.ports import consequences, follow, what_ends
from proposals.processrules import value_on, values_on
from proposals.states import FINISHED


def _foresee_objection(proposal, on: date) -> list[str]:
    days, after = values_on([RuleKey.FT_OBJECTION_DAYS, RuleKey.FT_IMPLEMENTATION_DAYS], on)
    calendar = WorkingCalendar.load()
    closes = calendar.add(on, days)
    return [
        f"An objection window of {days} working days opens; it closes on {closes:%A %-d %B %Y} at 17:00.",
        f"Implementation is planned for {calendar.add(closes, after):%A %-d %B %Y}, unless a Party objects.",
        f"DP{proposal.number:03} becomes MP{proposal.number:03}; its old address leads to the new one.",
    ]


@follow(
    "open_objection_window",
    foresee=_foresee_objection,
    words="opens the objection window for {ft_objection_days}; "
    "implementation is planned {ft_implementation_days} after its end",
    lasts=(RuleKey.FT_OBJECTION_DAYS,),
)
def open_objection_window(move, backdated: bool) -> None:
    windows.open_objection_window(move)


def _foresee_adoption(proposal, on: date) -> list[str]:
    days = windows.adoption_days(proposal, on)
    if not days:
        return ["The withdrawal is complete at once: nobody can adopt a Draft Proposal.", *what_ends(proposal)]
    closes = WorkingCalendar.load().add(on, days)
    return [f"Somebody else may adopt the proposal until {closes:%A %-d %B %Y} at 17:00; then it is withdrawn."]


@follow(
    "open_adoption_window",
    foresee=_foresee_adoption,
    words="opens the adoption window for {adoption_days_mod}; for a Draft Proposal for {adoption_days_draft}",
    lasts=(RuleKey.ADOPTION_DAYS_MODIFICATION, RuleKey.ADOPTION_DAYS_DRAFT),
)
def open_adoption_window(move, backdated: bool) -> None:
    windows.open_adoption_window(move)


def _foresee_appeal(proposal, on: date) -> list[str]:
    days = value_on(RuleKey.APPEAL_DAYS, on)
    closes = WorkingCalendar.load().add(on, days)
    return [f"An appeal window of {days} working days opens; it closes on {closes:%A %-d %B %Y} at 17:00."]


@follow(
    "open_appeal_window",
    foresee=_foresee_appeal,
    words="opens the appeal window for {appeal_days}",
    lasts=(RuleKey.APPEAL_DAYS,),
)
def open_appeal_window(move, backdated: bool) -> None:
    windows.open_appeal_window(move)


def _foresee_consultation(proposal, on: date) -> list[str]:
    days = windows.consultation_days(proposal, on)
    closes = WorkingCalendar.load().add(on, days)
    return [f"The consultation is open for {days} working days, until {closes:%A %-d %B %Y} at 17:00."]


@follow(
    "open_consultation",
    foresee=_foresee_consultation,
    words="opens the consultation for {mrc_days}; for an urgent proposal for {mrc_days_urgent}",
)
def open_consultation(move, backdated: bool) -> None:
    windows.open_consultation(move)


@follow("close_consultation", foresee=lambda proposal, on: [], words="closes the consultation")
def close_consultation(move, backdated: bool) -> None:
    windows.close_consultation(move)


def foresee(row, proposal, on: date | None = None) -> list[str]:
    """Everything a move will start, in plain words, for the page that is shown before it is made."""
    day = on or clock.today()
    ends = what_ends(proposal) if row.to in FINISHED else []
    return [*(sentence for key in row.starts for sentence in consequences[key].foresee(proposal, day)), *ends]
