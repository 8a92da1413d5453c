"""Forms of a release: what it is, on which day, and that it has been implemented."""

from django import forms

from proposals import actions
from proposals.actions.releases import titled
from proposals.forms.base import EditForm, Form, day, line, pick, why_accepted, words
from proposals.forms.planning import consent_fields, decided_on, sec_version_field, suggested_versions
from proposals.models import Release
from proposals.models.planning import NAME_LENGTH

LONG = 300


def _told() -> dict[str, forms.Field]:
    """What is typed of a release, less its date."""
    return {
        "name": line(
            "Name", "Give the release a name.", limit=NAME_LENGTH, help_text="For example June 2027 SEC Release."
        ),
        "kind": pick("Kind", Release.Kind.choices, missing="Choose the kind.", radio=True),
        "scope": line("Scope", limit=LONG, help_text="What kinds of change it takes in."),
        "limit": line("The most it can hold", limit=LONG, help_text="For example the effort that the DCC can give."),
        "sec_version": line(
            "SEC version", limit=12, help_text="The number is typed, never computed. Empty if not known."
        ),
    }


class EnterReleaseForm(Form):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields |= _told()
        self.fields["date"] = day(
            "Date",
            missing="Give the date.",
            required=True,
            help_text="The date is typed, and may be any day of the week.",
        )
        self.order_fields(["name", "kind", "date"])


class ReleaseForm(EditForm):
    """Over a release, which stands in the place of the proposal that other forms are about."""

    def __init__(self, *args, **options):
        self.base_fields = _told() | self.base_fields
        super().__init__(*args, **options)

    def read(self) -> dict:
        self.release = Release.objects.get(pk=self.proposal.pk)
        return {name: getattr(self.release, name) for name in _told()}

    def version_of(self) -> int:
        return self.release.version

    def save(self, version):
        return actions.save_release(release=self.release, by=self.user, version=version, **self.values())


class Versioned(Form):
    """Carries the version of the release that the person was looking at."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MoveReleaseForm(Versioned):
    to = day("New date", missing="Give the new date.", required=True, help_text="May be any day of the week.")
    reason = words("Why", "Say why the release is put on another day.", rows=3)
    on = decided_on()

    def __init__(self, *args, consent: bool, **options):
        super().__init__(*args, **options)
        if consent:
            self.fields |= consent_fields()

    def act_arguments(self) -> dict:
        return dict(self.cleaned_data)


class ImplementReleaseForm(Versioned):
    effective = day("Date", help_text="Leave empty for today.")
    words = words("Note", rows=3, help_text="Anything that readers of the history should know.")

    def __init__(self, *args, parts, still_open=(), **options):
        super().__init__(*args, **options)
        if still_open:
            self.fields["accepted"] = why_accepted()
        self.fields["sec_version"] = sec_version_field("SEC version that the release becomes")
        if parts:
            self.fields["leave_out"] = forms.MultipleChoiceField(
                choices=[(str(part.pk), f"{titled(part)}, {part.plan.proposal.title}") for part in parts],
                label="Leave out of the release",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text="What is ticked does not come in with this release and has to be planned anew.",
                error_messages={"invalid_choice": "Choose among what the release carries."},
            )
            self.fields["left_out_reason"] = words("Why it is left out", rows=2, help_text="")
        self.order_fields(["sec_version", "effective", "leave_out", "left_out_reason", "accepted", "words"])

    def suggestions(self) -> tuple[str, list[str]]:
        return suggested_versions()

    def act_arguments(self) -> dict:
        left = [int(key) for key in self.cleaned_data.get("leave_out", ())]
        return {**self.cleaned_data, "leave_out": left}
