"""A paper on the bench: what its workshop, its issuing and its taking down ask of it."""

import functools
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from audit import clock
from consultations.models import Consultation
from papers import actions
from papers import document as d
from papers.gaps import Gap
from papers.gather import Edition, glossary_of
from papers.glossary import find
from papers.kinds import REPORT, KindOfPaper, kind_of
from papers.models import Paper, PaperVersion
from proposals.models import Proposal
from proposals.pages import barred
from subcommittees.models import AgendaItem

KNOWN = (
    "proposal__lead_analyst",
    "committee",
    "meeting",
    "item__meeting__committee",
    "item__presenter",
    "step",
    "consultation",
)


@dataclass(frozen=True)
class Bench:
    """A paper on the bench. A report that nobody has composed yet is not on record: its ``paper`` has no key."""

    paper: Paper

    @property
    def kind(self) -> KindOfPaper:
        return kind_of(self.paper)

    @property
    def is_report(self) -> bool:
        return self.paper.kind == REPORT

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def about(self) -> str:
        """What it is about, in a sentence of its issue."""
        paper = self.paper
        if paper.proposal_id:
            return paper.proposal.reference
        return f"“{paper.consultation.title}”" if paper.consultation_id else paper.committee.named

    @property
    def supplied(self):
        """The pages that others wrote, where it holds such."""
        return self.paper.uploads.last() if self.kind.is_supplied else None

    @property
    def other_edition(self) -> str:
        return Paper.Edition.PUBLIC if self.paper.is_restricted else Paper.Edition.RESTRICTED

    def url(self, of_report: str, of_paper: str, *more) -> str:
        if self.is_report:
            return reverse(f"papers:{of_report}", args=[self.paper.proposal.slug, *more])
        return reverse(f"papers:{of_paper}", args=[self.paper.pk, *more])

    @property
    def here(self) -> str:
        return self.url("workshop", "paper")

    @property
    def compose_url(self) -> str:
        return self.url("compose", "compose_paper")

    @property
    def issue_url(self) -> str:
        return self.url("issue", "issue_paper")

    @property
    def glossary_url(self) -> str:
        return self.url("glossary", "paper_glossary")

    def versions(self) -> list[PaperVersion]:
        return list(self.paper.versions.with_corrections().newest_first()) if self.paper.pk else []

    def newest(self) -> PaperVersion | None:
        return self.paper.versions.newest_first().first() if self.paper.pk else None

    def last_issued(self) -> PaperVersion | None:
        return actions.last_issued(self.paper) if self.paper.pk else None

    @functools.cached_property
    def facts(self):
        """What the paper would be made of today."""
        return self.kind.gather(self.paper, Edition("", False, clock.today()))

    @functools.cached_property
    def gaps(self) -> list[dict]:
        """What the record does not know yet and the paper would say so, each with where it is mended; what is mended in
        a form leads back here."""
        slug = self.paper.proposal.slug if self.paper.proposal_id else ""
        missing = self.kind.missing(self.facts) if self.kind.missing else []
        return [{"words": gap.words, "url": self._mend(gap, slug)} for gap in missing]

    @functools.cached_property
    def bars(self) -> list[dict]:
        """What keeps it from being issued, each with where that is mended."""
        return [{"words": gap.words, "url": self._mend(gap, "")} for gap in self.kind.bars(self.paper)]

    def _mend(self, gap: Gap, slug: str) -> str:
        query = {"next": self.here} if gap.mend.startswith("proposals:edit_") else {}
        about = [slug, *gap.about] if gap.of_proposal else gap.about
        return reverse(gap.mend, args=about, query=query)

    @functools.cached_property
    def glossary(self):
        """A report has its terms among its facts, which are read for what it lacks."""
        facts = self.facts if self.kind.missing else None
        return getattr(facts, "glossary", None) or glossary_of(self.paper)

    def findings(self, version: PaperVersion | None):
        return find(d.from_json(version.snapshot), self.glossary) if version and self.kind.explains else None


def papers_about(proposal, user) -> list[Paper]:
    """All that the reader may work on, the report among them."""
    visible = Paper.objects.visible_to(user).filter(proposal=proposal)
    return list(visible.select_related("committee", "meeting").order_by("pk"))


def bench_of(proposal, papers: list[Paper] | None = None) -> Bench:
    """The bench of the report of a proposal; ``papers``: those about it, where they were read."""
    if papers is None:
        papers = list(Paper.objects.filter(kind=REPORT, proposal=proposal))
    found = next((paper for paper in papers if paper.kind == REPORT), None)
    paper = found or Paper(kind=REPORT, proposal=proposal)
    paper.proposal = proposal
    return Bench(paper)


def paper_page(view):
    """Give the view the bench of the paper that the address names. Who may not compose it signs in, or gets 403; who
    may not know of it, 404."""

    @functools.wraps(view)
    def wrapper(request, pk, *args, **kwargs):
        paper = Paper.objects.select_related(*KNOWN).filter(pk=pk).first()
        if paper is None or not _may_know_of(request.user, paper):
            raise Http404("There is no such paper, or it is not open to you.")
        if answer := barred(request, kind_of(paper).rule, paper.committee):
            return answer
        return view(request, Bench(paper), *args, **kwargs)

    return wrapper


def _may_know_of(user, paper: Paper) -> bool:
    """What is about a proposal, or for an item, that somebody may not see is not there for them."""
    about = ((Proposal, paper.proposal_id), (AgendaItem, paper.item_id), (Consultation, paper.consultation_id))
    return all(key is None or model.objects.visible_to(user).filter(pk=key).exists() for model, key in about)
