"""The pages of consultations: the list, a consultation, the tab of a proposal, and the pages on which SECAS runs one."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Category
from audit import clock
from consultations import actions
from consultations.actions.preparing import Texts
from consultations.models import Consultation, Kind, Question
from consultations.views import running
from tests import factories as make
from tests.consultations import asked
from tests.consultations.running import OPENED, after, opened, prepared
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db

LIST = "/consultations/"
FEED = "/consultations/last-days.ics"


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def analyst(by):
    return signed_in(by)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def titles(response) -> list[str]:
    return [each.row.title for each in response.context["consultations"]]


def some(by) -> None:
    """Of every state: two open, one prepared, two over, one taken back."""
    opened(by, title="Open for long", days=40)
    opened(by, title="Open for less", days=20, invited=(Category.GAS_NETWORK,))
    prepared(by, title="Prepared")
    actions.take_consultation_back(consultation=opened(by, title="Taken back"), by=by, reason="Wrong.")
    for ago, title in ((100, "Over since long"), (60, "Over lately")):
        with clock.set_to(clock.now() - timedelta(days=ago)):
            opened(by, title=title)


def test_open_ones_stand_first_by_their_close_then_the_others(by, client, analyst):
    some(by)
    public = ["Open for less", "Open for long", "Over lately", "Over since long"]
    assert titles(client.get(LIST)) == public
    assert titles(analyst.get(LIST)) == ["Open for less", "Open for long", "Prepared", *_others()]


def _others():
    return ["Taken back", "Over lately", "Over since long"]


@pytest.mark.parametrize(
    "query, found",
    [
        ("course=open", ["Open for less", "Open for long"]),
        ("course=closed", ["Over lately", "Over since long"]),
        ("category=gas_network&course=open", ["Open for less", "Open for long"]),
        ("category=large_supplier&course=open", ["Open for long"]),
        ("kind=rfi", []),
    ],
)
def test_the_list_is_filtered(by, client, query, found):
    some(by)
    assert titles(client.get(f"{LIST}?{query}")) == found


def test_what_the_list_does_not_know_is_said(client, by):
    some(by)
    assert "There is no state “prepared”" in text(client.get(f"{LIST}?course=prepared"))
    assert titles(signed_in(by).get(f"{LIST}?course=prepared")) == ["Prepared"]


def test_the_empty_list_says_what_will_stand_there(client):
    assert "Nothing is consulted on" in text(client.get(LIST))
    assert "No consultation matches" in text(client.get(f"{LIST}?kind=rfi"))


def _many(number: int) -> None:
    for n in range(number):
        asked.submission(asked.consultation(title=f"Number {n}"))


@pytest.mark.parametrize("number", [3, 300])
def test_the_list_costs_as_much_with_many_as_with_few(number, client, django_assert_num_queries):
    _many(number)
    client.get(LIST)
    with django_assert_num_queries(4):
        assert client.get(f"{LIST}?size=100").status_code == 200


def events(response) -> list[dict]:
    """Each event of a calendar, by the names of its lines, unfolded."""
    found = response.content.decode().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]
    return [dict(line.split(":", 1) for line in event.split("\r\n") if ":" in line) for event in found]


def test_the_last_days_can_be_subscribed_to(by, client):
    with clock.set_to(OPENED):
        held = opened(by, title="Meters; gas")  # until Wednesday 8 April, 17:00 in London: 16:00 in UTC
        prepared(by, title="Prepared")
        closer = prepared(by, title="Closer")
        texts = Texts("Closer", "Why.", classification="amber")
        actions.change_consultation(consultation=closer, by=by, texts=texts)
        actions.open_consultation(consultation=closer, by=by, closes_on=after(20))
        first = events(client.get(FEED))
        actions.extend_consultation(consultation=held, by=by, closes_on=date(2026, 4, 20), reason="So many asked.")
        second = events(client.get(FEED))
        actions.take_consultation_back(consultation=held, by=by, reason="Wrong, all of it.")
        third = events(client.get(FEED))
    assert [event["SUMMARY"] for event in first] == ["Closes: Meters\\; gas"]
    assert [(e["DTSTART"], e["SEQUENCE"], e["STATUS"]) for (e,) in (first, second, third)] == [
        ("20260408T160000Z", "0", "CONFIRMED"),
        ("20260420T160000Z", "1", "CONFIRMED"),
        ("20260420T160000Z", "2", "CANCELLED"),
    ]
    assert third[0]["DESCRIPTION"] == "Taken back: Wrong\\, all of it."
    assert first[0]["URL"].endswith(held.get_absolute_url())
    assert len({event["UID"] for event in (*first, *second, *third)}) == 1


def test_the_calendar_costs_as_much_with_many_as_with_few(client, django_assert_num_queries):
    for number in (3, 30):
        _many(number)
        with django_assert_num_queries(1):
            assert client.get(FEED).status_code == 200


def test_the_page_says_what_is_asked_by_when_and_of_whom(by, client):
    held = opened(
        by, invited=(Category.GAS_NETWORK,), who_should_respond="- Those with meters", texts=("Why?", "When?")
    )
    page = text(client.get(held.get_absolute_url()))
    for words in (
        "What it is about.",
        "Gas Network Operator",
        "Those with meters",
        "Why?",
        "When?",
        "20 working days left",
    ):
        assert words in page
    assert "20 working days to answer; the least that the rules ask is 20." in page
    assert "Sign in to respond" in page


def test_an_extension_stands_there_with_its_reason(by, client):
    held = opened(by)
    actions.extend_consultation(consultation=held, by=by, closes_on=after(30), reason="The meeting was moved.")
    assert "The meeting was moved." in text(client.get(held.get_absolute_url()))


def test_what_is_prepared_is_there_for_secas_alone(by, client, analyst):
    waits = prepared(by, title="Later")
    never = actions.take_consultation_back(consultation=prepared(by, title="Never"), by=by, reason="Wrong.")
    for held in (waits, never):
        assert client.get(held.get_absolute_url()).status_code == 404
        assert signed_in(make.party()).get(held.get_absolute_url()).status_code == 404
        assert analyst.get(held.get_absolute_url()).status_code == 200


def test_where_the_letters_of_one_that_was_taken_back_lead_stands_that_it_was_and_why(by, client, analyst):
    held = opened(by, introduction="How many meters?")
    actions.take_consultation_back(consultation=held, by=by, reason="Wrong.")
    page = client.get(held.get_absolute_url())
    assert page.status_code == 410
    assert "Wrong." in text(page)
    assert "How many meters?" not in text(page)
    assert "How many meters?" in text(analyst.get(held.get_absolute_url()))
    Consultation.objects.filter(pk=held.pk).update(classification="amber")
    assert client.get(held.get_absolute_url()).status_code == 404


def test_the_tab_lists_those_of_the_proposal(by, client):
    proposal, other = refined(by), refined(by)
    held = opened(by, Kind.INFORMATION, proposal, title="Meters")
    opened(by, Kind.INFORMATION, other, title="Others")
    page = client.get(reverse("consultations:of_proposal", args=[proposal.slug]))
    assert titles(page) == ["Meters"]
    assert held.get_absolute_url() in text(page)


# Running it


def test_an_analyst_prepares_changes_and_opens_one(by, analyst):
    proposal = refined(by)
    tab = analyst.get(reverse("consultations:of_proposal", args=[proposal.slug]))
    address = tab.context["prepare_url"]
    assert "Request for Information" in text(analyst.get(address))
    assert analyst.post(address, {"kind": "rfi", "title": "Meters"}).status_code == 302
    held = Consultation.objects.get()
    own = [reverse(f"consultations:{name}", args=[held.pk]) for name in ("change_consultation", "open")]
    change, open_ = own
    assert "It has no question yet." in text(analyst.get(open_))
    Question.objects.create(of=held.questions, number=1, text="How many?", asks="text")
    sent = {"title": "Meters", "introduction": "How many.", "classification": "white", "invited": ["gas_network"]}
    assert analyst.post(change, sent | {"version": 1}).status_code == 302
    assert (Consultation.objects.get().invited, Consultation.objects.get().version) == (["gas_network"], 2)
    closes = {"closes_on": after(10).isoformat()}
    review = text(analyst.post(open_, closes | {"step": "review"}))
    assert "open from now until" in review
    assert "10 working days to answer; the least that the rules ask is 10." in review
    assert Consultation.objects.get().opened_at is None
    assert analyst.post(open_, closes | {"step": "do"}).status_code == 302
    assert Consultation.objects.get().is_open_at(clock.now())


def test_it_is_said_before_who_will_be_told(by, analyst):
    person = make.party(Category.GAS_NETWORK)
    held = prepared(by, invited=(Category.GAS_NETWORK,))
    address = reverse("consultations:open", args=[held.pk])
    page = text(analyst.post(address, {"closes_on": after(20).isoformat(), "step": "review"}))
    assert "1 person is told: whoever may speak for an organisation that is asked." in page
    assert person.name in page


def test_too_short_a_period_is_refused_where_it_was_entered(by, analyst):
    held = prepared(by)
    page = analyst.post(
        reverse("consultations:open", args=[held.pk]), {"closes_on": after(19).isoformat(), "step": "review"}
    )
    assert page.status_code == 422
    assert "open for at least 20 working days" in text(page)
    assert page.context["form"].errors.keys() == {"closes_on"}


@pytest.mark.parametrize(
    "kind, absent",
    [(Kind.REPORT, {"invited", "classification"}), (Kind.REFINEMENT, {"classification"}), (Kind.INFORMATION, set())],
)
def test_what_a_kind_settles_is_not_asked_for(by, analyst, kind, absent):
    held = prepared(by, kind, refined(by))
    address = reverse("consultations:change_consultation", args=[held.pk])
    form = analyst.get(address).context["form"]
    assert {"invited", "classification"} - form.fields.keys() == absent
    sent = {"title": "Mine", "introduction": "So.", "classification": "white", "version": 1}
    assert analyst.post(address, sent).status_code == 302
    assert Consultation.objects.get().title == "Mine"


def test_the_second_of_two_tabs_sees_both_texts(by, analyst):
    held = prepared(by)
    address = reverse("consultations:change_consultation", args=[held.pk])
    sent = {"title": "Mine", "introduction": "So.", "classification": "white", "version": 1}
    assert analyst.post(address, sent | {"title": "Theirs"}).status_code == 302
    page = analyst.post(address, sent)
    assert page.status_code == 409
    assert "Theirs" in text(page)
    again = page.context["form"].data
    assert (again["title"], again["version"]) == ("Mine", "2")
    assert analyst.post(address, again.dict()).status_code == 302
    assert Consultation.objects.get().title == "Mine"


def test_it_is_extended_and_taken_back(by, analyst):
    held = opened(by)
    pages = {name: reverse(f"consultations:{name}", args=[held.pk]) for name in ("extend", "take_back")}
    more = {"closes_on": after(30).isoformat(), "reason": "More time.", "step": "do"}
    assert analyst.post(pages["extend"], more).status_code == 302
    assert clock.london_date(Consultation.objects.get().closes_at) == after(30)
    assert analyst.post(pages["take_back"], {"reason": "Wrong.", "step": "do"}).status_code == 302
    assert Consultation.objects.get().is_taken_back
    assert "It was taken back: Wrong." in text(analyst.get(pages["take_back"]))


def faster(monkeypatch, act) -> None:
    """Somebody else does ``act`` when the page has been read and nothing is done yet."""
    real = running.bound

    def bound(*args, **options):
        act()
        return real(*args, **options)

    monkeypatch.setattr(running, "bound", bound)


def test_where_somebody_else_was_faster_the_page_says_so_and_keeps_what_was_typed(by, analyst, monkeypatch):
    other = make.analyst()
    closes = {"closes_on": after(30).isoformat(), "step": "do"}
    texts = {"title": "Mine", "introduction": "Long thought over.", "classification": "white"}

    def open_(held):
        actions.open_consultation(consultation=held, by=other, closes_on=after(25))

    def take_back(held):
        actions.take_consultation_back(consultation=held, by=other, reason="Wrong.")

    for name, make_one, act, sent, words in (
        ("open", prepared, open_, closes, "Somebody else was faster: it was opened on"),
        ("open", prepared, take_back, closes, "Somebody else was faster: it was taken back. Wrong."),
        ("extend", opened, take_back, closes | {"reason": "So many asked."}, "it was taken back. Wrong."),
        ("take_back", opened, take_back, {"reason": "Not needed.", "step": "do"}, "it was taken back. Wrong."),
        ("change_consultation", prepared, take_back, texts, "it was taken back. Wrong."),
    ):
        held = make_one(by, title=f"{name} {act.__name__}")
        with monkeypatch.context() as patch:
            faster(patch, lambda held=held, act=act: act(held))
            page = analyst.post(reverse(f"consultations:{name}", args=[held.pk]), sent)
        assert page.status_code == 409
        assert words in text(page)
        for typed in ("reason", "introduction"):
            assert sent.get(typed, "") in text(page)


def test_what_was_typed_for_one_that_was_opened_meanwhile_is_not_lost(by, analyst):
    held = opened(by)
    texts = {"title": "Mine", "introduction": "Long thought over.", "classification": "white", "version": 1}
    page = analyst.post(reverse("consultations:change_consultation", args=[held.pk]), texts)
    assert page.status_code == 409
    assert "Long thought over." in text(page)


NAMES = ("change_consultation", "open", "extend", "take_back")


@pytest.mark.parametrize("name", NAMES)
def test_whoever_does_not_run_it_is_turned_away(by, client, name):
    held = opened(by)
    address = reverse(f"consultations:{name}", args=[held.pk])
    assert signed_in(by).get(address).status_code == 200
    assert client.get(address).status_code == 302
    assert signed_in(make.party()).get(address).status_code == 403


def test_a_report_names_its_step_instead_of_a_button(by, analyst):
    held = prepared(by, Kind.REPORT, refined(by))
    page = text(analyst.get(reverse("consultations:open", args=[held.pk])))
    assert "by which the Panel sends the report" in page
    assert reverse("consultations:open", args=[held.pk]) not in text(analyst.get(held.get_absolute_url()))


def test_a_date_is_not_over_before_its_time(by, client):
    with clock.set_to(clock.closing(date(2026, 3, 9)) - timedelta(hours=6)):
        held = opened(by)
    with clock.set_to(held.closes_at - timedelta(microseconds=1)):
        assert "last day" in text(client.get(held.get_absolute_url()))
    with clock.set_to(held.closes_at):
        assert "Responses closed" in text(client.get(held.get_absolute_url()))


def test_the_heading_of_a_proposal_says_what_is_open(by, client):
    proposal = refined(by)
    with clock.set_to(clock.now() - timedelta(days=60)):
        over = opened(by, Kind.INFORMATION, proposal, title="Over")
    held = opened(by, Kind.INFORMATION, proposal, title="Open")
    page = text(client.get(proposal.get_absolute_url()))
    assert f"Request for Information: open until {clock.london_date(held.closes_at):%A %-d %B %Y} at 17:00." in page
    assert f"open until {clock.london_date(over.closes_at):%A %-d %B %Y}" not in page
