"""Changing the rules of the process: the old rule ends the day before the new one begins, and both stay.

One that is not yet in force is changed, or taken back, with a reason: nothing was reckoned by it. One in force is
followed by another from a date on (docs/decisions/what-is-not-yet-in-force.md).
"""

from datetime import date, timedelta
from operator import attrgetter

from django.db.models import QuerySet

from accounts.rules import is_administrator
from audit import clock
from audit.acts import Refused, act, record
from proposals import rules
from proposals.actions.ground import check_opened, take
from proposals.indexing import index
from proposals.lifecycle import MOVES
from proposals.models import DecidingBody, ProcessRule, Proposal, Release, RuleKey, SecDocument, SecVersion

ADMINISTRATORS = "Only an administrator changes the rules of the process."


@act
def change_rule(*, by, key: str, value: int, starts: date, source: str, is_verified: bool = False) -> ProcessRule:
    """From ``starts`` on, ``value`` holds (working days or pence, as the key says). What came before stays."""
    rules.check(is_administrator, by, sentence=ADMINISTRATORS)
    current = _ended_before(starts, ProcessRule.objects.filter(key=key))
    rule = ProcessRule.objects.create(key=key, value=value, starts=starts, source=source, is_verified=is_verified)
    record(
        "rule_changed",
        subject=rule,
        by=by,
        sentence=f"{RuleKey(key).label}: {value} from {starts:%-d %B %Y}. {source}",
        before={"value": current.value} if current else None,
        after={"value": value},
        effective_on=starts,
    )
    return rule


def _ended_before(starts: date, rows: QuerySet):
    """The newest of ``rows``, which now ends the day before ``starts``."""
    newest = rows.select_for_update().order_by("-starts").first()
    if newest and newest.starts >= starts:
        raise Refused(f"A rule from {newest.starts:%-d %B %Y} is already in the record; begin after it.", "starts")
    if newest:
        newest.ends = starts - timedelta(days=1)
        newest.save(update_fields=["ends"])
    return newest


@act
def change_deciding_body(
    *, by, move_key: str, committee, starts: date, source: str, delegation: str = ""
) -> DecidingBody:
    """From ``starts`` on, ``committee`` makes this decision of the lifecycle, by ``delegation`` of another body if it
    says so. What came before stays; to give a decision back, name the body of the table."""
    rules.check(is_administrator, by, sentence=ADMINISTRATORS)
    row = MOVES.get(move_key)
    if row is None or not row.body:
        raise Refused("Choose a decision that a body makes.", "move_key")
    before = _ended_before(starts, DecidingBody.objects.filter(move_key=move_key))
    rule = DecidingBody.objects.create(
        move_key=move_key, committee=committee, delegation=delegation.strip(), starts=starts, source=source
    )
    how = f", {delegation.strip()}" if delegation.strip() else ""
    record(
        "deciding_body_changed",
        subject=rule,
        by=by,
        sentence=f"{row.done}: decided by {committee.named}{how} from {starts:%-d %B %Y}. {source}",
        before={"committee": before.committee.name} if before else None,
        after={"committee": committee.name},
        effective_on=starts,
    )
    return rule


RULE, DECIDER = ("value", "starts", "source", "is_verified"), ("committee_id", "delegation", "starts", "source")


@act
def correct_rule(
    *,
    rule: ProcessRule,
    by,
    reason: str,
    value: int,
    starts: date,
    source: str,
    is_verified: bool = False,
    opened: str = "",
) -> ProcessRule:
    """A rule to come, changed; the one before it ends the day before it begins. ``opened``: see ``check_opened``."""
    held, others = _to_come(rule, by, reason)
    check_opened(held, RULE, opened)
    was = f"{held.value} from {_day(held.starts)}"
    new = {"value": value, "starts": starts, "source": source.strip(), "is_verified": is_verified}
    _put_right(held, others, new)
    name = RuleKey(held.key).label
    sentence = f"{name}: {value} from {_day(starts)}, and not {was}. {reason.strip()}"
    record("rule_corrected", subject=held, by=by, sentence=sentence, effective_on=held.starts)
    return held


@act
def take_rule_back(*, rule: ProcessRule, by, reason: str) -> None:
    """A rule to come does not come: what holds before it goes on. The chain keeps it, and why."""
    held, others = _to_come(rule, by, reason)
    sentence = f"{RuleKey(held.key).label}: not {held.value} from {_day(held.starts)}. {reason.strip()}"
    record("rule_taken_back", subject=held, by=by, sentence=sentence, effective_on=held.starts)
    _end(held, others)


@act
def correct_deciding_body(
    *,
    rule: DecidingBody,
    by,
    reason: str,
    committee,
    starts: date,
    source: str,
    delegation: str = "",
    opened: str = "",
) -> DecidingBody:
    """As ``correct_rule``, for who makes a decision."""
    held, others = _to_come(rule, by, reason)
    check_opened(held, DECIDER, opened)
    was = f"{held.committee.named} from {_day(held.starts)}"
    new = {"committee": committee, "delegation": delegation.strip(), "starts": starts, "source": source.strip()}
    _put_right(held, others, new)
    words = f"decided by {committee.named} from {_day(starts)}, and not by {was}"
    sentence = f"{MOVES[held.move_key].done}: {words}. {reason.strip()}"
    record("deciding_body_corrected", subject=held, by=by, sentence=sentence, effective_on=held.starts)
    return held


@act
def take_deciding_body_back(*, rule: DecidingBody, by, reason: str) -> None:
    held, others = _to_come(rule, by, reason)
    words = f"not decided by {held.committee.named} from {_day(held.starts)}"
    sentence = f"{MOVES[held.move_key].done}: {words}. {reason.strip()}"
    record("deciding_body_taken_back", subject=held, by=by, sentence=sentence, effective_on=held.starts)
    _end(held, others)


def _to_come(rule, by, reason: str):
    """The rule and its like, locked; refused where it is in force, or gone."""
    rules.check(is_administrator, by, sentence=ADMINISTRATORS)
    model, key = type(rule), "key" if isinstance(rule, ProcessRule) else "move_key"
    rows = {row.pk: row for row in model.objects.filter(**{key: getattr(rule, key)}).select_for_update()}
    held = rows.pop(rule.pk, None)
    if held is None:
        raise Refused("Somebody else was faster: this rule has been taken back.")
    if held.starts <= clock.today():
        raise Refused(f"It has been in force since {_day(held.starts)}: enter another that follows it from a date on.")
    if not reason.strip():
        raise Refused("Say why this is put right.", "reason")
    return held, list(rows.values())


def _put_right(held, others: list, new: dict) -> None:
    """Write what is ``new``; the rule before it, made long or short by it, ends the day before."""
    if all(getattr(held, name) == value for name, value in new.items()):
        raise Refused("This is what the record says already. Give what should be different.")
    if not new["source"]:
        raise Refused("Give the source.", "source")
    before, after = _neighbours(held, others)
    _check_starts(new["starts"], before, after)
    shorter = new["starts"] < held.starts
    if before and shorter:  # periods never overlap, not even for a moment
        _until(before, new["starts"])
    for name, value in new.items():
        setattr(held, name, value)
    held.save(update_fields=list(new))
    if before and not shorter:
        _until(before, new["starts"])


def _check_starts(starts: date, before, after) -> None:
    if starts < clock.today():
        raise Refused("What is not yet in force does not begin in the past.", "starts")
    if before and starts <= before.starts:
        raise Refused(f"The rule before it begins on {_day(before.starts)}; begin after it.", "starts")
    if after and starts >= after.starts:
        raise Refused(f"The rule after it begins on {_day(after.starts)}; begin before it.", "starts")


def _end(held, others: list) -> None:
    before, after = _neighbours(held, others)
    held.delete()
    if before:
        _until(before, after.starts if after else None)


START = attrgetter("starts")


def _neighbours(held, others: list):
    earlier = [row for row in others if row.starts < held.starts]
    later = [row for row in others if row.starts > held.starts]
    return max(earlier, key=START, default=None), min(later, key=START, default=None)


def _until(rule, starts: date | None) -> None:
    """``rule`` ends the day before ``starts``; with none, it goes on."""
    rule.ends = starts - timedelta(days=1) if starts else None
    rule.save(update_fields=["ends"])


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


@act
def enter_sec_document(*, by, code: str, title: str, sort: int = 0) -> SecDocument:
    rules.check(is_administrator, by, sentence="Only an administrator enters documents of the SEC.")
    document = SecDocument.objects.create(code=code, title=title, sort=sort)
    record("sec_document_entered", subject=document, by=by, sentence=f"{document}.")
    return document


@act
def correct_sec_document(
    *, document: SecDocument, by, reason: str, code: str, title: str, sort: int = 0
) -> SecDocument:
    """A document of the SEC renamed, or its name put right. Proposals that name it are found by the new name; papers
    that were issued keep the one that it had."""
    rules.check(is_administrator, by, sentence="Only an administrator renames documents of the SEC.")
    naming = document.references.order_by("proposal_id").values_list("proposal_id", flat=True).distinct()
    proposals = [take(Proposal(pk=pk)) for pk in naming]
    held = SecDocument.objects.select_for_update().get(pk=document.pk)
    new = {"code": code.strip(), "title": title.strip(), "sort": sort}
    if not new["code"]:
        raise Refused("Give the document its short name.", "code")
    if SecDocument.objects.filter(code=new["code"]).exclude(pk=held.pk).exists():
        raise Refused(f"There is already a document named {new['code']}.", "code")
    record("sec_document_corrected", **_rewritten(held, new, reason, by))
    for proposal in proposals:
        index(proposal)
    return held


@act
def correct_sec_version(
    *, sec_version: SecVersion, by, reason: str, effective_on: date | None = None, notes: str = ""
) -> SecVersion:
    """The day of a version of the SEC, and the notes on it, put right. Where something came in with it, the day is the
    one of that, and is put right with it. The number stays."""
    rules.check(is_administrator | rules.may_manage, by, sentence="Only SECAS puts right versions of the SEC.")
    held = SecVersion.objects.select_for_update().get(pk=sec_version.pk)
    if effective_on != held.effective_on:
        _check_governed(held)
    new = {"effective_on": effective_on, "notes": notes.strip()}
    record("sec_version_corrected", **_rewritten(held, new, reason, by))
    return held


def _check_governed(held: SecVersion) -> None:
    release = Release.objects.filter(sec_version=held.number).exclude(implemented_on=None).first()
    if release:
        raise Refused(f"It came in with {release}: put the day of that right.", "effective_on")
    part = held.parts.select_related("plan__proposal").first()
    if part:
        words = f"{part.plan.proposal.reference} came in with it: put the day of its implementation right."
        raise Refused(words, "effective_on")


def _rewritten(held, new: dict, reason: str, by) -> dict:
    """Write what is ``new``; what the event says of it is given back."""
    if not reason.strip():
        raise Refused("Say why this is put right.", "reason")
    before = {name: getattr(held, name) for name, value in new.items() if getattr(held, name) != value}
    if not before:
        raise Refused("This is what the record says already. Give what should be different.")
    for name in before:
        setattr(held, name, new[name])
    held.save(update_fields=list(before))
    was, now = ({name: str(values[name] or "") for name in before} for values in (before, new))
    return {"subject": held, "by": by, "sentence": f"{held}: {reason.strip()}", "before": was, "after": now}


@act
def enter_sec_version(*, by, number: str, effective_on: date | None = None, notes: str = "") -> SecVersion:
    rules.check(is_administrator | rules.may_manage, by, sentence="Only SECAS enters versions of the SEC.")
    version = SecVersion.objects.create(number=number, effective_on=effective_on, notes=notes)
    record("sec_version_entered", subject=version, by=by, sentence=f"SEC version {number}.")
    return version
