"""The one form of a question, as it is previewed, drafted by colleagues and answered by guests.

Nothing in it has to be filled in: a draft is saved as far as it has come, and what is still missing before it can be
submitted ``conditions.missing`` says.
"""

import json
from collections.abc import Iterable, Mapping

from django import forms

from audit.templatetags.look import date_long, pounds
from consultations.drafts.givens import NOTHING_GIVEN
from consultations.models import Agreement, Asks, Question
from consultations.queries.questions import tied
from consultations.questions import conditions
from consultations.questions.conditions import Standing, part_of
from proposals.forms.base import Form, day, pick, words
from proposals.forms.solution import Pounds, in_pounds

TAKE_BACK = ("", "I take this choice back")
FROM_THESE = {"invalid_choice": "Choose from those listed.", "invalid_list": "Choose from those listed."}
IN_WORDS = {
    Asks.AGREEMENT: "Your reasons",
    Asks.CHOICE: "Your reasons",
    Asks.TEXT: "Your answer",
    Asks.DATE: "In your words",
    Asks.COST: "What it is made of",
}
HELP_IN_WORDS = {Asks.DATE: "For example where it depends on something, or no single day can be named."}


def field_name(question: Question, part: str) -> str:
    """``q12-text``: the name of a field on whichever page the question stands."""
    return f"q{question.pk}-{part}"


def value_words(question: Question, given) -> str:
    """The value that was chosen or entered, in words; nothing where there is none. Words are never taken for one."""
    if agreement := part_of(given, "agreement"):
        return Agreement(agreement).label
    if chosen := part_of(given, "chosen"):
        return "; ".join(chosen)
    if on := part_of(given, "day"):
        return date_long(on)
    return cost_words(part_of(given, "least"), part_of(given, "most"))


def cost_words(least: int | None, most: int | None) -> str:
    if least is None:
        return ""
    if least == most:
        return pounds(least)
    return f"up to {pounds(most)}" if least == 0 else f"{pounds(least)} to {pounds(most)}"


class QuestionForm(Form):
    """``given``: what is on record, with the attributes or keys of a ``Given``. ``standing``: whether it applies."""

    def __init__(self, question: Question, given=None, data=None, *, standing: Standing = Standing.ASKED, heading=""):
        self.question, self.was, self.standing, self.heading = question, given, standing, heading
        super().__init__(data, initial=self._initial(given))
        for part, field in self._fields():
            field.widget.attrs.setdefault("class", "form-control")
            self.fields[self._name(part)] = field

    def _name(self, part: str) -> str:
        return field_name(self.question, part)

    def _initial(self, given) -> dict:
        values = {part: part_of(given, part) for part in NOTHING_GIVEN}
        chosen = values["chosen"] or []
        values["chosen"] = chosen if self.question.several else next(iter(chosen), "")
        values |= {part: in_pounds(values[part]) for part in ("least", "most")}
        return {self._name(part): value for part, value in values.items()}

    def _fields(self) -> Iterable[tuple[str, forms.Field]]:
        asks = Asks(self.question.asks)
        yield from self._value_fields(asks)
        text = words(IN_WORDS[asks], rows=8 if asks == Asks.TEXT else 5, help_text=HELP_IN_WORDS.get(asks, ""))
        yield "text", text
        yield "confidential", forms.BooleanField(label="This answer is confidential", required=False)

    def _value_fields(self, asks: Asks) -> Iterable[tuple[str, forms.Field]]:
        if asks == Asks.AGREEMENT:
            yield "agreement", self._one_of()
        elif asks == Asks.CHOICE:
            yield "chosen", self._any_of() if self.question.several else self._one_of()
        elif asks == Asks.DATE:
            yield "day", day("Date", help_text="For example 4 November 2019.")
        elif asks == Asks.COST:
            yield (
                "least",
                Pounds(label="At least, in pounds", help_text="If you know one amount, give it here."),
            )
            yield "most", Pounds(label="At most, in pounds")

    def _one_of(self) -> forms.ChoiceField:
        """Nothing is chosen beforehand. What was chosen can be taken back, without a script too."""
        had = [TAKE_BACK] if part_of(self.was, "agreement") or part_of(self.was, "chosen") else []
        return pick("Answer", [*conditions.choices_of(self.question), *had], radio=True)

    def _any_of(self) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            choices=conditions.choices_of(self.question),
            label="Answer",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=FROM_THESE,
        )

    def clean(self):
        least, most = (self.cleaned_data.get(self._name(part)) for part in ("least", "most"))
        if least is not None and most is not None and most < least:
            self.add_error(self._name("most"), "The most is less than the least: turn them round.")
        return super().clean()

    def _post_clean(self):
        """A browser's field for dates shows nothing that is no date: what was typed is shown in a plain one."""
        super()._post_clean()
        if self._name("day") in self._errors:
            self.fields[self._name("day")].widget.input_type = "text"

    def given(self) -> dict:
        """The fields of a ``Given``, as far as what was entered can be understood."""
        self.is_valid()
        found = {part: self.cleaned_data.get(self._name(part), nothing) for part, nothing in NOTHING_GIVEN.items()}
        if isinstance(found["chosen"], str):
            found["chosen"] = [found["chosen"]] if found["chosen"] else []
        return found | self._cost(found["least"], found["most"])

    def _cost(self, least: int | None, most: int | None) -> dict:
        """One amount is least and most; a most alone begins at nothing; an end that is wrong leaves no range."""
        if {self._name("least"), self._name("most")} & self.errors.keys():
            return {"least": None, "most": None}
        if most is None:
            return {"least": least, "most": least}
        return {"least": least or 0, "most": most}

    # For templates/consultations/_question.html

    @property
    def choice(self):
        """The radio buttons or checkboxes."""
        name = {Asks.AGREEMENT: "agreement", Asks.CHOICE: "chosen"}.get(self.question.asks)
        return self[self._name(name)] if name else None

    @property
    def entries(self) -> list:
        """What is typed beside the words: a date, or the two ends of a cost."""
        return [self[self._name(part)] for part in ("day", "least", "most") if self._name(part) in self.fields]

    @property
    def text(self):
        return self[self._name("text")]

    @property
    def confidential(self):
        return self[self._name("confidential")]

    @property
    def condition_words(self) -> str:
        return conditions.condition_words(self.question)

    @property
    def condition_json(self) -> str:
        return json.dumps(self.question.only_if_answers)

    @property
    def stands(self):
        """What was entered; where nothing was sent, what is on record."""
        return self.given() if self.is_bound else self.was

    @property
    def value_words(self) -> str:
        return value_words(self.question, self.stands)

    @property
    def words_given(self) -> str:
        return part_of(self.stands, "text") or ""

    @property
    def corrections(self) -> list:
        """How its wording was put right, where ``queries.questions.questions_of`` asked for that."""
        return getattr(self.question, "put_right", [])

    @property
    def is_no_longer_asked(self) -> bool:
        return self.standing is Standing.NO_LONGER_ASKED

    @property
    def is_set_aside(self) -> bool:
        """Answered, although it does not apply to what was answered before."""
        return self.standing is Standing.DOES_NOT_APPLY and conditions.is_answered(self.stands)


class Sheet:
    """All questions of a set as forms, in their order. To the summary of errors it is one form. One that was withdrawn
    stands in it only for whoever had answered it, or answers it now."""

    def __init__(self, questions: Iterable[Question], answers: Mapping | None = None, data=None):
        self.questions = tied(conditions.in_order(questions))
        self.was = answers or {}
        self.data = data
        self.forms = self._forms()

    def _forms(self) -> list[QuestionForm]:
        found = conditions.standings(self.questions, self._said())
        return [
            QuestionForm(
                question,
                self.was.get(question.pk),
                self.sent(question),
                standing=found[question.pk],
                heading=heading,
            )
            for heading, question in conditions.headed(filter(self._is_shown, self.questions))
        ]

    def sent(self, question: Question):
        """Where what was entered to it is found; nothing where none was asked for."""
        return None if question.withdrawn_at else self.data

    def _is_shown(self, question: Question) -> bool:
        answered = conditions.is_answered(self.was.get(question.pk))
        return question.withdrawn_at is None or answered or self.sent(question) is not None

    def _said(self) -> Mapping:
        """What decides whether a question applies."""
        leading = [q for q in self.questions if q.asks in conditions.LEADING and self.sent(q) is not None]
        return {**self.was, **{q.pk: QuestionForm(q, self.was.get(q.pk), self.data).given() for q in leading}}

    def answers(self) -> dict[int, dict]:
        """What was entered, by the key of the question."""
        return {form.question.pk: form.given() for form in self.forms if form.is_bound}

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def errors(self) -> dict:
        return {name: errors for form in self.forms for name, errors in form.errors.items()}

    @property
    def non_field_errors(self) -> list:
        return []

    def __iter__(self):
        for form in self.forms:
            yield from form
