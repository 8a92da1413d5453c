"""The lifecycle table in plain words: each state with what leads to it and from it, each move with who makes it, where,
what it needs and what it starts. No state and no move is named here: all is read from the table and the ports."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from audit import clock
from audit.templatetags.look import working_days_words
from bodies.models import Committee
from proposals import lifecycle, ports
from proposals.models import ProcessRule, Proposal, RuleKey
from proposals.states import STAGE_OF, Stage, State


@dataclass(frozen=True)
class Step:
    """A move, or an entry into the register (which has no source). ``to`` None: the proposal stays where it is, or goes
    ``back`` to where it was before."""

    number: int
    key: str
    title: str
    plain: str
    sources: tuple[State, ...]
    to: State | None
    who: str
    body: str = ""
    needs: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    by_time: bool = False
    back: bool = False
    after: tuple[str, ...] = ()

    @property
    def stays(self) -> bool:
        return not self.back and (self.to is None or self.sources == (self.to,))

    @property
    def is_entry(self) -> bool:
        return not self.sources


@dataclass
class Place:
    """A state: how many proposals are there now, the steps that lead into it and those that may be taken there."""

    state: State
    stage: Stage
    now: int = 0
    into: list[Step] = field(default_factory=list)
    onward: list[Step] = field(default_factory=list)
    staying: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class StageGroup:
    stage: Stage
    places: list[Place]

    @property
    def now(self) -> int:
        return sum(place.now for place in self.places)


@dataclass(frozen=True)
class Map:
    steps: list[Step]
    stages: list[StageGroup]

    @property
    def places(self) -> list[Place]:
        return [place for group in self.stages for place in group.places]


def drawn_up(user) -> Map:
    """The whole process as it stands today, with the proposals that ``user`` may see, in three queries."""
    steps = _steps(_rule_words(), _body_names())
    now = Counter(Proposal.objects.visible_to(user).order_by().values_list("state", flat=True))
    places = [_place(state, steps, now[state]) for state in State if state in STAGE_OF]
    groups = [StageGroup(stage, [place for place in places if place.stage == stage]) for stage in Stage]
    return Map(steps, [group for group in groups if group.places])


def _place(state: State, steps: list[Step], now: int) -> Place:
    here = [step for step in steps if state in step.sources]
    return Place(
        state=state,
        stage=STAGE_OF[state],
        now=now,
        into=[step for step in steps if step.to == state and step.sources != (state,)],
        onward=[step for step in here if step.back or step.to not in (None, state)],
        staying=[step for step in here if not step.back and step.to in (None, state)],
    )


def _steps(rules: dict[str, str], bodies: dict[str, str]) -> list[Step]:
    entries = [_entry(number, key) for number, key in enumerate(lifecycle.ENTRIES, 1)]
    rows = lifecycle.MOVES.values()
    return [*entries, *(_step(number, row, rules, bodies) for number, row in enumerate(rows, len(entries) + 1))]


def _entry(number: int, key: str) -> Step:
    words, state = lifecycle.ENTRIES[key]
    return Step(number, key, words, "The proposal comes into the register.", (), state, "")


def _step(number: int, row: lifecycle.MoveType, rules: dict[str, str], bodies: dict[str, str]) -> Step:
    return Step(
        number=number,
        key=row.key,
        title=row.done,
        plain=row.plain,
        sources=tuple(state for state in State if state in row.sources),
        to=row.to,
        who="Time" if row.by_time else _capital(row.who_words),
        body=bodies.get(row.body, row.body.replace("-", " ")),
        needs=tuple(_capital(ports.requirement_words[key]) for key in row.requires),
        starts=tuple(_capital(ports.consequences[key].words.format_map(rules)) for key in row.starts),
        by_time=row.by_time,
        back=row.back,
        after=tuple(_after(row, rules)) if row.by_time else (),
    )


def _after(row: lifecycle.MoveType, rules: dict[str, str]) -> Iterable[str]:
    """How long time waits: the periods that begin on the way into the state from which it moves on."""
    into = [other for other in lifecycle.MOVES.values() if other.to in row.sources]
    begun = (key for other in into for start in other.starts for key in ports.consequences[start].lasts)
    for key in dict.fromkeys(begun):
        label = RuleKey(key).label.removesuffix(" (working days)")
        yield f"{label}: {rules[str(RuleKey(key).value)]}"


class _Days(dict):
    def __missing__(self, key: str) -> str:
        return "a time for which no rule holds today"


def _rule_words() -> dict[str, str]:
    """The rules that hold today, each as “15 working days”; nought as “no time”."""
    rules = ProcessRule.objects.on(clock.today()).values_list("key", "value")
    return _Days({key: working_days_words(value) if value else "no time" for key, value in rules})


def _body_names() -> dict[str, str]:
    return dict(Committee.objects.values_list("code", "name"))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
