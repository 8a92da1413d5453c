"""What was answered, in sentences: for the collated responses and for reports."""

from collections.abc import Iterable

from accounts.models import Category
from consultations.collation.counting import OPEN_ALONE
from consultations.comments.feedback import category_words
from papers.consultation import counts as c
from papers.numbers import capitalised, counted, listed, long_date, plural, pounds, spelled

ALONE = {Category.DCC: "the DCC", Category.GOVERNMENT: "the Government"}
SAID = {
    "Yes": ("said yes", "said yes"),
    "Yes, with reservations": ("said yes with reservations", "said yes with reservations"),
    "No": ("said no", "said no"),
    "No view": ("has no view", "have no view"),
    "In words only": ("answered in words only", "answered in words only"),
    "It should be approved": ("thinks that it should be approved", "think that it should be approved"),
    "It should be rejected": ("thinks that it should be rejected", "think that it should be rejected"),
    "Neither": ("is neither for approval nor for rejection", "are neither for approval nor for rejection"),
}


def of_categories(counts: Iterable[tuple[str, int]]) -> str:
    """“five Large Suppliers, two Other SEC Parties and the DCC”."""
    return listed(_of(category, count) for category, count in counts)


def _of(category: str, count: int) -> str:
    if category in ALONE and count == 1:
        return ALONE[category]
    return f"{spelled(count)} {category_words(category, count)}"


def who_answered(found) -> str:
    """“Nine responses were received: five from Large Suppliers …”."""
    if not found.count:
        return "No response was received."
    was = plural(found.count, "was", "were")
    lead = f"{capitalised(counted(found.count, 'response'))} {was} received"
    if not found.is_open_in_part:
        return f"{lead}, from {of_categories(found.by_category)}."
    hidden = f"{spelled(found.hidden)} of them confidential as a whole and counted here alone"
    if found.hidden == found.count:
        return f"{lead}, all of them confidential: no more is told of them."
    return f"{lead}, {hidden}. The others came from {of_categories(found.by_category)}."


def beside(found) -> list[str]:
    """What is counted, or is not, and why."""
    sentences = []
    if found.hidden and found.for_secas:
        are = plural(found.hidden, "is", "are")
        sentences.append(f"{capitalised(spelled(found.hidden))} of them {are} confidential as a whole.")
    if found.late:
        came = f"{spelled(found.late)} of them came"
        sentences.append(f"{capitalised(came)} after the close and {plural(found.late, 'was', 'were')} accepted.")
    if found.refused:
        late = counted(found.refused, "response")
        sentences.append(f"{capitalised(late)} came too late and {plural(found.refused, 'is', 'are')} not counted.")
    if found.withdrawn:
        gone = counted(found.withdrawn, "response")
        sentences.append(f"{capitalised(gone)} {plural(found.withdrawn, 'was', 'were')} withdrawn.")
    return sentences


def how_answered(found: c.Answered) -> str:
    """“Nine answered this: four said yes, three said yes with reservations and two said no.”"""
    if found.open_alone:
        return f"{_openly(found)} {OPEN_ALONE}"
    if not found.answered:
        return "Nobody answered this question."
    lead = f"{capitalised(spelled(found.answered))} answered this"
    aside = f", {spelled(found.hidden)} of them in confidence" if found.hidden else ""
    if not found.tallies:
        return f"{lead}{aside}{_range(found.between)}."
    joint = f"{aside}. Of what may be told," if aside and not found.of_all else f"{aside}:"
    return f"{lead}{joint} {listed(_told(tally) for tally in found.tallies)}."


def _openly(found: c.Answered) -> str:
    if not found.answered:
        return "Nobody answered this question openly."
    what = f": {listed(_told(tally) for tally in found.tallies)}" if found.tallies else _range(found.between)
    return f"{capitalised(spelled(found.answered))} answered this openly{what}."


def _told(tally: c.Tally) -> str:
    one, many = SAID.get(tally.label, (f"chose “{tally.label}”",) * 2)
    return f"{spelled(tally.count)} {plural(tally.count, one, many)}"


def _range(between: c.Range | None) -> str:
    if between is None:
        return ""
    least, most = (_shown(value) for value in (between.least, between.most))
    given = "gave a date" if not isinstance(between.least, int) else "gave a cost"
    if least == most:
        return f"; {spelled(between.count)} {given}: {least}"
    return f"; {spelled(between.count)} {given}, from {least} to {most}"


def _shown(value) -> str:
    return pounds(value) if isinstance(value, int) else long_date(value)


def positions(found) -> str:
    """Where respondents stand on the change as a whole; empty where nobody said."""
    if not found.positions:
        return ""
    told_of = sum(count for _, count in found.by_category)
    silent = told_of - sum(tally.count for tally in found.positions)
    told = listed(f"{_told(tally)} ({of_categories(tally.by_category)})" for tally in found.positions)
    rest = f" {capitalised(spelled(silent))} did not say." if silent else ""
    return f"On the change as a whole, {told}.{rest}"
