"""Entering people and what they may do. Every grant takes effect at once and is in the chain."""

from datetime import date

from accounts import rules
from accounts.models import Affiliation, Cover, Organisation, Role, RoleGrant, User
from audit import clock
from audit.acts import NotAllowed, Refused, act, record


def _administrator_only(by) -> None:
    if by is not None and not rules.is_administrator(by):
        raise NotAllowed("Only an administrator may do this.")


@act
def enter_organisation(
    *, by, name: str, short_name: str, category: str, is_party: bool, voting_group=""
) -> Organisation:
    _administrator_only(by)
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
        "committee_ids",
        "offices",
        "capacity",
    ):
        user.__dict__.pop(name, None)
