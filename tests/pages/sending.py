"""What a person would send to every address that takes something: the page as it was opened, with something entered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import Affiliation, Organisation
from accounts.queries import analysts
from audit import clock
from bodies.models import Meeting
from consultations import actions as comments
from consultations.models import Comment
from legaltext import actions as legal
from papers import actions as papers
from papers.models import GlossaryTerm
from proposals import actions
from proposals.forms.moving import RefuseForm, UrgencyForm
from proposals.layouts import Planned
from proposals.models import Objection, Objective, Proposal, SecDocument, Window
from subcommittees import actions as views
from tests import factories as make
from tests.pages import refining
from tests.pages.people import PDF, PNG, SSC
from tests.proposals.states import make_way


@dataclass(frozen=True)
class Sending:
    """``prepare(proposal, by)`` gives more arguments of the address; ``enter`` what is entered. ``opens``: a form stands
    at the same address, and what it holds is sent along. ``query``: what the address asks for."""

    name: str
    enter: Callable[[Proposal], dict] = lambda proposal: {}
    prepare: Callable[[Proposal, object], dict] = lambda proposal, by: {}
    opens: bool = True
    states: str = "csc_agreed"
    allowed: frozenset = field(default=frozenset({"analyst"}))
    query: dict = field(default_factory=dict)

    def address(self, proposal: Proposal, by) -> str:
        arguments = {"slug": proposal.slug, **self.prepare(proposal, by)}
        return reverse(self.name, kwargs=arguments, query=self.query)

    def data(self, client: Client, address: str, proposal: Proposal) -> dict:
        """As somebody who may act would send it."""
        return (opened(client, address) if self.opens else {}) | self.enter(proposal)


def rewound(data: dict) -> dict:
    """A file that was sent is at its end."""
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return data


def opened(client: Client, address: str) -> dict:
    """What a browser would send back of the page as it was opened."""
    form = client.get(address).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: "on" if value is True else value for name, value in values.items() if value not in (None, False)}


def _file(name: str = "letter.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _attached(proposal, by) -> dict:
    return {"pk": actions.attach(proposal=proposal, by=by, upload=_file("old.pdf", PDF + b" once")).pk}


def _updated(proposal, by) -> dict:
    return {"pk": actions.post_update(proposal=proposal, by=by, text="News.").pk}


def _related(proposal) -> dict:
    return {"kind": "related_to", "reference": make.draft_proposal().reference, "step": "do"}


def _relation(proposal, by) -> dict:
    other = make.draft_proposal(by=by)
    return {"pk": actions.relate(proposal=proposal, by=by, kind="related_to", to=other).pk}


def _edit(proposal, by) -> dict:
    return {"pk": proposal.solution.legal_draft.edits.get().pk}


def _another_version(proposal) -> dict:
    return {"drafted_against": make.SecVersionFactory(number="6.18").pk}


def _clause(proposal) -> dict:
    document = SecDocument.objects.get(code="Section G")
    return {"document": document.pk, "clause": "G3.20", "operation": "amend", "after": "Other words.", "new_number": ""}


def _view(proposal) -> dict:
    ssc = make.CommitteeFactory(code="ssc")
    return {"giver": f"committee-{ssc.pk}", "position": "supports", "text": "Yes."}


def _term(proposal) -> dict:
    return {"term": GlossaryTerm.objects.get_or_create(acronym="XYZ", term="Something")[0].pk, "always": "on"}


def _report(proposal, by) -> dict:
    papers.compose_draft(proposal=proposal, by=by)
    return {}


def _issued(proposal, by) -> dict:
    return {"label": papers.issue_report(proposal=proposal, by=by).label}


def _objective(proposal) -> dict:
    key = Objective.objects.get(letter="f").pk
    return {f"effect-{key}": "better", f"rationale-{key}": "Data are safer."}


def _in_two(proposal, by) -> dict:
    rows = [{"number": 1, "title": "Documents"}, {"title": "Systems"}]
    actions.divide(proposal=proposal, by=by, parts=rows)
    return {"number": 1}


def _first(proposal, by) -> dict:
    return {"number": 1}


def _one_in(proposal, by) -> dict:
    _in_two(proposal, by)
    actions.implement_part(proposal=proposal, by=by, part=1, sec_version="9.8")
    return {"number": 1}


def _part_in(proposal) -> dict:
    return {"sec_version": make.SecVersionFactory(number="9.9").number, "step": "do"}


def _laid_out(proposal) -> dict:
    return {
        "entry-0-activity": "Publish",
        "entry-0-kind": "publish",
        "entry-0-exactness": "day",
        "entry-0-on": "2031-01-07",
    }


def _added(proposal) -> dict:
    return {"activity": "Publish", "kind": "publish", "exactness": "day", "on": "2031-01-07"}


def _moved(proposal) -> dict:
    return {"to": "2031-01-13", "reason": "More time.", "agreed_by": "The Proposer"}


def _entry(proposal, by) -> dict:
    return {"pk": proposal.timetable.get().pk}


def _due(proposal, by) -> dict:
    """A date that has come: the one that can be missed."""
    planned = Planned("Publish", "publish", clock.today() - timedelta(days=1))
    return {"pk": actions.add_entry(proposal=proposal, by=by, planned=planned).pk}


def _done(proposal, by) -> dict:
    return {"pk": actions.mark_done(entry=proposal.timetable.get(), by=by).pk}


def _package(proposal, by) -> dict:
    return {"pk": proposal.work_packages.get().pk}


def _approved(proposal, by) -> dict:
    return {"pk": actions.approve_work_package(package=proposal.work_packages.get(), by=by).pk}


WHY = {"reason": "It was not decided.", "step": "do"}


def _latest_step(proposal, by) -> dict:
    return {"pk": proposal.moves.standing().last().pk}


def _its_objection(proposal, by) -> dict:
    return {"kind": "objection", "pk": Objection.objects.get(window__proposal=proposal).pk}


def _a_minute_on(proposal, by) -> dict:
    """The window has been open for a minute, so that something came in since, to the second."""
    Window.objects.filter(proposal=proposal).update(opens_at=F("opens_at") - timedelta(minutes=1))
    return {"key": "object"}


def _late_objection(proposal) -> dict:
    received = clock.now().astimezone(clock.LONDON)
    party = Organisation.objects.get(category="gas_network")
    given = {"organisation": party.pk, "reason": "It is material.", "step": "do"}
    return given | {"received_at": f"{received:%Y-%m-%dT%H:%M:%S}"}


GAP = {"requirement": "views_answered", "text": f"The SSC has not yet answered, due on {clock.today():%-d %B %Y}."}


def _silent(proposal, by) -> dict:
    """The Change Sub-Committee expects the answer, and may do without it."""
    body = make.CommitteeFactory(**SSC)
    make.asked(proposal, by, body, due_on=clock.today())
    return {}


def _accepted(proposal, by) -> dict:
    _silent(proposal, by)
    return {"pk": actions.accept_gap(proposal=proposal, by=by, why="It does not meet.", **GAP).pk}


def _asking(proposal) -> dict:
    company = Organisation.objects.get(category="gas_network").pk
    return {"organisation": company, "how": "correspondence", "step": "do"}


def _asked(proposal, by) -> dict:
    return {"pk": make.asked(proposal, by, make.CommitteeFactory(**SSC)).pk, "step": "answer"}


def _meeting() -> Meeting:
    body = make.CommitteeFactory(**SSC)
    return body.meetings.first() or make.MeetingFactory(committee=body, date=clock.today())


def _promised(proposal, by) -> dict:
    owed = views.owe_verbal_update(meeting=_meeting(), by=by, about="What it says.", proposal=proposal)
    return {"pk": owed.pk, "step": "give"}


def _wish(proposal) -> dict:
    return {"committee": make.CommitteeFactory(**SSC).pk, "wish": "yes"}


MEMBERS = frozenset({"analyst", "ssc member"})  # for the Security Sub-Committee


def _comment(proposal) -> dict:
    return {"organisation": make.OrganisationFactory().pk, "how": "email", "stance": "supports", "text": "Yes."}


def _said(proposal, by) -> dict:
    """By the Proposer's organisation; another each time, since two of the same words are one."""
    organisation, text = proposal.proposer_organisation, f"Said at {clock.now()}."
    given = {"organisation": organisation, "how": "email", "stance": "supports", "text": text}
    return {"number": comments.record_comment(proposal=proposal, by=by, **given).number}


def _some_said(proposal, by) -> dict:
    _said(proposal, by)
    return {}


def _published(proposal, by) -> dict:
    said = _said(proposal, by)
    comments.publish_comments(proposal=proposal, by=by)
    return said


def _drafted(proposal, by) -> dict:
    comment = Comment.objects.get(proposal=proposal, **_said(proposal, by))
    comments.write_answer(comment=comment, by=by, text="So it is.")
    return {}


def _answered(proposal, by) -> dict:
    said = _said(proposal, by)
    comments.write_answer(comment=Comment.objects.get(proposal=proposal, **said), by=by, text="So it is.")
    comments.publish_answers(proposal=proposal, by=by)
    return said


def _group(proposal, by) -> dict:
    _said(proposal, by)
    return {"category": proposal.proposer_organisation.category, "stance": "supports"}


COMMENT_OF = frozenset({"analyst", "proposer"})  # whose organisation made it
FORMS = [
    Sending("proposals:add_documents", lambda p: {"files": _file(), "kind": "other", "classification": "white"}),
    Sending("proposals:replace_document", lambda p: {"upload": _file()}, _attached),
    Sending(
        "proposals:add_figure",
        lambda p: {"upload": _file("figure.png", PNG), "caption": "A figure", "alternative_text": "What it shows."},
    ),
    Sending("proposals:correct_document", lambda p: {"title": "Another title", **WHY}, _attached),
    Sending("proposals:take_down_document", lambda p: WHY, _attached),
    Sending("proposals:correct_update", lambda p: {"text": "Other news.", **WHY}, _updated),
    Sending("proposals:take_update_back", lambda p: WHY, _updated),
    Sending("proposals:relate", _related),
    Sending("proposals:take_relation_back", lambda p: WHY, _relation),
    Sending("proposals:edit_details", lambda p: {"title": "Another title"}),
    Sending("proposals:edit_statement", lambda p: {"issue": "<p>Another issue.</p>"}),
    Sending("proposals:edit_references", lambda p: {"place-0-purpose": "Another purpose"}),
    Sending("proposals:edit_solution", lambda p: {"text": "<p>Another solution.</p>"}),
    Sending("proposals:edit_impacts", lambda p: {"parties_narrative": "<p>Everybody.</p>"}),
    Sending("proposals:edit_costs", lambda p: {"secas_activities": "Writing"}),
    Sending("proposals:edit_points", lambda p: {"benefit-0-text": "It is clearer."}),
    Sending("proposals:edit_objectives", _objective),
    Sending("proposals:edit_implementation", lambda p: {"planned_on": "2031-06-26", "rationale": "Then."}),
    Sending("proposals:edit_parts", lambda p: {"part-0-title": "All of it"}),
    Sending("proposals:implement_part", _part_in, _in_two, False, "pending_implementation"),
    Sending("proposals:correct_part", lambda p: {"sec_version": "9.7", **WHY}, _first, states="implemented"),
    Sending("proposals:take_part_back", lambda p: WHY, _one_in, states="pending_implementation"),
    Sending("proposals:edit_path", lambda p: {"path": "3", "reasons": "No material effect."}),
    Sending("proposals:add_update", lambda p: {"text": "News."}),
    Sending("proposals:lay_out", _laid_out),
    Sending("proposals:timetable_add", _added),
    Sending("proposals:timetable_move", _moved, _entry),
    Sending("proposals:timetable_done", prepare=_entry),
    Sending("proposals:timetable_missed", lambda p: WHY, _due),
    Sending("proposals:timetable_undo", lambda p: WHY, _done),
    Sending("proposals:timetable_remove", lambda p: WHY, _entry),
    Sending("proposals:approve_package", lambda p: {"words": "Agreed."}, _package),
    Sending("proposals:correct_approval", lambda p: {"decision": "Agreed.", **WHY}, _approved),
    Sending("proposals:put_right", lambda p: {"way": "correct", "words": "In other words.", **WHY}, _latest_step),
    Sending("proposals:strike", lambda p: {"ground": "mistake", "step": "do"}, _its_objection, states="ft_halted"),
    Sending("proposals:take_split_back", lambda p: WHY, states="closed_split"),
    Sending("proposals:enter_late", _late_objection, _a_minute_on, opens=False, states="ft_objection_window"),
    Sending("proposals:accept_gap", lambda p: {"why": "It does not meet."}, _silent, states="development", query=GAP),
    Sending("proposals:take_acceptance_back", prepare=_accepted, opens=False, states="development"),
    Sending("subcommittees:record", _view),
    Sending("subcommittees:ask", _asking),
    Sending("subcommittees:request_step", lambda p: {"position": "supports", "text": "Yes."}, _asked),
    Sending("subcommittees:owe", lambda p: {"meeting": _meeting().pk, "about": "What it says."}),
    Sending("subcommittees:update_step", lambda p: {"words": "So."}, _promised),
    Sending("subcommittees:interest", _wish, allowed=MEMBERS),
    Sending("consultations:record", _comment),
    Sending(
        "consultations:change", lambda p: {"text": "Other words.", "why": "Misread."}, _published, allowed=COMMENT_OF
    ),
    Sending("consultations:withdraw", lambda p: WHY, _published, allowed=COMMENT_OF),
    Sending("consultations:sort", lambda p: {"stance": "question", **WHY}, _said),
    Sending("consultations:publish", prepare=_said),
    Sending("consultations:publish_all", prepare=_some_said),
    Sending("consultations:unpublish", lambda p: WHY, _published),
    Sending("consultations:answer", lambda p: {"text": "So it is."}, _said),
    Sending("consultations:publish_answers", prepare=_drafted),
    Sending("consultations:unanswer", lambda p: WHY, _answered),
    Sending("consultations:summary", lambda p: {"text": f"They agree ({clock.now()})."}, _group),
    Sending("legaltext:base", _another_version),
    Sending("legaltext:edit", _clause),
    Sending("legaltext:remove", prepare=_edit, opens=False),
    Sending("legaltext:finish", opens=False),
    Sending("papers:compose", opens=False),
    Sending("papers:issue", opens=False),
    Sending("papers:take_down", lambda p: WHY, _issued),
    Sending("papers:glossary", _term, _report, opens=False),
]


# The steps, each from a state in which it can be taken


def step(key: str, state: str, enter: Callable = lambda proposal: {}, also: frozenset = frozenset()) -> Sending:
    def prepare(proposal, by):
        make_way(key, proposal, by)
        return {"key": key}

    def entered(proposal):
        return {"words": "As decided.", "step": "do", **enter(proposal)}

    return Sending("proposals:move", entered, prepare, states=state, allowed=frozenset({"analyst"}) | also)


def _lead(proposal) -> dict:
    return {"lead_analyst": analysts().first().pk}


def _objection(proposal) -> dict:
    """In the name of a Party for whom an authorised submitter of the cast may speak."""
    party = Organisation.objects.get(category="gas_network")
    return {"organisation": party.pk, "reason": "It is material."}


def _sec_version(proposal) -> dict:
    return {"sec_version": make.SecVersionFactory(number="9.9").number}


def _appeal(proposal) -> dict:
    return _objection(proposal) | {"ground": "objectives"}


def _adoption(proposal) -> dict:
    """By the authorised submitter of another organisation than the Proposer's."""
    speaker = Affiliation.objects.get(organisation__category="gas_network")
    return {"organisation": speaker.organisation_id, "adopter": speaker.user_id}


def _urgency(proposal) -> dict:
    return {"criterion": UrgencyForm.CRITERIA[0]}


PROPOSER, AUTHORITY = frozenset({"proposer"}), frozenset({"authority"})
PARTIES = frozenset({"submitter", "proposer"})

STEPS = {
    "review_submission": step("review_submission", "submitted"),
    "resubmit": step("resubmit", "submitted", lambda p: {"issue": "In other words."}, PROPOSER),
    "raise": step("raise", "submitted", _lead),
    "refuse": step("refuse", "submitted", lambda p: {"ground": RefuseForm.GROUNDS[1]}),
    "csc_asks_more": step("csc_asks_more", "development"),
    "csc_agrees": step("csc_agrees", "development"),
    "convert_as_urgent": step("convert_as_urgent", "development"),
    "convert_as_urgent_to_panel": step("convert_as_urgent_to_panel", "development"),
    "convert_as_urgent_to_consultation": step("convert_as_urgent_to_consultation", "development"),
    "proposer_continues": step("proposer_continues", "csc_agreed", also=PROPOSER),
    "convert_to_refinement": step("convert_to_refinement", "csc_agreed"),
    "convert_to_report": step("convert_to_report", "csc_agreed"),
    "convert_to_consultation": step("convert_to_consultation", "csc_agreed", lambda p: {"path": "2"}),
    "approve_fast_track": step("approve_fast_track", "csc_agreed"),
    "panel_declines": step("panel_declines", "csc_agreed"),
    "split": step("split", "refinement", lambda p: {"title_a": "Gas", "title_b": "Electricity"}),
    "present_report": step("present_report", "refinement"),
    "panel_returns_report": step("panel_returns_report", "report_panel"),
    "panel_sends_to_consultation": step("panel_sends_to_consultation", "report_panel"),
    "consultation_closes": step("consultation_closes", "report_mrc"),
    "change_board_defers": step("change_board_defers", "report_change_board"),
    "change_board_returns": step("change_board_returns", "report_change_board"),
    "change_board_approves": step("change_board_approves", "report_change_board"),
    "change_board_rejects": step("change_board_rejects", "report_change_board"),
    "change_board_recommends": step("change_board_recommends", "report_change_board"),
    "change_board_recommends_rejection": step("change_board_recommends_rejection", "report_change_board"),
    "appeal": step("appeal", "appeal_window", _appeal, PARTIES | {"panel member"}),
    "authority_approves": step("authority_approves", "authority_decision", also=AUTHORITY),
    "authority_rejects": step("authority_rejects", "authority_decision", also=AUTHORITY),
    "authority_sends_back": step("authority_sends_back", "authority_decision", also=AUTHORITY),
    "rework_in_refinement": step("rework_in_refinement", "sent_back"),
    "rework_to_consultation": step("rework_to_consultation", "sent_back"),
    "implement": step("implement", "pending_implementation", _sec_version),
    "review_implementation": step("review_implementation", "implemented"),
    "object": step("object", "ft_objection_window", _objection, PARTIES),
    "refine_after_objection": step("refine_after_objection", "ft_halted"),
    "report_after_objection": step("report_after_objection", "ft_halted"),
    "request_urgency": step("request_urgency", "development", _urgency, PROPOSER),
    "grant_urgency": step("grant_urgency", "development", also=AUTHORITY),
    "refuse_urgency": step("refuse_urgency", "development", also=AUTHORITY),
    "place_hold": step("place_hold", "refinement", lambda p: {"kind": "review"}, AUTHORITY),
    "lift_hold": step("lift_hold", "refinement", also=AUTHORITY),
    "authority_subsumes": step("authority_subsumes", "refinement", also=AUTHORITY),
    "authority_exempts": step("authority_exempts", "refinement", also=AUTHORITY),
    "withdraw": step("withdraw", "refinement", also=PROPOSER),
    "adopt": step("adopt", "withdrawal_notice", _adoption, frozenset({"submitter"})),
}


def _nothing(proposal, by) -> dict:
    return {}


REFINING = {
    f"{name} {step}".strip(): Sending(
        name,
        enter,
        prepare or _nothing,
        states="refinement",
        allowed=refining.PROPOSERS.get(name, frozenset({"analyst"})),
    )
    for (name, step), (prepare, enter) in refining.STEPS.items()
}


def _beside(drafted: bool):
    """An Alternative, with a legal text begun or none."""

    def prepare(proposal, by) -> dict:
        arguments = refining.beside()(proposal, by)
        if drafted:
            made, version = proposal.alternatives.get(), make.SecVersionFactory()
            legal.draft_against(proposal=proposal, by=by, alternative=made, version=version)
        return arguments

    return prepare


OF_AN_ALTERNATIVE = [
    Sending("legaltext:base", _another_version, _beside(drafted=False), states="refinement"),
    Sending("legaltext:edit", _clause, _beside(drafted=True), states="refinement"),
    Sending("legaltext:finish", prepare=_beside(drafted=True), opens=False, states="refinement"),
]
SENDINGS = (
    {sending.name: sending for sending in FORMS}
    | {f"{sending.name} of an Alternative": sending for sending in OF_AN_ALTERNATIVE}
    | REFINING
    | {f"proposals:move {key}": one for key, one in STEPS.items()}
)
