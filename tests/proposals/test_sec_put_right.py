"""Documents and versions of the SEC put right, where the administrators keep them: a document is renamed, the day of a
version is corrected while nothing came in with it. The number of a version stays: changes to the code name it."""

from datetime import date

import pytest
from django.urls import reverse

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from proposals import actions
from proposals.actions.reference import correct_sec_document, correct_sec_version, enter_sec_document, enter_sec_version
from proposals.models import Proposal
from proposals.queries import search
from tests import factories as make
from tests.proposals.test_releases import entered

pytestmark = pytest.mark.django_db

WHY, SAME, DAY, OTHER = "It was mistyped.", "This is what the record says already", date(2026, 6, 25), date(2026, 6, 26)


@pytest.fixture
def by():
    return make.administrator()


@pytest.fixture
def document(by):
    return enter_sec_document(by=by, code="Appendix ZZ", title="Speling", sort=90)


@pytest.fixture
def version(by):
    return enter_sec_version(by=by, number="9.9", effective_on=DAY)


def last_entry() -> dict:
    return EventDetail.objects.get(sequence=Event.objects.latest("sequence").sequence).body


def test_a_document_is_renamed_and_proposals_that_name_it_are_found_by_the_new_name(by, document):
    proposal, analyst = make.draft_proposal(), make.analyst()
    references = [{"document": document, "locator": "3.2"}]
    actions.save_sec_references(proposal=proposal, by=analyst, references=references)
    assert list(search(Proposal.objects.visible_to(analyst), "speling", analyst)) == [proposal]
    named = correct_sec_document(document=document, by=by, reason=WHY, code="Appendix AZ", title="Spelling", sort=90)
    assert str(named) == "Appendix AZ ‘Spelling’"
    assert last_entry()["before"] == {"code": "Appendix ZZ", "title": "Speling"}
    assert last_entry()["after"] == {"code": "Appendix AZ", "title": "Spelling"}
    assert list(search(Proposal.objects.visible_to(analyst), "spelling", analyst)) == [proposal]
    assert list(search(Proposal.objects.visible_to(analyst), "speling", analyst)) == []


def test_a_document_keeps_a_name_of_its_own(by, document):
    enter_sec_document(by=by, code="Appendix AZ", title="Spelling")
    own = {"document": document, "by": by, "title": "Speling", "sort": 90}
    for new, words in (
        ({"code": "Appendix AZ", "reason": WHY}, "already a document named Appendix AZ"),
        ({"code": " ", "reason": WHY}, "short name"),
        ({"code": "Appendix Z", "reason": " "}, "Say why"),
        ({"code": "Appendix ZZ", "reason": WHY}, SAME),
    ):
        with pytest.raises(Refused, match=words):
            correct_sec_document(**own, **new)


def test_the_day_of_a_version_is_put_right_while_nothing_came_in_with_it(by, version):
    right = correct_sec_version(sec_version=version, by=by, reason=WHY, effective_on=OTHER, notes="Designated.")
    right.refresh_from_db()
    assert (right.effective_on, right.notes) == (OTHER, "Designated.")
    assert last_entry()["before"] == {"effective_on": "2026-06-25", "notes": ""}
    assert last_entry()["after"] == {"effective_on": "2026-06-26", "notes": "Designated."}
    with pytest.raises(Refused, match=SAME):
        correct_sec_version(sec_version=version, by=by, reason=WHY, effective_on=OTHER, notes="Designated.")
    with pytest.raises(Refused, match="Say why"):
        correct_sec_version(sec_version=version, by=by, reason="", effective_on=DAY)


def test_the_day_that_a_release_gave_is_put_right_with_the_release_and_the_notes_here(by, version):
    analyst = make.analyst()
    release = entered(analyst, clock.today())
    actions.implement_release(release=release, by=analyst, sec_version="9.9")
    own = {"sec_version": version, "by": analyst, "reason": WHY}
    with pytest.raises(Refused, match=f"It came in with {release}: put the day of that right"):
        correct_sec_version(**own, effective_on=OTHER)
    assert correct_sec_version(**own, effective_on=DAY, notes="Designated.").notes == "Designated."


def test_who_may_put_them_right(by, document, version):
    for person in (make.party(), make.authority(), make.analyst()):
        with pytest.raises(NotAllowed, match="Only an administrator"):
            correct_sec_document(document=document, by=person, reason=WHY, code="X", title="Y")
    for person in (make.party(), make.authority()):
        with pytest.raises(NotAllowed, match="Only SECAS"):
            correct_sec_version(sec_version=version, by=person, reason=WHY, effective_on=OTHER)
    correct_sec_version(sec_version=version, by=make.analyst(), reason=WHY, effective_on=OTHER)


def test_they_are_put_right_where_the_administrators_keep_them(client, by, document, version):
    pages = {
        "document": reverse("admin:proposals_secdocument_change", args=[document.pk]),
        "version": reverse("admin:proposals_secversion_change", args=[version.pk]),
    }
    client.force_login(make.analyst())
    assert [client.get(page).status_code for page in pages.values()] == [302, 302]
    client.force_login(by)
    sent = {"code": "Appendix ZZ", "title": "Spelling", "sort": 90}
    refused = client.post(pages["document"], sent)
    assert "Say why this is put right." in refused.content.decode()
    assert client.post(pages["document"], sent | {"reason": WHY}).status_code == 302
    document.refresh_from_db()
    assert document.title == "Spelling"
    assert last_entry()["sentence"] == f"Appendix ZZ ‘Spelling’: {WHY}"
    shown = client.get(pages["version"]).content.decode()
    assert 'name="number"' not in shown
    sent = {"number": "1.0", "effective_on": "2026-06-26", "notes": "", "reason": WHY}
    assert client.post(pages["version"], sent).status_code == 302
    version.refresh_from_db()
    assert (version.number, version.effective_on) == ("9.9", OTHER)


def test_what_has_no_correcting_act_there_is_read_alone(client, by):
    release = entered(make.analyst(), OTHER)
    client.force_login(by)
    page = reverse("admin:proposals_release_change", args=[release.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "Other"}).status_code == 403
