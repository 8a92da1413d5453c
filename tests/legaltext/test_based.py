"""Before a change comes in, its legal text is based on the version of the SEC that stands (domain §2.2 row 43)."""

from datetime import date

import pytest

from audit import clock
from audit.acts import Refused
from audit.models import EventDetail
from legaltext import actions as legal
from legaltext.models import Clause
from legaltext.queries import draft_of, redlines_of
from proposals import actions
from proposals.models import SecVersion
from proposals.ports import MUST, SHOULD, reasons_for
from tests import factories as make
from tests.proposals.states import fresh, pending
from tests.proposals.test_releases import CONSENT

pytestmark = pytest.mark.django_db

BEFORE, AFTER, THEIRS = "Each User shall agree with:", "Each User shall arrange with:", "Each User shall settle with:"
BASED, NEWER, TODAY = date(2026, 2, 26), date(2026, 6, 25), date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _today():
    with clock.set_to(clock.start_of(TODAY)):
        yield


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    """Approved and due today; its legal text amends G3.20 as it stands in 110.0."""
    proposal = pending(by)
    based = make.SecVersionFactory(number="110.0", effective_on=BASED)
    legal.draft_against(proposal=proposal, by=by, version=based)
    enter(by, "110.0", BEFORE)
    edit(proposal, by)
    return proposal


def enter(by, number: str, text: str, clause: str = "G3.20") -> Clause:
    version = SecVersion.objects.get(number=number)
    return legal.enter_clause(by=by, document=make.SecDocumentFactory(), version=version, number=clause, text=text)


def edit(proposal, by, operation: str = "amend", after: str = AFTER, **more):
    own = {"proposal": proposal, "by": by, "document": make.SecDocumentFactory(), "clause": "G3.20"}
    return legal.save_edit(**own, operation=operation, after=after, **more)


def newer(on: date = NEWER, number: str = "111.0") -> SecVersion:
    return make.SecVersionFactory(number=number, effective_on=on)


def missing(proposal, on: date = TODAY) -> list[tuple[str, str]]:
    queryset = type(proposal).objects.filter(pk=proposal.pk)
    (reasons,) = reasons_for(["legal_text_based"], queryset, on)[proposal.pk].values()
    return [(reason.strength, reason.text) for reason in reasons]


OLDER = "The legal text is drafted against SEC version 110.0. SEC version 111.0 is in force, and leaves as it was what "
OLDER += "the legal text changes."
MISFIT = "The legal text no longer fits the SEC: Section G3.20 has another text since SEC version 110.0."


def test_the_newest_version_is_well(proposal):
    assert missing(proposal) == []


def test_an_older_one_may_be_accepted_while_the_clauses_are_as_they_were(by, proposal):
    newer()
    assert missing(proposal) == [(SHOULD, OLDER)]
    enter(by, "111.0", BEFORE)
    enter(by, "111.0", "Something else.", clause="G3.21")
    assert missing(proposal) == [(SHOULD, OLDER)]


def test_a_clause_that_reads_otherwise_has_to_be_looked_at(by, proposal):
    newer()
    enter(by, "111.0", THEIRS)
    assert missing(proposal) == [(MUST, MISFIT)]
    with pytest.raises(Refused, match="no longer fits"):
        actions.implement(proposal=proposal, by=by, sec_version="112.0", accepted="Never mind.")


def test_the_place_of_an_inserted_clause_may_be_taken(by, proposal):
    newer()
    edit(proposal, by, "insert_after", "A new duty.", new_number="G3.21")
    enter(by, "111.0", "A duty that another change brought.", clause="G3.21")
    words = "The legal text no longer fits the SEC: Section G3.21 has another text since SEC version 110.0."
    assert missing(proposal) == [(MUST, words)]


def test_what_came_in_with_an_earlier_part_of_the_same_change_fits(by, proposal):
    newer()
    enter(by, "111.0", AFTER)
    assert missing(proposal) == [(SHOULD, OLDER)]


def test_only_what_is_in_force_before_the_day_counts(by, proposal):
    """The version that the change itself makes is of its own day; and what is entered afterwards is held against the
    SEC of its own day."""
    newer(on=TODAY)
    enter(by, "111.0", THEIRS)
    assert missing(proposal) == []
    assert missing(proposal, date(2026, 11, 26)) == [(MUST, MISFIT)]


def test_nothing_is_asked_of_a_proposal_without_a_legal_text(by):
    proposal = pending(by)
    newer()
    assert missing(proposal) == []


def test_basing_it_anew_carries_its_clauses_over_and_settles_it(by, proposal):
    version = newer()
    legal.draft_against(proposal=proposal, by=by, version=version)
    assert missing(proposal) == []
    assert Clause.objects.get(version=version).text == BEFORE
    (redline,) = redlines_of(draft_of(fresh(proposal)))
    assert [change.kind for change in redline.changes] == ["amended"]


def test_basing_it_anew_leaves_what_the_newer_version_holds(by, proposal):
    version = newer()
    enter(by, "111.0", THEIRS)
    legal.draft_against(proposal=proposal, by=by, version=version)
    assert (missing(proposal), Clause.objects.get(version=version).text) == ([], THEIRS)


def test_an_older_one_goes_ahead_with_a_reason_that_is_kept(by, proposal):
    newer()
    with pytest.raises(Refused) as refused:
        actions.implement(proposal=proposal, by=by, sec_version="112.0")
    assert refused.value.field == "accepted"
    move = actions.implement(proposal=proposal, by=by, sec_version="112.0", accepted="Nothing else changed there.")
    assert move.words == f"Taken although open ({OLDER}): Nothing else changed there."


def test_a_release_asks_it_of_everything_it_carries(by, proposal, client):
    newer()
    release = actions.enter_release(by=by, name="November 2026 SEC Release", kind="scheduled", date=TODAY)
    actions.plan_implementation(proposal=proposal, by=by, release=release, reason="As agreed.", **CONSENT)
    client.force_login(by)
    page = client.get(f"/releases/{release.slug}/implement/")
    assert [row["words"] for row in page.context["missing"]] == [f"{proposal.reference}: {OLDER}"]
    assert "accepted" in page.context["form"].fields
    given = {"sec_version": "112.0", "step": "do", "version": release.version}
    assert client.post(f"/releases/{release.slug}/implement/", given).status_code == 422
    answer = client.post(f"/releases/{release.slug}/implement/", given | {"accepted": "Nothing else changed there."})
    assert (answer.status_code, fresh(proposal).state) == (302, "implemented")


def test_a_release_does_not_come_in_with_a_text_that_does_not_fit(by, proposal):
    newer()
    enter(by, "111.0", THEIRS)
    release = actions.enter_release(by=by, name="November 2026 SEC Release", kind="scheduled", date=TODAY)
    actions.plan_implementation(proposal=proposal, by=by, release=release, reason="As agreed.", **CONSENT)
    with pytest.raises(actions.NotReady) as refused:
        actions.implement_release(release=release, by=by, sec_version="112.0", accepted="Never mind.")
    assert refused.value.reasons == [f"{proposal.reference}: {MISFIT}"]


def test_one_part_is_asked_it_too_and_keeps_the_reason(by, proposal, client):
    newer()
    rows = [{"number": 1, "title": "Documents"}, {"title": "Systems"}]
    actions.divide(proposal=proposal, by=by, parts=rows, reason="In two.", **CONSENT)
    client.force_login(by)
    address = f"/modifications/{proposal.slug}/parts/1/implement/"
    assert client.post(address, {"sec_version": "112.0", "step": "do"}).status_code == 422
    given = {"sec_version": "112.0", "step": "do", "accepted": "Nothing else changed there."}
    assert client.post(address, given).status_code == 302
    assert (
        EventDetail.objects.latest("sequence")
        .body["sentence"]
        .endswith(f"Taken although open ({OLDER}): Nothing else changed there.")
    )


def test_the_form_asks_for_the_day_that_it_is_about(by, proposal, client):
    """Planned for Wednesday 25 November and entered on Friday: a version of Thursday says nothing against it."""
    newer(on=date(2026, 11, 26))
    enter(by, "111.0", THEIRS)
    client.force_login(by)
    address = f"/modifications/{proposal.slug}/moves/implement/"
    with clock.set_to(clock.start_of(date(2026, 11, 27))):
        assert client.get(address).context["form"] is not None
        late = {"sec_version": "112.0", "step": "review"}
        assert client.post(address, late).context["form"] is None
        assert client.post(address, late | {"effective": "2026-11-25"}).status_code == 200
        client.post(address, {"sec_version": "112.0", "step": "do", "effective": "2026-11-25"})
    assert fresh(proposal).state == "implemented"
