"""Minutes of a meeting: written item by item, sent round, commented on, approved and from then on locked.

Approved minutes are what the body says happened. They are corrected as they were approved: by the body, at a later
meeting, in a further version that names that meeting and says why. The version that was approved first stays.
"""

from datetime import date

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, record
from audit.classification import Classification
from bodies.models import Meeting
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.actions.ground import check_has_come
from proposals.models import RuleKey
from proposals.processrules import value_on
from subcommittees import rules
from subcommittees.actions.ground import (
    at_least,
    check_approved_in,
    check_held,
    check_later,
    check_not_locked,
    needed,
    on_day,
    said,
    secretary_only,
    speaker_only,
    take_item,
    take_meeting,
    within_the_body,
)
from subcommittees.models import AgendaItem, Minute, MinuteComment, Minutes

State = Minutes.State
TEXT = "Write what is to be minuted."
LONGEST_ANSWER = 300


@act
def write_minute(
    *, item: AgendaItem, by, text: str, why_changed: str = "", classification: str | None = None
) -> Minute:
    """What is minuted of one item, which was so taken, as a further version of what was. Once the minutes have been
    sent round, it says why."""
    item = take_item(item, by)
    secretary_only(by, item.meeting.committee)
    check_held(item.meeting)
    check_not_locked(item.meeting, "a minute")
    minutes, _ = Minutes.objects.get_or_create(meeting=item.meeting)
    made = _write(item, by, text, _why(item, minutes, why_changed), classification)
    if item.state != AgendaItem.State.TAKEN:
        item.state = AgendaItem.State.TAKEN
        item.save(update_fields=["state"])
    record("minute_written", **_telling(item, made.classification, by, f"Item “{item.title}” minuted."))
    return made


@act
def correct_minute(
    *, item: AgendaItem, by, text: str, why_changed: str, approved_in: Meeting, classification: str | None = None
) -> Minute:
    """A correction of approved minutes, as the body approved it at a later meeting."""
    item = take_item(item, by)
    speaker_only(by, item.meeting.committee)
    why = needed(why_changed, "Say why it is corrected.", "why_changed")
    check_approved_in(item.meeting, approved_in)
    made = _write(item, by, text, why, classification, approved_in=approved_in)
    words = f"The minute of “{item.title}” corrected, approved at {said(approved_in)}. {why}"
    record("minute_corrected", **_telling(item, made.classification, by, words))
    return made


def _write(item, by, text: str, why: str, classification: str | None, **more) -> Minute:
    text, last = needed(text, TEXT, "text"), item.minutes.order_by("-version").first()
    closed = at_least(classification or (last.classification if last else None), item.classification)
    if last and (last.text, last.classification) == (text, closed):
        raise Refused("This is what is minuted already.", "text")
    return Minute.objects.create(
        item=item,
        version=last.version + 1 if last else 1,
        text=text,
        why_changed=why if last else "",
        classification=closed,
        by=by,
        at=current().at,
        **more,
    )


def _why(item: AgendaItem, minutes: Minutes, why_changed: str) -> str:
    if minutes.state == State.DRAFT or not item.minutes.exists():
        return why_changed.strip() or "Written anew before it was sent round."
    return needed(why_changed, "These minutes have been sent round; say why this is changed.", "why_changed")


@act
def circulate_minutes(*, meeting: Meeting, by, due_on: date | None = None, effective: date | None = None) -> Minutes:
    """Sent round to the members for comment, by a day that the rule gives unless another is said; they are told. Doing
    it again gives another day. ``effective``: the day on which it was done, where it is entered afterwards; then nobody
    is told."""
    meeting = take_meeting(meeting)
    secretary_only(by, meeting.committee)
    check_not_locked(meeting, "a comment")
    minutes = Minutes.objects.filter(meeting=meeting).select_related("meeting__committee").first()
    taken = meeting.items.filter(state=AgendaItem.State.TAKEN)
    if minutes is None or not Minute.objects.filter(item__meeting=meeting).exists():
        raise Refused("Nothing has been minuted yet: write what was said of the items first.")
    if silent := taken.filter(minutes=None).order_by("place").first():
        raise Refused(f"Write what is to be minuted of “{silent.title}” first.")
    check_has_come(effective, "effective")
    on = effective or clock.today()
    due_on = due_on or _comments_due(on)
    if due_on <= on:
        raise Refused("Give members a day that is still to come.", "due_on")
    minutes.state, minutes.circulated_at, minutes.comments_due_on = State.CIRCULATED, current().at, due_on
    minutes.save(update_fields=["state", "circulated_at", "comments_due_on"])
    words = f"Minutes of {said(meeting)} sent round; comments by {on_day(due_on)}."
    record("minutes_circulated", **_of_the_body(meeting, by, words), effective_on=effective)
    if on == clock.today():
        ports.notices["minutes_circulated"](minutes)
    return minutes


def _comments_due(on: date) -> date:
    return WorkingCalendar.load().add(on, value_on(RuleKey.MINUTES_COMMENT_DAYS, on))


@act
def comment_on_minute(*, item: AgendaItem, by, text: str) -> MinuteComment:
    """What a member would have otherwise, until the day that was given; the secretary finds it on their desk."""
    item = take_item(item, by)
    if not rules.may_take_part(by, item.meeting.committee):
        raise NotAllowed(f"Minutes are commented on by members of {item.meeting.committee.named}.")
    check_not_locked(item.meeting, "a comment")
    minutes = Minutes.objects.filter(meeting=item.meeting, state=State.CIRCULATED).first()
    if minutes is None:
        raise Refused("These minutes have not been sent round for comment.")
    if clock.today() > minutes.comments_due_on:
        raise Refused(f"Comments were due by {on_day(minutes.comments_due_on)}; tell the secretary, who may ask again.")
    if not Minute.objects.visible_to(by).filter(item=item).exists():
        raise Refused("Nothing is minuted of this item.")
    made = MinuteComment.objects.create(
        item=item, text=needed(text, "Write your comment.", "text"), by=by, at=current().at
    )
    record("minute_commented", **_on_a_minute(item, by, f"On “{item.title}”: {made.text}"))
    return made


@act
def withdraw_comment(*, comment: MinuteComment, by) -> MinuteComment:
    """By whoever made it; that it was made stays on record."""
    held = _comment(comment)
    if by is not None and by.pk != held.by_id and not rules.may_run(by, held.item.meeting.committee):
        raise NotAllowed("A comment is withdrawn by whoever made it.")
    check_not_locked(held.item.meeting, "a comment")
    held.withdrawn_at = current().at
    held.save(update_fields=["withdrawn_at"])
    record("minute_comment_withdrawn", **_on_a_minute(held.item, by, f"On “{held.item.title}”: {held.text}"))
    return held


@act
def answer_comment(*, comment: MinuteComment, by, answer: str) -> MinuteComment:
    """What came of it: the minute is changed, or why not. Answering again puts the answer right."""
    held = _comment(comment)
    secretary_only(by, held.item.meeting.committee)
    check_not_locked(held.item.meeting, "an answer")
    answer = needed(answer, "Write the answer.", "answer")
    if len(answer) > LONGEST_ANSWER:
        raise Refused(f"An answer may have {LONGEST_ANSWER} characters; this has {len(answer)}.", "answer")
    before = {"before": {"answer": held.answer}} if held.answer else {}
    held.answer = answer
    held.save(update_fields=["answer"])
    words = f"On “{held.item.title}”: {held.text} Answer: {answer}"
    record("minute_comment_answered", **_on_a_minute(held.item, by, words), **before)
    return held


def _comment(comment: MinuteComment) -> MinuteComment:
    take_meeting(comment.item.meeting)
    held = MinuteComment.objects.select_for_update(of=("self",)).select_related("item__meeting__committee").get(
        pk=comment.pk
    )  # fmt: skip
    if held.withdrawn_at:
        raise Refused("This comment was withdrawn.")
    return held


@act
def approve_minutes(*, meeting: Meeting, by, approved_in: Meeting | None = None) -> Minutes:
    """Approved by the body at a later meeting (``approved_in``), or by its chair once the time for comments is over.
    From then on nothing of that meeting is recorded or changed but what the body corrects itself. The members are told.
    """
    meeting = take_meeting(meeting)
    speaker_only(by, meeting.committee)
    check_not_locked(meeting, "an approval")
    minutes = Minutes.objects.filter(meeting=meeting, state=State.CIRCULATED).first()
    if minutes is None:
        raise Refused("These minutes have not been sent round for comment yet.")
    if approved_in:
        check_later(meeting, approved_in)
    elif clock.today() <= minutes.comments_due_on:
        raise Refused(
            f"Members may comment until {on_day(minutes.comments_due_on)}; a later meeting may approve earlier."
        )
    open_one = MinuteComment.objects.standing().filter(item__meeting=meeting, answer="").select_related("item").first()
    if open_one:
        raise Refused(f"A comment on “{open_one.item.title}” has no answer yet.")
    minutes.state, minutes.approved_at, minutes.approved_by = State.APPROVED, current().at, by
    minutes.approved_in, minutes.approved_on = approved_in, approved_in.date if approved_in else clock.today()
    minutes.save(update_fields=["state", "approved_at", "approved_by", "approved_in", "approved_on"])
    who = f"at {said(approved_in)}" if approved_in else "by the chair"
    words = f"Minutes of {said(meeting)} approved {who}."
    record("minutes_approved", subject=minutes, about=meeting, by=by, sentence=words, effective_on=minutes.approved_on)
    ports.notices["minutes_approved"](minutes)
    return minutes


@act
def take_approval_back(*, meeting: Meeting, by, because: str) -> Minutes:
    """An approval that was recorded by mistake: the minutes are again as they were sent round. The members are told."""
    meeting = take_meeting(meeting)
    speaker_only(by, meeting.committee)
    minutes = Minutes.objects.filter(meeting=meeting, state=State.APPROVED).first()
    if minutes is None:
        raise Refused("These minutes are not approved.")
    if Minute.objects.filter(item__meeting=meeting).exclude(approved_in=None).exists():
        raise Refused("The body has corrected these minutes since it approved them: the approval stands.")
    because = needed(because, "Say why the approval is taken back.", "because")
    before = {"approved": on_day(minutes.approved_on)}
    minutes.state, minutes.approved_at, minutes.approved_by = State.CIRCULATED, None, None
    minutes.approved_in, minutes.approved_on = None, None
    minutes.save(update_fields=["state", "approved_at", "approved_by", "approved_in", "approved_on"])
    words = f"Approval of the minutes of {said(meeting)} taken back. {because}"
    record("minutes_approval_taken_back", subject=minutes, about=meeting, by=by, sentence=words, before=before)
    ports.notices["minutes_approval_taken_back"](minutes, because)
    return minutes


def _telling(item: AgendaItem, classification: str, by, sentence: str) -> dict:
    return {"subject": item, "about": item.meeting, "by": by, "sentence": sentence, "classification": classification}


def _on_a_minute(item: AgendaItem, by, sentence: str) -> dict:
    """As closed as the item and as what is minuted of it."""
    minuted = item.minutes.newest().values_list("classification", flat=True)
    return _of_the_body(item.meeting, by, sentence) | {"classification": within_the_body(item.classification, *minuted)}


def _of_the_body(meeting: Meeting, by, sentence: str) -> dict:
    closed = Classification.AMBER
    return {"subject": meeting, "about": meeting, "by": by, "sentence": sentence, "classification": closed}
