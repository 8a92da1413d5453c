"""What full-text search finds of a proposal, written by the acts that change its texts: one vector per audience."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from audit.classification import Classification
from proposals.models import Proposal, ProposalSearch, Solution
from proposals.richtext import to_plain

AUDIENCES = (Classification.WHITE, Classification.GREEN, Classification.AMBER)
MOST_CHARACTERS = 400_000  # PostgreSQL refuses vectors over a megabyte


def index(proposal: Proposal) -> None:
    """Write the vectors again from the record as it stands, inside the running act."""
    for position, audience in enumerate(AUDIENCES):
        texts = _texts(proposal, AUDIENCES[: position + 1])
        vector = SearchVector(Value(texts[0]), weight="A", config="english")
        vector += SearchVector(Value(texts[1]), weight="B", config="english")
        vector += SearchVector(Value(texts[2][:MOST_CHARACTERS]), weight="C", config="english")
        ProposalSearch.objects.update_or_create(proposal=proposal, audience=audience, defaults={"vector": vector})


def _texts(proposal: Proposal, classes) -> tuple[str, str, str]:
    statement = proposal.statements.latest_version()
    solution = Solution.objects.filter(proposal=proposal).first()
    people = f"{proposal.proposer.name} {proposal.proposer_organisation.name} {proposal.proposer_organisation.short_name}"
    body = [to_plain(text) for text in _statement_texts(statement)]
    body += [to_plain(solution.text), to_plain(solution.parties_narrative)] if solution else []
    body += proposal.updates.filter(classification__in=classes).values_list("text", flat=True)
    places = [f"{r.document} {r.locator} {r.purpose}" for r in proposal.sec_references.select_related("document")]
    return f"{proposal.reference} {proposal.title}", f"{proposal.summary} {people} {' '.join(places)}", " ".join(body)


def _statement_texts(statement) -> list[str]:
    return [statement.issue, statement.sec_context, statement.do_nothing] if statement else []
