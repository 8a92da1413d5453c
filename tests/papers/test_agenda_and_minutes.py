"""The agenda and the minutes of a meeting: what they say, and what each edition holds."""

from datetime import UTC, date, datetime, time

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from audit.acts import Refused
from bodies.models import Committee, Meeting, Membership, Seat
from papers import actions as papers
from papers import document as d
from papers.models import PaperVersion
from subcommittees import actions
from subcommittees.models import (
    Action,
    Attendance,
    Conflict,
    Minute,
    Minutes,
    Recommendation,
    Resolution,
    VerbalUpdate,
)
from tests import factories as make
from tests.papers import meetings
from tests.papers.meetings import AT
from tests.papers.reading import headings, items, sentence, stated, text

pytestmark = pytest.mark.django_db
LATER = datetime(2031, 6, 25, 9, tzinfo=UTC)


@pytest.fixture
def by():
    return make.analyst(name="Tobias Renwick")


@pytest.fixture
def meeting():
    meeting = meetings.empty_meeting()
    meeting.starts_at, meeting.place = time(10, 0), "8 Fenchurch Place, London"
    meeting.save(update_fields=["starts_at", "place"])
    meeting.committee.quorum = 2
    meeting.committee.save(update_fields=["quorum"])
    return meeting


@pytest.fixture
def before():
    return meetings.empty_meeting(6, date(2031, 4, 29))


def document(kind: str, meeting, by, edition: str = "public") -> d.Document:
    return d.from_json(papers.compose_paper(kind=kind, meeting=meeting, by=by, edition=edition).snapshot)


def rows(found: d.Document, key: str) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in stated(found)[key].rows]


def action(meeting, number: int, words: str, **fields) -> Action:
    given = {"owner_name": "SECAS", "due_on": date(2031, 5, 20)}
    return Action.objects.create(
        committee=meeting.committee, meeting=meeting, number=number, text=words, at=AT, **given | fields
    )


# The agenda


@pytest.fixture
def filled(meeting, before, by):
    """Four items, one of them late, one carried over, one Amber; a verbal update owed; actions of before."""
    left = meetings.item(
        before, None, 4, kind="business", title="Release planning", state="carried_over", because="So."
    )
    proposal = make.agreed_proposal(by=by, number=75)
    meetings.item(meeting, None, 2, kind="business", title="Release planning", carried_from=left, purpose="information")
    first = meetings.item(meeting, proposal, 1, title="DP075 decision", presenter=by, minutes_planned=20)
    meetings.item(meeting, None, 3, title="New proposals", is_late=True, late_because="It came on Friday")
    meetings.item(meeting, None, 4, kind="business", title="For the body alone", classification="amber")
    meetings.item(meeting, None, 5, kind="business", title="Taken off", state="withdrawn", because="So.")
    VerbalUpdate.objects.create(
        meeting=meeting,
        item=first,
        proposal=proposal,
        about="what the SMKI PMA thinks",
        owed_by=by,
        promised_on=AT,
        at=AT,
    )
    action(before, 11, "Ask the DCC.")
    action(before, 12, "Write to Parties.", closed_on=date(2031, 5, 2), outcome="Done.")
    action(before, 13, "Keep it quiet.", classification="amber")
    return first


def test_the_agenda_states_body_number_day_time_and_place(filled, meeting, by):
    found = document("agenda", meeting, by)
    assert (found.title, found.document_title) == ("Agenda: CSC meeting 7", "Agenda of the Change Sub-Committee")
    assert found.header.lines == (
        ("Date", "Tuesday 27 May 2031, 10:00"),
        ("Place", "8 Fenchurch Place, London"),
    )
    assert headings(found) == ["Order of business", "Verbal updates", "Open actions"]


def test_items_stand_in_their_order_with_purpose_presenter_lateness_and_where_they_come_from(filled, meeting, by):
    assert rows(document("agenda", meeting, by), "order.items") == [
        ["1", "DP075 decision (DP075 ‘Correction to one clause’). 20 minutes.", "For Decision", "Tobias Renwick"],
        ["2", "Release planning. Carried over from meeting 6 of 29 April 2031.", "For Information", "–"],
        ["3", "New proposals. Late: It came on Friday.", "For Decision", "–"],
    ]


def test_an_item_bears_its_reference_once_that_is_fixed(filled, meeting, by):
    papers.issue_paper(paper=papers.compose_paper(kind="csc-paper", item=filled, by=by).paper, by=by)
    assert rows(document("agenda", meeting, by), "order.items")[0][1].startswith("CSC_07_2705_01 – DP075 decision")


def test_updates_owed_and_open_actions_of_earlier_meetings(filled, meeting, by):
    found = document("agenda", meeting, by)
    assert items(found, "updates.list") == ["DP075: what the SMKI PMA thinks (Tobias Renwick)."]
    assert rows(found, "actions.list") == [["11", "Ask the DCC.", "SECAS", "20 May 2031"]]


def test_the_bodys_own_edition_has_what_is_amber_and_the_public_one_has_not(filled, meeting, by):
    own = document("agenda", meeting, by, "restricted")
    assert [row[0] for row in rows(own, "order.items")] == ["1", "2", "3", "4"]
    assert [row[0] for row in rows(own, "actions.list")] == ["11", "13"]
    assert "For the body alone" not in d.to_json(document("agenda", meeting, by))
    versions = papers.compose_paper(kind="agenda", meeting=meeting, by=by, edition="restricted")
    assert versions.classification == "amber"


def test_an_empty_agenda_says_so(meeting, by):
    found = document("agenda", meeting, by)
    assert sentence(found, "order.none") == "Nothing has been put on this agenda yet."
    assert sentence(found, "actions.none") == "No actions of earlier meetings are open."
    assert headings(found) == ["Order of business", "Open actions"]


def test_an_agenda_is_of_a_meeting(by):
    with pytest.raises(Refused, match="Say of which meeting the agenda is"):
        papers.compose_paper(kind="agenda", committee=make.CommitteeFactory(**meetings.CSC), by=by)


def test_an_agenda_takes_as_many_queries_for_twenty_items_as_for_four(
    filled, meeting, by, django_assert_max_num_queries
):
    from django.db import connection

    from papers.gather import Edition
    from papers.kinds import kind_of

    paper = papers.compose_paper(kind="agenda", meeting=meeting, by=by).paper
    edition = Edition("0.1", False, date(2031, 5, 20))
    with CaptureQueriesContext(connection) as few:
        kind_of(paper).document(paper, edition)
    for place in range(6, 22):
        meetings.item(meeting, None, place, kind="business", title=f"Item {place}")
    with CaptureQueriesContext(connection) as many:
        kind_of(paper).document(paper, edition)
    assert len(many) == len(few)


# The minutes


def seat(body, name: str, category: str = "", **fields) -> Seat:
    made = Seat.objects.create(committee=body, name=name, category=category, **fields)
    Membership.objects.create(seat=made, user=make.UserFactory(name=f"Holder of {name}"), starts=make.LONG_AGO)
    return made


def there(meeting, how: str = "present", **fields) -> Attendance:
    return Attendance.objects.create(meeting=meeting, how=how, at=AT, **fields)


@pytest.fixture
def held(filled, meeting, by):
    """Three voting seats, two of them filled, one by an alternate; what was resolved, minuted and undertaken."""
    body = meeting.committee
    there(meeting, seat=seat(body, "Chair", is_chair=True, votes=False))
    there(meeting, seat=seat(body, "Large 1", "large_supplier"))
    there(
        meeting, "alternate", seat=seat(body, "Network 1", "gas_network"), person=make.UserFactory(name="Una Halloran")
    )
    there(meeting, "apologies", seat=seat(body, "Small 1", "small_supplier"))
    there(meeting, name="Priya Nair", capacity="The DCC")
    Conflict.objects.create(item=filled, person=make.UserFactory(name="Ivo Brandt"), words="He raised it", at=AT)
    asked = meetings.recommend(filled, "that the issue is clearly understood")
    Resolution.objects.create(recommendation=asked, outcome="agreed", resolved_on=meeting.date, at=AT)
    other = Recommendation.objects.create(
        item=filled, order=2, verb="RECOMMEND", addressee="proposer", text="that it not be converted", at=AT
    )
    Resolution.objects.create(
        recommendation=other, outcome="amended", words="that it be converted", resolved_on=meeting.date, at=AT
    )
    own = Recommendation.objects.create(
        item=filled, order=3, verb="NOTE", text="that time is short", raised_by_body=True, at=AT
    )
    Resolution.objects.create(recommendation=own, outcome="noted", resolved_on=meeting.date, at=AT)
    Minute.objects.create(item=filled, text="An older text.", at=AT)
    Minute.objects.create(item=filled, version=2, text="Members saw it\nas clear.", why_changed="So.", at=AT)
    secret = meeting.items.get(place=4)
    Minute.objects.create(item=secret, text="What was said in private.", classification="amber", at=AT)
    VerbalUpdate.objects.filter(meeting=meeting).update(words="It supports the proposal.", given_on=meeting.date)
    action(meeting, 14, "Draft the requirements.", item=filled, owner=by, owner_name="", due_on=date(2031, 6, 10))
    Minutes.objects.create(meeting=meeting)
    return filled


def test_who_was_there_by_category_with_alternates_and_apologies(held, meeting, by):
    found = document("minutes", meeting, by)
    assert rows(found, "attendance.present") == [
        ["Chair", "Holder of Chair"],
        ["Large Supplier", "Holder of Large 1"],
        ["Gas Network Operator", "Una Halloran, for Holder of Network 1"],
    ]
    assert rows(found, "attendance.apologies") == [["Small Supplier", "Holder of Small 1"]]
    assert rows(found, "attendance.others") == [["The DCC", "Priya Nair"]]


def test_the_quorum_is_counted(held, meeting, by):
    said = sentence(document("minutes", meeting, by), "attendance.quorum")
    assert said == "Two of the three seats that vote were filled. Two make a quorum: the meeting was quorate."
    Attendance.objects.filter(meeting=meeting, how="alternate").delete()
    said = sentence(document("minutes", meeting, by), "attendance.quorum")
    assert said == (
        "One of the three seats that vote was filled. Two make a quorum: the meeting was not quorate "
        "(one voting member short, 1 of at least 2)."
    )


def test_a_quorum_by_categories_is_counted_as_the_meeting_counts_it(held, meeting, by):
    """Domain §1.2: the Change Board needs three members from at least two Party Categories."""
    Committee.objects.filter(pk=meeting.committee_id).update(quorum_categories=3)
    said = sentence(document("minutes", meeting, by), "attendance.quorum")
    assert said == (
        "Two of the three seats that vote were filled. Two make a quorum: the meeting was not quorate "
        "(2 of at least 3 Party Categories)."
    )


def test_an_item_in_which_somebody_stood_aside_says_whether_it_kept_its_quorum(held, meeting, by):
    key = f"item-{held.pk}.conflicts.quorum"
    found = document("minutes", meeting, by)
    assert sentence(found, key) == "Without those who stood aside the meeting was quorate for this item."
    there = Attendance.objects.filter(meeting=meeting, how="alternate").get()
    Conflict.objects.filter(item=held).update(person=there.person)
    assert sentence(document("minutes", meeting, by), key) == (
        "Without those who stood aside the meeting was not quorate (one voting member short, 1 of at least 2) "
        "for this item."
    )


def test_what_secas_recommended_and_what_was_resolved_stand_side_by_side(held, meeting, by):
    key = f"item-{held.pk}"
    found = document("minutes", meeting, by)
    assert rows(found, f"{key}.resolutions") == [
        ["1", "AGREE that the issue is clearly understood.", "Agreed."],
        ["2", "RECOMMEND to the Proposer that it not be converted.", "Agreed with other words: that it be converted"],
        ["3", "Nothing: the meeting resolved this by itself.", "Noted: NOTE that time is short."],
    ]


def test_the_newest_minute_the_updates_the_conflicts_and_the_actions_of_an_item(held, meeting, by):
    key = f"item-{held.pk}"
    found = document("minutes", meeting, by)
    assert "Members saw it" in stated(found)[f"{key}.text"].html
    assert "An older text" not in d.to_json(found)
    assert items(found, f"{key}.conflicts.list") == ["Ivo Brandt stood aside: He raised it."]
    assert items(found, f"{key}.updates.list") == ["what the SMKI PMA thinks. It supports the proposal."]
    wanted = [["14", "Draft the requirements.", "Tobias Renwick", "10 Jun 2031"]]
    assert rows(found, f"{key}.actions.list") == rows(found, "actions.list") == wanted


def test_confidential_items_stand_apart_in_the_bodys_own_edition_alone(held, meeting, by):
    public, own = document("minutes", meeting, by), document("minutes", meeting, by, "restricted")
    assert "Confidential items" not in headings(public)
    assert "What was said in private." not in d.to_json(public)
    at = headings(own).index("Confidential items")
    assert headings(own)[at + 1] == "Item 4: For the body alone"
    assert "What was said in private." in d.to_json(own)


def test_a_minute_that_was_closed_does_not_show_the_one_before_it(held, meeting, by):
    Minute.objects.create(item=held, version=3, text="Now closed.", why_changed="So.", classification="amber", at=AT)
    public = d.to_json(document("minutes", meeting, by))
    assert "Members saw it" not in public
    assert "Now closed." not in public


def test_minutes_are_a_draft_until_they_are_approved(held, meeting, by):
    draft = papers.compose_paper(kind="minutes", meeting=meeting, by=by, edition="public")
    assert sentence(d.from_json(draft.snapshot), "standing.text") == "These minutes have not been approved yet."
    with pytest.raises(Refused, match="The minutes have not been approved yet"):
        papers.issue_paper(paper=draft.paper, by=by)
    Minutes.objects.update(state="approved", approved_at=AT, approved_on=date(2031, 6, 24))
    version = papers.issue_paper(paper=draft.paper, by=by)
    said = sentence(d.from_json(version.snapshot), "standing.text")
    assert said == "These minutes were approved on 24 June 2031."


def test_a_meeting_of_which_nothing_is_recorded_says_so(meeting, by):
    found = document("minutes", meeting, by)
    assert sentence(found, "attendance.none") == "Who was there has not been recorded yet."
    assert sentence(found, "actions.none") == "No actions were taken on at this meeting."


@pytest.fixture
def issued(held, meeting, by):
    """Approved minutes as papers of both editions."""
    Minutes.objects.update(state="approved", approved_at=AT, approved_on=date(2031, 6, 24))
    return {
        edition: papers.issue_paper(
            paper=papers.compose_paper(kind="minutes", meeting=meeting, by=by, edition=edition).paper, by=by
        )
        for edition in ("public", "restricted")
    }


def corrected(item, meeting, by, **fields) -> Meeting:
    """As the body corrects what it approved: at a later meeting, with why."""
    later = meetings.empty_meeting(8, date(2031, 6, 24))
    with clock.set_to(LATER):
        actions.correct_minute(
            item=item,
            by=by,
            text="Members found it clear.",
            why_changed="A word was missing.",
            approved_in=later,
            **fields,
        )
    return later


def marked(version) -> bool:
    return PaperVersion.objects.with_corrections().get(pk=version.pk).corrected_on is not None


def test_a_corrected_minute_asks_for_the_next_version_and_begins_its_erratum(client, held, issued, meeting, by):
    """What the body says happened is read in one place: the paper follows it, and says what it puts right."""
    assert not any(marked(version) for version in issued.values())
    corrected(held, meeting, by)
    assert all(marked(version) for version in issued.values())
    client.force_login(by)
    public = issued["public"]
    with clock.set_to(LATER):
        with pytest.raises(Refused, match="The record was corrected after version"):
            papers.issue_paper(paper=public.paper, by=by)
        form = client.get(reverse("papers:issue_paper", args=[public.paper_id])).context["form"]
        assert form["erratum"].value() == "“DP075 decision”: A word was missing."
        again = papers.issue_paper(paper=public.paper, by=by, erratum=form["erratum"].value())
    found = d.from_json(again.snapshot)
    assert (again.label, again.corrects, marked(again)) == ("2.0", public, False)
    assert "Members found it clear." in stated(found)[f"item-{held.pk}.text"].html
    assert sentence(found, f"item-{held.pk}.corrected") == (
        "This minute was corrected after it was approved, as agreed at meeting 8 of 24 June 2031: A word was missing."
    )
    assert "puts right: “DP075 decision”: A word was missing." in sentence(found, "about.erratum")


def test_what_is_corrected_in_confidence_does_not_touch_the_public_edition(issued, meeting, by):
    corrected(meeting.items.get(place=4), meeting, by)
    assert [edition for edition, version in issued.items() if marked(version)] == ["restricted"]


def test_what_is_closed_by_its_correction_leaves_the_public_edition(held, issued, meeting, by):
    corrected(held, meeting, by, classification="amber")
    assert all(marked(version) for version in issued.values())


def test_a_resolution_put_right_after_the_minutes_is_a_correction_of_them(held, issued, meeting, by):
    first = Resolution.objects.filter(recommendation__item=held).earliest("pk")
    words = {"words": "so", "why_changed": "Misheard.", "resolved_on": meeting.date, "at": LATER}
    Resolution.objects.create(recommendation=first.recommendation, version=2, outcome="amended", **words)
    assert all(marked(version) for version in issued.values())


def test_the_pages_of_minutes_lead_to_their_paper_and_the_paper_to_what_was_put_right(
    client, held, issued, meeting, by
):
    corrected(held, meeting, by)
    minutes = f"/committees/csc/meetings/{meeting.date}/minutes/"
    page = client.get(minutes).content.decode()
    assert issued["public"].get_absolute_url() in page
    assert issued["restricted"].get_absolute_url() not in page
    assert "corrected since, on 25 June 2031" in page
    assert minutes in client.get(issued["public"].get_absolute_url()).content.decode()
    client.force_login(by)
    assert f"/committees/csc/meetings/{meeting.date}/pack/#minutes" in client.get(minutes).content.decode()
    for url in ("/", "/committees/csc/papers/", issued["public"].paper.get_absolute_url()):
        assert "Record corrected since" in client.get(url).content.decode(), url
