"""What industry said, in sentences: how many of which category, what each group holds, and how many more there were."""

from accounts.models import Category
from consultations.comments.feedback import Feedback, Line, OfCategory, category_words, stance_words
from papers.document import Block, BulletList, words
from papers.numbers import capitalised, counted, listed, plural, spelled
from papers.report.prose import paragraph
from proposals.richtext import to_plain

# Of these there is one, however often it spoke.
ALONE = {Category.DCC: "the DCC", Category.GOVERNMENT: "the Government"}


def feedback(key: str, about: str, found: Feedback, when: str = "") -> tuple[Block, ...]:
    """``about``: “this Draft Proposal”. ``when``: in which stage, where that is over."""
    if not found.count:
        return (paragraph(f"{key}.count", _none(about, found.beside)),)
    who = listed(_counted(of) for of in found.most_first)
    lead = f"{capitalised(counted(found.count, 'comment'))} on {about} {_received(found.count, when)}, from {who}:"
    items = tuple(words(_line(line, of.count)) for of in found.most_first for line in found.lines_of(of.category))
    return (paragraph(f"{key}.count", lead), BulletList(f"{key}.list", items), *_beside(key, found.beside))


def _received(count: int, when: str) -> str:
    if when:
        return f"{plural(count, 'was', 'were')} received {when}"
    return f"{plural(count, 'has', 'have')} been received"


def _none(about: str, beside: int) -> str:
    if not beside:
        return f"No comments have been received on {about}."
    many = capitalised(counted(beside, "comment"))
    return f"{many} on {about} {_received(beside, '')}, {_closed(beside)}."


def _beside(key: str, beside: int) -> tuple[Block, ...]:
    """Their number alone: whose they are would tell who spoke in confidence."""
    if not beside:
        return ()
    many = f"{capitalised(spelled(beside))} more {plural(beside, 'comment')}"
    return (paragraph(f"{key}.beside", f"{many} {_received(beside, '')}, {_closed(beside)}."),)


def _closed(count: int) -> str:
    return f"which {plural(count, 'is', 'are')} not open to everybody who may read this document"


def _counted(of: OfCategory) -> str:
    if of.category in ALONE:
        return ALONE[of.category]
    return f"{spelled(of.count)} {of.words}"


def _line(line: Line, of: int) -> str:
    sentence = f"{_who(line, of)} {stance_words(line.stance, _number(line), 'the proposal')}."
    return f"{sentence} {to_plain(line.summary).strip()}".strip()


def _number(line: Line) -> int:
    return 1 if line.category in ALONE else line.count


def _who(line: Line, of: int) -> str:
    """“The Other SEC Parties”, “The Small Supplier”, “Two of the three Other SEC Parties”."""
    if line.category in ALONE:
        return capitalised(ALONE[line.category])
    if line.count < of:
        return f"{capitalised(spelled(line.count))} of the {spelled(of)} {category_words(line.category, of)}"
    return f"The {line.category_words}"
