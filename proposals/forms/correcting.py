"""Forms that put right what was recorded."""

from accounts.models import Organisation
from audit import clock
from bodies.queries import meetings_of
from proposals.actions.striking import GROUNDS
from proposals.forms.base import Form, choose, day, pick, words
from proposals.forms.moving import AppealForm, ObjectForm
from proposals.lifecycle import MOVES
from proposals.models import Move

TAKE_BACK, CORRECT = "take_back", "correct"
WAYS = {TAKE_BACK: "Take the step back: it was not made", CORRECT: "Correct it: it was made, but not as recorded"}


class PutRightForm(Form):
    """``ways``: those of ``WAYS`` that are open for the step."""

    way = pick("What is wrong", (), missing="Choose whether to take it back or to correct it.", radio=True)
    effective = day("Date on which it took effect")
    reason = words("Why this is put right", "Say why this is put right.", rows=3)
    words = words("Words", rows=4)

    def __init__(self, *args, move: Move, ways: list[str], **options):
        super().__init__(*args, **options)
        self.move, self.row = move, MOVES.get(move.key)
        self.fields["way"].choices = [(way, WAYS[way]) for way in ways]
        if len(ways) == 1:
            self.initial["way"] = ways[0]
        if CORRECT not in ways:
            del self.fields["effective"], self.fields["words"]
        else:
            self._as_recorded()
        self.order_fields(["way", "meeting", "effective", "words", "reason"])
        self.fields["reason"].help_text = "It stands in the history, and in the message to those who are told again."

    def _as_recorded(self) -> None:
        self.initial |= {"effective": clock.london_date(self.move.effective_at), "words": self.move.words}
        self.fields["effective"].help_text = "Only where you correct the step."
        self.fields["words"].help_text = "As they should read, where you correct the step."
        if self.row and self.row.body:
            meetings = meetings_of(self.move.body.code if self.move.body else self.row.body, until=clock.today())
            self.fields["meeting"] = choose("Meeting", meetings, empty="Not at a meeting")
            self.initial["meeting"] = self.move.meeting_id

    def clean(self):
        meeting, effective = self.cleaned_data.get("meeting"), self.cleaned_data.get("effective")
        if self.corrects and meeting and effective and effective != meeting.date:
            words = f"The meeting was on {meeting.date:%-d %B %Y}; give that day, or another meeting."
            self.add_error("effective", words)

    @property
    def corrects(self) -> bool:
        return self.cleaned_data.get("way") == CORRECT

    def act_arguments(self) -> dict:
        given = {"reason": self.cleaned_data["reason"]}
        if not self.corrects:
            return given
        fields = [name for name in ("effective", "words", "meeting") if name in self.cleaned_data]
        return given | {name: self.cleaned_data[name] for name in fields}


class StrikeForm(Form):
    ground = pick("Ground", list(GROUNDS.items()), missing="Choose why it is struck out.", radio=True)
    words = words("What else readers of the history should know", rows=3)


class _CameInTime:
    """What came in before its window closed, and was entered afterwards."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        received = self.fields["received_at"]
        received.required = True
        received.error_messages["required"] = "Say when it came in."
        received.help_text = "When it reached SECAS, London time; before the window closed."

    def _parties(self):
        return super()._parties() if self.user.is_analyst else Organisation.objects.none()


class LateObjectionForm(_CameInTime, ObjectForm):
    """An objection that SECAS had received in time."""


class LateAppealForm(_CameInTime, AppealForm):
    """An appeal that SECAS had received in time."""
