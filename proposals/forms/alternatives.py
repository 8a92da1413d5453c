"""Forms of Alternatives, beside those of the proposed solution, which serve them too."""

from accounts.models import Organisation
from accounts.queries import people
from bodies.models import Meeting
from proposals.actions import alternatives
from proposals.forms.base import EditForm, RichField, choose, day, line, words
from proposals.forms.steps import StepForm, newest_meetings
from proposals.models.proposal import TITLE_LENGTH


class RaiseAlternativeForm(StepForm):
    title = line("Title", "Give the Alternative a title.", limit=TITLE_LENGTH)
    text = RichField(label="What it would do", rows=10)
    dated = "Raised on"
    first = ("raised_by", "organisation", "on", "title", "text")

    def make(self):
        if self.user.is_analyst:
            self.fields["raised_by"] = choose("Who raises it", people(), missing="Choose who raises it.")
        own = self._organisations()
        self.fields["organisation"] = choose("For which organisation", own, missing="Choose the organisation.")
        held = list(own[:2])
        if len(held) == 1:
            self.initial["organisation"] = held[0].pk

    def _organisations(self):
        if self.user.is_analyst:
            return Organisation.objects.all()
        own = set(self.user.submits_for)
        if self.user.pk in (self.proposal.proposer_id, self.proposal.representative_id):
            own.add(self.proposal.proposer_organisation_id)
        return Organisation.objects.filter(pk__in=own)


class AlternativeForm(EditForm):
    """Its title, and who supports that it is developed."""

    title = line("Title", "Give the Alternative a title.", limit=TITLE_LENGTH)
    supported_by = line("Who supports its development", limit=200, help_text="For example: the Working Group.")
    supported_at = choose("At which meeting", Meeting.objects.none(), empty="Not at a meeting")
    supported_on = day("Supported on", help_text="Leave empty to take the date of the meeting, or today without one.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["supported_at"].queryset = newest_meetings()

    def read(self) -> dict:
        self.subject.refresh_from_db(fields=["title", "supported_by", "supported_at", "supported_on", "version"])
        names = ("title", "supported_by", "supported_on")
        return {name: getattr(self.subject, name) for name in names} | {"supported_at": self.subject.supported_at_id}

    def version_of(self) -> int:
        return self.subject.version

    def save(self, version):
        return alternatives.save_alternative(
            proposal=self.proposal, by=self.user, alternative=self.subject, version=version, **self.values()
        )


class AlternativeImplementationForm(EditForm):
    implementation = RichField(
        label="Implementation approach",
        rows=8,
        help_text="In which release, and why then. Leave empty where it would be as for the Proposed Solution.",
    )

    def read(self) -> dict:
        self.subject.refresh_from_db(fields=["implementation", "version"])
        return {"implementation": self.subject.implementation}

    def version_of(self) -> int:
        return self.subject.version

    def save(self, version):
        return alternatives.save_alternative_implementation(
            proposal=self.proposal, by=self.user, alternative=self.subject, version=version, **self.values()
        )


class WithdrawAlternativeForm(StepForm):
    why = words("Why the Alternative is withdrawn", "Say why the Alternative is withdrawn.", rows=4)
    dated = "Withdrawn on"
