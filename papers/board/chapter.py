"""What papers say of the Change Board: how it voted, solution by solution, and what it decided or recommends."""

from papers import facts as f
from papers.board import facts as b
from papers.document import Block, BulletList, Section, Table, Words, strong, words
from papers.numbers import capitalised, counted, listed, long_date, plural, spelled
from papers.report.prose import is_blank, paragraph, rich, section
from papers.report.topic import solution_name
from subcommittees.ballotwords import GROUP_OUTCOMES, OUTCOMES, result_sentence

HEAD = ("Party Category", "Approve", "Reject", "Abstain", "Outcome")
VOTES = {"approve": "to approve", "reject": "to reject", "abstain": "abstaining"}
# How a strategy of ``subcommittees.counting`` counts.
COUNTED = {
    "by_groups": "In each Party Category the majority of those who vote to approve or to reject decides, and a tie "
    "does not approve. A solution is approved where more than half of the categories that so voted approve it.",
}


def votes(key: str, facts: f.Facts) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """The blocks of a section, and its own sections, which there are where several solutions were voted on."""
    board = facts.change_board
    began = (*_put_off(key, facts), *_lead(key, facts))
    if not board.votes:
        return began, ()
    began += _counting(key, board)
    if len(board.votes) == 1:
        return (*began, *_vote(key, board.votes[0])), ()
    each = tuple(_voted_on(key, vote) for vote in board.votes)
    return (*began, paragraph(f"{key}.recommended", _recommended(board))), each


def _counting(key: str, board: b.ChangeBoard) -> tuple[Block, ...]:
    words_of_it = COUNTED.get(board.votes[0].strategy)
    return (paragraph(f"{key}.counting", words_of_it),) if words_of_it else ()


def step(key: str, facts: f.Facts) -> tuple[Block, ...]:
    """What it decided, or recommends to whoever decides; that nothing has been recorded, where there was a vote."""
    made = facts.change_board.step
    if made is None:
        return _no_step(key, facts.change_board)
    sentence = DID[made.did].format(what=what(facts), on=long_date(made.on))
    return (paragraph(f"{key}.step", sentence), *_words(f"{key}.words", made, facts))


DID = {
    b.Did.APPROVED: "The decision under Self-Governance is the Change Board’s: it approved {what} on {on}.",
    b.Did.REJECTED: "The decision under Self-Governance is the Change Board’s: it rejected {what} on {on}.",
    b.Did.RECOMMENDED: "The decision is the Authority’s: on {on} the Change Board recommended to it that {what} be "
    "approved.",
    b.Did.RECOMMENDED_REJECTION: "The decision is the Authority’s: on {on} the Change Board recommended to it that "
    "{what} be rejected.",
    b.Did.DEFERRED: "The Change Board deferred its vote on {what} on {on}.",
    b.Did.RETURNED: "The Change Board asked for more work on {what} on {on}, and returned it to Refinement.",
}


def what(facts: f.Facts) -> str:
    """“MP248”; where it was chosen among several solutions, “MP248 with Alternative Solution 1”."""
    board = facts.change_board
    if len(board.votes) < 2 or not board.best:
        return facts.reference
    return f"{facts.reference} with {listed((solution_name(number) for number in board.best), 'or')}"


def _no_step(key: str, board: b.ChangeBoard) -> tuple[Block, ...]:
    if not board.votes or board.under_way:
        return ()
    return (paragraph(f"{key}.step", "What follows from this vote has not been recorded yet."),)


def _words(key: str, made: b.Step, facts: f.Facts) -> tuple[Block, ...]:
    return () if is_blank(made.words) else rich(key, made.words, facts.figures)


def _put_off(key: str, facts: f.Facts) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for number, made in enumerate(facts.change_board.put_off, 1):
        sentence = DID[made.did].format(what=facts.reference, on=long_date(made.on))
        blocks += (
            paragraph(f"{key}.put-off-{number}", sentence),
            *_words(f"{key}.put-off-{number}.words", made, facts),
        )
    return tuple(blocks)


def _lead(key: str, facts: f.Facts) -> tuple[Block, ...]:
    sentences = " ".join(sentence for sentence in _sentences(facts) if sentence)
    return (paragraph(f"{key}.lead", sentences),) if sentences else ()


def _sentences(facts: f.Facts) -> tuple[str, ...]:
    board = facts.change_board
    voted = _voted(facts) if board.votes else ""
    hidden = f"How it voted on {facts.reference} is not open to everybody who may read this document."
    return (
        voted,
        hidden if board.hidden else "",
        _under_way(facts),
        _by_hand(facts) if not (board.votes or board.hidden or board.under_way) else "",
    )


def _voted(facts: f.Facts) -> str:
    board = facts.change_board
    closed = max(vote.closed_on for vote in board.votes)
    on = facts.reference
    if len(board.votes) > 1 or board.votes[0].solution:
        on = f"{on}: on {listed(solution_name(vote.solution) for vote in board.votes)}"
    if board.met_on is None:
        resolution = f"by a written resolution that closed on {long_date(closed)}"
        return f"The Change Board voted between meetings, {resolution}, on {on}."
    later = f" The vote closed on {long_date(closed)}." if closed != board.met_on else ""
    return f"At its meeting of {long_date(board.met_on)} the Change Board voted on {on}.{later}"


def _under_way(facts: f.Facts) -> str:
    board = facts.change_board
    if board.under_way is None:
        return ""
    subject = "Another of its votes" if board.votes else f"The Change Board’s vote on {facts.reference}"
    return f"{subject} has been open since {long_date(board.under_way)}; how it goes is told when it has closed."


def _by_hand(facts: f.Facts) -> str:
    board = facts.change_board
    if board.step is None:
        return f"The Change Board has not voted on {facts.reference} yet."
    at = f" at its meeting of {long_date(board.met_on)}" if board.met_on else ""
    return f"The Change Board considered {facts.reference}{at}. How each Party Category voted is not in the register."


def _recommended(board: b.ChangeBoard) -> str:
    best = [solution_name(number) for number in board.best]
    approved = sum(vote.outcome == "approve" for vote in board.votes)
    if not best:
        return "None of the solutions was approved."
    if len(best) > 1:
        return f"{capitalised(listed(best))} were approved with the same support, and both stand recommended."
    if approved == 1:
        return f"{capitalised(best[0])} alone was approved, and is the one recommended."
    several = capitalised(counted(approved, "solution"))
    return f"{several} were approved; {best[0]}, which has the most support, is recommended."


# The vote on one solution


def place_of(vote: b.Vote) -> str:
    return f"alternative-{vote.solution}" if vote.solution else "proposed"


def _voted_on(key: str, vote: b.Vote) -> Section:
    own = f"{key}.{place_of(vote)}"
    return section(own, f"Vote on {solution_name(vote.solution)}", *_vote(own, vote))


def _vote(key: str, vote: b.Vote) -> tuple[Block, ...]:
    return (
        paragraph(f"{key}.outcome", result_sentence(vote.result)),
        _table(f"{key}.table", vote),
        paragraph(f"{key}.took-part", _took_part(vote)),
        *_reasons(f"{key}.reasons", vote),
    )


def _table(key: str, vote: b.Vote) -> Table:
    rows = tuple(_row(group.name, group, GROUP_OUTCOMES[group.outcome]) for group in vote.groups)
    return Table(key, f"Votes on {solution_name(vote.solution)}", HEAD, (*rows, _overall(vote)))


def _row(name: str, group: b.Group, outcome: str) -> tuple[Words, ...]:
    return tuple(words(cell) for cell in (name, str(group.approve), str(group.reject), str(group.abstain), outcome))


def _overall(vote: b.Vote) -> tuple[Words, ...]:
    """The votes of all together, which do not decide, and the outcome, which is that of the categories."""
    sums = [str(sum(getattr(group, name) for group in vote.groups)) for name in ("approve", "reject", "abstain")]
    return tuple(words(strong(cell)) for cell in ("Overall outcome", *sums, OUTCOMES[vote.outcome]))


def _took_part(vote: b.Vote) -> str:
    needed = f"; the quorum is {spelled(vote.quorum)}" if vote.quorum is not None else ", and no quorum is set"
    aside, silent = (sum(getattr(group, name) for group in vote.groups) for name in ("recuse", "silent"))
    sentences = [f"{capitalised(counted(vote.voted, 'seat'))} took part{needed}."]
    if aside:
        stood = f"{counted(aside, 'member')} stood aside because of a conflict of interest"
        sentences.append(f"{capitalised(stood)}, and {plural(aside, 'is', 'are')} not counted.")
    if silent:
        sentences.append(f"{capitalised(counted(silent, 'seat'))} took no position.")
    return " ".join(sentences)


def _reasons(key: str, vote: b.Vote) -> tuple[Block, ...]:
    if not vote.reasons:
        return (paragraph(key, "No member gave reasons."),) if vote.voted else ()
    lead = paragraph(key, "Members gave these reasons, named here by their Party Category:")
    return (lead, BulletList(f"{key}.list", tuple(_reason(reason) for reason in vote.reasons)))


def _reason(reason: b.Reason) -> Words:
    named = [objective_name(code) for code in reason.objectives]
    cites = f"It rests on {listed(named)}." if named else ""
    text = " ".join(part for part in (reason.text, cites) if part)
    return words(strong(f"{reason.group}, {VOTES[reason.vote]}: "), text)


def objective_name(code: str) -> str:
    """“SEC Objective (a)”; “c-a” is one of charging (``subcommittees.actions.voting.cited``)."""
    charging = code.startswith("c-")
    return f"{'Charging' if charging else 'SEC'} Objective ({code.removeprefix('c-')})"
