"""The demo record against what the source papers say of each proposal, and against the stage each live one is there for."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from accounts.models import Role, User
from audit import clock, verify
from audit.models import Event
from bodies.workingdays import WorkingCalendar
from consultations.actions.withholding import withholding_of
from consultations.models import Consultation, Enclosure, QuestionAnswer, Redaction, Response, Submission
from jobs.models import Job
from legaltext.models import Clause
from notifications.models import Message
from papers import document as d
from papers.models import PaperVersion, Rendition
from proposals.models import Proposal, Window
from proposals.queries import search
from proposals.requirements import NO_ANALYST
from secmods.demo import identities
from secmods.demo.reading import Days, read_people
from subcommittees.models import ViewRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

HISTORIC = {
    ("SECMP0018", "Standard Electricity Distributor Configuration Settings", "implemented", ""),
    ("MP075", "Third party metering service providers", "refinement", ""),
    ("MP087", "Correction to SEC Section G – User Responsibilities", "implemented", "FT"),
    ("DP125", "Correcting the ESME variant", "development", ""),
    ("DP126", "Smart meter consumer data access and control", "development", ""),
    ("DP127", "SMKI RAPP Security Screening clarification", "development", ""),
    ("DP128", "Gas Network Operators SMKI Requirements", "development", ""),
    ("DP129", "Allowing the use of CNSA variant for ECDSA", "development", ""),
    ("MP130", "CH order and delivery changes due to COVID-19", "implemented", "2"),
    ("DP131", "Default maximum demand configuration conflict", "development", ""),
    ("DP132", "DLMS references in GBCS", "development", ""),
    ("DP133", "Consequential changes to SEC Section G", "development", ""),
}
LIVE = {
    ("DP244", "Shorter consultation on a change to one clause", "development", ""),
    ("MP245", "How often consent to half-hourly data is asked for anew", "sent_back", "2"),
    ("MP246", "Longer time to pay a charge in dispute", "authority_decision", "2"),
    ("MP247", "Telling sooner of a new Senior Responsible Officer", "appeal_window", "3"),
    ("MP248", "Booking a test environment at shorter notice", "report_change_board", "3"),
    ("MP249", "Time to replace firmware that is no longer listed", "report_mrc", "3"),
    ("MP250", "Registration Data within two days of a change", "report_panel", "3"),
    ("DP251", "Publishing Device counts by region each month", "withdrawn", ""),
    ("MP252", "Raising the daily limit on on-demand reads for Settlement", "refinement", "2"),
    ("MP253", "One yearly forecast of Communications Hub orders", "withdrawal_notice", "3"),
    ("MP254", "Correcting cross-references in Section H8", "implemented", "FT"),
    ("MP255", "Notice of maintenance to the Self-Service Interface", "refinement", "3"),
    ("MP256", "Removing duplicated reporting provisions from Section G", "ft_halted", "FT"),
    ("MP257", "Correcting the name of the Privacy Controls Framework", "pending_implementation", "FT"),
    ("MP258", "Naming the present energy department in Sections C and X", "ft_objection_window", "FT"),
    ("DP259", "Gas meters left without a Gas Proxy Function after a hub exchange", "csc_agreed", ""),
    ("DP260", "A missing day in the clause on receipt of notices", "csc_agreed", ""),
    ("DP261", "Security screening of contractors who hold User System credentials", "development", ""),
    ("DP262", "Seeing a Device’s firmware before a customer is gained", "development", ""),
    ("DP263", "Telling consumers about long outages of prepayment top-up", "development", ""),
    ("MP264", "Communications Hubs that are returned", "closed_split", "3"),
    ("MP264A", "How soon a returned Communications Hub is collected", "refinement", "3"),
    ("MP264B", "Telling a Party why a returned Communications Hub failed", "refinement", "3"),
}
SUBMISSIONS = {"How long to keep Alt HAN diagnostic records", "Test certificates that expire during long Device trials"}


def proposal(number: int) -> Proposal:
    return Proposal.objects.select_related("implementation__release", "implementation__sec_version").get(number=number)


def test_each_proposal_is_in_its_state_on_its_path():
    raised = Proposal.objects.exclude(number=None)
    assert {(p.reference, p.title, p.state, p.path) for p in raised} == HISTORIC | LIVE
    waiting = Proposal.objects.filter(number=None)
    assert {(p.title, p.state) for p in waiting} == {(title, "submitted") for title in SUBMISSIONS}


def test_mp087_has_the_dates_of_its_report():
    mp087 = proposal(87)
    window = mp087.windows.get()
    assert window.working_days == 15
    assert clock.london_date(window.opens_at) == date(2019, 10, 11)
    # 17:00 in London is 17:00 UTC by then: the clocks had gone back on 27 October.
    assert window.closes_at == window.settled_at == datetime(2019, 11, 1, 17, tzinfo=UTC)
    assert window.outcome == Window.Outcome.EXPIRED
    plan = mp087.implementation
    assert (plan.planned_on, plan.implemented_on, plan.sec_version.number) == (date(2019, 11, 4),) * 2 + ("6.18",)
    assert (mp087.converted_on, mp087.path_determined_on) == (date(2019, 10, 11),) * 2
    steps = [(move.key, clock.london_date(move.effective_at)) for move in mp087.moves.all()]
    assert steps == [
        ("submit", date(2019, 8, 13)),
        ("raise", date(2019, 8, 20)),
        ("csc_agrees", date(2019, 9, 24)),
        ("approve_fast_track", date(2019, 10, 11)),
        ("objection_window_ends", date(2019, 11, 1)),
        ("implement", date(2019, 11, 4)),
    ]


def test_what_happened_long_ago_was_recorded_now():
    recorded = {clock.london_date(move.recorded_at) for p in Proposal.objects.all() for move in p.moves.all()}
    assert len(recorded) == 1
    assert recorded.pop() >= clock.today() - timedelta(days=1)


def test_mp130_was_urgent_and_went_past_refinement():
    """Its dates as SECAS published them: eight working days from the request to the change, 25 May being a holiday."""
    mp130 = proposal(130)
    assert (mp130.urgent, mp130.converted_on) == (True, date(2020, 5, 18))
    asked, granted = mp130.moves.get(key="request_urgency"), mp130.moves.get(key="grant_urgency")
    assert asked.by.name == mp130.proposer.name == "Fenella Drake"
    assert (asked.from_state, asked.to_state, granted.to_state) == ("development",) * 3
    steps = [
        (move.key, clock.london_date(move.effective_at), move.meeting and str(move.meeting.date))
        for move in mp130.moves.all()
    ]
    assert steps == [
        ("submit", date(2020, 5, 14), None),
        ("raise", date(2020, 5, 14), None),
        ("request_urgency", date(2020, 5, 14), None),
        ("grant_urgency", date(2020, 5, 18), None),
        ("convert_as_urgent", date(2020, 5, 18), "2020-05-15"),
        ("change_board_recommends", date(2020, 5, 22), "2020-05-22"),
        ("authority_approves", date(2020, 5, 26), None),
        ("implement", date(2020, 5, 27), None),
    ]
    days = [clock.london_date(move.effective_at) for move in mp130.moves.filter(key__contains="urgency")]
    assert days == [date(2020, 5, 14), date(2020, 5, 18)]
    assert mp130.implementation.implemented_on == date(2020, 5, 27)
    assert WorkingCalendar.load().between(mp130.raised_on, date(2020, 5, 27)) == 8


def test_dp131_arises_from_secmp0018():
    relation = proposal(131).relations.get()
    assert (relation.kind, relation.to.reference) == ("caused_by", "SECMP0018")
    earlier = proposal(18)
    assert earlier.implementation.release.name == "November 2019 SEC Release"
    assert earlier.lead_analyst.name == "Ruth Pemberton"


def test_mp075_went_on_although_two_bodies_had_not_answered():
    """The SMKI PMA was still to meet; the OPSG had been written to between meetings and sent nothing (S0 §3)."""
    decision = proposal(75).moves.get(key="csc_agrees").words
    assert decision.endswith(
        "Taken although open (The OPSG was asked and did not answer. The SMKI PMA was asked and did not "
        "answer.): SECAS will report by word of mouth what the SMKI PMA said, and the OPSG has had its chance to "
        "comment."
    )
    asked = ViewRequest.objects.filter(proposal__number=75)
    on_paper_day = {each.asked: each.state for each in asked.with_state(on=date(2019, 5, 20))}
    assert on_paper_day == {
        "the SSC": "opposes",
        "the TABASC": "opposes",
        "the OPSG": "silent",
        "the SMKI PMA": "asked",
        "the DCC": "no_comment",
    }
    opsg, pma = (asked.get(committee__code=code) for code in ("opsg", "smki-pma"))
    assert (opsg.how, pma.how, pma.due_on) == ("correspondence", "meeting", date(2019, 5, 21))
    owed = pma.verbal_updates.get()
    assert (owed.meeting.committee.code, owed.meeting.date, owed.is_owed) == ("csc", date(2019, 5, 28), True)
    figure = proposal(75).statements.latest_version().figures.get()
    assert (figure.number, figure.caption) == (1, "Possible relationships between Suppliers and Meter Manufacturers")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("MP87", {"MP087"}),
        ("mp087", {"MP087"}),
        ("DP087", {"MP087"}),
        ("087", {"MP087"}),
        ("DP075", {"MP075"}),
        ("SECMP0018", {"SECMP0018", "DP131"}),
        ("H8.6", {"MP254"}),
        ("G3.20", {"MP075", "MP087"}),
    ],
)
def test_old_and_new_references_lead_to_the_proposal(asked, found):
    everybody = AnonymousUser()
    hits = search(Proposal.objects.visible_to(everybody), asked, everybody)
    assert {p.reference for p in hits.distinct()} == found


def test_the_chain_holds():
    assert list(verify.faults()) == []
    assert Event.objects.count() > 500


def test_mail_is_of_what_the_loading_lets_begin_alone_and_the_papers_wait_for_the_worker_to_render_them():
    """Loading waits for no file: each version is queued once for each format, and the pack to be made; nothing else is.
    A consultation that begins with a step that is entered afterwards, and responses that are published, are told of."""
    closes = Consultation.objects.get(proposal__number=249).closes_at.astimezone(clock.LONDON)
    assert sorted(Message.objects.values_list("subject", flat=True)) == [
        "MP248 Modification Report Consultation: responses published",
        f"MP249 Modification Report Consultation: open until {closes:%A} {closes.day} {closes:%B %Y} at 17:00",
    ]
    assert not Rendition.objects.exists()
    assert {kind for (kind,) in Job.objects.values_list("kind")} == {"render_paper", "demo_pack", "send_notices"}
    queued = sorted(Job.objects.filter(kind="render_paper").values_list("payload__version_id", "payload__format"))
    versions = PaperVersion.objects.values_list("pk", flat=True)
    assert queued == sorted((version, format) for version in versions for format in Rendition.Format.values)


def test_everybody_is_invented_and_nobody_has_a_password():
    people = list(User.objects.all())
    entered = read_people(Days.from_today()).people
    assert {user.email for user in people} == {person.email for person in entered}
    assert {user.email.partition("@")[2] for user in people} == {"example.org"}
    assert not any(user.has_usable_password() for user in people)


def test_one_identity_for_each_role():
    known = {identity.email: identity for identity in identities()}
    demo = User.objects.filter(is_demo=True)
    assert {user.email for user in demo} == known.keys()
    assert {role for user in demo for role in user.roles} == set(Role)
    sitting = {seat.committee.code for user in demo for seat in _seats(user)}
    assert {"panel", "csc", "ssc", "change-board"} <= sitting
    assert "the DCC" in {f"the {o}" for user in demo for o in user.organisations if o.category == "dcc"}
    assert known["imogen.farrow@example.org"].role == "SECAS analyst, Lead Analyst of MP087"


def _seats(user):
    return [term.seat for term in user.memberships.on().select_related("seat__committee")]


def test_the_issued_report_is_the_one_of_the_objection_window():
    version = PaperVersion.objects.get(paper__kind="modification-report", paper__proposal__number=87)
    assert (version.slug, version.label, version.is_issued) == ("mp087-modification-report", "1.0", True)
    assert version.composed_on == date(2019, 10, 11)
    document = d.from_json(version.snapshot)
    assert {tick.name for tick in _one(document, d.TickTable).cells if tick.ticked} == {
        "Large Suppliers",
        "Small Suppliers",
        "DCC",
    }
    glossary = next(table for table in _all(document, d.Table) if table.key == "glossary.table")
    assert [_said(row[0]) for row in glossary.rows] == [
        "BEIS",
        "CHF",
        "CSC",
        "DCC",
        "GPF",
        "SEC",
        "SECAS",
        "SMETS",
        "SSC",
        "TABASC",
    ]
    (annex,) = document.annexes
    assert (annex.label, annex.version) == ("Annex A", "1.0")
    words = {p.key: _said(p.words) for p in _all(document, d.Paragraph)}
    assert words["annex-a.baseline"].endswith("SEC Version 6.17.")
    assert "until 17:00 on 1 November 2019" in words["conclusions.panel.objections"]
    assert words["conclusions.panel.objections"].endswith("the change will be implemented on 4 November 2019.")


def _one(document, kind):
    (found,) = _all(document, kind)
    return found


def _all(value, kind):
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _all(item, kind)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _all(getattr(value, name), kind)


def _said(words) -> str:
    return "".join(word.text for word in words)


@pytest.mark.parametrize(
    ("number", "clause", "held_in"), [(87, "G3.20", "6.18"), (254, "H8.5", "112.0"), (254, "H8.6", "112.0")]
)
def test_what_was_implemented_stands_in_its_version_of_the_sec(number, clause, held_in):
    edit = proposal(number).solution.legal_draft.edits.get(clause=clause)
    assert Clause.objects.get(number=clause, version__number=held_in).text == edit.after


class TestLiveProposals:
    """Each is there so that a screen has something to do today."""

    def test_mp258_can_be_objected_to(self):
        window = proposal(258).windows.get()
        assert window.opens_at < clock.now() < window.closes_at
        assert proposal(258).implementation.planned_on > clock.today()

    def test_mp247_can_be_appealed_against(self):
        (window,) = proposal(247).windows.filter(kind=Window.Kind.APPEAL)
        assert window.opens_at < clock.now() < window.closes_at

    def test_mp249_is_out_for_consultation(self):
        (window,) = proposal(249).windows.all()
        assert (window.kind, window.working_days) == (Window.Kind.CONSULTATION, 15)
        assert window.opens_at < clock.now() < window.closes_at

    def test_dp244_is_held_for_the_authoritys_review(self):
        held = proposal(244)
        assert (held.hold_kind, held.held_on) == ("review", held.moves.get(key="place_hold").effective_at.date())

    def test_the_authority_is_asked_for_urgency_on_dp263(self):
        asked = proposal(263)
        assert asked.urgency_requested_on == asked.moves.get(key="request_urgency").effective_at.date()
        assert not asked.urgent

    def test_mp257_waits_for_a_scheduled_release(self):
        plan = proposal(257).implementation
        assert (plan.release.name, plan.planned_on) == ("February 2027 SEC Release", date(2027, 2, 25))
        assert proposal(257).windows.get().outcome == Window.Outcome.EXPIRED

    def test_mp256_was_halted_by_the_party_that_objected(self):
        window = proposal(256).windows.get()
        assert window.outcome == Window.Outcome.HALTED
        assert window.objections.get().organisation.name == "Kestrel Home Energy"
        assert window.opens_at < window.settled_at < window.closes_at < clock.now()
        assert proposal(256).implementation.planned_on is None

    def test_mp264_goes_on_as_two(self):
        """What was told before is the whole’s; each part has its own from then on, and takes over what is ahead."""
        whole, *parts = Proposal.objects.filter(number=264).order_by("suffix")
        assert [whole.updates.count(), *(part.updates.count() for part in parts)] == [2, 1, 1]
        assert {part.relations.get().to for part in parts} == {whole}
        assert [part.timetable.filter(done_on=None).count() for part in parts] == [2, 2]
        agreed = whole.requirement_sets.get().agreed_on
        assert [part.requirement_sets.earliest("sequence").agreed_on for part in parts] == [agreed] * 2
        assert [part.requirement_sets.count() for part in parts] == [2, 1]  # of its own, out for comment

    def test_one_consultation_of_each_kind_and_where_they_are(self):
        """One on a report was opened by its step, and one that is over is entered with what came by e-mail."""
        assert sorted(each.kind for each in Consultation.objects.open_at()) == [
            "code_wide",
            "mrc",
            "refinement",
            "requirements",
            "rfi",
        ]
        report, code = Consultation.objects.over_at().order_by("kind").reverse()
        assert (report.proposal.reference, report.settled_at) == ("MP248", report.closes_at)
        assert (code.questions.questions.count(), code.proposal, code.settled_at) == (26, None, code.closes_at)
        assert {c.proposal.reference for c in Consultation.objects.open_at().exclude(proposal=None)} == {
            "MP249",
            "MP252",
            "MP255",
            "MP264A",
        }

    def test_what_became_of_mp248_is_published(self):
        """Six responses count, one of them accepted after the close; each of four points was answered otherwise."""
        report = Consultation.objects.over_at().get(kind="mrc")
        counting = Submission.objects.counting().filter(response__consultation=report)
        assert (counting.count(), counting.filter(consents=False).count()) == (6, 1)
        assert [row.late_decision for row in counting.filter(late=True)] == ["accepted"]
        confidential = QuestionAnswer.objects.filter(submission__in=counting, confidential=True)
        assert [answer.question.number for answer in confidential] == [3]
        files = Enclosure.objects.filter(submissions__in=counting).distinct()
        assert [(of.title, bool(withholding_of(of))) for of in files.order_by("pk")] == [
            ("Places that stood empty in the summer of 2018", False),
            ("Who booked in the summer of 2018", True),
        ]
        assert report.responses_published_at
        points = report.points.all()
        assert [point.disposition for point in points] == ["accepted", "covered", "rejected", "referred"]
        assert all(point.published_at for point in points)

    def test_what_was_said_on_the_code_is_being_collated(self):
        """The long response with what a person reads in it, four shorter ones, one of them late and not decided on."""
        code = Consultation.objects.over_at().get(kind="code_wide")
        counting = Submission.objects.counting().filter(response__consultation=code)
        assert counting.count() == 4
        assert Submission.objects.undecided().get().response.organisation.short_name == "Lodestar"
        long = counting.get(response__organisation__short_name="Kestrel")
        assert (long.answers.count(), long.clause_comments.count()) == (26, 6)
        repeated = "real equipment no longer has to be there before integration testing can end"
        said = QuestionAnswer.objects.filter(submission__in=counting, text__contains=repeated)
        assert [answer.question.number for answer in said] == [21, 21]
        assert [point.disposition for point in code.points.all()] == ["", "in_part", "", "accepted"]
        assert (code.tags.count(), Redaction.objects.count(), code.responses_published_at) == (2, 1, None)
        assert not code.points.exclude(published_at=None)

    def test_lydia_has_begun_an_answer(self):
        (draft,) = Response.objects.filter(number=None)
        assert (draft.started_by.name, draft.organisation.short_name) == ("Lydia Hargrave", "Kestrel")
        assert Consultation.objects.open_at().filter(pk=draft.consultation_id)
        assert [answer.question.number for answer in draft.drafts.all()] == [1, 2]

    def test_mp253_may_still_be_adopted(self):
        window = proposal(253).windows.get()
        assert (window.kind, window.working_days) == (Window.Kind.ADOPTION, 10)
        assert window.opens_at < clock.now() < window.closes_at

    def test_mp252_has_the_figures_of_a_path_2_proposal(self):
        solution = proposal(252).solution
        assert (solution.dcc_cost_min, solution.dcc_cost_max) == (125_000_000, 190_000_000)
        assert [point.kind for point in solution.points.all()] == ["drawback"] * 3
        assert [str(impact) for impact in solution.code_impacts.all()] == ["BSC"]

    def test_dp262_waits_for_three_answers(self):
        requests = ViewRequest.objects.filter(proposal__number=262).with_state()
        by_state: dict[str, set] = {}
        for request in requests:
            by_state.setdefault(request.state, set()).add(request.asked)
        assert by_state == {
            "asked": {"the SSC", "the TABASC", "the DCC"},
            "silent": {"Northmoor"},
            "supports": {"the OPSG"},
            "no_comment": {"the SMKI PMA"},
            "withdrawn": {"the Change Board"},
        }

    def test_submissions_wait_for_a_lead_analyst(self):
        from proposals.actions.ground import missing_for
        from proposals.lifecycle import MOVES

        for waiting in Proposal.objects.filter(number=None):
            assert missing_for(MOVES["raise"], waiting, clock.today()) == [NO_ANALYST]


def test_loading_again_changes_nothing():
    before = Event.objects.count(), Proposal.objects.count(), User.objects.count(), Job.objects.count()
    told = StringIO()
    call_command("load_demo", stdout=told)
    assert (Event.objects.count(), Proposal.objects.count(), User.objects.count(), Job.objects.count()) == before
    assert [line.strip().partition("  ")[0] for line in told.getvalue().splitlines()[1:]] == [
        identity.name for identity in identities()
    ]


def test_nothing_is_loaded_where_demo_is_off(settings):
    call_command("load_demo", stdout=StringIO())
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("load_demo", stdout=StringIO())
