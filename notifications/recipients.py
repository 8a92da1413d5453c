"""Recipients by role: who hears of a move, and why. Whoever is away is stood in for by their cover."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accounts.models import Role, User
from accounts.queries import covers_today, holders, speakers_for_parties, speakers_for_the_dcc
from audit.acts import asked_once
from audit.classification import Classification, clearances
from bodies.models import Meeting, Membership
from bodies.queries import members_of

# Of the moves; the DCC hears of its assessments, which are none (see ``notifications.assessments``).
AUDIENCES = ("proposer", "analyst", "parties", "consulted", "panel", "change_board", "authority", "followers")


@dataclass(frozen=True)
class Recipient:
    user: User
    because: str


def recipients(audience: str, proposal) -> list[Recipient]:
    """Each person once, only those who may read the proposal."""
    return who_read(in_place(_named(audience, proposal)), proposal)


def in_place(named: Iterable[tuple[User, str]]) -> list[Recipient]:
    """Those named, each once: whoever is away is stood in for, and whose account is closed is left out."""
    found: dict[int, Recipient] = {}
    named = list(named)
    away = asked_once("who is away", covers_today) if named else {}
    for user, because in named:
        stand_in = away.get(user.pk)
        if stand_in:
            user, because = stand_in, f"cover for {user}"
        if user.is_active:
            found.setdefault(user.pk, Recipient(user, because))
    return list(found.values())


def who_read(found: list[Recipient], proposal) -> list[Recipient]:
    """Those of ``found`` who may read the proposal. What a stranger may read, all may: nobody is asked one by one."""
    if not found or proposal.is_public:
        return found
    return [r for r in found if _reads(r.user, proposal)]


def cleared(found: list[Recipient], classification: str) -> list[Recipient]:
    """Those of ``found`` who read this class. White is read by all: nobody is asked one by one."""
    if classification == Classification.WHITE:
        return found
    return [r for r in found if classification in clearances(r.user)]


def _reads(user, proposal) -> bool:
    return type(proposal).objects.visible_to(user).filter(pk=proposal.pk).exists()


def _named(audience: str, proposal) -> Iterable[tuple[User, str]]:
    people = {
        "proposer": of_the_proposal,
        "parties": lambda p: [*of_the_proposal(p), *of_the_parties()],
        "analyst": lambda p: [(u, "Lead Analyst") for u in (p.lead_analyst, p.deputy) if u],
        # The consultation invites the Parties other than the DCC (SEC D7.8).
        "consulted": lambda p: of_the_parties(but_the_dcc=True),
        "dcc": lambda p: [(u, "speaks for the DCC") for u in speakers_for_the_dcc()],
        "change_board": lambda p: [(u, "member of the Change Board") for u in members_of("change-board")],
        "authority": lambda p: [(u, "the Authority") for u in holders(Role.AUTHORITY)],
        "panel": lambda p: [(u, "member of the Panel") for u in members_of("panel")],
        "followers": lambda p: [(u, "member of a Panel Sub-Committee") for u in members_of("csc", "ssc", "tabasc")],
    }
    return people[audience](proposal)


def of_the_parties(*, but_the_dcc: bool = False) -> list[tuple[User, str]]:
    return [(user, "speaks for a Party") for user in speakers_for_parties(but_the_dcc=but_the_dcc)]


def of_the_proposal(proposal) -> list[tuple[User, str]]:
    named = [(proposal.proposer, "Proposer")]
    named += [(proposal.representative, "the Proposer’s representative")] if proposal.representative else []
    named += [(proposal.lead_analyst, "Lead Analyst")] if proposal.lead_analyst else []
    return named


def of_the_body(meeting: Meeting) -> Iterator[tuple[User, str]]:
    """Those who sit today on the body that holds the meeting, and their alternates."""
    terms = Membership.objects.on().filter(seat__committee=meeting.committee_id).select_related("user", "alternate")
    for term in terms.order_by("pk"):
        yield term.user, f"member of {meeting.committee.named}"
        if term.alternate:
            yield term.alternate, f"alternate on {meeting.committee.named}"
