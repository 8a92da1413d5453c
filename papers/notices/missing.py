"""What a notice or a letter would have to call not yet known, with the page that mends it."""

from papers.gaps import Gap
from papers.notices import facts as n
from papers.report.prose import is_blank

HISTORY = "proposals:history"


def of_a_step(facts: n.Notice) -> list[Gap]:
    step = facts.step
    criterion = dict(step.facts).get("Criterion", "")
    asked = step.key == "request_urgency"
    recommends = step.key.startswith("change_board_recommends")
    found = [
        (is_blank(step.words) and _gives_reasons(step.key), "The words of the step", HISTORY),
        (step.key in ("approve_fast_track", "implement") and not facts.changed, "The legal text", "legaltext:draft"),
        (_dated(step.key) and not _has_dates(facts), "The date of implementation", "proposals:edit_implementation"),
        (asked and not criterion, "Which criterion for urgency is met", HISTORY),
        (asked and facts.view is None, "The view of the Panel", "subcommittees:views"),
        (asked and not facts.timetable, "The timetable that is proposed", "proposals:timetable"),
        (recommends and not facts.reports, "The Modification Report, issued", "papers:workshop"),
        (not facts.occasion.author, "Who signs it: the proposal has no Lead Analyst", "proposals:edit_details"),
    ]
    return [Gap(words, mend) for missing, words, mend in found if missing]


def _gives_reasons(key: str) -> bool:
    return key not in ("implement", "adopt", "adoption_window_ends", "authority_approves")


def _dated(key: str) -> bool:
    return key in ("approve_fast_track", "change_board_approves", "authority_approves", "change_board_recommends")


def _has_dates(facts: n.Notice) -> bool:
    return any(part.planned_on or part.done_on for part in facts.parts)
