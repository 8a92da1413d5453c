"""Forms of the timetable. Each gives the arguments of its act; those that set a date also say what is odd about it."""

from collections.abc import Sequence

from django import forms

from audit import clock
from audit.acts import Refused
from bodies.models import Committee, Meeting
from bodies.queries import meetings_of
from bodies.workingdays import WorkingCalendar
from proposals.actions.timetable import PANEL, meeting_of
from proposals.forms.base import Form, choose, day, digest, line, pick, words
from proposals.forms.rows import RowKind, RowsForm
from proposals.layouts import LAYOUTS, Planned
from proposals.models import Exactness, Proposal, TimetableEntry
from proposals.models.timetable import when_sentence
from proposals.timetable import Dated, dated, warnings

NEWEST_MEETINGS = 24
NO_BODY = "No body"
EFFECTIVE = "Leave empty for today."
MEETING_HELP = "For a meeting, the day on which the body chosen here meets."


def entry_fields() -> dict[str, forms.Field]:
    return {
        "activity": line("What is to happen", limit=200),
        "kind": pick("Kind", TimetableEntry.Kind.choices),
        "exactness": pick("The date is", Exactness.choices, initial=Exactness.DAY),
        "on": day("Date"),
        "body": choose("Body", Committee.objects.all(), empty=NO_BODY),
    }


LAYOUT_CHOICES = [(layout.key, f"{layout.label} (from: {layout.begins})") for layout in LAYOUTS.values()]


class ChooseLayoutForm(Form):
    """Asked by GET: which template, and from which day its dates are reckoned."""

    layout = pick("Template", LAYOUT_CHOICES, missing="Choose a template.")
    starts = day(
        "Reckoned from",
        required=True,
        missing="Give the day from which the dates are reckoned.",
        help_text="The day on which what stands in brackets happens.",
    )


class Warned(Form):
    """A form that sets dates. What is odd about them is shown once, and saved all the same when it is sent again."""

    warned = forms.CharField(required=False, widget=forms.HiddenInput)

    def odd(self) -> list[str]:
        raise NotImplementedError

    def is_warned_of(self, odd: list[str]) -> bool:
        """Whether the person has seen exactly these warnings."""
        return not odd or self.cleaned_data["warned"] == digest({"odd": odd})

    def warn(self, odd: list[str]) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("warned")] = digest({"odd": odd})


MISSING = {
    "activity": "Say what is to happen on date",
    "kind": "Choose the kind of date",
    "exactness": "Say what is meant by date",
    "on": "Give a day for date",
}


class LayOutForm(RowsForm, Warned):
    """The dates of a new package, as a template reckons them (``planned``) and the person then changes them."""

    kinds = (RowKind("entry", "Date", "Add another date", entry_fields, ("activity", "on")),)
    words = words("What the package is", rows=2, help_text="In a sentence or two; it may stay empty.")
    effective = day("Laid out on", help_text=EFFECTIVE)

    def __init__(self, data=None, files=None, *, planned: Sequence[Planned] = (), **options):
        self.planned = planned
        self.rows: list[Planned] = []
        super().__init__(data, files, **options)

    @property
    def others(self) -> list:
        """The fields that stand under the rows."""
        return [self["words"], self["effective"]]

    def read(self) -> dict:
        return {"entry": [{**vars(p), "body": p.body.pk if p.body else None} for p in self.planned]}

    def version_of(self) -> int:
        """The number that the package will have."""
        return self.proposal.work_packages.count() + 1

    def clean(self):
        given = self.given_at(self.kinds[0])
        for index, row in given:
            self._check(index, row)
        if not given:
            self.add_error(None, "Give the package at least one date.")

    def _check(self, index: int, row: dict) -> None:
        for name, missing in MISSING.items():
            field = f"entry-{index}-{name}"
            if not row[name] and field not in self.errors:
                self.add_error(field, f"{missing} {index + 1}.")
        if all(row[name] for name in MISSING):
            self._place(index, Planned(**row))

    def _place(self, index: int, planned: Planned) -> None:
        try:
            meeting_of(planned)
        except Refused as refusal:
            self.add_error(f"entry-{index}-{refusal.field}", refusal.sentence)
        self.rows.append(planned)

    def odd(self) -> list[str]:
        found = warnings([Dated(p.activity, p.on, p.exactness) for p in self.rows], WorkingCalendar.load())
        return [f"{row.activity}: {said}" for row, each in zip(self.rows, found, strict=True) for said in each]

    def act_arguments(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "entries": self.rows,
            "words": cleaned["words"],
            "effective": cleaned["effective"],
            "number": cleaned["version"],
        }


class AddEntryForm(Warned):
    activity = line("What is to happen", "Say what is to happen.", limit=200)
    kind = pick("Kind", TimetableEntry.Kind.choices, missing="Choose a kind.")
    exactness = pick("The date is", Exactness.choices, missing="Say what the date is.", radio=True, initial="day")
    on = day("Date", required=True, missing="Give the date.")
    body = choose("Body", Committee.objects.all(), empty=NO_BODY, help_text=MEETING_HELP)
    package = choose("Work package", None, empty="Beside the packages")
    before = choose("Its place in the plan", None, empty="Last")
    effective = day("Added on", help_text=EFFECTIVE)

    def __init__(self, *args, proposal: Proposal, **options):
        super().__init__(*args, **options)
        self.proposal = proposal
        self.standing = list(proposal.timetable.standing())
        self.fields["package"].queryset = proposal.work_packages.filter(approved_on=None)
        self.fields["before"].queryset = proposal.timetable.standing()
        self.fields["before"].label_from_instance = lambda entry: f"Before “{entry.activity}”"

    def act_arguments(self) -> dict:
        given = self.cleaned_data
        planned = Planned(given["activity"], given["kind"], given["on"], given["exactness"], given["body"])
        return {"planned": planned} | {name: given[name] for name in ("package", "before", "effective")}

    def odd(self) -> list[str]:
        given, before = self.cleaned_data, self.cleaned_data["before"]
        place = next((n for n, e in enumerate(self.standing) if before and e.pk == before.pk), len(self.standing))
        listed = list(map(dated, self.standing))
        listed.insert(place, Dated(given["activity"], given["on"], given["exactness"]))
        return _about(listed, place)


def _about(listed: list[Dated], place: int) -> list[str]:
    """What is odd about the entry at ``place``, and about the one that it follows."""
    found = warnings(listed, WorkingCalendar.load())
    before = [said for said in found[place - 1] if place and f"“{listed[place].activity}”" in said]
    return [*found[place], *(f"{listed[place - 1].activity}: {said}" for said in before)]


class MoveEntryForm(Warned):
    to = day("New date", required=True, missing="Give the new date.")
    exactness = pick("The date is", Exactness.choices, missing="Say what the date is.", radio=True)
    body = choose("Body", Committee.objects.all(), empty=NO_BODY, help_text=MEETING_HELP)
    reason = words("Why the date moves", "Say why the date moves.", rows=3, help_text="")
    agreed_body = choose("Which body agreed", Committee.objects.all(), empty=NO_BODY)
    agreed_by = line("Who else agreed", limit=200, help_text="In words: for example, the Proposer.")
    effective = day("Agreed on", help_text="If the body met on that day, its meeting is named. Leave empty for today.")
    seen = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, entry: TimetableEntry, **options):
        now = {"exactness": entry.exactness, "body": entry.body_id, "seen": entry.due_on.isoformat()}
        super().__init__(*args, initial=now, **options)
        self.entry = entry
        self.fields["to"].help_text = f"It is due {when_sentence(entry.due_on, entry.exactness)} now."

    def act_arguments(self) -> dict:
        given = {name: value for name, value in self.cleaned_data.items() if name != "warned"}
        return {**given, "agreed_at": self._meeting(given["agreed_body"], given["effective"] or clock.today())}

    def _meeting(self, body: Committee | None, on) -> Meeting | None:
        return body.meetings.select_related("committee").filter(date=on).first() if body else None

    def odd(self) -> list[str]:
        standing = list(self.entry.proposal.timetable.standing())
        place = next(n for n, other in enumerate(standing) if other.pk == self.entry.pk)
        listed = list(map(dated, standing))
        listed[place] = Dated(self.entry.activity, self.cleaned_data["to"], self.cleaned_data["exactness"])
        return _about(listed, place)


class DoneForm(Form):
    on = day("Done on", initial=clock.today, help_text=EFFECTIVE)


class MissedForm(Form):
    reason = words("Why it was missed", "Say why it was missed.", rows=3, help_text="", max_length=300)
    on = day("Recorded for", help_text=EFFECTIVE)


class UndoForm(Form):
    reason = words("Why this is taken back", "Say why this is taken back.", rows=3, help_text="")


class RemoveForm(Form):
    reason = words("Why it is removed", "Say why it is removed.", rows=3, help_text="", max_length=300)


class ApprovePackageForm(Form):
    meeting = choose("Meeting of the Panel", None, empty="Not at a meeting")
    on = day("Approved on", help_text="Leave empty to take the date of the meeting, or today without one.")
    words = words("Words of the decision", rows=3, help_text="As they stand in the minutes.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        meetings = meetings_of(PANEL, until=clock.today())
        newest = list(meetings.values_list("pk", flat=True)[:NEWEST_MEETINGS])
        self.fields["meeting"].queryset = meetings.filter(pk__in=newest)

    def clean(self):
        meeting, on = self.cleaned_data.get("meeting"), self.cleaned_data.get("on")
        if meeting and on and on != meeting.date:
            self.add_error("on", f"The meeting was on {meeting.date:%-d %B %Y}; leave the date empty or give that day.")
