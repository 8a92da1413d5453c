"""The filters of the list of decisions, and what people mean by the words they look for one with."""

import re

import django_filters
from django import forms
from django.db.models import Q

from bodies.models import Committee
from proposals.filters import LONGEST_QUERY, ListFilter
from proposals.models import Move, Proposal
from proposals.queries import search
from subcommittees.decisionlist import AUTHORITY, THE_AUTHORITY, Outcome, in_order, sources, years_of

# What people write around what they look for: “what did the CSC decide in 2019”, “decision of the Panel”.
AROUND = {
    "a",
    "about",
    "at",
    "by",
    "decide",
    "decided",
    "decision",
    "decisions",
    "did",
    "in",
    "of",
    "on",
    "the",
    "what",
}


class DecisionFilter(ListFilter):
    """The same filters for each kind of decision, which have what they look at under the same names."""

    nouns = {"year": "year", "body": "body", "outcome": "outcome"}

    q = django_filters.CharFilter(
        label="Reference, title or words",
        method="by_words",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    year = django_filters.ChoiceFilter(label="Year", field_name="day__year", empty_label="Any year")
    body = django_filters.ChoiceFilter(label="Decided by", field_name="decider", empty_label="Anybody")
    outcome = django_filters.ChoiceFilter(
        label="Outcome", field_name="sort_of", choices=Outcome.choices, empty_label="Any outcome"
    )

    class Meta:
        model = Move
        fields: list[str] = []

    def __init__(self, data, *, user):
        """A year or a body that the words looked for name is chosen as its filter: ``understood`` says that something
        was, and ``data`` what. ``complaints`` tells what was left out because nothing is known of it."""
        super().__init__(data, queryset=Move.objects.none())
        self.data = data.copy()
        self.user = user
        years, bodies = [str(year) for year in years_of(user)], list(Committee.objects.all())
        named = [*((body.code, body.name) for body in bodies), (AUTHORITY, THE_AUTHORITY)]
        self.filters["year"].extra["choices"] = [(year, year) for year in years]
        self.filters["body"].extra["choices"] = named
        self.complaints = self.tidy()
        text = self.data.get("q", "")
        if text:
            self._understand(text, years, bodies)
        self.understood = text != self.data.get("q", "")

    def _understand(self, text: str, years: list[str], bodies: list[Committee]) -> None:
        rest, body = _without_body(text, bodies)
        words = [word for word in rest.split() if word.strip(",.?").lower() not in AROUND]
        year = next((word for word in words if word.strip(",.?") in years), "")
        words = [word for word in words if word != year]
        for name, value in (("body", body), ("year", year.strip(",.?"))):
            if value and name not in self.data:
                self.data[name] = value
        self.data["q"] = " ".join(words)
        if not words:
            del self.data["q"]

    def keys(self):
        """``(day, kind, pk)`` of what is found, the newest first."""
        found = sources(self.user)
        if not self.is_valid():
            return in_order(found)
        return in_order([self.filter_queryset(each) for each in found])

    def by_words(self, queryset, name, text):
        """Of the proposals that the words name, a part of a split one with what was decided of the whole; or with all
        of the words in what was said."""
        proposals = search(Proposal.objects.visible_to(self.user), text, self.user).order_by()
        whole = Q(suffix="", number__in=proposals.exclude(suffix="").values("number"))
        named = Proposal.objects.filter(Q(pk__in=proposals.values("pk")) | whole)
        said = Q()
        for word in text.split():
            said &= Q(said__icontains=word)
        return queryset.filter(Q(about__in=named.values("pk")) | said)


def _without_body(text: str, bodies: list[Committee]) -> tuple[str, str]:
    """``text`` without the name of a body, and its code; the longest name first."""
    names = {AUTHORITY: AUTHORITY}
    for body in bodies:
        names |= dict.fromkeys((body.name.lower(), body.short_name.lower(), body.code), body.code)
    for name in sorted(names, key=len, reverse=True):
        pattern = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
        if re.search(pattern, text, re.IGNORECASE):
            return re.sub(pattern, " ", text, count=1, flags=re.IGNORECASE), names[name]
    return text, ""
