"""What a meeting is to be told by word of mouth: promised, given in words that are kept, or dropped (S0 §3)."""

from datetime import date

from audit import clock
from audit.acts import NotAllowed, Refused, act, record
from audit.classification import Classification
from bodies.models import Meeting
from proposals.actions.ground import check_has_come, take
from proposals.models import Proposal
from subcommittees import rules
from subcommittees.actions.agenda import put_update_on_agenda, take_update_off_agenda
from subcommittees.actions.ground import check_not_locked, on_day, promise, telling
from subcommittees.actions.requested import check_has_not_been, check_open_to
from subcommittees.models import VerbalUpdate, ViewRequest


@act
def owe_verbal_update(
    *,
    meeting: Meeting,
    by,
    about: str,
    proposal: Proposal | None = None,
    request: ViewRequest | None = None,
    owed_by=None,
    promised_on: date | None = None,
    classification: str = Classification.WHITE,
) -> VerbalUpdate:
    """Promise ``meeting`` a word: about what, and of what was asked if it is about that; it stands on its agenda from
    then on. ``owed_by``: who will give it; nobody by name is SECAS."""
    if request is not None:
        proposal = proposal or request.proposal
    proposal = take(proposal) if proposal else None
    if by is not None and not rules.may_promise(by):
        raise NotAllowed("What a meeting will be told is promised by SECAS, or by the chair or secretary of a body.")
    if proposal is not None:
        check_open_to(by, proposal)
    if not about.strip():
        raise Refused("Say what it will be about.", "about")
    if request is not None and (proposal is None or request.proposal_id != proposal.pk):
        raise Refused("This request is of another proposal.", "request")
    check_has_come(promised_on, "promised_on")
    promised_on = promised_on or clock.today()
    check_has_not_been(meeting, promised_on)
    check_not_locked(meeting, "what it is to be told")
    update = promise(
        meeting,
        by=by,
        about=about.strip()[:300],
        promised_on=promised_on,
        proposal=proposal,
        request=request,
        owed_by=owed_by,
        classification=classification,
    )
    put_update_on_agenda(update)
    return update


@act
def give_verbal_update(*, update: VerbalUpdate, by, words: str, given_on: date | None = None) -> VerbalUpdate:
    """Keep the words that the meeting was told; its minutes and the next paper take them from here."""
    update = _taken(update, by)
    _check_owed(update)
    if not words.strip():
        raise Refused("Write what was said.", "words")
    check_has_come(given_on, "given_on")
    given_on = given_on or min(update.meeting.date, clock.today())
    if given_on < update.promised_on:
        raise Refused(f"It was promised on {on_day(update.promised_on)}; it cannot have been given before.", "given_on")
    check_not_locked(update.meeting, "what it was told")
    update.words, update.given_on = words.strip(), given_on
    update.save(update_fields=["words", "given_on"])
    record("verbal_update_given", **telling(update, by, f"{update.meeting} was told: {update.about}", on=given_on))
    return update


@act
def correct_verbal_update(*, update: VerbalUpdate, by, words: str, why: str) -> VerbalUpdate:
    """Other words for what was said; the history keeps the ones before, and why."""
    update = _taken(update, by)
    if update.given_on is None:
        raise Refused("It has not been given yet.")
    if not why.strip():
        raise Refused("Say why the words are others.", "why")
    if not words.strip() or words.strip() == update.words:
        raise Refused("Write what was said, otherwise than it stands.", "words")
    check_not_locked(update.meeting, "what it was told")
    before, update.words = update.words, words.strip()
    update.save(update_fields=["words"])
    sentence = f"What {update.meeting} was told is put right: {why.strip()}"
    record("verbal_update_corrected", **telling(update, by, sentence, before={"words": before}))
    return update


@act
def drop_verbal_update(*, update: VerbalUpdate, by, because: str) -> VerbalUpdate:
    """It will not be given, and why; it comes off the agenda."""
    update = _taken(update, by)
    _check_owed(update)
    if not because.strip():
        raise Refused("Say why it is dropped.", "because")
    update.dropped_because = because.strip()[:300]
    update.save(update_fields=["dropped_because"])
    sentence = f"{update.meeting} will not be told of “{update.about}”: {update.dropped_because}"
    record("verbal_update_dropped", **telling(update, by, sentence))
    take_update_off_agenda(update)
    return update


def _taken(update: VerbalUpdate, by) -> VerbalUpdate:
    if update.proposal_id:
        check_open_to(by, take(update.proposal))
    update = VerbalUpdate.objects.select_for_update(of=("self",)).select_related("item").get(pk=update.pk)
    if by is not None and not rules.may_give_update(by, update):
        raise NotAllowed("This is for SECAS, for whoever promised it, and for the secretary of the body.")
    return update


def _check_owed(update: VerbalUpdate) -> None:
    if update.given_on:
        raise Refused(f"It was given on {on_day(update.given_on)} already.")
    if update.dropped_because:
        raise Refused(f"It was dropped: {update.dropped_because}")
