"""What the pages of ballots show, from the record and from what the reader may see."""

from dataclasses import dataclass, field

from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.richtext import from_plain
from subcommittees.actions import result_of
from subcommittees.actions.voting import cited
from subcommittees.ballotwords import GROUP_OUTCOMES, outcome_words, result_sentence
from subcommittees.counting import APPROVE, NO_QUORUM
from subcommittees.models import Ballot, BallotSeat, Position
from subcommittees.rules import may_run, may_speak_for

HUES = {"approve": "good", "reject": "stop", "abstain": "", "recuse": "attention", "": ""}
ROW, BAR = 54, 22


@dataclass(frozen=True)
class Segment:
    """Part of a bar: across in hundredths of the width of the drawing."""

    key: str
    x: float
    width: float
    label: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Bar:
    words: str
    y: int
    segments: list[Segment]

    @property
    def bar_y(self) -> int:
        return self.y + 6

    @property
    def bar_end(self) -> int:
        return self.bar_y + BAR

    @property
    def label_y(self) -> int:
        return self.y + 6 + BAR - 6


@dataclass(frozen=True)
class Chart:
    title: str
    description: str
    bars: list[Bar]

    @property
    def height(self) -> int:
        return ROW * len(self.bars) + 4


@dataclass(frozen=True)
class Result:
    """A result as it is read: the groups of the table, the outcome, and the drawing above it."""

    groups: list[dict]
    outcome: str
    sentence: str
    hue: str
    chart: Chart
    quorum: int | None
    voted: int


SIGNS = {"approve": "✓", "reject": "✗", "abstain": "–"}
NAMES = {"approve": "approve", "reject": "reject", "abstain": "abstain"}


def result_shown(result: dict) -> Result:
    groups = [{**group, "outcome_words": GROUP_OUTCOMES[group["outcome"]]} for group in result["groups"]]
    hue = {APPROVE: "good", NO_QUORUM: "attention"}.get(result["outcome"], "stop")
    chart = _chart(result)
    words = outcome_words(result)
    return Result(groups, words, result_sentence(result), hue, chart, result["quorum"], result["voted"])


def _chart(result: dict) -> Chart:
    most = max([sum(group[key] for key in SIGNS) for group in result["groups"]] + [1])
    bars = [_bar(group, place, most) for place, group in enumerate(result["groups"])]
    return Chart("How the Party Categories voted", f"{result_sentence(result)} The table below has the numbers.", bars)


def _bar(group: dict, place: int, most: int) -> Bar:
    told = [f"{group[key]} {NAMES[key]}" for key in SIGNS if group[key]]
    words = f"{group['name']}: {', '.join(told) or 'nobody voted'}"
    segments, x = [], 0.0
    for key, sign in SIGNS.items():
        if group[key]:
            width = round(100 * group[key] / most, 2)
            segments.append(Segment(key, x, width, f"{sign} {group[key]}"))
            x = round(x + width, 2)
    return Bar(words, place * ROW + 16, segments)


@dataclass(frozen=True)
class Cast:
    """A position as it is read."""

    position: Position
    html: str
    objectives: list[str]
    hue: str
    given: str


@dataclass(frozen=True)
class SeatShown:
    """A seat of the electorate, its newest position where the reader may see it, and the ones before it."""

    seat: BallotSeat
    newest: Cast | None
    earlier: list[Cast] = field(default_factory=list)


def seats_shown(ballot: Ballot, user) -> list[SeatShown]:
    """The electorate with the positions that ``user`` may see, newest first: in three queries, whatever its size."""
    order = {group["name"]: place for place, group in enumerate(ballot.rule["groups"])}
    seats = list(ballot.seats.select_related("holder", "alternate"))
    seats.sort(key=lambda seat: (order.get(seat.group, len(order)), seat.name))
    by_seat: dict[int, list[Position]] = {}
    for position in Position.objects.visible_to(user).filter(seat__ballot=ballot).order_by("seat", "-version"):
        by_seat.setdefault(position.seat_id, []).append(position)
    names = {code: str(objective) for code, objective in cited().items()} if by_seat else {}
    return [_seat(seat, by_seat.get(seat.pk, []), names) for seat in seats]


def _seat(seat: BallotSeat, positions: list[Position], names: dict[str, str]) -> SeatShown:
    cast = [_cast(seat, position, names) for position in positions]
    return SeatShown(seat, cast[0] if cast else None, cast[1:])


def _cast(seat: BallotSeat, position: Position, names: dict[str, str]) -> Cast:
    cites = [names.get(code, code) for code in position.objectives]
    return Cast(position, from_plain(position.reasons), cites, HUES[position.vote], given_by(seat, position))


def given_by(seat: BallotSeat, position: Position) -> str:
    """By whom a position was taken, without a name."""
    if position.recorded_for:
        return f"written down by the secretary: {position.how}"
    return "by the alternate" if position.by_id == seat.alternate_id else ""


@dataclass(frozen=True)
class Status:
    """Where a ballot stands, in a tag and a sentence. ``days_left`` working days, where it closes by itself."""

    label: str
    hue: str
    sentence: str


def status_of(ballot: Ballot, calendar: WorkingCalendar | None = None) -> Status:
    if ballot.void_at:
        day = f"{ballot.void_at.astimezone(clock.LONDON):%-d %B %Y}"
        return Status("Void", "attention", f"Declared void on {day}: {ballot.void_because}")
    if ballot.closed_at:
        closed = f"{ballot.closed_at.astimezone(clock.LONDON):%A %-d %B %Y at %H:%M}"
        hue = {APPROVE: "good", NO_QUORUM: "attention"}.get(ballot.result["outcome"], "stop")
        return Status(outcome_words(ballot.result), hue, f"Closed on {closed}.")
    opened = f"Open since {ballot.opened_at.astimezone(clock.LONDON):%-d %B %Y}"
    return Status("Open", "attention", f"{opened}; {_closes(ballot, calendar)}.")


def _closes(ballot: Ballot, calendar: WorkingCalendar | None) -> str:
    if ballot.closes_at is None:
        where = f" at or after the meeting of {ballot.meeting.date:%A %-d %B %Y}" if ballot.meeting else ""
        return f"the chair, the secretary or SECAS closes it{where}"
    when = f"closes {ballot.closes_at.astimezone(clock.LONDON):%A %-d %B %Y at %H:%M}"
    if not ballot.takes_votes_at(clock.now()):
        return f"{when.replace('closes', 'closed', 1)}, and is being counted"
    calendar = calendar or WorkingCalendar.load()
    left = calendar.days_left(clock.today(), clock.london_date(ballot.closes_at))
    return f"{when} – {left} working {'day' if left == 1 else 'days'} left"


def live_result(ballot: Ballot, user) -> Result | None:
    """The result once closed; before that for those who run the ballot alone."""
    if ballot.result:
        return result_shown(ballot.result)
    if ballot.is_open and may_run.test(user, ballot.committee):
        return result_shown(result_of(ballot))
    return None


def rights(ballot: Ballot, user) -> dict:
    """What the reader may do with the ballot as it stands."""
    runs = may_run.test(user, ballot.committee)
    closes = may_speak_for.test(user, ballot.committee)
    undecided = ballot.void_at is None and (ballot.move is None or hasattr(ballot.move, "reversed_by"))
    return {
        "runs": runs,
        "may_close": closes and ballot.is_open,
        "may_record": closes and undecided and ballot.closed_at is not None,
        "may_void": runs and undecided,
    }
