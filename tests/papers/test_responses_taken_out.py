"""What was issued is put right without being rewritten: a paper that tells of responses bears the mark that the record was
corrected since, where a response that it tells of was withdrawn, or words of one were redacted that it holds. Its next
version has to say what it puts right. SECAS’s edition holds what is redacted, so that nothing of it was corrected."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.acts import Refused
from audit.models import Event
from consultations import actions
from consultations.models import Agreement, Consultation, Enclosure, Kind, QuestionAnswer, Redaction, Submission
from consultations.points.places import ANSWER, Place
from papers import actions as papers
from papers import document as d
from papers.desk import left_behind
from papers.models import PaperVersion
from proposals.desk import Desk
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import record
from tests.papers import consulted
from tests.papers.consulted import COLLATED, DOCUMENT, SECAS
from tests.papers.reading import items, sentence, stated

pytestmark = pytest.mark.django_db

WORDS = "Mr Smith has told us."


@pytest.fixture
def by():
    return make.analyst()


def over(proposal=None, **fields) -> Consultation:
    kind = Kind.REFINEMENT if proposal else Kind.CODE_WIDE
    found = consulted.over("Is it enough?", proposal=proposal, kind=kind, **fields)
    for _ in range(2):
        asked.submission(found, answers=[(1, Agreement.AGREE, WORDS)])
    return found


def withdrawn(of: Consultation, by) -> None:
    response = of.responses.filter(withdrawn_at=None).first()
    actions.withdraw_response(response=response, by=by, reason="We were bought.")


def redacted(of: Consultation, by) -> None:
    answer = QuestionAnswer.objects.of_those_that_count().filter(submission__response__consultation=of).first()
    actions.redact_text(consultation=of, by=by, place=Place(ANSWER, answer).key, quote="Mr Smith", reason="A person")


def is_marked(version: PaperVersion) -> bool:
    return PaperVersion.objects.with_corrections().get(pk=version.pk).corrected_on is not None


def test_collated_responses_are_marked_once_a_response_is_withdrawn_and_the_next_version_says_so(by):
    found = over()
    public, own = consulted.issued(found, by, COLLATED), consulted.issued(found, by, COLLATED, SECAS)
    asking = consulted.issued(found, by, DOCUMENT)
    assert (is_marked(public), is_marked(own), is_marked(asking)) == (False, False, False)
    withdrawn(found, by)
    assert (is_marked(public), is_marked(own), is_marked(asking)) == (True, True, False)
    with pytest.raises(Refused, match="say what this version puts right") as refused:
        papers.issue_paper(paper=public.paper, by=by)
    assert refused.value.field == "erratum"
    client = Client()
    client.force_login(by)
    page = client.get(reverse("papers:issue_paper", args=[public.paper_id])).content.decode()
    assert "One response was withdrawn." in page
    again = papers.issue_paper(paper=public.paper, by=by, erratum="One response was withdrawn.")
    assert not is_marked(again)
    assert sentence(consulted.read(again), "received.count") == (
        "One response was received, from one Large Supplier. One response was withdrawn."
    )


def test_the_edition_as_published_is_marked_where_words_are_redacted(by, client):
    found = over()
    public, own = consulted.issued(found, by, COLLATED), consulted.issued(found, by, COLLATED, SECAS)
    redacted(found, by)
    assert (is_marked(public), is_marked(own)) == (True, False)
    assert "after this was issued" in client.get(public.get_absolute_url()).content.decode()
    assert "Record corrected since" in client.get(f"/consultations/{found.pk}/documents/").content.decode()
    client.force_login(by)
    page = client.get(reverse("papers:issue_paper", args=[public.paper_id])).content.decode()
    assert "Words were redacted in one place." in page


def with_a_file(**fields) -> tuple[Consultation, Enclosure]:
    """Over, one of its responses with a file, which is confidential, unnamed … as ``fields`` say."""
    found, upload = over(), SimpleUploadedFile("figures.pdf", b"%PDF-1.7 figures")
    file = {"upload": upload, "kind": Enclosure.Kind.ATTACHMENT, "confidential": fields.pop("in_confidence", False)}
    made = record(found, organisation=make.OrganisationFactory(), enclosures=[file], **{"consents": True, **fields})
    Submission.objects.update(held_back=False)
    return found, made.enclosures.get()


def test_the_edition_as_published_is_marked_where_a_file_is_held_back_and_its_next_version_tells_why(by, client):
    found, file = with_a_file()
    public, own = consulted.issued(found, by, COLLATED), consulted.issued(found, by, COLLATED, SECAS)
    held = actions.hold_file_back(consultation=found, by=by, enclosure=file, reason="It names somebody")
    assert (is_marked(public), is_marked(own)) == (True, False)
    client.force_login(by)
    page = client.get(reverse("papers:issue_paper", args=[public.paper_id])).content.decode()
    assert "One file was held back." in page
    again = papers.issue_paper(paper=public.paper, by=by, erratum="One file was held back.")
    assert not is_marked(again)
    whose = file.response.organisation.short_name
    assert items(consulted.read(public), "files.list") == [f"{whose} (Large Supplier): “figures”."]
    assert items(consulted.read(again), "files.list") == [
        f"{whose} (Large Supplier): a file is held back. It names somebody"
    ]
    actions.give_file_out(withheld=held, by=by, reason="They agreed.")
    assert not is_marked(public)
    assert "figures" in d.to_json(consulted.read(papers.compose_again(paper=public.paper, by=by)))


@pytest.mark.parametrize("kept", [{"consents": False}, {"confidential": True}, {"in_confidence": True}])
def test_a_file_that_nobody_else_had_marks_nothing_and_stands_in_secas_edition_alone(by, kept):
    found, file = with_a_file(**kept)
    public, own = consulted.issued(found, by, COLLATED), consulted.issued(found, by, COLLATED, SECAS)
    actions.hold_file_back(consultation=found, by=by, enclosure=file, reason="It names somebody")
    assert not is_marked(public)
    assert "files.list" not in stated(consulted.read(public))
    [told] = items(consulted.read(own), "files.list")
    assert "“figures”" in told
    [told] = items(consulted.read(papers.compose_again(paper=own.paper, by=by)), "files.list")
    assert told.endswith("Others do not get it. It names somebody")


def test_what_the_version_that_counts_says_of_the_name_is_what_holds_for_its_file(by):
    """An earlier version consented and had the same file."""
    found, file = with_a_file()
    counting = Submission.objects.get(enclosures=file)
    newer = asked.version_after(counting, consents=False, received_at=counting.received_at + timedelta(minutes=1))
    newer.enclosures.add(file)
    assert "files.list" not in stated(consulted.read(consulted.composed(found, by, COLLATED)))
    assert len(items(consulted.read(consulted.composed(found, by, COLLATED, SECAS)), "files.list")) == 1


def published(of: Consultation, by) -> None:
    of.refresh_from_db()
    actions.publish_responses(consultation=of, by=by)


def taken_back(of: Consultation, by) -> None:
    actions.take_responses_back(consultation=of, by=by, reason="A name was left in.")


def test_what_tells_what_was_said_is_marked_once_the_publication_is_taken_back_until_it_is_published_again(by, client):
    proposal = make.agreed_proposal(by=by)
    found = over(proposal)
    report = papers.issue_report(proposal=proposal, by=by)
    public, own = consulted.issued(found, by, COLLATED), consulted.issued(found, by, COLLATED, SECAS)
    asking = consulted.issued(found, by, DOCUMENT)
    every = (report, public, own, asking)
    assert [is_marked(each) for each in every] == [False] * 4
    taken_back(found, by)
    assert [is_marked(each) for each in every] == [True, True, False, False]
    client.force_login(by)
    page = client.get(reverse("papers:issue_paper", args=[public.paper_id])).content.decode()
    assert "The publication of the responses was taken back." in page
    with pytest.raises(Refused, match="Publish the responses first"):
        papers.issue_paper(paper=public.paper, by=by, erratum="It was taken back.")
    published(found, by)
    assert [is_marked(each) for each in every] == [False] * 4
    taken_back(found, by)
    assert [is_marked(each) for each in every] == [True, True, False, False]


def test_a_report_of_before_the_publication_said_nothing_of_answers_and_is_not_marked(by):
    proposal = make.agreed_proposal(by=by)
    found = over(proposal, published=False)
    before = papers.issue_report(proposal=proposal, by=by)
    published(found, by)
    during = papers.issue_report(proposal=proposal, by=by)
    taken_back(found, by)
    after = papers.issue_report(proposal=proposal, by=by, erratum="What was answered is not told any more.")
    assert [is_marked(each) for each in (before, during, after)] == [False, True, False]
    published(found, by)
    taken_back(found, by)
    assert [is_marked(each) for each in (before, during, after)] == [False, True, False]


def test_of_a_closer_or_another_consultation_taken_back_a_report_is_not_marked(by):
    proposal = make.agreed_proposal(by=by)
    closer, other = over(proposal, classification="green"), over()
    issued = papers.issue_report(proposal=proposal, by=by)
    for each in (closer, other):
        taken_back(each, by)
    assert not is_marked(issued)


def test_who_takes_a_publication_back_is_told_what_becomes_of_documents(by, client):
    found = over()
    client.force_login(by)
    form = reverse("consultations:collation_take_back", args=[found.pk])
    page = client.post(form, {"reason": "A name was left in."}).content.decode()
    assert "Documents that SECAS has issued keep what they hold, and bear the mark" in page


def test_what_was_taken_out_before_it_was_issued_marks_nothing(by):
    found = over()
    withdrawn(found, by)
    redacted(found, by)
    assert not is_marked(consulted.issued(found, by, COLLATED))


def test_what_never_counted_marks_nothing_when_it_is_withdrawn(by):
    found = over()
    late = asked.submission(
        found,
        late=True,
        late_decision=Submission.Late.REFUSED,
        decided_because="Too late.",
        decided_at=clock.now(),
    )
    public = consulted.issued(found, by, COLLATED)
    actions.withdraw_response(response=late.response, by=by, reason="Then not.")
    assert not is_marked(public)


def test_of_another_consultation_it_marks_nothing(by):
    public = consulted.issued(over(), by, COLLATED)
    other = over()
    withdrawn(other, by)
    redacted(other, by)
    assert not is_marked(public)


def test_reports_are_marked_where_they_told_of_a_response_that_was_withdrawn(by):
    proposal = make.agreed_proposal(by=by)
    found = over(proposal)
    issued = papers.issue_report(proposal=proposal, by=by)
    redacted(found, by)
    assert not is_marked(issued)  # it counts and quotes nobody
    withdrawn(found, by)
    assert is_marked(issued)


def test_a_report_of_before_the_close_told_nothing_and_is_not_marked(by):
    proposal = make.agreed_proposal(by=by)
    open_now = asked.consultation("Is it enough?", proposal=proposal, kind=Kind.REFINEMENT)
    asked.submission(open_now, answers=[(1, Agreement.AGREE, WORDS)])
    issued = papers.issue_report(proposal=proposal, by=by)
    withdrawn(open_now, by)
    assert not is_marked(issued)


def test_of_a_consultation_that_is_closer_than_the_report_it_marks_nothing(by):
    proposal = make.agreed_proposal(by=by)
    found = over(proposal, classification="green")
    issued = papers.issue_report(proposal=proposal, by=by)
    withdrawn(found, by)
    assert not is_marked(issued)


def test_who_withdraws_is_told_what_becomes_of_documents_and_who_redacts_too(by, client):
    found = over()
    client.force_login(by)
    response = found.responses.first()
    kept = "Documents that SECAS has issued keep what they hold, and bear the mark that the record was corrected since"
    form = reverse("consultations:withdraw_response", args=[response.pk])
    assert kept in client.post(form, {"reason": "We were bought."}).content.decode()
    place = Place(ANSWER, QuestionAnswer.objects.first()).key
    form = reverse("consultations:collation_text_step", args=[found.pk, place, "redact"])
    assert kept in client.post(form, {"reason": "A person", "quote": "Mr Smith"}).content.decode()


# On the desk


def on_desk(user) -> list[tuple]:
    return [(task.proposal.reference, task.words, task.url, task.act) for task in left_behind(Desk(user))]


def as_told(version: PaperVersion, about: str = "SEC") -> tuple:
    version = PaperVersion.objects.with_corrections().get(pk=version.pk)
    day = f"{version.corrected_on:%-d %B %Y}"
    words = f"{version} was left behind on {day}: responses that it tells of were withdrawn or kept back"
    return about, words, reverse("papers:issue_paper", args=[version.paper_id]), "Issue it again"


def test_the_desk_asks_for_the_next_version_until_it_is_issued_or_there_is_nothing_to_put_right(by, client):
    found = over(by=by)
    public, own = consulted.issued(found, by, COLLATED), consulted.issued(found, by, COLLATED, SECAS)
    assert on_desk(by) == []
    redacted(found, by)
    assert on_desk(by) == [as_told(public)]
    withdrawn(found, by)
    assert on_desk(by) == [as_told(public), as_told(own)]
    client.force_login(by)
    page = client.get("/desk/").content.decode()
    for _, words, url, _ in on_desk(by):
        assert words in page
        assert client.get(url).status_code == 200
    papers.issue_paper(paper=public.paper, by=by, erratum="One response was withdrawn.")
    assert on_desk(by) == [as_told(own)]
    papers.take_down(version=own, by=by, reason="It named Quayside.")
    assert on_desk(by) == []


def test_what_was_put_right_by_lifting_it_is_on_no_desk_any_more(by):
    found = over(by=by)
    public = consulted.issued(found, by, COLLATED)
    redacted(found, by)
    assert on_desk(by) == [as_told(public)]
    actions.lift_redaction(redaction=Redaction.objects.get(), by=by, reason="They agreed.")
    assert on_desk(by) == []


def test_reports_are_on_the_desk_of_who_leads_the_proposal(by):
    proposal = make.agreed_proposal(by=by)
    found = over(proposal)
    report = papers.issue_report(proposal=proposal, by=by)
    public = consulted.issued(found, by, COLLATED)
    withdrawn(found, by)
    told = [as_told(version, proposal.reference) for version in (report, public)]
    assert sorted(on_desk(by)) == sorted(told)
    assert on_desk(make.analyst()) == on_desk(proposal.proposer) == on_desk(make.party()) == []


def test_of_a_version_that_was_followed_by_another_the_desk_says_nothing(by):
    """Also where that other one was taken down: it is for the next to say."""
    found = over(by=by)
    first = consulted.issued(found, by, COLLATED)
    withdrawn(found, by)
    second = papers.issue_paper(paper=first.paper, by=by, erratum="One response was withdrawn.")
    papers.take_down(version=second, by=by, reason="It named Quayside.")
    redacted(found, by)
    assert on_desk(by) == []


def test_where_the_publication_is_taken_back_the_desk_leads_to_the_version_that_is_still_read(by):
    found = over(by=by)
    public = consulted.issued(found, by, COLLATED)
    taken_back(found, by)
    ((_, words, url, act),) = on_desk(by)
    assert (words, url, act) == (as_told(public)[1], public.get_absolute_url(), "Look at it")
    client = Client()
    client.force_login(by)
    assert reverse("papers:take_paper_down", args=[public.paper_id, public.label]) in client.get(url).content.decode()
    published(found, by)
    assert on_desk(by) == []


def test_the_desk_asks_once_however_many_there_are(by, django_assert_num_queries):
    for _ in range(3):
        found = over(by=by)
        consulted.issued(found, by, COLLATED)
        withdrawn(found, by)
    sheet = Desk(by)
    assert sheet.people
    with django_assert_num_queries(1):
        assert len(left_behind(sheet)) == 3


# What is written by hand, and the history


def test_what_is_added_to_secas_edition_is_read_in_no_history(by):
    """The Authority reads what is Amber, and nothing that was said in confidence."""
    found = over()
    public, own = consulted.composed(found, by, COLLATED), consulted.composed(found, by, COLLATED, SECAS)
    papers.add_words(paper=public.paper, by=by, place="received", text="<p>Added for all.</p>")
    papers.add_words(paper=own.paper, by=by, place="received", text="<p>Added for us.</p>")
    issued = papers.issue_paper(paper=own.paper, by=by)
    papers.issue_paper(paper=own.paper, by=by, erratum="Quayside said so in confidence.")
    papers.take_down(version=issued, by=by, reason="It named Quayside.")
    authority = make.authority()
    read = {event.sequence: event for event in Event.objects.visible_to(authority)}
    told = [event.canonical for event in read.values()]
    assert any("paper_issued" in line for line in told)
    assert not any("Quayside" in line for line in told)
    words = list(Event.objects.filter(action="paper_words_changed").order_by("sequence"))
    assert [event.sequence in read for event in words] == [True, False]


def test_words_are_added_to_chapters_alone(by):
    """Responses stand in chapters by their order: another that comes before them would take their words over."""
    found = over()
    draft = consulted.composed(found, by, COLLATED)
    client = Client()
    client.force_login(by)
    page = client.get(draft.paper.get_absolute_url()).content.decode()
    assert reverse("papers:words", args=[draft.paper_id, "q1"]) in page
    below = reverse("papers:words", args=[draft.paper_id, "q1.1"])
    assert below not in page
    assert client.get(below).status_code == 404
    papers.add_words(paper=draft.paper, by=by, place="q1", text="<p>Agents were asked too.</p>")
    papers.add_words(paper=draft.paper, by=by, place="q1.1", text="<p>Of the first.</p>")
    document = consulted.read(papers.compose_again(paper=draft.paper, by=by))
    assert stated(document)["q1.added"].html == "<p>Agents were asked too.</p>"
    assert "q1.1.added" not in stated(document)
    assert "A place that this paper has no longer" in client.get(draft.paper.get_absolute_url()).content.decode()


def test_in_a_report_words_stay_with_their_consultation_whatever_comes_before_it(by):
    proposal = make.agreed_proposal(by=by)
    found = over(proposal)
    draft = papers.compose_draft(proposal=proposal, by=by)
    key = f"conclusions.consulted.{found.pk}"
    papers.add_words(paper=draft.paper, by=by, place=key, text="<p>Agents were asked too.</p>")
    before = over(proposal)
    Consultation.objects.filter(pk=before.pk).update(opened_at=found.opened_at - timedelta(days=9))
    document = consulted.read(papers.compose_draft(proposal=proposal, by=by))
    keys = [part.key for part in document.walk()]
    assert keys.index(f"conclusions.consulted.{before.pk}") < keys.index(key) < keys.index(f"{key}.added")
