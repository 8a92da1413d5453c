"""MP087's way, and what an objection does to it (SEC Section D; MP087 Modification Report §§6–7)."""

from datetime import date

import pytest

from audit import clock, verify
from audit.acts import NotAllowed, Refused
from proposals import actions
from proposals.models import Proposal, Window
from proposals.states import Path, State
from tests import factories as make

pytestmark = pytest.mark.django_db

PANEL_DAY = date(2019, 10, 11)


def fresh(proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def test_a_panel_decision_of_11_october_2019_is_implemented_on_4_november_2019():
    by = make.analyst()
    proposal = make.fast_tracked(by=by, number=87, raised_on=date(2019, 8, 20), decided_on=PANEL_DAY)
    assert (proposal.reference, proposal.state, proposal.path) == ("MP087", State.FT_OBJECTION_WINDOW, Path.FAST_TRACK)
    window = proposal.windows.get()
    assert (window.working_days, window.closes_at) == (15, clock.closing(date(2019, 11, 1)))
    assert proposal.implementation.planned_on == date(2019, 11, 4)

    actions.implement(proposal=proposal, by=by, sec_version="6.18", effective=date(2019, 11, 4))

    proposal = fresh(proposal)
    assert proposal.state == State.IMPLEMENTED
    assert [(m.key, m.to_state, clock.london_date(m.effective_at)) for m in proposal.moves.all()] == [
        ("submit", State.SUBMITTED, date(2019, 8, 20)),
        ("raise", State.DEVELOPMENT, date(2019, 8, 20)),
        ("csc_agrees", State.CSC_AGREED, date(2019, 8, 20)),
        ("approve_fast_track", State.FT_OBJECTION_WINDOW, PANEL_DAY),
        ("objection_window_ends", State.PENDING_IMPLEMENTATION, date(2019, 11, 1)),
        ("implement", State.IMPLEMENTED, date(2019, 11, 4)),
    ]
    assert proposal.windows.get().outcome == Window.Outcome.EXPIRED
    assert list(verify.faults()) == []


def test_a_party_halts_the_implementation_and_the_panel_must_choose_another_path():
    by, objector = make.analyst(), make.party()
    proposal = make.fast_tracked(by=by)
    company = objector.organisations[0]

    actions.object_to_fast_track(proposal=proposal, organisation=company, reason="It is material.", by=objector)

    proposal = fresh(proposal)
    assert proposal.state == State.FT_HALTED
    assert proposal.implementation.planned_on is None
    assert proposal.windows.get().outcome == Window.Outcome.HALTED
    with pytest.raises(Refused):
        actions.implement(proposal=proposal, by=by, sec_version="6.18")

    actions.refine_after_objection(proposal=proposal, by=by, words="Refinement.")
    assert (fresh(proposal).state, fresh(proposal).path) == (State.REFINEMENT, "")


def test_only_somebody_who_speaks_for_a_party_may_object():
    proposal = make.fast_tracked()
    stranger = make.UserFactory()
    company = make.OrganisationFactory()
    with pytest.raises(NotAllowed):
        actions.object_to_fast_track(proposal=proposal, organisation=company, reason="No.", by=stranger)
    assert fresh(proposal).state == State.FT_OBJECTION_WINDOW
