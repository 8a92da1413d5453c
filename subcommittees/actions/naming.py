"""Who may read a Red item: people named one by one, and nobody else, SECAS included."""

from collections.abc import Sequence

from audit.acts import Refused, act, nothing_changed, record
from audit.classification import Classification
from bodies.rules import may_run
from proposals.models import Proposal
from subcommittees.actions.ground import write_readers
from subcommittees.actions.onagendas import event, take_item
from subcommittees.models import AgendaItem

RUN = "Who may read a Red item is said by SECAS or the secretary of the body, where they are named for it."


@act
def name_readers(*, item: AgendaItem, by, people: Sequence) -> AgendaItem:
    """Say who may read a Red item and what hangs on it: what is recommended and resolved of it, its paper, minute,
    actions, and the views given under it. Whoever was named before and is not now reads it no more. Somebody who runs
    the body is always among them, since nobody else could work on it."""
    item = take_item(item, by, RUN)
    if item.classification != Classification.RED:
        raise Refused("Only a Red item has its readers named: change its classification first.")
    _check_people(item, people)
    new, gone = write_readers(item, people)
    if not new and not gone:
        nothing_changed()
        return item
    record("readers_named", **event(item, f"“{item}” of {item.meeting}: {_words(new, gone)}"))
    return item


def _check_people(item: AgendaItem, people: Sequence) -> None:
    if not any(may_run.test(person, item.meeting.committee) for person in people):
        words = f"Name at least one person who runs {item.meeting.committee.named}: nobody else could work on it."
        raise Refused(words, "people")
    if item.proposal is None:
        return
    for person in people:
        if not Proposal.objects.visible_to(person).filter(pk=item.proposal_id).exists():
            raise Refused(f"{person} may not read {item.proposal.reference}, which the item is about.", "people")


def _words(new: list, gone: list) -> str:
    named = f"named to read it: {', '.join(str(person) for person in new)}." if new else ""
    no_more = f"named no longer: {', '.join(str(person) for person in gone)}." if gone else ""
    return " ".join(filter(None, (named, no_more)))
