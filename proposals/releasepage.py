"""What the pages of the releases say, in constant queries whatever the number of releases or proposals."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from audit import clock
from audit.templatetags.look import date_act, date_long
from bodies.workingdays import WorkingCalendar
from proposals.models import ImplementationPart, PlanChange, Proposal, Release
from proposals.models.code import NOT_RECORDED
from proposals.releasing import parts_of, references_changed, unready


@dataclass(frozen=True)
class Carried:
    """A part as the page of its release shows it."""

    reference: str
    url: str
    title: str
    part: str
    stage: str
    when: str
    documents: list[str]
    missing: list[dict]


def releases(user, *, upcoming: bool) -> list[dict]:
    """Each with the number of its proposals that ``user`` may read: two queries."""
    listed = list(Release.objects.upcoming() if upcoming else Release.objects.past())
    parts = ImplementationPart.objects.filter(release__in=listed).visible_to(user).planned().order_by()
    counts = dict(parts.values_list("release").annotate(Count("plan__proposal", distinct=True)))
    return [{"release": r, "count": counts.get(r.pk, 0), "is_due": is_due(r)} for r in listed]


def is_due(release: Release) -> bool:
    """Its day has come, and that it was implemented is yet to be recorded."""
    return not (release.implemented_on or release.taken_out_at) and release.date <= clock.today()


def day_note(day: date) -> str:
    """A release may be on any day; who plans around it is told when it is not a working day."""
    return "" if WorkingCalendar.load().is_working_day(day) else "This is not a working day."


def _version(release: Release) -> str:
    if release.sec_version == NOT_RECORDED:
        return "Its number is not recorded here"
    return release.sec_version or "Not known yet"


def glance(release: Release) -> list[dict]:
    note = day_note(release.date) if not release.implemented_on else ""
    rows = [{"term": "Date", "value": date_act(release.date), "note": note}]
    if release.implemented_on:
        rows = [{"term": "Implemented", "value": date_act(release.implemented_on)}]
        if release.date != release.implemented_on:
            rows.append({"term": "Planned for", "value": date_long(release.date)})
    return [
        *rows,
        {"term": "SEC version", "value": _version(release)},
        {"term": "Kind", "value": release.get_kind_display()},
        {"term": "Scope", "value": release.scope or "Not stated"},
        {"term": "The most it can hold", "value": release.limit or "Not stated"},
    ]


def parts_shown(release: Release, user) -> list[ImplementationPart]:
    return list(parts_of(release).visible_to(user).prefetch_related("documents"))


def carried(release: Release, parts: list[ImplementationPart], *, may_manage: bool) -> list[Carried]:
    """``parts`` as ``parts_shown`` reads them. What is not ready is for those who can mend it."""
    missing = unready(parts, max(clock.today(), release.date)) if may_manage else {}
    named = _documents(parts)
    return [_carried(part, release, named[part.pk], missing.get(part.pk, ())) for part in parts]


def _carried(part: ImplementationPart, release: Release, documents: list[str], missing) -> Carried:
    proposal = part.plan.proposal
    return Carried(
        reference=proposal.reference,
        url=proposal.get_absolute_url(),
        title=proposal.title,
        part=part.name if part.plan.part_count > 1 else "",
        stage=proposal.stage.label,
        when=_when(part, release),
        documents=documents,
        missing=[_mendable(reason, proposal) for reason in missing],
    )


def _when(part: ImplementationPart, release: Release) -> str:
    if part.implemented_on:
        return f"Came in on {date_long(part.implemented_on)}"
    if part.planned_on is None:
        return "No date yet"
    return f"Planned for {date_long(part.planned_on)}" if part.planned_on != release.date else ""


def _mendable(reason, proposal: Proposal) -> dict:
    return {"words": reason.text, "url": reason.mend_url(proposal), "mend": reason.mend_words}


def _documents(parts: list[ImplementationPart]) -> dict[int, list[str]]:
    """The documents that each part changes: those said of the part, otherwise those that its proposal changes."""
    changed = references_changed(parts)
    of_proposal = {pk: list(dict.fromkeys(str(r.document) for r in rows)) for pk, rows in changed.items()}
    return {
        part.pk: [str(d) for d in part.documents.all()] or of_proposal.get(part.plan.proposal_id, []) for part in parts
    }


def documents_changed(rows: list[Carried]) -> list[dict]:
    """Each document of the SEC with the proposals that change it, in the order of the SEC as far as they tell it."""
    found: dict[str, list[dict]] = {}
    for row in rows:
        for name in row.documents:
            by = found.setdefault(name, [])
            if {"reference": row.reference, "url": row.url} not in by:
                by.append({"reference": row.reference, "url": row.url})
    return [{"name": name, "by": by} for name, by in sorted(found.items())]


def changes(release: Release, user) -> list[dict]:
    """How the release was put on other days, and what moved into it or out of it, the latest first: two queries."""
    moved = [
        {
            "at": move.at,
            "title": f"{date_long(move.to_date)} instead of {date_long(move.from_date)}",
            "words": f"It had been recorded wrongly. {move.reason}" if move.is_correction else move.reason,
        }
        for move in release.moves.all()
    ]
    plans = PlanChange.objects.filter(Q(from_release=release) | Q(to_release=release))
    plans = plans.exclude(from_release=F("to_release")).filter(plan__proposal__in=Proposal.objects.visible_to(user))
    plans = plans.select_related("plan__proposal", "from_release", "to_release")
    return sorted([*moved, *[_change(c, release) for c in plans]], key=lambda row: row["at"], reverse=True)


def _change(change: PlanChange, release: Release) -> dict:
    into = change.to_release_id == release.pk
    other = change.from_release if into else change.to_release
    where = f" from {other}" if into and other else f" to {other}" if other else ""
    what = f"{change.plan.proposal.reference}{_part_words(change)} moved {'in' if into else 'out'}{where}"
    return {"at": change.at, "title": what, "words": change_words(change)}


def _part_words(change: PlanChange) -> str:
    return f", part {change.part_number} ({change.part_title})" if change.part_title else ""


def change_words(change: PlanChange) -> str:
    """Why, and who consented."""
    consent = ""
    if change.consented_by:
        who = change.consented_by[0].upper() + change.consented_by[1:]
        consent = f"{who} consented on {date_long(change.consent_on)}: {change.consent_words}"
    return " ".join(part for part in (change.reason, consent) if part)
