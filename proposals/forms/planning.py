"""Forms over the implementation: where its parts are planned, and into which parts it is divided."""

from functools import partial

from django import forms

from proposals import actions
from proposals.actions.parts import APPROVED, Place, field_of, needs_consent
from proposals.forms.base import EditForm, Form, choose, day, line, why_accepted, words
from proposals.forms.rows import RowKind, RowsForm
from proposals.models import Implementation, ImplementationPart, Release, SecDocument, SecVersion
from proposals.models.code import NOT_RECORDED
from proposals.states import State

CONSENT_HELP = "As they stand in its letter. Needed because the proposal was the Authority’s to decide."
GROUNDS = ("on", "reason", "consent_words", "consent_on")


def decided_on() -> forms.DateField:
    return day("Decided on", help_text="Leave empty for today. A decision entered afterwards mails nobody.")


def consent_fields() -> dict[str, forms.Field]:
    return {
        "consent_words": words("Words of the Authority’s consent", rows=3, help_text=CONSENT_HELP),
        "consent_on": day("Day of the Authority’s consent"),
    }


class OfPlan(EditForm):
    """A form over the plan of a proposal and its parts; with reason and consent where a change needs them."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"] = decided_on()
        if self.proposal.state in APPROVED:
            self.fields["reason"] = words(
                "Why it is planned anew", rows=3, help_text="Stands in the history. Leave empty if no date changes."
            )
        if needs_consent(self.proposal):
            self.fields |= consent_fields()

    def read(self) -> dict:
        self.plan = Implementation.objects.get(proposal=self.proposal)
        parts = ImplementationPart.objects.filter(plan=self.plan).select_related("plan", "release", "sec_version")
        self.parts = list(parts.prefetch_related("documents") if self.plan.part_count > 1 else parts)
        return {}

    def version_of(self) -> int:
        return self.plan.version

    @property
    def outstanding(self) -> list[ImplementationPart]:
        return [part for part in self.parts if not part.implemented_on]

    def grounds(self) -> dict:
        return {name: self.cleaned_data[name] for name in GROUNDS if name in self.fields}


def is_dated_by_window(part: ImplementationPart) -> bool:
    """A Fast-Track date follows from the objection window."""
    return part.days_after_window is not None and bool(part.planned_on)


class ImplementationForm(OfPlan):
    """Release or date of each part that is outstanding. A part in a release has the release's date."""

    rationale = words("Why then", rows=4, help_text="The reasons for this release or date, as the report states them.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        releases = Release.objects.upcoming()
        choices = None
        for part in self.outstanding:
            field = choose("Release", releases, empty="None chosen")
            choices = choices or list(field.choices)
            field.choices = choices
            self.fields[field_of(part, "release")] = field
            if not is_dated_by_window(part):
                name = field_of(part, "planned_on")
                self.fields[name] = day("Date", help_text="Leave empty to take the release’s own date.")
        self.order_fields([name for name in self.fields if name.startswith(("release", "planned_on"))])

    def read(self) -> dict:
        super().read()
        values = {"rationale": self.plan.rationale}
        for part in self.outstanding:
            values[field_of(part, "release")] = part.release_id
            values[field_of(part, "planned_on")] = None if part.release_id else part.planned_on
        return values

    def groups(self) -> list[tuple[ImplementationPart, list]]:
        """Each outstanding part with its fields."""
        return [
            (
                part,
                [
                    self[name]
                    for name in (field_of(part, "release"), field_of(part, "planned_on"))
                    if name in self.fields
                ],
            )
            for part in self.outstanding
        ]

    def common(self) -> list:
        return [self[name] for name in ("rationale", *GROUNDS) if name in self.fields]

    def dated_by_window(self) -> list[ImplementationPart]:
        return [part for part in self.outstanding if is_dated_by_window(part)]

    @property
    def may_implement(self) -> bool:
        return self.proposal.state == State.PENDING_IMPLEMENTATION

    def label_of(self, name: str) -> str:
        part = next((p for p in self.outstanding if name.endswith(f"-{p.number}")), None)
        return f"{part.name}: {super().label_of(name)}" if part else super().label_of(name)

    def save(self, version):
        places = {part.number: self._place(part) for part in self.outstanding}
        return actions.plan_parts(
            proposal=self.proposal,
            by=self.user,
            places=places,
            rationale=self.cleaned_data["rationale"],
            version=version,
            **self.grounds(),
        )

    def _place(self, part: ImplementationPart) -> Place:
        values = self.cleaned_data
        return Place(values[field_of(part, "release")], values.get(field_of(part, "planned_on")))


def part_fields(documents=None) -> dict[str, forms.Field]:
    return {
        "number": forms.IntegerField(required=False, min_value=1, max_value=32767, widget=forms.HiddenInput),
        "title": line("What it is", limit=120, help_text="For example: document changes."),
        "documents": forms.ModelMultipleChoiceField(
            SecDocument.objects.none() if documents is None else documents,
            label="Documents of the SEC that it changes",
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
    }


def _kind(documents=None) -> RowKind:
    return RowKind("part", "Part", "Add another part", partial(part_fields, documents), ("number", "title"))


class PartsForm(OfPlan, RowsForm):
    """One row for each part. A row that is taken away joins its part to the first that stays."""

    kinds = (_kind(),)

    def __init__(self, data=None, files=None, *, proposal, **options):
        named = SecDocument.objects.filter(references__proposal=proposal).distinct()
        self.kinds = (_kind(named),)
        super().__init__(data, files, proposal=proposal, **options)

    def read(self) -> dict:
        super().read()
        rows = [
            {"number": p.number, "title": p.title, "documents": [d.pk for d in p.documents.all()]} for p in self.parts
        ]
        return {"part": rows}

    def others(self) -> list:
        return [self[name] for name in GROUNDS if name in self.fields]

    def clean(self):
        rows = self.given_at(self.kinds[0])
        for index, row in rows:
            if len(rows) > 1 and not row["title"]:
                self.add_error(f"part-{index}-title", f"Say what part {index + 1} is.")

    def save(self, version):
        rows = self.given(self.kinds[0])
        return actions.divide(proposal=self.proposal, by=self.user, parts=rows, version=version, **self.grounds())


VERSION_HELP = (
    "For example 6.18. A version that is new here is entered with it; where its number cannot be known any more, "
    f"write “{NOT_RECORDED}”."
)


def sec_version_field(label: str = "SEC version that carries the change") -> forms.CharField:
    field = line(label, "Give the version of the SEC that carries the change.", limit=12)
    field.help_text = VERSION_HELP
    field.widget.attrs |= {"list": "sec-versions", "autocomplete": "off"}
    return field


def suggested_versions() -> tuple[str, list[str]]:
    return "sec-versions", list(SecVersion.objects.values_list("number", flat=True)[:20])


class ImplementPartForm(Form):
    """``still_open``: whether something that is expected is missing."""

    sec_version = sec_version_field()
    effective = day("Date", help_text="Leave empty for today.")
    words = words("Note", rows=3, help_text="Anything that readers of the history should know.")

    def __init__(self, *args, still_open=(), **options):
        super().__init__(*args, **options)
        if still_open:
            self.fields["accepted"] = why_accepted()

    def suggestions(self) -> tuple[str, list[str]]:
        return suggested_versions()
