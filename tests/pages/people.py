"""One person in each capacity, and a proposal of each class: who are asked, and what they are asked about."""

from dataclasses import dataclass, field
from io import BytesIO

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import Affiliation, Category
from audit import clock
from bodies.workingdays import WorkingCalendar
from consultations import actions as consultations
from legaltext.models import Edit
from papers import actions as papers
from papers.models import PaperVersion
from proposals import actions
from proposals.actions import alternatives, areas, assessments, refinement
from proposals.models import Attachment, Proposal, ProposalUpdate, Relation, TimetableEntry, WorkPackage
from subcommittees.actions import owe_verbal_update
from subcommittees.models import VerbalUpdate, ViewRequest
from tests import factories as make
from tests.proposals.refining import preliminary
from tests.proposals.states import IN_STATE, refined


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


PDF = b"%PDF-1.7 something"
PNG = _picture()
OF_AN_ENTRY = {f"proposals:timetable_{act}" for act in ("move", "done", "missed", "undo", "remove")}
OF_THE_COMMENT = {
    f"consultations:{name}": {"number": 1}
    for name in ("change", "withdraw", "sort", "publish", "unpublish", "answer", "unanswer")
} | {"consultations:summary": {"category": "large_supplier", "stance": "supports"}}
CLASSES = ("white", "green", "amber", "red")
SSC = {"code": "ssc", "name": "Security Sub-Committee", "short_name": "SSC", "prefix": "SSC"}


@dataclass
class Cast:
    """Everybody by capacity. ``secas`` is a second analyst, who prepares what the others are tried on."""

    by_role: dict
    secas: object
    sessions: dict[str, str] = field(default_factory=dict)

    def clients(self) -> dict[str, Client]:
        return {role: self.client(role) for role in self.by_role}

    def client(self, role: str) -> Client:
        """A browser of theirs, in the session that they have since ``sign_in``, or in a new one."""
        client = Client()
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        elif role != "anonymous":
            client.force_login(self.by_role[role])
        return client

    def sign_in(self) -> "Cast":
        """Everybody, once for all tests of a module."""
        signed_in = {role: self.client(role) for role in self.by_role if role != "anonymous"}
        self.sessions = {role: client.session.session_key for role, client in signed_in.items()}
        return self


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


def in_their_states(cast: Cast, states: set[str]) -> dict[str, Proposal]:
    """A proposal of the Proposer's in each of ``states``."""
    return {state: IN_STATE[state](cast.secas, proposer=cast.by_role["proposer"]) for state in sorted(states)}


@dataclass
class Thing:
    """A proposal with everything that a page of it can be about, and its keys; ``windowed``: one open to objections."""

    proposal: Proposal
    windowed: Proposal
    attachment: Attachment
    edit: Edit
    paper: PaperVersion | None
    refining: dict | None = None
    update: ProposalUpdate | None = None
    relation: Relation | None = None

    def arguments(self, name: str, key: str = "") -> dict:
        proposal = self.windowed if key == "object" else self.proposal
        own = {"slug": proposal.slug} | ({"key": key} if key else {})
        if name in OF_AN_ENTRY:
            return own | {"pk": self.of_timetable(TimetableEntry)}
        about = (self.refining or NOTHING_REFINED).get(name, {})
        return (
            own
            | about
            | {
                "papers:take_down": {"label": "1.0"},
                "proposals:correct_part": {"number": 1},
                "proposals:take_part_back": {"number": 1},
                "proposals:attachment": {"pk": self.attachment.pk, "filename": self.attachment.filename},
                "proposals:replace_document": {"pk": self.attachment.pk},
                "proposals:correct_document": {"pk": self.attachment.pk},
                "proposals:take_down_document": {"pk": self.attachment.pk},
                "proposals:correct_update": {"pk": self.update.pk},
                "proposals:take_update_back": {"pk": self.update.pk},
                "proposals:take_relation_back": {"pk": self.relation.pk if self.relation else 1},
                "proposals:put_right": {"pk": self.proposal.moves.standing().last().pk},
                "proposals:strike": {"kind": "objection", "pk": 1},
                "proposals:enter_late": {"key": "object"},
                "proposals:take_acceptance_back": {"pk": 1},
                "proposals:approve_package": {"pk": self.of_timetable(WorkPackage)},
                "proposals:correct_approval": {"pk": self.of_timetable(WorkPackage)},
                **OF_THE_COMMENT,
                "legaltext:remove": {"pk": self.edit.pk if self.edit else 1},
                "subcommittees:request_step": {"pk": self.asked_of(ViewRequest), "step": "answer"},
                "subcommittees:update_step": {"pk": self.asked_of(VerbalUpdate), "step": "give"},
            }.get(name, {})
        )

    def of_timetable(self, model) -> int:
        """The key of the entry, or the package, that it has; a submission has neither."""
        found = model.objects.filter(proposal=self.proposal).first()
        return found.pk if found else 1

    def asked_of(self, model) -> int:
        """The key of what was asked or promised; of a submission nothing was."""
        found = model.objects.filter(proposal=self.proposal).first()
        return found.pk if found else 1

    def paper_arguments(self) -> dict:
        return {"slug": self.paper.slug, "label": self.paper.label}


@make.in_one_go
def raised(cast: Cast, classification: str, **fields) -> Thing:
    """Agreed by the Change Sub-Committee, with solution, legal text, a document and an issued report.

    Raised on behalf of the SSC, to which an Amber one therefore belongs.
    """
    by, proposer = cast.secas, cast.by_role["proposer"]
    proposal = make.ready_for_fast_track(by=by, proposer=proposer, **fields)
    windowed = make.fast_tracked(by=by, proposer=proposer)
    attachment = actions.attach(proposal=proposal, by=by, upload=SimpleUploadedFile("letter.pdf", PDF))
    update = actions.post_update(proposal=proposal, by=by, text="News.")
    relation = actions.relate(proposal=proposal, by=by, kind="related_to", to=make.draft_proposal(by=by))
    _commented(proposal, by, proposer)
    ssc = make.CommitteeFactory(**SSC)
    request = make.asked(proposal, by, ssc)
    meeting = ssc.meetings.first() or make.MeetingFactory(committee=ssc, date=clock.today())
    owe_verbal_update(meeting=meeting, by=by, about="What it says.", request=request)
    fresh, windowed = (make.classed(each, by, classification, on_behalf_of=ssc) for each in (proposal, windowed))
    paper = papers.issue_report(proposal=fresh, by=by)
    refining = _refined(by, proposer, classification, ssc)
    edit = Edit.objects.get(draft__solution__proposal=fresh)
    return Thing(fresh, windowed, attachment, edit, paper, refining, update, relation)


def _commented(proposal: Proposal, by, proposer) -> None:
    """A comment of the Proposer's organisation, published and answered."""
    comment = consultations.record_comment(
        proposal=proposal, by=by, organisation=proposer.organisations[0], how="email", stance="supports", text="Yes."
    )
    consultations.publish_comments(proposal=proposal, by=by)
    consultations.write_answer(comment=comment, by=by, text="So it is.")
    consultations.publish_answers(proposal=proposal, by=by)


@make.in_one_go
def _refined(by, proposer, classification: str, ssc) -> dict:
    """Arguments of the addresses about one thing of Refinement, all of one proposal that is in it."""
    proposal = refined(by, proposer=proposer)
    asked = preliminary(proposal, by)
    question = assessments.ask_clarification(proposal=proposal, by=by, assessment=asked, question="What?")
    panel = make.CommitteeFactory()
    talk = refinement.record_discussion(proposal=proposal, by=by, committee=panel, summary="<p>So.</p>")
    alternatives.raise_alternative(
        proposal=proposal, by=proposer, title="Otherwise", text="<p>So.</p>", organisation=proposer.organisations[0]
    )
    area = areas.add_area(proposal=proposal, by=by, question="Why?")
    ends = WorkingCalendar().add(clock.today(), 60)
    consulted = refinement.open_refinement_consultation(proposal=proposal, by=by, closes_on=ends)
    make.classed(proposal, by, classification, on_behalf_of=ssc)
    things = NOTHING_REFINED | {
        "proposals:requirements_step": {"sequence": 1, "step": "agree"},
        "proposals:assessment_step": {"pk": asked.pk, "step": "cancel"},
        "proposals:clarification_step": {"pk": question.pk, "step": "answer"},
        "proposals:correct_discussion": {"pk": talk.pk},
        "proposals:consultation_right": {"pk": consulted.pk, "step": "correct"},
        "proposals:area_step": {"key": str(area.pk), "step": "answer"},
    }
    return {name: {"slug": proposal.slug, **arguments} for name, arguments in things.items()}


NOTHING_REFINED = {
    "proposals:requirements_step": {"sequence": 1, "step": "agree"},
    "proposals:assessment_step": {"pk": 1, "step": "cancel"},
    "proposals:clarification_step": {"pk": 1, "step": "answer"},
    "proposals:correct_discussion": {"pk": 1},
    "proposals:consultation_right": {"pk": 1, "step": "correct"},
    "proposals:consultation_step": {"step": "open"},
    "proposals:area_step": {"key": "1", "step": "answer"},
    "proposals:alternative": {"number": 1},
    "proposals:edit_alternative": {"number": 1, "part": "costs"},
    "proposals:withdraw_alternative": {"number": 1},
}


def submitted(cast: Cast, **fields) -> Thing:
    """Without a number: neither a window nor a legal text nor a paper can belong to it."""
    proposal = make.submission(cast.by_role["proposer"], **fields)
    attachment = actions.attach(proposal=proposal, by=cast.secas, upload=SimpleUploadedFile("form.pdf", PDF))
    update = actions.post_update(proposal=proposal, by=cast.secas, text="News.")
    return Thing(proposal, proposal, attachment, None, None, update=update)
