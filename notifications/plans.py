"""Who is told that an implementation is planned, planned anew, or partly done: each person once, however many
proposals it is about.

Of an approved proposal the Parties are told, who get ready for its date (domain §2.2 row 44); before that its own
people.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings

from accounts.models import User
from audit.classification import Classification
from notifications.actions import Letter, send_letters
from notifications.recipients import Recipient, in_place, of_the_parties, of_the_proposal, who_read
from proposals.actions.parts import APPROVED
from proposals.ports import PlanNews, Telling, foretell, notice

PARTIES = "everybody who speaks for a Party"
OWN = "the Proposer, their representative and the Lead Analyst"


@dataclass
class Hearer:
    """Somebody who is told, and of which proposals."""

    recipient: Recipient
    news: list[PlanNews] = field(default_factory=list)


def hearers(news: Iterable[PlanNews], by, *, parties: bool) -> list[Hearer]:
    """``parties``: whether the Parties are told whatever became of any one proposal. ``by`` is not told of their own
    act."""
    news = list(news)
    all_parties = of_the_parties() if parties or any(_is_approved(each) for each in news) else []
    heard = {r.user.pk: Hearer(r) for r in in_place(all_parties)} if parties else {}
    for each in news:
        for recipient in who_read(in_place(_named(each, all_parties)), each.proposal):
            heard.setdefault(recipient.user.pk, Hearer(recipient)).news.append(each)
    return [hearer for key, hearer in heard.items() if by is None or key != by.pk]


def _is_approved(news: PlanNews) -> bool:
    return news.proposal.state in APPROVED


def _named(news: PlanNews, all_parties: list[tuple[User, str]]) -> list[tuple[User, str]]:
    return [*of_the_proposal(news.proposal), *(all_parties if _is_approved(news) else [])]


@foretell("plan_changed")
def would_be_told(proposals, by, *, parties: bool = False) -> Telling:
    news = [PlanNews(proposal, "") for proposal in proposals]
    names = tuple(hearer.recipient.user.name for hearer in hearers(news, by, parties=parties))
    told = parties or any(_is_approved(each) for each in news)
    return Telling(PARTIES if told else OWN, names)


@notice("plan_changed")
def tell(
    news: list[PlanNews], *, by, key: str, heading: str = "", opening: str = "", reason: str = "", parties: bool = False
) -> None:
    """One letter for each set of proposals that somebody is told of. ``heading`` and ``opening`` speak of them all;
    a single proposal speaks for itself."""
    groups: dict[tuple[int, ...], list[Hearer]] = {}
    for hearer in hearers(news, by, parties=parties):
        groups.setdefault(tuple(each.proposal.pk for each in hearer.news), []).append(hearer)
    letters = [
        Letter(
            key=f"{key}-{number}",
            audience="plan",
            subject=heading or _heading(group[0].news[0]),
            body=_body(group[0].news, opening, reason),
            classification=_classification(group[0].news),
            proposal=group[0].news[0].proposal if len(group[0].news) == 1 else None,
            recipients=[hearer.recipient for hearer in group],
        )
        for number, group in enumerate(groups.values(), start=1)
    ]
    send_letters(letters)


def _heading(news: PlanNews) -> str:
    return f"{news.proposal.reference} implementation – {news.proposal.title}"


def _body(news: list[PlanNews], opening: str, reason: str) -> str:
    parts = [opening, *map(_paragraph, news), f"Why: {reason}" if reason else ""]
    return "\n\n".join(part for part in parts if part)


def _paragraph(news: PlanNews) -> str:
    proposal = news.proposal
    name = f"{proposal.reference} ‘{proposal.title}’"
    return "\n".join([name, news.words, f"{settings.SITE_URL}{proposal.get_absolute_url()}"])


def _classification(news: list[PlanNews]) -> str:
    """The highest of those it speaks of."""
    order = list(Classification)
    return max((Classification(each.proposal.classification) for each in news), key=order.index, default=order[0])
