from bodies.models import Meeting
from proposals.forms.base import Form, choose, day, line, pick, words
from proposals.forms.texts import CLASSES
from subcommittees.actions import write_minute
from subcommittees.forms.resolving import later_meeting
from subcommittees.minuted import Minuted
from subcommittees.models import AgendaItem


class MinuteForm(Form):
    text = words("Minute", "Write what is to be minuted.", rows=14)
    why_changed = line("Why it is changed", limit=300, help_text="Needed once the minutes have been sent round.")
    classification = pick("Classification", CLASSES, missing="Choose a classification.")

    def __init__(self, *args, item: AgendaItem, is_locked: bool = False, **options):
        super().__init__(*args, **options)
        if is_locked:
            self.fields["why_changed"] = line("Why it is corrected", "Say why it is corrected.", limit=300)
            self.fields["approved_in"] = later_meeting(item.meeting)


class CirculateForm(Form):
    due_on = day("Comments by", help_text="Leave empty for the day that the rule gives.")


class ApproveForm(Form):
    approved_in = choose("Approved at", Meeting.objects.none(), empty="By the chair, not at a meeting")

    def __init__(self, *args, meeting: Meeting, **options):
        super().__init__(*args, **options)
        later = Meeting.objects.filter(committee=meeting.committee, date__gt=meeting.date)
        self.fields["approved_in"].queryset = later.exclude(state=Meeting.State.CANCELLED).select_related("committee")


class CommentForm(Form):
    text = words("What you would have otherwise", "Write your comment.", rows=5)


class AnswerForm(Form):
    answer = line("Answer", "Write the answer.", limit=300)


class BecauseForm(Form):
    because = line("Why", "Say why.", limit=300)


class MinutesForm(Form):
    """One text for each item. ``rows``: the items with what is minuted of each; ``known``: by the key of an item, with
    what its minute begins; ``is_round``: they have been sent round, so that what is changed says why."""

    why_changed = line("Why it is changed", limit=300)

    def __init__(self, *args, rows: list[Minuted], known: dict[int, str], is_round: bool, **options):
        super().__init__(*args, **options)
        self.rows = {f"item-{row.item.pk}": row for row in rows}
        self.is_round = is_round
        for number, (name, row) in enumerate(self.rows.items(), 1):
            start = row.minute.text if row.minute else known.get(row.item.pk, "")
            height = min(14, max(3, start.count("\n") + len(start) // 90 + 2))
            self.fields[name] = words(f"{number}. {row.item.title}", rows=height, help_text="")
            self.initial[name] = start
        if is_round:
            self.order_fields([*self.rows, "why_changed"])
        else:
            del self.fields["why_changed"]

    def clean(self):
        corrected = any(self.rows[name].minute for name in self._changed())
        if self.is_round and corrected and not self.cleaned_data.get("why_changed", "").strip():
            self.add_error("why_changed", "These minutes have been sent round; say why this is changed.")

    def _changed(self) -> list[str]:
        """Those that say something, and something else than what is minuted."""
        typed = {name: self.cleaned_data.get(name, "").strip() for name in self.rows}
        return [name for name, text in typed.items() if text and text != self._minuted(name)]

    def _minuted(self, name: str) -> str:
        minute = self.rows[name].minute
        return minute.text if minute else ""

    def record(self, by) -> int:
        """Write what is new; how many items it was."""
        why, changed = self.cleaned_data.get("why_changed", ""), self._changed()
        for name in changed:
            write_minute(item=self.rows[name].item, by=by, text=self.cleaned_data[name], why_changed=why)
        return len(changed)
