from accounts.models import Organisation
from audit import clock
from bodies.models import Committee, Meeting
from proposals.forms.base import Form, choose, day, line, pick, words
from proposals.forms.texts import CLASSES
from subcommittees import actions
from subcommittees.models import View

NEWEST_MEETINGS = 60
COMMITTEE, ORGANISATION = "committee", "organisation"


class ViewForm(Form):
    """The view of one body or organisation; who it may be follows from who records it."""

    giver = pick("Whose view is this?", (), missing="Choose the body or organisation.")
    position = pick("Position", View.Position.choices, missing="Choose the position.", radio=True)
    text = words("The view", rows=6)
    why_changed = line("Why it has changed", limit=300, help_text="Needed where this body has given a view before.")
    given_on = day("Given on", initial=clock.today, help_text="Or asked on, where the answer is still to come.")
    meeting = choose("At the meeting", Meeting.objects.none(), empty="Not at a meeting")
    asked_how = line(
        "How it was asked", limit=200, help_text="For example: e-mail with version 0.2 of the problem statement."
    )
    due_on = day("Answer due on", help_text="Only where the body was asked and has not answered.")
    classification = pick("Classification", CLASSES, missing="Choose a classification.", initial=CLASSES[0][0])
    places = {COMMITTEE: "giver", ORGANISATION: "giver"}

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        self.committees = self._committees()
        self.fields["giver"].choices = self._givers()
        self.fields["meeting"].queryset = self._meetings()

    def _committees(self) -> list[Committee]:
        committees = Committee.objects.all()
        return list(committees if self.user.is_analyst else committees.filter(pk__in=self.user.committee_ids))

    def _givers(self) -> list:
        bodies = [(f"{COMMITTEE}-{body.pk}", body.name) for body in self.committees]
        groups = [("", "Choose one"), ("Bodies", bodies)]
        if self.user.is_analyst:
            everybody = Organisation.objects.values_list("pk", "name")
            groups.append(("Organisations", [(f"{ORGANISATION}-{pk}", name) for pk, name in everybody]))
        return groups

    def _meetings(self):
        past = Meeting.objects.filter(committee__in=self.committees, date__lte=clock.today())
        newest = past.order_by("-date").values_list("pk", flat=True)[:NEWEST_MEETINGS]
        return Meeting.objects.filter(pk__in=list(newest)).select_related("committee").order_by("-date")

    def clean(self):
        kind, _, key = self.cleaned_data.get("giver", "").partition("-")
        meeting = self.cleaned_data.get("meeting")
        if meeting and (kind != COMMITTEE or str(meeting.committee_id) != key):
            self.add_error("meeting", "Choose a meeting of the body whose view it is, or none.")

    def record(self, proposal):
        given = dict(self.cleaned_data)
        kind, _, key = given.pop("giver").partition("-")
        if kind == COMMITTEE:
            giver = {COMMITTEE: next(body for body in self.committees if str(body.pk) == key)}
        else:
            giver = {ORGANISATION: Organisation.objects.get(pk=key)}
        return actions.record_view(proposal=proposal, by=self.user, **giver, **given)
