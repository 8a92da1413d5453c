"""What a person would send to every address of bodies, meetings, ballots, requests, packs and papers that takes
something: the page as it was opened, with something entered; and who may.

The body is the Change Board, since it does everything that a body can do; beside it stands another, whose secretary and
members may do nothing here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfWriter

from accounts.models import Category, User
from audit import clock
from bodies.models import Committee, Meeting, Membership, Seat
from papers import actions as papers
from papers import packing
from papers.document import from_json
from papers.models import Boilerplate, GlossaryTerm, Paper
from papers.notices.steps import called_for
from papers.papertext import places_of
from proposals.models import Proposal
from subcommittees import actions
from subcommittees.actions import Said
from subcommittees.models import AgendaItem, Ballot, CountingRule, ViewRequest
from subcommittees.usual import ways_for
from tests import factories as make
from tests.pages.sending import opened
from tests.proposals.states import IN_STATE
from tests.subcommittees import voting
from tests.subcommittees.voting import change_board, seat_of, seated

YESTERDAY = timedelta(days=-1)


@dataclass
class Scene:
    """The body with its people, and a proposal before it. What a form needs besides is made with the form."""

    board: Committee
    by_role: dict[str, User]
    by: User  # a second analyst, who prepares what the others are tried on
    proposal: Proposal
    made: dict = field(default_factory=dict)

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.by_role[role])
        return client

    def meeting(self, in_days: int = 0) -> Meeting:
        number = 100 + in_days
        found = self.board.meetings.filter(number=number).first()
        day = clock.today() + timedelta(days=in_days)
        return found or make.MeetingFactory(committee=self.board, number=number, date=day)

    def item(self, in_days: int = 0, title: str = "An item", **fields) -> AgendaItem:
        of = self.meeting(in_days)
        given = {"kind": "new_proposals", "purpose": "discussion", "title": title} | fields
        return AgendaItem.objects.create(meeting=of, place=of.items.count() + 1, at=clock.now(), **given)

    @cached_property
    def seat(self) -> Seat:
        return Seat.objects.get(committee=self.board, name="Small Supplier 1")

    @property
    def term(self) -> Membership:
        return self.seat.memberships.get()


def scene() -> Scene:
    board = change_board(1, 1, 1, 1, 1, 0)
    analyst = make.analyst()
    alternate = make.UserFactory()
    term = Membership.objects.get(seat__name="Small Supplier 1")
    Membership.objects.filter(pk=term.pk).update(alternate=alternate)
    panel = make.CommitteeFactory()
    by_role = {
        "anonymous": AnonymousUser(),
        "stranger": make.UserFactory(),
        "party": make.party(Category.GAS_NETWORK),
        "member": term.user,
        "alternate": alternate,
        "chair": seated(board, "Chair", is_chair=True, votes=False),
        "secretary": seated(board, "Secretary", is_secretary=True, votes=False),
        "former secretary": seated(
            board, "Second secretary", is_secretary=True, votes=False, ends=clock.today() + YESTERDAY
        ),
        "other secretary": seated(panel, "Secretary", is_secretary=True, votes=False),
        "other chair": seated(panel, "Chair", is_chair=True, votes=False),
        "analyst": make.analyst(),
        "administrator": make.administrator(),
        "authority": make.authority(),
    }
    proposal = IN_STATE["report_change_board"](analyst, proposer=make.party())
    return Scene(board, by_role, analyst, proposal)


ROLES = frozenset(
    {
        "anonymous", "stranger", "party", "member", "alternate", "chair", "secretary", "former secretary",
        "other secretary", "other chair", "analyst", "administrator", "authority",
    }
)  # fmt: skip
SECAS, ADMINISTRATOR = frozenset({"analyst"}), frozenset({"administrator"})
RUN = SECAS | {"secretary"}
KEEP = RUN | ADMINISTRATOR
SPEAK = RUN | {"chair"}
SEATED = frozenset({"member", "alternate", "chair", "secretary"})
PART = SEATED | SECAS


@dataclass(frozen=True)
class Form:
    """``prepare(scene)`` gives the arguments of the address, ``enter(scene)`` what is entered. ``otherwise``: what those
    get who are not simply refused, by role. ``opens``: a form stands at the same address."""

    name: str
    prepare: Callable[[Scene], dict]
    enter: Callable[[Scene], dict] = lambda scene: {}
    allowed: frozenset = RUN
    opens: bool = True
    query: dict = field(default_factory=dict)
    otherwise: dict = field(default_factory=dict)
    opener: str = "analyst"

    def address(self, scene: Scene) -> str:
        return reverse(self.name, kwargs=self.prepare(scene), query=self.query)

    def data(self, scene: Scene, address: str) -> dict:
        """As somebody who may act would send it."""
        return (opened(scene.client(self.opener), address) if self.opens else {}) | self.enter(scene)


def _day(of: Meeting) -> dict:
    return {"code": of.committee.code, "day": f"{of.date}"}


def _body(scene: Scene) -> dict:
    return {"code": scene.board.code}


def _on(in_days: int, **more) -> Callable[[Scene], dict]:
    return lambda scene: _day(scene.meeting(in_days)) | more


def _at_item(in_days: int = 0, key: str = "pk", **more) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        one = scene.item(in_days)
        scene.item(in_days, "The next item")
        scene.made["item"] = one
        return _day(one.meeting) | {key: one.pk} | more

    return prepare


def _all_items(scene: Scene) -> dict:
    return {key: value for key, value in _at_item()(scene).items() if key != "pk"}


def _of_seat(step: str) -> Callable[[Scene], dict]:
    return lambda scene: _body(scene) | {"pk": scene.seat.pk, "step": step}


def _of_term(step: str) -> Callable[[Scene], dict]:
    return lambda scene: _body(scene) | {"pk": scene.term.pk, "step": step}


def _vacant(step: str) -> Callable[[Scene], dict]:
    return lambda scene: (
        _body(scene) | {"pk": Seat.objects.create(committee=scene.board, name="Vacant").pk, "step": step}
    )


DO = {"step": "do"}
WHY, BECAUSE = {"reason": "So it is.", **DO}, {"because": "So it is."}


def _committee(scene: Scene) -> dict:
    return {"name": "A new body", "short_name": "New", "code": "a-new-body", "prefix": "NEW"}


def _tomorrow(scene: Scene) -> str:
    return f"{clock.today() + timedelta(days=1)}"


def _later(scene: Scene) -> str:
    return f"{clock.today() + timedelta(days=60)}"


def _series(scene: Scene) -> dict:
    return {"taken": [], "others": _later(scene)}


SERIES = {"cadence": "Monthly, on the second Friday", "first": "2031-01-01", "last": "2031-03-31"}
KEEPING = [
    Form("subcommittees:enter_committee", lambda scene: {}, _committee, SECAS | ADMINISTRATOR),
    Form("subcommittees:edit_committee", _body, lambda s: {"remit": "Something else."}, KEEP),
    Form("subcommittees:add_seat", _body, lambda s: {"name": "A new seat"}, KEEP),
    Form("subcommittees:seat_step", _of_seat("change"), lambda s: {"name": "Another name"}, KEEP),
    Form("subcommittees:seat_step", _vacant("end"), lambda s: {"ends_on": _later(s), **WHY}, KEEP),
    Form(
        "subcommittees:seat_step", _vacant("appoint"), lambda s: {"user": s.by.pk, "starts": f"{clock.today()}"}, KEEP
    ),
    Form("subcommittees:term_step", _of_term("end"), lambda s: {"ends": _tomorrow(s), **WHY}, KEEP),
    Form("subcommittees:term_step", _of_term("correct"), lambda s: {"ends": _tomorrow(s), **WHY}, KEEP),
    Form("subcommittees:term_step", _of_term("alternate"), lambda s: {"alternate": s.by.pk}, KEEP),
    Form("subcommittees:term_step", _of_term("take-back"), lambda s: WHY, KEEP),
    Form("subcommittees:enter_meeting", _body, lambda s: {"date": _later(s)}, KEEP),
    Form("subcommittees:enter_series", _body, _series, KEEP, query=SERIES),
]


def _cancelled(scene: Scene) -> dict:
    of = scene.meeting(20)
    Meeting.objects.filter(pk=of.pk).update(state="cancelled", cancelled_because="No papers.")
    return _day(of) | {"step": "reinstate"}


def _held(scene: Scene) -> dict:
    of = scene.meeting()
    Meeting.objects.filter(pk=of.pk).update(state="held")
    return _day(of) | {"step": "reopen"}


def _declared(scene: Scene) -> dict:
    arguments = _at_item(20)(scene)
    member = scene.by_role["member"]
    made = actions.declare_conflict(item=scene.made["item"], by=member, words="An interest.")
    return {key: arguments[key] for key in ("code", "day")} | {"pk": made.pk}


def _interest(scene: Scene) -> dict:
    return {"words": "I work for them.", "recused": "yes", "person": scene.by_role["secretary"].pk}


SITTING = [
    Form("subcommittees:meeting_step", _on(20, step="change"), lambda s: {"place": "London"}),
    Form("subcommittees:meeting_step", _on(20, step="move"), lambda s: {"to": _later(s), **WHY}),
    Form("subcommittees:meeting_step", _on(20, step="cancel"), lambda s: BECAUSE | DO),
    Form("subcommittees:meeting_step", _on(20, step="call"), lambda s: {"text": "Please."}),
    Form("subcommittees:meeting_step", _cancelled, lambda s: WHY),
    Form("subcommittees:meeting_step", _on(0, step="attendance"), lambda s: {"others": "Ann Lee, DCC"}),
    Form("subcommittees:meeting_step", _on(0, step="hold"), lambda s: DO),
    Form("subcommittees:meeting_step", _held, lambda s: WHY),
    # SECAS holds no seat.
    Form("subcommittees:answer_attendance", _on(20), lambda s: {"how": "apologies"}, SEATED, opens=False),
    Form(
        "subcommittees:add_item",
        _on(20),
        lambda s: {"kind": "business", "proposal": "", "title": "Something", "purpose": "discussion"},
    ),
    Form("subcommittees:put_on", _on(20), lambda s: {"kind": "actions"}, opens=False),
    Form("subcommittees:fix_agenda", lambda s: _day(s.item(20).meeting), opens=False),
    Form("subcommittees:press_item", _at_item(20, step="down"), opens=False),
    Form("subcommittees:item_step", _at_item(20, step="edit"), lambda s: {"title": "Another title"}),
    Form("subcommittees:item_step", _at_item(20, step="take-off"), lambda s: BECAUSE),
    Form(
        "subcommittees:item_step",
        lambda s: (s.meeting(40), _at_item(20, step="carry-over")(s))[1],
        lambda s: BECAUSE | {"to": s.meeting(40).pk},
    ),
    Form("subcommittees:declare_conflict", _at_item(20), _interest, PART),
    Form(
        "subcommittees:withdraw_conflict",
        _declared,
        lambda s: BECAUSE,
        RUN | {"member"},
        otherwise={"alternate": 404, "chair": 404},  # it is another member’s
    ),
]


def _asked(in_days: int = 0, **more) -> Callable[[Scene], dict]:
    """An item with two things asked under it."""

    def prepare(scene: Scene) -> dict:
        arguments = _at_item(in_days)(scene)
        given = {"item": scene.made["item"], "by": scene.by, "verb": "NOTE"}
        scene.made["asked"] = [actions.recommend(**given, text=text) for text in ("the plan", "the costs")]
        return arguments | more

    return prepare


def _one_asked(**more) -> Callable[[Scene], dict]:
    return lambda scene: _asked()(scene) | {"key": scene.made["asked"][0].pk} | more


def _resolved(scene: Scene) -> dict:
    arguments = _one_asked()(scene)
    said = [Said(row, "noted") for row in scene.made["asked"]]
    actions.decide(item=scene.made["item"], by=scene.by, said=said)
    return arguments


def _before_them(scene: Scene) -> dict:
    """The proposal itself, of which something is usually asked."""
    one = scene.item(0, kind="proposal", purpose="decision", proposal=scene.proposal)
    scene.made["way"] = ways_for(one)[0].key
    return _day(one.meeting) | {"pk": one.pk}


def _outcomes(scene: Scene) -> dict:
    return {f"outcome_{row.pk}": "noted" for row in scene.made["asked"]} | DO


def _minuted(in_days: int = -30, circulated: bool = False, approved: bool = False, **more) -> Callable:
    def prepare(scene: Scene) -> dict:
        one = scene.item(in_days)
        scene.made["item"] = one
        actions.write_minute(item=one, by=scene.by, text="It was noted.")
        if circulated or approved:
            actions.circulate_minutes(meeting=one.meeting, by=scene.by)
        if approved:
            actions.approve_minutes(meeting=one.meeting, by=scene.by, approved_in=scene.meeting(-9))
        return _day(one.meeting) | more

    return prepare


def _minute(**state) -> Callable[[Scene], dict]:
    return lambda scene: _minuted(**state)(scene) | {"pk": scene.made["item"].pk}


def _commented(step: str) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        arguments = _minute(circulated=True)(scene)
        member = scene.by_role["member"]
        made = actions.comment_on_minute(item=scene.made["item"], by=member, text="Not so.")
        return arguments | {"key": made.pk, "step": step}

    return prepare


def _undertaken(step: str, closed: bool = False) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        owner = scene.by_role["stranger"]
        made = actions.undertake(meeting=scene.meeting(), by=scene.by, text="Write.", owner=owner)
        if closed:
            actions.close_action(action=made, by=scene.by, outcome="Written.")
        return _body(scene) | {"number": made.number, "step": step}

    return prepare


def _agreed_later(scene: Scene) -> dict:
    return {"approved_in": scene.meeting(-9).pk}


DECIDING = [
    Form("subcommittees:add_recommendation", _at_item(), lambda s: {"verb": "NOTE", "text": "the plan"}),
    Form("subcommittees:usual_recommendations", _before_them, lambda s: {"way": s.made["way"]}, opens=False),
    Form("subcommittees:edit_recommendation", _one_asked(), lambda s: {"text": "another plan"}),
    Form("subcommittees:recommendation_step", _one_asked(step="down"), opens=False),
    Form("subcommittees:recommendation_step", _one_asked(step="drop"), opens=False),
    Form("subcommittees:decide", _asked(), _outcomes, SPEAK),
    Form(
        "subcommittees:correct_resolution",
        _resolved,
        lambda s: {"outcome": "agreed", "why_changed": "A slip.", **DO},
        SPEAK,
    ),
    Form("subcommittees:write_minute", _at_item(), lambda s: {"text": "It was noted."}),
    Form("subcommittees:write_minutes", _all_items, lambda s: {f"item-{s.made['item'].pk}": "It was noted."}),
    Form(
        "subcommittees:correct_minute",
        _minute(approved=True),
        lambda s: {"text": "It was agreed.", "why_changed": "A slip."} | _agreed_later(s),
        SPEAK,
    ),
    Form("subcommittees:comment_on_minute", _minute(circulated=True), lambda s: {"text": "Not so."}, PART),
    Form("subcommittees:comment_step", _commented("answer"), lambda s: {"answer": "It is."}),
    Form("subcommittees:comment_step", _commented("withdraw"), allowed=RUN | {"member"}),
    Form("subcommittees:circulate_minutes", _minuted()),
    Form("subcommittees:approve_minutes", _minuted(circulated=True), _agreed_later, SPEAK),
    Form("subcommittees:take_approval_back", _minuted(approved=True), lambda s: BECAUSE, SPEAK),
    Form("subcommittees:undertake", _on(0), lambda s: {"text": "Write.", "owner_name": "Ann Lee"}, SPEAK),
    # The stranger undertook it.
    Form("subcommittees:action_step", _undertaken("close"), lambda s: {"outcome": "Written."}, RUN | {"stranger"}),
    Form("subcommittees:action_step", _undertaken("change"), lambda s: {"text": "Write again.", **BECAUSE}),
    Form("subcommittees:action_step", _undertaken("reopen", closed=True), lambda s: BECAUSE),
]


def _question(scene: Scene) -> Ballot:
    if "ballot" not in scene.made:
        scene.made["ballot"] = voting.opened(scene.proposal, scene.by)
    return scene.made["ballot"]


def _ballot(scene: Scene) -> dict:
    return _body(scene) | {"pk": _question(scene).pk}


def _vote(scene: Scene) -> dict:
    return _ballot(scene) | {"seat": seat_of(_question(scene), "Small Supplier 1").pk}


def _closed_ballot(scene: Scene) -> dict:
    arguments = _ballot(scene)
    actions.close_ballot(ballot=_question(scene), by=scene.by)
    return arguments


def _rule_to_come(scene: Scene) -> dict:
    """The rule of today once more, from another day on."""
    now = CountingRule.objects.on().get()
    starts, by = clock.today() + timedelta(days=9), scene.by_role["administrator"]
    return {"pk": actions.change_counting_rule(by=by, groups=now.groups, starts=starts, source="Later.").pk}


BALLOTS = [
    Form(
        "subcommittees:open_ballot",
        lambda s: {"slug": s.proposal.slug},
        lambda s: {"solutions": ["0"], "closes_on": _later(s), **DO},
    ),
    Form(
        "subcommittees:vote",
        _vote,
        lambda s: {"vote": "approve", "how": "By telephone."},
        RUN | {"member", "alternate"},
    ),
    Form("subcommittees:close_ballot", _ballot, lambda s: {"after": "only", **DO}, SPEAK),
    Form("subcommittees:ballot_outcome", _closed_ballot, lambda s: DO, SPEAK),
    Form("subcommittees:void_ballot", _ballot, lambda s: BECAUSE | DO),
    Form(
        "subcommittees:take_counting_rule_back",
        _rule_to_come,
        lambda s: WHY,
        ADMINISTRATOR,
        opener="administrator",
    ),
]


def _request(step: str, **more) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        found = ViewRequest.objects.filter(proposal=scene.proposal).first()
        found = found or make.asked(scene.proposal, scene.by, scene.board)
        scene.made["request"] = found
        return {"slug": scene.proposal.slug, "pk": found.pk, "step": step}

    return prepare


def _update(step: str, given: bool = False) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        known = {"proposal": scene.proposal, "meeting": scene.meeting(), "by": scene.by, "about": "Costs"}
        made = actions.owe_verbal_update(**known, owed_by=scene.by_role["stranger"])
        if given:
            actions.give_verbal_update(update=made, by=scene.by, words="None.")
        return {"slug": scene.proposal.slug, "pk": made.pk, "step": step}

    return prepare


def _new_proposals(scene: Scene) -> dict:
    """What a member of the board marks in the inbox."""
    scene.made["new"] = make.draft_proposal(by=scene.by)
    return {}


def _of_the_meeting(step: str) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        given = {"meeting": scene.meeting(), "by": scene.by, "about": "Costs"}
        made = actions.owe_verbal_update(**given, owed_by=scene.by_role["stranger"])
        return _day(made.meeting) | {"pk": made.pk, "step": step}

    return prepare


POSITION = {"position": "supports", "text": "Yes."}
OWING = RUN | {"stranger"}
ASKING = [
    Form("subcommittees:request_step", _request("answer"), lambda s: POSITION, SPEAK),
    Form("subcommittees:request_step", _request("telephone"), lambda s: {**POSITION, "spoke_to": "Its chair"}, SECAS),
    Form("subcommittees:request_step", _request("chase"), lambda s: {"text": "Please."}, SECAS),
    Form("subcommittees:request_step", _request("due"), lambda s: {"due_on": _later(s), "why": "More time."}, SECAS),
    Form("subcommittees:request_step", _request("withdraw"), lambda s: BECAUSE, SECAS),
    # SECAS takes no position, nor does its secretary, who holds no seat of a member.
    Form(
        "subcommittees:request_step",
        _request("position"),
        lambda s: POSITION,
        frozenset({"member", "alternate", "chair"}),
        opener="member",
    ),
    Form("subcommittees:update_step", _update("give"), lambda s: {"words": "None."}, OWING),
    Form("subcommittees:update_step", _update("correct", True), lambda s: {"words": "Some.", "why": "A slip."}, OWING),
    Form("subcommittees:update_step", _update("drop"), lambda s: BECAUSE, OWING),
    Form("subcommittees:meeting_update", _of_the_meeting("give"), lambda s: {"words": "None."}, OWING),
    Form("subcommittees:meeting_update", _of_the_meeting("drop"), lambda s: BECAUSE, OWING),
    Form(
        "subcommittees:chase_several",
        lambda s: (_request("chase")(s), {})[1],
        lambda s: {"request": [s.made["request"].pk], "text": "Please."},
        SECAS,
        opens=False,
    ),
    Form(
        "consultations:add",
        lambda s: {"slug": make.draft_proposal(by=s.by).slug},
        lambda s: {"text": "Yes.", "stance": "supports", "organisation": s.by_role["party"].organisations[0].pk},
        frozenset({"party"}),
        opener="party",
    ),
]


def _composed(scene: Scene) -> Paper:
    if "paper" not in scene.made:
        about = {"kind": "new-proposals", "item": scene.item(20), "by": scene.by}
        scene.made["paper"] = papers.compose_paper(**about).paper
    return scene.made["paper"]


def _paper(**more) -> Callable[[Scene], dict]:
    return lambda scene: {"pk": _composed(scene).pk} | more


def _changed_since(scene: Scene) -> dict:
    """A draft of what the record says says nothing new; so it says something new now."""
    arguments = _paper()(scene)
    AgendaItem.objects.filter(pk=_composed(scene).item_id).update(title="Another title")
    make.draft_proposal(by=scene.by)
    return arguments


def _place(scene: Scene) -> dict:
    version = _composed(scene).versions.get()
    return {"pk": version.paper_id, "place": places_of(from_json(version.snapshot), version.paper)[0].key}


def _issued(scene: Scene) -> dict:
    paper = _composed(scene)
    return {"pk": paper.pk, "label": papers.issue_paper(paper=paper, by=scene.by).label}


def _with_papers(scene: Scene) -> dict:
    _issued(scene)
    return _day(scene.meeting(20))


def _put_together(scene: Scene) -> dict:
    arguments = _with_papers(scene)
    for pack in papers.compose_pack(meeting=scene.meeting(20), by=scene.by):
        packing.render(type("Job", (), {"payload": {"pack_id": pack.pk}}), lambda *told: None)
    return arguments


def _term(scene: Scene) -> dict:
    return {"pk": GlossaryTerm.objects.get_or_create(acronym="XYZ", term="Something")[0].pk}


def _words_to_come(scene: Scene) -> dict:
    key = Boilerplate.objects.order_by("pk").values_list("key", flat=True).first()
    starts = clock.today() + timedelta(days=9)
    made = papers.change_boilerplate(by=scene.by_role["administrator"], key=key, text="Other words.", starts=starts)
    return {"pk": made.pk}


def _a_text(scene: Scene) -> dict:
    return {"key": Boilerplate.objects.order_by("pk").values_list("key", flat=True).first()}


def _called(scene: Scene) -> dict:
    """The first notice that a step of the proposal calls for."""
    proposal = make.fast_tracked(by=scene.by)
    called = called_for(proposal)[0]
    return {"slug": proposal.slug, "kind": called.kind, "place": called.step.place}


def a_pdf() -> bytes:
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(made)
    return made.getvalue()


def _file(scene: Scene) -> dict:
    return {"upload": SimpleUploadedFile("paper.pdf", a_pdf()), "author": "The DCC", "title": "A paper"}


PAPERS = [
    Form(
        "papers:begin",
        lambda s: {},
        lambda s: {"kind": "new-proposals", "committee": s.board.pk},
        # Whoever serves another body begins papers for that one; this one is not in their list.
        otherwise={"other secretary": 422},
    ),
    Form("papers:compose_paper", _changed_since, opens=False),
    Form("papers:issue_paper", _paper()),
    Form("papers:paper_glossary", _paper(), lambda s: {"term": _term(s)["pk"], "always": "on"}, opens=False),
    Form("papers:words", _place, lambda s: {"text": "<p>Something else.</p>"}),
    Form("papers:take_paper_down", _issued, lambda s: WHY, SECAS),
    Form("papers:compose_pack", _with_papers, opens=False),
    Form("papers:issue_pack", _put_together, opens=False),
    Form("papers:minutes", _minuted(), lambda s: {"edition": "public"}, opens=False),
    Form("papers:supply", lambda s: {"pk": s.item(20).pk}, _file),
    Form("papers:notice", _called, allowed=SECAS, opens=False),
    Form("papers:compose_notice", _called, allowed=SECAS, opens=False),
    Form("papers:enter_term", lambda s: {}, lambda s: {"acronym": "ABC", "term": "A thing"}, SECAS),
    Form("papers:note_term", _term, lambda s: {"note": "Seldom used."}, SECAS),
    Form("papers:retire_term", _term, lambda s: WHY, SECAS),
    Form(
        "papers:change_text",
        _a_text,
        lambda s: {"text": "Other words.", "starts": _tomorrow(s), **DO},
        ADMINISTRATOR,
        opener="administrator",
    ),
    Form(
        "papers:correct_text",
        _words_to_come,
        lambda s: {"text": "Again other words.", **DO},
        ADMINISTRATOR,
        opener="administrator",
    ),
    Form("papers:take_text_back", _words_to_come, lambda s: WHY, ADMINISTRATOR, opener="administrator"),
]
EVERY = [*KEEPING, *SITTING, *DECIDING, *BALLOTS, *ASKING, *PAPERS]
