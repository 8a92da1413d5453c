"""The pages on which moves are made: what they ask, what they show before anything happens, and what they answer when
the move cannot be made."""

from datetime import date, datetime, timedelta

import pytest

from audit import clock
from legaltext.models import Edit
from proposals import actions
from proposals.forms.moving import UrgencyForm
from proposals.models import Move, Objection, Proposal, SecVersion
from proposals.states import State
from tests.factories import (
    STATEMENT,
    CommitteeFactory,
    MeetingFactory,
    SecDocumentFactory,
    UserFactory,
    agreed_proposal,
    analyst,
    asked,
    draft_proposal,
    fast_tracked,
    party,
    ready_for_fast_track,
    submission,
)
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db
RAISED = date(2019, 8, 21)
DECIDED = date(2019, 10, 11)
WORDS = "The Panel agreed that this is a correction and not a material change."


@pytest.fixture
def secas(client):
    user = analyst()
    client.force_login(user)
    return user


def address(proposal, key):
    return f"/modifications/{proposal.slug}/moves/{key}/"


def fresh(proposal):
    return Proposal.objects.get(pk=proposal.pk)


def effects(answer):
    return {effect.term: effect.items_list for effect in answer.context["effects"]}


# Who may, and what there is


def test_a_step_nobody_knows_and_a_step_that_time_makes_are_not_found(client, secas):
    proposal = draft_proposal(by=secas)
    assert client.get(address(proposal, "csc_agrees")).status_code == 200
    assert client.get(address(proposal, "no-such-step")).status_code == 404
    assert client.get(address(proposal, "objection_window_ends")).status_code == 404


def test_a_number_that_does_not_exist_is_not_found(client, secas):
    proposal = draft_proposal(by=secas)
    assert client.get(address(proposal, "csc_agrees")).status_code == 200
    for slug in ("DP999", "DP99999999999999999999", "submission-0"):
        answer = client.get(f"/modifications/{slug}/moves/csc_agrees/")
        assert answer.status_code == 404
        assert "Traceback" not in answer.content.decode()


def test_a_stranger_signs_in_and_a_party_may_not(client):
    proposal = draft_proposal()
    client.force_login(analyst())
    assert client.get(address(proposal, "csc_agrees")).status_code == 200
    client.force_login(party())
    answer = client.get(address(proposal, "csc_agrees"))
    assert answer.status_code == 403
    assert "This step is for SECAS, recording the decision to take." in answer.content.decode()
    client.logout()
    answer = client.get(address(proposal, "csc_agrees"))
    assert answer["Location"] == f"/accounts/login/?next={address(proposal, 'csc_agrees')}"


# Raising


def test_raising_asks_for_the_lead_analyst_on_the_spot(client, secas):
    proposal = submission()
    answer = client.get(address(proposal, "raise"))
    assert list(answer.context["form"].fields) == ["lead_analyst", "effective", "words"]
    client.post(address(proposal, "raise"), {"lead_analyst": secas.pk, "step": "do"})
    raised = fresh(proposal)
    assert (raised.state, raised.lead_analyst, raised.reference) == (State.DEVELOPMENT, secas, "DP001")


def test_raising_without_a_lead_analyst_says_so_and_changes_nothing(client, secas):
    proposal = submission()
    answer = client.post(address(proposal, "raise"), {"step": "do"})
    assert answer.context["form"].errors == {"lead_analyst": ["Choose the Lead Analyst."]}
    assert fresh(proposal).state == State.SUBMITTED


# Decisions


def test_what_is_missing_stands_in_place_of_the_form_with_where_to_mend_it(client, secas):
    proposal = draft_proposal(by=secas)
    answer = client.get(address(proposal, "csc_agrees"))
    assert answer.context["form"] is None
    urls = {reason["url"] for reason in answer.context["missing"]}
    base = f"/modifications/{proposal.slug}/edit"
    assert urls == {f"{base}/problem-statement/", f"{base}/sec-references/"}
    client.post(address(proposal, "csc_agrees"), {"words": "Agreed.", "step": "do"})
    assert fresh(proposal).state == State.DEVELOPMENT


def ready_for_csc(by):
    proposal = draft_proposal(by=by, raised_on=RAISED)
    actions.revise_problem_statement(proposal=proposal, by=by, texts=STATEMENT, on=RAISED)
    reference = {"document": SecDocumentFactory(), "locator": "G3.20"}
    actions.save_sec_references(proposal=proposal, by=by, references=[reference])
    return fresh(proposal)


def test_an_open_view_may_be_accepted_with_a_reason_only(client, secas):
    proposal = ready_for_csc(secas)
    ssc = CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC")
    asked(proposal, secas, ssc, asked_on=RAISED)
    answer = client.get(address(proposal, "csc_agrees"))
    assert [reason["words"] for reason in answer.context["missing"]] == ["The SSC was asked and did not answer."]
    answer = client.post(address(proposal, "csc_agrees"), {"words": "Agreed.", "step": "do"})
    assert answer.context["form"].errors == {"accepted": ["Say why this may go ahead although something is open."]}
    client.post(address(proposal, "csc_agrees"), {"words": "Agreed.", "accepted": "It meets later.", "step": "do"})
    assert fresh(proposal).state == State.CSC_AGREED
    assert "It meets later." in Move.objects.latest("pk").words


def test_a_decision_takes_the_date_of_its_meeting(client, secas):
    csc = CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC")
    meeting = MeetingFactory(committee=csc, date=date(2019, 9, 24))
    MeetingFactory(committee=csc, date=clock.today() + timedelta(days=7))
    proposal = ready_for_csc(secas)
    form = client.get(address(proposal, "csc_agrees")).context["form"]
    assert list(form.fields["meeting"].queryset) == [meeting]
    client.post(address(proposal, "csc_agrees"), {"meeting": meeting.pk, "words": "Agreed.", "step": "do"})
    move = Move.objects.latest("pk")
    assert (move.meeting, clock.london_date(move.effective_at), move.words) == (meeting, meeting.date, "Agreed.")


def test_another_date_than_the_meetings_is_refused(client, secas):
    csc = CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC")
    meeting = MeetingFactory(committee=csc, date=date(2019, 9, 24))
    proposal = ready_for_csc(secas)
    sent = {"meeting": meeting.pk, "effective": "2019-09-25", "words": "Agreed.", "step": "do"}
    answer = client.post(address(proposal, "csc_agrees"), sent)
    assert answer.context["form"].errors == {
        "effective": ["The meeting was on 24 September 2019; leave the date empty or give that day."]
    }
    assert fresh(proposal).state == State.DEVELOPMENT


def test_a_decision_is_not_dated_tomorrow_nor_before_the_step_before_it(client, secas):
    proposal = ready_for_csc(secas)
    tomorrow = clock.today() + timedelta(days=1)
    answer = client.post(address(proposal, "csc_agrees"), {"effective": tomorrow, "words": "Agreed.", "step": "do"})
    assert answer.context["form"].errors["effective"] == [
        f"{tomorrow:%-d %B %Y} is still to come; a decision is recorded once it is made."
    ]
    answer = client.post(address(proposal, "csc_agrees"), {"effective": "2019-08-20", "words": "Agreed.", "step": "do"})
    assert answer.context["form"].errors["effective"] == [
        "20 August 2019 is before the last step, which took effect on 21 August 2019."
    ]
    assert "Agreed." in answer.content.decode()
    assert fresh(proposal).state == State.DEVELOPMENT


def test_a_date_that_does_not_exist_is_told(client, secas):
    proposal = ready_for_csc(secas)
    answer = client.post(address(proposal, "csc_agrees"), {"effective": "2019-02-30", "words": "Agreed.", "step": "do"})
    assert answer.context["form"].errors["effective"] == ["Give a date that exists, such as 4 November 2019."]


# Being asked twice


def test_fast_track_is_shown_and_asked_before_it_is_done(client, secas):
    proposal = ready_for_fast_track(by=secas, raised_on=RAISED)
    CommitteeFactory()
    where = address(proposal, "approve_fast_track")
    page = client.get(where)
    assert page.context["step"] == "review"

    sent = {"effective": DECIDED.isoformat(), "words": WORDS}
    review = client.post(where, {**sent, "step": "review"})
    assert review.templates[0].name == "proposals/move_review.html"
    # 15 working days after Friday 11 October 2019 end on Friday 1 November; one more is Monday the 4th (MP087, §6).
    assert effects(review)["Dates"] == [
        "An objection window of 15 working days opens; it closes on Friday 1 November 2019 at 17:00.",
        "Implementation is planned for Monday 4 November 2019, unless a Party objects.",
    ]
    assert effects(review)["What changes"][1:] == ["DP001 becomes MP001; its old address leads to the new one."]
    assert effects(review)["Who is told"] == [
        "Nobody is told: a step entered afterwards mails nobody (everybody who speaks for a Party would have been)."
    ]
    assert fresh(proposal).state == State.CSC_AGREED

    carried = dict(review.context["carried"])
    answer = client.post(where, {**carried, "step": "do"}, follow=True)
    # The window of 2019 is long over: what its end brings is written when somebody next acts.
    assert fresh(proposal).state == State.FT_OBJECTION_WINDOW
    assert "Approved by the Panel as Fast-Track" in answer.content.decode()


def test_what_would_be_refused_is_refused_before_the_second_question(client, secas):
    proposal = ready_for_fast_track(by=secas, raised_on=RAISED)
    CommitteeFactory()
    tomorrow = clock.today() + timedelta(days=1)
    answer = client.post(
        address(proposal, "approve_fast_track"), {"effective": tomorrow, "words": WORDS, "step": "review"}
    )
    assert answer.templates[0].name == "proposals/move.html"
    assert list(answer.context["form"].errors) == ["effective"]


def test_from_the_second_question_one_may_go_back_and_change_what_was_entered(client, secas):
    proposal = ready_for_fast_track(by=secas)
    CommitteeFactory()
    answer = client.post(address(proposal, "approve_fast_track"), {"words": WORDS, "step": "change"})
    assert answer.templates[0].name == "proposals/move.html"
    assert answer.status_code == 200
    assert WORDS in answer.content.decode()
    assert fresh(proposal).state == State.CSC_AGREED


# Somebody faster


def test_a_step_that_somebody_else_took_says_who_when_and_where_it_is_now(client, secas):
    colleague = analyst(name="Ines Okafor")
    proposal = ready_for_fast_track(by=colleague)
    CommitteeFactory()
    where = address(proposal, "approve_fast_track")
    assert client.get(where).status_code == 200
    actions.approve_fast_track(proposal=proposal, by=colleague, words=WORDS)
    answer = client.post(where, {"words": "My own words.", "step": "do"}, follow=True)
    # The address changed with the decision; what was sent goes on with it.
    assert answer.redirect_chain == [("/modifications/MP001/moves/approve_fast_track/", 308)]
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "MP001 is now “Approved as Fast-Track, open to objection”" in page
    assert "Approved by the Panel as Fast-Track" in page
    assert "Recorded by Ines Okafor" in page
    assert "My own words." in page
    assert Move.objects.filter(key="approve_fast_track").count() == 1


def test_the_loser_of_a_race_is_told_the_same(client, secas, monkeypatch):
    """The proposal moves between the look at it and the act."""
    proposal = ready_for_csc(secas)
    act = actions.record_csc_agreement

    def beaten(**arguments):
        actions.withdraw(proposal=proposal, by=secas, words="Withdrawn first.")
        return act(**arguments)

    monkeypatch.setitem(actions.ACTS, "csc_agrees", beaten)
    answer = client.post(address(proposal, "csc_agrees"), {"words": "My own words.", "step": "do"})
    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.content.decode()
    assert "My own words." in answer.content.decode()


# Objecting, withdrawing, implementing


def test_a_party_objects_and_implementation_is_halted(client):
    proposal = fast_tracked(decided_on=None)
    objector = party()
    client.force_login(objector)
    where = address(proposal, "object")
    form = client.get(where).context["form"]
    assert list(form.fields) == ["organisation", "reason"]
    reason = "It changes what we must do."
    sent = {"organisation": objector.organisations[0].pk, "reason": reason}
    assert client.post(where, {**sent, "step": "review"}).templates[0].name == "proposals/move_review.html"
    assert not Objection.objects.exists()
    client.post(where, {**sent, "step": "do"})
    assert fresh(proposal).state == State.FT_HALTED
    assert Objection.objects.get().reason == reason


def test_an_objection_without_a_reason_is_not_one(client):
    proposal = fast_tracked()
    objector = party()
    client.force_login(objector)
    sent = {"organisation": objector.organisations[0].pk, "reason": "", "step": "review"}
    answer = client.post(address(proposal, "object"), sent)
    assert answer.context["form"].errors == {"reason": ["Give the reason for the objection."]}
    assert fresh(proposal).state == State.FT_OBJECTION_WINDOW


def test_secas_enters_an_objection_with_the_time_it_came_in_london(client, secas):
    decided = clock.today() - timedelta(days=1)
    proposal = fast_tracked(by=secas, raised_on=decided - timedelta(days=1), decided_on=decided)
    company = party().organisations[0]
    received = datetime.combine(decided, datetime.min.time()).replace(hour=16, minute=30)
    sent = {"organisation": company.pk, "reason": "It is material.", "received_at": f"{received:%Y-%m-%dT%H:%M}"}
    client.post(address(proposal, "object"), {**sent, "step": "do"})
    assert Objection.objects.get().received_at == received.replace(tzinfo=clock.LONDON)


def test_the_proposer_withdraws_with_a_reason_and_a_colleague_of_another_company_may_not(client):
    proposer = party()
    proposal = draft_proposal(proposer=proposer)
    client.force_login(party())
    assert client.get(address(proposal, "withdraw")).status_code == 403
    client.force_login(proposer)
    where = address(proposal, "withdraw")
    assert "effective" not in client.get(where).context["form"].fields
    answer = client.post(where, {"words": "", "step": "do"})
    assert answer.context["form"].errors == {"words": ["Say why the proposal is withdrawn."]}
    client.post(where, {"words": "Another proposal covers it.", "step": "do"})
    assert fresh(proposal).state == State.WITHDRAWN


def test_implementing_asks_for_the_sec_version(client, secas):
    proposal = fast_tracked(by=secas, raised_on=RAISED, decided_on=DECIDED)
    actions.settle_windows(proposal=proposal)
    proposal = fresh(proposal)
    where = address(proposal, "implement")
    answer = client.post(where, {"effective": "2019-11-04", "step": "review"})
    assert answer.context["form"].errors == {"sec_version": ["Give the version of the SEC that carries the change."]}
    client.post(where, {"sec_version": "6.18", "effective": "2019-11-04", "step": "do"})
    assert fresh(proposal).state == State.IMPLEMENTED
    assert SecVersion.objects.get(number="6.18").effective_on == date(2019, 11, 4)


def test_urgency_is_asked_for_with_a_ground_and_recorded_with_the_words_of_the_authority(client, secas):
    proposal = draft_proposal(by=secas)
    ask, answer = address(proposal, "request_urgency"), address(proposal, "grant_urgency")
    assert client.get(answer).context["missing"][0]["words"] == "Urgency has not been asked for."
    assert client.get(answer).context["missing"][0]["url"] == ask
    assert client.post(ask, {}).context["form"].errors == {
        "criterion": ["Choose what is at stake."],
        "words": ["Say why the proposal is urgent."],
    }
    client.post(ask, {"words": "Stocks run out.", "criterion": UrgencyForm.CRITERIA[0]})
    assert fresh(proposal).urgency_requested_on == clock.today()
    assert client.post(answer, {"words": ""}).context["form"].errors == {
        "words": ["Write the words of the answer and the timetable it sets."]
    }
    client.post(answer, {"words": "Urgency is granted."})
    assert fresh(proposal).urgent


def test_every_step_is_rehearsed_without_a_trace(client, secas):
    proposal = ready_for_fast_track(by=secas)
    CommitteeFactory()
    before = (Move.objects.count(), Edit.objects.count(), fresh(proposal).version)
    client.post(address(proposal, "approve_fast_track"), {"words": WORDS, "step": "review"})
    assert (Move.objects.count(), Edit.objects.count(), fresh(proposal).version) == before


def test_a_reader_without_a_role_is_offered_nothing_to_do(client):
    proposal = draft_proposal()
    client.force_login(UserFactory())
    assert client.get(address(proposal, "withdraw")).status_code == 403


def test_an_agreed_problem_goes_to_refinement(client, secas):
    proposal = agreed_proposal(by=secas)
    CommitteeFactory()
    client.post(address(proposal, "convert_to_refinement"), {"words": WORDS, "step": "do"})
    assert (fresh(proposal).state, fresh(proposal).reference) == (State.REFINEMENT, "MP001")


def next_of(client, proposal, key: str) -> list[str]:
    effects = client.get(f"/modifications/{proposal.slug}/moves/{key}/").context["effects"]
    return next((e.items_list for e in effects if e.term == "Who acts next"), [])


def test_who_acts_next_is_who_is_waited_for_and_nobody_else(client):
    """Nobody moves a held proposal but who lifts the hold (row 41); an answer on urgency is owed once it was asked for."""
    by = analyst()
    client.force_login(by)
    proposal = refined(by)
    assert next_of(client, proposal, "place_hold") == ["The Authority, or SECAS."]
    asked = next_of(client, proposal, "request_urgency")
    assert "The Authority, or SECAS recording its answer." in asked
    assert "The Authority, or SECAS." not in asked
    actions.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")
    assert "The Authority, or SECAS recording its answer." not in next_of(client, proposal, "refuse_urgency")
    actions.place_hold(proposal=proposal, by=by, words="Wait.")
    lifted = next_of(client, fresh(proposal), "lift_hold")
    assert "SECAS." in lifted
    assert "The Authority, or SECAS." not in lifted
