"""One person in each capacity, and a proposal of each class: who are asked, and what they are asked about."""

from dataclasses import dataclass
from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import Affiliation, Category
from legaltext.models import Edit
from papers import actions as papers
from papers.models import PaperVersion
from proposals import actions
from proposals.models import Attachment, Proposal
from tests import factories as make


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


PDF = b"%PDF-1.7 something"
PNG = _picture()
CLASSES = ("white", "green", "amber", "red")
SSC = {"code": "ssc", "name": "Security Sub-Committee", "short_name": "SSC", "prefix": "SSC"}


@dataclass
class Cast:
    """Everybody by capacity. ``secas`` is a second analyst, who prepares what the others are tried on."""

    by_role: dict
    secas: object

    def clients(self) -> dict[str, Client]:
        return {role: self.client(role) for role in self.by_role}

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.by_role[role])
        return client


def cast() -> Cast:
    ssc, panel = make.CommitteeFactory(**SSC), make.CommitteeFactory()
    by_role = {
        "anonymous": AnonymousUser(),
        "stranger": make.UserFactory(),
        "contributor": make.party(Category.SMALL_SUPPLIER, Affiliation.Kind.CONTRIBUTOR),
        "submitter": make.party(Category.GAS_NETWORK),
        "proposer": make.party(),
        "ssc member": make.member(ssc),
        "panel member": make.member(panel),
        "analyst": make.analyst(),
        "administrator": make.administrator(),
        "authority": make.authority(),
    }
    return Cast(by_role, make.analyst())


@dataclass
class Thing:
    """A proposal with everything that a page of it can be about, and its keys; ``windowed``: one open to objections."""

    proposal: Proposal
    windowed: Proposal
    attachment: Attachment
    edit: Edit
    paper: PaperVersion | None

    def arguments(self, name: str, key: str = "") -> dict:
        proposal = self.windowed if key == "object" else self.proposal
        own = {"slug": proposal.slug} | ({"key": key} if key else {})
        return own | {
            "proposals:attachment": {"pk": self.attachment.pk, "filename": self.attachment.filename},
            "proposals:replace_document": {"pk": self.attachment.pk},
            "proposals:put_right": {"pk": proposal.moves.standing().last().pk},
            "proposals:strike": {"kind": "objection", "pk": 1},
            "proposals:enter_late": {"key": "object"},
            "legaltext:remove": {"pk": self.edit.pk if self.edit else 1},
        }.get(name, {})

    def paper_arguments(self) -> dict:
        return {"slug": self.paper.slug, "label": self.paper.label}


def raised(cast: Cast, classification: str, **fields) -> Thing:
    """Agreed by the Change Sub-Committee, with solution, legal text, a document and an issued report.

    Raised on behalf of the SSC, to which an Amber one therefore belongs.
    """
    by, proposer = cast.secas, cast.by_role["proposer"]
    proposal = make.ready_for_fast_track(by=by, proposer=proposer, **fields)
    windowed = make.fast_tracked(by=by, proposer=proposer)
    attachment = actions.attach(proposal=proposal, by=by, upload=SimpleUploadedFile("letter.pdf", PDF))
    ssc = make.CommitteeFactory(**SSC)
    for each in (proposal, windowed):
        actions.save_details(proposal=each, by=by, classification=classification, on_behalf_of=ssc)
    fresh = Proposal.objects.get(pk=proposal.pk)
    paper = papers.issue_report(proposal=fresh, by=by)
    windowed = Proposal.objects.get(pk=windowed.pk)
    return Thing(fresh, windowed, attachment, Edit.objects.get(draft__proposal=fresh), paper)


def submitted(cast: Cast, **fields) -> Thing:
    """Without a number: neither a window nor a legal text nor a paper can belong to it."""
    proposal = make.submission(cast.by_role["proposer"], **fields)
    attachment = actions.attach(proposal=proposal, by=cast.secas, upload=SimpleUploadedFile("form.pdf", PDF))
    return Thing(proposal, proposal, attachment, None, None)
