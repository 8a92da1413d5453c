"""What full-text search finds of a proposal, written by the acts that change its texts: one vector per audience."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.postgres.search import SearchVector
from django.db.models import Q, Value

from audit.classification import Classification
from proposals.models import Proposal, ProposalSearch, Solution
from proposals.queries import searchable
from proposals.richtext import to_plain

AUDIENCES = (Classification.WHITE, Classification.GREEN, Classification.AMBER)
MOST_CHARACTERS = 400_000  # PostgreSQL refuses vectors over a megabyte


@dataclass(frozen=True)
class Texts:
    """What can be found, by weight; ``updates`` are (text, classification) and only some readers find them."""

    name: str
    about: str
    body: str
    updates: list[tuple[str, str]]

    def said_to(self, classes) -> str:
        told = [text for text, classification in self.updates if classification in classes]
        return " ".join([self.body, *told])[:MOST_CHARACTERS]


_put_off: ContextVar[set[int] | None] = ContextVar("index_put_off", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Index each proposal that changes within the block once, at its end: for one transaction of many acts, in which
    nobody else can search before it is whole."""
    changed: set[int] = set()
    token = _put_off.set(changed)
    try:
        yield
    finally:
        _put_off.reset(token)
    people = ("proposer", "proposer_organisation")
    for proposal in Proposal.objects.filter(pk__in=changed).select_related(*people):
        index(proposal)


def index(proposal: Proposal) -> None:
    """Write the vectors again from the record as it stands, inside the running act: one statement for all audiences."""
    changed = _put_off.get()
    if changed is not None:
        changed.add(proposal.pk)
        return
    texts = _texts(proposal)
    rows = [
        ProposalSearch(proposal=proposal, audience=audience, vector=_vector(texts, AUDIENCES[: position + 1]))
        for position, audience in enumerate(AUDIENCES)
    ]
    ProposalSearch.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["proposal", "audience"], update_fields=["vector"]
    )


def _vector(texts: Texts, classes) -> SearchVector:
    weighted = {"A": texts.name, "B": texts.about, "C": texts.said_to(classes)}
    parts = [
        SearchVector(Value(searchable(text)), weight=weight, config="english") for weight, text in weighted.items()
    ]
    return parts[0] + parts[1] + parts[2]


def _texts(proposal: Proposal) -> Texts:
    statement = proposal.statements.latest_version()
    solutions = Solution.objects.filter(Q(proposal=proposal) | Q(alternative__proposal=proposal)).order_by("pk")
    organisation = proposal.proposer_organisation
    places = [f"{r.document} {r.locator} {r.purpose}" for r in proposal.sec_references.select_related("document")]
    people = [proposal.proposer.name, organisation.name, organisation.short_name]
    body = [statement.issue, statement.sec_context, statement.do_nothing] if statement else []
    body += [text for solution in solutions for text in (solution.text, solution.parties_narrative)]
    return Texts(
        name=f"{proposal.reference} {proposal.title}",
        about=" ".join([proposal.summary, *people, *places]),
        body=" ".join(to_plain(text) for text in body),
        updates=list(proposal.updates.standing().values_list("text", "classification")),
    )
