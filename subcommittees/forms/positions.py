from bodies.models import Seat
from proposals.forms.base import Form, choose, line, pick, words
from subcommittees import actions
from subcommittees.actions.positions import seats_of
from subcommittees.models import View, ViewRequest


class PositionForm(Form):
    """A member's own position; which seat it is for is asked only of whoever may speak in several."""

    seat = choose("For which seat?", Seat.objects.none(), missing="Choose the seat.")
    position = pick("Position", View.Position.choices, missing="Choose your position.", radio=True)
    text = words("Why", rows=5)
    why_changed = line("Why it has changed", limit=300)

    def __init__(self, *args, request: ViewRequest, user, **options):
        super().__init__(*args, **options)
        self.user, self.asked = user, request
        seats = seats_of(user, request.committee_id)
        if len(seats) > 1:
            self.fields["seat"].queryset = Seat.objects.filter(pk__in=[seat.pk for seat in seats])
            self.fields["seat"].label_from_instance = lambda seat: seat.name
            self.initial.setdefault("seat", seats[0])
        else:
            del self.fields["seat"]
        if not request.positions.filter(seat__in=seats).exists():
            del self.fields["why_changed"]

    def record(self):
        return actions.post_position(request=self.asked, by=self.user, **self.cleaned_data)
