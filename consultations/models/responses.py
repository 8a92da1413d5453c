"""What is answered: the draft that colleagues write together, and what was submitted, which stays as it came."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Category, Organisation, User
from audit.models import APPEND_ONLY
from consultations.models.consultation import Consultation, Invitation
from consultations.models.questions import Agreement, Question
from consultations.queries.responses import (
    EnclosureQuerySet,
    OfAResponseQuerySet,
    OfASubmissionQuerySet,
    ResponseQuerySet,
    SubmissionQuerySet,
)


class Position(models.TextChoices):
    """Where the respondent stands on the change as a whole, where they say so."""

    APPROVE = "approve", "It should be approved"
    REJECT = "reject", "It should be rejected"
    NEUTRAL = "neutral", "Neither"


class Operation(models.TextChoices):
    """What a comment on a clause asks for (S4: five kinds in six lines)."""

    ADD_AFTER = "add_after", "Add after"
    INSERT = "insert", "Insert words"
    REPLACE = "replace", "Replace"
    DELETE = "delete", "Delete"
    QUERY = "query", "Question or remark"


class Response(models.Model):
    """One respondent's answer to one consultation, from its first word on: the draft. What was submitted from it stands
    in its ``submissions``. The draft is read by its own people alone, never by SECAS.

    Whose it is: an ``organisation``; or a person who speaks for nobody, with ``category``; a guest has an
    ``invitation`` besides. ``number`` is given with the first submission.

    ``version`` is that of its head: for whom it speaks besides, where it stands, who may read it.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField(null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="responses", null=True, blank=True
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, related_name="responses", null=True, blank=True
    )
    person_name = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=20, choices=Category)
    parties = models.ManyToManyField(
        Organisation, verbose_name="also on behalf of", related_name="answered_for", blank=True
    )
    others = models.CharField("others that it speaks for", max_length=300, blank=True)
    position = models.CharField(max_length=7, choices=Position, blank=True)
    general_comments = models.TextField(blank=True)
    general_version = models.PositiveIntegerField(default=0)
    general_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="general_comments_drafted", null=True, blank=True
    )
    general_at = models.DateTimeField(null=True, blank=True)
    confidential = models.BooleanField("the whole response is confidential", default=False)
    confidential_because = models.CharField(max_length=300, blank=True)
    consents = models.BooleanField("it may be published with the respondent’s name", default=False)
    ready_for_sign_off_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="responses_made_ready", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="started_responses", null=True)
    started_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    headed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="response_heads_drafted", null=True, blank=True
    )
    headed_at = models.DateTimeField(null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", F("number").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(name="response_numbered_once", fields=["consultation", "number"]),
            models.UniqueConstraint(
                name="one_response_of_an_organisation",
                fields=["consultation", "organisation"],
                condition=Q(organisation__isnull=False, withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_response_of_a_guest",
                fields=["invitation"],
                condition=Q(invitation__isnull=False, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="response_is_somebodys", condition=Q(organisation__isnull=False) | ~Q(person_name="")
            ),
            models.CheckConstraint(
                name="response_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
            ),
        ]

    def __str__(self):
        return f"Response {self.number or 'in draft'} to {self.consultation_id}"

    @property
    def whose(self) -> str:
        return str(self.organisation) if self.organisation_id else self.person_name


class Given(models.Model):
    """An answer to one question: a value of the kind that the question asks for, where there is one, and words apart
    from it. Nothing is guessed: a value is there only where it was chosen. Costs in pence."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="%(class)ss")
    agreement = models.CharField(max_length=22, choices=Agreement, blank=True)
    chosen = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    day = models.DateField(null=True, blank=True)
    least = models.BigIntegerField("pence, at least", null=True, blank=True)
    most = models.BigIntegerField("pence, at most", null=True, blank=True)
    text = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_cost_is_a_range",
                condition=Q(least__isnull=True, most__isnull=True) | Q(least__gte=0, most__gte=F("least")),
            )
        ]


class OnAClause(models.Model):
    """A comment on a clause. ``clause`` as the house writes it (“L8.7”), empty where it cannot be read; ``as_written``
    as the respondent wrote it; ``anchor``: the words at which it applies; ``text``: what is to be added or what is
    asked."""

    place = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=40, blank=True)
    as_written = models.CharField(max_length=80)
    operation = models.CharField(max_length=9, choices=Operation)
    anchor = models.TextField(blank=True)
    text = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)

    class Meta:
        abstract = True


class DraftAnswer(Given):
    """As it is being written. ``version`` grows with each save, so that nobody overwrites anybody."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="draft_answers", null=True)
    at = models.DateTimeField()

    objects = OfAResponseQuerySet.as_manager()

    class Meta(Given.Meta):
        ordering = ["response", "question__number"]
        constraints = [
            *Given.Meta.constraints,
            models.UniqueConstraint(name="one_draft_of_an_answer", fields=["response", "question"]),
        ]

    def __str__(self):
        return f"Draft of an answer to {self.question_id}"


class DraftClauseComment(OnAClause):
    """As far as it has come: what it still needs before it can be sent, ``consultations.drafts.clauses`` says."""

    as_written = models.CharField(max_length=80, blank=True)
    operation = models.CharField(max_length=9, choices=Operation, blank=True)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="clause_drafts")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="draft_clause_comments", null=True)
    at = models.DateTimeField()

    objects = OfAResponseQuerySet.as_manager()

    class Meta:
        ordering = ["response", "place", "pk"]

    def __str__(self):
        return f"Draft of a comment on {self.as_written or 'a clause'}"


class PartLock(models.Model):
    """Who is writing in which part of a response: ``q-<question>``, ``c-<clause draft>``, ``general`` or ``head``. It
    holds as long as it is renewed (see ``consultations.drafts.locks``)."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="locks")
    part = models.CharField(max_length=24)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="part_locks", null=True)
    taken_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = OfAResponseQuerySet.as_manager()

    class Meta:
        ordering = ["response", "part"]
        constraints = [models.UniqueConstraint(name="one_writes_in_a_part", fields=["response", "part"])]

    def __str__(self):
        return f"{self.part} of {self.response_id}"


class Revision(models.Model):
    """What a part of a draft said before it was written over by somebody else, after a pause, or by much less; and what
    could not be saved, because somebody else had been faster (see ``consultations.actions.drafted``)."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="revisions")
    part = models.CharField(max_length=24)
    said = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="response_revisions", null=True)
    at = models.DateTimeField()

    objects = OfAResponseQuerySet.as_manager()

    class Meta:
        ordering = ["response", "part", "pk"]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.part} of {self.response_id}, {self.at}"


class Enclosure(models.Model):
    """A file that came with a response, or as which it came. Stored under its own hash, never overwritten."""

    class Kind(models.TextChoices):
        ATTACHMENT = "attachment", "Attachment"
        ORIGINAL = "original", "The response as it came in"

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="enclosures")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=160)
    file = models.FileField(max_length=120)
    filename = models.CharField(max_length=160)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    confidential = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enclosures", null=True)
    at = models.DateTimeField()

    objects = EnclosureQuerySet.as_manager()

    class Meta:
        ordering = ["response", "pk"]

    def __str__(self):
        return self.title


# As it came; only whether a late one counts is decided afterwards.
SUBMITTED = (
    "response", "version", "received_at", "how", "by", "signed_by", "category", "parties", "others", "position",
    "general_comments", "confidential", "confidential_because", "consents", "late", "digest",
)  # fmt: skip


class Submission(models.Model):
    """What was signed off and received, word for word. The newest that counts is the respondent's answer; an earlier
    one stays. ``parties``: the names of those for whom it speaks besides, as on that day. ``digest``: SHA-256 of all
    that it says, so that the same thing sent twice is one."""

    class How(models.TextChoices):
        ONLINE = "online", "Here"
        GUEST = "guest", "By a guest’s link"
        EMAIL = "email", "By e-mail"
        FORM = "form", "By the form in Word"
        LETTER = "letter", "By letter"

    class Late(models.TextChoices):
        UNDECIDED = "", "Not decided"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField(default=1)
    received_at = models.DateTimeField()
    how = models.CharField(max_length=6, choices=How)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="submissions", null=True)
    signed_by = models.CharField("who signed it off", max_length=120)
    category = models.CharField(max_length=20, choices=Category)
    parties = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    others = models.CharField(max_length=300, blank=True)
    position = models.CharField(max_length=7, choices=Position, blank=True)
    general_comments = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    confidential_because = models.CharField(max_length=300, blank=True)
    consents = models.BooleanField(default=False)
    enclosures = models.ManyToManyField(Enclosure, related_name="submissions", blank=True)
    digest = models.CharField(max_length=64)
    late = models.BooleanField(default=False)
    held_back = models.BooleanField("it waits to be published, as the others were published before", default=False)
    late_decision = models.CharField(max_length=8, choices=Late, blank=True, default=Late.UNDECIDED)
    decided_because = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="decided_submissions", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["response", "version"]
        triggers = [
            pgtrigger.ReadOnly(name="submission_stays_as_it_came", fields=[*SUBMITTED]),
            pgtrigger.Protect(name="submission_never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(name="submission_version_once", fields=["response", "version"]),
            models.CheckConstraint(
                name="only_what_is_late_is_decided_on",
                condition=Q(late_decision="", decided_at__isnull=True, decided_because="")
                | Q(late=True, decided_at__isnull=False) & ~Q(late_decision="") & ~Q(decided_because=""),
            ),
            models.CheckConstraint(name="somebody_signed_it_off", condition=~Q(signed_by="")),
        ]

    def __str__(self):
        return f"Version {self.version} of response {self.response_id}"

    @property
    def counts(self) -> bool:
        return not self.late or self.late_decision == self.Late.ACCEPTED


class QuestionAnswer(Given):
    """A submitted answer. An empty one is not written: a question without a row was not answered."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="answers")

    objects = OfASubmissionQuerySet.as_manager()

    class Meta(Given.Meta):
        ordering = ["submission", "question__number"]
        triggers = [APPEND_ONLY]
        constraints = [
            *Given.Meta.constraints,
            models.UniqueConstraint(name="question_answered_once", fields=["submission", "question"]),
        ]

    def __str__(self):
        return f"Answer to {self.question_id} in {self.submission_id}"


class ClauseComment(OnAClause):
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="clause_comments")

    objects = OfASubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "place"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="clausecomment_says_something", condition=~Q(text="") | Q(operation="delete")),
            models.CheckConstraint(name="clausecomment_names_a_place", condition=~Q(as_written="")),
            models.UniqueConstraint(name="clause_comment_placed_once", fields=["submission", "place"]),
        ]

    def __str__(self):
        return f"On {self.clause or self.as_written} in {self.submission_id}"
