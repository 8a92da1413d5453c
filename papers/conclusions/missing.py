"""What a Conclusions Report would have to call not yet known, with the page that mends it."""

from papers.conclusions import facts as c
from papers.gaps import Gap
from papers.report.prose import is_blank


def of_conclusions(facts: c.Conclusions) -> list[Gap]:
    """In the order of the report. What others have still to decide is no gap: the report says that they have."""
    of, board, asked = facts.of, facts.of.change_board, facts.consultation
    known = asked is None or asked.responses or asked.words or (asked.told and asked.told.tells_all)
    wanted = [
        (is_blank(of.summary), "The summary", "proposals:edit_details"),
        (is_blank(of.solution), "The solution", "proposals:edit_solution"),
        (facts.report is None, "The Modification Report, which has not been issued", "papers:workshop"),
        (
            not known and asked.closed_on is not None,
            "What was answered in the Modification Report Consultation",
            "proposals:documents",
        ),
        (bool(board.votes) and board.step is None, "What follows from the vote", "subcommittees:proposal_ballots"),
        (not of.implementations, "The implementation approach", "proposals:edit_implementation"),
    ]
    own = [Gap(words, mend) for missing, words, mend in wanted if missing]
    return own + [
        Gap(f"Alternative {each.number}: the solution", "proposals:edit_alternative", (each.number, "solution"))
        for each in of.alternatives
        if is_blank(each.text)
    ]
