"""Files: who may have them, how they are handed out, and what happens to those that may not be kept."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit import clock
from proposals import actions
from proposals.models import Attachment, Figure
from tests.factories import analyst, draft_proposal, party

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"


def upload(name="Letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def picture(form="PNG"):
    made = io.BytesIO()
    Image.new("RGB", (4, 3), "white").save(made, form)
    return made.getvalue()


@pytest.fixture
def secas(client):
    user = analyst()
    client.force_login(user)
    return user


@pytest.fixture
def proposal(secas):
    return draft_proposal(by=secas)


def attach(proposal, by, **more):
    return actions.attach(proposal=proposal, by=by, upload=more.pop("upload", upload()), **more)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


# Handing out


def test_a_document_is_downloaded_by_anybody_and_runs_nothing(client, secas, proposal):
    attachment = attach(proposal, secas)
    client.logout()
    answer = client.get(attachment.get_absolute_url())
    assert answer.status_code == 200
    assert body(answer) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Letter.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_a_picture_is_shown_in_place_and_a_name_is_encoded(client, secas, proposal):
    answer = client.get(attach(proposal, secas, upload=upload("Züge.png", picture())).get_absolute_url())
    assert answer["Content-Disposition"] == "inline; filename*=utf-8''Z%C3%BCge.png"
    body(answer)


def test_a_green_document_is_for_parties_alone(client, secas, proposal):
    attachment = attach(proposal, secas, classification="green")
    where = attachment.get_absolute_url()
    client.force_login(party())
    answer = client.get(where)
    assert body(answer) == PDF
    client.logout()
    assert client.get(where).status_code == 404


def test_what_the_browser_has_already_is_not_sent_again_but_only_to_those_who_may_have_it(client, secas, proposal):
    attachment = attach(proposal, secas, classification="green")
    where = attachment.get_absolute_url()
    first = client.get(where)
    assert body(first) == PDF
    etag = first["ETag"]
    assert client.get(where, headers={"If-None-Match": etag}).status_code == 304
    client.logout()
    assert client.get(where, headers={"If-None-Match": etag}).status_code == 404


def test_a_document_of_another_proposal_is_not_found_here(client, secas, proposal):
    attachment = attach(draft_proposal(by=secas), secas)
    own = attachment.get_absolute_url()
    assert body(client.get(own)) == PDF
    assert client.get(own.replace(attachment.proposal.slug, proposal.slug)).status_code == 404


def test_another_file_name_leads_to_the_right_one(client, secas, proposal):
    attachment = attach(proposal, secas)
    answer = client.get(attachment.get_absolute_url().replace("Letter.pdf", "Other.pdf"))
    assert (answer.status_code, answer["Location"]) == (302, attachment.get_absolute_url())


# Adding


def add(client, proposal, *files, **more):
    sent = {"kind": "letter", "classification": "white", "files": list(files), **more}
    return client.post(f"/modifications/{proposal.slug}/documents/add/", sent)


def test_several_files_at_once(client, proposal):
    answer = add(client, proposal, upload("One.pdf"), upload("Two.txt", b"Two."))
    assert (answer.status_code, answer["Location"]) == (302, f"/modifications/{proposal.slug}/documents/")
    kept = Attachment.objects.order_by("pk").values_list("title", "kind", "dated")
    assert list(kept) == [("One", "letter", clock.today()), ("Two", "letter", clock.today())]


def test_a_renamed_program_is_named_and_the_good_ones_are_kept(client, proposal):
    answer = add(client, proposal, upload("One.pdf"), upload("Invoice.pdf", PROGRAM), upload("run.exe", PROGRAM))
    assert answer.status_code == 422
    assert answer.context["form"].errors["files"] == [
        "“Invoice.pdf” is not what its name says: its content is not that of a .pdf file.",
        "“run.exe” cannot be kept: documents may be PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), plain text, "
        "CSV, PNG, JPEG or GIF.",
    ]
    assert [attachment.title for attachment in answer.context["kept"]] == ["One"]
    assert [attachment.title for attachment in Attachment.objects.all()] == ["One"]
    assert 'value="letter" selected' in answer.content.decode()


def test_a_zip_that_calls_itself_word_is_not_kept(client, proposal):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("anything.txt", "x")
    answer = add(client, proposal, upload("Text.docx", made.getvalue()))
    assert list(answer.context["form"].errors) == ["files"]
    assert not Attachment.objects.exists()


def test_no_file_at_all_is_told(client, proposal):
    answer = add(client, proposal)
    assert answer.context["form"].errors == {"files": ["Choose at least one file."]}


def test_a_document_is_not_dated_tomorrow_and_the_sentence_stands_once(client, proposal):
    tomorrow = clock.today() + timedelta(days=1)
    answer = add(client, proposal, upload("One.pdf"), upload("Two.pdf"), dated=tomorrow)
    assert answer.context["form"].errors == {
        "dated": [f"{tomorrow:%-d %B %Y} is still to come; give the day on which it happened."]
    }


def test_more_files_than_fit_in_one_go_get_a_page_that_says_so(client, proposal):
    answer = add(client, proposal, *(upload(f"{n}.pdf") for n in range(51)))
    assert answer.status_code == 413
    assert "50 files" in answer.content.decode()
    assert not Attachment.objects.exists()


# Replacing


def test_a_new_version_keeps_the_old_one_and_its_class(client, secas, proposal):
    old = attach(proposal, secas, classification="green")
    where = f"/modifications/{proposal.slug}/documents/{old.pk}/replace/"
    client.post(where, {"upload": upload("Letter 2.pdf", PDF + b"more")})
    new = Attachment.objects.get(replaces=old)
    assert (new.version, new.title, new.classification) == (2, old.title, "green")
    assert body(client.get(old.get_absolute_url())) == PDF


def test_an_old_version_cannot_be_replaced_twice(client, secas, proposal):
    old = attach(proposal, secas)
    attach(proposal, secas, replaces=old)
    where = f"/modifications/{proposal.slug}/documents/{old.pk}/replace/"
    answer = client.post(where, {"upload": upload()})
    assert "That document already has a newer version; replace the newest one." in answer.content.decode()
    assert Attachment.objects.count() == 2


# Figures


def test_a_figure_is_added_to_the_newest_version(client, proposal):
    where = f"/modifications/{proposal.slug}/problem-statement/figures/add/"
    words = {"caption": "The route", "alternative_text": "Three boxes in a row."}
    client.post(where, {"upload": upload("route.png", picture()), **words})
    figure = Figure.objects.get()
    assert (figure.statement, figure.number, figure.caption) == (proposal.statements.latest_version(), 1, "The route")


def test_a_figure_has_to_be_a_picture(client, proposal):
    where = f"/modifications/{proposal.slug}/problem-statement/figures/add/"
    answer = client.post(where, {"upload": upload(), "caption": "The route", "alternative_text": "Boxes."})
    assert answer.context["form"].errors == {"upload": ["A figure has to be a picture (PNG, JPEG or GIF)."]}
    assert "Boxes." in answer.content.decode()
    assert not Attachment.objects.exists()
