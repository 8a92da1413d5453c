"""Recipients by role: who hears of a move, and why. Whoever is away is stood in for by their cover."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Role, User
from accounts.queries import covers_today, holders, speakers_for_parties
from audit.acts import asked_once
from bodies.queries import members_of

AUDIENCES = ("proposer", "analyst", "parties", "consulted", "panel", "change_board", "authority", "followers")


@dataclass(frozen=True)
class Recipient:
    user: User
    because: str


def recipients(audience: str, proposal) -> list[Recipient]:
    """Each person once, only those who may read the proposal."""
    found: dict[int, Recipient] = {}
    named = list(_named(audience, proposal))
    away = asked_once("who is away", covers_today) if named else {}
    for user, because in named:
        stand_in = away.get(user.pk)
        if stand_in:
            user, because = stand_in, f"cover for {user}"
        if user.is_active:
            found.setdefault(user.pk, Recipient(user, because))
    return who_read(list(found.values()), proposal)


def who_read(found: list[Recipient], proposal) -> list[Recipient]:
    """Those of ``found`` who may read the proposal. What a stranger may read, all may: nobody is asked one by one."""
    if not found or proposal.is_public:
        return found
    return [r for r in found if _reads(r.user, proposal)]


def _reads(user, proposal) -> bool:
    return type(proposal).objects.visible_to(user).filter(pk=proposal.pk).exists()


def _named(audience: str, proposal) -> Iterable[tuple[User, str]]:
    people = {
        "proposer": _proposer,
        "parties": lambda p: [*_proposer(p), *((u, "speaks for a Party") for u in speakers_for_parties())],
        "analyst": lambda p: [(u, "Lead Analyst") for u in (p.lead_analyst, p.deputy) if u],
        # The consultation invites the Parties other than the DCC (SEC D7.8).
        "consulted": lambda p: [(u, "speaks for a Party") for u in speakers_for_parties()],
        "change_board": lambda p: [(u, "member of the Change Board") for u in members_of("change-board")],
        "authority": lambda p: [(u, "the Authority") for u in holders(Role.AUTHORITY)],
        "panel": lambda p: [(u, "member of the Panel") for u in members_of("panel")],
        "followers": lambda p: [(u, "member of a Panel Sub-Committee") for u in members_of("csc", "ssc", "tabasc")],
    }
    return people[audience](proposal)


def _proposer(proposal) -> list[tuple[User, str]]:
    named = [(proposal.proposer, "Proposer")]
    named += [(proposal.representative, "the Proposer’s representative")] if proposal.representative else []
    named += [(proposal.lead_analyst, "Lead Analyst")] if proposal.lead_analyst else []
    return named
