"""What was answered in consultations that were run here: who answered, how they answered each question, where they
stand on the change, and what became of the points they made."""

from papers.consultation import told
from papers.consultation.collated import outcome
from papers.consultation.counts import Answered, Point, Told
from papers.document import Block, BulletList, Link, Section, Words, strong, words
from papers.numbers import capitalised, counted, long_date, plural, spelled
from papers.report.prose import paragraph, section


def sections(key: str, found: tuple[Told, ...]) -> tuple[Section, ...]:
    """One for each consultation, in their order in time; its key is its own, wherever it comes to stand."""
    return tuple(_section(f"{key}.{each.key}", each) for each in found)


def _section(key: str, found: Told) -> Section:
    return section(key, found.kind_name, *_when(key, found), *answers(key, found))


def _when(key: str, found: Told) -> tuple[Block, ...]:
    days = counted(found.working_days, "working day")
    open_from = f"It was open from {long_date(found.opened_on)} until 17:00 on {long_date(found.closes_on)}, {days}."
    return (paragraph(f"{key}.when", f"{open_from} ", Link("What was asked and what was said", found.address), "."),)


def answers(key: str, found: Told) -> tuple[Block, ...]:
    if not found.published:
        return (paragraph(f"{key}.count", _unpublished(found)),)
    lead = paragraph(f"{key}.count", " ".join([told.who_answered(found), *told.beside(found)]))
    return (lead, *_position(key, found), *_questions(key, found), *_points(key, found))


def _unpublished(found: Told) -> str:
    if not found.count:
        return "No response was received."
    many, were = capitalised(counted(found.count, "response")), plural(found.count, "was", "were")
    return f"{many} {were} received; what {plural(found.count, 'it says', 'they say')} has not been published yet."


def _position(key: str, found: Told) -> tuple[Block, ...]:
    position = told.positions(found)
    return (paragraph(f"{key}.position", position),) if position else ()


def _questions(key: str, found: Told) -> tuple[Block, ...]:
    answered = [each for each in found.questions if each.answered]
    if not answered:
        return ()
    silent = [each for each in found.questions if not each.answered]
    openly = " openly" if any(each.open_alone for each in silent) else ""
    rest = f" {capitalised(counted(len(silent), 'question'))} nobody answered{openly}." if silent else ""
    lead = paragraph(f"{key}.questions", f"They answered the questions so:{rest}")
    return (lead, BulletList(f"{key}.questions.list", tuple(_answered(each) for each in answered)))


def _answered(each: Answered) -> Words:
    summary = f" {each.summary}" if each.summary else ""
    number = f"Question {each.question.number}, ‘{each.question.text}’ "
    return words(strong(number), f"{told.how_answered(each)}{summary}")


def _points(key: str, found: Told) -> tuple[Block, ...]:
    if not found.points:
        return ()
    many = spelled(len(found.points))
    lead = f"SECAS made out {many} {plural(len(found.points), 'point')}; with each stands what became of it:"
    items = tuple(words(f"{each.text} ", strong(outcome(each)), _reply(each)) for each in found.points)
    return (paragraph(f"{key}.points", lead), BulletList(f"{key}.points.list", items))


def _reply(each: Point) -> str:
    return f" {' '.join(each.reply.split())}" if each.reply else ""
