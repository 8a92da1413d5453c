"""Word files that others wrote: what is found in them, what is never opened, how they become a paper, who has them."""

import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader

from audit.acts import NotAllowed, Refused
from audit.models import Event
from jobs.models import Job
from papers import actions as papers
from papers.models import Paper, PaperVersion, Upload, WordFile, WordPrint
from papers.word import files, printing
from papers.word.contents import examine
from proposals.uploads import DOCX, Inspected
from tests import factories as make
from tests.papers import meetings
from tests.papers.test_packs import _elements, made, outline, page, readers, upload
from tests.writer import needs_writer

pytestmark = pytest.mark.django_db

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BY_WHOM = 'w:id="1" w:author="Una" w:date="2019-06-01T00:00:00Z"'
ELSEWHERE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


@pytest.fixture
def by():
    return make.analyst(name="Tobias Renwick")


@pytest.fixture
def meeting():
    return meetings.empty_meeting()


@pytest.fixture
def item(meeting):
    return meetings.item(meeting, None, 1, kind="business", title="Release planning")


@pytest.fixture
def people(meeting, by):
    return {
        "anybody": None,
        "stranger": make.UserFactory(),
        "member": make.member(meeting.committee),
        "secretary": meetings.secretary(meeting.committee),
        "analyst": by,
    }


def document():
    """A paper with headings, a list, a table and a picture."""
    made = Document()
    made.add_heading("Plans for the release", 1)
    made.add_paragraph("There are two windows for it.")
    made.add_heading("Windows", 2)
    table = made.add_table(2, 2)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, ("When", "What"), strict=True):
        cell.text = words
    made.add_picture(picture())
    made.add_page_break()
    made.add_paragraph("What stands on the second page.")
    return made


def picture() -> io.BytesIO:
    held = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(held, "PNG")
    held.seek(0)
    return held


def saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def add(document, *runs: str) -> None:
    paragraph = document.add_paragraph("Before. ")
    for run in runs:
        paragraph._p.append(parse_xml(run))


def field(instruction: str, *, cut_up: bool = False) -> list[str]:
    """As Word writes it: begun, told, shown, ended; the telling may be cut up among runs."""
    half = len(instruction) // 2 if cut_up else len(instruction)
    told = [f"<w:instrText>{part}</w:instrText>" for part in (instruction[:half], instruction[half:]) if part]
    inner = ['<w:fldChar w:fldCharType="begin"/>', *told, '<w:fldChar w:fldCharType="separate"/>',
             "<w:t>as it stood</w:t>", '<w:fldChar w:fldCharType="end"/>']  # fmt: skip
    return [f"<w:r {W}>{each}</w:r>" for each in inner]


def found(content: bytes) -> Inspected:
    return Inspected("plan.docx", ".docx", DOCX, content)


def keys(content: bytes) -> list[str]:
    return [finding.key for finding in examine(found(content)).findings]


def word(content: bytes | None = None, name: str = "plan.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, saved(document()) if content is None else content)


def supplied(item, by, content: bytes | None = None, **fields) -> WordFile:
    return papers.supply_paper(item=item, by=by, upload=word(content), author="The DCC", **fields)


def printed(kept: WordFile) -> WordFile:
    """As the worker does it."""

    class job:
        payload = {"word_id": kept.pk}

    files.render(job, lambda percent, words: None)
    return WordFile.objects.select_related("printed").get(pk=kept.pk)


def as_if_printed(kept: WordFile, pages: int = 2) -> WordFile:
    """Where it does not matter how."""
    from tests.papers.test_packs import pdf

    name, digest = files.store(pdf(pages), "papers", ".pdf")
    WordPrint.objects.create(word=kept, file=name, sha256=digest, size=9, pages=pages, made_at=kept.at)
    return WordFile.objects.select_related("printed").get(pk=kept.pk)


# What is in it


def test_a_plain_file_has_nothing_to_tell_of():
    assert keys(saved(document())) == []


@pytest.mark.parametrize(
    ("runs", "key"),
    [
        ([f"<w:ins {W} {BY_WHOM}><w:r><w:t>new</w:t></w:r></w:ins>"], "tracked"),
        ([f"<w:del {W} {BY_WHOM}><w:r><w:delText>old</w:delText></w:r></w:del>"], "tracked"),
        ([f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"], "hidden"),
        (field(' DATE \\@ "d MMMM yyyy" '), "today"),
        (field(' INCLUDETEXT "/etc/passwd" '), "elsewhere"),
        (field(' INCLUDEPICTURE "http://example.org/x.png" ', cut_up=True), "elsewhere"),
        ([f'<w:fldSimple {W} w:instr="DDEAUTO excel x"><w:r><w:t>as it stood</w:t></w:r></w:fldSimple>'], "elsewhere"),
    ],
    ids=["added", "deleted", "hidden", "date", "text", "picture cut up", "another program"],
)
def test_what_the_pages_cannot_keep_is_found(runs, key):
    held = document()
    add(held, *runs)
    assert keys(saved(held)) == [key]


def test_comments_are_counted_and_make_the_file_private():
    held = document()
    held.add_comment(held.paragraphs[1].runs, text="Really?", author="Una")
    [finding] = examine(found(saved(held))).findings
    assert (finding.key, finding.sentence, finding.is_private) == ("comments", "Its one comment is not printed.", True)


def test_text_that_is_said_not_to_be_hidden_and_marks_of_paragraphs_are_no_hidden_text():
    held = document()
    add(held, f'<w:r {W}><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>')
    held.paragraphs[1]._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {W}><w:vanish/></w:rPr>"))
    assert keys(saved(held)) == []


# What is never opened


def test_nothing_is_left_that_points_beyond_the_file_but_links_to_follow():
    held = document()
    add(held, *field(' INCLUDETEXT "/etc/passwd" '))
    part = held.part
    part.relate_to("http://example.org/pic.png", ELSEWHERE, is_external=True)
    part.relate_to("http://example.org/read", ELSEWHERE.replace("image", "hyperlink"), is_external=True)
    part.relate_to("file:///c:/normal.dotm", ELSEWHERE.replace("image", "attachedTemplate"), is_external=True)
    given = examine(found(saved(held)))
    assert [finding.key for finding in given.findings] == ["elsewhere"]
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        pointing = archive.read("word/_rels/document.xml.rels")
    assert pointing.count(b"External") == 1
    assert b"http://example.org/read" in pointing
    assert b"passwd" not in everything
    assert b"as it stood" in everything


@pytest.mark.parametrize(
    "part",
    [
        '<!DOCTYPE w [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]><w>&c;</w>',
        "<w>never closed",
        "",
    ],
    ids=["document type", "broken", "empty"],
)
def test_parts_that_are_no_plain_xml_are_damaged(part):
    with pytest.raises(Refused, match="is damaged: it cannot be opened as a Word file"):
        examine(found(archive({"word/document.xml": part})))


def archive(parts: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made_of:
        for name, content in ({"[Content_Types].xml": "<Types/>"} | parts).items():
            made_of.writestr(name, content)
    return held.getvalue()


def test_one_that_unpacks_to_too_much_is_refused_before_it_is_read(monkeypatch):
    with pytest.raises(Refused, match="unpacks to more than can be printed"):
        examine(found(archive({"word/document.xml": "<w/>", "word/styles.xml": b" " * (61 * 1024 * 1024)})))


# Supplying it


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.docx", lambda: b"MZ" + b"\0" * 500, "is not what its name says"),
        ("plan.docx", lambda: saved(document())[:-400], "is not what its name says"),
        ("plan.docx", lambda: archive({"word/document.xml": "<w"}), "is damaged: it cannot be opened as a Word file"),
        ("plan.docx", lambda: archive({"word/other.xml": "<w/>"}), "is damaged: it cannot be opened as a Word file"),
        ("plan.docx", lambda: archive({"word/document.xml": "<w/>", "word/vbaProject.bin": "x"}), "holds macros"),
        ("plan.docm", lambda: archive({"word/document.xml": "<w/>"}), "holds macros; save it as .docx"),
        ("plan.docx", lambda: OLD + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        ("plan.docx", lambda: OLD + b"\0" * 600, "is of the format before .docx: save it as .docx"),
        ("plan.docx", lambda: b"PK" + b"\0" * (80 * 1024 * 1024), "has 80 MB; a file may have 25 MB"),
        ("plan.xlsx", lambda: archive({"xl/workbook.xml": "<w/>"}), "is neither PDF nor Word"),
    ],
    ids=["program", "cut off", "broken", "no text", "macros", "docm", "password", "old", "large", "sheet"],
)
def test_one_that_cannot_be_a_paper_is_refused_and_nothing_is_half_done(item, by, name, content, sentence):
    client = Client()
    client.force_login(by)
    typed = {"author": "The DCC", "title": "Their plan", "edition": ""}
    answer = client.post(reverse("papers:supply", args=[item.pk]), {"upload": word(content(), name), **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Their plan"' in answer.content.decode()
    for model in (WordFile, Paper, PaperVersion, Upload, Job):
        assert not model.objects.exists(), model


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_it_is_kept_and_its_printing_queued_and_there_is_no_paper_yet(item, by):
    client = Client()
    client.force_login(by)
    given = {"upload": word(), "author": "The DCC", "title": "", "edition": ""}
    answer = client.post(reverse("papers:supply", args=[item.pk]), given)
    kept = WordFile.objects.get()
    assert answer.url == kept.get_absolute_url()
    assert (kept.title, kept.author, kept.filename) == ("Release planning", "The DCC", "plan.docx")
    assert [(job.kind, job.payload) for job in Job.objects.all()] == [("print_word_file", {"word_id": kept.pk})]
    assert Event.objects.filter(action="word_file_supplied").count() == 1
    assert not Paper.objects.exists()
    assert "Waiting for its turn" in client.get(answer.url).content.decode()
    with pytest.raises(Refused, match="It is still being printed"):
        papers.take_word_file(word=kept, by=by)
    assert not Paper.objects.exists()


def test_the_page_tells_what_is_lost_before_it_is_taken_and_then_it_is_the_paper(item, by):
    held = document()
    held.add_comment(held.paragraphs[1].runs, text="Really?", author="Una")
    kept = as_if_printed(supplied(item, by, saved(held)))
    client = Client()
    client.force_login(by)
    shown = client.get(kept.get_absolute_url()).content.decode()
    assert "Its one comment is not printed." in shown
    assert "Look at its 2 pages" in shown
    assert "stays with those who put the pack together" in shown
    assert client.get(reverse("papers:word_pdf", args=[kept.pk])).getvalue().startswith(b"%PDF")
    assert not Paper.objects.exists()
    answer = client.post(kept.get_absolute_url())
    taken = Upload.objects.get()
    assert answer.url == taken.paper.get_absolute_url()
    assert (taken.word, taken.pages, taken.is_open, taken.filename) == (kept, 2, False, "plan.docx")
    again = client.post(kept.get_absolute_url(), follow=True).content.decode()
    assert "it is the paper already" in again
    assert Upload.objects.count() == 1


def test_without_the_program_the_file_stays_and_can_be_printed_when_there_is_one(item, by, monkeypatch):
    kept = supplied(item, by)
    monkeypatch.setattr(printing, "writer", lambda: None)
    printed(kept)
    Job.objects.update(state="done", finished_at=kept.at)
    client = Client()
    client.force_login(by)
    shown = " ".join(client.get(kept.get_absolute_url()).content.decode().split())
    assert (
        "No program that opens Word files (LibreOffice) is installed where this site works. The file is kept" in shown
    )
    assert not WordPrint.objects.exists()
    assert client.post(kept.get_absolute_url(), {"again": "1"}).url == kept.get_absolute_url()
    assert Job.objects.filter(state="queued", kind="print_word_file").count() == 1
    with pytest.raises(Refused, match="It was printed meanwhile"):
        papers.print_again(word=as_if_printed(kept), by=by)


def test_what_cannot_be_printed_says_so_and_stays_as_it_was(item, by, monkeypatch):
    kept = supplied(item, by)

    def in_vain(examined):
        raise printing.NotPrinted

    monkeypatch.setattr(files, "printed", in_vain)
    kept = printed(kept)
    assert kept.printed.refused == "“plan.docx” could not be printed: save it as PDF in Word and supply that."
    client = Client()
    client.force_login(by)
    assert "could not be printed" in client.get(kept.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="could not be printed"):
        papers.take_word_file(word=kept, by=by)
    assert not Paper.objects.exists()
    assert client.get(reverse("papers:word_pdf", args=[kept.pk])).status_code == 404


def test_the_page_of_the_pack_leads_to_it_until_it_is_the_paper(meeting, item, by):
    client = Client()
    client.force_login(by)
    kept = as_if_printed(supplied(item, by))
    assert "Look at the Word file" in client.get(page(meeting)).content.decode()
    papers.take_word_file(word=kept, by=by)
    assert "Look at the Word file" not in client.get(page(meeting)).content.decode()


def test_a_paper_that_was_issued_as_another_kind_is_not_replaced(meeting, by):
    about = meetings.item(meeting, make.agreed_proposal(by=by, number=75), 1)
    papers.issue_paper(paper=papers.compose_paper(kind="single-proposal", item=about, by=by).paper, by=by)
    with pytest.raises(Refused, match="was issued for this item already"):
        supplied(about, by)
    assert not WordFile.objects.exists()


# Who has what


def test_who_works_on_it(item, by, people):
    kept = as_if_printed(supplied(item, by))
    addresses = [kept.get_absolute_url(), reverse("papers:word_progress", args=[kept.pk]),
                 reverse("papers:word_pdf", args=[kept.pk]), reverse("papers:word_original", args=[kept.pk])]  # fmt: skip
    for address in addresses:
        assert readers(address, people) == {"analyst", "secretary"}, address
    for who in ("stranger", "member"):
        client = Client()
        client.force_login(people[who])
        assert client.post(kept.get_absolute_url()).status_code == 404
        for act in (papers.take_word_file, papers.print_again):
            with pytest.raises(NotAllowed):
                act(word=kept, by=people[who])
    assert papers.take_word_file(word=kept, by=people["secretary"])


def issued_upload(item, by, content: bytes) -> Upload:
    draft = papers.take_word_file(word=as_if_printed(supplied(item, by, content)), by=by)
    papers.issue_paper(paper=draft.paper, by=by)
    return Upload.objects.get()


def test_who_reads_the_paper_has_the_file_as_it_was_supplied(item, by, people):
    kept = issued_upload(item, by, saved(document()))
    assert readers(kept.get_absolute_url(), people) == set(people)
    version = PaperVersion.objects.get(state="issued")
    shown = Client().get(version.get_absolute_url()).content.decode()
    assert f'{kept.get_absolute_url()}">plan.docx</a>' in shown
    answer = Client().get(kept.get_absolute_url())
    assert (answer["Content-Type"], answer.getvalue()[:2]) == (DOCX, b"PK")
    papers.take_down(version=version, by=by, reason="It named somebody.")
    assert readers(kept.get_absolute_url(), people) == {"analyst", "secretary"}


def test_a_file_that_holds_more_than_its_pages_show_stays_with_who_puts_the_pack_together(item, by, people):
    held = document()
    held.add_comment(held.paragraphs[1].runs, text="Really?", author="Una")
    kept = issued_upload(item, by, saved(held))
    assert readers(kept.get_absolute_url(), people) == {"analyst", "secretary"}
    version = PaperVersion.objects.get(state="issued")
    assert kept.get_absolute_url() not in Client().get(version.get_absolute_url()).content.decode()


def test_a_draft_of_a_supplied_pdf_is_not_open_and_notes_in_it_keep_it_closed(meeting, by, people):
    from pypdf import PdfWriter
    from pypdf.annotations import Text

    from tests.papers.test_packs import pdf

    plain = meetings.item(meeting, None, 1, kind="business", title="Plain")
    noted = meetings.item(meeting, None, 2, kind="business", title="Noted")
    writer = PdfWriter(clone_from=io.BytesIO(pdf(1)))
    writer.add_annotation(0, Text(rect=(50, 50, 90, 90), text="Is this right?"))
    with_note = io.BytesIO()
    writer.write(with_note)
    drafts = [
        papers.supply_paper(item=item, by=by, upload=upload(content), author="The DCC")
        for item, content in ((plain, pdf(1)), (noted, with_note.getvalue()))
    ]
    open_one, closed_one = Upload.objects.order_by("pk")
    assert readers(open_one.get_absolute_url(), people) == {"analyst", "secretary"}
    for draft in drafts:
        papers.issue_paper(paper=draft.paper, by=by)
    assert readers(open_one.get_absolute_url(), people) == set(people)
    assert readers(closed_one.get_absolute_url(), people) == {"analyst", "secretary"}


def test_the_other_edition_of_a_supplied_paper_is_a_file_too(item, by):
    client = Client()
    client.force_login(by)
    draft = papers.take_word_file(word=as_if_printed(supplied(item, by)), by=by)
    shown = client.get(draft.paper.get_absolute_url()).content.decode()
    address = f"{reverse('papers:supply', args=[item.pk])}?edition=restricted"
    assert address in shown
    form = client.get(address).content.decode()
    assert '<option value="restricted" selected>' in form
    assert "There is a file for this item already" not in form


# The printing itself


@needs_writer
@pytest.mark.xdist_group("writer")
def test_its_pages_stand_in_the_pack_with_reference_numbers_and_tags(meeting, item, by):
    held = document()
    add(held, f"<w:ins {W} {BY_WHOM}><w:r><w:t>Words that came later.</w:t></w:r></w:ins>")
    kept = printed(supplied(item, by, saved(held)))
    assert kept.printed.refused == ""
    draft = papers.take_word_file(word=kept, by=by)
    papers.issue_paper(paper=draft.paper, by=by)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    reader = made(pack)
    begins = next(page for _, title, page in outline(reader) if title == "CSC_07_2705_01 Release planning")
    cover = " ".join(reader.pages[begins - 1].extract_text().split())
    assert "as the Word file “plan.docx”" in cover
    assert "Its two pages follow this cover as printed from it here" in cover
    assert "What was added in it is underlined, what was deleted struck through." in cover
    second = " ".join(reader.pages[begins + 1].extract_text().split())
    assert "CSC_07_2705_01 Release planning" in second
    assert "What stands on the second page." in second
    assert second.endswith(f"Page {begins + 2}")
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    theirs = [each for each in _elements(root) if _is_leaf_of_a_form(each)]
    assert {"/H1", "/H2", "/P"} <= {each["/S"] for each in theirs}
    assert any(each["/S"] == "/Table" for each in _elements(root))
    assert not any("as it was supplied" in each.get("/Alt", "") for each in _elements(root))


def _is_leaf_of_a_form(element) -> bool:
    kids = element.get("/K", [])
    return any(isinstance(kid.get_object(), dict) and "/Stm" in kid.get_object() for kid in kids)


@needs_writer
@pytest.mark.xdist_group("writer")
def test_nothing_is_fetched_while_it_is_printed(item, by):
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *words):
            """In silence."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    held, address = document(), f"http://127.0.0.1:{server.server_address[1]}/picture.png"
    shown = held.element.body.xpath(".//a:blip")[0]
    del shown.attrib[qn("r:embed")]
    shown.set(qn("r:link"), held.part.relate_to(address, ELSEWHERE, is_external=True))
    add(held, *field(f' INCLUDEPICTURE "{address}" '), *field(' INCLUDETEXT "/etc/hostname" '))
    kept = printed(supplied(item, by, saved(held)))
    server.shutdown()
    server.server_close()
    assert asked == []
    with kept.printed.file.open("rb") as file:
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages)
    assert "as it stood" in text


@needs_writer
@pytest.mark.xdist_group("writer")
def test_one_that_opens_as_nothing_or_takes_too_long_is_told_of(item, by, monkeypatch):
    kept = printed(supplied(item, by, archive({"word/document.xml": "<w/>"})))
    assert "could not be printed" in kept.printed.refused
    monkeypatch.setattr(printing, "PATIENCE", 0.05)
    other = meetings.item(item.meeting, None, 2, kind="business", title="Another")
    assert "could not be printed" in printed(supplied(other, by)).printed.refused


def test_typefaces_that_are_not_here_are_named():
    from tests.papers.test_packs import pdf

    content = pdf(1)
    [face] = printing._faces(content)
    assert printing.replaced(content, frozenset({face})) == []
    [finding] = printing.replaced(content, frozenset({"Comic Sans MS"}))
    assert finding.sentence.startswith(f"Its own typefaces are not all at hand: some of it is printed in {face},")
