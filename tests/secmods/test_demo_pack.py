"""The pack of Panel 69 that the worker makes once the demo runs: two versions, with papers that others supplied."""

from datetime import date
from types import SimpleNamespace

import pytest

from jobs.models import Job
from notifications.models import Message
from papers import packing
from papers.models import Pack, Upload, WordFile
from papers.word import printing
from secmods.demo import pack as demo_pack
from tests.writer import needs_writer

pytestmark = pytest.mark.django_db


def job() -> SimpleNamespace:
    return SimpleNamespace(payload=Job.objects.get(kind="demo_pack").payload)


def untold(percent: int, words: str) -> None:
    """Nobody looks at how far it is."""


def of_edition(edition: str) -> list[Pack]:
    return list(Pack.objects.issued().filter(edition=edition).order_by("version"))


@needs_writer
def test_both_versions_are_issued_on_their_days_and_name_the_page_that_changed(demo):
    messages = Message.objects.count()
    demo_pack.make(job(), untold)
    assert Message.objects.count() == messages  # a pack of the past is news to nobody
    one, two = of_edition("public")
    assert [(each.version, each.composed_on, each.issued_on) for each in (one, two)] == [
        (1, date(2019, 6, 7), date(2019, 6, 7)),
        (2, date(2019, 6, 11), date(2019, 6, 11)),
    ]
    assert [part.named for part in packing.parts_of(two)] == [
        "Agenda: Panel meeting 69",
        "SECP_69_1406_06 Report of the Operations Group",
        "SECP_69_1406_07 Performance of the DCC in April",
        "SECP_69_1406_11 DP075: conversion to a Modification Proposal",
    ]
    places = {place["key"]: place for place in two.made.places}
    [changed] = [change for change in packing.changes_of(two) if "07" in change.part.reference]
    first = places[changed.part.key]["first"]
    assert changed.pages == (first, first + 2)  # its cover, which names the version, and the page with the number
    assert len(of_edition("restricted")) == 2
    assert not Pack.objects.filter(told__gt="").exists()
    held = Pack.objects.count()
    assert demo_pack.make(job(), untold) == {}  # once is enough
    assert Pack.objects.count() == held


def test_without_a_program_for_word_the_pack_is_made_without_that_paper(demo, monkeypatch):
    monkeypatch.setattr(printing, "writer", lambda: None)
    demo_pack.make(job(), untold)
    assert len(of_edition("public")) == 2
    assert [upload.author for upload in Upload.objects.all()] == ["The DCC", "The DCC"]
    assert WordFile.objects.get().title == "Report of the Operations Group"
