from accounts.models import Affiliation, Organisation, User
from accounts.seats import CHAIR, SECRETARY
from audit import clock
from bodies.models import Committee, Meeting, Membership
from proposals.forms.base import Form, choose, day, line, pick, words
from proposals.forms.filing import ALL_CLASSES
from proposals.forms.texts import CLASSES
from subcommittees import actions
from subcommittees.models import View, ViewRequest

NEWEST_MEETINGS = 60
COMMITTEE, ORGANISATION = "committee", "organisation"
AGAIN = "Needed where this body has given a view before."


class ViewForm(Form):
    """The view of one body or organisation; who it may be follows from who records it."""

    giver = pick("Whose view is this?", (), missing="Choose the body or organisation.")
    position = pick("Position", View.Position.choices, missing="Choose the position.", radio=True)
    text = words("The view", rows=6)
    why_changed = line("Why it has changed", limit=300, help_text=AGAIN)
    given_on = day("Given on", initial=clock.today)
    meeting = choose("At the meeting", Meeting.objects.none(), empty="Not at a meeting")
    classification = pick(
        "Classification",
        ALL_CLASSES,
        missing="Choose a classification.",
        initial=CLASSES[0][0],
        help_text="Red only at a meeting that has people named for the item.",
    )
    places = {COMMITTEE: "giver", ORGANISATION: "giver"}

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        self.committees = self._committees()
        self.fields["giver"].choices = self._givers()
        self.fields["meeting"].queryset = newest_meetings(self.committees)

    def _committees(self) -> list[Committee]:
        committees = Committee.objects.all()
        if self.user.is_analyst:
            return list(committees)
        spoken_for = [pk for pk, office in self.user.offices if office in (CHAIR, SECRETARY)]
        return list(committees.filter(pk__in=spoken_for))

    def _givers(self) -> list:
        bodies = [(f"{COMMITTEE}-{body.pk}", body.name) for body in self.committees]
        groups = [("", "Choose one"), ("Bodies", bodies)]
        if self.user.is_analyst:
            everybody = Organisation.objects.values_list("pk", "name")
            groups.append(("Organisations", [(f"{ORGANISATION}-{pk}", name) for pk, name in everybody]))
        return groups

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


def newest_meetings(committees: list[Committee]):
    past = Meeting.objects.filter(committee__in=committees, date__lte=clock.today())
    newest = past.exclude(state=Meeting.State.CANCELLED).order_by("-date").values_list("pk", flat=True)
    return Meeting.objects.filter(pk__in=list(newest[:NEWEST_MEETINGS])).select_related("committee").order_by("-date")


class PersonChoice:
    """The label of a person in a list: the name."""

    @staticmethod
    def label(user: User) -> str:
        return user.name


class AnswerForm(Form):
    """The answer to one request; who gave it stands already."""

    position = pick("Position", View.Position.choices, missing="Choose the position.", radio=True)
    text = words("The view", rows=6)
    why_changed = line("Why it has changed", limit=300, help_text=AGAIN)
    given_on = day("Given on", initial=clock.today)
    meeting = choose("At the meeting", Meeting.objects.none(), empty="Not at a meeting")
    reported_by = choose("Reported by", User.objects.none(), empty="Nobody: it came from them directly")
    classification = pick("Classification", CLASSES, missing="Choose a classification.", initial=CLASSES[0][0])

    def __init__(self, *args, request: ViewRequest, user, **options):
        super().__init__(*args, **options)
        self.user, self.asked = user, request
        self.initial.setdefault("classification", request.classification)
        earlier = request.views.exists()
        if not earlier:
            self.fields["why_changed"].help_text = "Only where it differs from what they said before they were asked."
        if request.committee_id:
            self.fields["meeting"].queryset = newest_meetings([request.committee])
            if request.meeting_id and request.meeting.date <= clock.today():
                self.initial.setdefault("meeting", request.meeting_id)
                self.initial.setdefault("given_on", request.meeting.date)
        else:
            del self.fields["meeting"]
        if user.is_analyst:
            self.fields["reported_by"].queryset = people_of(request)
            self.fields["reported_by"].label_from_instance = PersonChoice.label
        else:
            del self.fields["reported_by"]

    def record(self):
        whose = {"committee": self.asked.committee, "organisation": self.asked.organisation}
        return actions.record_view(
            proposal=self.asked.proposal, by=self.user, request=self.asked, **whose, **self.cleaned_data
        )


class TelephoneForm(Form):
    """An answer given by telephone, in one step."""

    spoke_to = line("Whom you spoke to", "Say whom you spoke to.", limit=120)
    position = pick("Position", View.Position.choices, missing="Choose the position.", radio=True)
    text = words("What they said", rows=4)
    why_changed = line("Why it has changed", limit=300, help_text=AGAIN)

    def __init__(self, *args, request: ViewRequest, user, **options):
        super().__init__(*args, **options)
        self.user, self.asked = user, request

    def record(self):
        return actions.answer_by_telephone(request=self.asked, by=self.user, **self.cleaned_data)


def people_of(request: ViewRequest):
    """Who may have passed on what was asked: those who sit on the body or belong to the organisation today."""
    if request.committee_id:
        today = Membership.objects.on().filter(seat__committee=request.committee_id)
    else:
        today = Affiliation.objects.on().filter(organisation=request.organisation_id)
    return User.objects.filter(pk__in=today.values("user_id"), is_active=True).order_by("name")
