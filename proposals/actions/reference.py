"""Changing the rules of the process: the old rule ends the day before the new one begins, and both stay."""

from datetime import date, timedelta

from accounts.rules import is_administrator
from audit.acts import Refused, act, record
from proposals import rules
from proposals.models import ProcessRule, RuleKey, SecDocument, SecVersion

ADMINISTRATORS = "Only an administrator changes the rules of the process."


@act
def change_rule(*, by, key: str, value: int, starts: date, source: str, is_verified: bool = False) -> ProcessRule:
    """From ``starts`` on, ``value`` holds (working days or pence, as the key says). What came before stays."""
    rules.check(is_administrator, by, sentence=ADMINISTRATORS)
    current = ProcessRule.objects.filter(key=key).order_by("-starts").first()
    if current and current.starts >= starts:
        raise Refused(f"A rule from {current.starts:%-d %B %Y} is already in the record; begin after it.", "starts")
    if current:
        current.ends = starts - timedelta(days=1)
        current.save(update_fields=["ends"])
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
