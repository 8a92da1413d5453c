"""Issuing a paper of any kind, and taking one down."""

from datetime import date

from audit import clock
from audit.acts import Refused, act, current, record
from papers.actions.composing import About, paper_for, report_of
from papers.actions.files import queue_renditions
from papers.actions.ground import check_may, check_stands, composed, freeze, hold
from papers.gather import glossary_of
from papers.glossary import find
from papers.kinds import KINDS, REPORT, kind_of
from papers.models import OF_A_STEP, Paper, PaperVersion
from papers.notices.telling import tell
from proposals import rules
from proposals.actions.ground import check_not_split, take
from proposals.models import Move, Proposal
from subcommittees.actions.numbered import fix_reference


@act
def issue_paper(*, paper: Paper, by, effective: date | None = None, erratum: str = "") -> PaperVersion:
    """Fix the reference of its item; compose afresh as the next whole version; freeze it as issued with the chain's
    checkpoint; queue its files. A notice or letter tells those whom it is for, unless it is entered afterwards.

    ``effective`` dates a paper of the historic record; the instant of issue is always real. ``erratum`` says what of
    the version issued before it puts right, and stands in it; mandatory where that one was taken down, or the record
    was corrected since.
    """
    paper = hold(paper)
    check_may(by, paper)
    check_stands(paper.item)
    if sentence := kind_of(paper).unready(paper):
        raise Refused(sentence)
    corrected = _corrected(paper, erratum)
    if paper.item_id and not paper.item.reference:
        paper.item = fix_reference(item=paper.item, by=by)
    newest = paper.versions.newest_first().first()
    major = newest.major + 1 if newest else 1
    document = composed(paper, f"{major}.0", by, issued=True, on=effective or clock.today(), erratum=corrected)
    unsettled = find(document, glossary_of(paper)).ambiguous
    if unsettled:
        raise Refused(f"Choose first what these acronyms mean in this paper: {', '.join(unsettled)}.")
    version = freeze(paper, document, by, major, 0, issued=True, **corrected)
    record(
        "paper_issued",
        subject=version,
        about=paper.about,
        by=by,
        sentence=f"{paper.get_kind_display()} {version.label} issued. {version.erratum}".strip(),
        after={"snapshot": version.snapshot_hash},
        effective_on=effective,
        classification=version.classification,
    )
    queue_renditions(version)
    tell(version, paper, document)
    return version


@act
def issue_notice(*, kind: str, step: Move, by, effective: date | None = None) -> PaperVersion:
    """Compose the notice or letter of a step and issue it at once, as ``issue_paper`` does; the first of it alone."""
    paper = paper_for(kind, by, About(step=step))
    last = last_issued(paper)
    if last and last.is_taken_down:
        raise Refused(f"Version {last.label} was taken down: issue the next one where it is composed.")
    if last:
        day = clock.london_date(last.issued_at)
        raise Refused(f"Somebody else was faster: version {last.label} was issued on {day:%-d %B %Y}.")
    return issue_paper(paper=paper, by=by, effective=effective)


@act
def issue_report(*, proposal: Proposal, by, effective: date | None = None, erratum: str = "") -> PaperVersion:
    """Issue the Modification Report, whether or not a draft of it was composed."""
    proposal = take(proposal)
    rules.check(KINDS[REPORT].rule, by, proposal, sentence=KINDS[REPORT].managed)
    check_not_split(proposal)
    return issue_paper(paper=report_of(proposal), by=by, effective=effective, erratum=erratum)


def last_issued(paper: Paper) -> PaperVersion | None:
    """Read ``with_corrections``; also one that was taken down."""
    issued = paper.versions.filter(state=PaperVersion.State.ISSUED)
    return issued.with_corrections().select_related("paper").newest_first().first()


def why_erratum(last: PaperVersion | None) -> str:
    """Why the next version has to say what it puts right; nothing where it need not."""
    if last and last.is_taken_down:
        return f"Version {last.label} was taken down: say what this version puts right."
    if last and last.corrected_on:
        return f"The record was corrected after version {last.label} was issued: say what this version puts right."
    if last and last.paper.kind in OF_A_STEP:
        return f"Version {last.label} has been issued: say what this version puts right."
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
    paper = version.paper
    if paper.proposal_id:
        take(paper.proposal)
    rules.check(rules.may_manage, by, paper.proposal, sentence="Only SECAS takes a paper down.")
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
        about=paper.about,
        by=by,
        sentence=f"{held.paper.get_kind_display()} {held.label} taken down. {reason.strip()}",
        after={"snapshot": held.snapshot_hash},
        classification=held.classification,
    )
    return held
