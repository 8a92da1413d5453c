"""Files are known by their content, stored under their hash, replaced by versions (design §3; practice §6, uploads)."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit.acts import NotAllowed, Refused
from proposals import actions, uploads
from proposals.models import Attachment, Figure
from tests import factories as make
from tests.proposals.states import everything

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"


def picture(format="PNG", size=(4, 3)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "white").save(file, format)
    return file.getvalue()


def office(folder="word/", *names, stuffing=0) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", f"{folder}document.xml", *names):
            archive.writestr(name, "<x/>")
        if stuffing:
            with archive.open(f"{folder}media/zeros", "w") as member:
                for _ in range(stuffing):
                    member.write(bytes(uploads.MEGABYTE))
    return file.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by)


KEPT = [
    ("paper.pdf", PDF, "application/pdf"),
    ("PAPER.PDF", PDF, "application/pdf"),
    ("text.docx", office("word/"), uploads.DOCX),
    ("table.xlsx", office("xl/"), uploads.XLSX),
    ("slides.pptx", office("ppt/"), uploads.PPTX),
    ("picture.png", picture("PNG"), "image/png"),
    ("picture.jpg", picture("JPEG"), "image/jpeg"),
    ("picture.jpeg", picture("JPEG"), "image/jpeg"),
    ("picture.gif", picture("GIF"), "image/gif"),
    ("notes.txt", "Grüße".encode(), "text/plain"),
    ("rows.csv", b"a,b\n1,2\n", "text/csv"),
]


@pytest.mark.parametrize("name, content, kind", KEPT, ids=[row[0] for row in KEPT])
def test_kept_under_its_own_hash_with_its_kind_and_name(by, proposal, name, content, kind):
    attachment = actions.attach(proposal=proposal, by=by, upload=upload(name, content))
    digest = hashlib.sha256(content).hexdigest()
    assert (attachment.sha256, attachment.size, attachment.content_type, attachment.filename) == (
        digest,
        len(content),
        kind,
        name,
    )
    assert digest in attachment.file.name
    with default_storage.open(attachment.file.name) as kept:
        assert kept.read() == content
    assert (attachment.version, attachment.title) == (1, name.rsplit(".", 1)[0])


REFUSED = [
    ("program.pdf", PROGRAM, "is not what its name says"),
    ("program.png", PROGRAM, "is not what its name says"),
    ("program.docx", PROGRAM, "is not what its name says"),
    ("program.txt", PROGRAM, "is not what its name says"),
    ("program.exe", PROGRAM, "cannot be kept"),
    ("page.html", b"<script>alert(1)</script>", "cannot be kept"),
    ("drawing.svg", b"<svg onload='alert(1)'/>", "cannot be kept"),
    ("nameless", PDF, "cannot be kept"),
    ("picture.png", picture("JPEG"), "is not what its name says"),
    ("table.docx", office("xl/"), "is not what its name says"),
    ("plain.docx", b"just words", "is not what its name says"),
    ("archive.docx", b"PK\x05\x06" + bytes(18), "is not what its name says"),  # a zip file with nothing in it
    ("macros.docx", office("word/", "word/vbaProject.bin"), "holds macros"),
    ("damaged.png", picture("PNG")[:30], "is damaged"),
    ("latin.txt", "Grüße".encode("latin-1"), "is not plain text in UTF-8"),
    ("empty.pdf", b"", "is empty"),
]


@pytest.mark.parametrize("name, content, words", REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_with_a_sentence_that_names_the_file_and_nothing_is_kept(by, proposal, name, content, words):
    before, files = everything(), _files()
    with pytest.raises(Refused) as refused:
        actions.attach(proposal=proposal, by=by, upload=upload(name, content))
    assert f"“{name}”" in refused.value.sentence
    assert words in refused.value.sentence
    assert refused.value.field == "upload"
    assert (everything(), Attachment.objects.count(), _files()) == (before, 0, files)


def _files() -> int:
    try:
        folders, _ = default_storage.listdir("attachments")
    except FileNotFoundError:
        return 0
    return sum(len(default_storage.listdir(f"attachments/{folder}")[1]) for folder in folders)


def test_a_zip_bomb_is_refused_by_what_it_would_unpack_to(by, proposal):
    bomb = office("word/", stuffing=201)
    assert len(bomb) < uploads.MEGABYTE
    with pytest.raises(Refused, match=r"“bomb.docx” unpacks to 201 MB"):
        actions.attach(proposal=proposal, by=by, upload=upload("bomb.docx", bomb))
    actions.attach(proposal=proposal, by=by, upload=upload("big.docx", office("word/", stuffing=3)))


def test_a_file_too_large_is_refused_before_it_is_read(by, proposal):
    class Large:
        name, size = "large.pdf", uploads.LARGEST + 1

        def read(self):
            raise AssertionError("it was read")

    with pytest.raises(Refused, match=r"“large.pdf” has 25 MB; a file may have 25 MB"):
        actions.attach(proposal=proposal, by=by, upload=Large())


def test_a_picture_of_too_many_pixels_is_refused(by, proposal, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 11)
    with pytest.raises(Refused, match=r"“wide.png” is too large a picture"):
        actions.attach(proposal=proposal, by=by, upload=upload("wide.png", picture(size=(4, 3))))
    monkeypatch.setattr(uploads, "MOST_PIXELS", 12)
    actions.attach(proposal=proposal, by=by, upload=upload("wide.png", picture(size=(4, 3))))


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\kim\\report.txt", "report.txt"),
        ('a"b\r\nc;d.txt', "a_b__c_d.txt"),
        ("Ärger & Co.txt", "Ärger _ Co.txt"),
        ("x" * 300 + ".txt", "x" * 146 + ".txt"),
    ],
)
def test_a_name_keeps_neither_folders_nor_what_a_header_trips_over(name, kept):
    assert uploads.safe_name(name) == kept


def test_the_same_content_twice_is_stored_once(by, proposal):
    first = actions.attach(proposal=proposal, by=by, upload=upload("one.pdf", PDF))
    files = _files()
    second = actions.attach(proposal=proposal, by=by, upload=upload("two.pdf", PDF))
    assert first.file.name == second.file.name
    assert (Attachment.objects.count(), _files()) == (2, files)


def test_a_document_is_replaced_by_a_new_version_and_the_old_one_stays(by, proposal):
    first = actions.attach(proposal=proposal, by=by, upload=upload("one.pdf", PDF), title="The letter", kind="letter")
    second = actions.attach(proposal=proposal, by=by, upload=upload("two.pdf", PDF + b"2"), replaces=first)
    assert (second.version, second.title, second.kind, second.replaces) == (2, "The letter", "letter", first)
    assert list(Attachment.objects.current()) == [second]
    with default_storage.open(first.file.name) as kept:
        assert kept.read() == PDF
    with pytest.raises(Refused) as refused:
        actions.attach(
            proposal=proposal, by=by, upload=upload("three.pdf", PDF), replaces=Attachment.objects.get(pk=first.pk)
        )
    assert refused.value.field == "replaces"


def test_a_document_replaces_one_of_the_same_proposal_only(by, proposal):
    elsewhere = actions.attach(proposal=make.draft_proposal(by=by), by=by, upload=upload("one.pdf", PDF))
    with pytest.raises(Refused) as refused:
        actions.attach(proposal=proposal, by=by, upload=upload("two.pdf", PDF), replaces=elsewhere)
    assert refused.value.field == "replaces"


def test_a_title_too_long_is_refused_at_its_field(by, proposal):
    with pytest.raises(Refused) as refused:
        actions.attach(proposal=proposal, by=by, upload=upload("one.pdf", PDF), title="x" * 161)
    assert refused.value.field == "title"
    actions.attach(proposal=proposal, by=by, upload=upload("one.pdf", PDF), title="x" * 160)


def test_secas_adds_documents_and_nobody_else(by, proposal):
    for user in (proposal.proposer, make.administrator(), make.authority(), make.UserFactory(), AnonymousUser()):
        with pytest.raises(NotAllowed):
            actions.attach(proposal=proposal, by=user, upload=upload("one.pdf", PDF))
        with pytest.raises(NotAllowed):
            figure(proposal, user)
    assert Attachment.objects.count() == 0
    actions.attach(proposal=proposal, by=by, upload=upload("one.pdf", PDF))
    figure(proposal, by)
    assert Attachment.objects.count() == 2


def figure(proposal, by, **fields):
    fields = {
        "statement": proposal.statements.latest_version(),
        "upload": upload("one.png", picture()),
        "caption": "Where the keys go",
        "alternative_text": "An arrow from the meter to the hub.",
    } | fields
    return actions.add_figure(proposal=proposal, by=by, **fields)


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"alternative_text": "  "}, "alternative_text"),
        ({"caption": ""}, "caption"),
        ({"upload": upload("paper.pdf", PDF)}, "upload"),
        ({"upload": upload("program.png", PROGRAM)}, "upload"),
    ],
)
def test_a_figure_is_a_picture_with_a_caption_and_words_for_those_who_cannot_see_it(by, proposal, fields, field):
    before = everything()
    with pytest.raises(Refused) as refused:
        figure(proposal, by, **fields)
    assert refused.value.field == field
    assert (everything(), Figure.objects.count(), Attachment.objects.count()) == (before, 0, 0)


def test_figures_are_numbered_in_turn_and_carried_into_the_next_version(by, proposal):
    statement = proposal.statements.latest_version()
    made = [figure(proposal, by, caption=f"Figure of {n}") for n in "ab"]
    assert [f.number for f in made] == [1, 2]
    assert made[0].attachment.kind == "figure"
    later = actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT, on=date(2026, 1, 5))
    assert [(f.number, f.caption) for f in later.figures.all()] == [(1, "Figure of a"), (2, "Figure of b")]
    assert statement.figures.count() == 2
    assert Attachment.objects.count() == 2
    assert figure(proposal, by, statement=later).number == 3


def test_a_caption_may_be_longer_than_a_title(by, proposal):
    made = figure(proposal, by, caption="x" * 200)
    assert (len(made.caption), len(made.attachment.title)) == (200, 160)


def test_a_figure_belongs_to_a_statement_of_its_own_proposal(by, proposal):
    other = make.draft_proposal(by=by)
    with pytest.raises(Refused):
        figure(proposal, by, statement=other.statements.latest_version())
    assert Figure.objects.count() == 0
