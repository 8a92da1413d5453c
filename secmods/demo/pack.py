"""The pack of Panel 69 in two versions, with papers that others supplied. Laying it out takes longer than a first start
may, so that the worker makes it once the site runs: all of it, or none where it is lost on the way."""

from datetime import date
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from audit.acts import in_series
from bodies.models import Meeting
from jobs.actions import enqueue
from papers import actions, packing
from papers.models import Pack, WordFile
from papers.word import files as word_files
from secmods.demo.othersfiles import PUT_RIGHT, dcc_report, operations_report
from subcommittees.models import AgendaItem

BODY, MEETS = "panel", date(2019, 6, 14)
PAPERS_DAY, AGAIN = date(2019, 6, 7), date(2019, 6, 11)
# The item of each, the name of its file, and who wrote it.
DCC = ("Performance of the DCC in April", "dcc-performance-april-2019.pdf", "The DCC")
OPERATIONS = ("Report of the Operations Group", "operations-group.docx", "The Operations Group")
BECAUSE = "The DCC put the number of its incidents right."


def ask_for_it(by: User) -> None:
    enqueue("demo_pack", f"{BODY}-{MEETS}", by=by.pk)


def make(job, progress) -> dict:
    """Both versions with their files, each issued on its day; nothing where others have begun one."""
    meeting = Meeting.objects.select_related("committee").get(committee__code=BODY, date=MEETS)
    by = User.objects.get(pk=job.payload["by"])
    if Pack.objects.filter(meeting=meeting).exists():
        return {}
    with in_series():
        progress(5, "Papers that others wrote")
        _supply(meeting, DCC, dcc_report(), by, PAPERS_DAY)
        _supply(meeting, OPERATIONS, operations_report(), by, PAPERS_DAY)
        progress(40, "The pack, version 1")
        _pack(meeting, by, "", PAPERS_DAY)
        progress(70, "The pack, version 2")
        _supply(meeting, DCC, dcc_report(PUT_RIGHT), by, AGAIN)
        return {"packs": [pack.pk for pack in _pack(meeting, by, BECAUSE, AGAIN)]}


def _supply(meeting: Meeting, paper: tuple[str, str, str], content: bytes, by: User, on: date) -> None:
    """Without the program that prints Word files that paper stays one to be looked at."""
    title, name, author = paper
    item = AgendaItem.objects.standing().filter(meeting=meeting, title=title).first()
    if item is None:
        return
    made = actions.supply_paper(
        item=item, by=by, upload=SimpleUploadedFile(name, content), author=author, title=title, effective=on
    )
    if isinstance(made, WordFile):
        word_files.render(SimpleNamespace(payload={"word_id": made.pk}), _untold)
        made = WordFile.objects.select_related("printed").get(pk=made.pk)
        if not hasattr(made, "printed"):
            return
        made = actions.take_word_file(word=made, by=by, effective=on)
    actions.issue_paper(paper=made.paper, by=by, effective=on)


def _pack(meeting: Meeting, by: User, because: str, on: date) -> list[Pack]:
    for pack in actions.compose_pack(meeting=meeting, by=by, because=because, effective=on):
        packing.render(SimpleNamespace(payload={"pack_id": pack.pk}), _untold)
    return actions.issue_pack(meeting=meeting, by=by, effective=on)


def _untold(percent: int, words: str) -> None:
    """Within one transaction nobody would hear of it."""
