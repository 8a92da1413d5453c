from accounts.models import Affiliation, Category, Cover, Organisation, Role, RoleGrant, User
from audit import clock


def analysts():
    """SECAS analysts of today, for choosing a Lead Analyst."""
    return holders(Role.ANALYST)


def holders(role: str):
    """Everybody who has the role today."""
    granted = RoleGrant.objects.on().filter(role=role).values("user_id")
    return User.objects.filter(pk__in=granted, is_active=True)


def speakers_for_parties(*, but_the_dcc: bool = False):
    """Everybody who may today speak for a Party: who is told of notices to Parties. In the register the DCC is one."""
    affiliations = Affiliation.objects.on().filter(kind=Affiliation.Kind.SUBMITTER, organisation__is_party=True)
    if but_the_dcc:
        affiliations = affiliations.exclude(organisation__category=Category.DCC)
    return User.objects.filter(pk__in=affiliations.values("user_id"), is_active=True)


def speakers_for_the_dcc():
    """Everybody who may today speak for the DCC, which is a Party of no Party Category."""
    affiliations = Affiliation.objects.on().filter(kind=Affiliation.Kind.SUBMITTER, organisation__category=Category.DCC)
    return User.objects.filter(pk__in=affiliations.values("user_id"), is_active=True)


def people():
    return User.objects.filter(is_active=True)


def organisations():
    """Those of today: what was merged into another is no longer chosen."""
    return Organisation.objects.exclude(merged_on__lte=clock.today())


def cover_for(user, day=None) -> User | None:
    """Who does ``user``'s work on ``day``, where they are away."""
    cover = Cover.objects.on(day).filter(user=user).select_related("covered_by").first()
    return cover.covered_by if cover else None


def covers_today() -> dict[int, User]:
    """Who stands in today for whom, by the key of the one who is away."""
    return {cover.user_id: cover.covered_by for cover in Cover.objects.on().select_related("covered_by")}


def stood_in_for(user) -> list[User]:
    """Whose work ``user`` does today because they are away."""
    if getattr(user, "covered_today", None) == []:
        return []
    return [cover.user for cover in Cover.objects.on().filter(covered_by=user).select_related("user")]
