"""Chapter 7: who said what for and against, and what was decided."""

from consultations.points.openpoints import BEFORE_THE_REPORT
from papers import facts as f
from papers.board import chapter as board
from papers.consultation.counts import Told
from papers.document import Block, BulletList, Note, Section, strong, words
from papers.numbers import capitalised, counted, listed, long_date
from papers.report import consulted
from papers.report.industry import feedback
from papers.report.prose import is_blank, paragraph, path_name, rich, section, the
from papers.report.topic import Topic, each_alternative, proposed

FACILITATES = {
    f.Effect.BETTER: "{will} better facilitate",
    f.Effect.NEUTRAL: "{will} be neutral towards",
    f.Effect.WORSE: "{will} be detrimental to",
}
STANCES = {
    f.Stance.SUPPORTS: " supports the proposal.",
    f.Stance.OPPOSES: " opposes the proposal.",
    f.Stance.MIXED: " holds different views on the proposal.",
    f.Stance.NO_COMMENT: " has no comments on the proposal.",
    f.Stance.SILENT: " was asked for its view and has not given one.",
}


def chapter(facts: f.Facts) -> Section:
    return section(
        "conclusions",
        "Conclusions",
        sections=(
            *_for_and_against(proposed(facts)),
            *each_alternative(facts, "conclusions", _for_and_against),
            section("conclusions.sub-committees", "Sub-Committee views", *_views(facts)),
            *_parties(facts),
            *_left_open(facts),
            *_when_held(facts, "conclusions.working-group", "Working Group views", facts.working_group),
            *_when_held(facts, "conclusions.consultation", "Consultation responses", facts.consultation),
            *consulted.sections("conclusions.consulted", _before_it(facts)),
            section("conclusions.panel", "Panel’s views", *_panel(facts)),
            *_change_board(facts),
            *_decision_elsewhere(facts),
            *_reopened(facts),
        ),
    )


def _before_it(facts: f.Facts) -> tuple[Told, ...]:
    """The Conclusions Report tells of the consultation on the report itself."""
    return tuple(each for each in facts.consulted if each.kind in BEFORE_THE_REPORT)


def _when_held(facts: f.Facts, key: str, heading: str, html: f.Html) -> tuple[Section, ...]:
    return () if is_blank(html) else (section(key, heading, *rich(f"{key}.text", html, facts.figures)),)


def _for_and_against(topic: Topic) -> tuple[Section, ...]:
    whose = "Rationale" if topic.place else "Proposer’s rationale"
    return (
        _benefits_and_drawbacks(topic),
        section(
            topic.key("conclusions.objectives"),
            f"{whose} against the General SEC Objectives",
            *_no_objectives(topic),
            sections=_objectives(topic),
        ),
    )


def _benefits_and_drawbacks(topic: Topic) -> Section:
    key = topic.key("conclusions.points")
    benefits = _points(f"{key}.benefits.list", topic.solution.benefits, "benefits")
    drawbacks = _points(f"{key}.drawbacks.list", topic.solution.drawbacks, "drawbacks")
    sections = (
        section(f"{key}.benefits", "Benefits", *benefits),
        section(f"{key}.drawbacks", "Drawbacks", *drawbacks),
    )
    return section(key, "Benefits and drawbacks", *_named(topic), sections=sections)


def _named(topic: Topic) -> tuple[Block, ...]:
    """Who named the points, the Proposer first and then the bodies as they come."""
    benefits, drawbacks = topic.solution.benefits, topic.solution.drawbacks
    points = (*(benefits or ()), *(drawbacks or ()))
    if not points:
        return ()
    proposer = ["the Proposer"] if any(point.by_proposer for point in points) else []
    names = [*proposer, *dict.fromkeys(the(body) for point in points for body in point.by_bodies)]
    has = "has" if len(names) == 1 else "have"
    kinds = listed(kind for kind, some in (("benefits", benefits), ("drawbacks", drawbacks)) if some)
    return (
        paragraph(
            topic.key("conclusions.points.named"),
            f"{capitalised(listed(names))} {has} identified the following {kinds} of implementing {topic.name}:",
        ),
    )


def _points(key: str, points: tuple[f.Point, ...] | None, kind: str) -> tuple[Block, ...]:
    if points is None:
        return (paragraph(key, f"The {kind} have not been recorded yet."),)
    if not points:
        return (paragraph(key, f"The Proposer has not identified any {kind}."),)
    return (BulletList(key, tuple(words(point.text) for point in points)),)


def _believer(topic: Topic) -> str:
    """Who holds that the solution serves the objectives: whoever it was raised for."""
    return topic.solution.raised_for if topic.place else "The Proposer"


def _no_objectives(topic: Topic) -> tuple[Block, ...]:
    key, objectives = topic.key("conclusions.objectives.none"), topic.solution.objectives
    if objectives is None:
        whose = "rationale" if topic.place else "Proposer’s rationale"
        return (paragraph(key, f"The {whose} has not been recorded yet."),)
    if not objectives:
        sentence = f"{_believer(topic)} believes that {topic.name} does not bear on any of the General SEC Objectives."
        return (paragraph(key, sentence),)
    return ()


def _objectives(topic: Topic) -> tuple[Section, ...]:
    return tuple(_objective(topic, objective) for objective in topic.solution.objectives or ())


def _objective(topic: Topic, objective: f.Objective) -> Section:
    key, figures = topic.key(f"conclusions.objectives.{objective.letter}"), topic.facts.figures
    effect = FACILITATES[objective.effect].format(will=topic.will)
    lead = f"{_believer(topic)} believes that {topic.name} {effect} SEC Objective ({objective.letter})."
    rationale = () if is_blank(objective.rationale) else rich(f"{key}.rationale", objective.rationale, figures)
    heading = words(f"Objective ({objective.letter})", Note(objective.words))
    return Section(key, heading, (paragraph(f"{key}.effect", lead), *rationale))


def _views(facts: f.Facts) -> tuple[Block, ...]:
    if not facts.views:
        return (paragraph("conclusions.sub-committees.none", "No Sub-Committee has been asked for its view yet."),)
    return tuple(block for view in facts.views for block in _view(facts, view))


def _view(facts: f.Facts, view: f.View) -> tuple[Block, ...]:
    key = f"conclusions.sub-committees.{view.body.short_name.lower().replace(' ', '-')}"
    lead = paragraph(key, "The ", strong(f"{view.body.name} ({view.body.short_name})"), STANCES[view.stance])
    return (lead, *(() if is_blank(view.words) else rich(f"{key}.words", view.words, facts.figures)))


def _parties(facts: f.Facts) -> tuple[Section, ...]:
    """What was said of the problem while it was being defined; nothing where nobody said anything."""
    if not facts.feedback.received:
        return ()
    key = "conclusions.parties"
    said = feedback(key, "this proposal", facts.feedback, when="in the Development Stage")
    return (section(key, "Views of SEC Parties", *said),)


def _left_open(facts: f.Facts) -> tuple[Section, ...]:
    """What was not there when a step was taken, with the reason for which that was accepted (S0 §3)."""
    if not facts.left_open:
        return ()
    key = "conclusions.left-open"
    items = tuple(words(f"{matter.text} {matter.why}") for matter in facts.left_open)
    return (section(key, "Matters accepted as open", BulletList(f"{key}.list", items)),)


def _panel(facts: f.Facts) -> tuple[Block, ...]:
    text = () if is_blank(facts.panel) else rich("conclusions.panel.text", facts.panel, facts.figures)
    decided = _decision(facts) if facts.decision and facts.decision.body == "Panel" else ()
    if not (text or decided):
        return (paragraph("conclusions.panel.text", "The Panel has not given a view yet."),)
    return (*decided, *text, *_objections(facts))


# Paths on which the Change Board votes: its chapter says so too where it has not voted yet.
VOTED_ON = (f.Path.AUTHORITY_LED, f.Path.AUTHORITY_DETERMINED, f.Path.SELF_GOVERNANCE)


def _change_board(facts: f.Facts) -> tuple[Section, ...]:
    if facts.change_board.is_silent and (facts.path not in VOTED_ON or facts.decision):
        return ()
    key = "conclusions.change-board"
    blocks, each = board.votes(key, facts)
    return (section(key, "Change Board’s vote", *blocks, *board.step(key, facts), sections=each),)


def _decision_elsewhere(facts: f.Facts) -> tuple[Section, ...]:
    """The Panel’s stands with its views; the Change Board’s with its vote, where that is told."""
    told = ("Panel",) if facts.change_board.step is None else ("Panel", "Change Board")
    if facts.decision is None or facts.decision.body in told:
        return ()
    withdrawn = facts.decision.outcome == f.Outcome.WITHDRAWN
    heading = "Withdrawal" if withdrawn else f"{facts.decision.body}’s decision"
    return (section("conclusions.decision", heading, *_decision(facts)),)


REOPENED = {
    f.Reopening.APPEAL: (
        "Appeal",
        "An appeal was made to the Authority on {on}. It suspends the Change Board’s decision: the Authority decides.",
    ),
    f.Reopening.SENT_BACK: (
        "Authority’s view",
        "The Authority sent the report back on {on}: it could not decide on it. The Panel sets the steps to mend it.",
    ),
}


def _reopened(facts: f.Facts) -> tuple[Section, ...]:
    """What has come of the Change Board’s vote, while nothing else has."""
    if facts.reopened is None:
        return ()
    key, found = "conclusions.reopened", facts.reopened
    heading, sentence = REOPENED[found.by]
    words_of_it = () if is_blank(found.words) else rich(f"{key}.words", found.words, facts.figures)
    return (section(key, heading, paragraph(f"{key}.by", sentence.format(on=long_date(found.on))), *words_of_it),)


def _decision(facts: f.Facts) -> tuple[Block, ...]:
    decision = facts.decision
    if decision.outcome == f.Outcome.WITHDRAWN:
        sentence = f"{facts.reference} was withdrawn on {long_date(decision.on)}."
    elif decision.outcome == f.Outcome.REJECTED:
        sentence = f"The {decision.body} rejected {facts.reference} on {long_date(decision.on)}."
    else:
        sentence = (
            f"The {decision.body} approved {facts.reference} as {path_name(facts.path)} on {long_date(decision.on)}."
        )
    return (paragraph("conclusions.decision.made", sentence),)


def _objections(facts: f.Facts) -> tuple[Block, ...]:
    if facts.window is None:
        return ()
    sentences = {f.WindowState.OPEN: _open, f.WindowState.UNOPPOSED: _unopposed, f.WindowState.OBJECTED: _objected}
    return (paragraph("conclusions.panel.objections", *sentences[facts.window.state](facts)),)


def _open(facts: f.Facts) -> tuple:
    return (
        "Any Party may object to this decision within ",
        strong(_allowed(facts)),
        f", until 17:00 on {_closing_day(facts)}. An objection halts the implementation, and the Panel must then take "
        f"{facts.reference} to a decision by another path. Without one the Panel’s decision becomes final, ",
        f"{_then(facts)}.",
    )


def _unopposed(facts: f.Facts) -> tuple:
    return (
        f"No Party objected in the {_allowed(facts)} allowed, which ended at 17:00 on {_closing_day(facts)}. "
        f"The Panel’s decision is final, {_then(facts)}.",
    )


def _objected(facts: f.Facts) -> tuple:
    received = capitalised(counted(facts.window.objections, "objection"))
    was = "was" if facts.window.objections == 1 else "were"
    return (
        f"{received} {was} received in the {_allowed(facts)} allowed, which ran to 17:00 on {_closing_day(facts)}. "
        f"Implementation is halted, and the Panel must take {facts.reference} to a decision by another path.",
    )


def _allowed(facts: f.Facts) -> str:
    return counted(facts.window.working_days, "working day")


def _closing_day(facts: f.Facts) -> str:
    return long_date(facts.window.closes_on)


def _then(facts: f.Facts) -> str:
    done = [item.actual_on for item in facts.implementations if item.actual_on]
    planned = [item.planned_on for item in facts.implementations if item.planned_on]
    if not (done or planned):
        return "and an implementation date will be set"
    verb = "was" if done else "will be"
    return f"and the change {verb} implemented on {listed(long_date(day) for day in done or planned)}"
