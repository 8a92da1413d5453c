"""What every act on a paper stands on: the lock, who may, and the freezing of a composition."""

from dataclasses import replace
from datetime import date

from django.utils.text import slugify

from audit.actions import take_checkpoint
from audit.acts import NotAllowed, Refused, current
from consultations.models import Consultation
from papers import document as d
from papers import facts as f
from papers.consultation.putright import REPORTS
from papers.consultation.reporting import with_the_whole
from papers.editions import classification_of
from papers.gather import Edition
from papers.kinds import kind_of
from papers.models import Paper, PaperVersion
from proposals import rules
from proposals.actions.ground import check_not_split, take
from proposals.models import Proposal
from subcommittees.models import AgendaItem

KNOWN = ("proposal", "committee", "meeting", "item__meeting__committee", "step", "consultation")


def hold(paper: Paper) -> Paper:
    """Lock the proposal first, as every act does, and then the paper; read it as it stands."""
    if paper.proposal_id:
        take(paper.proposal)
    held = Paper.objects.select_for_update(of=("self",)).select_related(*KNOWN).get(pk=paper.pk)
    if held.proposal_id:
        check_not_split(held.proposal)
    return held


def hold_what_it_tells_of(paper: Paper) -> None:
    """Lock the consultations that are over and that it tells of. A point that is opened again, or a response that is
    withdrawn, is seen by it, or waits until it is issued and marks it."""
    over = Consultation.objects.over_at().select_for_update(no_key=True).order_by("pk")
    if paper.consultation_id:
        list(over.filter(pk=paper.consultation_id).values_list("pk"))
    elif paper.kind in REPORTS:
        list(over.filter(proposal__in=with_the_whole(paper.proposal)).values_list("pk"))


def check_may(by, paper: Paper) -> None:
    """Whoever works on a paper reads its item and its proposal too."""
    kind = kind_of(paper)
    rules.check(kind.rule, by, paper.committee, sentence=kind.managed)
    if by and paper.item_id and not AgendaItem.objects.visible_to(by).filter(pk=paper.item_id).exists():
        raise NotAllowed("This item is not open to you.")
    if by is None or paper.proposal_id is None or by.is_analyst:
        return
    if not Proposal.objects.visible_to(by).filter(pk=paper.proposal_id).exists():
        raise NotAllowed("This proposal is not open to you.")


def check_stands(item: AgendaItem | None) -> None:
    if item and item.state not in (AgendaItem.State.STANDS, AgendaItem.State.TAKEN):
        words = item.get_state_display().lower()
        raise Refused(f"“{item}” is no longer on this agenda: it was {words}.", "item")


def composed(paper: Paper, label: str, by, *, issued: bool, on: date, erratum: dict | None = None) -> d.Document:
    """``erratum``: the columns ``corrects`` and ``erratum`` of the version, where it corrects another."""
    checkpoint = take_checkpoint() if issued else None
    corrected = _erratum(**erratum) if erratum else None
    edition = Edition(label, issued, on, checkpoint, corrected, by.name if by else "")
    document = kind_of(paper).document(paper, edition)
    return replace(document, place=place_of(paper) or document.place)


def _erratum(corrects: PaperVersion, erratum: str) -> f.Erratum:
    return f.Erratum(corrects.label, corrects.composed_on, erratum)


def says_the_same(version: PaperVersion, document: d.Document) -> bool:
    """Whether the record gives what the version already says, but for its number, its day, its checkpoint and what it
    put right."""
    old = d.from_json(version.snapshot)
    signed = document.sign_off and replace(document.sign_off, on=old.sign_off.on if old.sign_off else old.composed_on)
    own = {"version": old.version, "composed_on": old.composed_on, "checkpoint": old.checkpoint, "sign_off": signed}
    return replace(document, **own, about=_but_erratum(document)) == replace(old, about=_but_erratum(old))


def _but_erratum(document: d.Document) -> tuple[d.Block, ...]:
    return tuple(block for block in document.about if block.key != "about.erratum")


def place_of(paper: Paper) -> str:
    """The address of a paper for a body: its reference once that is fixed, or else what it is about and its key. Empty
    for a document of its proposal, whose own reference and kind are its address."""
    if paper.consultation_id:
        about = paper.proposal.slug if paper.proposal_id else "sec"
        mark = "-secas" if paper.is_restricted else ""
        return slugify(f"{about}-{paper.kind}-{paper.consultation_id}") + mark
    if paper.committee_id is None:
        return ""
    mark = "-restricted" if paper.is_restricted else ""
    if paper.item_id and paper.item.reference:
        return f"{slugify(paper.item.reference.replace('_', '-'))}{mark}"
    number = f"-{paper.meeting.number}" if paper.meeting_id else ""
    about = paper.proposal.slug if paper.proposal_id else paper.kind
    return slugify(f"{paper.committee.prefix}{number}-{about}-{paper.pk}") + mark


def freeze(
    paper: Paper, document: d.Document, by, major: int, minor: int, *, issued=False, **corrected
) -> PaperVersion:
    mark = "SECAS’s edition" if paper.consultation_id else "restricted"
    title = f"{document.listed_title} ({mark})" if paper.is_restricted else document.listed_title
    return PaperVersion.objects.create(
        paper=paper,
        slug=document.slug,
        major=major,
        minor=minor,
        state=PaperVersion.State.ISSUED if issued else PaperVersion.State.DRAFT,
        title=title,
        classification=classification_of(paper),
        snapshot=d.to_json(document),
        snapshot_hash=d.snapshot_hash(document),
        composed_on=document.composed_on,
        composed_at=current().at,
        by=by,
        issued_at=current().at if issued else None,
        **corrected,
    )
