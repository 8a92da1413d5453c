"""Changing the rules of the process: the old rule ends the day before the new one begins, and both stay."""

from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.rules import is_administrator
from audit.acts import Refused, act, record
from proposals import rules
from proposals.lifecycle import MOVES
from proposals.models import DecidingBody, ProcessRule, RuleKey, SecDocument, SecVersion

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


@act
def enter_sec_document(*, by, code: str, title: str, sort: int = 0) -> SecDocument:
    rules.check(is_administrator, by, sentence="Only an administrator enters documents of the SEC.")
    document = SecDocument.objects.create(code=code, title=title, sort=sort)
    record("sec_document_entered", subject=document, by=by, sentence=f"{document}.")
    return document


@act
def enter_sec_version(*, by, number: str, effective_on: date | None = None, notes: str = "") -> SecVersion:
    rules.check(is_administrator | rules.may_manage, by, sentence="Only SECAS enters versions of the SEC.")
    version = SecVersion.objects.create(number=number, effective_on=effective_on, notes=notes)
    record("sec_version_entered", subject=version, by=by, sentence=f"SEC version {number}.")
    return version
