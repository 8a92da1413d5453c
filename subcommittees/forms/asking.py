from django import forms

from accounts.models import Category, Organisation
from audit import clock
from bodies.models import Committee, Meeting
from bodies.workingdays import WorkingCalendar
from proposals.forms.base import Form, choose, day, line, pick, words
from proposals.forms.texts import CLASSES
from proposals.models import ProblemStatement, Proposal
from proposals.ports import tellings
from subcommittees.actions import Whom
from subcommittees.actions.asking import proposed_due
from subcommittees.forms.given import COMMITTEE, ORGANISATION
from subcommittees.models import ViewRequest

How = ViewRequest.How


class StatementChoice(forms.ModelChoiceField):
    def label_from_instance(self, statement: ProblemStatement) -> str:
        return f"Version {statement.label} of {statement.on:%-d %B %Y}"


class AskForm(Form):
    """What is put to whom, how and by when. Bodies are asked at their next meeting, or by correspondence."""

    whom = forms.MultipleChoiceField(
        label="Who is asked?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among those listed."},
    )
    organisation = choose("An organisation as well", Organisation.objects.none(), empty="None")
    statement = StatementChoice(
        ProblemStatement.objects.none(),
        label="Which version of the problem statement is put to them?",
        required=False,
        empty_label="Another document, named below",
        error_messages={"invalid_choice": "Choose one of those listed."},
    )
    document = line("The document, where it is another", limit=200)
    how = pick(
        "How are they asked?",
        [(How.MEETING, "Each body at its next meeting"), (How.CORRESPONDENCE, "By correspondence")],
        missing="Choose how they are asked.",
        radio=True,
        initial=How.MEETING,
    )
    why = words("Why in this way", rows=3, help_text="Needed for a body that is asked by correspondence.")
    due_on = day("Answer due on", help_text="Left empty: the day of the meeting, or the working days of the rule.")
    classification = pick("Classification", CLASSES, missing="Choose a classification.", initial=CLASSES[0][0])
    places = {COMMITTEE: "whom", "meeting": "how"}

    def __init__(self, *args, proposal: Proposal, **options):
        super().__init__(*args, **options)
        self.proposal = proposal
        self.meetings = next_meetings(clock.today())
        self.bodies = {f"{COMMITTEE}-{body.pk}": body for body in Committee.objects.all()}
        dcc = Organisation.objects.filter(category=Category.DCC)
        self.companies = {f"{ORGANISATION}-{company.pk}": company for company in dcc}
        self.fields["whom"].choices = [
            *((key, self._label(body)) for key, body in self.bodies.items()),
            *((key, company.name) for key, company in self.companies.items()),
        ]
        self.fields["organisation"].queryset = Organisation.objects.exclude(category=Category.DCC)
        self.fields["statement"].queryset = proposal.statements.all()
        self.initial.setdefault("statement", proposal.statements.first())

    def _label(self, body: Committee) -> str:
        meeting = self.meetings.get(body.pk)
        return f"{body.name} – next meets {meeting.date:%-d %B %Y}" if meeting else f"{body.name} – no meeting planned"

    def clean(self):
        if not self.cleaned_data.get("whom") and not self.cleaned_data.get("organisation"):
            self.add_error("whom", "Choose at least one body or organisation.")

    def chosen(self) -> list[Whom]:
        found = [self._one(key) for key in self.cleaned_data.get("whom", ())]
        company = self.cleaned_data.get("organisation")
        return [*found, *([Whom(organisation=company)] if company else [])]

    def _one(self, key: str) -> Whom:
        if key in self.companies:
            return Whom(organisation=self.companies[key])
        body = self.bodies[key]
        return Whom(committee=body, meeting=self.meetings.get(body.pk))

    def act_arguments(self) -> dict:
        given = {name: self.cleaned_data[name] for name in ("statement", "document", "how", "why", "due_on")}
        if given["document"].strip():
            given["statement"] = None
        return {**given, "classification": self.cleaned_data["classification"], "whom": self.chosen()}

    def effects(self) -> dict[str, list[str]]:
        """Who is asked, by when, and who is told."""
        calendar, today = WorkingCalendar.load(), clock.today()
        whom, at_a_meeting = self.chosen(), self.cleaned_data["how"] == How.MEETING
        asked = []
        for each in whom:
            meeting = each.meeting if at_a_meeting else None
            due = self.cleaned_data["due_on"] or proposed_due(meeting, today, calendar)
            where = f"at its meeting of {meeting.date:%-d %B %Y}" if meeting else "by correspondence"
            name = (each.committee or each.organisation).name
            asked.append(f"{name}, {where}; due {due:%A %-d %B %Y}.")
        told = tellings["view_requests"]([self._drafted(each) for each in whom])
        return {"Asks": asked, "Tells": [told.sentence or "Nobody by e-mail."], "By name": list(told.names)}

    def _drafted(self, each: Whom) -> ViewRequest:
        return ViewRequest(
            proposal=self.proposal,
            committee=each.committee,
            organisation=each.organisation,
            classification=self.cleaned_data["classification"],
        )


def next_meetings(after) -> dict[int, Meeting]:
    """The next meeting of each body, by the body's key, in one query."""
    coming = Meeting.objects.filter(date__gte=after, state=Meeting.State.PLANNED).order_by("committee_id", "date")
    return {meeting.committee_id: meeting for meeting in coming.distinct("committee_id").select_related("committee")}


class DueForm(Form):
    due_on = day("Answer due on", missing="Give the new day.", required=True)
    why = line("Why the day is another", "Say why the day is another.", limit=300)


class WithdrawForm(Form):
    because = line("Why it is withdrawn", "Say why it is withdrawn.", limit=300)


class ChaseForm(Form):
    text = words("What they are to read", "Write what they are to read.", rows=5)


class FilterForm(Form):
    """What the list of requests shows."""

    body = pick("Who was asked", ())
    state = pick("State", ())
    due = pick(
        "Due", [("", "Any day"), ("past", "Before today"), ("week", "In the next seven days"), ("later", "Later")]
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        bodies = [(f"{COMMITTEE}-{body.pk}", body.name) for body in Committee.objects.all()]
        self.fields["body"].choices = [("", "Anybody"), *bodies, (ORGANISATION, "The DCC and other organisations")]
        states = [(key, label) for key, label in ViewRequest.State.choices if key != ViewRequest.State.CLOSED]
        self.fields["state"].choices = [("", "Not answered yet"), ("all", "All"), *states]
