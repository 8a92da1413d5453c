"""How many points went which way, drawn on the server as the bars of comments are: words above each bar."""

from dataclasses import dataclass

from consultations.points.ledger import Ledger

LINE, LETTERS, BAR, GAP = 20, 14, 14, 12


@dataclass(frozen=True)
class Bar:
    key: str
    words: str
    down: int  # of the words
    y: int  # of the bar
    width: str


@dataclass(frozen=True)
class Chart:
    description: str
    height: int
    bars: list[Bar]


def chart(ledger: Ledger) -> Chart | None:
    """Nothing is drawn of nothing, and a single bar tells nothing."""
    counted = ledger.by_disposition
    if len(counted) < 2:
        return None
    most = max(number for _, _, number in counted)
    downs = range(0, len(counted) * (LINE + BAR + GAP), LINE + BAR + GAP)
    bars = [
        Bar(key, f"{number} {label}", down + LETTERS, down + LINE, _percent(number, most))
        for down, (key, label, number) in zip(downs, counted, strict=True)
    ]
    described = ", ".join(f"{number} {label[0].lower()}{label[1:]}" for _, label, number in counted)
    return Chart(f"Points: {described}.", bars[-1].y + BAR, bars)


def _percent(number: int, most: int) -> str:
    return f"{100 * number / most:.2f}%"
