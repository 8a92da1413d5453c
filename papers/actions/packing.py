"""Putting the papers of a meeting together, and issuing what was put together."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

from django.utils.text import slugify

from audit import clock
from audit.acts import Refused, act, current, nothing_changed, record
from audit.classification import Classification
from bodies.models import Meeting
from jobs.actions import enqueue
from papers import document as d
from papers import packing
from papers.actions.composing import About, paper_for
from papers.actions.ground import composed
from papers.actions.issuing import issue_paper, last_issued, why_erratum
from papers.kinds import Kind
from papers.models import Pack, PackItem, Paper, PaperVersion
from proposals import ports, rules
from proposals.actions.ground import check_has_come
from subcommittees.rules import may_run

MANAGED = "The pack of a meeting is put together by SECAS or by the secretary of the body."
WHY = "Say why there is another version: it stands on its first page."
BECAUSE_LENGTH = Pack._meta.get_field("because").max_length


@act
def compose_pack(*, meeting: Meeting, by, because: str = "", effective: date | None = None) -> list[Pack]:
    """Issue the agenda as it stands now, freeze which papers the next version of each edition holds, queue their files.
    An edition that would hold what its issued version already holds is left as it is. ``effective``: the day it states,
    where a pack of the past is entered later."""
    check_has_come(effective, "effective")
    meeting = _hold(meeting, by)
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused("The meeting was cancelled: no pack is put together for it.")
    rows, because = packing.rows_of(meeting), because.strip()
    if not any(row.version for row in rows):
        raise Refused("No paper of this meeting has been issued yet: a pack holds what is issued.")
    _check_because(meeting, because)
    day = effective or clock.today()
    made = [_compose(meeting, edition, rows, by, because, day) for edition in packing.editions_of(rows)]
    made = [pack for pack in made if pack]
    if not made:
        raise Refused("Nothing has changed since the pack was issued.")
    return made


def why_because(meeting: Meeting) -> str:
    """Why it has to be said why there is another version; nothing for the first."""
    return WHY if Pack.objects.issued().filter(meeting=meeting).exists() else ""


def _check_because(meeting: Meeting, because: str) -> None:
    if not because and (why := why_because(meeting)):
        raise Refused(why, "because")
    if len(because) > BECAUSE_LENGTH:
        raise Refused(f"Write at most {BECAUSE_LENGTH} characters; these are {len(because)}.", "because")


def _hold(meeting: Meeting, by) -> Meeting:
    rules.check(may_run, by, meeting.committee, sentence=MANAGED)
    return Meeting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=meeting.pk)


def _compose(meeting: Meeting, edition: str, rows: list, by, because: str, on: date) -> Pack | None:
    agenda = _agenda(meeting, edition, by, because, on)
    held = [(None, agenda), *((row.item, row.in_edition(edition)) for row in rows if row.in_edition(edition))]
    parts = tuple(packing.part_of(version, item) for item, version in held)
    of_edition = Pack.objects.filter(meeting=meeting, edition=edition).order_by("-version", "-draft")
    issued, newest = of_edition.issued().standing().first(), of_edition.first()
    if issued and packing.parts_of(issued) == parts:
        nothing_changed()
        return None
    if newest and not newest.is_issued and (packing.parts_of(newest), newest.because) == (parts, because):
        nothing_changed()
        return _queued(newest)
    return _queued(_freeze(meeting, edition, held, parts, newest, by, because, on))


def _agenda(meeting: Meeting, edition: str, by, because: str, on: date) -> PaperVersion:
    """As it was issued, where the record still says the same; otherwise its next version."""
    paper = paper_for(Kind.AGENDA, by, About(meeting=meeting, edition=edition))
    last = last_issued(paper)
    if last and not last.is_taken_down and _still_says(paper, last, by):
        return last
    return issue_paper(paper=paper, by=by, effective=on, erratum=because if why_erratum(last) else "")


def _still_says(paper: Paper, last: PaperVersion, by) -> bool:
    old = d.from_json(last.snapshot)
    now = composed(paper, last.label, by, issued=True, on=last.composed_on)
    return (old.title, old.header, old.sections) == (now.title, now.header, now.sections)


def _freeze(
    meeting: Meeting, edition: str, held: list, parts: tuple, newest: Pack | None, by, because: str, on: date
) -> Pack:
    snapshot = json.dumps(
        {"meeting": str(meeting), "edition": edition, "parts": [asdict(part) for part in parts]},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    version, draft = _next(newest)
    restricted = edition == Paper.Edition.RESTRICTED
    mark = "-restricted" if restricted else ""
    pack = Pack.objects.create(
        meeting=meeting,
        edition=edition,
        version=version,
        draft=draft,
        slug=f"{slugify(f'{meeting.committee.prefix}-{meeting.number:02}-pack')}{mark}",
        classification=Classification.AMBER if restricted else Classification.WHITE,
        because=because if version > 1 else "",
        snapshot=snapshot,
        snapshot_hash=hashlib.sha256(snapshot.encode()).hexdigest(),
        by=by,
        composed_on=on,
        composed_at=current().at,
    )
    PackItem.objects.bulk_create(
        PackItem(pack=pack, order=order, item=item, paper_version=paper, sha256=paper.snapshot_hash)
        for order, (item, paper) in enumerate(held, 1)
    )
    record(
        "pack_composed",
        subject=pack,
        about=meeting,
        by=by,
        sentence=f"{pack.get_edition_display()} of the pack, version {version}, put together. {pack.because}".strip(),
        after={"snapshot": pack.snapshot_hash},
        effective_on=on,
        classification=Classification.AMBER,
    )
    return pack


def _next(newest: Pack | None) -> tuple[int, int]:
    if newest is None:
        return 1, 1
    return (newest.version + 1, 1) if newest.is_issued else (newest.version, newest.draft + 1)


def _queued(pack: Pack) -> Pack:
    if not hasattr(pack, "made"):
        enqueue("render_pack", packing.pack_key(pack), pack_id=pack.pk)
    return pack


@act
def issue_pack(*, meeting: Meeting, by, effective: date | None = None) -> list[Pack]:
    """Issue what was put together last, tell the members of the body: of a first version that it is there, of a later
    one only what has changed. Who was told is kept. ``effective``: the day of issue of a pack of the past, of which
    nobody is told."""
    check_has_come(effective, "effective")
    meeting = _hold(meeting, by)
    drafts = drafts_of(meeting)
    if not drafts:
        raise Refused("Put the pack together first.")
    rows = packing.rows_of(meeting)
    for pack in drafts:
        _check_ready(pack, rows, by)
    day = effective or clock.today()
    told = ports.tellings["pack_issued"](meeting) if day >= clock.today() else None
    for pack in drafts:
        _issue(pack, by, told if pack == drafts[-1] else None, day)
    if told:
        ports.notices["pack_issued"](drafts[-1], [change.sentence for change in packing.changes_of(drafts[-1])])
    return drafts


def drafts_of(meeting: Meeting) -> list[Pack]:
    """What waits to be issued, the body's own edition last: that is the one its members are told of."""
    newest = Pack.objects.filter(meeting=meeting).order_by("edition", "-version", "-draft").distinct("edition")
    found = Pack.objects.filter(pk__in=newest.values("pk"), issued_at=None).select_related("meeting__committee", "made")
    return sorted(found, key=lambda pack: pack.is_restricted)


def _check_ready(pack: Pack, rows: list, by) -> None:
    """What it holds is what it would hold now, the agenda included: that names also what has no paper."""
    if not hasattr(pack, "made"):
        raise Refused("Its file is still being made: wait until it is there, and look at it first.")
    held = [(row.item, row.in_edition(pack.edition)) for row in rows if row.in_edition(pack.edition)]
    now = tuple(packing.part_of(version, item) for item, version in held)
    agenda = pack.items.select_related("paper_version__paper__meeting__committee").order_by("order")[0].paper_version
    if packing.parts_of(pack)[1:] != now or not _still_says(agenda.paper, agenda, by):
        raise Refused("Papers or the agenda have changed since it was put together: put it together again.")


def _issue(pack: Pack, by, told, on: date) -> None:
    pack.issued_at, pack.issued_on, pack.issued_by = current().at, on, by
    pack.told = "\n".join(told.names) if told else ""
    pack.save(update_fields=["issued_at", "issued_on", "issued_by", "told"])
    changes = [change.sentence for change in packing.changes_of(pack)]
    record(
        "pack_issued",
        subject=pack,
        about=pack.meeting,
        by=by,
        sentence=" ".join((f"{pack.get_edition_display()} of the pack, version {pack.version}, issued.", *changes)),
        after={"snapshot": pack.snapshot_hash, "file": pack.made.sha256},
        effective_on=on,
        classification=pack.classification,
    )
