"""Chapters 5 and 6 of the Conclusions Report: what was decided or recommended and why, and what follows from it."""

from dataclasses import dataclass

from papers import facts as f
from papers.board import chapter as board
from papers.board import facts as b
from papers.conclusions import facts as c
from papers.document import Block, Note, Section, Table, Words, words
from papers.numbers import capitalised, counted, long_date, plural
from papers.report import implementation
from papers.report.prose import is_blank, paragraph, rich, section
from papers.report.topic import Topic, alternatives, proposed, solution_name

ASSESSED = {
    f.Effect.BETTER: "Better facilitates",
    f.Effect.NEUTRAL: "Neutral",
    f.Effect.WORSE: "Detrimental",
}
WAYS = {"approve": "Approve", "reject": "Reject", "abstain": "Abstain"}
DECIDED_ITSELF = (b.Did.APPROVED, b.Did.REJECTED)


def decision(facts: c.Conclusions) -> Section:
    heading = "Recommendation and decision" if facts.by_authority else "Decision"
    parts = (_of_board(facts.of), _objectives(facts), *_of_authority(facts))
    return section("decision", heading, sections=parts)


def _of_board(of: f.Facts) -> Section:
    key, made = "decision.change-board", of.change_board.step
    decides = of.path == f.Path.SELF_GOVERNANCE if made is None else made.did in DECIDED_ITSELF
    does = "decision" if decides else "recommendation"
    none = (paragraph(f"{key}.step", f"There is no {does} of the Change Board on {of.reference} yet."),)
    return section(key, f"Change Board’s {does}", *(board.step(key, of) or none))


# Against the SEC Objectives


def _objectives(facts: c.Conclusions) -> Section:
    key, of = "decision.objectives", facts.of
    topics = {topic.number: topic for topic in (proposed(of), *alternatives(of))}
    votes = {vote.solution: vote for vote in of.change_board.votes}
    weighed = [_weighed(topics.get(number), votes.get(number), number) for number in sorted({*topics, *votes})]
    tables = _tables(key, [each for each in weighed if each.codes], dict(facts.objective_texts))
    if not tables:
        none = paragraph(f"{key}.none", "Nobody has named an SEC Objective for or against it.")
        return section(key, "The SEC Objectives", none)
    lead = "Whoever raises a solution says how it bears on the SEC Objectives."
    if votes:
        lead += " Members of the Change Board may name those on which their vote rests; such votes are counted here."
    return section(key, "The SEC Objectives", paragraph(f"{key}.lead", lead), *tables)


@dataclass(frozen=True)
class Weighed:
    """A solution against the SEC Objectives: who holds what, and which vote names which; ``ways`` are empty where no
    votes are on record."""

    number: int
    whose: str
    assessed: dict[str, f.Effect]
    named: list[tuple[str, str]]
    ways: tuple[str, ...]

    @property
    def codes(self) -> list[str]:
        found = {*self.assessed, *(code for code, _ in self.named)}
        return sorted(found, key=lambda code: (code.startswith("c-"), code))

    def cells(self, code: str) -> tuple[str, ...]:
        raised = ASSESSED[self.assessed[code]] if code in self.assessed else "Not assessed"
        return (raised, *(str(self.named.count((code, way))) for way in self.ways))


def _weighed(topic: Topic | None, vote: b.Vote | None, number: int) -> Weighed:
    objectives = (topic.solution.objectives if topic else None) or ()
    return Weighed(
        number=number,
        whose=f"View of {topic.solution.raised_for}" if topic and topic.place else "Proposer’s view",
        assessed={each.letter: each.effect for each in objectives},
        named=[(code, reason.vote) for reason in (vote.reasons if vote else ()) for code in reason.objectives],
        ways=tuple(WAYS) if vote else (),
    )


def _tables(key: str, weighed: list[Weighed], texts: dict[str, str]) -> list[Table]:
    """A row for each objective that was assessed or named; its own words stand in a note where it comes first."""
    tables = []
    for each in weighed:
        head = ("SEC Objective", each.whose, *(WAYS[way] for way in each.ways))
        rows = tuple(
            (_objective(code, texts.pop(code, "")), *(words(cell) for cell in each.cells(code))) for code in each.codes
        )
        place = f"alternative-{each.number}" if each.number else "proposed"
        tables.append(Table(f"{key}.{place}", f"SEC Objectives and {solution_name(each.number)}", head, rows))
    return tables


def _objective(code: str, text: str) -> Words:
    return words(board.objective_name(code), *((Note(text),) if text else ()))


# The Authority

ANSWERED = {
    c.Answer.APPROVED: "The Authority approved {what} on {on}.",
    c.Answer.REJECTED: "The Authority rejected {what} on {on}.",
    c.Answer.SENT_BACK: "The Authority sent the Modification Report of {what} back on {on}: it could not decide on it.",
}


def _of_authority(facts: c.Conclusions) -> tuple[Section, ...]:
    if not facts.by_authority:
        return ()
    key = "decision.authority"
    blocks = (paragraph(f"{key}.answer", _answer(facts)), *_words(f"{key}.words", facts.authority.words))
    return (section(key, "Authority’s decision", *blocks),)


def _words(key: str, html: f.Html) -> tuple[Block, ...]:
    return () if is_blank(html) else rich(key, html)


def _answer(facts: c.Conclusions) -> str:
    authority, reference = facts.authority, facts.of.reference
    if authority.answer:
        return ANSWERED[authority.answer].format(what=reference, on=long_date(authority.on))
    if authority.asked_on is None:
        return f"The Authority has not been asked to decide on {reference} yet."
    asked = f"The Authority has been asked to decide on {reference} since {long_date(authority.asked_on)}"
    if authority.expected_by is None:
        return f"{asked}, by a timetable of its own, and has not decided yet."
    within = f"{counted(authority.expected_days, 'working day')} later, by {long_date(authority.expected_by)}"
    return f"{asked} and has not decided yet. Its decision is expected {within}."


# What follows


def follows(facts: c.Conclusions) -> Section:
    parts = (*_appeals(facts), _implementation(facts))
    return section("follows", "What follows", *_next(facts), sections=parts)


def _next(facts: c.Conclusions) -> tuple[Block, ...]:
    """Where the report goes that the Authority sent back, or a vote that has no outcome."""
    of, key = facts.of, "follows.next"
    if facts.authority.answer == c.Answer.SENT_BACK:
        return (paragraph(key, "The Panel sets the steps by which the report is mended, and it is decided on anew."),)
    if of.decision and of.decision.outcome == f.Outcome.WITHDRAWN:
        return (
            paragraph(key, f"{of.reference} was withdrawn on {long_date(of.decision.on)}: nothing follows from it."),
        )
    return ()


def _appeals(facts: c.Conclusions) -> tuple[Section, ...]:
    if facts.appeals is None:
        return ()
    sentence = {
        c.AppealState.OPEN: _open,
        c.AppealState.ENDED: _ended,
        c.AppealState.APPEALED: _appealed,
    }[facts.appeals.state](facts.appeals)
    return (section("follows.appeals", "Appeals", paragraph("follows.appeals.text", sentence)),)


def _open(appeals: c.Appeals) -> str:
    return (
        "Any Party, a consumer body or the Panel may appeal to the Authority against the Change Board’s decision for "
        f"{_days(appeals)}, until 17:00 on {long_date(appeals.closes_on)}. An appeal suspends the decision, and the "
        "Authority then decides. Without one the decision becomes final."
    )


def _ended(appeals: c.Appeals) -> str:
    return (
        f"Nobody appealed in the {_days(appeals)} allowed, which ended at 17:00 on {long_date(appeals.closes_on)}. The "
        "Change Board’s decision is final."
    )


def _appealed(appeals: c.Appeals) -> str:
    """Not how many more days there would have been: the first appeal ends them."""
    lodged = capitalised(counted(max(appeals.count, 1), "appeal"))
    was = plural(max(appeals.count, 1), "was", "were")
    return f"{lodged} {was} made to the Authority. The Change Board’s decision is suspended, and the Authority decides."


def _days(appeals: c.Appeals) -> str:
    return counted(appeals.working_days, "working day")


def _implementation(facts: c.Conclusions) -> Section:
    of, key = facts.of, "follows.implementation"
    if of.decision and of.decision.outcome != f.Outcome.APPROVED:
        none = f"{of.reference} is not implemented."
        return section(key, "Implementation", paragraph(f"{key}.none", none))
    own = next((each for each in of.alternatives if each.number == of.chosen), None)
    words_of_own = _words(f"{key}.alternative", own.implementation) if own else ()
    return section(key, implementation.heading(of), *implementation.approach(of), *words_of_own)
