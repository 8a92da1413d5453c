"""What is counted and timed, in words: each measure has an address, a heading and how it is counted.

Principle 12 of the Code Administration Code of Practice asks for yearly figures; these are what the record answers.
"""

from dataclasses import dataclass

from accounts.models import Category
from proposals import ageing
from proposals.states import Stage


@dataclass(frozen=True)
class Measure:
    """``day``: what the date in the list is. ``slug`` is the fact's name in ``proposals.ageing``."""

    slug: str
    title: str
    words: str
    day: str
    timed: bool = False

    @property
    def is_now(self) -> bool:
        """Of today, whatever the year."""
        return self.slug.startswith(f"{ageing.NOW}-")


def counted() -> list[Measure]:
    return [
        Measure(ageing.RAISED, "Raised", "formally raised as a Draft Proposal, by the date of raising", "Raised"),
        Measure(
            ageing.URGENT, "Of these, urgent", "granted urgency by the Authority, by the date of raising", "Raised"
        ),
        Measure(
            ageing.DECIDED,
            "Decided",
            "approved or rejected, by the day on which the decision was final, after any objection or appeal window",
            "Decision final",
            timed=True,
        ),
        *_ended(),
        Measure(
            ageing.SENT_BACK,
            "Sent back by the Authority",
            "returned by the Authority without a decision; a proposal counts once a year however often",
            "Sent back",
        ),
        Measure(
            ageing.OBJECTED,
            "Fast-Track objected to",
            "halted by a Party’s objection to a Fast-Track decision",
            "Objection",
        ),
    ]


def _ended() -> list[Measure]:
    return [
        Measure(
            state.value,
            state.label,
            f"at the end of their way as “{state.label}”, by the day of that step",
            state.label,
            timed=True,
        )
        for state in ageing.endings()
    ]


def by_category() -> list[Measure]:
    return [
        Measure(
            f"{ageing.RAISED}-{category.value}",
            f"Raised by: {category.label}",
            f"raised by somebody of the category {category.label}, by the date of raising",
            "Raised",
        )
        for category in Category
    ]


def _staged(stage: Stage) -> list[Measure]:
    left = f"passed through {stage.label} and have left it, by the day of leaving; every stay there is added up"
    now = f"in {stage.label} today, with the days so far; every stay there is added up"
    return [
        Measure(f"{ageing.LEFT}-{stage.value}", f"Time spent in {stage.label}", left, "Left", timed=True),
        Measure(f"{ageing.NOW}-{stage.value}", f"Now in {stage.label}", now, "Counted up to", timed=True),
    ]


def measures() -> dict[str, Measure]:
    """Every measure by its slug."""
    staged = [measure for stage in ageing.timed_stages() for measure in _staged(stage)]
    return {measure.slug: measure for measure in (*counted(), *by_category(), *staged)}
