from accounts.models import User
from accounts.queries import analysts
from audit import clock
from bodies.models import Meeting
from proposals.forms.base import Form, choose, day, line, words
from proposals.models import Proposal
from subcommittees import actions
from subcommittees.forms.given import PersonChoice
from subcommittees.models import VerbalUpdate, ViewRequest

NEXT_MEETINGS = 40


class OweForm(Form):
    meeting = choose("Which meeting will be told?", Meeting.objects.none(), missing="Choose the meeting.")
    about = line("What about?", "Say what it will be about.", limit=300)
    request = choose("Which request is it about?", ViewRequest.objects.none(), empty="None")
    owed_by = choose("Who will tell it?", User.objects.none(), empty="SECAS, nobody by name")

    def __init__(self, *args, proposal: Proposal, user, **options):
        super().__init__(*args, **options)
        coming = Meeting.objects.filter(date__gte=clock.today(), state=Meeting.State.PLANNED).order_by("date")
        keys = list(coming.values_list("pk", flat=True)[:NEXT_MEETINGS])
        self.fields["meeting"].queryset = Meeting.objects.filter(pk__in=keys).select_related("committee")
        asked = ViewRequest.objects.visible_to(user).standing().filter(proposal=proposal)
        self.fields["request"].queryset = asked.select_related("committee", "organisation")
        self.fields["request"].label_from_instance = _asked
        self.fields["owed_by"].queryset = analysts() | User.objects.filter(pk=user.pk)
        self.fields["owed_by"].label_from_instance = PersonChoice.label


def _asked(request: ViewRequest) -> str:
    return f"{request.asked[0].upper()}{request.asked[1:]}, due {request.due_on:%-d %B %Y}"


class UpdateForm(Form):
    """A form over one verbal update."""

    def __init__(self, *args, update: VerbalUpdate, user, **options):
        super().__init__(*args, **options)
        self.update_row, self.user = update, user

    def act(self, act):
        return act(update=self.update_row, by=self.user, **self.cleaned_data)


class GiveForm(UpdateForm):
    words = words("What was said", "Write what was said.", rows=6)
    given_on = day("Said on")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("given_on", min(self.update_row.meeting.date, clock.today()))

    def record(self):
        return self.act(actions.give_verbal_update)


class CorrectForm(UpdateForm):
    words = words("What was said", "Write what was said.", rows=6)
    why = line("Why it is put right", "Say why the words are others.", limit=300)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("words", self.update_row.words)

    def record(self):
        return self.act(actions.correct_verbal_update)


class DropForm(UpdateForm):
    because = line("Why it will not be given", "Say why it is dropped.", limit=300)

    def record(self):
        return self.act(actions.drop_verbal_update)
