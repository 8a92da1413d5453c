"""What an objection does, and which are heard (SEC Section D; MP087 Modification Report §7; domain §7, vector 4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from audit import clock
from audit.acts import Refused
from audit.models import Event
from notifications.models import Message
from proposals import actions
from proposals.models import Move, Objection, Window
from proposals.states import Path, State
from tests import factories as make
from tests.proposals.correcting import approved
from tests.proposals.states import everything, fresh, object_to

pytestmark = pytest.mark.django_db

PANEL_DAY = date(2019, 10, 11)


def test_an_objection_clears_the_date_and_nothing_is_implemented_after_it():
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    assert proposal.implementation.planned_on is not None
    object_to(proposal)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.implementation.planned_on) == (State.FT_HALTED, None)
    with pytest.raises(actions.TooLate):
        actions.implement(proposal=proposal, by=by, sec_version="9.9")
    with clock.set_to(clock.now() + timedelta(days=60)):
        actions.settle_windows(proposal=proposal)
        assert fresh(proposal).state == State.FT_HALTED


def test_after_an_objection_the_date_is_planned_like_any_other_and_planned_again():
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    object_to(proposal)
    with pytest.raises(Refused, match="until the Panel has chosen another path"):
        actions.plan_implementation(proposal=proposal, by=by, planned_on=date(2030, 6, 27))
    actions.refine_after_objection(proposal=proposal, by=by, words="Refinement.")
    for day in (date(2030, 6, 27), date(2030, 11, 7)):
        actions.plan_implementation(proposal=proposal, by=by, planned_on=day)
        assert fresh(proposal).implementation.planned_on == day


@pytest.mark.parametrize(
    "step, state", [("refine_after_objection", State.REFINEMENT), ("report_after_objection", State.REPORT_PANEL)]
)
def test_the_panel_chooses_another_path_and_fast_track_is_over(step, state):
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    object_to(proposal)
    assert fresh(proposal).path == Path.FAST_TRACK
    actions.ACTS[step](proposal=proposal, by=by, words="Another path.")
    proposal = fresh(proposal)
    assert (proposal.state, proposal.path, proposal.path_determined_on, proposal.path_reasons) == (state, "", None, "")
    actions.determine_path(proposal=proposal, by=by, path=Path.SELF_GOVERNANCE, reasons="Not material.")
    assert fresh(proposal).path == Path.SELF_GOVERNANCE


@pytest.mark.parametrize("path", [Path.SELF_GOVERNANCE, Path.AUTHORITY_DETERMINED, "", Path.FAST_TRACK])
def test_no_other_path_is_chosen_over_a_fast_track_decision(path):
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    with pytest.raises(Refused) as refused:
        actions.determine_path(proposal=proposal, by=by, path=path, reasons="Another.")
    assert refused.value.field == "path"
    assert fresh(proposal).path == Path.FAST_TRACK


def test_fast_track_is_never_chosen_as_a_path():
    by = make.analyst()
    proposal = make.draft_proposal(by=by)
    with pytest.raises(Refused) as refused:
        actions.determine_path(proposal=proposal, by=by, path=Path.FAST_TRACK, reasons="Small.")
    assert refused.value.field == "path"
    actions.determine_path(proposal=proposal, by=by, path=Path.AUTHORITY_DETERMINED, reasons="Material.")
    assert (fresh(proposal).path, fresh(proposal).path_determined_on) == (Path.AUTHORITY_DETERMINED, clock.today())


def test_a_second_party_is_heard_without_a_second_step():
    proposal = make.fast_tracked()
    object_to(proposal)
    moves, settled = Move.objects.count(), proposal.windows.get().settled_at
    second = make.party(category="small_supplier")
    object_to(proposal, by=second, reason="We are affected too.")
    assert Move.objects.count() == moves
    assert list(Objection.objects.values_list("reason", flat=True)) == ["It is material.", "We are affected too."]
    assert proposal.windows.get().settled_at == settled
    assert Event.objects.filter(action="objection_added").count() == 1


def test_a_second_party_is_heard_until_the_window_would_have_closed_and_not_after():
    proposal = make.fast_tracked()
    object_to(proposal)
    closes = proposal.windows.get().closes_at
    with clock.set_to(closes - timedelta(microseconds=1)):
        object_to(proposal)
    with clock.set_to(closes), pytest.raises(Refused, match="closed on"):
        object_to(proposal)
    assert Objection.objects.count() == 2


def test_a_party_objects_once_whoever_speaks_for_it():
    proposal, speaker = make.fast_tracked(), make.party()
    object_to(proposal, by=speaker)
    before = everything()
    for by in (speaker, make.analyst()):
        with pytest.raises(Refused) as refused:
            object_to(proposal, by=by, organisation=speaker.organisations[0])
        assert refused.value.field == "organisation"
        assert "already objected" in refused.value.sentence
    assert everything() == before


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"reason": "  "}, "reason"),
        ({"received_at": datetime(2099, 1, 1, tzinfo=UTC)}, "received_at"),
        ({"organisation": "the DCC"}, "organisation"),
    ],
)
def test_an_objection_that_is_none_is_refused_at_its_field(fields, field):
    proposal, by = make.fast_tracked(), make.analyst()
    company = make.OrganisationFactory()
    given = {"organisation": company} | fields
    if given["organisation"] == "the DCC":
        given["organisation"] = make.OrganisationFactory(category="dcc", is_party=False)
    before = everything()
    with pytest.raises(Refused) as refused:
        object_to(proposal, by=by, **given)
    assert refused.value.field == field
    assert everything() == before
    object_to(proposal, by=by, organisation=company)
    assert Objection.objects.count() == 1


def test_an_objection_that_came_by_e_mail_is_recorded_with_the_instant_it_came():
    by, company = make.analyst(), make.OrganisationFactory()
    proposal = make.fast_tracked(by=by)
    received = clock.now() + timedelta(minutes=5)
    with clock.set_to(clock.now() + timedelta(days=1)):
        object_to(proposal, by=by, organisation=company, received_at=received)
    objection, move = Objection.objects.get(), fresh(proposal).moves.last()
    assert (objection.received_at, objection.by, objection.organisation) == (received, by, company)
    assert clock.london_date(move.effective_at) == clock.london_date(received)
    assert proposal.windows.get().settled_at == received


def test_one_that_came_before_the_window_opened_is_none():
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    with pytest.raises(Refused):
        object_to(proposal, by=by, organisation=make.OrganisationFactory(), received_at=clock.now() - timedelta(days=1))
    assert fresh(proposal).state == State.FT_OBJECTION_WINDOW


def test_a_historic_objection_enters_the_record_long_after_and_mails_nobody():
    by = make.analyst()
    proposal = make.fast_tracked(by=by, raised_on=date(2019, 8, 20), decided_on=PANEL_DAY)
    received = datetime(2019, 10, 22, 9, 30, tzinfo=UTC)
    object_to(proposal, by=by, organisation=make.OrganisationFactory(), received_at=received)
    proposal, window = fresh(proposal), proposal.windows.get()
    assert (proposal.state, proposal.state_since) == (State.FT_HALTED, date(2019, 10, 22))
    assert (window.outcome, window.settled_at) == (Window.Outcome.HALTED, received)
    assert not Message.objects.filter(proposal=proposal).exists()


def test_a_historic_one_that_came_late_is_refused_with_the_day():
    by = make.analyst()
    proposal = make.fast_tracked(by=by, raised_on=date(2019, 8, 20), decided_on=PANEL_DAY)
    with pytest.raises(Refused, match="Friday 1 November 2019 at 17:00"):
        object_to(
            proposal, by=by, organisation=make.OrganisationFactory(), received_at=clock.closing(date(2019, 11, 1))
        )


def test_proposer_and_panel_are_told_of_an_objection_today():
    proposal = make.fast_tracked()
    panel = make.member(make.CommitteeFactory())
    object_to(proposal)
    messages = Message.objects.filter(move__key="object")
    assert set(messages.values_list("audience", flat=True)) == {"proposer", "panel"}
    assert messages.get(audience="panel").deliveries.get().user == panel


def test_objections_are_append_only():
    proposal = make.fast_tracked()
    object_to(proposal)
    for change in (lambda: Objection.objects.update(reason="None."), lambda: Objection.objects.all().delete()):
        with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
            change()
    assert Objection.objects.get().reason == "It is material."


def messages_of(key: str) -> dict[str, set]:
    found = Message.objects.filter(move__key=key)
    return {message.audience: {copy.user for copy in message.deliveries.all()} for message in found}


def test_one_that_came_earlier_is_told_today_where_the_decision_stood_on_record():
    """It halts what people rely on (docs/decisions/a-late-objection-is-told.md)."""
    by, panel = make.analyst(), make.member(make.CommitteeFactory())
    proposal = approved(by, on=PANEL_DAY)
    received = datetime(2019, 10, 18, 9, tzinfo=UTC)
    with clock.set_to(datetime(2019, 10, 21, 9, tzinfo=UTC)):
        object_to(proposal, by=by, organisation=make.party().organisations[0], received_at=received)
    assert messages_of("object") == {"proposer": {proposal.proposer, proposal.lead_analyst}, "panel": {panel}}
    assert Message.objects.filter(audience="receipt").count() == 0


def test_one_entered_after_the_end_of_its_window_is_told_too():
    by, panel = make.analyst(), make.member(make.CommitteeFactory())
    proposal = approved(by, on=PANEL_DAY)
    with clock.set_to(datetime(2019, 11, 20, 9, tzinfo=UTC)):
        actions.settle_windows(proposal=proposal)
        received = datetime(2019, 10, 18, 9, tzinfo=UTC)
        object_to(proposal, by=by, organisation=make.party().organisations[0], received_at=received)
    assert messages_of("object") == {"proposer": {proposal.proposer, proposal.lead_analyst}, "panel": {panel}}


def test_nobody_is_told_where_the_decision_too_is_entered_today_for_an_earlier_day():
    """The historic record is being taken over: the decision is of last Friday, and so is the objection of Monday."""
    by = make.analyst()
    make.member(make.CommitteeFactory())
    with clock.set_to(datetime(2019, 10, 21, 9, tzinfo=UTC)):
        proposal = make.fast_tracked(by=by, raised_on=date(2019, 8, 20), decided_on=PANEL_DAY)
        received = datetime(2019, 10, 18, 9, tzinfo=UTC)
        object_to(proposal, by=by, organisation=make.party().organisations[0], received_at=received)
    assert messages_of("object") == {}
