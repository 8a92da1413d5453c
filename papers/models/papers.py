from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import PeriodQuerySet, User, ends_after_start, no_overlap
from audit import clock
from audit.classification import Classification
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting
from consultations.models import Consultation
from papers.queries import FreeTextQuerySet, PaperQuerySet, PaperVersionQuerySet
from proposals.models import Move, Proposal
from subcommittees.models import AgendaItem

# What each kind of paper is about: a proposal; a proposal before a body; a period, for a body; a meeting as a whole;
# whatever the item of an agenda is about; a step of a proposal, of which it gives notice; or a consultation, with or
# without a proposal.
OF_A_PROPOSAL = ["modification-report", "problem-statement", "conclusions-report"]
BEFORE_A_BODY = ["csc-paper", "panel-paper", "single-proposal"]
OF_A_PERIOD = ["new-proposals"]
OF_A_MEETING = ["agenda", "minutes"]
OF_AN_ITEM = ["uploaded"]
OF_A_STEP = [
    "fast-track-notice",
    "decision-notice",
    "withdrawal-notice",
    "implementation-notice",
    "urgent-notice",
    "authority-letter",
]
OF_A_CONSULTATION = ["consultation-document", "collated-responses"]


class Paper(models.Model):
    """A document that is composed from the record. Its content is in its versions.

    One for a body names the ``committee`` and, where they are known, its ``meeting`` and the ``item`` of the agenda. It
    may have two editions, composed apart: the restricted one for those it is classified for, the public one of what is
    White alone. A document of its proposal has one, as open as the proposal; a notice or letter names the ``step`` that
    calls for it, as that was first recorded; a document of a ``consultation`` is as open as that, and the responses
    collated for SECAS alone are its restricted edition.
    """

    class Kind(models.TextChoices):
        MODIFICATION_REPORT = "modification-report", "Modification Report"
        PROBLEM_STATEMENT = "problem-statement", "Problem statement"
        CONCLUSIONS_REPORT = "conclusions-report", "Conclusions Report"
        CSC_PAPER = "csc-paper", "Change Sub-Committee decision paper"
        PANEL_PAPER = "panel-paper", "Panel conversion paper"
        SINGLE_PROPOSAL = "single-proposal", "Paper on one proposal"
        NEW_PROPOSALS = "new-proposals", "New proposals paper"
        AGENDA = "agenda", "Agenda"
        MINUTES = "minutes", "Minutes"
        UPLOADED = "uploaded", "Paper supplied as a file"
        FAST_TRACK_NOTICE = "fast-track-notice", "Fast-Track notice"
        DECISION_NOTICE = "decision-notice", "Decision notice"
        WITHDRAWAL_NOTICE = "withdrawal-notice", "Withdrawal notice"
        IMPLEMENTATION_NOTICE = "implementation-notice", "Implementation notice"
        URGENT_NOTICE = "urgent-notice", "Urgent notice"
        AUTHORITY_LETTER = "authority-letter", "Letter to the Authority"
        CONSULTATION_DOCUMENT = "consultation-document", "Consultation document"
        COLLATED_RESPONSES = "collated-responses", "Collated responses"

    class Edition(models.TextChoices):
        PUBLIC = "public", "Public edition"
        RESTRICTED = "restricted", "Restricted edition"

    kind = models.CharField(max_length=30, choices=Kind)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="papers", null=True, blank=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="papers", null=True, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers", null=True, blank=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers", null=True, blank=True)
    step = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="papers", null=True, blank=True)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="papers", null=True, blank=True
    )
    starts = models.DateField("new from", null=True, blank=True)
    ends = models.DateField("new until", null=True, blank=True)
    edition = models.CharField(max_length=10, choices=Edition, default=Edition.PUBLIC)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_paper_of_a_kind", fields=["kind", "proposal"], condition=Q(kind__in=OF_A_PROPOSAL)
            ),
            models.UniqueConstraint(
                name="one_paper_an_item", fields=["item", "edition"], condition=Q(item__isnull=False)
            ),
            models.UniqueConstraint(
                name="one_paper_without_an_item",
                fields=["kind", "committee", "meeting", "proposal", "starts", "ends", "edition"],
                condition=Q(item__isnull=True, committee__isnull=False),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="one_paper_of_a_kind_a_step", fields=["kind", "step"], condition=Q(step__isnull=False)
            ),
            models.CheckConstraint(
                name="notices_are_of_a_step",
                condition=Q(kind__in=OF_A_STEP, step__isnull=False) | ~Q(kind__in=OF_A_STEP) & Q(step__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_paper_of_a_kind_a_consultation",
                fields=["kind", "consultation", "edition"],
                condition=Q(consultation__isnull=False),
            ),
            models.CheckConstraint(
                name="papers_of_consultations_are_of_one",
                condition=Q(kind__in=OF_A_CONSULTATION, consultation__isnull=False)
                | ~Q(kind__in=OF_A_CONSULTATION) & Q(consultation__isnull=True),
            ),
            models.CheckConstraint(
                name="paper_is_about_what_its_kind_says",
                condition=Q(
                    kind__in=[*OF_A_PROPOSAL, *OF_A_STEP],
                    proposal__isnull=False,
                    committee__isnull=True,
                    starts__isnull=True,
                    ends__isnull=True,
                    edition="public",
                )
                | Q(
                    kind__in=BEFORE_A_BODY,
                    proposal__isnull=False,
                    committee__isnull=False,
                    starts__isnull=True,
                    ends__isnull=True,
                )
                | Q(
                    kind__in=OF_A_PERIOD,
                    proposal__isnull=True,
                    committee__isnull=False,
                    starts__isnull=False,
                    ends__isnull=False,
                    ends__gte=F("starts"),
                )
                | Q(
                    kind__in=OF_A_MEETING,
                    proposal__isnull=True,
                    meeting__isnull=False,
                    item__isnull=True,
                    starts__isnull=True,
                    ends__isnull=True,
                )
                | Q(kind__in=OF_AN_ITEM, item__isnull=False, starts__isnull=True, ends__isnull=True)
                | Q(kind="consultation-document", committee__isnull=True, edition="public")
                & Q(starts__isnull=True, ends__isnull=True)
                | Q(kind="collated-responses", committee__isnull=True, starts__isnull=True, ends__isnull=True),
            ),
            models.CheckConstraint(
                name="paper_for_a_meeting_of_a_body",
                condition=Q(meeting__isnull=True, item__isnull=True)
                | Q(committee__isnull=False, meeting__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.consultation or self.proposal_id or self.committee}"

    def get_absolute_url(self):
        """The workshop, where it is composed."""
        return reverse("papers:paper", args=[self.pk])

    @property
    def put_right_url(self) -> str:
        """Where stands what was put right of the record that it states: of its proposal, or of the minutes."""
        if self.proposal_id:
            return reverse("proposals:history", args=[self.proposal.slug]) + "#steps"
        if self.consultation_id:
            return self.consultation.get_absolute_url()
        return reverse("subcommittees:minutes", args=[self.committee.code, self.meeting.date.isoformat()])

    @property
    def about(self):
        """What its events are about: the proposal, or else the consultation, the meeting or the body."""
        return self.proposal or self.consultation or self.meeting or self.committee

    @property
    def is_restricted(self) -> bool:
        return self.edition == self.Edition.RESTRICTED


class PaperVersion(models.Model):
    """One composition, frozen: what it says is in ``snapshot`` and never changes. 0.x drafts, 1.0 issued, then 1.1 …

    A version that ``corrects`` an earlier one states why in its ``erratum``. One that was taken down is read no more by
    anybody; that it was there, and its hash, stay known. ``slug`` keeps the reference that the proposal had then: a
    report issued for DP099 stays DP099's.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ISSUED = "issued", "Issued"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    slug = models.SlugField(max_length=80)
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=State)
    title = models.CharField(max_length=200)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    snapshot = models.TextField()
    snapshot_hash = models.CharField(max_length=64)
    composed_on = models.DateField()
    composed_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="composed_papers")
    issued_at = models.DateTimeField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="corrected_by", null=True, blank=True
    )
    erratum = models.TextField("what this version puts right", blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_because = models.TextField(blank=True)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-composed_on", "-major", "-minor"]
        constraints = [
            models.UniqueConstraint(name="paper_version_once", fields=["paper", "major", "minor"]),
            models.UniqueConstraint(name="paper_address_once", fields=["slug", "major", "minor"]),
            models.CheckConstraint(
                name="issued_whole",
                condition=Q(state="issued", issued_at__isnull=False, major__gt=0)
                | Q(state="draft", issued_at__isnull=True),
            ),
            models.CheckConstraint(
                name="erratum_whole",
                condition=Q(corrects__isnull=True, erratum="")
                | Q(corrects__isnull=False, state="issued") & ~Q(erratum=""),
            ),
            models.CheckConstraint(
                name="paper_taken_down_whole",
                condition=Q(taken_down_at__isnull=True, taken_down_because="")
                | Q(taken_down_at__isnull=False, state="issued") & ~Q(taken_down_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.label}"

    def get_absolute_url(self):
        return reverse("papers:version", args=[self.slug, self.label])

    @property
    def label(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def corrected_on(self):
        """The day on which the record was put right after this was issued; of rows read ``with_corrections``."""
        return clock.london_date(self.record_corrected_at) if self.record_corrected_at else None

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED

    @property
    def is_taken_down(self) -> bool:
        return self.taken_down_at is not None


class Rendition(models.Model):
    """A file made of a version once, stored under its hash, never made again."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="renditions")
    format = models.CharField(max_length=4, choices=Format)
    file = models.FileField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="made_once_per_format", fields=["version", "format"])]

    def __str__(self):
        return f"{self.version} as {self.get_format_display()}"


class GlossaryTerm(models.Model):
    """An acronym and its full term. One acronym may have two meanings; a document chooses.

    One that was retired explains nothing any more; papers that were issued with it keep it."""

    acronym = models.CharField(max_length=20)
    term = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)
    retired_on = models.DateField("no longer used from", null=True, blank=True)
    retired_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["acronym", "term"]
        constraints = [
            models.UniqueConstraint(name="meaning_once", fields=["acronym", "term"]),
            models.CheckConstraint(
                name="term_retired_whole",
                condition=Q(retired_on__isnull=True, retired_because="")
                | Q(retired_on__isnull=False) & ~Q(retired_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.acronym}: {self.term}"


class GlossaryChoice(models.Model):
    """For one paper: the chosen meaning of an acronym, or a term that is listed although the text never uses it."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="glossary_choices")
    term = models.ForeignKey(GlossaryTerm, on_delete=models.PROTECT)
    always = models.BooleanField("list it although it is not used", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="chosen_once", fields=["paper", "term"])]

    def __str__(self):
        return f"{self.paper}: {self.term}"


class FreeText(models.Model):
    """What SECAS added by hand at one place of a paper. The newest version of a place holds; one without words takes
    away what stood there."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="free_texts")
    place = models.CharField("key of the section at whose end it stands", max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="free_texts", null=True)
    at = models.DateTimeField()

    objects = FreeTextQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "place", "version"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="free_text_version_once", fields=["paper", "place", "version"]),
            models.CheckConstraint(name="free_text_begins_with_words", condition=Q(version__gt=1) | ~Q(text="")),
        ]

    def __str__(self):
        return f"Words at {self.place} of {self.paper_id}"


class BoilerplateKey(models.TextChoices):
    OFFICE_NAME = "office_name", "Name of the office"
    OFFICE_ADDRESS = "office_address", "Address of the office"
    OFFICE_TELEPHONE = "office_telephone", "Telephone of the office"
    OFFICE_EMAIL = "office_email", "E-mail address of the office"
    OFFICE_AUTHORITY = "office_authority", "To whom letters to the Authority are addressed"
    TEAM = "team", "Team that signs papers"
    NEW_FOCUS = "new_focus", "New proposals: what the Development Stage is about"
    NEW_INVITATION = "new_invitation", "New proposals: what the body is invited to do"
    NO_UPDATES = "no_updates", "New proposals: that there are no updates"
    COMMENTS_WELCOME = "comments_welcome", "Decision paper: that comments are welcome"
    OTHER_BODIES = "other_bodies", "Conversion paper: which other bodies will be asked"
    AREAS_LEAD = "areas_lead", "Conversion paper: what the areas of assessment are"
    STATEMENT_ABOUT = "statement_about", "Problem statement: what the document is"


# Those that a body may have words of its own for; “{body}” in them is replaced by its name.
OF_A_BODY = [key for key in BoilerplateKey if not key.startswith("office_")]


class Boilerplate(models.Model):
    """Words that papers repeat, with the dates between which they hold: in general, or in the papers of one body."""

    key = models.CharField(max_length=20, choices=BoilerplateKey)
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="boilerplate", null=True, blank=True
    )
    text = models.TextField()
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["key", "committee", "starts"]
        constraints = [
            ends_after_start("boilerplate_ends_after_start"),
            *[
                no_overlap(f"one_{key.value}_text", condition=Q(key=key.value, committee__isnull=True))
                for key in BoilerplateKey
            ],
            *[
                no_overlap(
                    f"one_{key.value}_text_a_body",
                    "committee_id",
                    condition=Q(key=key.value, committee__isnull=False),
                )
                for key in OF_A_BODY
            ],
        ]

    def __str__(self):
        return f"{self.get_key_display()}" + (f" ({self.committee})" if self.committee_id else "")
