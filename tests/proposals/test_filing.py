"""Documents, latest updates and relations put right: who may, what is refused, and what every door says afterwards."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from papers import actions as papers
from papers.models import PaperVersion
from proposals import actions
from proposals.models import Attachment, ProposalUpdate, Relation
from proposals.queries import search
from tests import factories as make
from tests.pages.people import PDF, PNG
from tests.pages.walking import got
from tests.proposals.states import fresh

pytestmark = pytest.mark.django_db
WHY = "It belongs to another proposal."


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by)


@pytest.fixture
def letter(by, proposal):
    upload = SimpleUploadedFile("letter.pdf", PDF)
    return actions.attach(proposal=proposal, by=by, upload=upload, title="A letter", kind="letter")


def as_it_is(attachment, **new) -> dict:
    names = ("title", "kind", "dated", "classification")
    return {name: getattr(attachment, name) for name in names} | new


def somebody(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(response) -> str:
    return " ".join(response.content.decode().split())


NOBODY_ELSE = [make.party, make.authority, make.administrator]


# Taken down and put back


def test_a_file_taken_down_answers_with_what_it_was_and_is_handed_out_to_nobody(client, by, proposal, letter):
    address = letter.get_absolute_url()
    assert got(client, address).status_code == 200
    actions.take_down_document(attachment=letter, by=by, reason=f" {WHY} ")
    for reader in (client, somebody(by)):
        answer = reader.get(address)
        assert answer.status_code == 410
        for known in ("A letter", WHY, letter.sha256):
            assert known in said(answer)
    kept = Attachment.objects.get(pk=letter.pk)
    assert (kept.sha256, kept.file.name) == (letter.sha256, letter.file.name)
    [shelf] = client.get(reverse("proposals:documents", args=[proposal.slug])).context["files"]
    assert shelf.taken_down_on == clock.today()


def test_what_is_not_open_to_somebody_leaves_no_tombstone_for_them(by, proposal, letter):
    actions.correct_document(
        attachment=letter, by=by, reason="It is for Parties.", **as_it_is(letter, classification="green")
    )
    actions.take_down_document(attachment=letter, by=by, reason=WHY)
    assert somebody(make.party()).get(letter.get_absolute_url()).status_code == 410
    assert Client().get(letter.get_absolute_url()).status_code == 404


def test_it_is_put_back_while_no_newer_version_took_its_place(client, by, proposal, letter):
    actions.take_down_document(attachment=letter, by=by, reason=WHY)
    actions.put_back_document(attachment=letter, by=by, reason="It was right after all.")
    assert got(client, letter.get_absolute_url()).status_code == 200
    actions.take_down_document(attachment=letter, by=by, reason=WHY)
    newer = SimpleUploadedFile("letter.pdf", PDF + b" again")
    actions.attach(proposal=proposal, by=by, upload=newer, replaces=letter)
    with pytest.raises(Refused, match="A newer version has taken its place"):
        actions.put_back_document(attachment=letter, by=by, reason="Back.")
    assert "In its place" in said(client.get(letter.get_absolute_url()))


@pytest.mark.parametrize("person", NOBODY_ELSE)
def test_only_secas_does_any_of_it(person, by, proposal, letter):
    update = actions.post_update(proposal=proposal, by=by, text="News.")
    other = make.draft_proposal(by=by)
    relation = actions.relate(proposal=proposal, by=by, kind="related_to", to=other)
    someone = person()
    for act, about in (
        (actions.take_down_document, {"attachment": letter}),
        (actions.put_back_document, {"attachment": letter}),
        (actions.correct_document, {"attachment": letter, **as_it_is(letter, title="Other")}),
        (actions.correct_update, {"update": update, "text": "Other.", "on": update.on, "classification": "white"}),
        (actions.take_update_back, {"update": update}),
        (actions.take_relation_back, {"relation": relation}),
    ):
        with pytest.raises(NotAllowed):
            act(**about, by=someone, reason=WHY)
    before = Event.objects.count()
    actions.take_update_back(update=update, by=by, reason=WHY)
    assert Event.objects.count() == before + 1


def test_a_reason_is_needed_and_whoever_comes_second_is_told(by, letter):
    with pytest.raises(Refused, match="Say why it is taken down"):
        actions.take_down_document(attachment=letter, by=by, reason=" ")
    actions.take_down_document(attachment=letter, by=by, reason=WHY)
    with pytest.raises(Refused, match="Somebody else was faster"):
        actions.take_down_document(attachment=letter, by=by, reason=WHY)
    with pytest.raises(Refused, match="Say why it is put back"):
        actions.put_back_document(attachment=letter, by=by, reason="")
    actions.put_back_document(attachment=letter, by=by, reason=WHY)
    with pytest.raises(Refused, match="Somebody else was faster"):
        actions.put_back_document(attachment=letter, by=by, reason=WHY)


# What is said of a document


def test_title_kind_date_and_class_are_corrected_with_old_and_new_in_the_history(by, proposal, letter):
    new = {"title": "The reply", "kind": "response", "dated": date(2019, 5, 3), "classification": "green"}
    actions.correct_document(attachment=letter, by=by, reason=WHY, **new)
    letter.refresh_from_db()
    assert as_it_is(letter) == new
    entry = Event.objects.get(action="document_corrected")
    body = EventDetail.objects.get(pk=entry.sequence).body
    assert entry.classification == "green"
    assert body["before"] | {"dated": ""} == {
        "title": "A letter",
        "kind": "Letter",
        "dated": "",
        "classification": "White",
    }
    assert body["after"] == {
        "title": "The reply", "kind": "Response", "dated": "3 May 2019", "classification": "Green", "sha256": letter.sha256,
    }  # fmt: skip


def test_a_closer_class_holds_at_once_at_every_door_also_for_earlier_versions(client, by, proposal, letter):
    newer = SimpleUploadedFile("reply.pdf", PDF + b" again")
    second = actions.attach(proposal=proposal, by=by, upload=newer, replaces=letter)
    tab, history = (reverse(f"proposals:{name}", args=[proposal.slug]) for name in ("documents", "history"))
    assert "A letter" in said(client.get(history))
    actions.correct_document(attachment=second, by=by, reason="Not public.", **as_it_is(second, classification="amber"))
    for address in (letter.get_absolute_url(), second.get_absolute_url()):
        assert client.get(address).status_code == 404
        assert got(somebody(by), address).status_code == 200
    assert "A letter" not in said(client.get(tab))
    assert "A letter" not in said(client.get(history))
    assert "letter.pdf" not in said(client.get(history))
    assert "A letter" in said(somebody(by).get(history))


def test_the_entry_of_a_figure_is_closed_with_its_picture(client, by, proposal):
    statement, picture = proposal.statements.latest_version(), SimpleUploadedFile("figure.png", PNG)
    figure = actions.add_figure(
        proposal=proposal, by=by, statement=statement, upload=picture, caption="A map", alternative_text="Where."
    )
    history, kept = reverse("proposals:history", args=[proposal.slug]), figure.attachment
    assert "A map" in said(client.get(history))
    actions.correct_document(attachment=kept, by=by, reason="For Parties.", **as_it_is(kept, classification="green"))
    assert "A map" not in said(client.get(history))
    assert "A map" in said(somebody(by).get(history))


def test_a_more_open_class_is_for_that_version_alone(client, by, proposal):
    upload = SimpleUploadedFile("letter.pdf", PDF)
    first = actions.attach(proposal=proposal, by=by, upload=upload, title="A letter", classification="green")
    newer = SimpleUploadedFile("letter.pdf", PDF + b" again")
    second = actions.attach(proposal=proposal, by=by, upload=newer, replaces=first, classification="green")
    actions.correct_document(
        attachment=second, by=by, reason="It is public.", **as_it_is(second, classification="white")
    )
    assert got(client, second.get_absolute_url()).status_code == 200
    assert client.get(first.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "new, words",
    [
        ({}, "This is what the record says already"),
        ({"title": " "}, "Give the document a title"),
        ({"title": "x" * 161}, "The title may have 160 characters; this one has 161"),
        ({"kind": "figure"}, "A figure stays a figure"),
        ({"classification": "blue"}, "Choose a classification"),
        ({"dated": date(2099, 1, 1)}, "still to come"),
    ],
)
def test_what_cannot_be_so_is_refused(new, words, by, letter):
    with pytest.raises(Refused, match=words):
        actions.correct_document(attachment=letter, by=by, reason=WHY, **as_it_is(letter, **new))


def test_what_somebody_else_put_right_meanwhile_is_not_overwritten(client, by, proposal, letter):
    page = reverse("proposals:correct_document", args=[proposal.slug, letter.pk])
    client.force_login(by)
    form = client.get(page).context["form"]
    typed = {b.html_name: b.value() for b in form} | {"reason": WHY, "title": "Mine", "step": "do"}
    actions.correct_document(attachment=letter, by=by, reason=WHY, **as_it_is(letter, title="Theirs"))
    refused = client.post(page, typed)
    assert refused.status_code == 422
    assert "Somebody else changed this while you were looking at it" in said(refused)
    assert Attachment.objects.get(pk=letter.pk).title == "Theirs"


def test_a_figure_taken_down_leaves_the_statement_the_next_report_and_the_page_of_the_last(client, by):
    proposal = make.ready_for_fast_track(by=by)
    statement = proposal.statements.latest_version()
    picture = SimpleUploadedFile("figure.png", PNG)
    figure = actions.add_figure(
        proposal=proposal, by=by, statement=statement, upload=picture, caption="A map", alternative_text="Where it is."
    )
    issued = papers.issue_report(proposal=fresh(proposal), by=by)
    address, tab = figure.attachment.get_absolute_url(), reverse("proposals:statement", args=[proposal.slug])
    paper = issued.get_absolute_url()
    assert address in said(client.get(tab))
    assert address in said(client.get(paper))
    actions.take_down_document(attachment=figure.attachment, by=by, reason="It shows a house.")
    assert address not in said(client.get(tab))
    assert address not in said(client.get(paper))
    assert "This picture is not shown here." in said(client.get(paper))
    assert PaperVersion.objects.with_corrections().get(pk=issued.pk).corrected_on == clock.today()
    draft = papers.compose_draft(proposal=fresh(proposal), by=by)
    assert figure.attachment.sha256 not in draft.snapshot


def test_a_figure_that_is_closer_than_its_proposal_is_not_in_its_report(by):
    proposal = make.ready_for_fast_track(by=by)
    statement = proposal.statements.latest_version()
    picture = SimpleUploadedFile("figure.png", PNG)
    figure = actions.add_figure(
        proposal=proposal, by=by, statement=statement, upload=picture, caption="A map", alternative_text="Where it is."
    )
    kept = figure.attachment
    assert kept.sha256 in papers.compose_draft(proposal=fresh(proposal), by=by).snapshot
    actions.correct_document(attachment=kept, by=by, reason="For Parties.", **as_it_is(kept, classification="green"))
    assert kept.sha256 not in papers.compose_draft(proposal=fresh(proposal), by=by).snapshot


def test_the_pages_ask_again_with_what_they_do_and_then_do_it(client, by, proposal, letter):
    client.force_login(by)
    page = reverse("proposals:take_down_document", args=[proposal.slug, letter.pk])
    asked = client.post(page, {"reason": WHY, "step": "review"})
    effects = {effect.term: effect.items_list for effect in asked.context["effects"]}
    assert effects["What changes"][0] == "Nobody is given letter.pdf any more."
    assert not Attachment.objects.get(pk=letter.pk).is_taken_down
    assert client.post(page, {"reason": WHY, "step": "do"}).status_code == 302
    assert "Put back" in said(client.get(page))
    assert client.post(page, {"reason": "Right after all.", "step": "do"}).status_code == 302
    assert not Attachment.objects.get(pk=letter.pk).is_taken_down
    page = reverse("proposals:correct_document", args=[proposal.slug, letter.pk])
    typed = as_it_is(letter, title="The reply", classification="amber") | {"reason": WHY, "step": "review"}
    effects = {effect.term: effect.items_list for effect in client.post(page, typed).context["effects"]}
    assert effects["What changes"] == [
        "Title: “A letter” becomes “The reply”.", "Classification: White becomes Amber.",
    ]  # fmt: skip
    assert "no longer finds it" in effects["Who reads it"][0]


# Latest updates


def test_a_corrected_update_shows_the_new_words_marked_and_the_old_ones_under_them(client, by, proposal):
    wrong = actions.post_update(proposal=proposal, by=by, text="The DCC has refused.", on=date(2026, 11, 2))
    new = actions.correct_update(
        update=wrong,
        by=by,
        reason="It has answered.",
        text="The DCC has answered.",
        on=wrong.on,
        classification="white",
    )
    assert (new.replaces, list(ProposalUpdate.objects.standing())) == (wrong, [new])
    shown = said(client.get(proposal.get_absolute_url()))
    for words in (
        "The DCC has answered.",
        "It has answered.",
        "What it said before",
        "<del>The DCC has refused.</del>",
    ):
        assert words in shown
    [update] = [client.get(proposal.get_absolute_url()).context["latest_update"]]
    assert (update["text"], update["before"]) == ("The DCC has answered.", "The DCC has refused.")


def test_only_what_stands_is_found_by_search(by, proposal):
    def found(word: str) -> bool:
        return search(type(proposal).objects.visible_to(by), word, by).filter(pk=proposal.pk).exists()

    wrong = actions.post_update(proposal=proposal, by=by, text="Zeppelins.")
    assert found("zeppelins")
    new = actions.correct_update(update=wrong, by=by, reason=WHY, text="Balloons.", on=wrong.on, classification="white")
    assert (found("zeppelins"), found("balloons")) == (False, True)
    actions.take_update_back(update=new, by=by, reason=WHY)
    assert not found("balloons")


def test_an_update_taken_back_is_in_the_history_alone(client, by, proposal):
    update = actions.post_update(proposal=proposal, by=by, text="The DCC has refused.")
    actions.take_update_back(update=update, by=by, reason=WHY)
    assert client.get(proposal.get_absolute_url()).context["latest_update"] is None
    assert WHY in said(client.get(reverse("proposals:history", args=[proposal.slug])))


def test_an_update_given_a_closer_class_is_closed_with_what_it_said_before(client, by, proposal):
    first = actions.post_update(proposal=proposal, by=by, text="One.")
    second = actions.correct_update(update=first, by=by, reason=WHY, text="Two.", on=first.on, classification="white")
    actions.correct_update(update=second, by=by, reason=WHY, text="Three.", on=first.on, classification="amber")
    assert set(ProposalUpdate.objects.values_list("classification", flat=True)) == {"amber"}
    history = said(client.get(reverse("proposals:history", args=[proposal.slug])))
    assert "One." not in history
    assert client.get(proposal.get_absolute_url()).context["latest_update"] is None


def test_the_old_words_of_an_opened_update_stay_for_those_they_were_for(client, by, proposal):
    secret = actions.post_update(proposal=proposal, by=by, text="Secret.", classification="amber")
    actions.correct_update(update=secret, by=by, reason=WHY, text="Public.", on=secret.on, classification="white")
    shown = client.get(proposal.get_absolute_url())
    assert (shown.context["latest_update"]["text"], shown.context["latest_update"]["before"]) == ("Public.", None)
    assert "Secret." not in said(client.get(reverse("proposals:history", args=[proposal.slug])))
    assert "Secret." in said(somebody(by).get(proposal.get_absolute_url()))


def test_updates_refuse_what_cannot_be_so(client, by, proposal):
    update = actions.post_update(proposal=proposal, by=by, text="News.")
    now = {"text": "News.", "on": update.on, "classification": "white"}
    for more, words in (
        ({"reason": WHY}, "This is what the record says already"),
        ({"reason": ""}, "Say why this is put right"),
        ({"reason": WHY, "text": " "}, "Write the update"),
        ({"reason": WHY, "on": date(2099, 1, 1)}, "still to come"),
    ):
        with pytest.raises(Refused, match=words):
            actions.correct_update(update=update, by=by, **now | more)
    actions.take_update_back(update=update, by=by, reason=WHY)
    for act, more in ((actions.correct_update, now | {"text": "Else."}), (actions.take_update_back, {})):
        with pytest.raises(Refused, match="Somebody else was faster"):
            act(update=update, by=by, reason=WHY, **more)
    client.force_login(by)
    for name in ("correct_update", "take_update_back"):
        page = reverse(f"proposals:{name}", args=[proposal.slug, update.pk])
        assert "already been put right" in said(client.get(page))
        assert client.post(page, {"reason": WHY, "text": "Else.", "step": "do"}).status_code == 409


# Relations


def test_a_relation_is_entered_on_its_page_and_taken_back_at_both_ends(client, by, proposal):
    other = make.draft_proposal(by=by)
    client.force_login(by)
    page = reverse("proposals:relate", args=[proposal.slug])
    typed = {"kind": "caused_by", "reference": other.reference.lower()}
    asked = client.post(page, {**typed, "step": "review"})
    [change] = [e.items_list for e in asked.context["effects"] if e.term == "What changes"]
    assert change == [f"{proposal.reference} arises from {other.reference} ‘{other.title}’."]
    assert client.post(page, {**typed, "step": "do"}).status_code == 302
    relation = Relation.objects.get()
    for end, theirs in ((proposal, other), (other, proposal)):
        assert [r["reference"] for r in client.get(end.get_absolute_url()).context["related"]] == [theirs.reference]
    page = reverse("proposals:take_relation_back", args=[proposal.slug, relation.pk])
    assert client.post(page, {"reason": WHY, "step": "do"}).status_code == 302
    for end in (proposal, other):
        assert client.get(end.get_absolute_url()).context["related"] == []
    assert "It was taken back on" in said(client.get(page))
    assert client.post(page, {"reason": WHY, "step": "do"}).status_code == 409


def test_a_relation_taken_back_can_be_entered_again_and_is_searched_for_no_more(by, proposal):
    other = make.draft_proposal(by=by)
    relation = actions.relate(proposal=proposal, by=by, kind="related_to", to=other)
    visible = type(proposal).objects.visible_to(by)
    assert set(search(visible, other.reference, by)) == {proposal, other}
    actions.take_relation_back(relation=relation, by=by, reason=WHY)
    assert set(search(visible, other.reference, by)) == {other}
    again = actions.relate(proposal=proposal, by=by, kind="related_to", to=other)
    assert again != relation
    with pytest.raises(Refused, match="Somebody else was faster"):
        actions.take_relation_back(relation=relation, by=by, reason=WHY)


def test_a_part_is_neither_related_nor_unrelated_by_hand(by, proposal):
    other = make.draft_proposal(by=by)
    with pytest.raises(Refused, match="split by a step of the Panel"):
        actions.relate(proposal=proposal, by=by, kind="split_of", to=other)
    relation = Relation.objects.create(proposal=proposal, kind="split_of", to=other)
    with pytest.raises(Refused, match="take the split back instead"):
        actions.take_relation_back(relation=relation, by=by, reason=WHY)


def test_a_proposal_that_is_not_open_to_the_person_is_not_named(client, by, proposal):
    """An analyst who is not among those a Red one names learns nothing of it."""
    hidden = make.classed(make.draft_proposal(by=by), by, "red")
    client.force_login(by)
    page = reverse("proposals:relate", args=[proposal.slug])
    for reference in (hidden.reference, "MP9999", "something", f"{proposal.reference} {hidden.reference}"):
        refused = client.post(page, {"kind": "related_to", "reference": reference, "step": "do"})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reference"])
    itself = client.post(page, {"kind": "related_to", "reference": proposal.reference, "step": "do"})
    assert "not related to itself" in said(itself)


@pytest.mark.parametrize(
    "model, columns",
    [
        (Attachment, {"taken_down_because": "So."}),
        (ProposalUpdate, {"taken_back_because": "So."}),
        (ProposalUpdate, {"why_corrected": "So."}),
        (Relation, {"taken_back_because": "So."}),
    ],
)
def test_the_database_keeps_it_whole(model, columns, by, proposal, letter):
    actions.post_update(proposal=proposal, by=by, text="News.")
    actions.relate(proposal=proposal, by=by, kind="related_to", to=make.draft_proposal(by=by))
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**columns)
