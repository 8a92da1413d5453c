"""From the record to the facts of notices and letters, in a fixed number of queries. No sentence is written here."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from audit import clock
from audit.classification import up_to
from bodies.workingdays import WorkingCalendar
from legaltext.models import Edit
from legaltext.queries import place_name
from papers import facts as f
from papers.committee import facts as c
from papers.committee import gathering as g
from papers.gather import Edition, _contacts, _html
from papers.models import Boilerplate, BoilerplateKey, Paper, PaperVersion
from papers.notices import facts as n
from papers.notices.steps import as_it_stands
from proposals.actions.parts import needs_consent
from proposals.models import Appeal, ImplementationPart, Move, Proposal, RuleKey, TimetableEntry, Window
from proposals.processrules import value_on
from subcommittees.models import View

ASKED_AT = "asked"  # the section of a letter in which SECAS writes which other date it asks for
AUTHORITY = "the Authority"


def _notice(paper: Paper, edition: Edition) -> tuple[g.About, Move, n.Notice]:
    """What every notice says; the kinds add to it."""
    on = edition.composed_on
    proposal = g._read(paper, on)
    about = g.About(paper, proposal, on)
    step = as_it_stands(paper.step) or paper.step
    office = _contacts(proposal, on)
    links = {"proposal": proposal.get_absolute_url(), "legal": reverse("legaltext:draft", args=[proposal.slug])}
    found = n.Notice(
        occasion=g.occasion(paper, edition),
        subject=about.subject,
        place=_place(paper, about.subject.reference),
        step=_step(step),
        path=f.Path(proposal.path),
        links={name: f"{settings.SITE_URL}{address}" for name, address in links.items()},
        period=_period(step, on),
        **office,
    )
    return about, step, found


def _place(paper: Paper, reference: str) -> str:
    """The address: “mp087-fast-track-notice”; a later one of the same kind is numbered."""
    earlier = Paper.objects.filter(proposal=paper.proposal_id, kind=paper.kind)
    count = (earlier.filter(pk__lt=paper.pk) if paper.pk else earlier).count()
    return f"{reference}-{paper.kind}{f'-{count + 1}' if count else ''}".lower()


def _step(move: Move) -> n.Step:
    meeting = move.meeting
    return n.Step(
        key=move.key,
        on=clock.london_date(move.effective_at),
        body=_decider(move),
        meeting=f"meeting {meeting.number}" if meeting and meeting.number else "",
        words=_html(move.words),
        facts=tuple(move.facts.items()),
    )


def _decider(move: Move) -> str:
    if move.body_id:
        return move.body.named
    return AUTHORITY if move.key.startswith("authority_") or move.key == "grant_urgency" else ""


def _period(move: Move, on: date) -> n.Period | None:
    """The window that the step opened, as it stood at the end of the day of the notice."""
    window = Window.objects.filter(move=move).first()
    if window is None:
        return None
    closes = clock.london_date(window.closes_at)
    settled = window.settled_at and clock.london_date(window.settled_at) <= on
    ended = window.outcome if settled else "expired" if closes < on else ""
    return n.Period(window.working_days, clock.london_date(window.opens_at), closes, ended)


def _link(proposal: Proposal, move: str) -> str:
    return f"{settings.SITE_URL}{reverse('proposals:move', args=[proposal.slug, move])}"


def _parts(proposal: Proposal, on: date) -> tuple[n.Part, ...]:
    """Where the change comes in, each part as it was planned or done by that day."""
    rows = ImplementationPart.objects.filter(plan__proposal=proposal).select_related("release", "sec_version", "plan")
    rows = rows.prefetch_related("documents").order_by("number")
    return tuple(_part(row, len(rows) > 1, on) for row in rows)


def _part(row: ImplementationPart, several: bool, on: date) -> n.Part:
    done = row.implemented_on if row.implemented_on and row.implemented_on <= on else None
    return n.Part(
        name=row.name if several else "",
        documents=tuple(f.SecDocument(each.code, each.title) for each in row.documents.all()),
        planned_on=row.planned_on,
        done_on=done,
        release=row.release.name if row.release else "",
        sec_version=row.sec_version.words if done and row.sec_version else "",
        days_after=row.days_after_window,
    )


CHANGES = {
    Edit.Operation.AMEND: "{} is amended",
    Edit.Operation.DELETE: "{} is deleted",
}


def _changed(proposal: Proposal) -> tuple[n.Changed, ...]:
    """Clause by clause as the legal text of the Proposed Solution has it, or else the documents that are named."""
    edits = Edit.objects.filter(draft__solution__proposal=proposal).exclude(operation=Edit.Operation.CONTEXT)
    found: dict[f.SecDocument, list[str]] = {}
    for edit in edits.select_related("document"):
        document = f.SecDocument(edit.document.code, edit.document.title)
        found.setdefault(document, []).append(_change(edit))
    if not found:
        rows = proposal.sec_references.select_related("document")
        found = {f.SecDocument(row.document.code, row.document.title): [] for row in rows if row.is_changed}
    return tuple(n.Changed(document, tuple(changes)) for document, changes in found.items())


def _change(edit: Edit) -> str:
    code = edit.document.code
    if edit.operation == Edit.Operation.INSERT_AFTER:
        return f"{place_name(code, edit.new_number)} is inserted after {place_name(code, edit.clause)}"
    return CHANGES[edit.operation].format(place_name(code, edit.clause))


# The kinds


def of_fast_track(paper: Paper, edition: Edition) -> n.Notice:
    about, _, found = _notice(paper, edition)
    return replace(
        found,
        parts=_parts(about.proposal, about.on),
        changed=_changed(about.proposal),
        links=found.links | {"object": _link(about.proposal, "object")},
    )


def of_decision(paper: Paper, edition: Edition) -> n.Notice:
    about, _, found = _notice(paper, edition)
    return replace(
        found,
        parts=_parts(about.proposal, about.on),
        grounds=tuple(label for _, label in Appeal.Ground.choices),
        links=found.links | {"appeal": _link(about.proposal, "appeal")},
    )


def of_withdrawal(paper: Paper, edition: Edition) -> n.Notice:
    """Of an adoption or of the end of the window it tells what was withdrawn before."""
    about, step, found = _notice(paper, edition)
    before = about.proposal.moves.standing().filter(place__lt=step.place).select_related("body", "meeting__committee")
    withdrawn = before.filter(key="withdraw").last() if step.key != "withdraw" else None
    later = about.proposal.moves.standing().filter(place__gt=(withdrawn or step).place, key="adopt")
    return replace(
        found,
        former=_step(withdrawn) if withdrawn else None,
        period=found.period or (_period(withdrawn, about.on) if withdrawn else None),
        adopted=later.exists(),
        links=found.links | {"adopt": _link(about.proposal, "adopt")},
    )


def of_implementation(paper: Paper, edition: Edition) -> n.Notice:
    about, _, found = _notice(paper, edition)
    return replace(found, parts=_parts(about.proposal, about.on), changed=_changed(about.proposal))


def of_urgency(paper: Paper, edition: Edition) -> n.Notice:
    about, step, found = _notice(paper, edition)
    moves = about.proposal.moves.standing().filter(key="request_urgency", place__lt=step.place)
    asked = moves.select_related("body", "meeting__committee").last()
    return replace(
        found,
        former=_step(asked) if asked else None,
        timetable=_timetable(about.proposal, about.on, since=found.step.on),
    )


def _timetable(proposal: Proposal, on: date, since: date) -> tuple[c.Entry, ...]:
    """What was planned on that day for ``since`` and after it, in the order of the days."""
    entries = TimetableEntry.objects.filter(proposal=proposal).as_at(on)
    ahead = [g._entry(entry) for entry in entries if entry.due_then >= since and not entry.was_done]
    return tuple(sorted(ahead, key=lambda entry: entry.on))


# Letters to the Authority


def of_letter(paper: Paper, edition: Edition) -> n.Notice:
    about, step, found = _notice(paper, edition)
    found = replace(found, addressee=_addressee(about.on), reports=_reports(paper, about.on))
    if step.key == "request_urgency":
        timetable = _timetable(about.proposal, about.on, since=found.step.on)
        return replace(found, timetable=timetable, view=_view_of_the_panel(about))
    found = replace(found, parts=_parts(about.proposal, about.on))
    if step.key.startswith("change_board"):
        return replace(found, due_on=_due(about, step))
    return replace(found, asked=bool(_asked(paper)))


def _addressee(on: date) -> str:
    texts = Boilerplate.objects.on(on).filter(key=BoilerplateKey.OFFICE_AUTHORITY, committee=None)
    return texts.values_list("text", flat=True).first() or ""


def _reports(paper: Paper, on: date) -> tuple[n.Report, ...]:
    """The Modification Report as it was last issued by that day."""
    versions = PaperVersion.objects.standing().filter(
        paper__proposal=paper.proposal_id,
        paper__kind=Paper.Kind.MODIFICATION_REPORT,
        state=PaperVersion.State.ISSUED,
        composed_on__lte=on,
    )
    version = versions.defer("snapshot").newest_first().first()
    if version is None:
        return ()
    address = f"{settings.SITE_URL}{version.get_absolute_url()}"
    return (n.Report(version.title, version.label, version.composed_on, address),)


def _view_of_the_panel(about: g.About) -> n.View | None:
    """No closer than the letter itself is."""
    open_enough = Q(classification__in=up_to(about.proposal.classification))
    views = View.objects.filter(open_enough, proposal=about.proposal, committee__code=c.PANEL, given_on__lte=about.on)
    view = views.select_related("meeting").order_by("-version").first()
    if view is None:
        return None
    meeting = f"meeting {view.meeting.number}" if view.meeting and view.meeting.number else ""
    return n.View(view.given_on, _html(view.text), meeting)


def _due(about: g.About, step: Move) -> date:
    """When the Authority is to decide: by the timetable of that day, or else by the rule."""
    entries = TimetableEntry.objects.filter(proposal=about.proposal, kind=TimetableEntry.Kind.AUTHORITY).as_at(about.on)
    since = clock.london_date(step.effective_at)
    planned = [entry.due_then for entry in entries if not entry.was_done and entry.due_then >= since]
    return planned[0] if planned else WorkingCalendar.load().add(since, value_on(RuleKey.AUTHORITY_DAYS, since))


def _asked(paper: Paper) -> str:
    held = paper.free_texts.holding().filter(place=ASKED_AT).first() if paper.pk else None
    return held.text if held else ""


def unready(paper: Paper) -> str:
    """Why it cannot be issued."""
    step = as_it_stands(paper.step)
    if step is None:
        return "The step was taken back, so that there is nothing left to tell of it."
    if paper.kind != Paper.Kind.AUTHORITY_LETTER or step.key != "authority_approves":
        return ""
    if not needs_consent(paper.proposal):
        return f"{paper.proposal.reference} is no longer waiting to be implemented: no consent is needed any more."
    if not _asked(paper):
        return "Write first which date is asked for, and why: compose a draft and add it under “What we ask”."
    return ""
