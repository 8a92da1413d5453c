"""Comments come in, are changed, are withdrawn. What came in stays as it came; a change is a new version that says
why."""

from datetime import datetime

from django.db.models import Max

from accounts.models import Category
from audit import clock
from audit.acts import Refused, act, current, nothing_changed, record
from audit.classification import Classification
from consultations import rules
from consultations.actions.ground import close_earlier, event_class, hold, seen_class, thread
from consultations.models import Comment, Stance
from proposals import ports
from proposals.actions.documents import attach
from proposals.actions.filing import SAME
from proposals.actions.ground import take
from proposals.models import Attachment, Proposal
from proposals.rules import check, may_manage, may_read

OWN = ("text", "stance", "classification")
FACTS = ("organisation", "person_name", "category", "how", "received_at")
NAME_LENGTH = Comment._meta.get_field("person_name").max_length
WHY_LENGTH = Comment._meta.get_field("why_changed").max_length
SPEAKERS = "Somebody who may speak for the organisation comments for it; you may not."


@act
def post_comment(
    *, proposal: Proposal, by, organisation, stance: str, text: str, classification: str = Classification.WHITE
) -> Comment:
    """Written as received now, of the category that the organisation has today; the Lead Analyst told. Sent twice, it
    is written once."""
    proposal = take(proposal)
    check(rules.may_comment, by, proposal, sentence="Comments are made by those who speak for an organisation.")
    check(may_read, by, proposal, sentence="This proposal is not open to you.")
    if by is not None and organisation.pk not in by.submits_for:
        raise Refused(f"You may not speak for {organisation.named}.", "organisation")
    if not rules.takes_comments(proposal):
        raise Refused(rules.closed_words(proposal))
    said = _said(stance, text, classification)
    who = {"organisation": organisation, "category": organisation.category, "how": Comment.How.ONLINE}
    return _once(proposal, by, {**who, **said}) or _write(proposal, by, {**who, **said, "received_at": current().at})


@act
def record_comment(
    *,
    proposal: Proposal,
    by,
    how: str,
    stance: str,
    text: str,
    received_at: datetime | None = None,
    organisation=None,
    person_name: str = "",
    category: str = "",
    classification: str = Classification.WHITE,
    upload=None,
) -> Comment:
    """One that came in by another way, while the proposal was in Development, for whoever made it; with the file that
    it came as, which is not published. The Lead Analyst told, unless they enter it themselves or it came in on an
    earlier day."""
    proposal = take(proposal)
    check(may_manage, by, proposal, sentence="Comments that came by another way are recorded by SECAS.")
    at = received_at or current().at
    who = _who(organisation, person_name, category)
    _check_received(proposal, how, at)
    said = _said(stance, text, classification)
    given = {**who, **said, "how": how}
    if found := _once(proposal, by, given | ({"received_at": at} if received_at else {})):
        return found
    file = _keep(proposal, by, upload, given, at) if upload else None
    return _write(proposal, by, {**given, "received_at": at, "file": file})


def _said(stance: str, text: str, classification: str) -> dict:
    if stance not in Stance.values:
        raise Refused("Choose what the comment says.", "stance")
    if not text.strip():
        raise Refused("Write the comment.", "text")
    if classification not in (Classification.WHITE, Classification.GREEN, Classification.AMBER):
        raise Refused("Choose who may read it.", "classification")
    return {"stance": stance, "text": text, "classification": classification}


def _who(organisation, person_name: str, category: str) -> dict:
    """Whose it is. What an organisation is, the directory knows; of somebody else it has to be said."""
    name = person_name.strip()
    if len(name) > NAME_LENGTH:
        raise Refused(f"The name may have {NAME_LENGTH} characters; this one has {len(name)}.", "person_name")
    if organisation is not None:
        return {"organisation": organisation, "person_name": name, "category": organisation.category}
    if not name:
        raise Refused("Say whose comment it is: choose the organisation, or name the person.", "organisation")
    if category not in Category.values:
        raise Refused(f"Choose what {name} is: somebody who is in no list is a Non-Party.", "category")
    return {"organisation": None, "person_name": name, "category": category}


def _check_received(proposal: Proposal, how: str, at: datetime) -> None:
    if how not in Comment.How.values or how == Comment.How.ONLINE:
        raise Refused("Choose how it came in.", "how")
    if at > current().at:
        raise Refused("This time is still to come; give the one at which it reached SECAS.", "received_at")
    if not rules.was_open(proposal, at):
        day = f"{clock.london_date(at):%-d %B %Y}"
        if rules.takes_comments(proposal):
            raise Refused(f"{proposal.reference} was not in Development on {day}.", "received_at")
        words = f"{rules.closed_words(proposal)} One that came in while it was there is recorded with that date."
        raise Refused(words, "received_at")


def _once(proposal: Proposal, by, given: dict) -> Comment | None:
    """The comment that says this already, where the button was pressed twice."""
    found = Comment.objects.standing().filter(proposal=proposal, by=by, **given).first()
    if found:
        nothing_changed()
    return found


def _keep(proposal: Proposal, by, upload, given: dict, at: datetime) -> Attachment:
    """What it came as holds names and addresses: it is kept in the class that only SECAS and the Authority read."""
    if given["classification"] == Classification.AMBER:
        words = "A comment made in confidence is kept as text alone: the Authority reads files, and this is for SECAS."
        raise Refused(words, "upload")
    if proposal.classification == Classification.AMBER:
        raise Refused(f"A file kept with {proposal.reference} would be read by those who raised it.", "upload")
    return attach(
        proposal=proposal,
        by=by,
        upload=upload,
        title=f"Comment {_next(proposal)} as it came in",
        kind=Attachment.Kind.RESPONSE,
        dated=clock.london_date(at),
        classification=Classification.AMBER,
    )


def _next(proposal: Proposal) -> int:
    return (Comment.objects.filter(proposal=proposal).aggregate(last=Max("number"))["last"] or 0) + 1


def _write(proposal: Proposal, by, given: dict) -> Comment:
    comment = Comment.objects.create(proposal=proposal, number=_next(proposal), by=by, at=current().at, **given)
    record(
        "comment_received",
        subject=comment,
        about=proposal,
        by=by,
        sentence=f"{comment} came in, {comment.get_how_display().lower()}.",
        effective_on=clock.london_date(comment.received_at),
        classification=event_class(comment.classification),
    )
    ports.notices["comment_received"](comment)
    return comment


@act
def change_comment(*, comment: Comment, by, why: str, **changes) -> Comment:
    """A new version in its place. Whoever said it may change the words, the stance and who may read it, as long as
    comments are taken; what others read stays until SECAS publishes the new one. SECAS puts right also for whom, how
    and when it came in; of what was published the new version is."""
    proposal, held = hold_for_its_own(comment, by)
    secas = by is None or may_manage.test(by, proposal)
    _check_change(proposal, by, secas, why, changes)
    new = _new_version(held, by, why, changes)
    if not secas:
        new.how, new.received_at = Comment.How.ONLINE, current().at
    new.published_at = current().at if secas and held.published_at and not new.is_in_confidence else None
    new.save()
    close_earlier(new)
    record(
        "comment_changed",
        subject=new,
        about=proposal,
        by=by,
        sentence=f"{new} changed: version {new.version}.",
        classification=max(event_class(held.classification), event_class(new.classification), key=_closeness),
    )
    if not secas:
        ports.notices["comment_received"](new)
    return new


def hold_for_its_own(comment: Comment, by) -> tuple[Proposal, Comment]:
    return hold(comment, by, rules.may_change, "A comment is changed or withdrawn by whoever made it, or by SECAS.")


def _closeness(classification: str) -> int:
    return Classification.values.index(classification)


def _check_change(proposal: Proposal, by, secas: bool, why: str, changes: dict) -> None:
    if not secas and not rules.takes_comments(proposal):
        raise Refused(f"{rules.closed_words(proposal)} You may still withdraw the comment.")
    if not secas and not changes.keys() <= set(OWN):
        raise Refused("For whom, how and when a comment came in is put right by SECAS.")
    if not why.strip():
        raise Refused("Say what has changed, and why.", "why")
    if len(why.strip()) > WHY_LENGTH:
        raise Refused(f"The reason may have {WHY_LENGTH} characters; this one has {len(why.strip())}.", "why")


def _new_version(held: Comment, by, why: str, changes: dict) -> Comment:
    was = {name: getattr(held, name) for name in (*OWN, *FACTS)}
    now = {**was, **changes}
    now |= _said(now["stance"], now["text"], now["classification"])
    now |= _who(now["organisation"], now["person_name"], now["category"])
    if now["organisation"] is not None and now["organisation"] == was["organisation"]:
        now["category"] = was["category"]  # what it was on the day
    if (now["how"], now["received_at"]) != (was["how"], was["received_at"]):
        _check_received(held.proposal, now["how"], now["received_at"])
    if now == was:
        raise Refused(SAME)
    return Comment(
        proposal=held.proposal,
        number=held.number,
        version=held.version + 1,
        replaces=held,
        why_changed=why.strip(),
        file=held.file,
        by=by,
        at=current().at,
        **now,
    )


@act
def withdraw_comment(*, comment: Comment, by, reason: str) -> Comment:
    """All its versions are read and counted no more, but by SECAS and whoever made it."""
    proposal, held = hold_for_its_own(comment, by)
    if not reason.strip():
        raise Refused("Say why it is withdrawn.", "reason")
    if len(reason.strip()) > WHY_LENGTH:
        raise Refused(f"The reason may have {WHY_LENGTH} characters; this one has {len(reason.strip())}.", "reason")
    seen = seen_class(held)
    held.withdrawn_at, held.withdrawn_because = current().at, reason.strip()
    thread(held).update(withdrawn_at=held.withdrawn_at, withdrawn_because=held.withdrawn_because)
    record(
        "comment_withdrawn",
        subject=held,
        about=proposal,
        by=by,
        sentence=f"{held} withdrawn.",
        after={"reason": held.withdrawn_because},
        classification=seen,
    )
    return held
