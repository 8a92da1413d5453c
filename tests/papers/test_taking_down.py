"""An issued paper taken down, and superseded by a version that says what it puts right (the house’s idea 5)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit.acts import NotAllowed, Refused
from audit.models import Event
from papers import actions as papers
from papers import document as d
from papers import tasks
from papers.models import PaperVersion, Rendition
from proposals import actions
from tests import factories as make
from tests.proposals.correcting import PANEL_DAY, put_right

pytestmark = pytest.mark.django_db
WHY = "It named a household."


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def issued(by):
    return papers.issue_report(proposal=make.ready_for_fast_track(by=by), by=by)


def addresses(version) -> list[str]:
    given = [version.slug, version.label]
    return [reverse(f"papers:{name}", args=given) for name in ("version", "pdf", "docx", "files")]


def with_a_file(version):
    """The Word file, as the worker stores it."""
    Rendition.objects.create(
        version=version, format="docx", file="papers/aa/x.docx", sha256="ab" * 32, size=3, made_at=version.issued_at
    )


def test_a_paper_taken_down_answers_with_what_it_was_at_each_of_its_addresses(client, by, issued):
    with_a_file(issued)
    assert client.get(addresses(issued)[0]).status_code == 200
    papers.take_down(version=issued, by=by, reason=f" {WHY} ")
    for address in addresses(issued):
        answer = client.get(address)
        said = answer.content.decode()
        assert answer.status_code == 410
        assert "This paper was taken down" in said
        for known in (WHY, issued.snapshot_hash, "ab" * 32, "version 1.0"):
            assert known in said
        assert "One clause did not follow when the other was changed." not in said


def test_it_is_on_record_with_its_reason_and_its_snapshot_stays(by, issued):
    before = issued.snapshot
    papers.take_down(version=issued, by=by, reason=WHY)
    entry = Event.objects.get(action="paper_taken_down")
    assert entry.subject == f"papers.paperversion:{issued.pk}"
    issued.refresh_from_db()
    assert (issued.taken_down_because, issued.snapshot, issued.label) == (WHY, before, "1.0")


def test_no_list_offers_it_any_more_and_the_documents_tab_says_that_it_was_there(client, by, issued):
    with_a_file(issued)
    tab = reverse("proposals:documents", args=[issued.paper.proposal.slug])
    [row] = client.get(tab).context["papers"]
    assert (len(row.formats), row.taken_down_on) == (1, None)
    assert issued.title in client.get(reverse("home")).content.decode()
    papers.take_down(version=issued, by=by, reason=WHY)
    [row] = client.get(tab).context["papers"]
    assert row.formats == []
    assert row.taken_down_on is not None
    assert f"{issued.title} 1.0" not in client.get(reverse("home")).content.decode()


def test_who_could_not_read_it_is_not_told_of_it_either(by):
    proposal = make.classed(make.ready_for_fast_track(by=by), by, "green")
    version = papers.issue_report(proposal=proposal, by=by)
    papers.take_down(version=version, by=by, reason=WHY)
    party = Client()
    party.force_login(make.party())
    assert [party.get(a).status_code for a in addresses(version)] == [410] * 4
    assert [Client().get(a).status_code for a in addresses(version)] == [404] * 4


def test_only_secas_takes_down_only_once_only_what_was_issued_and_only_with_a_reason(by, issued):
    for person in (make.party(), make.authority(), make.administrator()):
        with pytest.raises(NotAllowed):
            papers.take_down(version=issued, by=person, reason=WHY)
    with pytest.raises(Refused, match="Say why it is taken down"):
        papers.take_down(version=issued, by=by, reason=" ")
    draft = papers.compose_draft(proposal=issued.paper.proposal, by=by)
    with pytest.raises(Refused, match="A draft is read by SECAS alone"):
        papers.take_down(version=draft, by=by, reason=WHY)
    papers.take_down(version=issued, by=by, reason=WHY)
    with pytest.raises(Refused, match="Somebody else was faster"):
        papers.take_down(version=issued, by=by, reason=WHY)


def test_the_next_version_says_what_it_puts_right_and_its_number_goes_on(by, issued):
    proposal = issued.paper.proposal
    papers.take_down(version=issued, by=by, reason=WHY)
    with pytest.raises(Refused, match=r"Version 1\.0 was taken down: say what this version puts right"):
        papers.issue_report(proposal=proposal, by=by)
    second = papers.issue_report(proposal=proposal, by=by, erratum="The household is no longer named.")
    assert (second.label, second.corrects, second.erratum) == ("2.0", issued, "The household is no longer named.")
    [line] = [block for block in d.from_json(second.snapshot).about if block.key == "about.erratum"]
    assert "".join(part.text for part in line.words) == (
        f"Erratum. This version takes the place of version 1.0, issued on {issued.composed_on:%-d %B %Y}, and puts right: "
        "The household is no longer named."
    )
    third = papers.issue_report(proposal=proposal, by=by)
    assert (third.label, third.corrects, third.erratum) == ("3.0", None, "")
    assert not [block for block in d.from_json(third.snapshot).about if block.key == "about.erratum"]


def test_where_the_record_was_corrected_since_the_next_version_says_so_and_the_old_one_is_marked(client, by, settings):
    proposal = make.fast_tracked(by=by, decided_on=date(2019, 10, 4), raised_on=date(2019, 9, 2))
    old = papers.issue_report(proposal=proposal, by=by)
    put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    with pytest.raises(Refused, match=r"The record was corrected after version 1\.0 was issued"):
        papers.issue_report(proposal=proposal, by=by)
    papers.issue_report(proposal=proposal, by=by, erratum="The Panel decided a week later.")
    said = " ".join(client.get(old.get_absolute_url()).content.decode().split())
    assert "Superseded on" in said
    assert "The Panel decided a week later." in said


def test_nothing_issued_yet_can_be_put_right(by):
    with pytest.raises(Refused, match="Nothing has been issued yet"):
        papers.issue_report(proposal=make.ready_for_fast_track(by=by), by=by, erratum="This.")


def test_an_erratum_is_told_only_to_those_who_may_read_the_version_that_bears_it(client, by, issued):
    proposal = make.classed(issued.paper.proposal, by, "amber")
    papers.take_down(version=issued, by=by, reason=WHY)
    papers.issue_report(proposal=proposal, by=by, erratum="A secret.")
    proposal = make.classed(proposal, by, "white")
    assert "A secret." not in client.get(addresses(issued)[0]).content.decode()
    client.force_login(by)
    assert "A secret." in client.get(addresses(issued)[0]).content.decode()


def test_what_a_taken_down_paper_stated_no_longer_keeps_a_step_from_being_taken_back(by):
    proposal = make.fast_tracked(by=by)
    version = papers.issue_report(proposal=proposal, by=by)
    move = proposal.moves.standing().last()
    with pytest.raises(Refused, match="states it"):
        actions.reverse_move(proposal=proposal, move=move, reason="It was not decided.", by=by)
    papers.take_down(version=version, by=by, reason="It states a decision that was not made.")
    actions.reverse_move(proposal=proposal, move=move, reason="It was not decided.", by=by)
    assert not proposal.moves.standing().filter(pk=move.pk).exists()


def test_a_file_made_after_it_was_taken_down_is_not_handed_out(client, by, issued, settings, tmp_path):
    """The worker may have been making it meanwhile."""
    settings.MEDIA_ROOT = tmp_path
    papers.take_down(version=issued, by=by, reason=WHY)

    class Job:
        payload = {"version_id": issued.pk, "format": "docx"}

    tasks.render(Job(), lambda *said: None)
    assert issued.renditions.count() == 1
    assert client.get(addresses(issued)[2]).status_code == 410


def test_the_page_asks_again_with_what_it_does_and_then_does_it(client, by, issued):
    proposal = issued.paper.proposal
    page = reverse("papers:take_down", args=[proposal.slug, "1.0"])
    client.force_login(by)
    assert client.post(page, {"reason": "", "step": "review"}).status_code == 422
    asked = client.post(page, {"reason": WHY, "step": "review"})
    effects = {effect.term: effect.items_list for effect in asked.context["effects"]}
    assert list(effects) == ["What changes", "What stays", "What becomes public", "Who is told", "Who must act next"]
    assert not PaperVersion.objects.get(pk=issued.pk).is_taken_down
    assert client.post(page, {"reason": WHY, "step": "do"}).status_code == 302
    assert PaperVersion.objects.get(pk=issued.pk).is_taken_down
    assert "It was taken down on" in client.get(page).content.decode()
    assert client.post(page, {"reason": WHY, "step": "do"}).status_code == 409


def test_the_page_of_the_next_issue_asks_what_it_puts_right(client, by, issued):
    proposal = issued.paper.proposal
    page = reverse("papers:issue", args=[proposal.slug])
    client.force_login(by)
    papers.take_down(version=issued, by=by, reason=WHY)
    assert "Version 1.0 was taken down: say what this version puts right." in client.get(page).content.decode()
    refused = client.post(page, {"erratum": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["erratum"])
    assert client.post(page, {"erratum": "The name."}).status_code == 302
    assert PaperVersion.objects.get(major=2).corrects == issued


@pytest.mark.parametrize(
    "columns",
    [
        {"taken_down_because": "So."},
        {"erratum": "So."},
        {"state": "draft", "issued_at": None, "taken_down_because": "So."},
    ],
)
def test_the_database_keeps_it_whole(by, issued, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperVersion.objects.filter(pk=issued.pk).update(**columns)
