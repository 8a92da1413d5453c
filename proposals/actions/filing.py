"""Documents, latest updates and relations put right: taken down, put back, corrected, taken back. None is deleted."""

from datetime import date

from audit import clock
from audit.acts import Refused, act, current, record
from audit.classification import Classification
from proposals import rules
from proposals.actions.documents import TITLE_LENGTH
from proposals.actions.ground import check_has_come, check_opened, mark_corrected, take
from proposals.indexing import index
from proposals.models import Attachment, Proposal, ProposalUpdate, Relation

MANAGED = "Only SECAS puts right what was recorded."
SAME = "This is what the record says already. Give what should be different."
CORRECTED = ("title", "kind", "dated", "classification")


def check_reason(reason: str, sentence: str = "Say why this is put right.") -> None:
    if not reason.strip():
        raise Refused(sentence, "reason")


def is_closer(classification: str, than: str) -> bool:
    order = Classification.values
    return order.index(classification) > order.index(than)


def _held(attachment: Attachment, by) -> tuple[Proposal, Attachment]:
    proposal = take(attachment.proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    held = Attachment.objects.select_for_update().get(pk=attachment.pk)
    held.proposal = proposal
    return proposal, held


@act
def take_down_document(*, attachment: Attachment, by, reason: str) -> Attachment:
    """Handed out to nobody from now on, nor shown as a figure; in its place stands that it was there, until when, and
    why. Its row and its hash stay. Papers that were issued with it as a figure are marked."""
    proposal, held = _held(attachment, by)
    if held.is_taken_down:
        raise Refused(f"Somebody else was faster: it was taken down on {_day(held.taken_down_at)}.")
    check_reason(reason, "Say why it is taken down.")
    held.taken_down_at, held.taken_down_because = current().at, reason.strip()
    held.save(update_fields=["taken_down_at", "taken_down_because"])
    sentence = f"“{held.title}” taken down. {reason.strip()}"
    record("document_taken_down", sentence=sentence, **_entry(held, proposal, by))
    _mark_figure(held, proposal, f"“{held.title}” taken down", reason, by)
    return held


@act
def put_back_document(*, attachment: Attachment, by, reason: str) -> Attachment:
    """Handed out again, as long as no newer version has taken its place."""
    proposal, held = _held(attachment, by)
    if not held.is_taken_down:
        raise Refused("Somebody else was faster: it has been put back already.")
    if Attachment.objects.filter(replaces=held).exists():
        raise Refused("A newer version has taken its place: it stays down.")
    check_reason(reason, "Say why it is put back.")
    held.taken_down_at, held.taken_down_because = None, ""
    held.save(update_fields=["taken_down_at", "taken_down_because"])
    sentence = f"“{held.title}” put back. {reason.strip()}"
    record("document_put_back", sentence=sentence, **_entry(held, proposal, by))
    _mark_figure(held, proposal, f"“{held.title}” put back", reason, by)
    return held


@act
def correct_document(
    *,
    attachment: Attachment,
    by,
    reason: str,
    title: str,
    kind: str,
    dated: date,
    classification: str,
    opened: str = "",
) -> Attachment:
    """What is said of the file put right, old and new in the history. A closer class holds at once at every door, also
    for the earlier versions of the document that are more open. ``opened``: see ``check_opened``."""
    proposal, held = _held(attachment, by)
    check_reason(reason)
    check_opened(held, CORRECTED, opened)
    on_record = {name: getattr(held, name) for name in CORRECTED}
    new = {"title": title.strip(), "kind": kind, "dated": dated, "classification": classification}
    _check_document(held, new)
    before = {name: value for name, value in on_record.items() if value != new[name]}
    if not before:
        raise Refused(SAME)
    for name in before:
        setattr(held, name, new[name])
    held.save(update_fields=list(before))
    if "classification" in before:
        _close_earlier(held)
    entry = _entry(held, proposal, by, _said({name: new[name] for name in before}))
    sentence = f"“{held.title}” put right. {reason.strip()}"
    record("document_corrected", sentence=sentence, before=_said(before), **entry)
    if "classification" in before:
        _mark_figure(held, proposal, f"Classification of “{held.title}” put right", reason, by)
    return held


def _check_document(held: Attachment, new: dict) -> None:
    if not new["title"]:
        raise Refused("Give the document a title.", "title")
    if len(new["title"]) > TITLE_LENGTH:
        raise Refused(f"The title may have {TITLE_LENGTH} characters; this one has {len(new['title'])}.", "title")
    figure = Attachment.Kind.FIGURE
    if new["kind"] not in Attachment.Kind.values or (new["kind"] == figure) != (held.kind == figure):
        raise Refused("A figure stays a figure, and no other document becomes one.", "kind")
    if new["classification"] not in Classification.values:
        raise Refused("Choose a classification.", "classification")
    check_has_come(new["dated"], "dated")


def _close_earlier(held: Attachment) -> None:
    """What it replaced is at least as close: a version nobody lists would otherwise still be handed out."""
    earlier = held.replaces
    while earlier is not None:
        if is_closer(held.classification, earlier.classification):
            earlier.classification = held.classification
            earlier.save(update_fields=["classification"])
        earlier = earlier.replaces


def _said(values: dict) -> dict:
    """Values as the history shows them."""
    words = {"kind": dict(Attachment.Kind.choices), "classification": dict(Classification.choices)}
    return {
        name: f"{value:%-d %B %Y}" if isinstance(value, date) else words.get(name, {}).get(value, value)
        for name, value in values.items()
    }


def _mark_figure(held: Attachment, proposal: Proposal, what: str, reason: str, by) -> None:
    """Of all documents, papers show the figures alone."""
    if held.kind == Attachment.Kind.FIGURE:
        mark_corrected(proposal, what, reason, by)


def _entry(held: Attachment, proposal: Proposal, by, after: dict | None = None) -> dict:
    """What every entry about the document says; the hash tells which file it was."""
    after = {"sha256": held.sha256} | (after or {})
    return {"subject": held, "about": proposal, "by": by, "after": after, "classification": held.classification}


def _day(instant) -> str:
    return f"{clock.london_date(instant):%-d %B %Y}"


# Latest updates


def _standing_update(update: ProposalUpdate, by) -> tuple[Proposal, ProposalUpdate]:
    proposal = take(update.proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    held = ProposalUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
    if not ProposalUpdate.objects.standing().filter(pk=held.pk).exists():
        raise Refused("Somebody else was faster: this update has already been put right.")
    held.proposal = proposal
    return proposal, held


@act
def correct_update(
    *, update: ProposalUpdate, by, reason: str, text: str, on: date, classification: str
) -> ProposalUpdate:
    """Another update in its place; the old one stays readable under it, and is no more open than the new one."""
    proposal, held = _standing_update(update, by)
    check_reason(reason)
    if not text.strip():
        raise Refused("Write the update.", "text")
    check_has_come(on, "on")
    if (held.text, held.on, held.classification) == (text.strip(), on, classification):
        raise Refused(SAME)
    new = ProposalUpdate.objects.create(
        proposal=proposal,
        on=on,
        text=text.strip(),
        by=by,
        classification=classification,
        replaces=held,
        corrected_at=current().at,
        why_corrected=reason.strip(),
    )
    if is_closer(classification, held.classification):
        for earlier in _behind(new):
            earlier.classification = classification
            earlier.save(update_fields=["classification"])
    index(proposal)
    record(
        "update_corrected",
        subject=new,
        about=proposal,
        by=by,
        sentence=f"Update of {held.on:%-d %B %Y} put right. {reason.strip()}",
        before={"text": held.text, "date": f"{held.on:%-d %B %Y}"},
        after={"text": new.text, "date": f"{on:%-d %B %Y}"},
        classification=max(classification, held.classification, key=Classification.values.index),
    )
    return new


def _behind(update: ProposalUpdate) -> list[ProposalUpdate]:
    found = []
    while update.replaces is not None:
        update = update.replaces
        found.append(update)
    return found


@act
def take_update_back(*, update: ProposalUpdate, by, reason: str) -> ProposalUpdate:
    """It stands in the register no more; the history keeps it, and why."""
    proposal, held = _standing_update(update, by)
    check_reason(reason, "Say why it is taken back.")
    held.taken_back_at, held.taken_back_because = current().at, reason.strip()
    held.save(update_fields=["taken_back_at", "taken_back_because"])
    index(proposal)
    record(
        "update_taken_back",
        subject=held,
        about=proposal,
        by=by,
        sentence=f"Update of {held.on:%-d %B %Y} taken back. {reason.strip()}",
        before={"text": held.text},
        classification=held.classification,
    )
    return held


# Relations


@act
def take_relation_back(*, relation: Relation, by, reason: str) -> Relation:
    """Neither proposal names the other any more. The part of a split stays a part: the split is taken back."""
    proposal = take(relation.proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    held = Relation.objects.select_for_update(of=("self",)).select_related("to").get(pk=relation.pk)
    if held.taken_back_at:
        raise Refused(f"Somebody else was faster: it was taken back on {_day(held.taken_back_at)}.")
    if held.kind == Relation.Kind.SPLIT_OF:
        raise Refused("It is a part of a split: take the split back instead.")
    check_reason(reason, "Say why it is taken back.")
    held.taken_back_at, held.taken_back_because = current().at, reason.strip()
    held.save(update_fields=["taken_back_at", "taken_back_because"])
    # As when it was entered, the other is not named: it may be less open than this one, now or one day.
    words = f"That {proposal.reference} {held.get_kind_display()} another proposal is taken back."
    record(
        "relation_taken_back",
        subject=held,
        about=proposal,
        by=by,
        sentence=f"{words} {reason.strip()}",
        classification=max(proposal.classification, held.to.classification, key=Classification.values.index),
    )
    return held
