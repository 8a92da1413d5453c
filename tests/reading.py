"""What the tests of pages share: a page's words by element, and a register with many proposals in it."""

from datetime import date

from django.contrib.auth.models import AnonymousUser

from audit import clock
from proposals.models import Implementation, ImplementationPart, Move, ProblemStatement, Proposal, Solution
from proposals.queries import search
from proposals.states import State
from tests import markup


def parsed(response):
    """The page as a tree; anything that is not well-formed HTML fails."""
    assert response.status_code == 200
    tree, errors = markup.read(response.content.decode())
    assert errors == []
    return tree


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def all_words(response, *path: str) -> list[str]:
    """The words of every element at ``path`` ("th[@scope='row']"), in order."""
    return [words(element) for element in parsed(response).findall(".//" + "//".join(path))]


def by_class(response, name: str) -> list[str]:
    found = [e for e in parsed(response).iter() if name in (e.get("class") or "").split()]
    return [words(element) for element in found]


def at(slug: str, tab: str = "") -> str:
    """The address of a tab of a proposal."""
    return f"/modifications/{slug}/{tab}"


def sections(response) -> dict[str, str]:
    """The words of each section of the tab, by its heading's id."""
    found = {}
    for section in parsed(response).iter("section"):
        heading = section.get("aria-labelledby")
        if heading:
            found[heading] = words(section)
    return found


def links(response) -> dict[str, str]:
    return {words(a): a.get("href") for a in parsed(response).iter("a")}


def found(text: str, user=None) -> list[str]:
    """The references of what ``user`` (anybody) finds by ``text``."""
    user = user or AnonymousUser()
    return sorted(p.reference for p in search(Proposal.objects.visible_to(user), text, user))


def crowd(number: int, template: Proposal, first: int = 1000) -> None:
    """``number`` more proposals in Development, written as rows: hundreds of acts would take the suite too long."""
    day, noon = date(2026, 3, 2), clock.closing(date(2026, 3, 2))
    made = Proposal.objects.bulk_create(
        Proposal(
            number=first + n,
            title=f"Proposal of the crowd {n}",
            proposer=template.proposer,
            proposer_organisation=template.proposer_organisation,
            lead_analyst=template.lead_analyst,
            received_at=noon,
            raised_on=day,
            state=State.DEVELOPMENT,
            state_since=day,
        )
        for n in range(number)
    )
    Solution.objects.bulk_create(Solution(proposal=p) for p in made)
    plans = Implementation.objects.bulk_create(Implementation(proposal=p) for p in made)
    ImplementationPart.objects.bulk_create(ImplementationPart(plan=plan) for plan in plans)
    ProblemStatement.objects.bulk_create(
        ProblemStatement(proposal=p, sequence=1, is_submission=True, issue="Something.", on=day, at=noon) for p in made
    )
    Move.objects.bulk_create(
        Move(proposal=p, place=1, key="raise", to_state=State.DEVELOPMENT, effective_at=noon, recorded_at=noon)
        for p in made
    )
