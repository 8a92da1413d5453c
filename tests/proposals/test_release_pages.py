"""The pages of the releases: what the public reads, what SECAS does, what each costs (look.md)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from proposals import actions
from proposals.actions.parts import Place
from proposals.models import Implementation, ImplementationPart, Move, PlanChange, Proposal, Release, SecVersion
from proposals.states import State
from tests import factories as make
from tests.proposals.states import fresh, pending, refined
from tests.reading import all_words, crowd, links, parsed, words

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 19)
LATER = date(2027, 6, 24)
CONSENT = {"consent_words": "Agreed.", "consent_on": NOVEMBER}


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def secas(client, by):
    client.force_login(by)
    return client


@pytest.fixture
def release(by):
    return actions.enter_release(
        by=by, name="June 2027 SEC Release", kind="scheduled", date=LATER, scope="Documents.", limit="Ten."
    )


def into(release, proposal, by, **more) -> Proposal:
    actions.plan_implementation(proposal=proposal, by=by, release=release, reason="So agreed.", **CONSENT, **more)
    return fresh(proposal)


def section(response, heading: str) -> str:
    return next(words(s) for s in parsed(response).iter("section") if s.get("aria-labelledby") == heading)


# Reading


def test_nothing_planned_says_what_will_stand_where(client):
    response = client.get("/releases/")
    assert "None is planned." in section(response, "upcoming")
    assert "None yet." in section(response, "past")


def test_those_to_come_stand_before_those_that_are_in(client, by, release):
    for name, day in (("Far", date(2028, 2, 24)), ("Old", date(2026, 6, 25)), ("Older", date(2026, 2, 26))):
        actions.enter_release(by=by, name=name, kind="ad_hoc", date=day)
    for name, day in (("Older", date(2026, 2, 26)), ("Old", date(2026, 6, 25))):
        found = Release.objects.get(name=name)
        actions.implement_release(release=found, by=by, sec_version=f"11{day.month}.0", effective=day)
    actions.enter_release(by=by, name="Due", kind="ad_hoc", date=clock.today())
    into(release, refined(by), by)
    response = client.get("/releases/")
    assert all_words(response, "tbody", "th[@scope='row']") == ["Due", "June 2027 SEC Release", "Far", "Old", "Older"]
    assert "Its day has come" in section(response, "upcoming")
    assert "June 2027 SEC Release Thursday 24 June 2027 Scheduled 1 – Documents." in section(response, "upcoming")
    assert links(client.get("/"))["Releases"] == "/releases/"
    assert "Enter a release" not in links(response)


def test_a_release_says_what_it_carries_and_changes(client, by, release):
    proposal = into(release, refined(by, number=201, title="One matter"), by)
    response = client.get(release.get_absolute_url())
    facts = dict(zip(all_words(response, "dt"), all_words(response, "dd"), strict=True))
    assert facts == {
        "Date": "Thursday 24 June 2027",
        "SEC version": "Not known yet",
        "Kind": "Scheduled",
        "Scope": "Documents.",
        "The most it can hold": "Ten.",
    }
    assert section(response, "carried-title").endswith("MP201 One matter Refinement Section G ‘Security’")
    assert section(response, "documents-title") == "SEC documents changed Section G ‘Security’ by MP201"
    assert links(response)["MP201"] == proposal.get_absolute_url()
    assert "Still missing" not in all_words(response, "th")
    overview = client.get(proposal.get_absolute_url())
    assert links(overview)["June 2027 SEC Release"] == release.get_absolute_url()


def test_a_non_working_day_is_told_and_taken(secas, client):
    answer = secas.post("/releases/enter/", {"name": "Sunday", "kind": "ad_hoc", "date": "2027-08-01"}, follow=True)
    assert (
        "This is not a working day." in dict(zip(all_words(answer, "dt"), all_words(answer, "dd"), strict=True))["Date"]
    )
    assert Release.objects.get().date == date(2027, 8, 1)


def test_secas_sees_what_is_still_missing(secas, by, release):
    into(release, refined(by, number=201), by)
    shown = section(secas.get(release.get_absolute_url()), "carried-title")
    assert shown.endswith("It is not approved yet: In Refinement.")


def test_what_is_not_open_leaves_no_trace(client, by, release):
    ordinary = client.get(release.get_absolute_url()).content.count(b"<tr>")
    proposal = into(release, refined(by, number=201, title="Zircon"), by)
    other = actions.enter_release(by=by, name="Other", kind="ad_hoc", date=LATER + timedelta(1))
    into(other, proposal, by)
    into(release, proposal, by)
    Proposal.objects.filter(pk=proposal.pk).update(classification="amber")
    for reader, seen in ((None, False), (make.party(), False), (by, True)):
        client.logout()
        if reader:
            client.force_login(reader)
        page, listed = client.get(release.get_absolute_url()), client.get("/releases/")
        assert ("MP201" in page.content.decode()) is seen
        assert page.content.count(b"<tr>") == (2 if seen else ordinary)
        assert {row["count"] for row in listed.context["upcoming"]} == ({0, 1} if seen else {0})


def test_how_it_moved_is_told(client, by, release):
    proposal = into(release, pending(by, number=201), by)
    actions.move_release(release=release, by=by, to=LATER + timedelta(7), reason="The DCC needs a week.", **CONSENT)
    told = section(client.get(release.get_absolute_url()), "changes-title")
    assert "1 July 2027 instead of 24 June 2027 The DCC needs a week." in told
    assert "MP201 moved in So agreed. The Authority consented on 19 November 2026: Agreed." in told
    overview = section(client.get(proposal.get_absolute_url()), "implementation")
    assert (
        "1 July 2027 (June 2027 SEC Release) instead of 24 June 2027 (June 2027 SEC Release). The DCC needs a week. "
        "With the consent of the Authority on 19 November 2026: Agreed."
    ) in overview


# Acting: who, and what of it is shown before

ACTING = ("/releases/enter/", "{}edit/", "{}move/", "{}implement/")


@pytest.mark.parametrize("address", ACTING)
def test_only_secas_has_the_pages(client, by, release, address):
    where = address.format(release.get_absolute_url())
    data = {
        "name": "X",
        "kind": "ad_hoc",
        "date": "2027-01-01",
        "to": "2027-01-01",
        "reason": "So.",
        "sec_version": "9.9",
    }
    assert client.get(where).status_code == client.post(where, data).status_code == 302
    for user in (make.party(), make.administrator(), make.authority()):
        client.force_login(user)
        assert client.get(where).status_code == client.post(where, data).status_code == 403
    client.force_login(by)
    assert client.get(where).status_code == 200


@pytest.mark.parametrize("address", ["/releases/no-such/", "/releases/no-such/edit/"])
def test_no_such_release(secas, address):
    assert secas.get(address).status_code == 404


def opened(client, where) -> dict:
    form = client.get(where).context["form"]
    return {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False, [])}


def test_two_people_at_one_release(secas, by, release):
    where = f"{release.get_absolute_url()}edit/"
    mine = {**opened(secas, where), "scope": "Mine."}
    actions.save_release(release=release, by=by, name=release.name, kind="scheduled", scope="Theirs.")
    answer = secas.post(where, mine)
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    assert "Mine." in answer.content.decode()
    secas.post(where, {**opened(secas, where), "scope": "Mine."})
    assert Release.objects.get().scope == "Mine."


@pytest.mark.parametrize(
    "page, extra", [("move/", {"to": "2027-07-01", "reason": "So."}), ("implement/", {"sec_version": "9"})]
)
def test_a_release_that_changed_meanwhile_is_looked_at_again(secas, by, release, page, extra):
    where = f"{release.get_absolute_url()}{page}"
    sent = {**opened(secas, where), **extra}
    actions.save_release(release=release, by=by, name=release.name, kind="ad_hoc")
    answer = secas.post(where, sent, follow=True)
    assert "Nothing of yours is done yet" in answer.content.decode()
    assert Release.objects.get().date == LATER


def test_moving_asks_for_the_consent_that_it_needs(secas, by, release):
    proposal = into(release, pending(by, number=201), by)
    where = f"{release.get_absolute_url()}move/"
    page = secas.get(where)
    assert "The Authority, for MP201." in all_words(page, "dd")
    sent = {**opened(secas, where), "to": "2027-07-01", "reason": "Longer."}
    answer = secas.post(where, sent)
    assert list(answer.context["form"].errors) == ["consent_words"]
    secas.post(where, {**sent, "consent_words": "Agreed.", "consent_on": "2026-11-19"})
    assert fresh(proposal).implementation.planned_on == date(2027, 7, 1)


def test_implementing_shows_first_and_asks_again(secas, by):
    release = actions.enter_release(by=by, name="Today", kind="ad_hoc", date=clock.today(), sec_version="9.9")
    proposals = [into(release, pending(by), by) for _ in range(2)]
    late = into(release, refined(by), by)
    where = f"{release.get_absolute_url()}implement/"
    sent = {**opened(secas, where), "step": "review"}
    answer = secas.post(where, sent)
    assert answer.status_code == 422
    assert f"{late.reference}: It is not approved yet" in answer.context["form"].errors["leave_out"][0]
    part = ImplementationPart.objects.get(plan__proposal=late)
    sent |= {"leave_out": str(part.pk), "left_out_reason": "Not decided."}
    review = secas.post(where, sent)
    assert review.status_code == 200
    effects = " ".join(all_words(review, "dd"))
    assert all(f"{proposal} comes in." in effects for proposal in proposals)
    assert f"{late}. It has to be planned anew." in effects
    assert "people are told" in effects or "person is told" in effects
    assert not Release.objects.get().implemented_on
    changed = secas.post(where, {**sent, "step": "change"})
    assert (changed.status_code, changed.context["form"]["left_out_reason"].value()) == (200, "Not decided.")
    secas.post(where, {**sent, "step": "do"})
    assert Release.objects.get().implemented_on == clock.today()
    assert {fresh(p).state for p in proposals} == {State.IMPLEMENTED}
    for page in ("implement/", "move/"):
        assert secas.get(f"{release.get_absolute_url()}{page}").status_code == 302


# Parts on the pages of a proposal


def test_a_proposal_is_divided_and_planned_part_by_part(secas, by, release):
    proposal = refined(by, number=201)
    where = f"{proposal.get_absolute_url()}edit/implementation/"
    assert secas.post(f"{where}parts/", {**opened(secas, f"{where}parts/"), "row-add": "part"}).status_code == 200
    sent = {**opened(secas, f"{where}parts/"), "part-count": "2", "part-0-title": "Documents"}
    answer = secas.post(f"{where}parts/", {**sent, "part-1-title": "", "part-1-number": "7"})
    assert answer.context["form"].errors == {"part-1-title": ["Say what part 2 is."]}
    secas.post(f"{where}parts/", {**sent, "part-1-title": "Systems"})
    secas.post(where, {**opened(secas, where), "release-2": release.pk, "planned_on-1": "2027-02-25"})
    parts = ImplementationPart.objects.filter(plan__proposal=proposal)
    assert [(p.title, p.planned_on, p.release) for p in parts] == [
        ("Documents", date(2027, 2, 25), None),
        ("Systems", LATER, release),
    ]
    overview = section(secas.get(proposal.get_absolute_url()), "implementation")
    assert "Part 2: Systems Planned for Thursday 24 June 2027 June 2027 SEC Release" in overview
    shown = section(secas.get(release.get_absolute_url()), "carried-title")
    assert "Part 2: Systems" in shown


def test_moving_what_is_approved_asks_why(secas, by, release):
    proposal = pending(by, number=201)
    where = f"{proposal.get_absolute_url()}edit/implementation/"
    sent = {**opened(secas, where), "planned_on": "", "release": release.pk}
    answer = secas.post(where, sent)
    assert list(answer.context["form"].errors) == ["reason"]
    secas.post(where, {**sent, "reason": "Longer.", "consent_words": "Agreed.", "consent_on": "2026-11-19"})
    assert PlanChange.objects.get().reason == "Longer."
    answer = secas.post(where, {**opened(secas, where), "rationale": "With the others."})
    assert answer.status_code == 302  # nothing moves: no reason is asked for


def test_one_part_comes_in(secas, by):
    proposal = pending(by, number=201)
    rows = [{"number": 1, "title": "Documents"}, {"title": "Systems"}]
    actions.divide(proposal=proposal, by=by, parts=rows)
    actions.plan_parts(proposal=proposal, by=by, places={2: Place(planned_on=LATER)}, reason="Longer.", **CONSENT)
    where = f"{proposal.get_absolute_url()}parts/"
    hub = secas.get(f"{proposal.get_absolute_url()}edit/implementation/")
    assert links(hub)["Record implementation of Part 1: Documents"] == f"{where}1/implement/"
    assert secas.get(f"{where}3/implement/").status_code == 404
    wrong = secas.post(f"{where}2/implement/", {"sec_version": "9.9", "step": "do"})
    assert "still to come" in wrong.context["form"].errors["__all__"][0]
    review = secas.post(f"{where}1/implement/", {"sec_version": "9.9", "step": "review"})
    assert "Part 1: Documents is in. MP201 stays “Pending implementation”." in all_words(review, "dd")
    assert not SecVersion.objects.filter(number="9.9").exists()
    secas.post(f"{where}1/implement/", {"sec_version": "9.9", "step": "do"})
    assert ImplementationPart.objects.get(plan__proposal=proposal, number=1).implemented_on == clock.today()
    last = secas.get(f"{where}2/implement/")
    assert (last.status_code, last["Location"]) == (302, f"{proposal.get_absolute_url()}moves/implement/")


# What the pages cost


LIST, PAGE = (4, 6), (8, 12)  # for the public, and for an analyst


def test_three_hundred_cost_what_three_cost(client, by, release):
    template = into(release, refined(by, number=201), by)

    def costs() -> tuple:
        client.logout()
        public = tuple(cost(client, where) for where in ("/releases/", release.get_absolute_url()))
        client.force_login(by)
        return tuple(zip(public, (cost(client, w) for w in ("/releases/", release.get_absolute_url())), strict=True))

    fill(release, template, 3, 1)
    assert costs() == (LIST, PAGE)
    fill(release, template, 297, 2)
    assert len(client.get(release.get_absolute_url()).context["carried"]) == 301
    assert costs() == (LIST, PAGE)


def cost(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def fill(release, template, many: int, batch: int) -> None:
    """Proposals in the release, releases beside it, and changes of plan, written as rows."""
    before = set(Proposal.objects.values_list("pk", flat=True))
    crowd(many, template, first=1000 * batch)
    made = Implementation.objects.exclude(proposal__in=before)
    ImplementationPart.objects.filter(plan__in=made).update(release=release, planned_on=release.date)
    now = clock.now()
    PlanChange.objects.bulk_create(
        PlanChange(plan=plan, part_number=1, to_release=release, to_date=release.date, from_date=NOVEMBER, at=now)
        for plan in made
    )
    Release.objects.bulk_create(
        Release(name=f"R {batch} {n}", slug=f"r-{batch}-{n}", kind="ad_hoc", date=LATER) for n in range(many)
    )
    assert Move.objects.filter(proposal__in=made.values("proposal")).count() == many
