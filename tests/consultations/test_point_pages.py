"""The pages of points: the ledger, the passages that wait, making and settling a point with and without script, and
what others read of it. Who reads what is argued from the rule that only what is published is told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Category
from audit.models import Event
from consultations import actions
from consultations.actions import Source
from consultations.collation import keeping
from consultations.collation.counting import OPEN_ALONE
from consultations.collation.folding import passages as folded
from consultations.models import ClauseComment, Consultation, NoPoint, PointMade
from consultations.points.coverage import coverage, is_waiting
from consultations.points.outcome import NO_POINT, NOT_YET, outcome, own_outcomes
from consultations.points.places import passages
from tests import factories as make
from tests.consultations import answered, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def speaker():
    return make.party()


@pytest.fixture
def over(speaker):
    row = asked.consultation("Do you agree?", "By when?", days=-2)
    asked.submission(
        row,
        speaker.organisations[0],
        answers=[(1, "disagree", "One tester is too few."), (2, "", "In June.")],
        clauses=[("L8.7", "query", "", "Why is it needed?")],
    )
    asked.submission(row, answers=[(1, "agree", "Yes, it is sound.")])
    return row


@pytest.fixture
def analyst(by):
    return signed_in(by)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(row, name, *more) -> str:
    return reverse(f"consultations:{name}", args=[row.pk, *more])


def point(row, by, text="More testers.", at=0) -> PointMade:
    return actions.extract_point(consultation=row, by=by, text=text, sources=[Source(passages(row)[at].key)])


def settle(made, by, disposition="rejected", reply="Because it is so.", **more) -> PointMade:
    return actions.settle_point(point=made, by=by, disposition=disposition, reply=reply, **more)


def fold(row) -> None:
    """As the job does it."""
    placed, texts = keeping._texts(row.pk)
    assert keeping.keep(row.pk, keeping.stamp_of(row.pk), placed, [p for p in folded(texts) if p.is_repeated])


def body(answer) -> str:
    return answer.content.decode()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# The analyst's pages


def test_from_passages_to_a_point_to_its_reply_without_script(over, analyst):
    first, *_ = (place.key for place in passages(over))
    assert "0 of 4 passages dealt with" in body(analyst.get(url(over, "passages")))
    new = f"{url(over, 'new_point')}?place={first}"
    assert "One tester is too few." in body(analyst.get(new))
    wrong = analyst.post(new, {"text": "More testers.", f"quote-{first}": "One tester is plenty."})
    assert wrong.status_code == 422
    analyst.post(new, {"text": "More testers.", f"quote-{first}": "too few"})
    made = PointMade.objects.get()
    assert made.sources.get().quote == "too few"
    page = body(analyst.get(url(over, "points")))
    assert "1 of 1 point is open" in page
    assert "1 of 4 passages dealt with" in page
    unsaid = analyst.post(url(over, "settle_point", 1), {"disposition": "accepted", "reply": ""})
    assert unsaid.status_code == 422
    assert "Write the reply" in body(unsaid)
    answer = analyst.post(url(over, "settle_point", 1), {"disposition": "accepted", "reply": "Agreed."})
    assert answer.url == f"{url(over, 'points')}#point-1"
    assert fresh(made).reply == "Agreed."
    assert "The one point is settled" in body(analyst.get(url(over, "points")))


def test_in_place_the_form_comes_and_then_the_settled_point(over, by, analyst):
    point(over, by)
    address, htmx = url(over, "settle_point", 1), {"HTTP_HX_REQUEST": "true"}
    assert body(analyst.get(address, **htmx)).lstrip().startswith("<form")
    wrong = analyst.post(address, {"disposition": "accepted"}, **htmx)
    assert (wrong.status_code, wrong["HX-Retarget"]) == (200, "#settle-1")
    done = analyst.post(address, {"disposition": "noted"}, **htmx)
    assert body(done).lstrip().startswith("<article")
    assert "Noted" in body(done)
    again = analyst.post(address, {"disposition": "rejected", "reply": "No."}, **htmx)
    assert "open it again to settle it anew" in body(again)


def test_several_are_shown_before_they_are_settled(over, by, analyst):
    rows = [point(over, by, f"Point at {at}.", at) for at in range(3)]
    address = f"{url(over, 'settle_points')}?point=1&point=2"
    form = analyst.get(address).context["form"]
    assert set(form["points"].value()) == {rows[0].pk, rows[1].pk}
    entered = {"points": [rows[0].pk, rows[1].pk], "disposition": "noted", "reply": "Thank you."}
    shown = body(analyst.post(address, {**entered, "step": "review"}))
    assert "1: Point at 0." in shown
    assert "Nothing yet: points are published together." in shown
    assert PointMade.objects.unanswered().count() == 3
    analyst.post(address, {**entered, "step": "do"})
    assert [fresh(p).disposition for p in rows] == ["noted", "noted", ""]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [2, 3, 1]),
        ("disposition=open", [2, 3]),
        ("disposition=rejected", [1]),
        ("where=question 1", [1]),
        ("where=clauses", [3]),
        ("where=clause L8.7", [3]),
        ("category=large_supplier", [2, 3, 1]),
        ("category=dcc", [2, 3, 1]),  # nobody is of it: it is no filter
        ("disposition=open&where=question 1", []),
    ],
)
def test_the_ledger_is_filtered_and_shows_open_ones_first(over, by, analyst, query, numbers):
    settle(point(over, by), by)
    point(over, by, "Sooner.", 2)
    point(over, by, "Not needed.", 3)
    found = analyst.get(f"{url(over, 'points')}?{query}").context["rows"]
    assert [row.number for row in found] == numbers


def test_passages_that_need_no_point_are_marked_and_wait_again(over, analyst):
    first = passages(over)[0].key
    analyst.post(url(over, "no_point"), {"place": [first], "reason": ""})
    assert not NoPoint.objects.exists()
    analyst.post(url(over, "no_point"), {"place": [first], "reason": "It repeats question 2."})
    assert "It repeats question 2." in body(analyst.get(url(over, "passages")))
    analyst.post(url(over, "unmark", first))
    assert not NoPoint.objects.standing().exists()


def test_more_passages_are_added_to_a_point_and_taken_from_it(over, by, analyst):
    made, second = point(over, by), passages(over)[1].key
    listed = body(analyst.get(f"{url(over, 'passages')}?point=1"))
    assert passages(over)[0].key not in listed
    assert second in listed
    analyst.post(f"{url(over, 'new_point')}?place={second}&point=1", {f"quote-{second}": ""})
    assert made.sources.count() == 2
    analyst.post(url(over, "remove_source", 1, made.sources.last().pk))
    assert made.sources.standing().count() == 1
    assert analyst.post(url(over, "remove_source", 1, 0)).status_code == 404


@pytest.mark.parametrize("name", ["reopen_point", "drop_point", "take_point_back"])
def test_what_undoes_a_point_asks_why_and_shows_what_it_does(over, by, analyst, name):
    made = settle(point(over, by), by)
    if name == "take_point_back":
        actions.publish_points(consultation=over, by=by)
    address = url(over, name, 1)
    assert analyst.post(address, {"reason": "", "step": "review"}).status_code == 422
    assert "What this will do" in body(analyst.post(address, {"reason": "New facts.", "step": "review"}))
    assert made.steps.filter(because="New facts.").count() == 0
    assert analyst.post(address, {"reason": "New facts.", "step": "do"}).url == url(over, "point", 1)
    assert made.steps.filter(because="New facts.").count() == 1
    assert "New facts." in body(analyst.get(url(over, "point", 1)))


def test_that_the_reason_is_read_by_all_is_said_where_it_is_typed(over, by, analyst):
    """Of a point that is published the history tells everybody; of another it tells SECAS."""
    settle(point(over, by), by)
    given = {"reason": "New facts.", "step": "review"}
    assert "your reason, in the history" not in body(analyst.post(url(over, "reopen_point", 1), given))
    actions.publish_points(consultation=over, by=by)
    for name in ("reopen_point", "take_point_back"):
        assert "your reason, in the history" in body(analyst.post(url(over, name, 1), given)), name
    actions.reopen_point(point=PointMade.objects.get(), by=by, reason="New facts.")
    assert Event.objects.get(action="point_reopened").classification == over.classification == "white"


def test_words_changed_meanwhile_are_shown(over, by, analyst):
    made = point(over, by)
    entered = {"text": "Many more testers.", "version": made.version}
    actions.reword_point(point=made, by=by, text="Some more testers.")
    answer = analyst.post(url(over, "reword_point", 1), entered)
    assert answer.status_code == 422
    assert "Some more testers." in body(answer)


def test_what_is_published_and_who_is_told_is_shown_before(over, by, speaker, analyst):
    settle(point(over, by), by)
    page = body(analyst.get(url(over, "publish_points")))
    assert "More testers." in page
    assert "1 person is told" in page
    assert speaker.name in page
    shown = analyst.get(url(over, "publish_points")).context["fresh"].initial["shown"]
    stale = analyst.post(url(over, "publish_points"), {"shown": "0" * 16})
    assert stale.status_code == 422
    analyst.post(url(over, "publish_points"), {"shown": shown})
    assert PointMade.objects.get().published_at


# What others read


def readers(speaker, by) -> dict:
    return {
        "public": AnonymousUser(),
        "stranger": make.UserFactory(),
        "another Party": make.party(),
        "its own": speaker,
        "authority": make.authority(),
        "analyst": by,
    }


def opened_by(people, address) -> dict[str, int]:
    found = {}
    for name, person in people.items():
        client = Client() if name == "public" else signed_in(person)
        found[name] = client.get(address).status_code
    return found


def test_the_ledger_is_secass_the_outcome_everybodys_and_ones_own_their_own(over, by, speaker):
    point(over, by)
    people = readers(speaker, by)
    for name, more in (("points", ()), ("passages", ()), ("point", (1,)), ("publish_points", ())):
        codes = opened_by(people, url(over, name, *more))
        assert codes == dict.fromkeys(people, 403) | {"analyst": 200, "public": 302}, name
    assert opened_by(people, url(over, "outcome")) == dict.fromkeys(people, 200)
    assert opened_by(people, url(over, "my_outcome")) == dict.fromkeys(people, 404) | {"its own": 200, "public": 302}


def test_nobody_opens_the_outcome_of_what_they_may_not_see(over, by, speaker):
    people = readers(speaker, by)
    Consultation.objects.filter(pk=over.pk).update(classification="amber")
    assert {name for name, code in opened_by(people, url(over, "outcome")).items() if code == 200} == {
        "authority",
        "analyst",
    }


def test_a_point_is_read_with_its_reply_once_it_is_published_and_not_before(over, by, speaker):
    people = readers(speaker, by)
    settle(point(over, by), by)

    def reading() -> dict[str, tuple]:
        pages = {
            n: body((Client() if n == "public" else signed_in(p)).get(url(over, "outcome"))) for n, p in people.items()
        }
        return {name: ("More testers." in page, "Because it is so." in page) for name, page in pages.items()}

    assert reading() == dict.fromkeys(people, (False, False))
    actions.publish_points(consultation=over, by=by)
    assert reading() == dict.fromkeys(people, (True, True))
    actions.reopen_point(point=PointMade.objects.get(), by=by, reason="New facts.")
    assert reading() == dict.fromkeys(people, (False, False))


def test_a_respondent_reads_each_passage_with_what_became_of_it(over, by, speaker):
    made = point(over, by)
    merged = point(over, by, "Too few.", 0)
    settle(made, by)
    settle(merged, by, "merged", "", merged_with=made)
    (own,) = own_outcomes(over, speaker)
    assert [p.became for p in own.passages] == [NOT_YET] * 3
    actions.publish_points(consultation=over, by=by)
    last = passages(over)[3].key
    actions.mark_no_point(consultation=over, by=by, places=[last], reason="A secret why.")
    (own,) = own_outcomes(over, speaker)
    assert [(p.where, [t.answered.reply for t in p.points], p.became) for p in own.passages] == [
        ("Question 1", ["Because it is so.", "Because it is so."], ""),
        ("Question 2", [], NOT_YET),
        ("Clause L8.7", [], NO_POINT),
    ]
    page = body(signed_in(speaker).get(url(over, "my_outcome")))
    assert "Because it is so." in page
    assert "A secret why." not in page
    assert own_outcomes(over, make.party()) == []


def test_the_outcome_tells_what_is_still_to_come(over, by):
    told = point(over, by)
    assert outcome(over).to_come == [
        "The responses themselves are not published yet.",
        "There is one point that SECAS has still to answer or to publish. Respondents are told when it does.",
        "SECAS is still reading what was said: more points may follow.",
    ]
    settle(told, by)
    actions.publish_points(consultation=over, by=by)
    keys = [place.key for place in passages(over)[1:]]
    actions.mark_no_point(consultation=over, by=by, places=keys, reason="Agrees.")
    Consultation.objects.filter(pk=over.pk).update(responses_published_at=over.closes_at)
    assert outcome(fresh(over)).to_come == []


def test_while_it_is_open_nothing_is_told_of_what_came_in(by, speaker):
    row = asked.consultation("Do you agree?", days=2)
    asked.submission(row, speaker.organisations[0], answers=[(1, "disagree", "Too few.")])
    found = outcome(row)
    assert (found.responses, [s.said for s in found.sections]) == ("", [""])
    page = body(Client().get(url(row, "outcome")))
    assert "Do you agree?" in page
    assert "esponse" not in page.split("<main")[1].split("</main")[0].replace("Respondents", "")
    Consultation.objects.filter(pk=row.pk).update(closes_at=row.opened_at + (row.closes_at - row.opened_at) / 4)
    found = outcome(fresh(row))
    assert (found.responses, [s.said for s in found.sections]) == (
        "One response came in.", ["One response answered it."],
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["answer", "clause", "general"])
@pytest.mark.parametrize("text", ["So.", "", " \n "])
def test_whether_a_passage_waits_is_told_as_coverage_tells_it(by, kind, text):
    row = asked.consultation(days=-2)
    given = {
        "answer": {"answers": [(1, "agree", text)]},
        "clause": {"clauses": [("L8.7", "delete", "", text)]},
        "general": {"general_comments": text},
    }[kind]
    asked.submission(row, **given)
    there = passages(row)
    assert is_waiting(row) == bool(there) == bool(coverage(row).waiting)
    for place in there:
        actions.mark_no_point(consultation=row, by=by, places=[place.key], reason="It agrees.")
        assert not is_waiting(row)
        made = point(row, by)
        assert not is_waiting(row)
        actions.drop_point(point=made, by=by, reason="A slip.")
        assert is_waiting(row)


def test_each_question_tells_how_many_answered_it_and_where_a_point_was_made(over, by):
    settle(point(over, by, "Not needed.", 3), by, "accepted", "Agreed.", adopted_in="0.4")
    actions.publish_points(consultation=over, by=by)
    found = outcome(over)
    assert [(s.title, s.said, [t.point.number for t in s.points]) for s in found.sections] == [
        ("Question 1", "2 responses answered it.", []),
        ("Question 2", f"One response answered it openly. {OPEN_ALONE}", []),
        ("Comments on clauses", "", [1]),
    ]
    assert [(t.point.adopted_in, t.places) for t in found.changed] == [("0.4", ["Clause L8.7"])]


# In confidence


def test_categories_are_counted_of_what_is_published_alone(by):
    row = asked.consultation(days=-2)
    small = Category.SMALL_SUPPLIER
    for category, more in (
        (Category.LARGE_SUPPLIER, {}),
        (Category.LARGE_SUPPLIER, {"consents": False}),
        (small, {"confidential": True}),
    ):
        organisation = make.OrganisationFactory(category=category)
        asked.submission(row, organisation, answers=[(1, "disagree", "Too few.")], **more)
    sources = [Source(place.key) for place in passages(row)]
    made = actions.extract_point(consultation=row, by=by, text="More.", sources=sources)
    settle(made, by)
    actions.publish_points(consultation=row, by=by)

    def told() -> str:
        return outcome(fresh(row)).sections[0].points[0].made_by

    assert told() == "Made in 3 responses."
    Consultation.objects.filter(pk=row.pk).update(responses_published_at=row.closes_at)
    assert told() == "Made in 3 responses: 2 Large Suppliers; 1 not published."
    page = body(Client().get(url(row, "outcome")))
    assert "Small Supplier" not in page


def test_what_is_made_in_confidence_alone_says_nothing_of_whose_it_is(over, by, speaker, analyst):
    organisation = make.OrganisationFactory(name="Zircon Metering", short_name="Zircon", category=Category.DCC)
    asked.submission(over, organisation, answers=[(2, "", "Topaz in July.")], confidential=True)
    place = next(p for p in passages(over) if p.submission.confidential)
    made = actions.extract_point(consultation=over, by=by, text="July is better.", sources=[Source(place.key, "Topaz")])
    settle(made, by)
    assert "Made in confidence alone" in body(analyst.get(url(over, "publish_points")))
    actions.publish_points(consultation=over, by=by)
    Consultation.objects.filter(pk=over.pk).update(responses_published_at=over.closes_at)
    for client in (Client(), signed_in(speaker)):
        page = body(client.get(url(over, "outcome")))
        assert "July is better." in page
        assert "Made in one response." in page
        told = (
            page.split("<main")[1].split("</main")[0].replace(OPEN_ALONE, "")
        )  # it is said whether there are any or not
        for word in ("Zircon", "Topaz", "DCC", "confidence"):
            assert word not in told, word


def test_where_something_was_said_in_confidence_is_not_told(by):
    """Neither the question nor the clause; nor the words in which a respondent named a clause."""
    row = asked.consultation("Do you agree?", "By when?", days=-2)
    asked.submission(row, answers=[(1, "", "Open.")], clauses=[("L8.7", "query", "", "Open.")])
    asked.submission(row, answers=[(2, "", "Secret.")], clauses=[("L8.8", "query", "", "Secret.")], confidential=True)
    part = asked.submission(row)
    for place, written, secret in ((1, "the clause of Zircon", True), (2, "the clause of Topaz", False)):
        ClauseComment.objects.create(
            submission=part, place=place, as_written=written, operation="query", text="Why?", confidential=secret
        )
    everywhere = [Source(place.key) for place in passages(row)]
    hidden = [Source(place.key) for place in passages(row) if place.is_in_confidence]
    for text, sources in (("Everywhere.", everywhere), ("Hidden.", hidden)):
        settle(actions.extract_point(consultation=row, by=by, text=text, sources=sources), by)
    actions.publish_points(consultation=row, by=by)
    for published_at in (None, row.closes_at):
        Consultation.objects.filter(pk=row.pk).update(responses_published_at=published_at)
        found = outcome(fresh(row))
        assert {told.point.text: told.places for section in found.sections for told in section.points} == {
            "Everywhere.": ["Question 1", "A clause", "Clause L8.7"],
            "Hidden.": [],
        }
        assert [(s.title, [t.point.text for t in s.points]) for s in found.sections if s.points] == [
            ("Question 1", ["Everywhere."]), ("Other points", ["Hidden."]),
        ]  # fmt: skip
        assert not [word for word in ("Zircon", "Topaz", "L8.8") if word in body(Client().get(url(row, "outcome")))]


# Of a response that was sent anew


def test_a_point_made_in_an_earlier_version_is_told_to_its_respondent_and_as_published_to_nobody(by, speaker):
    row = asked.consultation("Do you agree?", days=-2)
    sent = asked.submission(row, speaker.organisations[0], answers=[(1, "disagree", "Too few.")])
    settle(point(row, by), by)
    actions.publish_points(consultation=row, by=by)
    Consultation.objects.filter(pk=row.pk).update(responses_published_at=row.closes_at)
    [section, *_] = outcome(fresh(row)).sections
    assert section.points[0].made_by == "Made in one response: 1 Large Supplier."
    newer = asked.version_after(sent, confidential=True, general_comments="All of it is confidential.")
    found = outcome(fresh(row))
    assert [(s.title, [(t.made_by, t.places) for t in s.points]) for s in found.sections if s.points] == [
        ("Other points", [("Made in one response.", [])])
    ]
    (own,) = own_outcomes(fresh(row), speaker)
    assert own.submission == newer
    assert [(p.where, p.text.text, [t.point.number for t in p.points], p.became) for p in own.passages] == [
        ("General comments", "All of it is confidential.", [], NOT_YET),
        ("Question 1, in version 1", "Too few.", [1], ""),
    ]


def test_a_guest_reads_what_became_of_what_they_said(by):
    row = asked.consultation("Do you agree?", days=2)
    response = answered.guests_draft(row, text="One tester is too few.")
    other = answered.guest(row, email="kim.dell@example.org", name="Kim Dell")
    answered.send(response, by=response.invitation)
    Consultation.objects.filter(pk=row.pk).update(closes_at=row.opened_at + timedelta(days=2))
    row = fresh(row)
    settle(point(row, by), by)
    actions.publish_points(consultation=row, by=by)
    (own,) = own_outcomes(row, response.invitation)
    assert [(p.where, p.text.text, [t.point.reply for t in p.points]) for p in own.passages] == [
        ("Question 1", "One tester is too few.", ["Because it is so."])
    ]
    assert own.passages[0].text.in_full
    assert own_outcomes(row, other) == []
    response.invitation.revoked_at = row.closes_at
    response.invitation.save()
    assert own_outcomes(row, response.invitation) == []


# How many questions are asked


def test_the_number_of_queries_does_not_grow(by):
    row = asked.consultation("Do you agree?", days=-2)
    pages = {}
    for size in (3, 300):
        while row.responses.count() < size:
            asked.submission(row, answers=[(1, "agree", f"As {row.responses.count()} says.")])
        there = PointMade.objects.filter(consultation=row).count()
        for at, place in list(enumerate(passages(row)))[there:]:
            made = actions.extract_point(consultation=row, by=by, text=f"{at}.", sources=[Source(place.key)])
            if at % 2:
                settle(made, by, "noted", "")
        actions.publish_points(consultation=row, by=by)
        for name in ("points", "passages", "outcome"):
            client = signed_in(by)
            client.get(url(row, name))
            pages.setdefault(name, []).append(_queries(client, url(row, name)))
    assert pages == {"points": [14, 14], "passages": [10, 10], "outcome": [18, 18]}


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as asked_of:
        assert client.get(address).status_code == 200
    return len(asked_of)


# What is said more than once


def test_all_places_of_what_is_said_more_than_once_make_one_point(by, analyst):
    words = "The phase of testing should use physical equipment throughout, as the plan had it."
    row = asked.consultation("Do you agree?", days=-2)
    for beginning in ("Perhaps. ", "We disagree. ", ""):
        asked.submission(row, answers=[(1, "", f"{beginning}{words}")])
    asked.submission(row, answers=[(1, "", "Something else is needed here altogether, we think.")])
    fold(row)
    page = body(analyst.get(url(row, "passages")))
    assert "Make a point of all 3 places" in page
    address = f"{url(row, 'new_point')}?passage=1"
    form = analyst.get(address).context["form"]
    opened = {bound.html_name: bound.value() or "" for bound in form}
    assert [value for name, value in opened.items() if name.startswith("quote-")] == [words] * 3
    keys = [name.removeprefix("quote-") for name in opened if name.startswith("quote-")]
    analyst.post(address, {**opened, "text": "Use equipment.", "place": keys})
    assert sorted(source.quote for source in PointMade.objects.get().sources.all()) == ["", words, words]
    assert "Said more than once" not in body(analyst.get(url(row, "passages")))


def test_counts_of_a_question_are_told_once_responses_are_published(over):
    assert outcome(over).sections[0].counts == []
    Consultation.objects.filter(pk=over.pk).update(responses_published_at=over.closes_at)
    assert outcome(fresh(over)).sections[0].counts == [("Yes", 1), ("No", 1)]
