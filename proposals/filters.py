"""The filters of lists, and those of the register. What is filtered is always what the reader may see."""

import django_filters
from django import forms

from accounts.models import Category
from proposals.models import Proposal, SecDocument
from proposals.queries import REGISTER_ORDERS, search
from proposals.states import Path, Stage, states_of

NO_PATH = "none"
LONGEST_QUERY = 200
PATHS = [*Path.choices, (NO_PATH, "Not yet determined")]
NOUNS = {
    "stage": "stage",
    "path": "path",
    "analyst": "Lead Analyst",
    "category": "category",
    "document": "SEC document",
}


class ListFilter(django_filters.FilterSet):
    """Filters of a list that say what they did not understand, and which are in force.

    Each list declares its filters; in ``nouns`` what a choice of each is called, and in ``ticked`` what a box that is
    ticked is called among the filters in force.
    """

    nouns: dict[str, str] = {}
    ticked: dict[str, str] = {}

    def tidy(self) -> list[str]:
        """Leave out of the data what the list does not know; the sentences that tell of it."""
        complaints = self._drop_bad_search()
        for name, noun in self.nouns.items():
            complaints += self._drop_unknown(name, noun)
        return complaints

    def _drop_bad_search(self) -> list[str]:
        text = self.data.get("q", "")
        if len(text) <= LONGEST_QUERY and text.isprintable():
            return []
        del self.data["q"]
        return [f"A search is at most {LONGEST_QUERY} characters of ordinary text. It was left out."]

    def _drop_unknown(self, name: str, noun: str) -> list[str]:
        known = {value for value, _ in self.filters[name].extra["choices"]}
        given = self.data.getlist(name)
        self.data.setlist(name, [value for value in given if value in known])
        if not self.data.getlist(name):
            del self.data[name]
        return [f"There is no {noun} “{v[:40]}”. That filter was left out." for v in given if v not in known]

    def chips(self) -> list[dict]:
        """The filters in force, as links that take them away name them."""
        given = self.form.cleaned_data if self.is_valid() else {}
        return [chip for name, value in given.items() if value for chip in self._chips_of(name, value)]

    def _chips_of(self, name: str, value) -> list[dict]:
        field = self.form.fields[name]
        if isinstance(field.widget, forms.CheckboxInput):
            return [{"label": self.ticked[name], "key": name, "value": self.data.get(name)}]
        if name == "q":
            return [{"label": f"Search: {value}", "key": name, "value": self.data.get(name)}]
        labels = dict(field.choices)
        values = value if isinstance(value, list) else [value]
        return [{"label": f"{field.label}: {labels[each]}", "key": name, "value": each} for each in values]


class ProposalFilter(ListFilter):
    nouns = NOUNS
    ticked = {"urgent": "Urgent"}

    q = django_filters.CharFilter(
        label="Reference, title or clause",
        method="by_words",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    stage = django_filters.MultipleChoiceFilter(
        label="Stage", choices=Stage.choices, method="by_stage", widget=forms.CheckboxSelectMultiple
    )
    path = django_filters.MultipleChoiceFilter(
        label="Path", choices=PATHS, method="by_path", widget=forms.CheckboxSelectMultiple
    )
    urgent = django_filters.BooleanFilter(
        label="Urgent proposals only", method="by_urgency", widget=forms.CheckboxInput
    )
    analyst = django_filters.ChoiceFilter(label="Lead Analyst", field_name="lead_analyst", empty_label="Anybody")
    category = django_filters.ChoiceFilter(
        label="Proposer’s category",
        choices=Category.choices,
        field_name="proposer_organisation__category",
        empty_label="Any category",
    )
    document = django_filters.ChoiceFilter(label="SEC document", method="by_document", empty_label="Any document")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def __init__(self, data, *, user):
        """What ``data`` holds that the register does not know is left out, and told in ``complaints``."""
        visible = Proposal.objects.visible_to(user)
        super().__init__(data, queryset=visible)
        self.data = data.copy()
        self.user = user
        self.filters["analyst"].extra["choices"] = _analysts(visible)
        self.filters["document"].extra["choices"] = _documents(visible)
        self.complaints = self.tidy()

    def by_words(self, queryset, name, text):
        return search(queryset, text, self.user)

    def by_stage(self, queryset, name, stages):
        return queryset.filter(state__in=[state for stage in stages for state in states_of(stage)])

    def by_path(self, queryset, name, paths):
        return queryset.filter(path__in=["" if path == NO_PATH else path for path in paths])

    def by_urgency(self, queryset, name, wanted):
        return queryset.filter(urgent=True) if wanted else queryset

    def by_document(self, queryset, name, code):
        return queryset.filter(pk__in=Proposal.objects.filter(sec_references__document__code=code).values("pk"))


def _analysts(visible) -> list[tuple[str, str]]:
    people = visible.exclude(lead_analyst=None).order_by("lead_analyst__folded")
    return [(str(pk), name) for pk, name in people.values_list("lead_analyst", "lead_analyst__name").distinct()]


def _documents(visible) -> list[tuple[str, str]]:
    named = SecDocument.objects.filter(references__proposal__in=visible).distinct()
    return [(document.code, str(document)) for document in named]


def order_of(text: str) -> tuple[str, bool, str]:
    """The column and direction that ``?sort=`` asks for, and a complaint where there is no such column."""
    key = text.removeprefix("-")
    if not text or key in REGISTER_ORDERS:
        return key, text.startswith("-"), ""
    return "", False, f"The list cannot be sorted by “{key[:40]}”. It stands in its usual order, newest first."
