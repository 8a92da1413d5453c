"""Forms of the moves: which fields a move asks for follows from its row of the lifecycle table."""

from django import forms

from accounts.queries import analysts, people
from audit import clock
from bodies.models import Committee
from bodies.queries import meetings_of
from proposals.actions import Part
from proposals.actions.moves import REPEATING
from proposals.actions.splitting import SUFFIXES
from proposals.actions.urgenttimetable import DATES
from proposals.forms.base import Form, choose, day, line, pick, why_accepted, words
from proposals.forms.planning import sec_version_field, suggested_versions
from proposals.lifecycle import MoveType
from proposals.lodgings import speaks_for
from proposals.models import Appeal, DecidingBody, HoldKind, Proposal, RuleKey
from proposals.models.proposal import TITLE_LENGTH
from proposals.numbers import free_suffixes
from proposals.processrules import value_on
from proposals.states import Path, UrgentStep

NEWEST_MEETINGS = 24


# What the words of a move are, where they are not the reason for it.
WHY = {
    "review_submission": "Comments for the Proposer",
    "refuse": "Reasons",
    "grant_urgency": "Words of the answer",
    "refuse_urgency": "Words of the answer",
    "authority_rejects": "Words of the decision",
    "authority_subsumes": "Words of the direction",
    "authority_exempts": "Words of the direction",
    "authority_sends_back": "What the Authority found deficient",
    "review_implementation": "What the review found",
    "withdraw": "Why the proposal is withdrawn",
}


class MoveForm(Form):
    """What every move asks: when, and in what words. ``open_reasons``: expected things that are missing."""

    words = words("Words of the decision", rows=4)

    def __init__(self, *args, row: MoveType, proposal: Proposal, user, open_reasons=(), **options):
        super().__init__(*args, **options)
        self.row, self.proposal, self.user = row, proposal, user
        if row.why:
            self.fields["words"] = words(WHY.get(row.key, "Reason"), row.why, rows=4)
        if user.is_analyst:
            self.fields["effective"] = day(
                "Date", help_text="Leave empty for today. A decision entered afterwards mails nobody."
            )
        if open_reasons:
            self.fields["accepted"] = why_accepted()

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
        meetings = meetings_of(row.body, also=_others_that_decided(row), until=clock.today())
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


def _others_that_decided(row: MoveType):
    """Keys of the bodies that by rule make or once made this decision: which of them it was follows from the day."""
    return DecidingBody.objects.filter(move_key=row.key).values("committee")


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
    sec_version = sec_version_field()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.order_fields(["sec_version", "effective", "words"])

    def suggestions(self) -> tuple[str, list[str]]:
        return suggested_versions()

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), "sec_version": self.cleaned_data["sec_version"]}


class NoteForm(MoveForm):
    words = words("Note", rows=3, help_text="Anything that readers of the history should know.")


class ResubmitForm(MoveForm):
    """The Proposer's own words once more."""

    words = words("Note", rows=3, help_text="What you changed, for SECAS.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["title"] = line(
            "Title", "Give the proposal a title.", limit=TITLE_LENGTH, initial=self.proposal.title
        )
        latest = self.proposal.statements.latest_version()
        self.fields["issue"] = words("What is the issue?", "Say what the issue or problem is.", rows=12)
        self.fields["issue"].initial = latest.issue
        self.order_fields(["title", "issue", "words", "effective"])

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), "title": self.cleaned_data["title"], "issue": self.cleaned_data["issue"]}


class RefuseForm(MoveForm):
    GROUNDS = (
        "It is not a valid proposal",
        "It is out of the scope of the SEC",
        *REPEATING,
    )
    field_order = ["ground", "other", "effective", "words"]
    ground = pick("Ground", [(words, words) for words in GROUNDS], missing="Choose the ground.", radio=True)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        others = Proposal.objects.visible_to(self.user).exclude(pk=self.proposal.pk).filter(number__isnull=False)
        months = value_on(RuleKey.REFUSAL_MONTHS, clock.today())
        self.fields["other"] = choose(
            "Which proposal it repeats",
            others,
            empty="None",
            help_text=f"Only where it repeats one. By the rule, one rejected within the last {months} months counts.",
        )
        self.order_fields(self.field_order)

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), **{name: self.cleaned_data[name] for name in ("ground", "other")}}


class UrgencyForm(MoveForm):
    """The criteria are the Authority's own for urgency (domain §2.2 row 15)."""

    CRITERIA = (
        "A significant commercial impact on Parties, consumers or others",
        "A significant impact on the safety or security of systems or supply",
        "A Party would otherwise be in breach of a legal requirement",
    )
    field_order = ["criterion", "words", "effective"]
    criterion = pick(
        "What is at stake", [(words, words) for words in CRITERIA], missing="Choose what is at stake.", radio=True
    )

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), "criterion": self.cleaned_data["criterion"]}


class GrantForm(MoveForm):
    """The Authority's answer and the timetable it sets, which goes before the rules."""

    next_step = pick("Next step in its timetable", [("", "It names none"), *UrgentStep.choices], radio=True)
    consultation_days = forms.IntegerField(
        label="Working days of the Modification Report Consultation",
        required=False,
        min_value=1,
        max_value=250,
        help_text="Leave empty where the rule for urgent proposals holds.",
        error_messages={"invalid": "Give a number of working days.", "min_value": "At least one working day."},
    )
    field_order = ["effective", "words", "next_step", "consultation_days", *DATES]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, (label, *_) in DATES.items():
            self.fields[name] = day(label, help_text="Leave empty where its timetable gives no date.")
        self.order_fields(self.field_order)

    def act_arguments(self) -> dict:
        given = {name: self.cleaned_data[name] for name in ("next_step", "consultation_days")}
        dates = {name: self.cleaned_data[name] for name in DATES if self.cleaned_data[name]}
        return {**super().act_arguments(), **given, "dates": dates}


class HoldForm(MoveForm):
    field_order = ["kind", "words", "effective"]
    kind = pick("Kind of hold", HoldKind.choices, missing="Choose the kind of hold.", radio=True)

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), "kind": self.cleaned_data["kind"]}


ROUTES = ("Refinement Process", "Report Phase", "Fast-Track")


class CscForm(DecisionForm):
    """The agreement, with what the Change Sub-Committee recommends to the Panel and to the Proposer (S0 §5)."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        routes = [("", "None recommended"), *((route, route) for route in ROUTES)]
        self.fields["route"] = pick("Route recommended to the Panel", routes)
        self.fields["advice"] = words("Advice to the Proposer", rows=2)
        self.fields["advice"].help_text = "For example that the Draft Proposal should not go on."
        self.order_fields(["meeting", "effective", "words", "route", "advice", "accepted"])

    def act_arguments(self) -> dict:
        given = {name: self.cleaned_data[name] for name in ("route", "advice")}
        return {**super().act_arguments(), **given}


class PathDecisionForm(DecisionForm):
    """A decision that determines the path as well."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        paths = [choice for choice in Path.choices if choice[0] != Path.FAST_TRACK]
        self.fields["path"] = pick("Path", paths, missing="Choose the path.", radio=True)
        self.order_fields(["meeting", "effective", "path", "words", "accepted"])

    def act_arguments(self) -> dict:
        return {**super().act_arguments(), "path": self.cleaned_data["path"]}


class SplitForm(DecisionForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for place, suffix in zip(SUFFIXES, free_suffixes(self.proposal, len(SUFFIXES)), strict=True):
            name = place.lower()
            missing = f"Give part {suffix} a title."
            self.fields[f"title_{name}"] = line(f"Title of part {suffix}", missing, limit=TITLE_LENGTH)
            self.fields[f"summary_{name}"] = words(f"What part {suffix} is about", rows=2)

    def act_arguments(self) -> dict:
        given = self.cleaned_data
        parts = [Part(given[f"title_{s.lower()}"], given[f"summary_{s.lower()}"]) for s in SUFFIXES]
        return {**super().act_arguments(), "parts": parts}


class LodgeForm(Form):
    """What somebody lodges in an open window. Their own is received now; SECAS enters one that came by letter or
    e-mail."""

    missing_party = ""
    party_label = ""
    extra: tuple[str, ...] = ()

    def __init__(self, *args, row: MoveType, proposal: Proposal, user, open_reasons=(), **options):
        super().__init__(*args, **options)
        self.row, self.proposal, self.user = row, proposal, user
        self.fields["organisation"] = choose(self.party_label, self._parties(), missing=self.missing_party)
        parties = list(self._parties()[:2])
        if len(parties) == 1:
            self.initial["organisation"] = parties[0].pk
        if user.is_analyst:
            self.fields["received_at"] = _received_at()
        self.order_fields(["organisation", "received_at", *self.extra, "reason"])

    def _parties(self):
        return speaks_for(self.row.key, self.user)

    def act_arguments(self) -> dict:
        given = {name: self.cleaned_data[name] for name in ("organisation", "reason")}
        return {**given, "received_at": self.cleaned_data.get("received_at")}

    def effective_on(self):
        received = self.cleaned_data.get("received_at")
        return clock.london_date(received) if received else clock.today()


class ObjectForm(LodgeForm):
    """A Party’s objection."""

    reason = words("Reason for the objection", "Give the reason for the objection.", rows=6)
    missing_party = "Choose the Party that objects."
    party_label = "Party"


class AppealForm(LodgeForm):
    ground = pick("Ground", Appeal.Ground.choices, missing="Choose the ground of the appeal.", radio=True)
    reason = words("Reasons for the appeal", "Give the reason for the appeal.", rows=6)
    missing_party = "Choose who appeals."
    party_label = "Who appeals"
    extra = ("ground",)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        panel = Committee.objects.filter(code="panel").first()
        if panel and (self.user.is_analyst or panel.pk in self.user.committee_ids):
            self.panel = panel
            self.fields["organisation"].required = False
            self.fields["for_panel"] = forms.BooleanField(label="The Panel appeals", required=False)
            self.order_fields(["organisation", "for_panel", "received_at", "ground", "reason"])

    def act_arguments(self) -> dict:
        arguments = {**super().act_arguments(), "ground": self.cleaned_data["ground"]}
        return {**arguments, "committee": self.panel} if self.cleaned_data.get("for_panel") else arguments


class AdoptForm(LodgeForm):
    words = words("Why you adopt it", rows=4)
    missing_party = "Choose the organisation that adopts it."
    party_label = "Organisation"
    reason = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.user.is_analyst:
            self.fields["adopter"] = choose("Who adopts it", people(), missing="Choose who adopts it.")
        self.order_fields(["adopter", "organisation", "received_at", "words"])

    def _parties(self):
        """Whoever withdrew it cannot adopt it."""
        return super()._parties().exclude(pk=self.proposal.proposer_organisation_id)

    def act_arguments(self) -> dict:
        given = {name: self.cleaned_data[name] for name in ("organisation", "words", "adopter") if name in self.fields}
        return {**given, "received_at": self.cleaned_data.get("received_at")}


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
    "resubmit": ResubmitForm,
    "raise": RaiseForm,
    "refuse": RefuseForm,
    "csc_agrees": CscForm,
    "proposer_continues": NoteForm,
    "convert_to_consultation": PathDecisionForm,
    "split": SplitForm,
    "present_report": NoteForm,
    "consultation_closes": NoteForm,
    "object": ObjectForm,
    "appeal": AppealForm,
    "adopt": AdoptForm,
    "implement": ImplementForm,
    "request_urgency": UrgencyForm,
    "grant_urgency": GrantForm,
    "place_hold": HoldForm,
    "authority_approves": AuthorityForm,
}


def form_for(row: MoveType) -> type[Form]:
    return SPECIAL.get(row.key) or (DecisionForm if row.body else MoveForm)
