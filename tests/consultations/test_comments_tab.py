"""The tab of comments and its pages: what stands there for whom, what is offered, what comes back of bad input, and what
it costs in queries."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Category
from consultations import actions
from consultations.models import Answer, Comment, FeedbackSummary
from notifications.models import Delivery, Message
from tests import factories as make
from tests.consultations.making import OTHER, SMALL, answered, dp075, posted, published, refined, said
from tests.consultations.test_feedback import several
from tests.pages.people import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by, raised_on=date(2026, 9, 1))


@pytest.fixture
def party():
    return make.party(Category.SMALL_SUPPLIER)


def tab(proposal, more=""):
    return f"/modifications/{proposal.slug}/comments/{more}"


def read(client, proposal, more="") -> str:
    return client.get(tab(proposal, more)).content.decode()


def test_without_a_comment_it_says_how_one_is_made(client, proposal, by, party):
    assert "Sign in to comment" in read(client, proposal)
    client.force_login(party)
    assert f'href="{tab(proposal, "add/")}"' in read(client, proposal)
    client.force_login(by)
    assert f'href="{tab(proposal, "record/")}"' in read(client, proposal)
    client.force_login(make.UserFactory())
    assert "add/" not in read(client, proposal)


def test_dp075_in_numbers_in_sum_and_word_for_word(client, by):
    proposal = dp075(by)
    actions.write_summary(proposal=proposal, by=by, category=OTHER, stance="opposes", text="The licences cover it.")
    context = client.get(tab(proposal)).context
    assert context["counts"].rows == [
        ("Small Supplier", [("Supports", 1), ("Sees no need for a change", 0)], 1),
        ("Other SEC Parties", [("Supports", 0), ("Sees no need for a change", 3)], 3),
        ("All", [("Supports", 1), ("Sees no need for a change", 3)], 4),
    ]
    assert context["chart"].description == (
        "1 Small Supplier: supports it; 3 Other SEC Parties: see no need for a change. The table beneath holds the same."
    )
    assert [group.line.summary for group in context["groups"]] == ["The licences cover it."]
    assert [shown.newest.comment.number for shown in context["shown"]] == [4, 3, 2, 1]


def test_what_was_written_stands_as_it_was_written(client, proposal, by):
    published(proposal, by, text="One <b>thing</b>:\n\n- value 0xFE0001FFFF\n- SR 12.2")
    page = read(client, proposal)
    assert "<p>One &lt;b&gt;thing&lt;/b&gt;:</p>" in page
    assert "<li>value 0xFE0001FFFF</li>" in page


def test_it_is_filtered_by_category_and_stance(client, by):
    proposal = dp075(by)
    found = client.get(tab(proposal, f"?category={SMALL}")).context["shown"]
    assert [shown.newest.comment.number for shown in found] == [1]
    found = client.get(tab(proposal, "?stance=opposes")).context["shown"]
    assert [shown.newest.comment.number for shown in found] == [4, 3, 2]
    assert len(client.get(tab(proposal, "?stance=nonsense&category=42&page=x")).context["shown"]) == 4
    assert "Nobody of this category has said this" in read(client, proposal, f"?category={SMALL}&stance=opposes")


def test_the_file_holds_what_the_reader_sees_and_runs_nothing(client, by):
    proposal = dp075(by)
    comment = published(proposal, by, text="=1+1", stance="question")
    answered(comment, by, "Two.")
    said(proposal, by, text="It waits.")
    response = client.get(tab(proposal, "comments.csv"))
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows[0][:3] == ["Number", "From", "Category"]
    assert [row[0] for row in rows[1:]] == ["5", "1", "2", "3", "4"]
    assert (rows[1][5], rows[1][6]) == ("'=1+1", "Two.")
    assert (
        len(list(csv.reader(io.StringIO(client.get(tab(proposal, "comments.csv?stance=opposes")).getvalue().decode()))))
        == 4
    )


def test_as_at_a_day_stands_what_had_come_in_and_was_answered(client, proposal, by):
    on = date(2026, 9, 10)
    said(proposal, by, received_at=datetime(2026, 9, 10, 9, tzinfo=UTC), text="Early.")
    actions.publish_comments(proposal=proposal, by=by, on=on)
    said(proposal, by, received_at=datetime(2026, 9, 12, 9, tzinfo=UTC), text="Later.")
    actions.publish_comments(proposal=proposal, by=by, on=date(2026, 9, 12))
    actions.write_answer(comment=Comment.objects.get(number=1), by=by, text="An answer.")
    actions.publish_answers(proposal=proposal, by=by, on=date(2026, 9, 14))
    first = read(client, proposal, "?on=2026-09-11")
    assert ("Early." in first, "Later." in first, "An answer." in first) == (True, False, False)
    assert "An answer." in read(client, proposal, "?on=2026-09-14")
    assert "No comments" in read(client, proposal, "?on=2026-09-09")
    client.force_login(by)
    assert "record/" not in read(client, proposal, "?on=2026-09-11")


def test_secas_sees_what_waits_and_the_public_nothing_of_it(client, proposal, by, party):
    posted(proposal, party, stance="question", text="Why?")
    published(proposal, by, text="Yes.")
    actions.write_answer(comment=Comment.objects.get(number=2), by=by, text="So.")
    assert client.get(tab(proposal)).context["todo"] == []
    client.force_login(by)
    assert [todo.words for todo in client.get(tab(proposal)).context["todo"]] == [
        "1 comment waits to be published.",
        "1 answer is drafted and not published.",
        "Comment 1 asks a question and is not answered.",
        "1 group has no summary yet.",
    ]


def test_once_development_is_over_the_pages_say_where_to_go(client, by, party):
    proposal = refined(make.agreed_proposal(by=by), by)
    client.force_login(party)
    page = client.get(tab(proposal, "add/"))
    assert page.status_code == 200
    assert "see Refinement" in page.content.decode()
    late = client.post(tab(proposal, "add/"), {"stance": "supports", "text": "Late.", "classification": "white"})
    assert (late.status_code, Comment.objects.count()) == (409, 0)


# Doing


GIVEN = {"stance": "supports", "text": "We support it.", "classification": "white"}


def test_a_party_comments_and_the_lead_analyst_is_told_without_its_words(client, proposal, by, party):
    client.force_login(party)
    given = GIVEN | {"organisation": party.organisations[0].pk, "text": "Zircon.\r\n\r\n- one"}
    assert client.post(tab(proposal, "add/"), given).url == tab(proposal, "#comment-1")
    assert Comment.objects.get().text == "Zircon.\n\n- one"
    message = Message.objects.get(audience="comment")
    assert [copy.user for copy in Delivery.objects.filter(message=message)] == [by]
    assert "Zircon" not in message.subject + message.body


BAD = {
    "nothing": ({}, {"organisation", "stance", "text", "classification"}),
    "no words": (GIVEN | {"text": ""}, {"text", "organisation"}),
    "a class of ours": (GIVEN | {"classification": "red"}, {"classification", "organisation"}),
    "a number for words": (GIVEN | {"stance": "7", "organisation": "x"}, {"stance", "organisation"}),
    "a byte that no text has": (GIVEN | {"text": "a\x00b"}, {"text", "organisation"}),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_comes_back_with_a_sentence_and_what_was_typed(client, proposal, party, case):
    given, wrong = BAD[case]
    client.force_login(party)
    answer = client.post(tab(proposal, "add/"), given)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == wrong
    assert all(
        words.endswith((".", "allowed.")) for errors in answer.context["form"].errors.values() for words in errors
    )
    assert not Comment.objects.exists()


def test_spaces_are_no_words(client, proposal, party):
    client.force_login(party)
    given = GIVEN | {"organisation": party.organisations[0].pk, "text": " \n "}
    assert client.post(tab(proposal, "add/"), given).context["form"].errors == {"text": ["Write the comment."]}


def test_nobody_but_who_speaks_for_an_organisation_gets_the_form(client, proposal, by, party):
    statuses = {}
    people = {"secas": by, "stranger": make.UserFactory(), "party": party, "authority": make.authority()}
    for name, person in people.items():
        client.force_login(person)
        statuses[name] = client.get(tab(proposal, "add/")).status_code
        client.post(tab(proposal, "add/"), GIVEN | {"organisation": party.organisations[0].pk})
    assert statuses == {"secas": 403, "stranger": 403, "party": 200, "authority": 403}
    assert Comment.objects.get().by == party


def test_an_organisation_of_somebody_else_is_not_one_of_the_choices(client, proposal, party):
    client.force_login(party)
    other = make.OrganisationFactory()
    answer = client.post(tab(proposal, "add/"), GIVEN | {"organisation": other.pk})
    assert answer.context["form"].errors == {"organisation": ["Choose one of those listed."]}


def test_secas_files_an_e_mail(client, proposal, by):
    client.force_login(by)
    organisation = make.OrganisationFactory(category=Category.GAS_NETWORK)
    given = GIVEN | {
        "organisation": organisation.pk,
        "how": "email",
        "received_at": "2026-09-14T09:30",
        "upload": SimpleUploadedFile("mail.pdf", PDF),
    }
    assert client.post(tab(proposal, "record/"), given).status_code == 302
    comment = Comment.objects.get()
    assert (comment.received_at, comment.file.filename) == (datetime(2026, 9, 14, 8, 30, tzinfo=UTC), "mail.pdf")
    assert comment.category == "gas_network"


def test_a_broken_file_leaves_what_was_typed(client, proposal, by):
    client.force_login(by)
    given = GIVEN | {"organisation": make.OrganisationFactory().pk, "how": "email"}
    answer = client.post(tab(proposal, "record/"), given | {"upload": SimpleUploadedFile("mail.exe", b"MZ")})
    assert answer.status_code == 422
    assert "We support it." in answer.content.decode()
    assert "“mail.exe” cannot be kept" in answer.content.decode()
    assert not Comment.objects.exists()


def test_what_becomes_public_is_shown_first_and_what_came_in_since_is_not_taken_along(client, proposal, by, party):
    posted(proposal, party, text="Zircon.")
    client.force_login(by)
    page = client.get(tab(proposal, "publish/"))
    assert "Zircon." in page.content.decode()
    shown = page.context["fresh"]["shown"].value()
    posted(proposal, party, text="Topaz.")
    stale = client.post(tab(proposal, "publish/"), {"shown": shown})
    assert stale.status_code == 422
    assert "Topaz." in stale.content.decode()
    assert not Comment.objects.filter(published_at__isnull=False).exists()
    again = client.post(tab(proposal, "publish/"), {"shown": stale.context["fresh"]["shown"].value()})
    assert again.status_code == 302
    assert Comment.objects.filter(published_at__isnull=False).count() == 2
    assert "No comment waits to be published." in read(client, proposal, "publish/")


def test_answers_are_shown_with_their_comments_and_published_together(client, proposal, by, party):
    for text in ("Why?", "When?"):
        posted(proposal, party, stance="question", text=text)
    actions.publish_comments(proposal=proposal, by=by)
    client.force_login(by)
    for number in (1, 2):
        page = client.get(tab(proposal, f"{number}/answer/"))
        hidden = {name: page.context["form"][name].value() for name in ("version", "opened")}
        assert (
            client.post(tab(proposal, f"{number}/answer/"), hidden | {"text": f"Answer {number}."}).status_code == 302
        )
    page = client.get(tab(proposal, "publish-answers/"))
    assert all(words in page.content.decode() for words in ("Why?", "When?", "Answer 1.", "Answer 2."))
    assert (
        client.post(tab(proposal, "publish-answers/"), {"shown": page.context["fresh"]["shown"].value()}).status_code
        == 302
    )
    assert Answer.objects.filter(published_at__isnull=False).count() == 2
    answered_to = Message.objects.get(subject__contains="is answered")
    assert [copy.user for copy in answered_to.deliveries.all()] == [party]
    assert "Your comments 1, 2 are answered." in answered_to.body


def test_two_who_answer_at_once_are_shown_both_texts(client, proposal, by):
    comment = published(proposal, by)
    client.force_login(by)
    form = client.get(tab(proposal, "1/answer/")).context["form"]
    hidden = {name: form[name].value() for name in ("version", "opened")}
    actions.write_answer(comment=comment, by=make.analyst(), text="Theirs.")
    answer = client.post(tab(proposal, "1/answer/"), hidden | {"text": "Mine."})
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    assert "Mine." in answer.content.decode()


def test_a_summary_is_written_beside_what_was_said(client, proposal, by):
    published(proposal, by, text="Zircon.")
    client.force_login(by)
    address = tab(proposal, "summary/large_supplier/supports/")
    page = client.get(address)
    assert "Zircon." in page.content.decode()
    hidden = {name: page.context["form"][name].value() for name in ("version", "opened")}
    assert client.post(address, hidden | {"text": "They like it."}).url == tab(proposal, "#in-sum")
    assert FeedbackSummary.objects.get().text == "They like it."
    for nobody in ("summary/dcc/supports/", "summary/large_supplier/perhaps/", "summary/large_supplier/opposes/"):
        assert client.get(tab(proposal, nobody)).status_code == 404


def test_what_was_withdrawn_says_so_on_every_page_about_it(client, proposal, by):
    comment = published(proposal, by)
    actions.withdraw_comment(comment=comment, by=by, reason="By mistake.")
    client.force_login(by)
    for page in ("change/", "withdraw/", "sort/", "unpublish/", "answer/"):
        answer = client.get(tab(proposal, f"1/{page}"))
        assert answer.status_code == 200, page
        assert "It was withdrawn: By mistake." in answer.content.decode(), page


def test_the_comment_of_another_proposal_is_not_there(client, proposal, by):
    published(make.draft_proposal(by=by), by)
    client.force_login(by)
    assert client.get(tab(proposal, "1/answer/")).status_code == 404


# What it costs


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_three_hundred_comments_cost_what_three_cost(client, proposal, by):
    several(proposal, by, 3)
    addresses = [tab(proposal), tab(proposal, "comments.csv"), tab(proposal, "?on=2031-01-01")]
    few = [cost(client, address) for address in addresses]
    client.force_login(by)
    few += [cost(client, address) for address in [*addresses, "/desk/"]]
    several(proposal, by, 297)
    many = [cost(client, address) for address in [*addresses, "/desk/"]]
    client.logout()
    many = [cost(client, address) for address in addresses] + many
    assert many == few
