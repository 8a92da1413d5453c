"""Forms about who is at a meeting."""

from dataclasses import dataclass

from django.forms.boundfield import BoundField

from accounts.models import User
from bodies.models import Membership
from proposals.forms.base import Form, line, pick, words
from subcommittees.actions.attending import Other
from subcommittees.models import AgendaItem, Attendance

How = Attendance.How


@dataclass(frozen=True)
class SeatRow:
    """A seat with who holds it on the day, and its radios."""

    term: Membership
    field: BoundField


class AttendanceForm(Form):
    """One group of radios for each seat that was held; everybody is taken to be there until said otherwise."""

    others = words(
        "Who else was there",
        rows=4,
        help_text="One in each line, with a comma before what they were there as: “Ann Lee, DCC”.",
    )

    def __init__(self, *args, terms: list[Membership], rows: list[Attendance], **options):
        super().__init__(*args, **options)
        self.terms = terms
        known = {row.seat_id: row.how for row in rows if row.seat_id}
        beside = [row for row in rows if not row.seat_id]
        self.initial["others"] = "\n".join(f"{r.name}, {r.capacity}" if r.capacity else r.name for r in beside)
        for term in terms:
            key = f"seat-{term.seat_id}"
            choices = [(how.value, how.label) for how in How if how != How.ALTERNATE or term.alternate]
            missing = f"{term.seat.name}: say whether it was filled."
            self.fields[key] = pick(term.seat.name, choices, missing=missing, radio=True)
            self.initial[key] = known.get(term.seat_id, How.PRESENT)
        self.order_fields([*(f"seat-{term.seat_id}" for term in terms), "others"])

    @property
    def rows(self) -> list[SeatRow]:
        return [SeatRow(term, self[f"seat-{term.seat_id}"]) for term in self.terms]

    def act_arguments(self) -> dict:
        given = self.cleaned_data
        seats = {term.seat: given[f"seat-{term.seat_id}"] for term in self.terms}
        lines = (typed.partition(",") for typed in given["others"].splitlines() if typed.strip())
        return {"seats": seats, "others": [Other(name.strip()[:120], what.strip()[:120]) for name, _, what in lines]}


class ConflictForm(Form):
    words = line("What the interest is", "Say what the interest is.", limit=300)
    recused = pick(
        "For this item",
        [("yes", "Stands aside, and is not counted in the quorum"), ("no", "Takes part all the same")],
        missing="Say whether the member stands aside.",
        radio=True,
        initial="yes",
    )

    def __init__(self, *args, item: AgendaItem, members: list[User], user: User, **options):
        super().__init__(*args, **options)
        if members:
            self.people = {f"{person.pk}": person for person in members}
            choices = [("", "Choose one"), *((key, person.name) for key, person in self.people.items())]
            initial = f"{user.pk}" if f"{user.pk}" in self.people else ""
            self.fields["person"] = pick("Whose interest", choices, missing="Choose the member.", initial=initial)
            self.order_fields(["person", "words", "recused"])

    def act_arguments(self) -> dict:
        given = {"words": self.cleaned_data["words"], "recused": self.cleaned_data["recused"] == "yes"}
        person = self.cleaned_data.get("person")
        return given | ({"person": self.people[person]} if person else {})
