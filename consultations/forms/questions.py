"""Forms on which questions are put together."""

from django import forms

from consultations import actions
from consultations.actions.questions import REASON_LENGTH, WORDING
from consultations.actions.sets import TITLE_LENGTH
from consultations.models import Asks, Kind, Question, QuestionSet
from consultations.questions.conditions import LEADING, choices_of
from proposals.actions.ground import fingerprint
from proposals.forms.base import EditForm, Form, WordForWord, choose, line, pick, words

GROUP_LENGTH = Question._meta.get_field("group").max_length


def text_field(label: str = "Question") -> WordForWord:
    return words(label, "Write the question.", rows=3, help_text="")


def help_field() -> WordForWord:
    return words("Explanation", rows=2, help_text="It stands under the question, for example where to read more.")


def group_field() -> forms.CharField:
    help_text = "Questions that follow each other with the same heading stand under it as a group."
    return line("Heading of its group", limit=GROUP_LENGTH, help_text=help_text)


def asks_field() -> forms.ChoiceField:
    return pick(
        "What is asked for",
        Asks.choices,
        missing="Choose what is asked for.",
        radio=True,
        initial=Asks.AGREEMENT.value,
        help_text="Beside each there is always room for words.",
    )


def required_field() -> forms.BooleanField:
    return forms.BooleanField(
        label="It has to be answered",
        required=False,
        help_text="Whoever signs a response off without an answer to it says so; it is received all the same.",
    )


def question_fields() -> dict[str, forms.Field]:
    return {
        "text": text_field(),
        "help": help_field(),
        "group": group_field(),
        "asks": asks_field(),
        "options": words("Options", rows=4, help_text="For a choice: at least two, each on a line of its own."),
        "several": forms.BooleanField(label="Several of these options may be chosen", required=False),
        "required": required_field(),
    }


def seen_field() -> forms.IntegerField:
    """The version of the set that the person was looking at."""
    return forms.IntegerField(required=False, widget=forms.HiddenInput)


class AddForm(Form):
    """``of``: the set; ``place`` names the question before which the new one stands."""

    def __init__(self, *args, of: QuestionSet, **options):
        questions = list(of.questions.order_by("number"))
        last = {"group": questions[-1].group, "asks": questions[-1].asks} if questions else {}
        super().__init__(*args, initial={"version": of.version, **last}, **options)
        self.fields |= question_fields() | {"place": _place_field(questions), "version": seen_field()}

    def act_arguments(self) -> dict:
        place = self.cleaned_data["place"]
        options = self.cleaned_data["options"].splitlines()
        return {**self.cleaned_data, "options": options, "place": int(place) if place else None}


def _place_field(questions: list[Question]) -> forms.ChoiceField:
    before = [(str(q.number), f"Before question {q.number}: {_short(q.text)}") for q in questions]
    return pick("Where it stands", [("", "After all others"), *before])


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"


class PasteForm(Form):
    text = words(
        "The questions",
        "Paste the questions, each on a line of its own.",
        rows=12,
        help_text=(
            "Each on a line of its own; or numbered, then each goes on until the next number. The numbers themselves "
            "are left out."
        ),
    )
    asks = asks_field()
    group = group_field()
    required = required_field()
    version = seen_field()

    def __init__(self, *args, of: QuestionSet, **options):
        super().__init__(*args, initial={"version": of.version}, **options)
        self.fields["required"].label = "They have to be answered"

    def act_arguments(self) -> dict:
        return dict(self.cleaned_data)


class ChangeForm(EditForm):
    """Over a question, which stands in the place of the proposal that other forms are about."""

    def __init__(self, *args, **options):
        self.base_fields = question_fields() | self.base_fields
        super().__init__(*args, **options)

    def read(self) -> dict:
        self.question = Question.objects.select_related("of").get(pk=self.proposal.pk)
        values = {name: getattr(self.question, name) for name in question_fields()}
        return values | {"options": "\n".join(self.question.options)}

    def version_of(self) -> int:
        return self.question.of.version

    def save(self, version):
        values = self.values() | {"options": self.cleaned_data["options"].splitlines()}
        return actions.change_question(question=self.question, by=self.user, version=version, **values)


class CorrectForm(Form):
    """``opened``: what the person saw."""

    text = text_field("Question, as it should read")
    help = help_field()
    why = line(
        "What is put right, and why",
        "Say what is put right, and why.",
        limit=REASON_LENGTH,
        help_text="It stands under the question, with the words that were there before.",
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, question: Question, **options):
        now = {"text": question.text, "help": question.help, "opened": fingerprint(question, WORDING)}
        super().__init__(*args, initial=now, **options)


class WithdrawForm(Form):
    reason = line(
        "Why it is no longer asked",
        "Say why it is no longer asked.",
        limit=REASON_LENGTH,
        help_text="Everybody who reads the consultation reads it.",
    )


class DeleteForm(Form):
    version = seen_field()


class LeadForm(Form):
    """Which earlier question decides whether this one is asked."""

    on = pick("It depends on", [])

    def __init__(self, *args, question: Question, **options):
        super().__init__(*args, **options)
        earlier = question.of.questions.filter(number__lt=question.number, asks__in=LEADING).order_by("number")
        self.earlier = {str(each.pk): each for each in earlier}
        named = [(key, f"Question {each.number}: {_short(each.text)}") for key, each in self.earlier.items()]
        self.fields["on"].choices = [("", "No other question: it is asked of everybody"), *named]

    def lead(self) -> Question | None:
        self.is_valid()
        return self.earlier.get(self.cleaned_data.get("on", ""))


class ConditionForm(Form):
    """After which answers to ``lead`` the question is asked."""

    version = seen_field()

    def __init__(self, *args, question: Question, lead: Question | None, **options):
        super().__init__(*args, initial={"version": question.of.version}, **options)
        self.lead = lead
        if lead is not None:
            self.initial["answers"] = question.only_if_answers if question.only_if_id == lead.pk else []
            self.fields["answers"] = _answers_field(lead)

    def act_arguments(self) -> dict:
        given = {"only_if": self.lead, "version": self.cleaned_data["version"]}
        return given | ({"answers": self.cleaned_data["answers"]} if self.lead else {})


def _answers_field(lead: Question) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=choices_of(lead),
        label=f"It is asked if the answer to question {lead.number} is",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": f"Choose from the answers to question {lead.number}."},
    )


class TakeOverForm(Form):
    """Questions of a reusable set into ``of``."""

    from_set = choose("Set", QuestionSet.objects.none(), missing="Choose a set.")
    version = seen_field()

    def __init__(self, *args, of: QuestionSet, **options):
        super().__init__(*args, initial={"version": of.version}, **options)
        in_use = QuestionSet.objects.filter(reusable=True, retired_on=None, questions__isnull=False).exclude(pk=of.pk)
        self.fields["from_set"].queryset = in_use.distinct().order_by("kind", "title")
        self.initial["from_set"] = in_use.filter(kind=of.kind).first()


class NewSetForm(Form):
    title = line("Title", "Give the set a title.", limit=TITLE_LENGTH)
    kind = pick("For which kind of consultation", Kind.choices, missing="Choose the kind.", radio=True)
    from_set = choose(
        "Begin with the questions of",
        QuestionSet.objects.filter(reusable=True, retired_on=None).order_by("kind", "title"),
        empty="None: it begins empty",
    )


class RenameForm(Form):
    title = line("Title", "Give the set a title.", limit=TITLE_LENGTH)
    version = seen_field()

    def __init__(self, *args, of: QuestionSet, **options):
        super().__init__(*args, initial={"title": of.title, "version": of.version}, **options)
