"""Composing a paper of any kind: the record as it stands, frozen as the next draft."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from audit import clock
from audit.acts import Refused, act, nothing_changed, record
from audit.classification import Classification
from bodies.models import Committee, Meeting
from consultations.models import Consultation
from papers.actions.files import queue_renditions
from papers.actions.ground import check_may, check_stands, composed, freeze, hold, says_the_same
from papers.editions import default_edition
from papers.kinds import KINDS, KindOfPaper
from papers.models import OF_A_PERIOD, Paper, PaperVersion
from papers.notices.steps import CALLED_FOR, first_recorded
from proposals.actions.ground import check_not_split, take
from proposals.models import Move, Proposal
from subcommittees.models import AgendaItem

A_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class About:
    """What a paper is about, as one asks for it: an item of an agenda, a body and a proposal or period, a step, or a
    consultation."""

    item: AgendaItem | None = None
    proposal: Proposal | None = None
    step: Move | None = None
    consultation: Consultation | None = None
    committee: Committee | None = None
    meeting: Meeting | None = None
    starts: date | None = None
    ends: date | None = None
    edition: str = ""


@act
def compose_paper(
    *,
    kind: str,
    by,
    item: AgendaItem | None = None,
    proposal: Proposal | None = None,
    step: Move | None = None,
    consultation: Consultation | None = None,
    committee: Committee | None = None,
    meeting: Meeting | None = None,
    starts: date | None = None,
    ends: date | None = None,
    edition: str = "",
    effective: date | None = None,
) -> PaperVersion:
    """Compose a paper from the record as it stands, freeze it as the next 0.x, queue its files.

    For an ``item`` of an agenda, which names the meeting, the body and the proposal; for a ``step`` or a
    ``consultation``, which names the proposal; or for what is given in their place.
    Where the record says what the newest draft already says, that draft is given back and nothing is written.
    ``effective``: the day of which it tells, where a paper of the past is entered later.
    """
    about = About(item, proposal, step, consultation, committee, meeting, starts, ends, edition)
    return draft(paper_for(kind, by, about), by, effective)


@act
def compose_again(*, paper: Paper, by) -> PaperVersion:
    """The next draft of a paper that is there."""
    paper = hold(paper)
    check_may(by, paper)
    check_stands(paper.item)
    return draft(paper, by)


def draft(paper: Paper, by, on: date | None = None) -> PaperVersion:
    newest = paper.versions.newest_first().first()
    major, minor = (newest.major, newest.minor + 1) if newest else (0, 1)
    document = composed(paper, f"{major}.{minor}", by, issued=False, on=on or clock.today())
    if newest and not newest.is_issued and says_the_same(newest, document):
        nothing_changed()
        queue_renditions(newest)
        return newest
    version = freeze(paper, document, by, major, minor)
    record(
        "paper_drafted",
        subject=version,
        about=paper.about,
        by=by,
        sentence=f"Draft {version.label} of the {paper.get_kind_display()}.",
        after={"snapshot": version.snapshot_hash},
        classification=version.classification,
    )
    queue_renditions(version)
    return version


def _kind(key: str) -> KindOfPaper:
    if key not in KINDS:
        raise Refused("There is no such kind of paper.", "kind")
    return KINDS[key]


def paper_for(key: str, by, about: About) -> Paper:
    """The paper that is asked for, as it is or made anew, locked."""
    wanted = asked_for(key, by, about)
    found = _found(wanted)
    return hold(_made(wanted)) if found is None else _as_asked(hold(found), wanted)


def _made(wanted: Paper) -> Paper:
    """The new one; or that of somebody who asked for the same at once, which is there once the wait is over."""
    try:
        with transaction.atomic():
            wanted.save()
    except IntegrityError:
        found = _found(wanted)
        if found is None:
            raise
        return found
    return wanted


def asked_for(key: str, by, about: About) -> Paper:
    """The paper as it would be, not on record; ``Refused`` where this person may not have it, or nobody may."""
    kind = _kind(key)
    about = _complete(kind, about)
    _check(kind, about)
    if about.proposal:
        check_not_split(take(about.proposal))
    wanted = _wanted(kind, about)
    check_may(by, wanted)
    _check_public(wanted)
    if (found := _found(wanted)) and not _is_as_asked(found, wanted):
        _check_open(found, wanted)
    return wanted


def _complete(kind: KindOfPaper, about: About) -> About:
    """With what follows from what is given."""
    if item := about.item:
        known = {"meeting": item.meeting, "committee": item.meeting.committee}
        about = replace(about, **known, proposal=item.proposal if kind.takes_proposal else None)
    elif about.meeting:
        about = replace(about, committee=about.meeting.committee)
    if kind.is_of_a_step and about.step:
        about = replace(about, step=first_recorded(about.step), proposal=about.step.proposal)
    if kind.is_of_a_consultation and about.consultation:
        edition = about.edition if kind.has_editions else Paper.Edition.PUBLIC
        return replace(about, proposal=about.consultation.proposal, edition=edition or Paper.Edition.PUBLIC)
    if not kind.is_for_a_body:
        return replace(about, edition=Paper.Edition.PUBLIC)
    if kind.is_of_a_meeting:
        about = replace(about, proposal=None)
    if kind.key in OF_A_PERIOD:
        about = _with_period(about)
    return replace(about, edition=about.edition or default_edition(about.item, about.proposal))


def _with_period(about: About) -> About:
    """Where it is not given: from the day after the body's last such paper, up to today."""
    ends = about.ends or clock.today()
    if about.starts or about.committee is None:
        return replace(about, ends=ends)
    return replace(about, ends=ends, starts=next_period(about.committee, ends))


def next_period(committee: Committee, ends: date) -> date:
    """The day from which the next paper on new proposals for a body tells of them."""
    last = Paper.objects.filter(committee=committee, kind=Paper.Kind.NEW_PROPOSALS, ends__lt=ends)
    last = last.filter(versions__state=PaperVersion.State.ISSUED).order_by("-ends").first()
    return last.ends + timedelta(days=1) if last else ends - A_MONTH


def _check(kind: KindOfPaper, about: About) -> None:
    check_stands(about.item)
    _check_occasion(kind, about)
    if kind.is_of_a_step and (about.step is None or kind.key not in CALLED_FOR.get(about.step.key, ())):
        raise Refused(f"No {kind.label.lower()} is issued of this step.", "kind")
    if kind.is_of_a_consultation and about.consultation is None:
        raise Refused("Say of which consultation it is.", "kind")
    if kind.needs_proposal and about.proposal is None:
        raise Refused("Say which proposal the paper is about.", "proposal")
    if about.edition not in Paper.Edition.values:
        raise Refused("Choose the public edition or the restricted one.", "edition")
    if about.starts and about.ends < about.starts:
        raise Refused("The period ends before it begins.", "ends")


def _check_occasion(kind: KindOfPaper, about: About) -> None:
    """For which body it is, at which meeting, under which item."""
    if kind.is_for_a_body and about.committee is None:
        raise Refused("Say for which body the paper is.", "committee")
    if kind.body and about.committee.code != kind.body:
        raise Refused(f"This kind of paper is not for {about.committee.named}: choose another.", "kind")
    if kind.is_of_a_meeting and (about.meeting is None or about.item):
        raise Refused(f"Say of which meeting the {kind.label.lower()} is.", "meeting")
    if kind.is_supplied and about.item is None:
        raise Refused("Say for which item of an agenda the file is supplied.", "item")


def _wanted(kind: KindOfPaper, about: About) -> Paper:
    if kind.is_of_a_consultation:
        known = {"proposal": about.proposal, "consultation": about.consultation, "edition": about.edition}
        return Paper(kind=kind.key, **known)
    if not kind.is_for_a_body:
        return Paper(kind=kind.key, proposal=about.proposal, step=about.step if kind.is_of_a_step else None)
    period = {"starts": about.starts, "ends": about.ends} if kind.key in OF_A_PERIOD else {}
    return Paper(
        kind=kind.key,
        item=about.item,
        proposal=about.proposal if kind.takes_proposal else None,
        committee=about.committee,
        meeting=about.meeting,
        edition=about.edition,
        **period,
    )


def _check_public(paper: Paper) -> None:
    if not paper.is_restricted and paper.item_id and paper.item.classification == Classification.RED:
        raise Refused(
            "The item is for people named one by one: nothing of it can stand in a public edition.", "edition"
        )
    if paper.committee_id is None or paper.is_restricted or paper.proposal_id is None:
        return
    if paper.proposal.classification != Classification.WHITE:
        raise Refused(
            f"{paper.proposal.reference} is not public, so that nothing of it can stand in a public edition.", "edition"
        )


def _found(wanted: Paper) -> Paper | None:
    if wanted.consultation_id:
        own = Paper.objects.filter(kind=wanted.kind, consultation=wanted.consultation_id)
        return own.filter(edition=wanted.edition).first()
    if wanted.committee_id is None:
        return Paper.objects.filter(kind=wanted.kind, proposal=wanted.proposal, step=wanted.step).first()
    if wanted.item_id:
        return Paper.objects.filter(item=wanted.item, edition=wanted.edition).first()
    names = ("kind", "committee", "meeting", "proposal", "starts", "ends", "edition")
    return Paper.objects.filter(item=None, **{name: getattr(wanted, name) for name in names}).first()


IDENTITY = ("kind", "proposal_id", "starts", "ends")


def _is_as_asked(paper: Paper, wanted: Paper) -> bool:
    return all(getattr(paper, name) == getattr(wanted, name) for name in IDENTITY)


def _check_open(paper: Paper, wanted: Paper) -> None:
    """As long as nothing of it was issued, the paper of an item may still become one of another kind or period."""
    if paper.versions.filter(state=PaperVersion.State.ISSUED).exists():
        if paper.kind == wanted.kind:
            raise Refused("It was issued for another period: correct it by its next version.", "starts")
        raise Refused(f"A {paper.get_kind_display()} was issued for this item already.", "kind")


def _as_asked(paper: Paper, wanted: Paper) -> Paper:
    if _is_as_asked(paper, wanted):
        return paper
    _check_open(paper, wanted)
    for name in IDENTITY:
        setattr(paper, name, getattr(wanted, name))
    paper.save(update_fields=list(IDENTITY))
    return paper


def report_of(proposal: Proposal) -> Paper:
    paper, _ = Paper.objects.get_or_create(kind=Paper.Kind.MODIFICATION_REPORT, proposal=proposal)
    return paper


@act
def compose_draft(*, proposal: Proposal, by) -> PaperVersion:
    """The next draft of the Modification Report."""
    return compose_paper(kind=Paper.Kind.MODIFICATION_REPORT, proposal=proposal, by=by)
