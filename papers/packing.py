"""What the pack of a meeting would hold now, what it lacks, and the making of its file in the worker."""

import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit.classification import Classification
from bodies.models import Meeting
from bodies.papersday import papers_day
from papers import document as d
from papers import packs
from papers.kinds import Kind
from papers.models import Pack, PackFile, Paper, PaperVersion, Upload, WordFile
from papers.render_pack import render_pack
from papers.tasks import pictures
from proposals.actions.documents import store
from subcommittees.models import AgendaItem

PUBLIC, RESTRICTED = Paper.Edition.PUBLIC, Paper.Edition.RESTRICTED
NEEDS_PAPER = (AgendaItem.Kind.PROPOSAL, AgendaItem.Kind.NEW_PROPOSALS)
KNOWN = ("paper__item", "paper__proposal", "paper__committee", "paper__meeting")


@dataclass(frozen=True)
class Row:
    """One item: what its paper is, by edition. ``late``: it was put on, or issued, after the papers' day. ``word``: a
    Word file that was supplied for it and is not its paper yet."""

    item: AgendaItem
    versions: dict[str, PaperVersion]
    late: bool
    word: WordFile | None = None

    @property
    def version(self) -> PaperVersion | None:
        return self.versions.get(RESTRICTED) or self.versions.get(PUBLIC)

    @property
    def missing(self) -> bool:
        return self.version is None and self.item.kind in NEEDS_PAPER

    @property
    def is_supplied(self) -> bool:
        return self.version is not None and self.version.paper.kind == Kind.UPLOADED

    @property
    def kept_apart(self) -> bool:
        """For people who are named alone: it stands in no pack."""
        return self.version is not None and self.version.classification == Classification.RED

    def in_edition(self, edition: str) -> PaperVersion | None:
        found = self.version if edition == RESTRICTED else self.versions.get(PUBLIC)
        return None if found is None or found.classification == Classification.RED else found


def rows_of(meeting: Meeting) -> list[Row]:
    """The items that stand, in their order, each with its newest issued paper of each edition."""
    items = AgendaItem.objects.filter(meeting=meeting).standing().select_related("proposal").order_by("place")
    issued = _issued(meeting).filter(paper__item__isnull=False)
    found: dict[int, dict[str, PaperVersion]] = {}
    for version in issued:
        found.setdefault(version.paper.item_id, {}).setdefault(version.paper.edition, version)
    day, words = papers_day(meeting), _word_files(meeting)
    return [_row(item, found.get(item.pk, {}), day, words.get(item.pk)) for item in items]


def _word_files(meeting: Meeting) -> dict[int, WordFile]:
    """By item, the newest that is still to be looked at."""
    later = Upload.objects.filter(paper__item=OuterRef("item"), at__gte=OuterRef("at"))
    waiting = WordFile.objects.filter(item__meeting=meeting, taken=None).filter(~Exists(later))
    return {word.item_id: word for word in waiting.order_by("pk")}


def _issued(meeting: Meeting):
    versions = PaperVersion.objects.standing().filter(paper__meeting=meeting, state=PaperVersion.State.ISSUED)
    return versions.select_related(*KNOWN).newest_first()


def _row(item: AgendaItem, versions: dict[str, PaperVersion], day, word: WordFile | None) -> Row:
    first = min((version.composed_on for version in versions.values()), default=None)
    return Row(item, versions, item.is_late or bool(first and first > day), word)


def editions_of(rows: list[Row]) -> list[str]:
    """The public one always; the body's own where something on the agenda is not for everybody."""
    closed = any(row.item.classification != Classification.WHITE or RESTRICTED in row.versions for row in rows)
    return [PUBLIC, RESTRICTED] if closed else [PUBLIC]


def agenda_of(meeting: Meeting, edition: str) -> PaperVersion | None:
    return _issued(meeting).filter(paper__kind=Kind.AGENDA, paper__edition=edition).first()


def parts_of(pack: Pack) -> tuple[packs.Part, ...]:
    return tuple(packs.Part(**part) for part in json.loads(pack.snapshot)["parts"])


def part_of(version: PaperVersion, item: AgendaItem | None) -> packs.Part:
    """The agenda is of no item."""
    document = d.from_json(version.snapshot)
    return packs.Part(
        key=f"item-{item.pk}" if item else packs.AGENDA,
        number=str(item.number or item.place) if item else "",
        title=document.listed_title if document.cover else document.title,
        reference=item.reference if item else "",
        label=version.label,
        sha256=version.snapshot_hash,
    )


def issued_of(meeting: Meeting) -> list[Pack]:
    """All that were ever issued of a meeting, the newest first."""
    return list(Pack.objects.issued().filter(meeting=meeting).select_related("made").order_by("-version"))


def before(pack: Pack, issued: list[Pack]) -> Pack | None:
    """The one that was issued before it."""
    return next((each for each in issued if each.edition == pack.edition and each.version < pack.version), None)


def changes_of(pack: Pack, issued: list[Pack] | None = None) -> list[packs.Change]:
    """Since the version that was issued before it: with pages once its file is made. ``issued``: all of the meeting,
    where they were read."""
    last = before(pack, issued_of(pack.meeting) if issued is None else issued)
    if last is None:
        return []
    found = packs.differences(parts_of(last), parts_of(pack))
    made = getattr(pack, "made", None)
    return packs.with_pages(found, _places(last), packs.places_from(made.places)) if made else found


def _places(pack: Pack | None) -> dict[str, packs.Place]:
    made = getattr(pack, "made", None)
    return packs.places_from(made.places) if made else {}


# The file


def pack_key(pack: Pack) -> str:
    return f"pack-{pack.pk}"


def render(job, progress) -> dict:
    """Lay out the pack, store the file, then write its row. One that is there is left as it is."""
    pack = Pack.objects.select_related("meeting__committee", "made").get(pk=job.payload["pack_id"])
    made = getattr(pack, "made", None) or _make(pack, progress)
    return {"file": made.pk, "sha256": made.sha256}


def _make(pack: Pack, progress) -> PackFile:
    held = [row.paper_version for row in pack.items.select_related("paper_version__paper__proposal").order_by("order")]
    contents = [
        packs.Content(part, d.from_json(version.snapshot)) for part, version in zip(parts_of(pack), held, strict=True)
    ]
    shown = {source: content for version in held for source, content in pictures(version).items()}
    last = before(pack, issued_of(pack.meeting))
    changes = packs.differences(parts_of(last), parts_of(pack)) if last else []
    made = render_pack(_cover(pack), contents, shown, changes, _places(last), progress)
    name, digest = store(made.pdf, "packs", ".pdf")
    row, _ = PackFile.objects.get_or_create(
        pack=pack,
        defaults={
            "file": name,
            "sha256": digest,
            "size": len(made.pdf),
            "pages": made.pages,
            "places": [place.as_json() for place in made.places],
            "made_at": timezone.now(),
        },
    )
    return row


def _cover(pack: Pack) -> packs.Cover:
    meeting, body = pack.meeting, pack.meeting.committee
    return packs.Cover(
        body=body.name,
        short_name=body.short_name,
        number=meeting.number,
        on=meeting.date,
        place=meeting.place,
        version=pack.version,
        edition=pack.get_edition_display(),
        classification=pack.get_classification_display(),
        composed_on=pack.composed_on,
        because=pack.because,
    )
