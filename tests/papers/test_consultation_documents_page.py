"""The page of a consultation's documents: what is issued for everybody, drafts and what may be composed for SECAS; and the
form in Word."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as open_word

from accounts.models import RoleGrant
from audit import clock
from audit.acts import Refused
from consultations import actions
from consultations.responses.formreading import consultation_of
from jobs import actions as jobs
from jobs import registry
from jobs.models import Job
from papers import actions as papers
from papers.models import Paper
from tests import factories as make
from tests.consultations import asked
from tests.papers import consulted
from tests.papers.consulted import COLLATED, DOCUMENT, PUBLIC, SECAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


def address(of) -> str:
    return reverse("papers:consultation_documents", args=[of.pk])


def compose_address(of, kind: str, edition: str = PUBLIC) -> str:
    return reverse("papers:compose_of_consultation", args=[of.pk, kind, edition])


def test_the_page_of_the_consultation_leads_to_it(client):
    found = asked.consultation()
    assert f'href="{address(found)}"' in client.get(found.get_absolute_url()).content.decode()


def test_after_the_close_the_form_is_not_offered_as_a_way_to_answer_in_time(client):
    still_open, over = asked.consultation(), consulted.over("Is it enough?")
    pages = [client.get(address(of)).content.decode() for of in (still_open, over)]
    assert ["Answering without being online" in page for page in pages] == [True, False]
    assert ["what comes now is late" in page for page in pages] == [False, True]
    assert [
        reverse("papers:response_form", args=[of.pk]) in page
        for of, page in zip((still_open, over), pages, strict=True)
    ] == [True, True]


def test_everybody_reads_what_is_issued_and_secas_the_drafts(client, by):
    found = consulted.over("Is it enough?")
    asked.submission(found, answers=[(1, "agree", "")])
    issued = consulted.issued(found, by, DOCUMENT)
    draft = consulted.composed(found, by, COLLATED)
    page = client.get(address(found)).content.decode()
    assert issued.get_absolute_url() in page
    assert draft.get_absolute_url() not in page
    assert "Composing them" not in page
    client.force_login(by)
    page = client.get(address(found)).content.decode()
    assert draft.get_absolute_url() in page
    assert page.count("Compose a draft") == 1  # SECAS’s edition; the others are begun


def test_secas_composes_each_of_them_with_one_press(client, by):
    found = consulted.over("Is it enough?")
    client.force_login(by)
    for kind, edition in ((DOCUMENT, PUBLIC), (COLLATED, PUBLIC), (COLLATED, SECAS)):
        page = client.post(compose_address(found, kind, edition))
        assert page.status_code == 302
        worked()
        paper = Paper.objects.get(kind=kind, consultation=found, edition=edition)
        assert paper.versions.get().by == by
        assert client.get(paper.get_absolute_url()).status_code == 200


def worked() -> list[dict]:
    """The worker does what waits, as far as papers are composed."""
    waiting = Job.objects.filter(kind__in=["compose_paper", "issue_paper"], state="queued")
    return [_worked(jobs.claim(job.pk)) for job in waiting]


def _worked(job: Job) -> dict:
    result = registry.kind(job.kind).run(job, lambda percent, note: jobs.report(job, percent, note))
    jobs.finish(job, result)
    return result


def following(of, edition: str = PUBLIC) -> str:
    return reverse("papers:composing_of_consultation", args=[of.pk, COLLATED, edition])


def test_what_was_answered_is_composed_by_the_worker_and_the_page_follows_it(client, by):
    """A hundred responses take longer than anybody waits for a page."""
    found = consulted.over("Is it enough?")
    client.force_login(by)
    page = client.post(compose_address(found, COLLATED), follow=True).content.decode()
    assert not Paper.objects.filter(consultation=found).exists()
    assert f'hx-get="{following(found)}"' in page
    assert "Waiting for its turn" in page
    (job,) = Job.objects.filter(kind="compose_paper")
    jobs.report(jobs.claim(job.pk), 40, "Reading what was submitted")
    part = client.get(following(found)).content.decode()
    assert "Reading what was submitted" in part
    assert 'value="40"' in part
    Job.objects.update(state="queued", sent_at=None)
    worked()
    part = client.get(following(found)).content.decode()
    draft = Paper.objects.get(consultation=found).versions.get()
    assert f'<a href="{draft.get_absolute_url()}">draft 0.1</a>' in part
    assert "hx-get" not in part


def test_pressed_twice_it_is_composed_once(client, by):
    found = consulted.over("Is it enough?")
    client.force_login(by)
    for _ in range(2):
        assert client.post(compose_address(found, COLLATED)).status_code == 302
    assert Job.objects.filter(kind="compose_paper").count() == 1
    worked()
    client.post(compose_address(found, COLLATED))
    worked()
    assert [version.label for version in Paper.objects.get(consultation=found).versions.all()] == ["0.1"]


def test_it_is_issued_by_the_worker_with_the_words_that_were_given(client, by):
    found = consulted.over("Is it enough?")
    asked.submission(found, answers=[(1, "agree", "")])
    paper = consulted.composed(found, by, COLLATED).paper
    client.force_login(by)
    issue = reverse("papers:issue_paper", args=[paper.pk])
    for _ in range(2):
        assert client.post(issue, {"confirm": "on"}).url == paper.get_absolute_url()
    assert not paper.versions.filter(state="issued").exists()
    assert f'hx-get="{following(found)}"' in client.get(paper.get_absolute_url()).content.decode()
    assert len(worked()) == 1
    issued = paper.versions.get(state="issued")
    assert (issued.label, issued.by) == ("1.0", by)
    actions.withdraw_response(response=found.responses.get(), by=by, reason="We were bought.")
    page = client.post(issue, {"confirm": "on"})
    assert page.status_code == 422
    assert "say what this version puts right" in page.content.decode()
    client.post(issue, {"confirm": "on", "erratum": "One response was withdrawn."})
    worked()
    assert paper.versions.get(corrects=issued).erratum == "One response was withdrawn."


def test_who_would_issue_it_with_other_words_meanwhile_is_told(by):
    found = consulted.over("Is it enough?")
    issued = consulted.issued(found, by, COLLATED)
    first = papers.want_issue(paper=issued.paper, by=by, erratum="One name.")
    assert papers.want_issue(paper=issued.paper, by=make.analyst(), erratum="One name.") == first
    with pytest.raises(Refused, match="already, with other words"):
        papers.want_issue(paper=issued.paper, by=make.analyst(), erratum="Two names.")
    worked()
    assert issued.paper.versions.get(corrects=issued).erratum == "One name."


def test_a_job_that_was_lost_after_it_had_issued_issues_nothing_more(client, by):
    found = consulted.over("Is it enough?")
    paper = consulted.composed(found, by, COLLATED).paper
    papers.want_issue(paper=paper, by=by)
    (first,) = worked()
    Job.objects.filter(kind="issue_paper").update(state="queued", finished_at=None)
    assert worked() == [first]
    assert paper.versions.filter(state="issued").count() == 1


def unchanged(version) -> str:
    day = clock.london_date(version.issued_at)
    return f"Nothing has changed since version {version.label}, issued on {day:%-d %B %Y}: there is no new one."


@pytest.mark.parametrize("kind, edition", [(DOCUMENT, PUBLIC), (COLLATED, PUBLIC), (COLLATED, SECAS)])
def test_what_says_what_the_last_version_says_is_no_version(by, kind, edition):
    """However many drafts were composed between, and on whichever day."""
    found = consulted.over("Is it enough?")
    asked.submission(found, answers=[(1, "agree", "Yes.")])
    first = consulted.issued(found, by, kind, edition)
    paper = first.paper
    with clock.set_to(clock.now() + timedelta(days=3)):
        papers.compose_again(paper=paper, by=by)
        with pytest.raises(Refused) as refused:
            papers.issue_paper(paper=paper, by=by)
        assert refused.value.sentence == unchanged(first)
    assert [version.label for version in paper.versions.filter(state="issued")] == ["1.0"]


def test_what_changed_is_the_next_version_and_so_is_what_puts_something_right(by):
    """After an erratum too nothing is new but what it put right, which the next one need not repeat."""
    found = consulted.over("Is it enough?")
    first = consulted.issued(found, by, DOCUMENT)
    second = papers.issue_paper(paper=first.paper, by=by, erratum="The day was wrong in the mail.")
    with pytest.raises(Refused) as refused:
        papers.issue_paper(paper=first.paper, by=by)
    assert refused.value.sentence == unchanged(second)
    found.introduction = "Anew."
    found.save()
    third = papers.issue_paper(paper=first.paper, by=by)
    assert [each.label for each in (first, second, third)] == ["1.0", "2.0", "3.0"]


def test_the_page_of_issue_says_that_nothing_changed(client, by):
    found = consulted.over("Is it enough?")
    asking, collated = consulted.issued(found, by, DOCUMENT), consulted.issued(found, by, COLLATED)
    client.force_login(by)
    page = client.post(reverse("papers:issue_paper", args=[asking.paper_id]), {"confirm": "on"})
    assert page.status_code == 422
    assert unchanged(asking) in page.content.decode()
    client.post(reverse("papers:issue_paper", args=[collated.paper_id]), {"confirm": "on"})
    assert worked() == [{"refused": unchanged(collated)}]
    assert unchanged(collated) in client.get(following(found)).content.decode()


def test_what_is_refused_at_once_is_said_at_once_and_what_is_refused_meanwhile_where_it_is_followed(client, by):
    found = consulted.over("Is it enough?")
    paper = consulted.composed(found, by, COLLATED).paper
    client.force_login(by)
    issue = reverse("papers:issue_paper", args=[paper.pk])
    client.post(issue, {"confirm": "on"})
    late = asked.submission(found, late=True)
    assert worked() == [{"refused": "Say first whether 1 late response count."}]
    assert "Say first whether 1 late response count." in client.get(following(found)).content.decode()
    page = client.post(issue, {"confirm": "on"}, follow=True)
    assert "Say first whether" in page.content.decode()
    assert not Job.objects.filter(kind="issue_paper", state="queued").exists()
    assert late.counts is False


def test_who_may_not_compose_follows_nothing(client):
    found = consulted.over()
    assert client.get(following(found)).status_code == 302
    client.force_login(make.party())
    assert client.get(following(found)).status_code == 403
    client.force_login(make.analyst())
    assert client.get(following(found)).status_code == 200
    other = reverse("papers:composing_of_consultation", args=[found.pk, DOCUMENT, PUBLIC])
    assert client.get(other).status_code == 404


def test_who_is_no_analyst_any_more_when_the_worker_comes_to_it_has_composed_nothing(by):
    found = consulted.over("Is it enough?")
    papers.want_draft(kind=COLLATED, consultation=found, edition=PUBLIC, by=by)
    RoleGrant.objects.filter(user=by).delete()
    (done,) = worked()
    assert "refused" in done
    assert not Paper.objects.filter(consultation=found).exists()


def test_the_page_of_a_paper_of_a_consultation_reads_nothing_of_what_was_answered(client, by):
    """It lacks nothing that the record could give, so that its facts are not gathered to show it."""
    found = consulted.over("Is it enough?")
    for _ in range(3):
        asked.submission(found, answers=[(1, "agree", "ABC and XYZ.")])
    paper = consulted.composed(found, by, COLLATED).paper
    client.force_login(by)
    with CaptureQueriesContext(connection) as made:
        page = client.get(paper.get_absolute_url()).content.decode()
    assert not [
        query["sql"] for query in made.captured_queries if 'FROM "consultations_submission" WHERE' in query["sql"]
    ]
    assert "XYZ" not in page
    assert reverse("papers:paper_glossary", args=[paper.pk]) not in page  # what respondents mean is theirs to say
    document = consulted.composed(found, by, DOCUMENT).paper
    page = client.get(document.get_absolute_url()).content.decode()
    assert reverse("papers:paper_glossary", args=[document.pk]) in page


@pytest.mark.parametrize(("kind", "edition"), [(DOCUMENT, SECAS), ("agenda", PUBLIC), (COLLATED, "amber")])
def test_another_kind_or_edition_is_not_there(client, by, kind, edition):
    found = consulted.over()
    client.force_login(by)
    assert client.post(compose_address(found, kind, edition)).status_code == 404
    assert not Paper.objects.filter(consultation=found).exists()


def test_others_compose_nothing(client):
    found = consulted.over()
    assert client.post(compose_address(found, DOCUMENT)).status_code == 302
    client.force_login(make.party())
    assert client.post(compose_address(found, DOCUMENT)).status_code == 403
    assert not Paper.objects.exists()


def test_the_form_is_handed_out_to_whoever_may_read_the_consultation(client):
    found = asked.consultation(classification="green")
    form = reverse("papers:response_form", args=[found.pk])
    assert client.get(form).status_code == 404
    client.force_login(make.party())
    page = client.get(form)
    assert page["Content-Disposition"] == f'attachment; filename="consultation-{found.pk}-form.docx"'
    assert consultation_of(page.content) == found.pk
    word = open_word(io.BytesIO(page.content))
    assert "1. Do you agree with the approach?" in [paragraph.text for paragraph in word.paragraphs]


def test_of_one_for_parties_a_stranger_finds_no_page(client):
    found = asked.consultation(classification="green")
    assert client.get(address(found)).status_code == 404
    client.force_login(make.party())
    assert client.get(address(found)).status_code == 200


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_for_many_versions(client, by, count, django_assert_num_queries):
    found = consulted.over("Is it enough?")
    for number in range(count):
        found.introduction = f"Version {number}."
        found.save()
        consulted.issued(found, by, DOCUMENT)
    client.force_login(by)
    client.get(address(found))
    with django_assert_num_queries(QUERIES):
        client.get(address(found))


QUERIES = 14  # one of them is what the worker does, one whether something waits to be published
