"""The papers of a meeting as one file: what it holds, in which order, with which numbers, tags and bookmarks; its
versions, editions and readers; who is told."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from audit.acts import NotAllowed, Refused
from audit.models import Event
from notifications.models import Delivery, Message
from papers import actions as papers
from papers import packing, packs
from papers.models import Pack, PaperVersion
from subcommittees import actions as bodies
from tests import factories as make
from tests.papers import meetings

pytestmark = pytest.mark.django_db

AT = datetime(2031, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def by():
    return make.analyst(name="Tobias Renwick")


@pytest.fixture
def meeting():
    return meetings.empty_meeting()


def issued(item, by, edition: str = "") -> PaperVersion:
    return papers.issue_paper(
        paper=papers.compose_paper(kind="single-proposal", item=item, by=by, edition=edition).paper, by=by
    )


def paper_for(meeting, by, number: int, place: int, **fields) -> PaperVersion:
    return issued(meetings.item(meeting, make.agreed_proposal(by=by, number=number), place, **fields), by)


def made(pack: Pack) -> PdfReader:
    """As the worker makes it."""

    class Job:
        payload = {"pack_id": pack.pk}

    packing.render(Job, lambda percent, words: None)
    return read(pack)


def read(pack: Pack) -> PdfReader:
    with Pack.objects.get(pk=pack.pk).made.file.open("rb") as file:
        return PdfReader(io.BytesIO(file.read()))


def put_together(meeting, by, because: str = "") -> list[Pack]:
    found = papers.compose_pack(meeting=meeting, by=by, because=because)
    for pack in found:
        made(pack)
    return found


def both(meeting, by, because: str = "") -> list[Pack]:
    put_together(meeting, by, because)
    return papers.issue_pack(meeting=meeting, by=by)


def outline(reader: PdfReader, found=None, depth: int = 0) -> list[tuple[int, str, int]]:
    rows = []
    for entry in reader.outline if found is None else found:
        if isinstance(entry, list):
            rows += outline(reader, entry, depth + 1)
        else:
            rows.append((depth, entry.title, reader.get_destination_page_number(entry) + 1))
    return rows


# The file


def test_the_file_holds_cover_contents_agenda_and_each_paper_with_its_own_reference(meeting, by):
    first, second = paper_for(meeting, by, 75, 1), paper_for(meeting, by, 76, 2)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    reader = made(pack)
    top = [(title, page) for depth, title, page in outline(reader) if depth == 0]
    assert [title for title, _ in top] == [
        "CSC meeting 7: pack",
        "Agenda: CSC meeting 7",
        "CSC_07_2705_01 DP075 ‘Correction to one clause’",
        "CSC_07_2705_02 DP076 ‘Correction to one clause’",
    ]
    held = packing.parts_of(Pack.objects.get(pk=pack.pk))
    assert [part.sha256 for part in held[1:]] == [first.snapshot_hash, second.snapshot_hash]
    for title, page in top[2:]:
        assert title.split()[0] in reader.pages[page - 1].extract_text()


def test_pages_are_numbered_through_and_the_contents_link_to_where_papers_begin(meeting, by):
    paper_for(meeting, by, 75, 1)
    paper_for(meeting, by, 76, 2)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    reader = made(pack)
    said = [page.extract_text().split("Page ")[-1].strip() for page in reader.pages]
    assert said == [str(number) for number in range(1, len(reader.pages) + 1)]
    begins = {title: page for depth, title, page in outline(reader) if depth == 0}
    contents = " ".join(reader.pages[1].extract_text().split())
    for title, page in list(begins.items())[1:]:
        assert title in contents
        assert str(page) in contents
    links = [note.get_object() for note in reader.pages[1]["/Annots"]]
    named = reader.named_destinations
    where = {reader.get_destination_page_number(named[link["/Dest"]]) + 1 for link in links if "/Dest" in link}
    assert where == set(list(begins.values())[1:])


def test_the_file_is_tagged_in_english_has_a_title_and_claims_pdf_ua(meeting, by):
    paper_for(meeting, by, 75, 1)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    reader = made(pack)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "CSC meeting 7, 27 May 2031 – pack, version 1"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert [page["/StructParents"] for page in reader.pages] == list(range(len(reader.pages)))
    kinds = {each["/S"] for each in _elements(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/Link"} <= kinds
    assert any(title == "Purpose" or title.endswith("Purpose") for depth, title, _ in outline(reader) if depth == 1)


def _elements(node):
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from _elements(child)


def test_the_same_pack_gives_the_same_bytes(meeting, by):
    paper_for(meeting, by, 75, 1)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    cover = packing._cover(pack)
    document = pack.items.get(order=2).paper_version
    part = packing.parts_of(pack)[1]
    from papers import document as d
    from papers.render_pack import render_pack

    contents = [packs.Content(part, d.from_json(document.snapshot))]
    one, other = (render_pack(cover, contents, {}, [], {}).pdf for _ in range(2))
    assert one == other


def test_progress_is_told_paper_by_paper(meeting, by):
    paper_for(meeting, by, 75, 1)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    told = []

    class Job:
        payload = {"pack_id": pack.pk}

    packing.render(Job, lambda percent, words: told.append((percent, words)))
    assert [words for _, words in told][:2] == [
        "Paper 1 of 2: Agenda: CSC meeting 7",
        "Paper 2 of 2: CSC_07_2705_01 DP075 ‘Correction to one clause’",
    ]
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)


# Versions


def test_the_second_version_names_what_is_new_with_its_pages_and_members_are_told_only_that(meeting, by):
    member = make.member(meeting.committee, name="Una Halloran")
    first = paper_for(meeting, by, 75, 1)
    paper_for(meeting, by, 76, 2)
    [one] = both(meeting, by)
    assert (one.label, one.told) == ("1", "Una Halloran")
    late = paper_for(meeting, by, 77, 3, is_late=True, late_because="It came today.")
    papers.add_words(paper=first.paper, by=by, place="purpose", text="<p>A further word.</p>")
    papers.issue_paper(paper=first.paper, by=by)
    [two] = both(meeting, by, "A paper came late.")
    said = [change.sentence for change in packing.changes_of(Pack.objects.get(pk=two.pk))]
    places = packs.places_from(Pack.objects.get(pk=two.pk).made.places)
    new = places[f"item-{late.paper.item_id}"]
    assert said[0].startswith("Issued again: Agenda: CSC meeting 7 (page")
    changed = places[f"item-{first.paper.item_id}"]
    assert said[1] == f"Issued again: CSC_07_2705_01 DP075 ‘Correction to one clause’ (page {changed.first})."
    assert said[2] == (
        f"New: CSC_07_2705_03 DP077 ‘Correction to one clause’ ({packs.pages_words(tuple(range(new.first, new.last + 1)))})."
    )
    assert len(said) == 3
    message = Message.objects.get(key=f"pack-{two.pk}")
    assert "What has changed:" in message.body
    assert said[2] in message.body
    assert "DP076" not in message.body
    assert [copy.user for copy in Delivery.objects.filter(message=message)] == [member]
    front = read(two).pages[1].extract_text()
    assert "What is new since version 1" in front
    assert "A paper came late." in front
    assert Event.objects.filter(action="pack_issued").count() == 2


def test_another_version_says_why_and_one_of_the_same_is_refused(meeting, by):
    paper_for(meeting, by, 75, 1)
    both(meeting, by)
    with pytest.raises(Refused, match="Nothing has changed since the pack was issued"):
        papers.compose_pack(meeting=meeting, by=by, because="Again.")
    paper_for(meeting, by, 76, 2)
    with pytest.raises(Refused, match="Say why there is another version"):
        papers.compose_pack(meeting=meeting, by=by)
    assert Pack.objects.count() == 1


def test_a_moved_item_is_no_change_of_its_paper_but_of_the_agenda(meeting, by):
    first, second = paper_for(meeting, by, 75, 1), paper_for(meeting, by, 76, 2)
    both(meeting, by)
    for version, place in ((first, 9), (second, 8)):
        type(version.paper.item).objects.filter(pk=version.paper.item_id).update(place=place)
    [two] = put_together(meeting, by, "Another order.")
    assert [part.reference for part in packing.parts_of(two)] == ["", "CSC_07_2705_02", "CSC_07_2705_01"]
    assert [change.part.key for change in packing.changes_of(two)] == [packs.AGENDA]


def test_what_was_withdrawn_from_the_agenda_is_named_as_gone(meeting, by):
    first = paper_for(meeting, by, 75, 1)
    paper_for(meeting, by, 76, 2)
    both(meeting, by)
    type(first.paper.item).objects.filter(pk=first.paper.item_id).update(state="withdrawn", because="So.")
    [two] = put_together(meeting, by, "One is withdrawn.")
    assert packing.changes_of(two)[-1].sentence == "Gone: CSC_07_2705_01 DP075 ‘Correction to one clause’."


def test_pressing_twice_makes_one_draft(meeting, by):
    paper_for(meeting, by, 75, 1)
    [one] = papers.compose_pack(meeting=meeting, by=by)
    assert papers.compose_pack(meeting=meeting, by=by) == [one]
    assert PaperVersion.objects.filter(paper__kind="agenda").count() == 1


def test_a_pack_of_the_past_bears_its_days_and_nobody_is_told(meeting, by):
    make.member(meeting.committee, name="Una Halloran")
    paper_for(meeting, by, 75, 1)
    composed, issued_on = date(2026, 1, 5), date(2026, 1, 6)
    [pack] = papers.compose_pack(meeting=meeting, by=by, effective=composed)
    assert "Put together on 5 January 2026" in made(pack).pages[0].extract_text()
    [pack] = papers.issue_pack(meeting=meeting, by=by, effective=issued_on)
    assert (pack.composed_on, pack.issued_on, pack.told) == (composed, issued_on, "")
    assert not Message.objects.filter(audience="meeting").exists()
    with pytest.raises(Refused, match="is still to come"):
        papers.compose_pack(meeting=meeting, by=by, because="So.", effective=date(2099, 1, 1))
    with pytest.raises(Refused, match="is still to come"):
        papers.issue_pack(meeting=meeting, by=by, effective=date(2099, 1, 1))


def test_it_is_issued_when_its_file_is_there_and_the_papers_are_still_those(meeting, by):
    with pytest.raises(Refused, match="No paper of this meeting has been issued yet"):
        papers.compose_pack(meeting=meeting, by=by)
    first = paper_for(meeting, by, 75, 1)
    with pytest.raises(Refused, match="Put the pack together first"):
        papers.issue_pack(meeting=meeting, by=by)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    with pytest.raises(Refused, match="Its file is still being made"):
        papers.issue_pack(meeting=meeting, by=by)
    made(pack)
    papers.issue_paper(paper=first.paper, by=by)
    with pytest.raises(Refused, match="put it together again"):
        papers.issue_pack(meeting=meeting, by=by)
    assert not Pack.objects.issued().exists()
    assert not Message.objects.filter(audience="meeting").exists()


def test_an_item_without_a_paper_is_on_the_agenda_that_is_issued(meeting, by):
    paper_for(meeting, by, 75, 1)
    put_together(meeting, by)
    bodies.put_on_agenda(meeting=meeting, by=by, kind="business", purpose="information", title="Dates of next year")
    with pytest.raises(Refused, match="put it together again"):
        papers.issue_pack(meeting=meeting, by=by)
    put_together(meeting, by)
    [pack] = papers.issue_pack(meeting=meeting, by=by)
    assert "Dates of next year" in " ".join(page.extract_text() for page in read(pack).pages)


def test_why_there_is_another_version_is_written_once(meeting, by, client):
    first = paper_for(meeting, by, 75, 1)
    both(meeting, by)
    papers.issue_paper(paper=first.paper, by=by)
    put_together(meeting, by, "DP075 was issued again.")
    client.force_login(by)
    assert client.get(page(meeting)).context["form"]["because"].value() == "DP075 was issued again."


def test_no_pack_of_a_cancelled_meeting(meeting, by):
    paper_for(meeting, by, 75, 1)
    type(meeting).objects.filter(pk=meeting.pk).update(state="cancelled", cancelled_because="Snow.")
    with pytest.raises(Refused, match="The meeting was cancelled"):
        papers.compose_pack(meeting=meeting, by=by)


# Editions and readers


@pytest.fixture
def people(meeting, by):
    ssc = make.CommitteeFactory(**meetings.SSC)
    return {
        "anybody": None,
        "stranger": make.UserFactory(),
        "party": make.party(),
        "member": make.member(meeting.committee),
        "secretary": meetings.secretary(meeting.committee),
        "member of another body": make.member(ssc),
        "analyst": by,
        "authority": make.authority(),
        "administrator": make.administrator(),
    }


def readers(address: str, people) -> set[str]:
    found = set()
    for who, person in people.items():
        client = Client()
        if person:
            client.force_login(person)
        answer = client.get(address)
        assert answer.status_code in (200, 404), who
        if answer.status_code == 200:
            found.add(who)
            answer.getvalue()  # which closes the file
    return found


BODY = {"member", "secretary", "analyst", "authority"}


def test_two_editions_with_addresses_and_hashes_of_their_own_and_who_reads_which(meeting, by, people):
    paper_for(meeting, by, 75, 1)
    closed = meetings.item(meeting, make.agreed_proposal(by=by, number=76), 2, classification="amber", title="Secret")
    issued(closed, by)
    public, restricted = both(meeting, by)
    assert (public.get_absolute_url(), restricted.get_absolute_url()) == (
        "/packs/csc-07-pack/1.pdf",
        "/packs/csc-07-pack-restricted/1.pdf",
    )
    assert public.made.sha256 != restricted.made.sha256
    assert readers(public.get_absolute_url(), people) == set(people)
    assert readers(restricted.get_absolute_url(), people) == BODY
    words = {pack.edition: " ".join(p.extract_text() for p in read(pack).pages)
             for pack in (public, restricted)}  # fmt: skip
    assert "DP076" in words["restricted"]
    assert "Secret" in words["restricted"]
    assert "DP076" not in words["public"]
    assert "Secret" not in words["public"]
    assert (public.told, set(restricted.told.split("\n"))) == ("", {people["member"].name, people["secretary"].name})


def test_a_red_paper_stands_in_no_pack(meeting, by):
    paper_for(meeting, by, 75, 1)
    red = meetings.item(meeting, make.agreed_proposal(by=by, number=76), 2)
    version = issued(red, by)
    PaperVersion.objects.filter(pk=version.pk).update(classification="red")
    packs_made = papers.compose_pack(meeting=meeting, by=by)
    assert all("item-" + str(red.pk) not in pack.snapshot for pack in packs_made)


def test_drafts_are_for_who_puts_them_together(meeting, by, people):
    paper_for(meeting, by, 75, 1)
    [pack] = put_together(meeting, by)
    assert pack.get_absolute_url() == "/packs/csc-07-pack/1-draft-1.pdf"
    assert readers(pack.get_absolute_url(), people) == {"analyst", "secretary"}


def test_a_pack_that_holds_a_paper_which_was_taken_down_is_read_by_nobody(meeting, by, people):
    version = paper_for(meeting, by, 75, 1)
    [pack] = both(meeting, by)
    assert readers(pack.get_absolute_url(), people) == set(people)
    papers.take_down(version=version, by=by, reason="It named somebody.")
    assert readers(pack.get_absolute_url(), people) == set()
    client = Client()
    client.force_login(by)
    assert "holds a paper that was taken down" in client.get(page(meeting)).content.decode()
    papers.issue_paper(paper=version.paper, by=by, erratum="The name is gone.")
    [two] = both(meeting, by, "A paper was taken down.")
    assert two.version == 2
    assert readers(two.get_absolute_url(), people) == set(people)


def test_a_pack_with_a_paper_on_a_proposal_that_is_no_longer_public_is_closed_too(meeting, by, people):
    version = paper_for(meeting, by, 75, 1)
    [pack] = both(meeting, by)
    make.classed(version.paper.proposal, by, "green")
    assert readers(pack.get_absolute_url(), people) & {"anybody", "stranger"} == set()
    assert "party" in readers(pack.get_absolute_url(), people)


def test_secas_and_the_secretary_put_it_together_and_nobody_else(meeting, by, people):
    paper_for(meeting, by, 75, 1)
    for who in people.keys() - {"anybody", "analyst", "secretary"}:
        for doing in (papers.compose_pack, papers.issue_pack):
            with pytest.raises(NotAllowed):
                doing(meeting=meeting, by=people[who])
    assert papers.compose_pack(meeting=meeting, by=people["secretary"])


# The page


def page(meeting, name: str = "pack") -> str:
    return reverse(f"papers:{name}", args=[meeting.committee.code, meeting.date.isoformat()])


def test_the_page_says_what_is_ready_missing_and_late_and_takes_one_press(meeting, by):
    client = Client()
    client.force_login(by)
    paper_for(meeting, by, 75, 1)
    meetings.item(meeting, make.agreed_proposal(by=by, number=76), 2, title="Still to come")
    meetings.item(meeting, None, 3, kind="business", title="Any other business")
    shown = client.get(page(meeting))
    rows = shown.context["rows"]
    assert [(bool(row.version), row.missing) for row in rows] == [(True, False), (False, True), (False, False)]
    assert "1 paper still missing; they are due on Monday 19 May 2031" in " ".join(shown.content.decode().split())
    assert client.post(page(meeting, "compose_pack"), {}).status_code == 302
    waiting = client.get(page(meeting, "pack_files"))
    assert "Waiting for its turn" in waiting.content.decode()
    made(Pack.objects.get())
    assert "Issue the pack" in client.get(page(meeting, "pack_files")).content.decode()
    asked = client.get(page(meeting, "issue_pack"))
    assert "Nobody: nobody sits on this body." in asked.content.decode()
    assert not Pack.objects.issued().exists()
    assert client.post(page(meeting, "issue_pack")).status_code == 302
    assert Pack.objects.issued().count() == 1
    assert "Public edition, version 1" in Client().get(page(meeting)).content.decode()


def test_a_paper_is_late_by_its_first_issue_and_not_by_a_later_version(meeting, by):
    first = paper_for(meeting, by, 75, 1)
    again = papers.issue_paper(paper=first.paper, by=by)
    for version, day, late in ((again, date(2031, 5, 20), False), (first, date(2031, 5, 20), True)):
        PaperVersion.objects.filter(pk=version.pk).update(composed_on=day)  # papers are due on 19 May
        [row] = packing.rows_of(meeting)
        assert (row.version, row.late) == (again, late)


def test_the_page_asks_as_much_for_many_papers_and_versions_as_for_few(meeting, by):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(by)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(meeting)).status_code == 200
        return len(queries)

    paper_for(meeting, by, 75, 1)
    both(meeting, by)
    paper_for(meeting, by, 76, 2)
    both(meeting, by, "A second.")
    few = asked()
    for number in (77, 78, 79):
        paper_for(meeting, by, number, number - 74)
    both(meeting, by, "A third.")
    assert asked() == few


def test_agenda_minutes_and_supplied_papers_have_their_workshop_page_and_list(meeting, by):
    client = Client()
    client.force_login(by)
    item = meetings.item(meeting, None, 1, kind="business", title="Release planning")
    supplied = papers.supply_paper(item=item, by=by, upload=upload(pdf()), author="The DCC")
    agenda = papers.compose_paper(kind="agenda", meeting=meeting, by=by, edition="public")
    answer = client.post(page(meeting, "minutes"), {"edition": "restricted"})
    minutes = PaperVersion.objects.get(paper__kind="minutes")
    assert answer.url == minutes.paper.get_absolute_url()
    for version in (supplied, agenda, minutes):
        for address in (version.get_absolute_url(), version.paper.get_absolute_url()):
            assert client.get(address).status_code == 200, address
        assert client.get(reverse("papers:issue_paper", args=[version.paper_id])).status_code == 200
    shown = client.get(supplied.get_absolute_url()).content.decode()
    assert "in the PDF file" in shown
    refused = client.post(reverse("papers:issue_paper", args=[minutes.paper_id]), {"erratum": ""}, follow=True)
    assert "The minutes have not been approved yet" in refused.content.decode()


def test_without_a_reason_the_form_says_so_and_nothing_happens(meeting, by):
    client = Client()
    client.force_login(by)
    paper_for(meeting, by, 75, 1)
    both(meeting, by)
    paper_for(meeting, by, 76, 2)
    answer = client.post(page(meeting, "compose_pack"), {"because": ""})
    assert answer.status_code == 422
    assert "Say why there is another version" in answer.content.decode()
    assert Pack.objects.count() == 1


def test_the_page_is_open_and_its_doing_is_not(meeting, people):
    for who, person in people.items():
        client = Client()
        if person:
            client.force_login(person)
        runs = who in ("analyst", "secretary")
        assert client.get(page(meeting)).status_code == 200
        refused = 302 if who == "anybody" else 403
        assert client.get(page(meeting, "pack_files")).status_code == (200 if runs else refused), who
        assert client.get(page(meeting, "issue_pack")).status_code == (302 if runs else refused), who
        assert client.post(page(meeting, "compose_pack")).status_code == (302 if runs else refused), who
    assert Client().get(page(meeting).replace("2031-05-27", "2031-05-28")).status_code == 404
    assert Client().get("/packs/csc-07-pack/9.pdf").status_code == 404


def test_the_panel_of_the_meetings_page(meeting, by, rf):
    from django.template.loader import render_to_string

    from papers.meetingpanel import pack_panel

    paper_for(meeting, by, 75, 1)
    both(meeting, by)
    request = rf.get("/")
    request.user = by
    html = render_to_string("subcommittees/panels/pack.html", {"meeting": meeting, **pack_panel(request, meeting)})
    assert "/packs/csc-07-pack/1.pdf" in html
    assert "1 paper ready, 0 missing." in html


# Papers that others wrote


def pdf(pages: int = 3, *, password: str = "", turned: int = 0, second: str = "of the DCC") -> bytes:
    from papers import render_pdf

    press = render_pdf.Press({})
    said = {2: second}
    html = "".join(
        f"<p style='break-after: page'>Sheet {number} {said.get(number, 'of the DCC')}</p>"
        for number in range(1, pages + 1)
    )
    writer = PdfWriter(clone_from=io.BytesIO(press.write(press.lay_out(f"<html lang=en><title>x</title>{html}"), "x")))
    for each in writer.pages[pages:]:
        del each
    if turned:
        for each in writer.pages:
            each.rotate(turned)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def upload(content: bytes, name: str = "dcc report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("turned", [0, 90])
def test_a_supplied_paper_stands_in_the_pack_with_cover_reference_and_numbers(meeting, by, turned):
    item = meetings.item(meeting, None, 1, kind="business", title="Release planning")
    content = pdf(turned=turned)
    pages = len(PdfReader(io.BytesIO(content)).pages)
    draft = papers.supply_paper(item=item, by=by, upload=upload(content), author="The DCC")
    version = papers.issue_paper(paper=draft.paper, by=by)
    assert version.title == "CSC_07_2705_01: Release planning"
    paper_for(meeting, by, 75, 2)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    reader = made(pack)
    begins = next(page for _, title, page in outline(reader) if title == "CSC_07_2705_01 Release planning")
    cover = " ".join(reader.pages[begins - 1].extract_text().split())
    assert "Paper Reference: CSC_07_2705_01" in cover
    assert "Action: For Decision" in cover
    assert f"Its {['no', 'one', 'two', 'three', 'four'][pages]} pages follow this cover as supplied" in cover
    second = " ".join(reader.pages[begins + 1].extract_text().split())
    assert "CSC_07_2705_01 Release planning" in second
    assert "Sheet 2 of the DCC" in second
    assert second.endswith(f"Page {begins + 2}")
    root = reader.trailer["/Root"]
    assert reader.pdf_header == "%PDF-1.7"  # tags came with 1.4
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" not in root["/Metadata"].get_data() if "/Metadata" in root else True


def supplied_in_a_pack(meeting, by, *contents: bytes) -> PdfReader:
    for place, content in enumerate(contents, 1):
        item = meetings.item(meeting, None, place, kind="business", title=f"Plan {place}")
        draft = papers.supply_paper(item=item, by=by, upload=upload(content), author="The DCC")
        papers.issue_paper(paper=draft.paper, by=by)
    [pack] = papers.compose_pack(meeting=meeting, by=by)
    return made(pack)


def marks_of(reader: PdfReader) -> list[tuple[str, int, int]]:
    """What the tags of supplied pages say: role, page of the pack, number of the mark within the page’s form."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}
    found = []
    for element in _elements(reader.trailer["/Root"]["/StructTreeRoot"]):
        held = element.get("/K", [])
        for kid in held if isinstance(held, list) else [held]:
            leaf = kid.get_object()
            if isinstance(leaf, dict) and "/Stm" in leaf:
                found.append((element["/S"], pages[leaf.raw_get("/Pg").idnum], leaf["/MCID"]))
    return found


def figures_of(reader: PdfReader) -> list[str]:
    elements = _elements(reader.trailer["/Root"]["/StructTreeRoot"])
    return [each["/Alt"] for each in elements if each["/S"] == "/Figure"]


def test_the_tags_of_a_supplied_file_survive_in_the_pack(meeting, by):
    reader = supplied_in_a_pack(meeting, by, pdf(2))
    begins = next(page for _, title, page in outline(reader) if title == "CSC_07_2705_01 Plan 1")
    assert {page for _, page, _ in marks_of(reader)} == {begins + 1, begins + 2}
    assert figures_of(reader) == []
    tree = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    held = dict(zip(tree[::2], tree[1::2], strict=True))
    for number, mark in ((page, mark) for _, page, mark in marks_of(reader)):
        forms = [each.get_object() for each in reader.pages[number - 1]["/Resources"]["/XObject"].values()]
        keys = {form["/StructParents"] for form in forms if "/StructParents" in form}
        assert any(mark < len(held[key].get_object()) for key in keys)
        assert not any(number - 1 == key for key in keys)  # no page has the key of a form
    drawn = reader.pages[begins].get_contents().get_data()
    assert b"Figure" not in drawn  # what is marked in the form stands in no other mark


@pytest.mark.parametrize("change", ["none", "nonsense", "of another page"])
def test_pages_without_tags_that_can_be_read_stay_figures_that_say_which_page_they_are(meeting, by, change):
    from pypdf.generic import NameObject, NumberObject

    writer = PdfWriter(clone_from=io.BytesIO(pdf(2)))
    top = writer.root_object["/StructTreeRoot"]
    if change == "none":
        del writer.root_object["/StructTreeRoot"]
    elif change == "nonsense":
        top[NameObject("/K")] = NumberObject(7)
    else:
        next(_elements(top))[NameObject("/Pg")] = top.indirect_reference
    held = io.BytesIO()
    writer.write(held)
    pages = len(writer.pages)
    reader = supplied_in_a_pack(meeting, by, held.getvalue())
    assert figures_of(reader) == [
        f"Page {number} of {pages} of “Plan 1”, as it was supplied" for number in range(1, pages + 1)
    ]
    assert marks_of(reader) == []


def test_a_file_that_two_items_have_is_told_of_as_figures(meeting, by):
    reader = supplied_in_a_pack(meeting, by, pdf(1), pdf(1))
    assert len(figures_of(reader)) >= 2
    assert marks_of(reader) == []


def test_only_the_page_that_differs_is_named_where_a_file_is_supplied_again(meeting, by):
    item = meetings.item(meeting, None, 1, kind="business", title="Release planning")
    for words in ("of the DCC", "which was put right"):
        draft = papers.supply_paper(item=item, by=by, upload=upload(pdf(3, second=words)), author="The DCC")
        papers.issue_paper(paper=draft.paper, by=by)
        [pack] = both(meeting, by, "A page was wrong.")
    [change] = [change for change in packing.changes_of(pack) if change.part.reference]
    first = packs.places_from(Pack.objects.get(pk=pack.pk).made.places)[change.part.key].first
    assert change.pages == (first, first + 2)  # the cover, which names the version, and the second page


def test_a_supplied_paper_has_no_word_file(meeting, by):
    from jobs.models import Job

    item = meetings.item(meeting, None, 1, kind="business", title="Release planning")
    papers.supply_paper(item=item, by=by, upload=upload(pdf()), author="The DCC")
    assert [job.payload["format"] for job in Job.objects.filter(kind="render_paper")] == ["pdf"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("report.pdf", lambda: b"MZ" + b"\0" * 500, "is not what its name says"),
        ("report.pdf", lambda: b"%PDF-1.7\nand then nothing of the kind", "is damaged: it cannot be opened as a PDF"),
        ("report.pdf", lambda: pdf(1)[:-900], "is damaged: it cannot be opened as a PDF"),
        ("report.pdf", lambda: pdf(1, password="secret"), "is protected by a password: save it without one"),
        ("report.pdf", lambda: b"", "is empty"),
        ("report.exe", lambda: b"MZ", "cannot be kept"),
        ("report.txt", lambda: b"Words", "is neither PDF nor Word: a paper is supplied as one of these"),
    ],
    ids=["program", "broken", "cut off", "password", "empty", "other", "text"],
)
def test_a_file_that_cannot_be_a_paper_is_refused_and_nothing_changed(meeting, by, name, content, sentence):
    item = meetings.item(meeting, None, 1, kind="business", title="Release planning")
    client = Client()
    client.force_login(by)
    answer = client.post(
        reverse("papers:supply", args=[item.pk]),
        {"upload": upload(content(), name), "author": "The DCC", "title": "Their plan", "edition": ""},
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Their plan"' in answer.content.decode()
    assert not PaperVersion.objects.exists()
    assert not item.papers.exists()


def test_a_file_of_too_many_pages_is_refused(meeting, by, monkeypatch):
    monkeypatch.setattr("papers.pdffiles.MOST_PAGES", 2)
    item = meetings.item(meeting, None, 1, kind="business", title="Release planning")
    with pytest.raises(Refused, match="pages; a paper may have 2"):
        papers.supply_paper(item=item, by=by, upload=upload(pdf(3)), author="The DCC")
    with pytest.raises(Refused, match="Say who wrote the paper"):
        papers.supply_paper(item=item, by=by, upload=upload(pdf(1)), author=" ")


def test_another_file_takes_its_place_in_the_next_version(meeting, by):
    item = meetings.item(meeting, None, 1, kind="business", title="Release planning")
    draft = papers.supply_paper(item=item, by=by, upload=upload(pdf(2)), author="The DCC")
    papers.issue_paper(paper=draft.paper, by=by)
    again = papers.supply_paper(item=item, by=by, upload=upload(pdf(3)), author="The DCC")
    assert again.label == "1.1"
    with pytest.raises(Refused, match="This is the file that is there already"):
        papers.supply_paper(item=item, by=by, upload=upload(pdf(3)), author="The DCC")
    with pytest.raises(Refused, match="was issued for this item already"):
        papers.compose_paper(kind="new-proposals", item=item, by=by)


def test_who_supplies_a_file(meeting, people):
    item = meetings.item(meeting, None, 1, kind="business", title="Release planning")
    address = reverse("papers:supply", args=[item.pk])
    for who, person in people.items():
        client = Client()
        if person:
            client.force_login(person)
        wanted = 200 if who in ("analyst", "secretary") else 302 if who == "anybody" else 403
        assert client.get(address).status_code == wanted, who


def test_pages_are_named_in_words():
    assert packs.pages_words((12,)) == "page 12"
    assert packs.pages_words((12, 14, 15, 16)) == "pages 12 and 14 to 16"
