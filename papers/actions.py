"""Composing, issuing and rendering papers. Composing freezes; a frozen version never changes."""

from dataclasses import replace
from datetime import date, timedelta

from accounts.rules import is_administrator
from audit import clock
from audit.actions import take_checkpoint
from audit.acts import Refused, act, current, nothing_changed, record
from jobs.actions import enqueue
from papers import document as d
from papers import facts as f
from papers.gather import Edition, gather, glossary_of
from papers.glossary import find
from papers.models import Boilerplate, GlossaryChoice, GlossaryTerm, Paper, PaperVersion, Rendition
from papers.modification_report import compose
from proposals import rules
from proposals.actions.ground import check_not_split, take
from proposals.models import Proposal

MANAGED = "Only SECAS composes papers."


@act
def compose_draft(*, proposal: Proposal, by) -> PaperVersion:
    """Compose the Modification Report from the record as it stands, freeze it as the next 0.x, queue its files.

    Where the record says what the newest draft already says, that draft is given back and nothing is written.
    """
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    paper = report_of(proposal)
    newest = paper.versions.newest_first().first()
    major, minor = (newest.major, newest.minor + 1) if newest else (0, 1)
    document = _composed(paper, f"{major}.{minor}", issued=False, on=clock.today())
    if newest and not newest.is_issued and _says_the_same(newest, document):
        nothing_changed()
        queue_renditions(newest)
        return newest
    version = _freeze(paper, proposal, document, by, major, minor)
    record(
        "paper_drafted",
        subject=version,
        about=proposal,
        by=by,
        sentence=f"Draft {version.label} of the {paper.get_kind_display()}.",
        after={"snapshot": version.snapshot_hash},
        classification=version.classification,
    )
    queue_renditions(version)
    return version


@act
def issue_report(*, proposal: Proposal, by, effective: date | None = None, erratum: str = "") -> PaperVersion:
    """Compose afresh as the next whole version, freeze it as issued with the chain's checkpoint, queue its files.

    ``effective`` dates a report of the historic record; the instant of issue is always real. ``erratum`` says what of
    the version issued before it puts right, and stands in it; mandatory where that one was taken down, or the record
    was corrected since.
    """
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    paper = report_of(proposal)
    newest = paper.versions.newest_first().first()
    major = newest.major + 1 if newest else 1
    corrected = _corrected(paper, erratum)
    document = _composed(paper, f"{major}.0", issued=True, on=effective or clock.today(), erratum=corrected)
    unknown = find(document, glossary_of(paper)).ambiguous
    if unknown:
        raise Refused(f"Choose first what these acronyms mean in this report: {', '.join(unknown)}.")
    version = _freeze(paper, proposal, document, by, major, 0, issued=True, **corrected)
    record(
        "paper_issued",
        subject=version,
        about=proposal,
        by=by,
        sentence=f"{paper.get_kind_display()} {version.label} issued. {version.erratum}".strip(),
        after={"snapshot": version.snapshot_hash},
        effective_on=effective,
        classification=version.classification,
    )
    queue_renditions(version)
    return version


def last_issued(paper: Paper) -> PaperVersion | None:
    """Read ``with_corrections``; also one that was taken down."""
    issued = paper.versions.filter(state=PaperVersion.State.ISSUED)
    return issued.with_corrections().newest_first().first()


def why_erratum(last: PaperVersion | None) -> str:
    """Why the next version has to say what it puts right; nothing where it need not."""
    if last and last.is_taken_down:
        return f"Version {last.label} was taken down: say what this version puts right."
    if last and last.corrected_on:
        return f"The record was corrected after version {last.label} was issued: say what this version puts right."
    return ""


def _corrected(paper: Paper, erratum: str) -> dict:
    """The columns of the next version that say which one it corrects, and how."""
    last = last_issued(paper)
    if not erratum.strip():
        if because := why_erratum(last):
            raise Refused(because, "erratum")
        return {}
    if last is None:
        raise Refused("Nothing has been issued yet that could be put right: leave this empty.", "erratum")
    return {"corrects": last, "erratum": erratum.strip()}


@act
def take_down(*, version: PaperVersion, by, reason: str) -> PaperVersion:
    """Nobody reads it any more, as a page or as a file; in its place stands that it was there, until when, and why. Its
    number is not given again, and its hash stays known. What it stated no longer keeps a step from being taken back."""
    proposal = take(version.paper.proposal)
    rules.check(rules.may_manage, by, proposal, sentence="Only SECAS takes a paper down.")
    held = PaperVersion.objects.select_for_update(of=("self",)).select_related("paper").get(pk=version.pk)
    if held.is_taken_down:
        day = clock.london_date(held.taken_down_at)
        raise Refused(f"Somebody else was faster: it was taken down on {day:%-d %B %Y}.")
    if not held.is_issued:
        raise Refused("A draft is read by SECAS alone: what is wrong in it is mended in the record.")
    if not reason.strip():
        raise Refused("Say why it is taken down.", "reason")
    held.taken_down_at, held.taken_down_because = current().at, reason.strip()
    held.save(update_fields=["taken_down_at", "taken_down_because"])
    record(
        "paper_taken_down",
        subject=held,
        about=proposal,
        by=by,
        sentence=f"{held.paper.get_kind_display()} {held.label} taken down. {reason.strip()}",
        after={"snapshot": held.snapshot_hash},
        classification=held.classification,
    )
    return held


def report_of(proposal: Proposal) -> Paper:
    paper, _ = Paper.objects.get_or_create(kind=Paper.Kind.MODIFICATION_REPORT, proposal=proposal)
    return paper


def _composed(paper: Paper, label: str, *, issued: bool, on: date, erratum: dict | None = None) -> d.Document:
    """``erratum``: the columns ``corrects`` and ``erratum`` of the version, where it corrects another."""
    checkpoint = take_checkpoint() if issued else None
    return compose(gather(paper, Edition(label, issued, on, checkpoint, _erratum(**erratum) if erratum else None)))


def _erratum(corrects: PaperVersion, erratum: str) -> f.Erratum:
    return f.Erratum(corrects.label, corrects.composed_on, erratum)


def _says_the_same(version: PaperVersion, document: d.Document) -> bool:
    """Whether the record gives what the draft already says, but for its number and date."""
    old = d.from_json(version.snapshot)
    return replace(document, version=old.version, composed_on=old.composed_on) == old


def _freeze(
    paper, proposal, document: d.Document, by, major: int, minor: int, *, issued=False, **corrected
) -> PaperVersion:
    return PaperVersion.objects.create(
        paper=paper,
        slug=document.slug,
        major=major,
        minor=minor,
        state=PaperVersion.State.ISSUED if issued else PaperVersion.State.DRAFT,
        title=f"{document.reference} {document.document_title}",
        classification=proposal.classification,
        snapshot=d.to_json(document),
        snapshot_hash=d.snapshot_hash(document),
        composed_on=document.composed_on,
        composed_at=current().at,
        by=by,
        issued_at=current().at if issued else None,
        **corrected,
    )


def queue_renditions(version: PaperVersion) -> None:
    """Queue the files that are not there yet; asking twice queues once."""
    there = set(version.renditions.values_list("format", flat=True))
    for format in Rendition.Format.values:
        if format not in there:
            enqueue("render_paper", rendition_key(version, format), version_id=version.pk, format=format)


def rendition_key(version: PaperVersion, format: str) -> str:
    return f"version-{version.pk}-{format}"


@act
def choose_term(*, proposal: Proposal, by, term: GlossaryTerm, always: bool) -> GlossaryChoice:
    """For this proposal's report: this meaning of an acronym, or (``always``) list it although it is not used."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    choice, _ = GlossaryChoice.objects.update_or_create(
        paper=report_of(proposal), term=term, defaults={"always": always}
    )
    record("glossary_chosen", subject=choice, about=proposal, by=by, sentence=f"Glossary: {term}.")
    return choice


@act
def drop_term(*, proposal: Proposal, by, choice: GlossaryChoice) -> None:
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    record("glossary_chosen", subject=choice, about=proposal, by=by, sentence=f"Glossary: {choice.term} dropped.")
    GlossaryChoice.objects.filter(pk=choice.pk, paper__proposal=proposal).delete()


@act
def enter_term(*, by, acronym: str, term: str, note: str = "") -> GlossaryTerm:
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    entry, _ = GlossaryTerm.objects.update_or_create(
        acronym=acronym.strip(), term=term.strip(), defaults={"note": note}
    )
    record("glossary_term_entered", subject=entry, by=by, sentence=f"{entry}.")
    return entry


@act
def change_boilerplate(*, by, key: str, text: str, starts: date) -> Boilerplate:
    """From ``starts`` on, papers say ``text``. Papers issued before keep what they said."""
    rules.check(is_administrator, by, sentence="Only an administrator changes what papers repeat.")
    current = Boilerplate.objects.filter(key=key).order_by("-starts").first()
    if current and current.starts >= starts:
        raise Refused(f"A text from {current.starts:%-d %B %Y} is already in the record; begin after it.", "starts")
    if current:
        current.ends = starts - timedelta(days=1)
        current.save(update_fields=["ends"])
    entry = Boilerplate.objects.create(key=key, text=text, starts=starts)
    record("boilerplate_changed", subject=entry, by=by, sentence=f"{entry}: {text}", effective_on=starts)
    return entry
