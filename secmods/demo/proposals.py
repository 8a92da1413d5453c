"""Proposals of the demo, played through the acts with their true dates. An act that is dated back mails nobody.

What a file says of a plan's ``rule_text`` has no place in the record yet and is not played.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from audit import clock
from audit.classification import Classification
from papers.actions import choose_term, issue_report
from papers.models import GlossaryTerm
from proposals import actions
from proposals.actions.parts import Place
from proposals.actions.urgenttimetable import DATES
from proposals.models import HoldKind, Proposal, Release
from proposals.states import Path
from secmods.demo import ballots, decided, feedback, legal, refinement, shapes, timetables, views
from secmods.demo.reading import DATA
from secmods.demo.record import Record
from secmods.demo.solutions import fields_of, rows_of

# On one day: it is raised, its texts are written, bodies are asked and answer, decisions and Refinement follow.
RAISED, WRITTEN, VIEWED, DECIDED, REFINED = range(5)
MORNING = time(11, 20)


@dataclass
class Play:
    file: shapes.Proposal
    record: Record
    proposal: Proposal
    analyst: User
    parts: tuple[Proposal, ...] = ()  # once it is split

    @property
    def own(self) -> dict:
        """What an analyst's act on this proposal is called with."""
        return {"proposal": self.proposal, "by": self.analyst}

    def meeting(self, committee: str, on: date):
        return self.record.meetings[committee, on]


def play(file: shapes.Proposal, record: Record) -> None:
    """Updates come last: any act would write the end of a window that a later move of the file falls into."""
    analyst = record.people[file.lead_analyst] if file.lead_analyst else record.analyst
    enter = _enter_legacy if file.legacy else _submit
    playing = Play(file, record, enter(file, record, analyst), analyst)
    _save_details(playing)
    for step in _steps(playing):
        step()
    if file.ballot:
        ballots.open_one(playing.proposal, playing.analyst, file.ballot, record)
    if not playing.parts:
        _post(playing, playing.proposal)
    for part in playing.parts:
        _post(playing, part, part.suffix)
    for relation in file.relations:
        actions.relate(**playing.own, kind=relation.kind, to=Proposal.objects.get(number=relation.to))


def _post(play: Play, proposal: Proposal, part: str = "") -> None:
    for update in play.file.updates:
        if update.part == part:
            actions.post_update(proposal=proposal, by=play.analyst, text=update.text, on=update.on)


def _enter_legacy(file: shapes.Proposal, record: Record, analyst: User) -> Proposal:
    (move,) = file.moves
    proposal = actions.enter_legacy(
        by=analyst,
        number=file.number,
        title=file.title,
        summary=file.summary,
        proposer=record.people[file.proposer],
        proposer_organisation=record.organisations[file.proposer_organisation],
        on=move.on,
        sec_version=move.sec_version,
        release=record.releases[file.implementation.release],
        words=move.words,
    )
    actions.save_sec_references(by=analyst, proposal=proposal, references=legal.references_of(file, record))
    return proposal


def _submit(file: shapes.Proposal, record: Record, analyst: User) -> Proposal:
    proposer = record.people[file.proposer]
    return actions.submit_problem_statement(
        by=proposer,
        title=file.title,
        issue=file.submission.issue,
        do_nothing=file.submission.do_nothing,
        sec_context=file.submission.sec_context,
        proposer=proposer,
        proposer_organisation=record.organisations[file.proposer_organisation],
        effective=file.submission.received,
        on_behalf_of=record.committees.get(file.on_behalf_of),
        representative=record.people.get(file.representative),
        representative_organisation=record.organisations.get(file.representative_organisation),
    )


def _save_details(play: Play) -> None:
    details = {"summary": play.file.summary, "classification": Classification[play.file.classification]}
    if play.file.legacy:
        details["lead_analyst"] = play.analyst
    actions.save_details(**play.own, **details)


def _steps(play: Play) -> list[Callable]:
    """What happened to the proposal, in the order of its days; what happened on one day, in the order given above."""
    if play.file.legacy:
        return []
    return [step for _, _, step in sorted(_dated_steps(play), key=lambda dated: dated[:2])]


def _dated_steps(play: Play) -> Iterator[tuple[date, int, Callable]]:
    for move in play.file.moves:
        rank = RAISED if move.move == "raise" else DECIDED
        yield move.on, rank, lambda move=move: _move(play, move)
    last = play.file.problem_statements[-1:]
    for statement in play.file.problem_statements:
        figures = play.file.figures if statement in last else ()
        yield statement.on, WRITTEN, lambda s=statement, f=figures: _write_statement(play, s, f)
    for step in play.file.refinement:
        yield step.on, REFINED, lambda step=step: refinement.take(step, play.record, **play.own)
    for on, step in views.said(play.file, play.record, play.own):
        yield on, VIEWED, step
    for on, step in feedback.played(play.file, play.record, play.own):
        yield on, VIEWED, step
    for on, step in timetables.laid_out(play.file, play.record, play.own):
        yield on, WRITTEN, step
    for on, step in timetables.kept(play.file, play.record, play.own):
        yield on, DECIDED, step


def _write_statement(play: Play, data: shapes.Statement, figures: tuple[shapes.Figure, ...]) -> None:
    texts = {"issue": data.issue, "do_nothing": data.do_nothing, "sec_context": data.sec_context}
    statement = actions.revise_problem_statement(**play.own, texts=texts, on=data.on)
    for figure in figures:
        path = DATA / figure.file
        actions.add_figure(
            **play.own,
            statement=statement,
            upload=SimpleUploadedFile(path.name, path.read_bytes()),
            caption=figure.caption,
            alternative_text=figure.alternative_text,
        )


def _move(play: Play, move: shapes.Move) -> None:
    """Make the move, and do what follows from it in the file."""
    if move.votes:
        ballots.decide(play.proposal, play.analyst, move, play.record)
    else:
        MADE.get(move.move, _decide)(play, move)
    AFTER.get(move.move, _nothing)(play, move)
    _keep_date(play, move)
    if play.file.paper and play.file.paper.after == move.move:
        _issue(play, move.on)


def _nothing(play: Play, move: shapes.Move) -> None:
    return None


def _decision(play: Play, move: shapes.Move) -> dict:
    met = move.meeting
    meeting = play.meeting(met.committee, met.on) if met else None
    return {"words": move.words, "meeting": meeting, "effective": move.on, "accepted": move.accepted}


def _decide(play: Play, move: shapes.Move) -> None:
    """By what the body resolved at its meeting, where the file says what it was asked."""
    if move.asked:
        meeting = play.meeting(move.meeting.committee, move.meeting.on)
        decided.resolve(meeting, play.proposal, move, play.record, by=play.analyst)
        return
    actions.ACTS[move.move](**play.own, **_decision(play, move))


def _raise(play: Play, move: shapes.Move) -> None:
    actions.raise_draft_proposal(**play.own, lead_analyst=play.analyst, number=play.file.number, effective=move.on)
    actions.save_sec_references(**play.own, references=legal.references_of(play.file, play.record))


def _work_out(play: Play, move: shapes.Move) -> None:
    """The solution, its legal text and its plan: everything the body that decides has before it."""
    if play.file.solution is None:
        return
    fields, rows = fields_of(play.file.solution), rows_of(play.file.solution, play.file.objectives, play.record)
    actions.save_solution(**play.own, rows=rows, **fields)
    if play.file.legal_text:
        legal.draft(play.file.legal_text, play.record, **play.own)
    _plan(play, release=None if _waits_for_release(play.file, play.record) else _release(play), on=move.on)


def _plan(play: Play, release: Release | None, on: date) -> None:
    plan = play.file.implementation
    late = release is not None and _waits_for_release(play.file, play.record)
    reason = "The Panel puts it with other document changes." if late else ""
    planned_on = None if release else plan.planned_on
    actions.plan_implementation(
        **play.own, release=release, planned_on=planned_on, rationale=plan.rationale, reason=reason, on=on
    )
    if plan.parts:
        _plan_parts(play, plan.parts, on)


def _plan_parts(play: Play, parts: tuple[shapes.Part, ...], on: date) -> None:
    rows = [
        {"title": part.title, "documents": [play.record.documents[code] for code in part.documents]} for part in parts
    ]
    made = actions.divide(**play.own, parts=[{**rows[0], "number": 1}, *rows[1:]], on=on)
    releases = play.record.releases
    places = {part.number: Place(releases[data.release]) for part, data in zip(made, parts, strict=True)}
    actions.plan_parts(**play.own, places=places, on=on)


def _release(play: Play) -> Release | None:
    return play.record.releases.get(play.file.implementation.release)


def _waits_for_release(file: shapes.Proposal, record: Record) -> bool:
    """A Fast-Track change goes into a scheduled release only once its approval has dated it."""
    release = record.releases.get(file.implementation.release)
    return file.path == Path.FAST_TRACK and release is not None and release.kind == Release.Kind.SCHEDULED


def _request_urgency(play: Play, move: shapes.Move) -> None:
    proposer = play.record.people[play.file.proposer]
    said = {"words": move.words, "criterion": move.criterion, "effective": move.on}
    actions.request_urgency(proposal=play.proposal, by=proposer, **said)


def _grant_urgency(play: Play, move: shapes.Move) -> None:
    dates = {each.what: each.on for each in move.dates}
    actions.grant_urgency(**play.own, **_decision(play, move), next_step=move.next_step, dates=dates)


# What is done with a move, by the name of its date in the Authority's timetable.
DONE_WITH = {
    "change_board_recommends": "change_board_on",
    "authority_approves": "authority_on",
    "implement": "implementation_on",
}


def _keep_date(play: Play, move: shapes.Move) -> None:
    """A date of the Authority's timetable is kept by the step that it was set for."""
    if move.move in DONE_WITH:
        activity, *_ = DATES[DONE_WITH[move.move]]
        for entry in play.proposal.timetable.filter(activity=activity, package=None, done_on=None):
            actions.mark_done(entry=entry, by=play.analyst, on=move.on)


def _determine_path(play: Play, move: shapes.Move) -> None:
    actions.determine_path(**play.own, path=play.file.path, reasons=play.file.path_reasons, on=move.on)


def _put_into_release(play: Play, move: shapes.Move) -> None:
    halted = any(later.move == "object" for later in play.file.moves)
    if _waits_for_release(play.file, play.record) and not halted:
        _plan(play, release=_release(play), on=move.on)


def _object(play: Play, move: shapes.Move) -> None:
    actions.object_to_fast_track(
        proposal=play.proposal,
        by=play.analyst,
        organisation=play.record.organisations[move.organisation],
        reason=move.words,
        received_at=datetime.combine(move.on, MORNING, clock.LONDON),
    )


def _hold(play: Play, move: shapes.Move) -> None:
    actions.place_hold(**play.own, kind=HoldKind[move.kind.upper()], words=move.words, effective=move.on)


def _split(play: Play, move: shapes.Move) -> None:
    """What was told before the split is the proposal’s own, and is read on from it."""
    _post(play, play.proposal)
    parts = [actions.Part(part.title, part.summary) for part in move.parts]
    play.parts = tuple(actions.split(**play.own, **_decision(play, move), parts=parts))


def _implement(play: Play, move: shapes.Move) -> None:
    actions.implement(**play.own, sec_version=move.sec_version, **_decision(play, move))


def _consolidate(play: Play, move: shapes.Move) -> None:
    if play.file.legal_text:
        legal.consolidate(play.file.legal_text, play.record, move.sec_version, play.analyst)


def _withdraw(play: Play, move: shapes.Move) -> None:
    proposer = play.record.people[play.file.proposer]
    actions.withdraw(proposal=play.proposal, by=proposer, words=move.words, effective=move.on)


def _issue(play: Play, on: date) -> None:
    for acronym in play.file.paper.glossary_additions:
        choose_term(**play.own, term=GlossaryTerm.objects.get(acronym=acronym), always=True)
    issue_report(**play.own, effective=on)


MADE = {
    "raise": _raise,
    "object": _object,
    "implement": _implement,
    "withdraw": _withdraw,
    "request_urgency": _request_urgency,
    "grant_urgency": _grant_urgency,
    "place_hold": _hold,
    "split": _split,
}
AFTER = {
    "csc_agrees": _work_out,
    "grant_urgency": _work_out,
    "convert_to_refinement": _determine_path,
    "convert_to_report": _determine_path,
    "approve_fast_track": _put_into_release,
    "implement": _consolidate,
}
