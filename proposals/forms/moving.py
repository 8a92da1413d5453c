"""Forms of the moves: which fields a move asks for follows from its row of the lifecycle table."""

from django import forms

from accounts.models import Organisation
from accounts.queries import analysts
from audit import clock
from bodies.queries import meetings_of
from proposals.forms.base import Form, choose, day, line, words
from proposals.lifecycle import MoveType
from proposals.models import Proposal, SecVersion

NEWEST_MEETINGS = 24


class MoveForm(Form):
    """What every move asks: when, and in what words. ``open_reasons``: expected things that are missing."""

    words = words("Words of the decision", rows=4)

    def __init__(self, *args, row: MoveType, proposal: Proposal, user, open_reasons=(), **options):
        super().__init__(*args, **options)
        self.row, self.proposal, self.user = row, proposal, user
        if user.is_analyst:
            self.fields["effective"] = day(
                "Date", help_text="Leave empty for today. A decision entered afterwards mails nobody."
            )
        if open_reasons:
            missing = "Say why this may go ahead although something is open."
            self.fields["accepted"] = words("Why this may go ahead all the same", missing, rows=3)
            self.fields["accepted"].help_text = "The reason is kept with the decision, and papers state it."

    def act_arguments(self) -> dict:
        given = ("words", "accepted", "effective")
        return {name: self.cleaned_data[name] for name in given if name in self.cleaned_data}

    def effective_on(self):
        """The day on which the move takes effect, for foreseeing what it brings."""
        return self.act_arguments().get("effective") or clock.today()


class DecisionForm(MoveForm):
    """A decision of a body, recorded by SECAS with its meeting."""

    field_order = ["meeting", "effective", "words", "accepted"]

    def __init__(self, *args, row: MoveType, **options):
        super().__init__(*args, row=row, **options)
        meetings = meetings_of(row.body, until=clock.today())
        newest = meetings.filter(pk__in=list(meetings.values_list("pk", flat=True)[:NEWEST_MEETINGS]))
        self.fields["meeting"] = choose("Meeting", newest, empty="Not at a meeting")
        self.fields["words"] = words("Words of the decision", "Write the words of the decision.", rows=4)
        self.fields["words"].help_text = "As they stand in the minutes."
        if "effective" in self.fields:
            self.fields["effective"].help_text = "Leave empty to take the date of the meeting, or today without one."
        self.order_fields(self.field_order)

    def clean(self):
        meeting, effective = self.cleaned_data.get("meeting"), self.cleaned_data.get("effective")
        if meeting and effective and effective != meeting.date:
            self.add_error(
                "effective", f"The meeting was on {meeting.date:%-d %B %Y}; leave the date empty or give that day."
            )
        elif meeting:
            self.cleaned_data["effective"] = meeting.date

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), "meeting": self.cleaned_data["meeting"]}


class AuthorityForm(MoveForm):
    words = words(
        "Words of the decision", "Write the words of the decision.", rows=4, help_text="As they stand in the letter."
    )


class RaiseForm(MoveForm):
    words = words("Note", rows=3, help_text="Anything that readers of the history should know.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["lead_analyst"] = choose(
            "Lead Analyst", analysts(), missing="Choose the Lead Analyst.", initial=self.proposal.lead_analyst_id
        )
        self.order_fields(["lead_analyst", "effective", "words"])

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), "lead_analyst": self.cleaned_data["lead_analyst"]}


class ImplementForm(MoveForm):
    words = words("Note", rows=3, help_text="Anything that readers of the history should know.")
    sec_version = line(
        "SEC version that carries the change", "Give the version of the SEC that carries the change.", limit=12
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        field = self.fields["sec_version"]
        field.help_text = "For example 6.18. A number that is not yet known is entered with it."
        field.widget.attrs |= {"list": "sec-versions", "autocomplete": "off"}
        self.order_fields(["sec_version", "effective", "words"])

    def suggestions(self) -> tuple[str, list[str]]:
        return "sec-versions", list(SecVersion.objects.values_list("number", flat=True)[:20])

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), "sec_version": self.cleaned_data["sec_version"]}


class WithdrawForm(MoveForm):
    words = words("Why the proposal is withdrawn", "Say why the proposal is withdrawn.", rows=4)


class ObjectForm(Form):
    """A Party’s objection. Its own people are heard now; SECAS enters one that came by letter or e-mail."""

    reason = words("Reason for the objection", "Give the reason for the objection.", rows=6)

    def __init__(self, *args, row: MoveType, proposal: Proposal, user, open_reasons=(), **options):
        super().__init__(*args, **options)
        self.row, self.proposal, self.user = row, proposal, user
        self.fields["organisation"] = choose("Party", self._parties(), missing="Choose the Party that objects.")
        parties = list(self._parties()[:2])
        if len(parties) == 1:
            self.initial["organisation"] = parties[0].pk
        if user.is_analyst:
            self.fields["received_at"] = _received_at()
        self.order_fields(["organisation", "received_at", "reason"])

    def _parties(self):
        parties = Organisation.objects.filter(is_party=True)
        return parties if self.user.is_analyst else parties.filter(pk__in=self.user.submits_for)

    def act_arguments(self) -> dict:
        given = {name: self.cleaned_data[name] for name in ("organisation", "reason")}
        return {**given, "received_at": self.cleaned_data.get("received_at")}

    def effective_on(self):
        received = self.cleaned_data.get("received_at")
        return clock.london_date(received) if received else clock.today()


def _received_at() -> forms.DateTimeField:
    return forms.DateTimeField(
        label="Received",
        required=False,
        help_text="When it reached SECAS, London time. Leave empty for now.",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        error_messages={"invalid": "Give a date and a time, such as 1 November 2019 at 16:30."},
    )


SPECIAL = {
    "raise": RaiseForm,
    "object": ObjectForm,
    "implement": ImplementForm,
    "withdraw": WithdrawForm,
    "authority_approves": AuthorityForm,
}


def form_for(row: MoveType) -> type[Form]:
    return SPECIAL.get(row.key) or (DecisionForm if row.body else MoveForm)


class UrgencyForm(Form):
    words = words("Words of the Authority’s answer", "Write the words of the answer.", rows=4)
    effective = day("Date of the answer", help_text="Leave empty for today.")
