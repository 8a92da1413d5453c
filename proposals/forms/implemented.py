"""Forms that put right when something came in, or is planned to."""

from django import forms

from proposals.actions.ground import fingerprint
from proposals.actions.implemented import ACTUAL, PLANNED
from proposals.forms.base import Form, choose, day
from proposals.forms.filing import why_field
from proposals.forms.planning import sec_version_field, suggested_versions
from proposals.forms.releases import Versioned
from proposals.models import ImplementationPart, Release


class CorrectPartForm(Form):
    """Of a part that is in."""

    implemented_on = day("Took effect on", missing="Give the day on which it took effect.", required=True)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, part: ImplementationPart, **options):
        now = {"implemented_on": part.implemented_on, "sec_version": part.sec_version.number}
        super().__init__(*args, initial=now | {"opened": fingerprint(part, ACTUAL)}, **options)
        self.fields["sec_version"] = sec_version_field("SEC version")
        self.fields["reason"] = why_field()

    def suggestions(self) -> tuple[str, list[str]]:
        return suggested_versions()


class CorrectPlanForm(Form):
    """Of a part that is to come."""

    release = choose("Release", Release.objects.none(), empty="None")
    planned_on = day("Date", help_text="Leave empty to take the release’s own date.")
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, part: ImplementationPart, **options):
        now = {"release": part.release_id, "planned_on": None if part.release_id else part.planned_on}
        super().__init__(*args, initial=now | {"opened": fingerprint(part, PLANNED)}, **options)
        self.fields["release"].queryset = Release.objects.upcoming()
        self.fields["reason"] = why_field()


class CorrectReleaseDateForm(Versioned):
    to = day("Date as it should be", missing="Give the date.", required=True, help_text="May be any day of the week.")

    def __init__(self, *args, release: Release, **options):
        super().__init__(*args, initial={"to": release.date, "version": release.version}, **options)
        self.fields["reason"] = why_field()


class CorrectReleaseForm(Versioned):
    implemented_on = day("Took effect on", missing="Give the day on which it took effect.", required=True)

    def __init__(self, *args, release: Release, **options):
        now = {"implemented_on": release.implemented_on, "sec_version": release.sec_version}
        super().__init__(*args, initial=now | {"version": release.version}, **options)
        self.fields["sec_version"] = sec_version_field("SEC version that the release became")
        self.fields["reason"] = why_field()

    def suggestions(self) -> tuple[str, list[str]]:
        return suggested_versions()


class TakeReleaseBackForm(Versioned):
    def __init__(self, *args, release: Release, **options):
        super().__init__(*args, initial={"version": release.version}, **options)
        self.fields["reason"] = why_field()
