"""The whole demo record, in one transaction: all of it is there or none."""

from accounts.models import User
from audit.acts import in_series
from proposals import indexing
from proposals.models import Proposal
from secmods.demo import agendas, decided, pack, reading
from secmods.demo.bodies import enter_bodies
from secmods.demo.code import close_releases, enter_code
from secmods.demo.committeepapers import issue_papers
from secmods.demo.notices import issue_notices
from secmods.demo.people import enter_people
from secmods.demo.proposals import play
from secmods.demo.record import Record


class NotEmpty(Exception):
    """The register holds something else already."""


def is_loaded() -> bool:
    return User.objects.filter(is_demo=True).exists()


@in_series()
def load() -> None:
    """Everything a data file says, by the acts that anybody else would use. ``NotEmpty`` where others have begun."""
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
        for proposal in reading.read_proposals(days):
            play(proposal, record)
        decided.play(reading.read_meetings(days), record, record.analyst)
        agendas.set_rest(record)
    close_releases(releases, record, record.analyst)
    issue_papers(record)
    issue_notices(record)
    pack.ask_for_it(record.analyst)
