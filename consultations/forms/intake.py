"""The forms by which a response that came by another way is entered: the original, and what it says."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from consultations.actions.drafting import MOST_CLAUSES
from consultations.actions.submitting import OTHER_WAYS
from consultations.forms.commenting import Whose, received_field
from consultations.intake.typed import COUNT, SPARE_ROWS, Typed
from consultations.models import ClauseComment, Operation, Position, Question, Submission
from consultations.questions.form import Sheet, field_name
from proposals.forms.base import Form, line, pick, words
from proposals.forms.files import one_file

WAYS = [choice for choice in Submission.How.choices if choice[0] in OTHER_WAYS]
CLAUSE_FIELDS = ("as_written", "clause", "operation", "anchor", "text", "confidential")
WORDS_ON_A_CLAUSE = ("as_written", "clause", "anchor", "text")


# A row in which nothing was chosen is a remark.
OPERATIONS = sorted(Operation.choices, key=lambda choice: choice[0] != Operation.QUERY)


def length(model, name: str) -> int:
    return model._meta.get_field(name).max_length


class SourceForm(Form):
    how = pick("How it came in", WAYS, missing="Choose how it came in.", initial=Submission.How.EMAIL, radio=True)
    upload = one_file("The file", "", required=False, help_text="Word (.docx), PDF or plain text.")
    text = words(
        "Or paste it",
        rows=10,
        help_text="The whole response as it came, with its questions. What is pasted is kept as it is.",
    )


class HeadForm(Whose):
    """Whose it is and what they say as a whole."""

    signed_by = line(
        "Signed by", limit=length(Submission, "signed_by"), help_text="Who sent or signed it. Leave empty if unknown."
    )
    received_at = received_field("When it reached SECAS, London time. By this it is in time or late.")
    parties = words(
        "Also on behalf of", rows=3, strip=True, help_text="Parties for which it speaks besides, each on a line."
    )
    others = line("Others for which it speaks", limit=length(Submission, "others"))
    position = pick("On the change as a whole", [("", "It does not say"), *Position.choices])
    general_comments = words("General comments", rows=14)
    confidential = forms.BooleanField(label="The whole response is confidential", required=False)
    confidential_because = line(
        "Why it is confidential", limit=length(Submission, "confidential_because"), help_text="If they say so."
    )
    consents = forms.BooleanField(
        label="They agree that it is published with their name",
        required=False,
        help_text="Without this it is published under its Party Category, without name.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["received_at"].required = True
        self.fields["received_at"].error_messages["required"] = "Say when it reached SECAS."

    @property
    def who(self) -> list:
        return [field for field in self if field.name != "general_comments"]

    @property
    def general(self):
        return self["general_comments"]

    def given(self) -> dict:
        """What ``record_submission`` takes."""
        parties = [name for name in map(str.strip, self.cleaned_data["parties"].splitlines()) if name]
        return {**self.cleaned_data, "parties": parties}


class OnClauseForm(Form):
    """A comment on a clause; empty it is none."""

    def __init__(self, row: int, data):
        self.row = row
        super().__init__(data, prefix=f"c{row}")

    as_written = line("Clause as written", limit=length(ClauseComment, "as_written"))
    clause = line("Clause in the SEC", limit=length(ClauseComment, "clause"))
    operation = pick("What they ask for", OPERATIONS)
    anchor = words("At which words", rows=2, help_text="", strip=True)
    text = words("Words to be added, or what they say", rows=3, help_text="", strip=True)
    confidential = forms.BooleanField(label="Confidential", required=False)

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}-{field_name}"

    @property
    def is_empty(self) -> bool:
        return not any((self.data.get(self.add_prefix(name)) or "").strip() for name in WORDS_ON_A_CLAUSE)

    def clean(self):
        found = super().clean()
        if self.is_empty:
            return found
        if not (found.get("as_written") or found.get("clause")):
            self.add_error("as_written", "Say which clause this is about.")
        if not found.get("text") and found.get("operation") != Operation.DELETE:
            self.add_error("text", "Say what is asked for, or choose that words are deleted.")
        return found


class EntryForm:
    """All of it. To the summary of errors it is one form."""

    def __init__(self, questions: Iterable[Question], typed: Typed, checked: bool = False):
        self.data = as_query(typed)
        self.sheet = Sheet(questions, data=self.data)
        self.head = HeadForm(self.data)
        self.clauses = [OnClauseForm(row, self.data) for row in range(_count(self.data))]
        for form in self.sheet.forms:
            form.fields[field_name(form.question, "text")].label = "What they say"
        for form in (self.head, *self.sheet.forms, *self.clauses):
            form.is_valid()  # what was entered is understood as far as it can be, whether or not that is complained of
            form.checked = checked

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def errors(self) -> dict:
        forms_ = (self.head, *self.sheet.forms, *self.clauses)
        return {f"{form.prefix or ''}{name}": errors for form in forms_ for name, errors in form.errors.items()}

    @property
    def non_field_errors(self) -> list:
        return list(self.head.non_field_errors())

    def __iter__(self):
        for form in (self.head, *self.sheet.forms, *self.clauses):
            yield from form

    # refusals of the act go to the head

    places: dict[str, str] = {}

    @property
    def fields(self) -> dict:
        return self.head.fields

    def add_error(self, field: str | None, sentence: str) -> None:
        self.head.add_error(field, sentence)

    def given(self) -> dict:
        answers = [{"question_id": pk, **values} for pk, values in self.sheet.answers().items()]
        clauses = [
            {name: form.cleaned_data[name] for name in CLAUSE_FIELDS} for form in self.clauses if not form.is_empty
        ]
        return {**self.head.given(), "answers": answers, "clauses": clauses}

    @property
    def is_full(self) -> bool:
        """No further comment on a clause has a row."""
        return len(self.clauses) >= MOST_CLAUSES


def as_query(typed: Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


LEFT_OUT = ("csrfmiddlewaretoken", "version", "step")


def typed_in(post: QueryDict) -> Typed:
    """What was sent, as it is kept: two empty rows for clauses follow those that are filled."""
    typed = {name: values for name, values in post.lists() if name not in LEFT_OUT}
    rows = [row for row in range(_count(post)) if not OnClauseForm(row, post).is_empty]
    typed[COUNT] = [str(max(rows, default=-1) + 1 + SPARE_ROWS)]
    return typed


def _count(data: QueryDict) -> int:
    count = data.get(COUNT, "")
    return min(int(count), MOST_CLAUSES) if count.isdecimal() and len(count) < 9 else 0
