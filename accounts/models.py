from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q
from django.db.models.functions import Lower

from accounts.names import folded
from audit import clock
from audit.classification import Classification


class Category(models.TextChoices):
    """The five Party Categories, then the other classes of respondent (the DCC is not a Party Category)."""

    LARGE_SUPPLIER = "large_supplier", "Large Supplier"
    SMALL_SUPPLIER = "small_supplier", "Small Supplier"
    ELECTRICITY_NETWORK = "electricity_network", "Electricity Network Operator"
    GAS_NETWORK = "gas_network", "Gas Network Operator"
    OTHER_SEC_PARTY = "other_sec_party", "Other SEC Party"
    DCC = "dcc", "DCC"
    CONSUMER_BODY = "consumer_body", "Consumer body"
    GOVERNMENT = "government", "Government"
    MANUFACTURER = "manufacturer", "Device Manufacturer"
    METER_ASSET = "meter_asset", "Meter Asset Manager or Provider"
    SHARED_RESOURCE = "shared_resource", "Shared Resource Provider"
    CODE_ADMINISTRATOR = "code_administrator", "Code Administrator"
    NON_PARTY = "non_party", "Non-Party"


PARTY_CATEGORIES = (
    Category.LARGE_SUPPLIER,
    Category.SMALL_SUPPLIER,
    Category.ELECTRICITY_NETWORK,
    Category.GAS_NETWORK,
    Category.OTHER_SEC_PARTY,
)


class Role(models.TextChoices):
    ANALYST = "analyst", "SECAS analyst"
    ADMINISTRATOR = "administrator", "Administrator"
    AUTHORITY = "authority", "The Authority"


class DateRange(Func):
    """daterange(starts, ends, '[]'): both days belong to the period; no end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, starts="starts", ends="ends", bounds="[]"):
        super().__init__(F(starts), F(ends), models.Value(bounds))


class KeyRange(Func):
    """A one-number range, so that an exclusion constraint compares a key for equality without any extension."""

    function = "INT8RANGE"
    template = "%(function)s(%(expressions)s)"

    def __init__(self, field):
        super().__init__(F(field), F(field), models.Value("[]"))


def no_overlap(name: str, *keys: str, condition: Q | None = None) -> ExclusionConstraint:
    """Periods [starts, ends] of rows with the same keys may not overlap."""
    same = [(KeyRange(key), RangeOperators.OVERLAPS) for key in keys]
    period = (DateRange(), RangeOperators.OVERLAPS)
    return ExclusionConstraint(name=name, expressions=[*same, period], condition=condition)


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(ends=None) | Q(ends__gte=F("starts")))


class PeriodQuerySet(models.QuerySet):
    def on(self, day=None):
        """Rows whose period includes ``day`` (default: today in London)."""
        day = day or clock.today()
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)

    def overlapping(self, starts, ends=None):
        """Rows whose period shares a day with the one from ``starts`` to ``ends``."""
        rows = self.filter(Q(ends=None) | Q(ends__gte=starts))
        return rows.filter(starts__lte=ends) if ends else rows


class Organisation(models.Model):
    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=60)
    folded = models.CharField(max_length=160, editable=False, db_index=True)
    category = models.CharField(max_length=20, choices=Category)
    is_party = models.BooleanField("is a Party to the SEC", default=False)
    voting_group = models.CharField(max_length=80, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True)
    merged_on = models.DateField("merged into it on", null=True, blank=True)

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.CheckConstraint(
                name="merged_whole",
                condition=Q(merged_into__isnull=True, merged_on__isnull=True)
                | Q(merged_into__isnull=False, merged_on__isnull=False) & ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="party_category_means_party",
                condition=Q(is_party=True) | ~Q(category__in=[str(c) for c in PARTY_CATEGORIES]),
            ),
        ]

    def __str__(self):
        return self.short_name

    def save(self, *args, **kwargs):
        self.folded = folded(self.name)
        super().save(*args, **kwargs)

    @property
    def named(self) -> str:
        """As it stands in a sentence: “the DCC”, “Npower”."""
        return f"the {self}" if self.category == Category.DCC else str(self)

    @property
    def with_category(self) -> str:
        """Its short name and what it is; once, where both are the same word, as for the DCC."""
        category = self.get_category_display()
        return self.short_name if self.short_name == category else f"{self.short_name} ({category})"


class FormerName(models.Model):
    """What an organisation was called before, and until when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    until = models.DateField("last day of the name")

    class Meta:
        ordering = ["organisation", "until"]
        constraints = [models.UniqueConstraint(name="one_name_until_a_day", fields=["organisation", "until"])]

    def __str__(self):
        return f"{self.name}, until {self.until:%-d %B %Y}"


class UserManager(BaseUserManager):
    def create_user(self, email: str, name: str, password: str | None = None, **fields):
        """Write a user; without a password they exist in the record and cannot sign in until they set one."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def with_roles(self, today=None):
        """``roles_today``: what ``roles`` would ask for, and ``covered_today``: the keys of those whose work they do
        while these are away, read with the person."""
        granted = RoleGrant.objects.on(today).filter(user=OuterRef("pk")).values("role")
        covered = Cover.objects.on(today).filter(covered_by=OuterRef("pk")).values("user_id")
        return self.annotate(roles_today=ArraySubquery(granted), covered_today=ArraySubquery(covered))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Not everybody here signs in: a Proposer of 2019 may only be named."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, editable=False, db_index=True)
    job_title = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    publish_contact = models.BooleanField("e-mail and telephone may be published", default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    demo_note = models.CharField(max_length=160, blank=True, editable=False)
    joined_at = models.DateTimeField(default=clock.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["folded"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded = folded(self.name)
        super().save(*args, **kwargs)

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles granted to this person today."""
        if hasattr(self, "roles_today"):
            return frozenset(self.roles_today)
        return frozenset(self.role_grants.on().values_list("role", flat=True))

    @cached_property
    def affiliated(self) -> list["Affiliation"]:
        """Whom this person acts for today, read once per request."""
        return list(self.affiliations.on().select_related("organisation"))

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations this person acts for today."""
        return [affiliation.organisation for affiliation in self.affiliated]

    @property
    def submits_for(self) -> frozenset[int]:
        """Organisations this person may speak for with authority (objections, responses), by key."""
        granted = (a for a in self.affiliated if a.kind == Affiliation.Kind.SUBMITTER)
        return frozenset(affiliation.organisation_id for affiliation in granted)

    @property
    def is_analyst(self) -> bool:
        return Role.ANALYST in self.roles

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_authority(self) -> bool:
        return Role.AUTHORITY in self.roles

    @property
    def is_staff(self) -> bool:
        """Django's admin holds reference data only; administrators alone enter it."""
        return self.is_administrator

    @property
    def reads_names(self) -> bool:
        return self.is_analyst or self.is_administrator or self.is_authority

    @cached_property
    def clearances(self) -> frozenset[str]:
        """Classes read whoever owns them (domain: Panel Information Policy). Red only where named, so never here."""
        if self.is_analyst or self.is_authority:
            return frozenset({Classification.WHITE, Classification.GREEN, Classification.AMBER})
        if any(o.is_party or o.category == Category.DCC for o in self.organisations) or self.committee_ids:
            return frozenset({Classification.WHITE, Classification.GREEN})
        return frozenset({Classification.WHITE})

    @cached_property
    def seated(self):
        """Where this person sits today; the seats are ``bodies``' to know (see ``accounts.seats``)."""
        from accounts import seats

        return seats.of(self)

    @property
    def committee_ids(self) -> frozenset[int]:
        return self.seated.committees

    @cached_property
    def offices(self) -> frozenset[tuple[int, str]]:
        """The committees that this person chairs or serves as secretary today, each with the office."""
        from accounts import seats

        return seats.offices_of(self)

    @cached_property
    def capacity(self) -> str:
        """In what capacity this person acts, as the public may read it."""
        for role in (Role.ANALYST, Role.ADMINISTRATOR, Role.AUTHORITY):
            if role in self.roles:
                return Role(role).label
        if self.organisations:
            return self.organisations[0].with_category
        return self.seated.post or "Signed-in reader"


class RoleGrant(models.Model):
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=13, choices=Role)
    starts = models.DateField(default=clock.today)
    ends = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "starts"]
        constraints = [
            ends_after_start("role_grant_ends_after_start"),
            *[
                no_overlap(f"one_{role.value}_grant_at_a_time", "user_id", condition=Q(role=role.value))
                for role in Role
            ],
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class Affiliation(models.Model):
    class Kind(models.TextChoices):
        CONTRIBUTOR = "contributor", "Contributor"
        SUBMITTER = "submitter", "Authorised submitter"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    kind = models.CharField(max_length=11, choices=Kind)
    starts = models.DateField(default=clock.today)
    ends = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "user"]
        constraints = [
            ends_after_start("affiliation_ends_after_start"),
            no_overlap("one_affiliation_at_a_time", "user_id", "organisation_id"),
        ]

    def __str__(self):
        return f"{self.user} for {self.organisation}"


class Cover(models.Model):
    """While somebody is away, their work and mail go to the cover; what the cover does says “for”."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="away")
    covered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    starts = models.DateField()
    ends = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            ends_after_start("cover_ends_after_start"),
            no_overlap("one_cover_at_a_time", "user_id"),
            models.CheckConstraint(name="nobody_covers_themselves", condition=~Q(user=F("covered_by"))),
        ]

    def __str__(self):
        return f"{self.covered_by} for {self.user}, {self.starts} to {self.ends}"
