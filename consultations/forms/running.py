"""What SECAS enters to run a consultation."""

from django import forms

from accounts.models import Category
from audit.classification import Classification
from consultations.actions.preparing import LONGEST_TITLE, Texts
from consultations.course.kinds import ROWS, kinds_for
from consultations.models import Consultation, Kind, QuestionSet
from proposals.forms.base import Form, day, line, pick, words

CLASSES = [(c.value, c.label) for c in (Classification.WHITE, Classification.GREEN, Classification.AMBER)]


class PrepareForm(Form):
    """``proposal``: the one that it is about; none for one on the code."""

    kind = pick("What kind", (), missing="Choose what kind of consultation it is.", radio=True)
    title = line("Title", limit=LONGEST_TITLE, help_text="Left empty it is called as its kind is.")
    question_set = forms.ModelChoiceField(
        QuestionSet.objects.none(),
        label="Questions to begin with",
        required=False,
        empty_label="None: I write them",
        help_text="They are copied; changing them here changes nothing in the set.",
        error_messages={"invalid_choice": "Choose one of those listed."},
    )

    def __init__(self, *args, proposal, **options):
        super().__init__(*args, **options)
        kinds = [row.kind for row in kinds_for(proposal)]
        self.fields["kind"].choices = [(kind.value, f"{kind.label}: {ROWS[kind].who}") for kind in kinds]
        if len(kinds) == 1:
            self.initial["kind"] = kinds[0]
        usual = QuestionSet.objects.filter(reusable=True, retired_on=None, kind__in=kinds).order_by("kind", "title")
        self.fields["question_set"].queryset = usual


class TextsForm(Form):
    """What is written of a consultation beside its questions."""

    title = line("Title", "Give it a title.", limit=LONGEST_TITLE)
    introduction = words("What it is about", rows=6)
    invited = forms.MultipleChoiceField(
        label="Who is asked",
        choices=(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They are told when it opens and reminded before it closes. Tick none to ask everybody.",
    )
    who_should_respond = words("Who should respond, in words", rows=3)
    classification = pick("Who may read it", CLASSES, missing="Choose who may read it.")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, consultation: Consultation, **options):
        names = ("title", "introduction", "invited", "who_should_respond", "classification", "version")
        initial = {name: getattr(consultation, name) for name in names}
        super().__init__(*args, initial=initial, **options)
        row = ROWS[Kind(consultation.kind)]
        self.fields["invited"].choices = [(c, Category(c).label) for c in row.categories]
        if not row.names_categories:
            del self.fields["invited"]
        if row.classed_as_proposal:
            del self.fields["classification"]

    def act_arguments(self) -> dict:
        given = dict(self.cleaned_data)
        version = given.pop("version")
        given["invited"] = tuple(given.get("invited", ()))
        return {"texts": Texts(**given), "version": version}


class OpenForm(Form):
    closes_on = day("The last day to answer", required=True, missing="Give the last day.")

    def __init__(self, *args, first, **options):
        super().__init__(*args, initial={"closes_on": first}, **options)
        self.fields["closes_on"].help_text = f"At 17:00; {first:%A %-d %B %Y} or later."


class ExtendForm(Form):
    closes_on = day("The new last day", required=True, missing="Give the new last day.")
    reason = words("Why it is extended", "Say why it is extended.", rows=3, help_text="Everybody reads it.")
