"""The map of the process as a drawing: states as boxes in columns by stage, moves as arrows that carry their numbers.

The layout is the usual one for layered graphs: a move over several columns gets a place of its own in each column
between, the order within a column follows the neighbours, and arrows meet boxes at ports of their own, so that numbers
never overlap. A move with many sources, and one that leads nowhere else or back, stands as its number at the foot of
each box instead.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import wrap

from proposals.lifecyclemap import Map, Place, StageGroup, Step
from proposals.states import FINISHED

BOX_WIDTH, GUTTER, MARGIN, LAST_MARGIN = 132, 62, 44, 40
HEAD, FOOT = 58, 16
GAP, LINE, PAD, LETTERS = 20, 15, 9, 15
PASSING = 12  # height of a move that passes a column by
BADGE, PORT_OUT, PORT_IN, ARROW = 11, 26, 17, 7
FOOT_BADGE, FOOT_ROW = 24, 4
MOST_ARROWS = 3  # a move with more sources is not drawn from each of them
ROUNDS = 8


@dataclass
class Port:
    """Where an arrow meets the side of a box. ``toward``: the height of what is at its other end."""

    height: int
    toward: float = 0.0
    y: float = 0.0


@dataclass
class Item:
    """What takes a place in a column: a state’s box, or the passage of a move (``place`` is None)."""

    column: int
    place: Place | None = None
    height: float = PASSING
    y: float = 0.0  # of the middle
    near: list["Item"] = field(default_factory=list)
    left: list[Port] = field(default_factory=list)
    right: list[Port] = field(default_factory=list)

    @property
    def x(self) -> float:
        return MARGIN + self.column * (BOX_WIDTH + GUTTER)

    @property
    def end(self) -> float:
        return self.x + BOX_WIDTH

    @property
    def top(self) -> float:
        return self.y - self.height / 2


@dataclass
class Way:
    """One arrow: from port to port through the passages between. A stub has no source: it comes from outside."""

    step: Step
    items: list[Item]
    start: Port | None
    finish: Port

    @property
    def forward(self) -> bool:
        return self.start is None or self.items[0].column < self.items[-1].column

    @property
    def sideways(self) -> bool:
        return self.start is not None and self.items[0].column == self.items[-1].column


@dataclass(frozen=True)
class Badge:
    step: Step
    x: float
    y: float
    hue: str


@dataclass(frozen=True)
class Arrow:
    badge: Badge
    path: str
    head: str


@dataclass(frozen=True)
class Box:
    place: Place
    x: float
    y: float
    width: float
    height: float
    lines: list[tuple[float, str]]
    now_y: float
    foot: list[Badge]

    @property
    def words_x(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Head:
    """Of a column. ``group`` is None for the last one, in which the ends of all ways stand."""

    x: float
    width: float
    group: StageGroup | None


@dataclass(frozen=True)
class Diagram:
    width: float
    height: float
    heads: list[Head]
    boxes: list[Box]
    arrows: list[Arrow]


def draw(process: Map) -> Diagram:
    heads, boxes = _boxes(process)
    by_state = {item.place.state: item for item in boxes}
    columns = [[item for item in boxes if item.column == n] for n in range(len(heads))]
    ways = [way for step in process.steps for way in _ways(step, by_state, columns)]
    for item in boxes:
        item.height = _box_height(item)
    _arrange(columns)
    _set_ports(ways)
    low = max((item.top + item.height for column in columns for item in column), default=HEAD)
    width = MARGIN + len(heads) * (BOX_WIDTH + GUTTER) - GUTTER + LAST_MARGIN
    return Diagram(width, low + FOOT, heads, [_box(item) for item in boxes], [_arrow(way) for way in ways])


# What stands where


def _boxes(process: Map) -> tuple[list[Head], list[Item]]:
    """A column for each stage on the way, and one more for all stages in which a way ends."""
    passed = [group for group in process.stages if not _ends(group)]
    ended = [place for group in process.stages if _ends(group) for place in group.places]
    contents = [*[(group, group.places) for group in passed], *([(None, ended)] if ended else [])]
    boxes = [Item(column, place) for column, (_, places) in enumerate(contents) for place in places]
    heads = [Head(Item(n).x, BOX_WIDTH, group) for n, (group, _) in enumerate(contents)]
    return heads, boxes


def _ends(group: StageGroup) -> bool:
    return any(place.state in FINISHED for place in group.places)


def _is_drawn(step: Step) -> bool:
    return step.to is not None and not step.stays and len(step.sources) <= MOST_ARROWS


def _ways(step: Step, by_state: dict, columns: list[list[Item]]) -> list[Way]:
    if step.to is None or step.stays:
        return []
    target = by_state[step.to]
    if step.is_entry or not _is_drawn(step):
        return [_stub(step, target)]
    return [_way(step, by_state[source], target, columns) for source in step.sources if source != step.to]


def _stub(step: Step, target: Item) -> Way:
    port = Port(PORT_OUT, toward=-1)
    target.left.append(port)
    return Way(step, [target], None, port)


def _way(step: Step, source: Item, target: Item, columns: list[list[Item]]) -> Way:
    direction = 1 if source.column < target.column else -1
    between = range(source.column + direction, target.column, direction) if source.column != target.column else ()
    passages = [Item(column) for column in between]
    for passage in passages:
        columns[passage.column].append(passage)
    items = [source, *passages, target]
    if source.column != target.column:
        for one, other in pairwise(items):
            one.near.append(other)
            other.near.append(one)
    start, finish = Port(PORT_OUT), Port(PORT_IN)
    (source.right if target.column >= source.column else source.left).append(start)
    (target.left if target.column > source.column else target.right).append(finish)
    return Way(step, items, start, finish)


def _foot_steps(place: Place) -> list[Step]:
    return [*place.staying, *[step for step in place.onward if not _is_drawn(step)]]


def _lines(place: Place) -> list[str]:
    return wrap(place.state.label, LETTERS)


def _box_height(item: Item) -> float:
    foot_rows = -(-len(_foot_steps(item.place)) // FOOT_ROW)
    words = 2 * PAD + LINE * (len(_lines(item.place)) + 1) + FOOT_BADGE * foot_rows
    ports = max(sum(port.height for port in side) for side in (item.left, item.right))
    return max(words, ports + PAD)


def _arrange(columns: list[list[Item]]) -> None:
    """Heights of everything: each item near the middle of its neighbours, none upon another."""
    for column in columns:
        _stack(column)
    for turn in range(ROUNDS):
        for column in columns if turn % 2 == 0 else reversed(columns):
            for item in column:
                item.y = _middle(item)
            column.sort(key=lambda item: item.y)
            _stack(column)
    highest = min((item.top for column in columns for item in column), default=HEAD)
    for column in columns:
        for item in column:
            item.y += HEAD - highest


def _middle(item: Item) -> float:
    return sum(other.y for other in item.near) / len(item.near) if item.near else item.y


def _stack(column: list[Item]) -> None:
    """In their order, each as near to its wish as the one above lets it; then all go back by what that cost."""
    wanted = [item.y for item in column]
    floor = float("-inf")
    for item in column:
        item.y = max(item.y, floor + item.height / 2)
        floor = item.y + item.height / 2 + GAP
    moved = [item.y - want for item, want in zip(column, wanted, strict=True)]
    back = sum(moved) / len(moved) if moved else 0
    for item in column:
        item.y -= back


def _set_ports(ways: list[Way]) -> None:
    sides = defaultdict(list)
    for way in ways:
        if way.start is not None:
            way.start.toward, way.finish.toward = way.items[1].y, way.items[-2].y
        for item in (way.items[0], way.items[-1]):
            sides[id(item.left)], sides[id(item.right)] = (item, item.left), (item, item.right)
    for item, ports in sides.values():
        ports.sort(key=lambda port: port.toward)
        y = item.y - sum(port.height for port in ports) / 2
        for port in ports:
            port.y = y + port.height / 2
            y += port.height


# What is drawn


def _box(item: Item) -> Box:
    lines = _lines(item.place)
    first = item.top + PAD + LINE - 3
    now_y = first + LINE * len(lines)
    return Box(
        place=item.place,
        x=item.x,
        y=round(item.top, 1),
        width=BOX_WIDTH,
        height=round(item.height, 1),
        lines=[(round(first + LINE * n, 1), line) for n, line in enumerate(lines)],
        now_y=round(now_y, 1),
        foot=_foot(item, now_y + 6 + FOOT_BADGE / 2),
    )


def _foot(item: Item, first: float) -> list[Badge]:
    steps = _foot_steps(item.place)
    left = item.x + (BOX_WIDTH - FOOT_BADGE * min(len(steps), FOOT_ROW)) / 2 + FOOT_BADGE / 2
    return [
        Badge(
            step, left + n % FOOT_ROW * FOOT_BADGE, round(first + n // FOOT_ROW * FOOT_BADGE, 1), item.place.stage.label
        )
        for n, step in enumerate(steps)
    ]


def _arrow(way: Way) -> Arrow:
    source, target = way.items[0], way.items[-1]
    if way.start is None:
        x, y = target.x, way.finish.y
        badge = Badge(way.step, x - MARGIN + BADGE + 4, round(y, 1), target.place.stage.label)
        return Arrow(badge, f"M{badge.x:.1f} {y:.1f}H{x:.1f}", _head(x, y, 1))
    out = source.end if way.forward or way.sideways else source.x
    into = target.x if way.forward else target.end
    beside = out + BADGE if out == source.end else out - BADGE  # upon the border it would cover the box's words
    badge = Badge(way.step, beside, round(way.start.y, 1), source.place.stage.label)
    return Arrow(badge, _path(way, out, into), _head(into, way.finish.y, 1 if way.forward else -1))


def _path(way: Way, out: float, into: float) -> str:
    y, finish = way.start.y, way.finish.y
    if way.sideways:
        bulge = out + GUTTER * 0.6
        return f"M{out:.1f} {y:.1f}C{bulge:.1f} {y:.1f} {bulge:.1f} {finish:.1f} {into:.1f} {finish:.1f}"
    path, x = f"M{out:.1f} {y:.1f}", out
    for item in way.items[1:-1]:
        near, far = (item.x, item.end) if way.forward else (item.end, item.x)
        path += f"{_curve(x, y, near, item.y)}H{far:.1f}"
        x, y = far, item.y
    return path + _curve(x, y, into, finish)


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (x + to_x) / 2
    return f"C{half:.1f} {y:.1f} {half:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"


def _head(x: float, y: float, direction: int) -> str:
    back = x - direction * ARROW
    return f"{x:.1f},{y:.1f} {back:.1f},{y - ARROW / 2:.1f} {back:.1f},{y + ARROW / 2:.1f}"
