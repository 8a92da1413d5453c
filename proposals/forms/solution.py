"""Forms over the solution: its text, impacts, costs, benefits and drawbacks, and objectives."""

from decimal import Decimal

from django import forms

from bodies.models import Committee
from proposals import actions
from proposals.actions import SolutionRows
from proposals.forms.base import EditForm, RichField, line, pick, words
from proposals.forms.rows import RowKind, RowsForm
from proposals.models import (
    IndustryCode,
    Objective,
    ObjectiveAssessment,
    PartyImpact,
    Point,
    Solution,
)
from proposals.models.solution import IMPACT_CATEGORIES

TRISTATE = [("", "Not yet assessed"), ("no", "No"), ("yes", "Yes")]
STATED = {None: "", False: "no", True: "yes"}
MEANT = {"": None, "no": False, "yes": True}
PENCE = 100


class TriState(forms.ChoiceField):
    """Not yet assessed, no, or yes: the record keeps nothing, false or true."""

    def __init__(self, **options):
        super().__init__(choices=TRISTATE, required=False, widget=forms.RadioSelect, **options)

    def clean(self, value):
        return MEANT[super().clean(value)]


class Pounds(forms.DecimalField):
    """Typed in pounds, kept in pence."""

    def __init__(self, **options):
        messages = {
            "invalid": "Give the amount in pounds as a number, such as 1200 or 1,200.50.",
            "min_value": "An amount cannot be less than nothing.",
            "max_decimal_places": "Give at most two figures after the point.",
            "max_digits": "That is more than can be kept.",
        }
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"})
        super().__init__(
            required=False,
            min_value=0,
            max_digits=14,
            decimal_places=2,
            widget=widget,
            error_messages=messages,
            **options,
        )

    def to_python(self, value):
        return super().to_python(str(value or "").replace(",", "").replace("£", "").strip())

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else int(amount * PENCE)


def in_pounds(pence: int | None) -> str:
    """1200 or 1200.50, without signs, as an input field shows it."""
    if pence is None:
        return ""
    return f"{Decimal(pence) / PENCE:.2f}".removesuffix(".00")


class OfSolution(EditForm):
    """A form over columns of the solution of the same names."""

    def row(self) -> Solution:
        """The proposed solution, or that of the Alternative the form is over."""
        if self.subject is None:
            return Solution.objects.get(proposal=self.proposal)
        return Solution.objects.get(alternative=self.subject)

    def read(self) -> dict:
        names = [name for name in self.base_fields if name not in ("version", "opened")]
        solution = self.row()
        return {name: self.shown(getattr(solution, name)) for name in names if hasattr(solution, name)}

    def shown(self, value):
        return STATED[value] if value is None or isinstance(value, bool) else value

    def version_of(self) -> int:
        return self.row().version

    def save(self, version):
        rows, fields = self.rows(), self.columns()
        return actions.save_solution(
            proposal=self.proposal, by=self.user, alternative=self.subject, version=version, rows=rows, **fields
        )

    def columns(self) -> dict:
        return self.values()

    def rows(self) -> SolutionRows:
        return SolutionRows()


class SolutionForm(OfSolution):
    text = RichField(
        label="The proposed solution", rows=14, help_text="What would change, in words that a Party can check."
    )


class ImpactsForm(OfSolution):
    parties_narrative = RichField(label="How Parties are affected", rows=6)
    dcc_system_impacted = TriState(label="Are DCC Systems impacted?")
    dcc_system_text = RichField(label="How DCC Systems are impacted", rows=4)
    other_codes_impacted = TriState(label="Are other energy codes impacted?")
    codes = forms.ModelMultipleChoiceField(
        IndustryCode.objects.all(), label="Which codes", required=False, widget=forms.CheckboxSelectMultiple
    )
    other_codes_text = RichField(label="How other codes are impacted", rows=4)
    greenhouse_gas_impacted = TriState(label="Are greenhouse gas emissions impacted?")
    greenhouse_gas_text = RichField(label="How emissions are impacted", rows=4)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for category, _ in IMPACT_CATEGORIES:
            self.fields[f"{category}-impacted"] = forms.BooleanField(label="Impacted", required=False)
            self.fields[f"{category}-direction"] = pick("Which way", PartyImpact.Direction.choices, initial="neutral")
            self.fields[f"{category}-reason"] = line("Why", limit=300)

    def read(self) -> dict:
        solution = self.row()
        codes = list(solution.code_impacts.values_list("code_id", flat=True))
        cells = {}
        for impact in solution.party_impacts.all():
            cells |= {
                f"{impact.category}-impacted": True,
                f"{impact.category}-direction": impact.direction,
                f"{impact.category}-reason": impact.reason,
            }
        return {**super().read(), "codes": codes, **cells}

    def cells(self) -> list[tuple[str, list]]:
        parts = ("impacted", "direction", "reason")
        return [(label, [self[f"{key}-{part}"] for part in parts]) for key, label in IMPACT_CATEGORIES]

    def label_of(self, name: str) -> str:
        category, dash, _ = name.partition("-")
        label = super().label_of(name)
        return f"{dict(IMPACT_CATEGORIES)[category]}: {label}" if dash else label

    def columns(self) -> dict:
        own = [name for name in self.base_fields if name not in ("version", "opened", "codes")]
        return {name: self.cleaned_data[name] for name in own}

    def rows(self) -> SolutionRows:
        impacts = [self._impact(key) for key, _ in IMPACT_CATEGORIES if self.cleaned_data[f"{key}-impacted"]]
        return SolutionRows(impacts=impacts, codes=list(self.cleaned_data["codes"]))

    def _impact(self, category: str) -> dict:
        direction = self.cleaned_data[f"{category}-direction"] or PartyImpact.Direction.NEUTRAL
        return {"category": category, "direction": direction, "reason": self.cleaned_data[f"{category}-reason"]}


class CostsForm(OfSolution):
    dcc_cost = pick("DCC costs", Solution.Cost.choices, radio=True)
    dcc_cost_min = Pounds(label="From (pounds)")
    dcc_cost_max = Pounds(label="To (pounds)", help_text="Leave empty where it is one sum.")
    dcc_cost_text = RichField(label="About the DCC costs", rows=4)
    secas_days = forms.DecimalField(
        label="SECAS effort in days",
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"}),
        error_messages={
            "invalid": "Give the effort in days as a number, such as 2 or 1.5.",
            "min_value": "Effort cannot be less than nothing.",
            "max_decimal_places": "Give the effort to a tenth of a day.",
        },
    )
    secas_activities = words("SECAS activities", rows=4, help_text="One a line.")
    party_cost = pick("SEC Party costs", Solution.Cost.choices, radio=True)
    party_cost_text = RichField(label="About the Parties’ costs", rows=4)

    def read(self) -> dict:
        values = super().read()
        solution = self.row()
        return values | {name: in_pounds(getattr(solution, name)) for name in ("dcc_cost_min", "dcc_cost_max")}


def point_fields() -> dict[str, forms.Field]:
    return {
        "text": words("In words", rows=3, help_text=""),
        "named_by_proposer": forms.BooleanField(label="Named by the Proposer", required=False, initial=True),
        "named_by": forms.ModelMultipleChoiceField(
            Committee.objects.all(), label="Named by", required=False, widget=forms.CheckboxSelectMultiple
        ),
    }


BENEFITS = RowKind("benefit", "Benefit", "Add another benefit", point_fields, ("text",))
DRAWBACKS = RowKind("drawback", "Drawback", "Add another drawback", point_fields, ("text",))


class PointsForm(OfSolution, RowsForm):
    kinds = (BENEFITS, DRAWBACKS)

    def read(self) -> dict:
        found = {kind.key: [] for kind in self.kinds}
        for point in self.row().points.prefetch_related("named_by"):
            named_by = [body.pk for body in point.named_by.all()]
            found[point.kind].append(
                {"text": point.text, "named_by_proposer": point.named_by_proposer, "named_by": named_by}
            )
        return found

    def columns(self) -> dict:
        return {}

    def rows(self) -> SolutionRows:
        given = {Point.Kind.BENEFIT: self.given(BENEFITS), Point.Kind.DRAWBACK: self.given(DRAWBACKS)}
        return SolutionRows(points=given)


class ObjectivesForm(OfSolution):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.objectives = list(Objective.objects.all())
        effects = [("", "Not assessed"), *ObjectiveAssessment.Effect.choices]
        for objective in self.objectives:
            self.fields[f"effect-{objective.pk}"] = pick("The solution", effects)
            self.fields[f"rationale-{objective.pk}"] = words("Because", rows=3, help_text="")

    def read(self) -> dict:
        found = {}
        for assessed in self.row().objective_assessments.all():
            found[f"effect-{assessed.objective_id}"] = assessed.effect
            found[f"rationale-{assessed.objective_id}"] = assessed.rationale
        return found

    def assessments(self) -> list[tuple[Objective, list]]:
        return [(o, [self[f"effect-{o.pk}"], self[f"rationale-{o.pk}"]]) for o in self.objectives]

    def label_of(self, name: str) -> str:
        of = next((str(o) for o in self.objectives if name.endswith(f"-{o.pk}")), "")
        return f"{of}: {super().label_of(name)}" if of else super().label_of(name)

    def clean(self):
        for objective in self.objectives:
            effect = self.cleaned_data.get(f"effect-{objective.pk}")
            rationale = self.cleaned_data.get(f"rationale-{objective.pk}", "").strip()
            if effect and not rationale:
                self.add_error(f"rationale-{objective.pk}", f"Say why, for {objective}.")
            if rationale and not effect:
                self.add_error(f"effect-{objective.pk}", f"Choose what the solution does for {objective}.")

    def columns(self) -> dict:
        return {}

    def rows(self) -> SolutionRows:
        rows = [self._row(objective) for objective in self.objectives]
        return SolutionRows(objectives=[row for row in rows if row["effect"]])

    def _row(self, objective: Objective) -> dict:
        effect, rationale = (self.cleaned_data[f"{part}-{objective.pk}"] for part in ("effect", "rationale"))
        return {"objective": objective, "effect": effect, "rationale": rationale.strip()}
