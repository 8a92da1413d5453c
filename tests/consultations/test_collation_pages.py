"""What was said, on its pages: what SECAS reads while the consultation is open, what everybody reads after publication,
and what neither the page nor a filter of it tells anybody who may not read it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Category
from audit import clock
from consultations import actions
from consultations.actions.releasing import release_of
from consultations.collation import keeping
from consultations.models import ClauseComment, Consultation, Question, QuestionAnswer, Redaction, Tag
from jobs import actions as jobs
from jobs.models import Job
from jobs.tasks import run
from tests import factories as make
from tests.consultations import answered, asked
from tests.consultations.crowd import crowd
from tests.markup import read
from tests.pages import faults

pytestmark = pytest.mark.django_db

LONG = "The rule would ask every supplier for a test of its own before the first device is delivered to anybody."


def address(of: Consultation, name: str = "", *more) -> str:
    return reverse(f"consultations:collation{name and f'_{name}'}", args=[of.pk, *more])


def collated(of: Consultation) -> None:
    """As the dispatcher and a worker do it."""
    keeping.queue_stale()
    for job in Job.objects.filter(kind=keeping.KIND, state="queued"):
        run(job.pk)


def published(of: Consultation) -> None:
    Consultation.objects.filter(pk=of.pk).update(responses_published_at=clock.now())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


@pytest.fixture
def secas():
    return signed_in(make.analyst())


@pytest.fixture
def over():
    return asked.consultation("Do you agree with the tests?", "What else?", days=-1)


# Who reads ---------------------------------------------------------------------------------------


def test_until_publication_secas_alone_reads(client, secas, over):
    own = make.party()
    asked.submission(over, own.organisations[0], answers=[(1, "agree", LONG)])
    assert "1 Large Supplier" in words(secas.get(address(over)))
    for reader in (client, signed_in(own), signed_in(make.party()), signed_in(make.authority())):
        page = words(reader.get(address(over)))
        assert "Not published yet" in page
        assert "1 Large Supplier" not in page
        for name, more in (("question", [1]), ("clauses", []), ("general", []), ("progress", [])):
            assert reader.get(address(over, name, *more)).status_code == 404
    published(over)
    for reader in (client, signed_in(own), signed_in(make.party())):
        assert "1 Large Supplier" in words(reader.get(address(over)))
        assert LONG in words(reader.get(address(over, "question", 1)))


def test_while_it_is_open_secas_counts(client, secas):
    of = asked.consultation("Do you agree?")
    asked.submission(of, answers=[(1, "agree", LONG)])
    assert "SECAS alone reads this page" in words(secas.get(address(of)))
    assert "Not published yet" in words(client.get(address(of)))


def test_where_responses_were_published_everybody_reads_that_they_are_no_more_and_why(client, over, secas):
    of, by = Consultation.objects.get(pk=over.pk), make.analyst()
    asked.submission(of, answers=[(1, "agree", LONG)])
    actions.publish_responses(consultation=of, by=by)
    pages = (address(of), of.get_absolute_url(), reverse("consultations:outcome", args=[of.pk]))
    taken_back = "The publication of the responses was taken back on"
    assert [taken_back in words(client.get(page)) for page in pages] == [False] * 3
    actions.take_responses_back(consultation=of, by=by, reason="A name was left in.")
    for reader in (client, secas):
        read = [words(reader.get(page)) for page in pages]
        assert [taken_back in each for each in read] == [True] * 3
        assert ["A name was left in." in each for each in read] == [True] * 3
        assert ["not published yet" in each.lower() for each in read] == [False] * 3
    actions.publish_responses(consultation=Consultation.objects.get(pk=of.pk), by=by)
    assert [taken_back in words(client.get(page)) for page in pages] == [False] * 3


def test_nobody_reads_of_a_consultation_that_is_being_prepared(client, secas):
    of = asked.consultation("Do you agree?")
    Consultation.objects.update(opened_at=None, closes_at=None)
    assert client.get(address(of)).status_code == 404
    assert "Not published yet" in words(secas.get(address(of)))


def test_what_is_confidential_or_redacted_or_unnamed_is_not_told(client, secas, over):
    names = [make.OrganisationFactory(category=category) for category in ("dcc", "large_supplier", "small_supplier")]
    asked.submission(over, names[0], answers=[(1, "disagree", "Zircon.")], confidential=True)
    quiet = asked.submission(over, names[1], answers=[(1, "agree", "Amber Beryl.")], consents=False)
    part = asked.submission(over, names[2])
    QuestionAnswer.objects.create(
        submission=part, question=over.questions.questions.get(number=1), text="Opal.", confidential=True
    )
    Redaction.objects.create(answer=quiet.answers.get(), quote="Beryl", reason="Names somebody", at=clock.now())
    page = words(secas.get(address(over, "question", 1)))
    assert all(each in page for each in ("Zircon", "Beryl", "Opal", *map(str, names)))
    published(over)
    overview, page = (words(client.get(address(over, *more))) for more in ((), ("question", 1)))
    assert "Amber [Redacted: Names somebody]." in page
    assert not [each for each in ("Zircon", "Beryl", "Opal", str(names[0]), str(names[1])) if each in page]
    assert "3 responses" in overview
    assert "One of them is confidential" in overview
    assert "1 DCC" not in overview
    found = words(client.get(address(over, "question", 1) + "?q=Beryl"))
    assert "Amber" not in found
    assert "No text matches" in found


def test_nothing_tells_others_which_texts_are_of_one_unnamed_respondent(client, secas, over):
    """Neither a number nor an address nor the order in which they stand, from one page to the next."""
    sent = crowd(
        over,
        5,
        answer=lambda n, question: {"agreement": "agree", "text": LONG},
        clauses=lambda n: [{"clause": "L8.7", "as_written": "18.7", "operation": "query", "text": LONG}],
        submitted=lambda n: {"consents": False, "category": "large_supplier", "general_comments": LONG},
    )
    collated(over)
    published(over)
    for page in (("question", 1), ("question", 2), ("clauses",), ("general",)):
        anchors = re.findall(r'id="(text-\w+)"', words(client.get(address(over, *page))))
        assert (len(anchors), anchors) == (5, sorted(anchors))
        as_secas = words(secas.get(address(over, *page)))
        assert re.findall(r'"comment-number">(\d)<', as_secas) == ["1", "2", "3", "4", "5"]
        assert "comment-number" not in words(client.get(address(over, *page)))
        assert sorted(re.findall(r'id="(text-\w+)"', as_secas)) == anchors
    passage = words(client.get(address(over, "passage", 1)))
    assert "response 1" in words(secas.get(address(over, "passage", 1)))
    assert [each.response.number for each in sent if f"response {each.response.number}" in passage] == []
    named = re.findall(r'#(text-\w+)"', passage)
    assert (len(named), named) == (20, sorted(named))


# What the overview counts ------------------------------------------------------------------------


def test_an_answer_is_no_stand_on_the_change(secas, over):
    """“No” to a question may favour the change: the stand is counted from what is said of it as a whole alone."""
    asked.submission(over, answers=[(1, "disagree", LONG)], position="approve")
    page = read(secas.get(address(over)).content.decode())[0]
    assert page is not None
    html = words(secas.get(address(over)))
    assert "Where respondents stand on the change as a whole" in html
    assert '<td class="num" data-label="It should be approved">1</td>' in html
    assert '<td class="num" data-label="It should be rejected">–</td>' in html


def test_late_ones_are_told_and_not_counted(secas, over):
    asked.submission(over, late=True)
    page = words(secas.get(address(over)))
    assert "One late response waits for SECAS to say whether it counts" in page
    assert "No response counts yet." in page


def test_nothing_submitted_says_what_will_stand_there(secas, over):
    assert "Nothing to bring together yet" in words(secas.get(address(over)))


# One question ------------------------------------------------------------------------------------


def test_texts_are_found_by_answer_category_tag_and_words(secas, over):
    by = make.analyst()
    one = asked.submission(over, answers=[(1, "agree", "Opal and pearl.")])
    small = make.OrganisationFactory(category=Category.SMALL_SUPPLIER)
    asked.submission(over, small, answers=[(1, "disagree", "Zircon.")])
    actions.tag_text(consultation=over, by=by, place=f"a{one.answers.get().pk}", put=["Costs"])
    tag = Tag.objects.get().pk
    for query, opal, zircon in (
        ("", True, True),
        ("?answer=agree", True, False),
        ("?category=small_supplier", False, True),
        (f"?tag={tag}", True, False),
        ("?q=PEARL", True, False),
        (f"?q={small.short_name}", False, True),
        ("?answer=agree&category=small_supplier", False, False),
        ("?answer=perhaps", True, True),
    ):
        page = words(secas.get(address(over, "question", 1) + query))
        assert ("Opal and pearl." in page, "Zircon." in page) == (opal, zircon), query
    assert "There is no answer “perhaps”. That filter was left out." in page
    part = secas.get(address(over, "question", 1) + "?answer=agree", headers={"HX-Request": "true"})
    assert "<h1" not in words(part)
    assert "Opal" in words(part)


def test_the_questions_before_and_after_are_a_key_away(secas):
    of = asked.consultation("One?", "Two?", "Three?", days=-1)
    page = words(secas.get(address(of, "question", 2)))
    assert 'rel="prev" accesskey="p"' in page
    assert 'rel="next" accesskey="n"' in page
    assert 'rel="prev"' not in words(secas.get(address(of, "question", 1)))
    assert 'rel="next"' not in words(secas.get(address(of, "question", 3)))
    assert secas.get(address(of, "question", 4)).status_code == 404


def test_a_question_that_is_no_longer_asked_says_why(secas, over):
    asked.submission(over)
    Question.objects.filter(of=over.questions, number=2).update(
        withdrawn_at=clock.now(), withdrawn_because="It was asked twice."
    )
    assert "No longer asked: It was asked twice." in words(secas.get(address(over)))
    assert "No longer asked: It was asked twice." in words(secas.get(address(over, "question", 2)))


# Passages ----------------------------------------------------------------------------------------


def test_what_is_said_more_than_once_is_shown_both_ways(client, secas, over):
    crowd(
        over, 3, answer=lambda n, question: {"text": f"{LONG} So says number {n}." if question == 1 else LONG.upper()}
    )
    page = words(secas.get(address(over, "question", 1)))
    assert "are brought together within a minute" in page
    collated(over)
    folded = words(secas.get(address(over, "question", 1)))
    assert "Said by 3 respondents, word for word the same; counted once." in folded
    assert folded.count(LONG) == 1
    full = words(secas.get(address(over, "question", 1) + "?full=1"))
    assert full.count(LONG) == 4
    published(over)
    assert "Said by 3 respondents" in words(client.get(address(over, "question", 1)))
    passage = words(client.get(address(over, "passage", 1)))
    assert "Said by 3 respondents" in passage
    assert passage.count("Question 2") == 3


def test_what_looks_like_a_folded_passage_is_what_was_written(secas, over):
    """Ours leads to the passage and bears its tag; what was typed does neither."""
    typed = "[Passage 1]"
    crowd(over, 2, answer=lambda n, question: {"text": f"{typed}\n\n{LONG}"})
    collated(over)
    page = secas.get(address(over, "question", 1)).content.decode()
    ours = re.findall(
        r'<a class="said-folded"\s+href="[^"]+/passages/1/">.*?<span class="said-number">Passage 1</span></a>', page
    )
    texts = re.findall(r'<div class="prose collation-text">(.*?)</div>', page, re.DOTALL)
    texts = [each for each in texts if "[Passage 1]" in each]
    assert (len(texts), len(ours)) == (2, 2)
    for each in texts:
        without = re.sub(r'<a class="said-folded".*?</a>', "", each, flags=re.DOTALL)
        assert typed in " ".join(without.split())


def test_a_passage_of_which_others_read_one_place_is_none_to_them(client, secas, over):
    crowd(over, 2, answer=lambda n, question: {"text": LONG, "confidential": n == 1} if question == 1 else None)
    collated(over)
    assert "Said by 2 respondents" in words(secas.get(address(over, "question", 1)))
    published(over)
    page = words(client.get(address(over, "question", 1)))
    assert LONG in page
    assert "Passage" not in page
    assert client.get(address(over, "passage", 1)).status_code == 404
    assert secas.get(address(over, "passage", 1)).status_code == 200


def test_redacted_words_of_a_passage_are_redacted_wherever_it_is_read(client, over):
    sent = crowd(over, 2, answer=lambda n, question: {"text": LONG} if question == 1 else None)
    for each in sent:
        Redaction.objects.create(answer=each.answers.get(), quote="every supplier", reason="Secret", at=clock.now())
    collated(over)
    published(over)
    for page in (address(over, "question", 1), address(over, "question", 1) + "?full=1"):
        html = words(client.get(page))
        assert html.count("ask [Redacted: Secret] for a test") == 2
        assert "every supplier" not in html
    assert client.get(address(over, "passage", 1)).status_code == 404


MARKED = "The rule would ask [Redacted: Secret] for a test of its own before the first device is delivered to anybody."


@pytest.mark.parametrize(("redacted", "told"), [(1, "Said by 2 respondents"), (2, "")])
def test_what_is_redacted_in_one_text_is_not_told_by_others_that_say_the_same(client, secas, over, redacted, told):
    """Those others may read it there; that it stands here too would tell what was kept back."""
    sent = crowd(over, 3, answer=lambda n, question: {"text": LONG} if question == 1 else None)
    for each in sent[:redacted]:
        Redaction.objects.create(answer=each.answers.get(), quote="every supplier", reason="Secret", at=clock.now())
    collated(over)
    published(over)
    assert "Said by 3 respondents" in words(secas.get(address(over, "question", 1)))
    html = words(client.get(address(over, "question", 1)))
    assert [each for each in ("Said by 3 respondents", "Said by 2 respondents") if each in html] == [told] * bool(told)
    assert html.count(MARKED) == redacted
    passage = client.get(address(over, "passage", 1))
    assert passage.status_code == (200 if told else 404)
    if told:
        assert words(passage).count("Question 1") == 2


def test_of_places_elsewhere_those_with_redacted_words_are_not_counted(client, over):
    """The words are redacted in an answer to another question than that whose page is read."""
    sent = crowd(over, 3, answer=lambda n, question: {"text": LONG} if question == 1 or n == 0 else None)
    elsewhere = sent[0].answers.get(question__number=2)
    collated(over)
    published(over)
    page = address(over, "question", 2)
    assert "Said by 3 respondents" in words(client.get(page))
    for each in sent[1:]:
        Redaction.objects.create(answer=each.answers.get(), quote="every supplier", reason="Secret", at=clock.now())
    assert "Said by one respondent" not in words(client.get(page))
    assert "Said by 1 respondent," in words(client.get(page))
    Redaction.objects.create(answer=sent[0].answers.get(question__number=1), reason="Secret", at=clock.now())
    assert "Said by" not in words(client.get(page))
    assert elsewhere.text in words(client.get(page))


def test_the_work_shows_how_far_it_is(secas, over):
    asked.submission(over, answers=[(1, "agree", LONG)])
    keeping.queue_stale()
    job = Job.objects.get(kind=keeping.KIND)
    jobs.claim(job.pk)
    job.refresh_from_db()
    jobs.report(job, 35, "Comparing 400 sentences")
    page = words(secas.get(address(over, "question", 1)))
    assert "comparing 400 sentences" in page
    assert f'hx-get="{address(over, "progress")}"' in page
    part = words(secas.get(address(over, "progress")))
    assert 'value="35"' in part
    assert "<h1" not in part
    assert "Nothing here is said twice." not in page


def test_who_waited_for_the_work_is_led_to_what_it_found(secas, over):
    asked.submission(over, answers=[(1, "agree", LONG)])
    page = address(over, "question", 1)
    collated(over)
    assert "Nothing here is said twice." in words(secas.get(page))
    asking = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"http://testserver{page}?tag=1"}
    assert f'<a href="{page}?tag=1">Show them</a>' in words(secas.get(address(over, "progress"), **asking))
    assert "Show them" not in words(secas.get(page))


# Clauses and general comments --------------------------------------------------------------------


def test_comments_on_clauses_stand_in_the_order_of_the_code(secas, over):
    clauses = [(c, "query", "", f"On {c}.") for c in ("L18.7", "M9.1", "L8.7", "H9.1(e)", "L8.1")]
    asked.submission(over, clauses=[*clauses, ("", "delete", "the last line", "")][:5])
    page = words(secas.get(address(over, "clauses")))
    places = [page.index(f"On {c}.") for c in ("H9.1(e)", "L8.1", "L8.7", "L18.7", "M9.1")]
    assert places == sorted(places)


def test_general_comments_are_read_by_whoever_reads_the_response(client, secas, over):
    asked.submission(over, general_comments="Opal.")
    asked.submission(over, general_comments="Zircon.", confidential=True)
    assert all(each in words(secas.get(address(over, "general"))) for each in ("Opal.", "Zircon."))
    published(over)
    page = words(client.get(address(over, "general")))
    assert ("Opal." in page, "Zircon." in page) == (True, False)


# How they are made -------------------------------------------------------------------------------


def test_each_page_is_in_order_and_has_a_title_of_its_own(client, secas, over):
    by = make.analyst()
    sent = crowd(
        over,
        3,
        answer=lambda n, question: {"agreement": "agree", "text": f"{LONG} So says number {n}."},
        clauses=lambda n: [{"clause": "L8.7", "as_written": "18.7", "operation": "query", "text": LONG}],
        submitted=lambda n: {"general_comments": LONG, "position": "approve", "consents": n > 0},
    )
    key = f"a{sent[0].answers.first().pk}"
    actions.tag_text(consultation=over, by=by, place=key, put=["Costs", "Timing"])
    made = actions.redact_text(consultation=over, by=by, place=key, quote="first device", reason="Secret")
    collated(over)
    read_by_all = [(), ("question", 1), ("clauses",), ("general",), ("passage", 1)]
    tag = Tag.objects.first().pk
    steps = [("tags",), ("tag_step", tag, "rename"), ("tag_step", tag, "merge"), ("text_step", key, "tag")]
    steps += [("text_step", key, "redact"), ("lift", made.pk), ("publish",)]
    pages = [(secas, address(over, *page)) for page in read_by_all + steps]
    pages += [(secas, address(over, "question", 1) + query) for query in ("?full=1", "?answer=agree&q=nothing")]
    in_order(pages)
    published(over)
    in_order([(client, address(over, *page)) for page in read_by_all] + [(secas, address(over, "take_back"))])


def in_order(pages) -> None:
    titles = []
    for reader, page in pages:
        tree, complaints = read(reader.get(page).content.decode())
        assert complaints == [], page
        assert {look.__name__: look(tree) for look in faults.LOOKS if look(tree)} == {}, page
        titles += [] if "?" in page else [faults.title(tree)]
    assert len(set(titles)) == len(titles)


# Publishing --------------------------------------------------------------------------------------


def test_who_is_not_to_be_named_and_names_itself_is_told_before_it_is_published(secas, over):
    own = make.OrganisationFactory(name="Hexley Power Limited", short_name="Hexley")
    quiet = asked.submission(over, own, answers=[(1, "agree", "We at HEXLEY agree.")], consents=False)
    asked.submission(over, answers=[(1, "agree", "So do we, as Hexley does.")], consents=False)
    asked.submission(over, general_comments="Hexley is right.")
    page = words(secas.get(address(over, "publish")))
    assert page.count("Response 1, Question 1") == 1
    assert "Response 2," not in page
    key = f"a{quiet.answers.get().pk}"
    actions.redact_text(consultation=over, by=make.analyst(), place=key, quote="HEXLEY", reason="Names it")
    assert "Named by their own words" not in words(secas.get(address(over, "publish")))


@pytest.mark.parametrize("field", ["as_written", "anchor", "text"])
@pytest.mark.parametrize("written", ["as Hexley Power wrote", "as Hexley\nPower wrote", "as Robin Ashworth wrote"])
def test_of_a_comment_on_a_clause_all_its_words_are_looked_through_for_names(secas, over, field, written):
    own = make.OrganisationFactory(name="Hexley Power Limited", short_name="Hexley Power")
    sent = asked.submission(over, own, consents=False)
    words_of_it = {"as_written": "18.7", "anchor": "", "text": "Why?"} | {field: written}
    ClauseComment.objects.create(submission=sent, place=1, operation="query", **words_of_it)
    assert words(secas.get(address(over, "publish"))).count("Response 1, A clause") == 1


def test_words_that_name_a_clause_are_kept_back_on_every_page(client, secas, over):
    sent = [asked.submission(over) for _ in range(2)]
    for each in sent:
        placed = ClauseComment.objects.create(
            submission=each, place=1, operation="query", as_written="the clause that Zircon wrote", text=LONG
        )
        Redaction.objects.create(clause_comment=placed, quote="Zircon", reason="Secret", at=clock.now())
    collated(over)
    published(over)
    assert "Zircon" in words(secas.get(address(over, "clauses")))
    pages = [words(client.get(address(over, *more))) for more in (("clauses",), ("passage", 1))]
    data = [reverse(f"consultations:responses_{kind}", args=[over.pk]) for kind in ("csv", "json")]
    pages += [b"".join(client.get(each).streaming_content).decode() for each in data]
    assert [("Zircon" in page, "Redacted: Secret" in page) for page in pages] == [
        (False, True), (False, False), (False, True), (False, True),
    ]  # fmt: skip
    assert "No text matches" in words(client.get(address(over, "clauses") + "?q=Zircon"))


def test_what_came_to_count_since_is_looked_at_before_others_read_it(client, secas, over):
    own = make.OrganisationFactory(name="Hexley Power Limited", short_name="Hexley")
    asked.submission(over, consents=False, answers=[(1, "agree", "Opal of Hexley.")])
    by = make.analyst()
    actions.publish_responses(consultation=over, by=by)
    assert "They are published." in words(secas.get(address(over, "publish")))
    given = [{"question": over.questions.questions.get(number=1), "agreement": "agree", "text": "Zircon of Hexley."}]
    answered.record(over, by=by, organisation=own, answers=given)
    assert "One response came to count since and is read by SECAS alone." in words(secas.get(address(over)))
    assert "came to count since" not in words(client.get(address(over)))
    assert words(secas.get(address(over, "question", 1))).count("Not published yet") == 1
    page = words(secas.get(address(over, "publish")))
    assert (page.count("Response 2, Question 1"), page.count("Response 1,")) == (1, 0)
    assert "1 response, word for word" in page
    assert "Zircon" not in words(client.get(address(over, "question", 1)))
    over.refresh_from_db()
    of_it = reverse("consultations:consultation", args=[over.pk])
    assert ["2 responses, published on" in words(each.get(of_it)) for each in (client, secas)] == [False, True]
    assert "1 response, published on" in words(client.get(of_it))
    shown = release_of(over).shown
    assert secas.post(address(over, "publish"), {"shown": shown}).status_code == 302
    assert "Zircon" in words(client.get(address(over, "question", 1)))


# What it costs -----------------------------------------------------------------------------------

MOST = 20
PAGES = {  # queries for the public and for an analyst
    (): (9, 13),
    ("question", 1): (19, 18),
    ("clauses",): (15, 13),
    ("general",): (16, 14),
    ("passage", 1): (10, 13),
    ("tags",): (None, 5),
}


def cost(client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


@pytest.mark.parametrize("number", [3, 300])
def test_each_page_costs_the_same_for_three_and_for_three_hundred(client, secas, number):
    of = asked.consultation("One?", "Two?", "Three?", days=-1)
    by = make.analyst()
    sent = crowd(
        of,
        number,
        answer=lambda n, question: {"agreement": "agree", "text": f"{LONG} So says number {n}."},
        clauses=lambda n: [{"clause": "L8.7", "as_written": "18.7", "operation": "query", "text": LONG}],
        submitted=lambda n: {"general_comments": LONG, "position": "approve"},
    )
    for each in sent[:2]:
        actions.tag_text(consultation=of, by=by, place=f"a{each.answers.first().pk}", put=["Costs"])
        actions.redact_text(consultation=of, by=by, place=f"g{each.pk}", quote="first device", reason="Secret")
    collated(of)
    published(of)
    found = {
        page: (cost(client, address(of, *page)) if public is not None else None, cost(secas, address(of, *page)))
        for page, (public, _) in PAGES.items()
    }
    assert found == PAGES
    assert max(count for pair in PAGES.values() for count in pair if count is not None) <= MOST
