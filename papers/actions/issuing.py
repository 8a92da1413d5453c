"""Issuing a paper of any kind, and taking one down."""

from datetime import date

from audit import clock
from audit.acts import Refused, act, current, record
from papers import document as d
from papers.actions.composing import About, paper_for, report_of
from papers.actions.files import queue_renditions
from papers.actions.ground import (
    check_may,
    check_stands,
    composed,
    freeze,
    hold,
    hold_what_it_tells_of,
    says_the_same,
)
from papers.barred import sentence_of
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
    was corrected since. Of a consultation, what says what the last one says is refused.
    """
    paper = hold(paper)
    check_may(by, paper)
    check_ready(paper)
    put_right = corrected(paper, erratum)
    if paper.item_id and not paper.item.reference:
        paper.item = fix_reference(item=paper.item, by=by)
    newest = paper.versions.newest_first().first()
    major = newest.major + 1 if newest else 1
    document = composed(paper, f"{major}.0", by, issued=True, on=effective or clock.today(), erratum=put_right)
    _check_acronyms(paper, document)
    _check_changed(paper, document, put_right)
    version = freeze(paper, document, by, major, 0, issued=True, **put_right)
    record(
        "paper_issued",
        subject=version,
        about=paper.about,
        by=by,
        sentence=f"{paper.get_kind_display()} {version.label} issued. {_told(paper, version.erratum)}".strip(),
        after={"snapshot": version.snapshot_hash},
        effective_on=effective,
        classification=version.classification,
    )
    queue_renditions(version)
    tell(version, paper, document)
    return version


def check_ready(paper: Paper) -> None:
    """Whether it may be issued, as far as that is known before it is composed; what it tells of is held."""
    check_stands(paper.item)
    hold_what_it_tells_of(paper)
    if sentence := kind_of(paper).unready(paper):
        raise Refused(sentence)
    if sentence := sentence_of(kind_of(paper).bars(paper)):
        raise Refused(sentence)


def _check_acronyms(paper: Paper, document: d.Document) -> None:
    if not kind_of(paper).explains:
        return
    unsettled = find(document, glossary_of(paper)).ambiguous
    if unsettled:
        raise Refused(f"Choose first what these acronyms mean in this paper: {', '.join(unsettled)}.")


def _check_changed(paper: Paper, document: d.Document, put_right: dict) -> None:
    """Of a consultation, what says nothing new is no version. What puts something right is one: it says what."""
    last = last_issued(paper) if paper.consultation_id and not put_right else None
    if last and says_the_same(last, document):
        day = clock.london_date(last.issued_at)
        raise Refused(
            f"Nothing has changed since version {last.label}, issued on {day:%-d %B %Y}: there is no new one."
        )


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


def corrected(paper: Paper, erratum: str) -> dict:
    """The columns of the next version that say which one it corrects, and how."""
    last = last_issued(paper)
    if not erratum.strip():
        if because := why_erratum(last):
            raise Refused(because, "erratum")
        return {}
    if last is None:
        raise Refused("Nothing has been issued yet that could be put right: leave this empty.", "erratum")
    return {"corrects": last, "erratum": erratum.strip()}


def _told(paper: Paper, words: str) -> str:
    """As the history tells it: of SECAS’s edition of responses, which the Authority does not read, not in its words."""
    return "" if paper.consultation_id and paper.is_restricted else words.strip()


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
        sentence=f"{held.paper.get_kind_display()} {held.label} taken down. {_told(paper, reason)}".strip(),
        after={"snapshot": held.snapshot_hash},
        classification=held.classification,
    )
    return held
