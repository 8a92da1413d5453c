"""Every named route of the site, with addresses to try it at from the demo record, and what a reader is to get there.

The expectations are written by hand. A route that has no row, and a row that has no route, fail the test of this table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlencode

from bodies.models import Committee, Meeting, Membership, Seat
from consultations.models import Consultation, Question, QuestionSet
from legaltext.models import Edit
from papers.models import Boilerplate, GlossaryTerm
from proposals.models import (
    AssessmentArea,
    Attachment,
    Clarification,
    DccAssessment,
    Discussion,
    Move,
    Objection,
    ProcessRule,
    Proposal,
    ProposalUpdate,
    RefinementConsultation,
    Relation,
    Release,
    StandardArea,
    TimetableEntry,
    WorkPackage,
)
from proposals.readiness import readiness
from subcommittees.models import AgendaItem, Ballot, CountingRule, MinuteComment, VerbalUpdate, ViewRequest

OURS_NOT = {"admin"}  # Django's own pages; what they may do is tested with the acts they call
OPEN, SIGN_IN, NOT_THIS_WAY = (200, 200), (302, 200), (405, 405)


def named_routes() -> set[str]:
    return set(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, namespace: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"the route {entry.pattern} has no name"
            yield f"{namespace}{entry.name}"
        elif entry.namespace not in OURS_NOT:
            yield from _walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


@dataclass(frozen=True)
class Row:
    """``expect``: the answers to GET for somebody who is not signed in, and for an analyst who has a password.

    ``whole``: the answer is a page of its own, not a file, a fragment or data.
    """

    expect: tuple[int, int]
    arguments: Callable[[], list[dict]] = field(default=lambda: [{}])
    query: str | Callable[[], str] = ""
    whole: bool = True


def _slugs(*slugs: str, **more) -> Callable[[], list[dict]]:
    return lambda: [{"slug": slug, **more} for slug in slugs]


def _every_consultation() -> list[dict]:
    """Open ones of each kind, and one that is over: no other is seen by everybody."""
    return [{"pk": pk} for pk in Consultation.objects.opened().values_list("pk", flat=True)]


def _first_questions() -> list[dict]:
    return [each | {"number": 1} for each in _every_consultation()]


def _consultation(*kinds: str) -> Callable[[], list[dict]]:
    """The open one of each kind."""
    return lambda: [{"pk": Consultation.objects.open_at().get(kind=kind).pk} for kind in kinds]


def _submission() -> str:
    return Proposal.objects.filter(number=None, state="submitted").earliest("pk").slug


def _everything() -> list[dict]:
    """Every proposal of the record, in each of its states, and a submission."""
    return [{"slug": proposal.slug} for proposal in Proposal.objects.all()]


def _figure() -> Attachment:
    return Attachment.objects.get(filename="dp075-figure-1.png")


def _objection() -> int:
    return Objection.objects.get(window__proposal__number=256).pk


def _edit_of_252() -> int:
    return Edit.objects.filter(draft__solution__proposal__number=252).earliest("pk").pk


def _entry(**fields) -> Callable[[], list[dict]]:
    """The first entry of a timetable that is so."""
    return lambda: [
        {"slug": entry.proposal.slug, "pk": entry.pk}
        for entry in TimetableEntry.objects.filter(**fields).order_by("pk")[:1]
    ]


def _waiting_package() -> list[dict]:
    return [{"slug": "DP259", "pk": Proposal.objects.get(number=259).work_packages.get().pk}]


def _approved_package() -> list[dict]:
    package = WorkPackage.objects.filter(proposal__number=252).exclude(approved_on=None).earliest("number")
    return [{"slug": "MP252", "pk": package.pk}]


# A proposal of the demo in a state from which the step leads on; some of them show what is missing, or that it is too late.
STEPS = {
    "review_submission": _submission,
    "resubmit": _submission,
    "raise": _submission,
    "refuse": _submission,
    "csc_asks_more": lambda: "DP261",
    "csc_agrees": lambda: "DP261",
    "convert_as_urgent": lambda: "DP262",
    "convert_as_urgent_to_panel": lambda: "DP262",
    "convert_as_urgent_to_consultation": lambda: "DP262",
    "proposer_continues": lambda: "DP259",
    "convert_to_refinement": lambda: "DP259",
    "convert_to_report": lambda: "DP260",
    "convert_to_consultation": lambda: "DP260",
    "approve_fast_track": lambda: "DP260",
    "panel_declines": lambda: "DP259",
    "split": lambda: "MP252",
    "present_report": lambda: "MP252",
    "object": lambda: "MP258",
    "refine_after_objection": lambda: "MP256",
    "report_after_objection": lambda: "MP256",
    "request_urgency": lambda: "DP261",
    "grant_urgency": lambda: "DP261",
    "refuse_urgency": lambda: "DP261",
    "place_hold": lambda: "MP252",
    "lift_hold": lambda: "MP252",
    "authority_subsumes": lambda: "MP255",
    "authority_exempts": lambda: "MP255",
    "withdraw": lambda: "MP255",
    "adopt": lambda: "MP253",
    "implement": lambda: "MP257",
    "review_implementation": lambda: "MP087",
}


def _steps() -> list[dict]:
    return [{"slug": slug(), "key": key} for key, slug in STEPS.items()]


def _requirements_steps() -> list[dict]:
    """The second version is to be agreed; what does not stand of it is not put right, and the page says so."""
    steps = ("agree", "correct-agreement", "correct-publication")
    return [{"slug": "MP252", "sequence": 2, "step": step} for step in steps]


def _assessment_steps() -> list[dict]:
    """The first was answered, the second is outstanding."""
    given, asked = DccAssessment.objects.filter(proposal__number=252).order_by("pk")
    steps = [(given, "correct"), (given, "correct-acknowledgement")]
    steps += [(asked, step) for step in ("acknowledge", "ask", "answer", "ask-date", "re-agree", "cancel")]
    return [{"slug": "MP252", "pk": found.pk, "step": step} for found, step in steps]


def _consultation_rights() -> list[dict]:
    made = RefinementConsultation.objects.get(consultation=None, proposal__number=252)
    return [{"slug": "MP252", "pk": made.pk, "step": step} for step in ("correct", "take-back")]


def _question_steps() -> list[dict]:
    question = Clarification.objects.get(assessment__proposal__number=252, answered_on=None)
    return [{"slug": "MP252", "pk": question.pk, "step": step} for step in ("answer", "withdraw", "correct")]


def _area_steps() -> list[dict]:
    own = AssessmentArea.objects.get(proposal__number=252, standard=None).pk
    settled = AssessmentArea.objects.get(proposal__number=252, outcome="answered").pk
    standard = f"standard-{StandardArea.objects.earliest('pk').pk}"
    steps = [
        (f"{own}", "edit"),
        (f"{own}", "answer"),
        (standard, "edit"),
        (standard, "leave-open"),
        (f"{settled}", "reopen"),
    ]
    return [{"slug": "MP252", "key": key, "step": step} for key, step in steps]


def _alternative_parts() -> list[dict]:
    parts = ("title", "solution", "impacts", "costs", "benefits-and-drawbacks", "objectives", "implementation")
    return [{"slug": "MP252", "number": 1, "part": part} for part in parts]


def _request_steps() -> list[dict]:
    """Of what the Security Sub-Committee was asked; a position is for its members."""
    asked = ViewRequest.objects.get(proposal__number=262, committee__code="ssc").pk
    steps = ("answer", "telephone", "chase", "due", "withdraw")
    return [{"slug": "DP262", "pk": asked, "step": step} for step in steps]


def _update_steps() -> list[dict]:
    owed = VerbalUpdate.objects.get(proposal__number=75).pk
    return [{"slug": "MP075", "pk": owed, "step": step} for step in ("give", "correct", "drop")]


def _unissued() -> list[dict]:
    """The notice of the withdrawal that others may still adopt."""
    step = Move.objects.get(proposal__number=253, key="withdraw")
    return [{"slug": "MP253", "kind": "withdrawal-notice", "place": step.place}]


def _sets() -> list[dict]:
    return [{"pk": of.pk} for of in QuestionSet.objects.filter(reusable=True)]


def _questions() -> list[dict]:
    """The first of the standard questions on a report, and one that depends on another."""
    first = Question.objects.get(of__kind="mrc", of__reusable=True, number=1)
    led = Question.objects.get(of__kind="refinement", of__reusable=True, number=3)
    return [{"pk": each.of_id, "question": each.pk} for each in (first, led)]


REFINED = _slugs("MP252")
BESIDE = _slugs("MP252", number=1)  # its Alternative


def _releases() -> list[dict]:
    return [{"slug": release.slug} for release in Release.objects.all()]


COMING = _slugs("february-2027-sec-release", "june-2027-sec-release")


def _approval_of_258() -> list[dict]:
    approval = Move.objects.standing().get(proposal__number=258, key="approve_fast_track")
    return [{"slug": "MP258", "pk": approval.pk}]


def _objection_to_256() -> list[dict]:
    objection = Objection.objects.filter(window__proposal__number=256).earliest("pk")
    return [{"slug": "MP256", "kind": "objection", "pk": objection.pk}]


def _update() -> list[dict]:
    update = ProposalUpdate.objects.select_related("proposal").earliest("pk")
    return [{"slug": update.proposal.slug, "pk": update.pk}]


def _relation() -> list[dict]:
    relation = Relation.objects.select_related("proposal").get(proposal__number=131)
    return [{"slug": relation.proposal.slug, "pk": relation.pk}]


def _open_gap():
    """Something that is expected before a decision, is missing, and has not been accepted."""
    live = Proposal.objects.live().for_page().order_by("pk")
    return next((found.proposal, gap) for found in readiness(list(live)) for gap in found.should)


def _with_a_gap() -> list[dict]:
    proposal, _ = _open_gap()
    return [{"slug": proposal.slug}]


def _its_gap() -> str:
    _, gap = _open_gap()
    return "?" + urlencode({"requirement": gap.requirement, "text": gap.reason.text})


def _ballot(number: int) -> dict:
    """Of the demo’s: that on MP247 is closed and its outcome a step, that on MP248 is open."""
    return {"code": "change-board", "pk": Ballot.objects.get(proposal__number=number, alternative=None).pk}


def _ballots() -> list[dict]:
    return [_ballot(247), _ballot(248)]


def _seat_that_votes() -> list[dict]:
    seat = Ballot.objects.get(proposal__number=248, alternative=None).seats.earliest("pk")
    return [_ballot(248) | {"seat": seat.pk}]


def _receipt_of_a_vote() -> list[dict]:
    seat = Ballot.objects.get(proposal__number=247).seats.exclude(positions=None).earliest("pk")
    return [_ballot(247) | {"position": seat.positions.get().pk}]


def _place(meeting: Meeting) -> dict:
    return {"code": meeting.committee.code, "day": meeting.date.isoformat()}


def _of_meeting(number: int) -> dict:
    """A meeting of the Panel."""
    return _place(Meeting.objects.get(committee__code="panel", number=number))


def _met() -> list[dict]:
    """Meetings with something on record, and one to come."""
    return [_of_meeting(69), _of_meeting(158), _of_meeting(159), _of_item(75, "csc", key=False)]


def _item(number: int, body: str = "panel") -> AgendaItem:
    return AgendaItem.objects.get(kind="proposal", proposal__number=number, meeting__committee__code=body)


def _of_item(number: int, body: str = "panel", *, key: bool = True) -> dict:
    """An item of a proposal before a body."""
    item = _item(number, body)
    return _place(item.meeting) | ({"pk": item.pk} if key else {})


def _of_recommendation(number: int) -> dict:
    return _of_item(number) | {"key": _item(number).recommendations.first().pk}


def _comment() -> MinuteComment:
    return MinuteComment.objects.get()


def _commented() -> list[dict]:
    item = _comment().item
    return [_place(item.meeting) | {"pk": item.pk}]


def _action_steps() -> list[dict]:
    """The first is closed, the second open."""
    return [{"code": "panel", "number": n, "step": step} for n, step in ((1, "reopen"), (2, "close"), (2, "change"))]


def _bodies() -> list[dict]:
    return [{"code": code} for code in Committee.objects.values_list("code", flat=True)]


def _of(*codes: str) -> Callable[[], list[dict]]:
    return lambda: [{"code": code} for code in codes]


def _seat_steps() -> list[dict]:
    seat = Seat.objects.get(committee__code="panel", name="Small Suppliers (2)")
    return [{"code": "panel", "pk": seat.pk, "step": step} for step in ("change", "end", "appoint")]


def _term_steps() -> list[dict]:
    term = Membership.objects.get(seat__committee__code="panel", seat__name="Large Suppliers (1)")
    return [{"code": "panel", "pk": term.pk, "step": step} for step in ("end", "correct", "alternate", "take-back")]


def _meeting(code: str, number: int, **more) -> dict:
    meeting = Meeting.objects.get(committee__code=code, number=number)
    return {"code": code, "day": meeting.date.isoformat()} | more


def _meetings() -> list[dict]:
    """Of the past and to come, with an agenda and without."""
    numbers = [("panel", 69), ("panel", 158), ("panel", 159), ("csc", 7), ("csc", 97), ("ssc", 256), ("opsg", 114)]
    numbers += [("tabasc", 54), ("change-board", 121), ("working-group", 95), ("smki-pma", 60)]
    return [_meeting(*which) for which in numbers]


def _meeting_steps() -> list[dict]:
    steps = ("change", "number", "move", "cancel", "reinstate", "call", "attendance", "hold", "reopen")
    return [_meeting("panel", number, step=step) for number in (158, 159) for step in steps]


def _item_of_panel_159() -> int:
    return Meeting.objects.get(committee__code="panel", number=159).items.get(proposal__number=259).pk


def _meeting_updates() -> list[dict]:
    owed = VerbalUpdate.objects.select_related("meeting__committee").get(proposal__number=75)
    return [_place(owed.meeting) | {"pk": owed.pk, "step": step} for step in ("give", "correct", "drop")]


def _of_panel_159(**more) -> Callable[[], list[dict]]:
    return lambda: [_meeting("panel", 159, **more)]


def _on_an_item(*steps: str) -> Callable[[], list[dict]]:
    own = [{"step": step} for step in steps] or [{}]
    return lambda: [_meeting("panel", 159, pk=_item_of_panel_159(), **step) for step in own]


LIVE = _slugs("MP252", "DP261")
EVERYTHING = _everything
NONE = 999_999  # the key of nothing
COLLATED = {"kind": "collated-responses", "edition": "public"}


def _no_paper() -> list[dict]:
    return [{"pk": NONE}]


def _a_meeting() -> list[dict]:
    meeting = Meeting.objects.select_related("committee").exclude(state="cancelled").earliest("date", "pk")
    return [{"code": meeting.committee.code, "day": meeting.date.isoformat()}]


def _term() -> list[dict]:
    return [{"pk": GlossaryTerm.objects.earliest("pk").pk}]


def _words() -> list[dict]:
    return [{"pk": Boilerplate.objects.earliest("pk").pk}]


PAPER = _slugs("mp087-modification-report", label="1.0")

ROUTES: dict[str, Row] = {
    "home": Row(OPEN),
    "desk": Row(SIGN_IN),
    "accessibility": Row(OPEN),
    "record": Row(OPEN),
    "statistics": Row(OPEN, query="?year=2019&path=FT"),
    "statistics_csv": Row(OPEN, whole=False),
    "statistics_list": Row(
        OPEN, lambda: [{"measure": m} for m in ("raised", "decided", "left-report", "now-refinement")]
    ),
    "keeping": Row(OPEN, query="?year=2026&path=2"),
    "keeping_csv": Row(OPEN, whole=False),
    "keeping_list": Row(
        OPEN, lambda: [{"measure": m} for m in ("impact-given", "dates-done", "objection-windows", "dates-missed")]
    ),
    "guide": Row(OPEN),
    "lifecycle": Row(OPEN),
    "healthz": Row(OPEN, whole=False),
    "readyz": Row(OPEN, whole=False),
    "demo_sign_in": Row(NOT_THIS_WAY, whole=False),
    "demo_mail": Row(SIGN_IN),
    "demo_mail_one": Row((302, 404), lambda: [{"pk": 1}]),  # the demo record was entered afterwards: no mail was sent
    "demo_mail_to_guest": Row((302, 404), lambda: [{"pk": 1}]),
    "proposals:rules": Row(OPEN),
    "proposals:receipt": Row(SIGN_IN, lambda: [{"slug": "MP256", "reference": f"OBJ-{_objection()}"}]),
    "proposals:register": Row(OPEN),
    "proposals:register_csv": Row(OPEN, whole=False),
    "proposals:raise": Row(SIGN_IN),
    "proposals:raise_authority_led": Row(SIGN_IN),
    "proposals:overview": Row(OPEN, EVERYTHING),
    "proposals:statement": Row(OPEN, EVERYTHING),
    "proposals:compare": Row(OPEN, _slugs("MP075", "MP252"), "?from=0.1&to=0.2"),
    "proposals:documents": Row(OPEN, EVERYTHING),
    "proposals:timetable": Row(OPEN, EVERYTHING),
    "proposals:lay_out": Row(SIGN_IN, LIVE, "?layout=refinement&starts=2026-01-09"),
    "proposals:timetable_add": Row(SIGN_IN, LIVE),
    "proposals:timetable_move": Row(SIGN_IN, _entry(proposal__number=252, done_on=None)),
    "proposals:timetable_done": Row(SIGN_IN, _entry(proposal__number=252, done_on=None)),
    "proposals:timetable_missed": Row(SIGN_IN, _entry(proposal__number=75)),
    "proposals:timetable_undo": Row(SIGN_IN, _entry(proposal__number=252)),
    "proposals:timetable_remove": Row(SIGN_IN, _entry(proposal__number=259)),
    "proposals:approve_package": Row(SIGN_IN, _waiting_package),
    "proposals:correct_approval": Row(SIGN_IN, _approved_package),
    "proposals:history": Row(OPEN, EVERYTHING),
    "proposals:attachment": Row(
        OPEN, lambda: [{"slug": "MP075", "pk": _figure().pk, "filename": _figure().filename}], whole=False
    ),
    "proposals:add_documents": Row(SIGN_IN, LIVE),
    "proposals:replace_document": Row(SIGN_IN, lambda: [{"slug": "MP075", "pk": _figure().pk}]),
    "proposals:correct_document": Row(SIGN_IN, lambda: [{"slug": "MP075", "pk": _figure().pk}]),
    "proposals:take_down_document": Row(SIGN_IN, lambda: [{"slug": "MP075", "pk": _figure().pk}]),
    "proposals:add_figure": Row(SIGN_IN, LIVE),
    "proposals:edit_details": Row(SIGN_IN, LIVE),
    "proposals:edit_statement": Row(SIGN_IN, LIVE),
    "proposals:edit_references": Row(SIGN_IN, LIVE),
    "proposals:edit_solution": Row(SIGN_IN, LIVE),
    "proposals:edit_impacts": Row(SIGN_IN, LIVE),
    "proposals:edit_costs": Row(SIGN_IN, LIVE),
    "proposals:edit_points": Row(SIGN_IN, LIVE),
    "proposals:edit_objectives": Row(SIGN_IN, LIVE),
    "proposals:edit_implementation": Row(SIGN_IN, LIVE),
    "proposals:edit_parts": Row(SIGN_IN, LIVE),
    "proposals:implement_part": Row((302, 404), _slugs("MP257", number=2)),  # it comes in as a whole
    "proposals:correct_part": Row(SIGN_IN, _slugs("MP087", "MP257", number=1)),
    "proposals:take_part_back": Row(SIGN_IN, _slugs("MP087", "MP257", number=1)),
    "proposals:correct_release": Row(SIGN_IN, _releases),
    "proposals:take_release_back": Row(SIGN_IN, _releases),
    "proposals:take_release_out": Row(SIGN_IN, _releases),
    "proposals:correct_rule": Row((302, 403), lambda: [{"kind": "limit", "pk": ProcessRule.objects.earliest("pk").pk}]),
    "proposals:take_rule_back": Row(
        (302, 403), lambda: [{"kind": "limit", "pk": ProcessRule.objects.earliest("pk").pk}]
    ),
    "proposals:take_day_back": Row((302, 404), lambda: [{"pk": 1}]),  # the demo record has no such day
    "proposals:releases": Row(OPEN),
    "proposals:enter_release": Row(SIGN_IN),
    "proposals:release": Row(OPEN, _releases),
    "proposals:edit_release": Row(SIGN_IN, COMING),
    "proposals:move_release": Row(SIGN_IN, COMING),
    "proposals:implement_release": Row(SIGN_IN, COMING),
    "proposals:edit_path": Row(SIGN_IN, LIVE),
    "proposals:add_update": Row(SIGN_IN, LIVE),
    "proposals:correct_update": Row(SIGN_IN, _update),
    "proposals:take_update_back": Row(SIGN_IN, _update),
    "proposals:relate": Row(SIGN_IN, LIVE),
    "proposals:take_relation_back": Row(SIGN_IN, _relation),
    "proposals:move": Row(SIGN_IN, _steps),
    "proposals:meetings_readiness": Row(SIGN_IN),
    "proposals:readiness": Row(SIGN_IN, EVERYTHING),
    "proposals:accept_gap": Row(SIGN_IN, _with_a_gap, _its_gap),
    "proposals:take_acceptance_back": Row(NOT_THIS_WAY, _slugs("MP252", pk=1), whole=False),
    "proposals:refinement": Row(OPEN, EVERYTHING),
    "proposals:draft_requirements": Row(SIGN_IN, REFINED),
    "proposals:requirements_step": Row(SIGN_IN, _requirements_steps),
    "proposals:request_assessment": Row(SIGN_IN, REFINED),
    "proposals:assessment_step": Row(SIGN_IN, _assessment_steps),
    "proposals:clarification_step": Row(SIGN_IN, _question_steps),
    "proposals:add_discussion": Row(SIGN_IN, REFINED),
    "proposals:correct_discussion": Row(
        SIGN_IN, lambda: [{"slug": "MP252", "pk": Discussion.objects.get(proposal__number=252).pk}]
    ),
    "proposals:consultation_step": Row(SIGN_IN, _slugs("MP252", step="open")),
    "proposals:consultation_right": Row(SIGN_IN, _consultation_rights),
    "proposals:add_area": Row(SIGN_IN, REFINED),
    "proposals:area_step": Row(SIGN_IN, _area_steps),
    "proposals:raise_alternative": Row(SIGN_IN, REFINED),
    "proposals:alternative": Row(OPEN, _slugs("MP252", number=1)),
    "proposals:edit_alternative": Row(SIGN_IN, _alternative_parts),
    "proposals:withdraw_alternative": Row(SIGN_IN, _slugs("MP252", number=1)),
    "proposals:requests": Row(SIGN_IN),
    "proposals:put_right": Row(SIGN_IN, _approval_of_258),
    "proposals:take_split_back": Row(SIGN_IN, LIVE),
    "proposals:strike": Row(SIGN_IN, _objection_to_256),
    "proposals:enter_late": Row(SIGN_IN, _slugs("MP257", key="object")),
    "subcommittees:views": Row(OPEN, EVERYTHING),
    "subcommittees:record": Row(SIGN_IN, LIVE),
    "subcommittees:proposal_ballots": Row(OPEN, EVERYTHING),
    "subcommittees:open_ballot": Row(SIGN_IN, _slugs("MP248")),
    "subcommittees:ballots": Row(OPEN, lambda: [{"code": "change-board"}]),
    "subcommittees:ballot": Row(OPEN, _ballots),
    "subcommittees:take_counting_rule_back": Row(
        (302, 403), lambda: [{"pk": CountingRule.objects.earliest("starts").pk}]
    ),
    "subcommittees:vote": Row(SIGN_IN, _seat_that_votes),
    "subcommittees:vote_receipt": Row(OPEN, _receipt_of_a_vote),
    "subcommittees:close_ballot": Row(SIGN_IN, _ballots),
    "subcommittees:ballot_outcome": Row(SIGN_IN, _ballots),
    "subcommittees:void_ballot": Row(SIGN_IN, _ballots),
    "subcommittees:ballot_json": Row(OPEN, lambda: [_ballot(247)], whole=False),
    "subcommittees:ballot_csv": Row(OPEN, lambda: [_ballot(247)], whole=False),
    "subcommittees:ask": Row(SIGN_IN, LIVE),
    "subcommittees:request_step": Row(SIGN_IN, _request_steps),
    "subcommittees:owe": Row(SIGN_IN, LIVE),
    "subcommittees:update_step": Row(SIGN_IN, _update_steps),
    "subcommittees:interest": Row(SIGN_IN, LIVE),
    "subcommittees:requests": Row(SIGN_IN, query="?state=all"),
    "subcommittees:chase_several": Row(SIGN_IN, query="?silent=all"),
    "subcommittees:inbox": Row(SIGN_IN, query="?body=tabasc"),
    # What bodies are asked and resolve, their minutes and actions
    "subcommittees:decision_list": Row(OPEN),
    "subcommittees:decision_list_csv": Row(OPEN, whole=False),
    "subcommittees:decisions": Row(OPEN, EVERYTHING),
    "subcommittees:outcome": Row(OPEN, _met),
    "subcommittees:recommendations": Row(SIGN_IN, lambda: [_of_item(75), _of_item(259)]),
    "subcommittees:add_recommendation": Row(SIGN_IN, lambda: [_of_item(259)]),
    "subcommittees:usual_recommendations": Row(NOT_THIS_WAY, lambda: [_of_item(259)], whole=False),
    "subcommittees:edit_recommendation": Row(SIGN_IN, lambda: [_of_recommendation(259)]),
    "subcommittees:recommendation_step": Row(
        NOT_THIS_WAY, lambda: [_of_recommendation(259) | {"step": "down"}], whole=False
    ),
    "subcommittees:decide": Row(SIGN_IN, lambda: [_of_item(259)]),
    "subcommittees:correct_resolution": Row(SIGN_IN, lambda: [_of_recommendation(87)]),
    "subcommittees:minutes": Row(OPEN, lambda: [_of_meeting(69)]),
    "subcommittees:write_minutes": Row(SIGN_IN, lambda: [_of_meeting(158)]),
    "subcommittees:circulate_minutes": Row(SIGN_IN, lambda: [_of_meeting(158)]),
    "subcommittees:approve_minutes": Row(SIGN_IN, lambda: [_of_meeting(158)]),
    "subcommittees:take_approval_back": Row(SIGN_IN, lambda: [_of_meeting(69)]),
    "subcommittees:write_minute": Row(SIGN_IN, lambda: [_of_item(87)]),
    "subcommittees:correct_minute": Row(SIGN_IN, lambda: [_of_item(75)]),
    "subcommittees:comment_on_minute": Row(SIGN_IN, _commented),
    "subcommittees:comment_step": Row(
        SIGN_IN,
        lambda: [
            each | {"key": _comment().pk, "step": step} for each in _commented() for step in ("answer", "withdraw")
        ],
    ),
    "subcommittees:undertake": Row(SIGN_IN, lambda: [_of_meeting(158)]),
    "subcommittees:actions": Row(OPEN, lambda: [{"code": "panel"}, {"code": "csc"}]),
    "subcommittees:action_step": Row(SIGN_IN, _action_steps),
    "papers:response_form": Row(OPEN, _every_consultation, whole=False),
    "papers:consultation_documents": Row(OPEN, _every_consultation),
    "papers:compose_of_consultation": Row(
        NOT_THIS_WAY, lambda: [{"pk": NONE, "kind": "consultation-document", "edition": "public"}], whole=False
    ),
    "papers:composing_of_consultation": Row(
        SIGN_IN, lambda: [each | COLLATED for each in _consultation("code_wide")()], whole=False
    ),
    "consultations:responses_csv": Row((404, 200), _consultation("code_wide"), whole=False),
    "consultations:responses_json": Row((404, 200), _consultation("code_wide"), whole=False),
    "consultations:summarise_answers": Row(SIGN_IN, _first_questions),
    "consultations:consultations": Row(OPEN),
    "consultations:feed": Row(OPEN, whole=False),
    "consultations:consultation": Row(OPEN, _every_consultation),
    "consultations:of_proposal": Row(OPEN, EVERYTHING),
    "consultations:prepare": Row(SIGN_IN),
    "consultations:change_consultation": Row(SIGN_IN, _consultation("code_wide")),
    "consultations:open": Row(SIGN_IN, _consultation("rfi")),
    "consultations:extend": Row(SIGN_IN, _consultation("refinement", "mrc")),
    "consultations:take_back": Row(SIGN_IN, _consultation("code_wide", "mrc")),
    "consultations:comments": Row(OPEN, EVERYTHING),
    "consultations:csv": Row(OPEN, _slugs("MP075", "DP262"), whole=False),
    "consultations:add": Row((302, 403), _slugs("DP262")),  # SECAS records; it does not comment
    "consultations:record": Row(SIGN_IN, _slugs("DP262", "MP075")),
    "consultations:publish_all": Row(SIGN_IN, _slugs("DP261", "DP262")),
    "consultations:publish_answers": Row(SIGN_IN, _slugs("DP261", "DP262")),
    "consultations:summary": Row(SIGN_IN, _slugs("DP262", category="manufacturer", stance="supports")),
    "consultations:change": Row(SIGN_IN, _slugs("DP262", "MP075", number=1)),
    "consultations:withdraw": Row(SIGN_IN, _slugs("DP262", "MP075", number=1)),
    "consultations:sort": Row(SIGN_IN, _slugs("DP262", number=4)),
    "consultations:publish": Row(SIGN_IN, _slugs("DP262", number=2)),
    "consultations:unpublish": Row(SIGN_IN, _slugs("DP262", number=1)),
    "consultations:answer": Row(SIGN_IN, _slugs("DP262", number=4)),
    "consultations:unanswer": Row(SIGN_IN, _slugs("MP075", number=3)),
    # Nothing is being entered in the demo: these are tried in tests/consultations/test_intake_pages.py.
    "consultations:intake": Row(SIGN_IN, _consultation("refinement", "mrc")),
    **{
        f"consultations:{name}": Row((404, 404), lambda: [{"pk": NONE, "key": NONE}])
        for name in ("intake_edit", "intake_confirm", "intake_set_aside", "intake_original")
    },
    "consultations:intake_file": Row((404, 404), lambda: [{"pk": NONE, "key": NONE}], whole=False),
    "consultations:intake_take_up": Row(NOT_THIS_WAY, lambda: [{"pk": NONE, "key": NONE}], whole=False),
    # Of a consultation: the demo holds none yet, so that these are tried where questions are put together.
    "consultations:questions": Row((302, 404), lambda: [{"pk": NONE}]),
    "consultations:preview": Row((302, 404), lambda: [{"pk": NONE}]),
    "consultations:points": Row(SIGN_IN, _every_consultation),
    "consultations:passages": Row(SIGN_IN, _every_consultation),
    "consultations:no_point": Row(NOT_THIS_WAY, lambda: [{"pk": NONE}], whole=False),
    "consultations:unmark": Row(NOT_THIS_WAY, lambda: [{"pk": NONE, "key": "a1"}], whole=False),
    "consultations:new_point": Row((302, 302), _every_consultation),
    "consultations:settle_points": Row(SIGN_IN, _every_consultation),
    "consultations:publish_points": Row(SIGN_IN, _every_consultation),
    "consultations:point": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:settle_point": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:adopt_point": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:reword_point": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:reopen_point": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:drop_point": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:take_point_back": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:remove_source": Row(NOT_THIS_WAY, lambda: [{"pk": NONE, "number": 1, "source": NONE}], whole=False),
    "consultations:outcome": Row(OPEN, _every_consultation),
    "consultations:my_outcome": Row((302, 404), _every_consultation),
    # What was said, collated; who reads it: tests/consultations/test_collation_pages.py.
    "consultations:collation": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:collation_question": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:collation_clauses": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:collation_general": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:collation_passage": Row((404, 404), lambda: [{"pk": NONE, "number": 1}]),
    "consultations:collation_progress": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    "consultations:collation_tags": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:collation_tag_step": Row((404, 404), lambda: [{"pk": NONE, "tag": NONE, "step": "rename"}]),
    "consultations:collation_text_step": Row((404, 404), lambda: [{"pk": NONE, "place": "a1", "step": "tag"}]),
    "consultations:collation_lift": Row((404, 404), lambda: [{"pk": NONE, "redaction": NONE}]),
    "consultations:collation_hold_file": Row((404, 404), lambda: [{"pk": NONE, "file": NONE}]),
    "consultations:collation_give_file": Row((404, 404), lambda: [{"pk": NONE, "file": NONE}]),
    "consultations:collation_publish": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:collation_take_back": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:sets": Row(SIGN_IN),
    "consultations:new_set": Row(SIGN_IN),
    "consultations:set": Row(SIGN_IN, _sets),
    "consultations:preview_set": Row(SIGN_IN, _sets),
    "consultations:rename_set": Row(SIGN_IN, _sets),
    "consultations:retire_set": Row(NOT_THIS_WAY, _sets, whole=False),
    "consultations:take_set_up": Row(NOT_THIS_WAY, _sets, whole=False),
    "consultations:add_question": Row(SIGN_IN, _sets),
    "consultations:paste_questions": Row(SIGN_IN, _sets),
    "consultations:copy_set": Row(SIGN_IN, _sets),
    "consultations:arrange_questions": Row(NOT_THIS_WAY, _sets, whole=False),
    "consultations:change_question": Row(SIGN_IN, _questions),
    "consultations:question_condition": Row(SIGN_IN, _questions),
    "consultations:delete_question": Row(SIGN_IN, _questions),
    "consultations:withdraw_question": Row(SIGN_IN, _questions),
    "consultations:put_question_back": Row(NOT_THIS_WAY, _questions, whole=False),
    "consultations:correct_question": Row(SIGN_IN, _questions),
    # What is written there, by whom: tests/pages/test_who_may_write_a_response.py.
    "consultations:respond": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:respond_start": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    "consultations:respond_ready": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    "consultations:respond_save": Row((404, 404), lambda: [{"pk": NONE, "part": "general"}], whole=False),
    "consultations:respond_hold": Row((404, 404), lambda: [{"pk": NONE, "part": "general"}], whole=False),
    "consultations:respond_leave": Row((404, 404), lambda: [{"pk": NONE, "part": "general"}], whole=False),
    "consultations:respond_take_over": Row((404, 404), lambda: [{"pk": NONE, "part": "general"}]),
    "consultations:respond_part": Row((404, 404), lambda: [{"pk": NONE, "part": "general"}], whole=False),
    "consultations:respond_now": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    "consultations:respond_earlier": Row((404, 404), lambda: [{"pk": NONE, "part": "general"}]),
    "consultations:respond_attach": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    "consultations:respond_file": Row(
        (404, 404), lambda: [{"pk": NONE, "file": NONE, "filename": "a.pdf"}], whole=False
    ),
    "consultations:respond_remove_file": Row((404, 404), lambda: [{"pk": NONE, "file": NONE}], whole=False),
    # Sent, received, decided on, withdrawn, and guests; by whom: tests/pages/test_who_may_send_a_response.py.
    "consultations:my_responses": Row(SIGN_IN),
    "consultations:respond_sign_off": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:receipt": Row((404, 404), lambda: [{"pk": NONE, "version": 1}]),
    "consultations:receipt_text": Row((404, 404), lambda: [{"pk": NONE, "version": 1}], whole=False),
    "consultations:response_file": Row(
        (404, 404), lambda: [{"pk": NONE, "version": 1, "file": NONE, "filename": "a.pdf"}], whole=False
    ),
    "consultations:decide_late": Row((302, 404), lambda: [{"pk": NONE, "version": 1}]),
    "consultations:withdraw_response": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:take_on_response": Row(NOT_THIS_WAY, lambda: [{"pk": NONE}], whole=False),
    "consultations:responses": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:guests": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:revoke_guest": Row(NOT_THIS_WAY, lambda: [{"pk": NONE, "invitation": NONE}], whole=False),
    "consultations:ask_for_link": Row((404, 404), lambda: [{"pk": NONE}]),
    "consultations:guest_link": Row((404, 404), lambda: [{"token": "nobody-signed-this"}]),
    # A guest writes on the same pages; without the link in this browser there are none.
    "consultations:guest": Row((404, 404), lambda: [{"guest": NONE}]),
    "consultations:guest_outcome": Row((404, 404), lambda: [{"guest": NONE}]),
    "consultations:guest_sign_off": Row((404, 404), lambda: [{"guest": NONE}]),
    "consultations:guest_start": Row((404, 404), lambda: [{"guest": NONE}], whole=False),
    "consultations:guest_ready": Row((404, 404), lambda: [{"guest": NONE}], whole=False),
    "consultations:guest_save": Row((404, 404), lambda: [{"guest": NONE, "part": "general"}], whole=False),
    "consultations:guest_hold": Row((404, 404), lambda: [{"guest": NONE, "part": "general"}], whole=False),
    "consultations:guest_leave": Row((404, 404), lambda: [{"guest": NONE, "part": "general"}], whole=False),
    "consultations:guest_take_over": Row((404, 404), lambda: [{"guest": NONE, "part": "general"}]),
    "consultations:guest_part": Row((404, 404), lambda: [{"guest": NONE, "part": "general"}], whole=False),
    "consultations:guest_now": Row((404, 404), lambda: [{"guest": NONE}], whole=False),
    "consultations:guest_earlier": Row((404, 404), lambda: [{"guest": NONE, "part": "general"}]),
    "consultations:guest_attach": Row((404, 404), lambda: [{"guest": NONE}], whole=False),
    "consultations:guest_file": Row(
        (404, 404), lambda: [{"guest": NONE, "file": NONE, "filename": "a.pdf"}], whole=False
    ),
    "consultations:guest_remove_file": Row((404, 404), lambda: [{"guest": NONE, "file": NONE}], whole=False),
    "subcommittees:committees": Row(OPEN),
    "subcommittees:committee": Row(OPEN, _bodies),
    "subcommittees:enter_committee": Row(SIGN_IN),
    "subcommittees:edit_committee": Row(SIGN_IN, _of("panel")),
    "subcommittees:contacts": Row(SIGN_IN, _of("panel", "change-board")),
    "subcommittees:contacts_csv": Row(SIGN_IN, _of("panel"), whole=False),
    "subcommittees:feed": Row(OPEN, _bodies, whole=False),
    "subcommittees:add_seat": Row(SIGN_IN, _of("panel")),
    "subcommittees:seat_step": Row(SIGN_IN, _seat_steps),
    "subcommittees:term_step": Row(SIGN_IN, _term_steps),
    "subcommittees:enter_meeting": Row(SIGN_IN, _of("panel")),
    "subcommittees:enter_series": Row(SIGN_IN, _of("panel"), "?cadence=second+Friday&first=2031-01-01&last=2031-06-30"),
    "subcommittees:meeting": Row(OPEN, _meetings),
    "subcommittees:meeting_step": Row(SIGN_IN, _meeting_steps),
    "subcommittees:answer_attendance": Row(NOT_THIS_WAY, _of_panel_159(), whole=False),
    "subcommittees:add_item": Row(SIGN_IN, _of_panel_159()),
    "subcommittees:put_on": Row(NOT_THIS_WAY, _of_panel_159(), whole=False),
    "subcommittees:fix_agenda": Row(SIGN_IN, _of_panel_159()),
    "subcommittees:press_item": Row(NOT_THIS_WAY, _on_an_item("up"), whole=False),
    "subcommittees:declare_conflict": Row(SIGN_IN, _on_an_item()),
    "subcommittees:item_step": Row(SIGN_IN, _on_an_item("edit", "take-off", "carry-over")),
    "subcommittees:meeting_update": Row(SIGN_IN, _meeting_updates),
    "subcommittees:withdraw_conflict": Row((302, 404), _of_panel_159(pk=1)),  # nobody has declared any
    "legaltext:draft": Row(OPEN, lambda: EVERYTHING() + BESIDE()),
    "legaltext:base": Row(SIGN_IN, lambda: LIVE() + BESIDE()),
    "legaltext:edit": Row(SIGN_IN, lambda: _slugs("MP252")() + BESIDE()),
    "legaltext:remove": Row(NOT_THIS_WAY, lambda: [{"slug": "MP252", "pk": _edit_of_252()}], whole=False),
    "legaltext:finish": Row(NOT_THIS_WAY, lambda: LIVE() + BESIDE(), whole=False),
    "papers:version": Row(OPEN, PAPER),
    "papers:pdf": Row((302, 302), PAPER, whole=False),  # no worker has made the files: back to the page that says so
    "papers:docx": Row((302, 302), PAPER, whole=False),
    "papers:files": Row(OPEN, PAPER, whole=False),
    "papers:workshop": Row(SIGN_IN, _slugs("MP087", "MP252")),
    "papers:compose": Row(NOT_THIS_WAY, LIVE, whole=False),
    "papers:issue": Row(SIGN_IN, _slugs("MP087", "MP252")),
    "papers:take_down": Row(SIGN_IN, _slugs("MP087", label="1.0")),
    "papers:glossary": Row(NOT_THIS_WAY, LIVE, whole=False),
    # Papers for bodies: the demo composes none of them yet, so that these are tried where papers are tested.
    "papers:begin": Row(SIGN_IN),
    "papers:paper": Row((404, 404), _no_paper),
    "papers:compose_paper": Row(NOT_THIS_WAY, _no_paper, whole=False),
    "papers:issue_paper": Row((404, 404), _no_paper),
    "papers:paper_glossary": Row(NOT_THIS_WAY, _no_paper, whole=False),
    "papers:words": Row((404, 404), lambda: [{"pk": NONE, "place": "purpose"}]),
    "papers:take_paper_down": Row((404, 404), lambda: [{"pk": NONE, "label": "1.0"}]),
    "papers:of_committee": Row(OPEN, lambda: [{"code": "csc"}, {"code": "panel"}]),
    "papers:notices": Row(SIGN_IN, _slugs("MP130", "MP252", "MP253")),
    "papers:notice": Row(SIGN_IN, _unissued),
    "papers:compose_notice": Row(NOT_THIS_WAY, _unissued, whole=False),
    "papers:terms": Row(OPEN),
    "papers:enter_term": Row(SIGN_IN),
    "papers:note_term": Row(SIGN_IN, _term),
    "papers:retire_term": Row(SIGN_IN, _term),
    "papers:texts": Row((302, 403)),
    "papers:change_text": Row((302, 403), lambda: [{"key": "new_focus"}]),
    "papers:correct_text": Row((302, 403), _words),
    "papers:take_text_back": Row((302, 403), _words),
    "papers:pack": Row(OPEN, _a_meeting),
    "papers:pack_files": Row(SIGN_IN, _a_meeting, whole=False),
    "papers:compose_pack": Row(NOT_THIS_WAY, _a_meeting, whole=False),
    "papers:issue_pack": Row((302, 302), _a_meeting),  # nothing waits to be issued: back to the page that says so
    "papers:minutes": Row(NOT_THIS_WAY, _a_meeting, whole=False),
    "papers:pack_file": Row((404, 404), lambda: [{"slug": "no-pack", "label": "1"}], whole=False),
    "papers:supply": Row((404, 404), lambda: [{"pk": NONE}]),
    "papers:word_file": Row((404, 404), lambda: [{"pk": NONE}]),
    "papers:word_progress": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    "papers:word_pdf": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    "papers:word_original": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    "papers:supplied_file": Row((404, 404), lambda: [{"pk": NONE}], whole=False),
    # Signing in: allauth's routes in our templates.
    "account_login": Row((200, 302)),
    "account_logout": Row(SIGN_IN),
    "account_inactive": Row(OPEN),
    "account_signup": Row((200, 302)),
    "account_reauthenticate": Row(SIGN_IN),
    "account_email": Row(SIGN_IN),
    "account_email_verification_sent": Row(OPEN),
    "account_confirm_email": Row(OPEN, lambda: [{"key": "unknown:key"}]),
    "account_change_password": Row(SIGN_IN),
    "account_set_password": Row((302, 302)),  # who has a password changes it
    "account_reset_password": Row(OPEN),
    "account_reset_password_done": Row(OPEN),
    "account_reset_password_from_key": Row(OPEN, lambda: [{"uidb36": "1", "key": "unknown"}]),
    "account_reset_password_from_key_done": Row(OPEN),
    "account_confirm_login_code": Row((302, 302)),  # no code by e-mail has been asked for
    "mfa_index": Row(SIGN_IN),
    "mfa_authenticate": Row((302, 302)),  # nobody is half signed in
    "mfa_reauthenticate": Row((302, 302)),  # the password comes first where there is no second factor
    "mfa_activate_totp": Row((302, 302)),  # asks for the password once more
    "mfa_deactivate_totp": Row((302, 404)),
    "mfa_view_recovery_codes": Row((302, 404)),
    "mfa_generate_recovery_codes": Row((302, 302)),
    "mfa_download_recovery_codes": Row((302, 404)),
}
