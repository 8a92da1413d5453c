"""A consultation: what is asked, of whom, and until when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Category, Organisation, User
from audit.classification import Classification
from audit.models import APPEND_ONLY
from consultations.models.kinds import Kind
from consultations.models.questions import QuestionSet
from consultations.queries.consultations import ConsultationQuerySet, OfAConsultationQuerySet, SecasOnlyQuerySet
from proposals.models import Proposal, RefinementConsultation, RequirementSet, Window


class Consultation(models.Model):
    """Prepared, then open in [``opened_at``, ``closes_at``), then closed. Whether it is open is evaluated when it is
    read; ``settled_at`` is its closing instant once the consequences of its end were written.

    A Modification Report Consultation runs in the ``window`` that the step opened, a Refinement Consultation is the
    ``refinement`` on the proposal's record, a comment on requirements is about a ``requirement_set``: the times of
    these are written together, by the acts of this app. A consultation on the SEC is about no proposal.
    """

    kind = models.CharField(max_length=12, choices=Kind)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="consultations", null=True, blank=True
    )
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    invited = ArrayField(models.CharField(max_length=20, choices=Category), default=list, blank=True)
    who_should_respond = models.TextField(blank=True)
    questions = models.OneToOneField(QuestionSet, on_delete=models.PROTECT, related_name="consultation")
    window = models.OneToOneField(Window, on_delete=models.PROTECT, related_name="consultation", null=True, blank=True)
    refinement = models.OneToOneField(
        RefinementConsultation, on_delete=models.PROTECT, related_name="consultation", null=True, blank=True
    )
    requirement_set = models.ForeignKey(
        RequirementSet, on_delete=models.PROTECT, related_name="consultations", null=True, blank=True
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=300, blank=True)
    responses_published_at = models.DateTimeField(null=True, blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consultations", null=True)
    at = models.DateTimeField()

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = [F("opened_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="only_the_sec_is_consulted_on_without_a_proposal",
                condition=Q(kind="code_wide", proposal__isnull=True) | ~Q(kind="code_wide") & Q(proposal__isnull=False),
            ),
            models.CheckConstraint(
                name="consultation_opened_whole",
                condition=Q(opened_at__isnull=True, closes_at__isnull=True)
                | Q(opened_at__isnull=False, closes_at__gt=F("opened_at")),
            ),
            models.CheckConstraint(
                name="consultation_is_settled_after_it_opened",
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="what_is_asked_here_taken_back_whole",
                condition=Q(taken_back_at__isnull=True, taken_back_because="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_because=""),
            ),
            models.CheckConstraint(
                name="only_a_report_is_consulted_on_in_a_window", condition=Q(window__isnull=True) | Q(kind="mrc")
            ),
            models.CheckConstraint(
                name="only_refinement_has_a_refinement_consultation",
                condition=Q(refinement__isnull=True) | Q(kind="refinement"),
            ),
            models.CheckConstraint(
                name="requirements_are_commented_on_by_their_kind",
                condition=Q(kind="requirements", requirement_set__isnull=False)
                | ~Q(kind="requirements") & Q(requirement_set__isnull=True),
            ),
            models.CheckConstraint(
                name="responses_published_of_what_was_open",
                condition=Q(responses_published_at__isnull=True) | Q(opened_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_consultation_of_a_kind_at_a_time",
                fields=["proposal", "kind"],
                condition=Q(kind__in=["refinement", "mrc"], settled_at__isnull=True, taken_back_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                name="consultation_due",
                fields=["closes_at"],
                condition=Q(settled_at__isnull=True, taken_back_at__isnull=True, opened_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.title}"

    def get_absolute_url(self):
        return reverse("consultations:consultation", args=[self.pk])

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None

    def is_open_at(self, instant) -> bool:
        """17:00:00.000 of the last day is late."""
        opened = self.opened_at is not None and not self.is_taken_back
        return opened and self.opened_at <= instant < self.closes_at

    def is_over_at(self, instant) -> bool:
        return self.opened_at is not None and not self.is_taken_back and instant >= self.closes_at


class Extension(models.Model):
    """A later close, and why; the one before it stays on record."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="extensions")
    was = models.DateTimeField()
    becomes = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consultation_extensions", null=True)
    at = models.DateTimeField()

    objects = OfAConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="a_consultation_closes_later", condition=Q(becomes__gt=F("was"))),
            models.CheckConstraint(name="a_later_close_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.was} to {self.becomes}"


class Reminder(models.Model):
    """That those who have not answered were reminded, ``days`` working days before this close. Once for each."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    closes_at = models.DateTimeField()
    at = models.DateTimeField()

    objects = OfAConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="reminded_once_of_a_close", fields=["consultation", "days", "closes_at"])
        ]

    def __str__(self):
        return f"{self.days} working days before {self.closes_at}"


class Invitation(models.Model):
    """A guest who answers without an account, by a signed link sent to this address. ``category`` and
    ``organisation``, where they speak for one that is in the directory, are what SECAS knows of them."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations", null=True, blank=True
    )
    category = models.CharField(max_length=20, choices=Category)
    asked_for_by_guest = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sent_invitations", null=True, blank=True)
    at = models.DateTimeField()

    objects = SecasOnlyQuerySet.as_manager()

    is_authenticated = False  # whoever comes by a link has no account
    is_guest = True
    capacity = "Guest"

    class Meta:
        ordering = ["consultation", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_invitation_to_an_address",
                fields=["consultation", "email"],
                condition=Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(name="a_guest_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return f"{self.name} on {self.consultation_id}"
