"""Entering people and what they may do. Every grant takes effect at once and is in the chain."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress

from accounts import rules
from accounts.listeners import name_changed
from accounts.models import Affiliation, Cover, FormerName, Organisation, Role, RoleGrant, User
from accounts.queries import holders
from audit import clock
from audit.acts import NotAllowed, Refused, act, record

A_DAY = timedelta(days=1)


def _administrator_only(by) -> None:
    if by is not None and not rules.is_administrator(by):
        raise NotAllowed("Only an administrator may do this.")


@act
def enter_organisation(
    *, by, name: str, short_name: str, category: str, is_party: bool, voting_group=""
) -> Organisation:
    _administrator_only(by)
    if Organisation.objects.filter(name=name).exists():
        raise Refused(f"There is another organisation called “{name}”.", field="name")
    organisation = Organisation.objects.create(
        name=name, short_name=short_name, category=category, is_party=is_party, voting_group=voting_group
    )
    record("organisation_entered", subject=organisation, by=by, sentence=f"{name} entered.")
    return organisation


@act
def enter_person(*, by, email: str, name: str, password: str | None = None, **fields) -> User:
    """Enter a person with their e-mail address as verified for signing in."""
    _administrator_only(by)
    if User.objects.filter(email__iexact=email).exists():
        raise Refused("Somebody with this e-mail address is already in the record.", field="email")
    user = User.objects.create_user(email, name, password, **fields)
    record("person_entered", subject=user, by=by, sentence=f"{name} entered.")
    return user


@act
def grant_role(*, by, user: User, role: str, starts: date | None = None, ends: date | None = None) -> RoleGrant:
    _administrator_only(by)
    starts = starts or clock.today()
    if RoleGrant.objects.filter(user=user, role=role).overlapping(starts, ends).exists():
        raise Refused(f"{user} is {Role(role).label} already for some of these days.", field="role")
    grant = RoleGrant.objects.create(user=user, role=role, starts=starts, ends=ends)
    forget_what_is_known_of(user)
    record("role_granted", subject=user, by=by, sentence=f"{user} is now {Role(role).label}.")
    return grant


@act
def affiliate(*, by, user: User, organisation: Organisation, kind: str, starts: date | None = None) -> Affiliation:
    _administrator_only(by)
    starts = starts or clock.today()
    if Affiliation.objects.filter(user=user, organisation=organisation).overlapping(starts).exists():
        raise Refused(f"{user} acts for {organisation} already.", field="organisation")
    affiliation = Affiliation.objects.create(user=user, organisation=organisation, kind=kind, starts=starts)
    forget_what_is_known_of(user)
    words = Affiliation.Kind(kind).label.lower()
    record("affiliated", subject=user, by=by, sentence=f"{user} acts for {organisation} as {words}.")
    return affiliation


@act
def arrange_cover(*, by, user: User, covered_by: User, starts: date, ends: date) -> Cover:
    """From the first to the last day, both included, ``covered_by`` does the work of ``user``."""
    if by != user:
        _administrator_only(by)
    if user == covered_by:
        raise Refused("Somebody else has to cover.", field="covered_by")
    if ends < starts:
        raise Refused("The last day is before the first.", field="ends")
    if Cover.objects.filter(user=user).overlapping(starts, ends).exists():
        raise Refused(f"{user} already has cover for some of these days.", field="starts")
    cover = Cover.objects.create(user=user, covered_by=covered_by, starts=starts, ends=ends)
    record("cover_arranged", subject=user, by=by, sentence=f"{covered_by} covers {user} from {starts} to {ends}.")
    return cover


def forget_what_is_known_of(user: User) -> None:
    """Drop what was read once for the request: a change of roles holds at once."""
    for name in (
        "roles_today",
        "covered_today",
        "roles",
        "affiliated",
        "clearances",
        "seated",
        "offices",
        "capacity",
    ):
        user.__dict__.pop(name, None)


# Putting right


@act
def correct_organisation(
    *,
    organisation: Organisation,
    by,
    reason: str,
    name: str,
    short_name: str,
    category: str,
    is_party: bool,
    voting_group: str = "",
    renamed_on: date | None = None,
    merged_into: Organisation | None = None,
    merged_on: date | None = None,
) -> Organisation:
    """What is on record of it put right. ``renamed_on``: the first day of its new name, which keeps the old one on
    record as its name until then; without it the old name was mistyped. From ``merged_on`` it is part of
    ``merged_into``: those who act for it act for that one from then on, and nothing new is entered for it."""
    _administrator_only(by)
    why = _needed(reason)
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    _check_called(held, name.strip(), renamed_on)
    _check_merger(held, merged_into, merged_on)
    merges_now = merged_into is not None and (held.merged_into, held.merged_on) != (merged_into, merged_on)
    was = (held.name, held.short_name)
    fields = {"name": name.strip(), "short_name": short_name.strip(), "category": category, "is_party": is_party}
    fields |= {"voting_group": voting_group.strip(), "merged_into": merged_into, "merged_on": merged_on}
    changed = _put_right(held, fields)
    if renamed_on:
        FormerName.objects.create(organisation=held, name=was[0], short_name=was[1], until=renamed_on - A_DAY)
    if merges_now:
        _go_over(held, merged_into, merged_on)
    if was != (held.name, held.short_name):
        name_changed(organisations=[held.pk])
    since = f", since {renamed_on:%-d %B %Y}" if renamed_on else ""
    record(
        "organisation_corrected", subject=held, by=by, sentence=f"{was[0]}: put right{since}. {why}", **changed,
        effective_on=renamed_on,
    )  # fmt: skip
    return held


def _check_called(held: Organisation, name: str, renamed_on: date | None) -> None:
    if Organisation.objects.filter(name=name).exclude(pk=held.pk).exists():
        raise Refused(f"There is another organisation called “{name}”.", field="name")
    if renamed_on and name == held.name:
        raise Refused("Give the new name, or leave the day of the new name empty.", field="name")
    if renamed_on and renamed_on > clock.today():
        raise Refused(f"{renamed_on:%-d %B %Y} is still to come; enter the new name on that day.", field="renamed_on")
    if renamed_on and held.former_names.filter(until__gte=renamed_on).exists():
        raise Refused("It had another name since: give a later day.", field="renamed_on")


def _check_merger(held: Organisation, into: Organisation | None, on: date | None) -> None:
    if (into is None) != (on is None):
        raise Refused("Give both: into which organisation it was merged, and from when.", field="merged_on")
    if into is None:
        return
    if into.pk == held.pk or into.merged_into_id is not None or held.merged.exists():
        raise Refused(
            "Choose another organisation, which was itself merged into none; what was merged into this one is entered "
            "as merged into that one first.",
            field="merged_into",
        )


def _go_over(held: Organisation, into: Organisation, on: date) -> None:
    """Whoever acts for it on that day or later acts for the other one instead."""
    for row in Affiliation.objects.filter(organisation=held).overlapping(on).select_related("user"):
        starts = max(on, row.starts)
        if not Affiliation.objects.filter(user=row.user, organisation=into).overlapping(starts, row.ends).exists():
            Affiliation.objects.create(user=row.user, organisation=into, kind=row.kind, starts=starts, ends=row.ends)
        _end_before(row, on)
        forget_what_is_known_of(row.user)


def _end_before(row: Affiliation, on: date) -> None:
    if row.starts >= on:
        row.delete()
        return
    row.ends = on - A_DAY
    row.save(update_fields=["ends"])


@act
def correct_person(
    *, person: User, by, reason: str, email: str, name: str, job_title: str = "", telephone: str = "",
    publish_contact: bool = False,
) -> User:  # fmt: skip
    """Name, address and telephone as they are. With another address it is this one that signs in."""
    _administrator_only(by)
    why = _needed(reason)
    held = User.objects.select_for_update().get(pk=person.pk)
    email = User.objects.normalize_email(email).lower()
    if User.objects.filter(email__iexact=email).exclude(pk=held.pk).exists():
        raise Refused("Somebody with this e-mail address is already in the record.", field="email")
    was = held.name
    fields = {"email": email, "name": name.strip(), "job_title": job_title.strip(), "telephone": telephone.strip()}
    changed = _put_right(held, fields | {"publish_contact": publish_contact})
    if "email" in changed["after"]:
        EmailAddress.objects.filter(user=held).delete()  # signing in takes the address from the person then
    if was != held.name:
        name_changed(people=[held.pk])
    record("person_corrected", subject=held, by=by, sentence=f"{was}: put right. {why}", **changed)
    return held


@act
def correct_role(
    *, grant: RoleGrant, by, reason: str, role: str, starts: date, ends: date | None = None, never: bool = False
) -> RoleGrant:
    """Another role, or another first or last day. ``never``: it was granted by mistake; the chain keeps that it was."""
    _administrator_only(by)
    held = _held(RoleGrant, grant)
    held.role = role
    _put_period(held, {"user": held.user, "role": role}, starts, ends, never)
    _check_somebody_administers()
    label = Role(role).label
    record("role_corrected", subject=held.user, by=by, sentence=_period_words(f"{held.user}, {label}", held, reason))
    return held


@act
def correct_affiliation(
    *, affiliation: Affiliation, by, reason: str, organisation: Organisation, kind: str, starts: date,
    ends: date | None = None, never: bool = False,
) -> Affiliation:  # fmt: skip
    """For whom somebody acts, as what, and from when until when. ``never``: as in ``correct_role``."""
    _administrator_only(by)
    held = _held(Affiliation, affiliation)
    held.organisation, held.kind = organisation, kind
    _put_period(held, {"user": held.user, "organisation": organisation}, starts, ends, never)
    words = f"{held.user} for {organisation} as {Affiliation.Kind(kind).label.lower()}"
    record("affiliation_corrected", subject=held.user, by=by, sentence=_period_words(words, held, reason))
    return held


@act
def correct_cover(*, cover: Cover, by, reason: str, starts: date, ends: date, never: bool = False) -> Cover:
    """Another first or last day, by whoever is away or an administrator. ``never``: as in ``correct_role``."""
    held = _held(Cover, cover)
    if by != held.user:
        _administrator_only(by)
    _put_period(held, {"user": held.user}, starts, ends, never)
    words = f"{held.covered_by} for {held.user}"
    record("cover_corrected", subject=held.user, by=by, sentence=_period_words(words, held, reason))
    return held


def _held(model, row):
    """The row as it stands, locked with the person whose it is, so that two changes come one after the other."""
    User.objects.select_for_update().get(pk=row.user_id)
    found = model.objects.select_related("user").filter(pk=row.pk).first()
    if found is None:
        raise Refused("Somebody else was faster: it has been taken back already.")
    found.never = False
    return found


def _put_period(held, same: dict, starts: date, ends: date | None, never: bool) -> None:
    held.never = never
    if never:
        key = held.pk
        held.delete()
        held.pk = key
    else:
        if ends and ends < starts:
            raise Refused("The last day is before the first.", field="ends")
        if type(held).objects.filter(**same).overlapping(starts, ends).exclude(pk=held.pk).exists():
            raise Refused("Another entry says something else of some of these days.", field="starts")
        held.starts, held.ends = starts, ends
        held.save()
    forget_what_is_known_of(held.user)


def _period_words(what: str, held, reason: str) -> str:
    why = _needed(reason)
    if held.never:
        return f"{what}: entered by mistake. {why}"
    until = f" to {held.ends:%-d %B %Y}" if held.ends else ""
    return f"{what}: from {held.starts:%-d %B %Y}{until}. {why}"


def _check_somebody_administers() -> None:
    if not holders(Role.ADMINISTRATOR).exists():
        raise Refused("Nobody would be an administrator any more: grant the role to somebody else first.", field="ends")


def _put_right(held, fields: dict) -> dict:
    """Write what differs; what it was, and what it is now."""
    new = {name: value for name, value in fields.items() if getattr(held, name) != value}
    if not new:
        raise Refused("This is what the record says already.")
    before = {name: f"{getattr(held, name) or ''}" for name in new}
    for name, value in new.items():
        setattr(held, name, value)
    held.save()
    return {"before": before, "after": {name: f"{value or ''}" for name, value in new.items()}}


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused("Say why this is put right.", field="reason")
    return reason.strip()
