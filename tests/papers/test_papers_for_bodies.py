"""Composing, issuing and mending papers for bodies: references, editions, words added by hand, acronyms, repeated words."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies.papersday import papers_day
from papers import actions as papers
from papers import document as d
from papers.desk import tasks
from papers.models import Boilerplate, GlossaryTerm, Paper, PaperVersion
from proposals.desk import Desk
from subcommittees.models import AgendaItem, VerbalUpdate, ViewRequest
from tests import factories as make
from tests.papers import meetings
from tests.papers.reading import items, sentence, stated, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst(name="Tobias Renwick")


@pytest.fixture
def proposal(by):
    return make.agreed_proposal(by=by, number=75)


@pytest.fixture
def item(proposal):
    item = meetings.item(meetings.meeting(), proposal)
    meetings.recommend(item)
    return item


@pytest.fixture
def client(by):
    client = Client()
    client.force_login(by)
    return client


def compose(item, by, kind: str = "csc-paper", **more) -> PaperVersion:
    return papers.compose_paper(kind=kind, item=item, by=by, **more)


def issue(item, by, kind: str = "csc-paper", **more) -> PaperVersion:
    return papers.issue_paper(paper=compose(item, by, kind).paper, by=by, **more)


# References


def test_issuing_fixes_the_reference_of_the_item_and_it_never_changes(item, by):
    draft = compose(item, by)
    assert not AgendaItem.objects.get(pk=item.pk).reference
    assert "csc-7-dp075" in draft.get_absolute_url()
    version = papers.issue_paper(paper=draft.paper, by=by)
    held = AgendaItem.objects.get(pk=item.pk)
    assert (held.reference, held.number) == ("CSC_07_2705_03", 3)
    assert version.get_absolute_url() == "/papers/csc-07-2705-03/1.0/"
    assert version.title == "CSC_07_2705_03: DP075 Draft Proposal decision"
    AgendaItem.objects.filter(pk=item.pk).update(place=9)
    again = papers.issue_paper(paper=draft.paper, by=by)
    assert (again.slug, again.label) == ("csc-07-2705-03", "2.0")
    assert Event.objects.filter(action="reference_fixed").count() == 1


def test_a_late_item_takes_the_next_number(item, by):
    """Even where it stands before the others."""
    AgendaItem.objects.filter(pk=item.pk).update(place=4)
    late = meetings.item(
        item.meeting, make.agreed_proposal(by=by), place=3, is_late=True, late_because="It came today."
    )
    issue(late, by)
    assert AgendaItem.objects.get(pk=late.pk).reference == "CSC_07_2705_04"


def test_a_refusal_leaves_the_reference_unfixed(item, by):
    GlossaryTerm.objects.get_or_create(acronym="SEC", term="Something Else Completely")
    GlossaryTerm.objects.get_or_create(acronym="SEC", term="Smart Energy Code")
    draft = compose(item, by)
    with pytest.raises(Refused, match="Choose first what these acronyms mean in this paper: SEC"):
        papers.issue_paper(paper=draft.paper, by=by)
    assert not AgendaItem.objects.get(pk=item.pk).reference
    term = GlossaryTerm.objects.get(term="Smart Energy Code")
    papers.choose_term(paper=draft.paper, by=by, term=term, always=False)
    assert papers.issue_paper(paper=draft.paper, by=by).is_issued


def test_what_is_no_longer_on_the_agenda_gets_no_paper(item, by):
    AgendaItem.objects.filter(pk=item.pk).update(state="withdrawn", because="It was too early.")
    with pytest.raises(Refused, match="is no longer on this agenda: it was withdrawn"):
        compose(AgendaItem.objects.get(pk=item.pk), by)
    assert not Paper.objects.exists()


# Which paper


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"kind": "panel-paper"}, "This kind of paper is not for the CSC"),
        ({"kind": "minutes-of-nothing"}, "There is no such kind of paper"),
        ({"kind": "new-proposals", "starts": date(2026, 5, 2), "ends": date(2026, 5, 1)}, "ends before it begins"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(item, by, about, words):
    with pytest.raises(Refused, match=words):
        papers.compose_paper(item=item, by=by, **about)
    assert not Paper.objects.exists()


def test_a_paper_for_no_body_or_about_no_proposal_is_refused(by):
    with pytest.raises(Refused, match="Say for which body"):
        papers.compose_paper(kind="single-proposal", proposal=make.agreed_proposal(by=by), by=by)
    with pytest.raises(Refused, match="Say which proposal"):
        papers.compose_paper(kind="single-proposal", committee=make.CommitteeFactory(), by=by)


def test_an_item_has_one_paper_which_may_change_its_kind_until_it_is_issued(item, by):
    first = compose(item, by)
    second = compose(item, by, "single-proposal")
    assert (first.paper_id, second.label) == (second.paper_id, "0.2")
    papers.issue_paper(paper=second.paper, by=by)
    with pytest.raises(Refused, match="was issued for this item already"):
        compose(item, by)


def test_a_draft_that_says_the_same_is_not_written_twice(item, by):
    assert compose(item, by) == compose(item, by)
    assert compose(item, by) == papers.compose_again(paper=Paper.objects.get(), by=by)


def test_the_next_monthly_paper_begins_where_the_last_one_ended(by):
    tabasc = make.CommitteeFactory(
        code="tabasc", name="Architecture Sub-Committee", short_name="TABASC", prefix="TABASC"
    )
    first = papers.compose_paper(
        kind="new-proposals", committee=tabasc, starts=date(2026, 1, 1), ends=date(2026, 1, 31), by=by
    )
    papers.issue_paper(paper=first.paper, by=by)
    second = papers.compose_paper(kind="new-proposals", committee=tabasc, by=by)
    assert (second.paper.starts, second.paper.ends) == (date(2026, 2, 1), clock.today())


def test_what_changed_since_the_previous_version_is_told(item, by, client):
    compose(item, by)
    meetings.recommend(item, "that it goes on")
    compose(item, by)
    page = client.get(reverse("papers:paper", args=[Paper.objects.get().pk]))
    assert [(change.kind, change.where) for change in page.context["changed"]] == [("Changed", "Recommendations")]


def test_a_superseded_paper_says_what_was_put_right(item, by, client):
    first = issue(item, by)
    papers.issue_paper(paper=first.paper, by=by, erratum="The count was wrong.")
    said = " ".join(client.get(first.get_absolute_url()).content.decode().split())
    assert "Superseded on" in said
    assert "The count was wrong." in said


# What it says


def test_silence_and_what_is_still_due_are_told_from_the_requests(item, by, proposal):
    today = clock.today()
    ssc, opsg = (
        make.CommitteeFactory(**meetings.SSC),
        make.CommitteeFactory(code="opsg", name="Operations Group", short_name="OPSG", prefix="OPSG"),
    )
    ViewRequest.objects.create(
        proposal=proposal, committee=opsg, how="correspondence", why="It does not meet before.",
        asked_on=today - timedelta(days=9), due_on=today - timedelta(days=2), at=meetings.AT,
    )  # fmt: skip
    due = ViewRequest.objects.create(
        proposal=proposal, committee=ssc, how="meeting", asked_on=today - timedelta(days=9),
        due_on=today + timedelta(days=1), at=meetings.AT,
    )  # fmt: skip
    document = d.from_json(compose(item, by).snapshot)
    said = sentence(document, "comments.bodies")
    assert "The OPSG was asked by correspondence (it does not meet before); no comments have been received" in said
    assert "will give its view on" in said
    assert "verbally" not in said
    VerbalUpdate.objects.create(
        meeting=item.meeting, proposal=proposal, request=due, about="The SSC", promised_on=today, at=meetings.AT
    )
    assert "we will tell the CSC verbally what it says" in sentence(
        d.from_json(compose(item, by).snapshot), "comments.bodies"
    )


def test_nobody_asked_and_nothing_said_is_told_as_such(item, by):
    document = d.from_json(compose(item, by).snapshot)
    assert sentence(document, "comments.count") == "No comments have been received on this Draft Proposal."
    assert sentence(document, "comments.bodies") == "No Sub-Committee has been asked for its view yet."


@pytest.mark.parametrize(
    ("categories", "words"),
    [
        (["small_supplier"], "One comment on this Draft Proposal has been received, from one Small Supplier:"),
        (
            ["other_sec_party"] * 11 + ["gas_network"] * 2,
            "13 comments on this Draft Proposal have been received, from 11 Other SEC Parties and two Gas Network Operators:",
        ),
    ],
)
def test_counts_are_spelled_to_ten_and_pluralised(item, by, proposal, categories, words):
    for category in categories:
        meetings.comment(proposal, "So.", category=category)
    assert sentence(d.from_json(compose(item, by).snapshot), "comments.count") == words


def test_one_category_of_two_minds_is_told_as_parts_of_it(item, by, proposal):
    for stance in ("supports", "opposes", "opposes"):
        meetings.comment(proposal, "So.", category="other_sec_party", stance=stance)
    assert items(d.from_json(compose(item, by).snapshot), "comments.list") == [
        "One of the three Other SEC Parties supports the proposal.",
        "Two of the three Other SEC Parties see no need for a change.",
    ]


def test_what_a_paper_may_not_hold_is_counted_beside_and_no_more_is_said_of_it(item, by, proposal):
    """docs/decisions/comments-in-confidence.md"""
    meetings.comment(proposal, "Open.", category="gas_network")
    meetings.comment(proposal, "For Parties.", "green", category="dcc")
    meetings.comment(proposal, "In confidence.", "amber", category="consumer_body")
    document = d.from_json(compose(item, by).snapshot)
    assert sentence(document, "comments.count").endswith("has been received, from one Gas Network Operator:")
    assert sentence(document, "comments.beside") == (
        "Two more comments have been received, which are not open to everybody who may read this document."
    )
    assert "the DCC" not in " ".join(items(document, "comments.list"))


def test_the_paper_for_any_body_is_composed_from_the_same_record(proposal, by):
    ssc = meetings.meeting(4, date(2031, 6, 4), **meetings.SSC)
    document = d.from_json(compose(meetings.item(ssc, proposal), by, "single-proposal").snapshot)
    assert [text(part.heading) for part in document.sections] == [
        "Purpose", "What is the issue?", "Comments on the issue", "What comes next", "Recommendations",
    ]  # fmt: skip
    assert items(document, "recommendations.list") == [
        "DISCUSS the proposal in this paper; and",
        "PROVIDE any views or comments.",
    ]


# Words added by hand


def test_words_are_added_edited_and_taken_out_and_marked(item, by, client):
    draft = compose(item, by)
    page = reverse("papers:words", args=[draft.paper_id, "next-steps"])
    assert client.post(page, {"text": ""}).status_code == 422
    assert client.post(page, {"text": "<p>By the way.</p><script>alert(1)</script>"}).status_code == 302
    added = stated(d.from_json(compose(item, by).snapshot))["next-steps.added"]
    assert (added.html, added.mark) == ("<p>By the way.</p>", "Added by SECAS")
    papers.add_words(paper=draft.paper, by=by, place="next-steps", text="<p>Otherwise.</p>")
    assert "Otherwise." in compose(item, by).snapshot
    assert client.post(page, {"drop": "yes"}).status_code == 302
    assert "next-steps.added" not in stated(d.from_json(compose(item, by).snapshot))
    with pytest.raises(Refused, match="nothing stands there any more"):
        papers.drop_words(paper=draft.paper, by=by, place="next-steps")
    assert draft.paper.free_texts.count() == 3


def test_words_stand_only_where_the_paper_has_a_place(item, by, client):
    draft = compose(item, by)
    assert client.get(reverse("papers:words", args=[draft.paper_id, "nowhere"])).status_code == 404
    with pytest.raises(NotAllowed):
        papers.add_words(paper=draft.paper, by=make.party(), place="purpose", text="<p>Mine.</p>")


# The pages


def test_from_the_item_to_the_issued_paper_through_the_pages(item, by, client):
    begin = f"{reverse('papers:begin')}?item={item.pk}"
    page = client.get(begin)
    assert page.context["form"].initial["kind"] == "csc-paper"
    answer = client.post(begin, {"kind": "csc-paper", "edition": ""})
    paper = Paper.objects.get()
    assert answer.url == reverse("papers:paper", args=[paper.pk])
    workshop = client.get(answer.url)
    assert workshop.status_code == 200
    assert {gap["words"] for gap in workshop.context["gaps"]} >= {"The issue in plain words"}
    issuing = reverse("papers:issue_paper", args=[paper.pk])
    assert "CSC_07_2705_03" not in client.get(issuing).content.decode()
    assert client.post(issuing, {"erratum": ""}).url == "/papers/csc-07-2705-03/1.0/"
    assert client.get("/papers/csc-07-2705-03/1.0/").status_code == 200


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(by, client):
    page = reverse("papers:begin")
    answer = client.post(page, {"kind": "single-proposal", "proposal": "DP999", "edition": ""})
    assert answer.status_code == 422
    assert "No proposal goes by “DP999”" in answer.content.decode()
    assert 'value="DP999"' in answer.content.decode()
    assert client.get(f"{page}?item=999999").status_code == 404


def test_the_desk_asks_for_the_paper_of_an_item_until_it_is_issued(item, by, client):
    AgendaItem.objects.filter(pk=item.pk).update(meeting=meetings.meeting(8, clock.today() + timedelta(days=8)))
    asked = f"{reverse('papers:begin')}?item={item.pk}"
    assert asked in client.get(reverse("desk")).content.decode()
    draft = compose(AgendaItem.objects.get(pk=item.pk), by)
    begun = client.get(reverse("desk")).content.decode()
    assert asked not in begun
    assert f'href="{draft.paper.get_absolute_url()}"' in begun
    issue(AgendaItem.objects.get(pk=item.pk), by)
    assert draft.paper.get_absolute_url() not in client.get(reverse("desk")).content.decode()


def test_the_desk_of_whoever_presents_it_asks_for_the_paper_by_the_day_on_which_papers_go_out(item, client):
    presenter, at = make.analyst(), meetings.meeting(8, clock.today() + timedelta(days=20))
    AgendaItem.objects.filter(pk=item.pk).update(meeting=at, presenter=presenter)
    [task] = tasks(Desk(presenter))
    assert (task.act, task.due) == ("Write the paper", papers_day(at))
    assert tasks(Desk(make.analyst())) == []


# The glossary, and what papers repeat


def test_a_term_is_entered_noted_retired_and_taken_up_again(by, client):
    assert (
        client.post(reverse("papers:enter_term"), {"acronym": " ABC ", "term": "A Bird Count", "note": ""}).status_code
        == 302
    )
    term = GlossaryTerm.objects.get(acronym="ABC")
    client.post(reverse("papers:note_term", args=[term.pk]), {"note": "In DP075."})
    assert GlossaryTerm.objects.get(acronym="ABC").note == "In DP075."
    retire = reverse("papers:retire_term", args=[term.pk])
    assert client.post(retire, {"reason": "", "step": "review"}).status_code == 422
    assert client.post(retire, {"reason": "No longer said.", "step": "do"}).status_code == 302
    with pytest.raises(Refused, match="Somebody else was faster"):
        papers.retire_term(term=term, by=by, reason="Again.")
    assert "A Bird Count" in client.get(reverse("papers:terms")).content.decode()
    assert "A Bird Count" not in Client().get(reverse("papers:terms")).content.decode()
    papers.enter_term(by=by, acronym="ABC", term="A Bird Count")
    assert GlossaryTerm.objects.get(acronym="ABC").retired_on is None
    with pytest.raises(NotAllowed):
        papers.retire_term(term=term, by=make.administrator(), reason="Mine.")


def test_a_retired_term_explains_nothing_in_papers_to_come(item, by):
    term, _ = GlossaryTerm.objects.get_or_create(acronym="SEC", term="Smart Energy Code")
    papers.retire_term(term=term, by=by, reason="So.")
    from papers.gather import glossary_of

    assert "SEC" not in {known.acronym for known in glossary_of(compose(item, by).paper).known}


def test_a_body_has_words_of_its_own_from_a_day_on(item, by):
    admin, csc = make.administrator(), item.meeting.committee
    before = sentence(d.from_json(compose(item, by).snapshot), "next-steps.route")
    assert "that the CSC would like to make" in before
    papers.change_boilerplate(
        by=admin, key="comments_welcome", committee=csc, text="Tell {body} what you think.", starts=clock.today()
    )
    assert sentence(d.from_json(compose(item, by).snapshot), "next-steps.route").endswith(
        "Tell the CSC what you think."
    )
    assert Boilerplate.objects.on().filter(key="comments_welcome").count() == 2


def test_words_to_come_are_changed_and_taken_back_and_what_held_before_goes_on():
    admin = make.administrator()
    client = Client()
    client.force_login(admin)
    soon = clock.today() + timedelta(days=3)
    change = reverse("papers:change_text", args=["new_focus"])
    given = {"committee": "", "text": "Otherwise for {body}.", "starts": soon.isoformat()}
    asked = client.post(change, {**given, "step": "review"})
    assert {e.term: e.items_list for e in asked.context["effects"]}["What papers will say"] == [
        "Otherwise for the TABASC."
    ]
    assert client.post(change, {**given, "step": "do"}).status_code == 302
    row = Boilerplate.objects.get(key="new_focus", starts=soon)
    assert (
        client.post(reverse("papers:correct_text", args=[row.pk]), {"text": "Better.", "step": "do"}).status_code == 302
    )
    assert Boilerplate.objects.get(pk=row.pk).text == "Better."
    back = reverse("papers:take_text_back", args=[row.pk])
    assert client.post(back, {"reason": "Too soon.", "step": "do"}).status_code == 302
    [held] = Boilerplate.objects.filter(key="new_focus")
    assert held.ends is None
    in_force = client.get(reverse("papers:take_text_back", args=[held.pk]))
    assert "It has been in force since" in in_force.content.decode()
    with pytest.raises(Refused, match="It has been in force since"):
        papers.take_boilerplate_back(row=held, by=admin, reason="So.")
    with pytest.raises(NotAllowed):
        papers.correct_boilerplate(row=held, by=make.analyst(), text="Mine.")
    with pytest.raises(Refused, match="Write what papers are to say"):
        papers.change_boilerplate(by=admin, key="new_focus", text=" ", starts=soon)


def test_who_presents_the_item_signs_or_the_lead_analyst_or_who_composed_it(item, by):
    other = make.analyst(name="Harriet Lowe")
    assert d.from_json(compose(item, other).snapshot).sign_off.name == "Tobias Renwick"
    month = papers.compose_paper(kind="new-proposals", committee=item.meeting.committee, by=other)
    assert d.from_json(month.snapshot).sign_off.name == "Harriet Lowe"
    AgendaItem.objects.filter(pk=item.pk).update(presenter=other)
    again = compose(AgendaItem.objects.get(pk=item.pk), by)
    assert d.from_json(again.snapshot).sign_off.name == "Harriet Lowe"
