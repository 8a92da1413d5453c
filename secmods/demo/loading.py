"""The whole demo record, in one transaction: all of it is there or none."""

from collections.abc import Callable

from accounts.models import User
from audit.acts import in_series
from proposals import indexing
from proposals.models import Proposal
from secmods.demo import agendas, consultations, decided, pack, reading, shapes
from secmods.demo.bodies import enter_bodies
from secmods.demo.code import close_releases, enter_code
from secmods.demo.committeepapers import issue_papers
from secmods.demo.notices import issue_notices
from secmods.demo.people import enter_people
from secmods.demo.proposals import play
from secmods.demo.record import Record

EACH = 10  # proposals between one word on how far it is and the next


class NotEmpty(Exception):
    """The register holds something else already."""


def is_loaded() -> bool:
    return User.objects.filter(is_demo=True).exists()


@in_series()
def load(tell: Callable[[str], None] = lambda sentence: None) -> None:
    """Everything a data file says, by the acts that anybody else would use. ``NotEmpty`` where others have begun.
    ``tell`` hears how far it is."""
    if Proposal.objects.exists() or User.objects.exists():
        raise NotEmpty("The register is in use; the demo record goes into an empty one.")
    days = reading.Days.from_today()
    record = Record()
    enter_people(by=None, data=reading.read_people(days), record=record)
    enter_bodies(by=record.administrator, data=reading.read_bodies(days), record=record)
    releases = reading.read_releases(days)
    enter_code(
        by=record.analyst,
        administrator=record.administrator,
        data=reading.read_code(days),
        releases=releases,
        record=record,
    )
    record.agendas = agendas.expected(reading.read_agendas(days), record)
    with indexing.once():
        _play_all(reading.read_proposals(days), record, tell)
        tell("entering what was decided and consulted on in the demo")
        decided.play(reading.read_meetings(days), record, record.analyst)
        agendas.set_rest(record)
        consultations.play(
            reading.read_consultations(days), reading.read_questions(days), reading.read_response(days), record
        )
    close_releases(releases, record, record.analyst)
    tell("issuing the papers of the demo")
    issue_papers(record)
    issue_notices(record)
    pack.ask_for_it(record.analyst)


def _play_all(files: list[shapes.Proposal], record: Record, tell: Callable[[str], None]) -> None:
    for done, file in enumerate(files):
        if done % EACH == 0:
            tell(f"entering the proposals of the demo: {done} of {len(files)}")
        play(file, record)
