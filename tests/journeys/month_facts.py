"""Where each fact of the month must stand, though it was typed in one place alone or, where the record knew it, nowhere."""

from papers.models import PaperVersion
from tests.journeys import month as m
from tests.journeys import month_before as before
from tests.journeys import month_meeting as at_it
from tests.journeys.month import Month

MEETING, MINUTES, AGENDA, NEXT_AGENDA, PAPER = "meeting", "minutes", "agenda paper", "next agenda", "minutes paper"
PACK, SECOND_PACK, ACTIONS, RESOLVED = "pack 1", "pack 2", "actions", "resolved"

# Typed once, each in the one field whose label is named; and where it then stands.
TYPED = {
    m.PLACE: ("Where", (MEETING, AGENDA, PACK, NEXT_AGENDA, PAPER)),
    before.UPDATE: ("What about?", (MEETING, AGENDA, PACK, MINUTES, PAPER)),
    before.WHY_LATE[m.REACHED_LATE]: ("Why it comes late", (MEETING, AGENDA, SECOND_PACK)),
    before.WHY_LATE[m.NOT_REACHED]: ("Why it comes late", (AGENDA, SECOND_PACK)),
    before.WHY_AGAIN: ("Why there is another version", (SECOND_PACK,)),
    at_it.ASIDE[2]: ("What the interest is", (MEETING, MINUTES, PAPER)),
    at_it.TOLD: ("What was said", (MEETING, MINUTES, PAPER)),
    at_it.VIEW: ("The view", (MINUTES, PAPER)),
    at_it.AMENDED: ("Words on recommendation 3", (RESOLVED, MINUTES, PAPER)),
    at_it.WHY_LEFT: ("Why they were not reached", (MEETING, PAPER)),
    at_it.BUSINESS: ("8. Any other business", (MINUTES, PAPER)),
    at_it.ADDED: ("Minute", (MINUTES, PAPER)),
    at_it.OUTCOME: ("What became of it", (ACTIONS,)),
    **{
        words: ("What is to be done", (ACTIONS, PAPER) + (() if place == at_it.CLOSED else (NEXT_AGENDA,)))
        for place, (words, *_) in enumerate(at_it.ACTIONS)
    },
}

# Never typed: the record knew it, or reckons it.
KNOWN = {
    **dict.fromkeys((*m.IN_TIME, m.IN_REFINEMENT), (MEETING, AGENDA, PACK, MINUTES, PAPER)),
    m.REACHED_LATE: (MEETING, AGENDA, SECOND_PACK, MINUTES, PAPER),
    m.NOT_REACHED: (MEETING, AGENDA, SECOND_PACK, PAPER, NEXT_AGENDA),
    f"{m.ALTERNATE}, for {m.WITH_ALTERNATE}": (PAPER,),
    m.AWAY: (PAPER,),
    m.ANALYST: (AGENDA, PAPER, NEXT_AGENDA),
    "18 March 2031": (MEETING, AGENDA, PACK, PAPER, NEXT_AGENDA),
    "15 April 2031": (NEXT_AGENDA, PAPER),
    "CSC_01_1803_02": (MEETING, AGENDA, PACK, MINUTES, PAPER),
    "CSC_01_1803_09": (MEETING, AGENDA, SECOND_PACK, MINUTES, PAPER),
    "CSC_02_1504_03": (NEXT_AGENDA,),
    "clearly defined and understood": (RESOLVED, MINUTES, PAPER, PACK),
    "11 of the 12 seats that vote were filled": (PAPER,),
    "Seven make a quorum": (PAPER,),
}


def agenda_paper(day) -> str:
    issued = PaperVersion.objects.filter(paper__kind="agenda", paper__meeting__date=day, state="issued")
    return issued.newest_first().first().get_absolute_url()


def read(month: Month, minutes_paper: str) -> dict[str, str]:
    """Each page and paper as a member reads it."""
    who = month.as_(m.CHAIR)
    pages = {
        MEETING: before.MEETING,
        MINUTES: f"{before.MEETING}minutes/",
        RESOLVED: f"{before.MEETING}decisions/",
        ACTIONS: "/committees/csc/actions/",
        AGENDA: agenda_paper(m.MEETS),
        NEXT_AGENDA: agenda_paper(m.NEXT_MEETS),
        PAPER: minutes_paper,
    }
    found = {place: who.go(address).text() for place, address in pages.items()}
    who.go(f"{before.MEETING}pack/")
    return found | {PACK: " ".join(before.pack_of(who, 1)), SECOND_PACK: " ".join(before.pack_of(who, 2))}


def missing(found: dict[str, str]) -> list[tuple[str, str]]:
    """Every fact with a place where it should stand and does not."""
    asked = [(fact, places) for fact, (_, places) in TYPED.items()] + list(KNOWN.items())
    return [(fact, place) for fact, places in asked for place in places if fact not in found[place]]


def fields_of(month: Month) -> dict[str, list[str]]:
    """The labels of the fields into which each fact was typed."""
    held = {fact: month.ledger.holding(fact) for fact in (*TYPED, *KNOWN)}
    return {fact: [entry.field.removesuffix(" (optional)") for entry in entries] for fact, entries in held.items()}


def expected() -> dict[str, list[str]]:
    return {fact: [label] for fact, (label, _) in TYPED.items()} | {fact: [] for fact in KNOWN}
