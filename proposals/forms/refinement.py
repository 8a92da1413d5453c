"""Forms of Refinement: requirements, discussions, the consultation, and the areas of assessment."""

from django import forms

from bodies.models import Committee
from proposals.actions import areas, refinement, requirementsets
from proposals.forms.base import EditForm, RichField, choose, day, line, words
from proposals.forms.rows import RowKind, RowsForm
from proposals.forms.steps import StepForm, meeting_day, newest_meetings

NO_MEETING = "Not at a meeting"


def requirement_fields() -> dict[str, forms.Field]:
    return {"text": words("The requirement", rows=3, help_text="What the solution has to do, in one or two sentences.")}


class RequirementsForm(RowsForm):
    """The next version of the requirements; opened with the content of the version before."""

    title = line("Title", "Give the requirements a title.", limit=120)
    text = RichField(label="Requirements as text", rows=8, help_text="Or an introduction to the numbered rows below.")
    why = line("Why there is a new version", limit=300)
    kinds = (RowKind("requirement", "Requirement", "Add another requirement", requirement_fields, ("text",)),)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if not self.version_of():
            del self.fields["why"]

    def read(self) -> dict:
        self.latest = self.proposal.requirement_sets.order_by("-sequence").first()
        return content_of(self.latest) if self.latest else {"title": "Business requirements", "requirement": []}

    def version_of(self) -> int:
        return self.latest.sequence if self.latest else 0

    def save(self, version):
        return requirementsets.draft_requirements(
            proposal=self.proposal,
            by=self.user,
            based_on=version,
            why=self.cleaned_data.get("why", ""),
            **self.content(),
        )

    def content(self) -> dict:
        rows = [row["text"] for row in self.given(self.kinds[0])]
        return {"title": self.cleaned_data["title"], "text": self.cleaned_data["text"], "requirements": rows}


def content_of(requirement_set) -> dict:
    rows = [{"text": row.text} for row in requirement_set.requirements.all()]
    return {"title": requirement_set.title, "text": requirement_set.text, "requirement": rows}


class RequirementsEditForm(RequirementsForm):
    """A version that nobody has been shown yet."""

    why = None

    def __init__(self, *args, **options):
        RowsForm.__init__(self, *args, **options)

    def read(self) -> dict:
        self.subject.refresh_from_db()
        return content_of(self.subject)

    def version_of(self) -> int:
        return self.subject.version

    def save(self, version):
        return requirementsets.edit_requirements(
            proposal=self.proposal, by=self.user, requirement_set=self.subject, version=version, **self.content()
        )


class PublishForm(StepForm):
    comments_until = day("Open to comment until", missing="Give the last day for comments.", required=True)
    dated = "Published on"
    first = ("on", "comments_until")


class AgreeForm(StepForm):
    with_proposer = forms.BooleanField(label="Agreed with the Proposer", required=False)
    dated = "Agreed on"

    def make(self):
        self.fields["meeting"] = choose("Agreed at a meeting", newest_meetings(), empty=NO_MEETING)

    def clean(self):
        meeting_day(self, "on")


class DiscussionForm(StepForm):
    summary = RichField(label="What came of it", rows=8)
    dated = "Date"
    first = ("meeting", "committee", "on", "summary")

    def make(self):
        self.fields["meeting"] = choose("Meeting", newest_meetings(), empty=NO_MEETING)
        self.fields["committee"] = choose("Body", Committee.objects.all(), empty="As the meeting says")
        self.fields["on"].help_text = "Leave empty to take the date of the meeting, or today without one."

    def clean(self):
        meeting_day(self, "on")


class DiscussionEditForm(EditForm):
    summary = RichField(label="What came of it", rows=10)

    def read(self) -> dict:
        self.subject.refresh_from_db()
        return {"summary": self.subject.summary}

    def version_of(self) -> int:
        return self.subject.version

    def save(self, version):
        return refinement.correct_discussion(
            proposal=self.proposal, by=self.user, discussion=self.subject, version=version, **self.values()
        )


class OpenConsultationForm(StepForm):
    closes_on = day("Closes on", missing="Give the day on which it closes.", required=True)
    dated = "Opens on"
    first = ("on", "closes_on")


class ExtendConsultationForm(StepForm):
    closes_on = day("Closes on", missing="Give the day on which it now closes.", required=True)
    reason = words("Why it is extended", "Say why the consultation is extended.", rows=3, help_text="")


class CloseConsultationForm(StepForm):
    responses = line(
        "Responses, in words",
        "Say how many responses came.",
        limit=200,
        help_text="For example: four, two of them from Large Suppliers.",
    )
    dated = "Closed on"


def _body(**options) -> forms.ModelChoiceField:
    return choose("Which body answers it", Committee.objects.all(), **options)


class AreaForm(EditForm):
    """An area with or without a row of the proposal's: ``subject`` is an AssessmentArea, saved or not."""

    question = line("Question", "Write the question.", limit=300)
    background = RichField(label="Background", rows=6)
    feedback = RichField(label="Where feedback on it comes from", rows=4)
    counter_view = RichField(label="The Proposer’s counter-view", rows=4)
    committee = _body(empty="Not yet said")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.subject and self.subject.standard_id:
            del self.fields["question"]

    def read(self) -> dict:
        if self.subject is None:
            return {}
        if self.subject.pk:
            self.subject.refresh_from_db()
        names = ("question", "background", "feedback", "counter_view")
        return {name: getattr(self.subject, name) for name in names} | {"committee": self.subject.committee_id}

    def version_of(self) -> int:
        return self.subject.version if self.subject else 1

    def save(self, version):
        if self.subject is None:
            return areas.add_area(proposal=self.proposal, by=self.user, **self.values())
        return areas.edit_area(
            proposal=self.proposal, by=self.user, version=version, **which(self.subject), **self.values()
        )


def which(area) -> dict:
    """How an act is told of an area: by its row, or by the standard area while it has none."""
    return {"area": area} if area.pk else {"standard": area.standard}


class AreaAnswerForm(StepForm):
    answer = RichField(label="The answer", rows=8)
    dated = "Answered on"
    first = ("committee", "on", "answer")

    def make(self):
        self.fields["committee"] = _body(empty="Choose the body", initial=self.subject.committee_id)
        self.fields["committee"].label = "Which body answered"

    def act_arguments(self) -> dict:
        return super().act_arguments() | which(self.subject)


class AreaOpenForm(StepForm):
    reason = words("Why it is left open", "Say why this is left open.", rows=4)
    dated = "Decided on"

    def act_arguments(self) -> dict:
        return super().act_arguments() | which(self.subject)


class ReopenForm(StepForm):
    why = words("Why it is opened again", "Say why this is opened again.", rows=3)

    def act_arguments(self) -> dict:
        return super().act_arguments() | which(self.subject)
