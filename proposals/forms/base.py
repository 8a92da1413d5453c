"""What the forms of every app share: fields that speak plainly, rich text, and the version they were opened on."""

import hashlib
import json
import re
from datetime import date

from django import forms
from django.forms.utils import ErrorDict
from django.templatetags.static import static

from proposals.richtext import from_plain, sanitise

PLAIN_HELP = "A blank line begins a new paragraph. A line that begins with “- ” is an item of a list."
HAS_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
NEW_LINES = re.compile(r"\r\n?")


def line(label: str, missing: str = "", *, limit: int | None = None, **options) -> forms.CharField:
    """A field of one line; ``missing`` is what is said when it is left empty, and makes it mandatory."""
    messages = {"required": missing}
    if limit:
        options["max_length"] = limit
        messages["max_length"] = f"{label}: at most {limit} characters; this has %(show_value)d."
    return Line(label=label, required=bool(missing), error_messages=messages, **options)


class Line(forms.CharField):
    """The browser counts, and does not cut: a paste that is too long stays whole until the person has shortened it."""

    def widget_attrs(self, widget):
        return {"data-count": self.max_length} if self.max_length else {}


class WordForWord(forms.CharField):
    """Text kept as it was typed. Browsers send a line end as two characters; it comes back as the one typed."""

    def __init__(self, *, rows: int = 6, **options):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(**{"strip": False, "widget": widget, "help_text": PLAIN_HELP, **options})

    def to_python(self, value):
        return NEW_LINES.sub("\n", super().to_python(value))


def words(label: str, missing: str = "", *, rows: int = 6, **options) -> WordForWord:
    messages = {"required": missing}
    return WordForWord(label=label, required=bool(missing), rows=rows, error_messages=messages, **options)


def why_accepted() -> WordForWord:
    """Asked where a step would be taken although something expected is missing."""
    missing = "Say why this may go ahead although something is open."
    help_text = "The reason is kept with the decision, and papers state it."
    return words("Why this may go ahead all the same", missing, rows=3, help_text=help_text)


class RichWidget(forms.Textarea):
    """A plain text area; static/js/prose.js makes an editor of it where scripts run."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-prose"] = static("django_prose_editor/editor.js")
        return context


class RichField(forms.CharField):
    """Rich text. What was typed without any tag is taken as plain text, so that it works without the editor."""

    def __init__(self, *, rows: int = 10, **options):
        super().__init__(**{"required": False, "widget": RichWidget(attrs={"rows": rows}), **options})

    def to_python(self, value):
        text = super().to_python(value)
        return sanitise(text) if HAS_TAGS.search(text) else from_plain(text)


def day(label: str, **options) -> forms.DateField:
    options.setdefault("required", False)
    messages = {"invalid": "Give a date that exists, such as 4 November 2019.", "required": options.pop("missing", "")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    formats = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
    return forms.DateField(label=label, widget=widget, input_formats=formats, error_messages=messages, **options)


def typed_day(data, name: str) -> date | None:
    """The day typed into a field, where it is one."""
    try:
        return day("").clean(data.get(name, ""))
    except forms.ValidationError:
        return None


def choose(label: str, queryset, *, missing: str = "", empty: str = "Choose one", **options) -> forms.ModelChoiceField:
    messages = {"required": missing, "invalid_choice": "Choose one of those listed."}
    return forms.ModelChoiceField(
        queryset, label=label, required=bool(missing), empty_label=empty, error_messages=messages, **options
    )


def pick(label: str, choices, *, missing: str = "", radio: bool = False, **options) -> forms.ChoiceField:
    messages = {"required": missing, "invalid_choice": "Choose one of those listed."}
    if radio:
        options["widget"] = forms.RadioSelect
    return forms.ChoiceField(choices=choices, label=label, required=bool(missing), error_messages=messages, **options)


class Form(forms.Form):
    """A form that can be shown again unchecked, so that adding a row complains of nothing.

    ``places``: the act's name of a field where the form calls it something else.
    """

    places: dict[str, str] = {}
    checked = True

    @property
    def errors(self):
        return super().errors if self.checked else ErrorDict()


def digest(values: dict) -> str:
    """The values a form was opened with, in few characters."""
    return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()[:16]


class EditForm(Form):
    """A form over one row of the record. It carries the row's version and a digest of the values it was opened with, so
    that a save over somebody else's newer text is noticed, and a save beside it is not taken for one."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, proposal, user=None, subject=None):
        """``subject``: the row that the form is over, where a proposal may have several."""
        self.proposal, self.user, self.subject = proposal, user, subject
        self.on_record = self.read()
        now = {"version": self.version_of(), "opened": digest(self.on_record)}
        super().__init__(data, files, initial={**self.on_record, **now})

    def read(self) -> dict:
        """The values on record, by field."""
        raise NotImplementedError

    def version_of(self) -> int | None:
        """The version of the row that the save will be checked against."""
        raise NotImplementedError

    @property
    def now(self) -> dict:
        """The hidden values of a form opened at this moment."""
        return {"version": self.initial["version"], "opened": self.initial["opened"]}

    def save(self, version: int | None):
        """Do the one act of this form."""
        raise NotImplementedError

    def label_of(self, name: str) -> str:
        """The field's label, with what it belongs to where the label alone would not say it."""
        return self.fields[name].label

    def values(self) -> dict:
        """What the form gives, less what it carries for itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "opened")}
