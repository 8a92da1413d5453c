"""Forms about the items of an agenda."""

from django import forms

from accounts.queries import people
from bodies.models import Meeting
from proposals.forms.base import Form, choose, line, pick, words
from proposals.forms.texts import CLASSES
from proposals.models import Proposal
from proposals.pages import SLUG
from subcommittees.forms.bodies import number
from subcommittees.models import AgendaItem

KINDS = AgendaItem.Kind.choices
PURPOSES = AgendaItem.Purpose.choices


class ItemForm(Form):
    purpose = pick("For what", PURPOSES, missing="Say what it is for.", radio=True)
    title = line("Title", "Give the item a title.", limit=200)
    presenter = choose("Presented by", people(), empty="Nobody named")
    minutes_planned = number("Minutes planned", max_value=600)
    note = words("Note for the agenda", rows=3)
    late_because = line("Why it comes late", limit=300, help_text="Needed after the papers’ day.")
    classification = pick("Classification", CLASSES, missing="Choose a classification.", initial=CLASSES[0][0])


class AddItemForm(ItemForm):
    kind = pick("What it is", KINDS, missing="Say what it is.")
    proposal = line("Proposal", help_text="Its reference, such as DP075, where the item is about one.")
    title = line(
        "Title", limit=200, help_text="Leave it empty for the usual one; a verbal update says here what it is about."
    )
    field_order = ["kind", "proposal", "purpose", "title"]

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user

    def clean_proposal(self):
        typed = self.cleaned_data["proposal"].strip()
        if not typed:
            return None
        match = SLUG.fullmatch(typed)
        visible = Proposal.objects.visible_to(self.user)
        found = visible.numbered(int(match["number"][:9]), match["suffix"]).first() if match else None
        if found is None:
            self.add_error("proposal", f"No proposal “{typed[:40]}” is open to you; give its reference, such as DP075.")
        return found


class BecauseForm(Form):
    because = line("Why", "Say why.", limit=300)


class CarryOverForm(Form):
    because = line("Why it is carried over", "Say why it is carried over.", limit=300)
    to = choose("To which meeting", Meeting.objects.none(), missing="Choose the meeting.", empty="Choose one")

    def __init__(self, *args, meeting: Meeting, **options):
        later = Meeting.objects.filter(committee=meeting.committee, date__gt=meeting.date, state=Meeting.State.PLANNED)
        later = later.select_related("committee").order_by("date")
        options.setdefault("initial", {"to": later.first()})
        super().__init__(*args, **options)
        self.fields["to"].queryset = later


class HoldForm(Form):
    """Which items were not reached; they are carried over."""

    because = line("Why they were not reached", limit=300)
    places = {"to": "not_reached"}

    def __init__(self, *args, items: list[AgendaItem], **options):
        super().__init__(*args, **options)
        self.items = {f"{item.pk}": item for item in items}
        choices = [(key, str(item)) for key, item in self.items.items()]
        self.fields["not_reached"] = several("Not reached: carried over to the next meeting", choices)
        self.order_fields(["not_reached", "because"])

    def act_arguments(self) -> dict:
        left = [self.items[key] for key in self.cleaned_data["not_reached"]]
        return {"not_reached": left, "because": self.cleaned_data["because"]}


def several(label: str, choices):
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among those that are listed."},
    )
