"""The filters of a list of texts. They look at what the reader reads and at nothing else: who may not read a word
cannot find it either."""

from dataclasses import dataclass, field

from django import forms

from accounts.models import Category
from consultations.collation.texts import Text
from proposals.filters import LONGEST_QUERY

NOUNS = {"answer": "answer", "category": "category", "tag": "tag"}


@dataclass
class Filters:
    """What the address asks for, as far as the list knows it; ``complaints`` tell of the rest."""

    form: forms.Form
    chosen: dict[str, str]
    complaints: list[str] = field(default_factory=list)

    def matches(self, text: Text) -> bool:
        chosen = self.chosen
        return (
            ("answer" not in chosen or chosen["answer"] in text.values)
            and ("category" not in chosen or chosen["category"] == text.shown.submission.category)
            and ("tag" not in chosen or chosen["tag"] in {str(tag.pk) for tag in text.tags})
            and ("q" not in chosen or text.holds(chosen["q"]))
        )

    def chips(self) -> list[dict]:
        return [{"label": self._label(name), "key": name, "value": value} for name, value in self.chosen.items()]

    def _label(self, name: str) -> str:
        if name == "q":
            return f"Search: {self.chosen[name]}"
        return f"{self.form.fields[name].label}: {dict(self.form.fields[name].choices)[self.chosen[name]]}"


def filters(query, *, answers=(), categories=(), tags=()) -> Filters:
    """``answers`` and ``tags`` as pairs of value and words; none where there is nothing to choose."""
    form = _form(answers, [(each, Category(each).label) for each in categories], tags)
    chosen, complaints = {}, []
    for name in form.fields:
        value = query.get(name, "").strip()
        if not value:
            continue
        if complaint := _complaint(form, name, value):
            complaints.append(complaint)
        else:
            chosen[name] = value
    shown = type(form)(initial=chosen)
    shown.fields = form.fields
    return Filters(shown, chosen, complaints)


def _complaint(form: forms.Form, name: str, value: str) -> str:
    if name == "q":
        fits = len(value) <= LONGEST_QUERY and value.isprintable()
        return "" if fits else f"A search is at most {LONGEST_QUERY} characters of ordinary text. It was left out."
    known = {key for key, _ in form.fields[name].choices}
    return "" if value in known else f"There is no {NOUNS[name]} “{value[:40]}”. That filter was left out."


def _form(answers, categories, tags) -> forms.Form:
    form = forms.Form()
    search = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    form.fields["q"] = forms.CharField(label="Words or respondent", required=False, widget=search)
    for name, label, none, choices in (
        ("answer", "Answer", "Any answer", answers),
        ("category", "Category", "Any category", categories),
        ("tag", "Tag", "Any tag", tags),
    ):
        if choices:
            form.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", none), *choices])
    return form
