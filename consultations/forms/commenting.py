"""Forms of a comment: made here, recorded by SECAS, changed, sorted."""

from django import forms

from accounts.models import Category, Organisation
from accounts.queries import organisations
from audit.classification import Classification
from consultations.actions.commenting import NAME_LENGTH, WHY_LENGTH
from consultations.models import Comment, Stance
from proposals.forms.base import Form, choose, line, pick, words
from proposals.forms.files import one_file
from proposals.forms.filing import why_field

READERS = [
    (Classification.WHITE.value, "Everybody"),
    (Classification.GREEN.value, "Parties to the SEC and members of its bodies"),
    (Classification.AMBER.value, "SECAS only: it is made in confidence and is not published"),
]
WAYS = [choice for choice in Comment.How.choices if choice[0] != Comment.How.ONLINE]
NOT_LISTED = "Somebody who is not in this list"


def stance_field() -> forms.ChoiceField:
    return pick("What it says", Stance.choices, missing="Choose what the comment says.", radio=True)


def text_field(label: str = "The comment") -> forms.CharField:
    return words(label, "Write the comment.", rows=10)


def readers_field() -> forms.ChoiceField:
    return pick(
        "Who may read it", READERS, missing="Choose who may read it.", radio=True, initial=Classification.WHITE.value
    )


def received_field(help_text: str = "When it reached SECAS, London time. Leave empty for now.") -> forms.DateTimeField:
    return forms.DateTimeField(
        label="Received",
        required=False,
        help_text=help_text,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        error_messages={"invalid": "Give a date and a time, such as 1 November 2019 at 16:30."},
    )


class CommentForm(Form):
    """Somebody's own; ``organisation`` is asked of those who speak for several."""

    organisation = choose("For", Organisation.objects.none(), missing="Choose for whom you comment.")
    stance = stance_field()
    text = text_field("Your comment or question")
    classification = readers_field()

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        spoken_for = Organisation.objects.filter(pk__in=user.submits_for)
        self.fields["organisation"].queryset = spoken_for
        if len(user.submits_for) == 1:
            self.initial["organisation"] = next(iter(user.submits_for))


class Whose(Form):
    """For whom a comment was made that SECAS records."""

    organisation = choose("For", organisations(), empty=NOT_LISTED)
    person_name = line(
        "Who said it",
        limit=NAME_LENGTH,
        help_text="The person’s name, for SECAS. Needed where they speak for no organisation in the list.",
    )
    category = pick(
        "What they are",
        [("", "As the list says of the organisation"), *Category.choices],
        help_text="Needed where they speak for no organisation in the list.",
    )

    def clean_category(self):
        """What an organisation is, the directory knows."""
        return "" if self.cleaned_data.get("organisation") else self.cleaned_data["category"]


class RecordForm(Whose):
    how = pick("How it came in", WAYS, missing="Choose how it came in.", initial=Comment.How.EMAIL.value)
    received_at = received_field()
    stance = stance_field()
    text = text_field()
    upload = one_file(
        "The file that it came as",
        "Choose the file.",
        required=False,
        help_text="For example the e-mail as PDF. SECAS keeps it; what is published is the text above.",
    )
    classification = readers_field()


class _Changing:
    """Over a version of a comment; ``why`` stands under the new one."""

    def __init__(self, *args, comment: Comment, **options):
        now = {name: getattr(comment, name) for name in self.base_fields if hasattr(comment, name)}
        super().__init__(*args, initial=now, **options)
        self.comment = comment
        self.fields["why"] = line(
            "What has changed, and why",
            "Say what has changed, and why.",
            limit=WHY_LENGTH,
            help_text="It stands under the comment, for everybody who can read it.",
        )

    def act_arguments(self) -> dict:
        return dict(self.cleaned_data)


class ChangeForm(_Changing, Form):
    stance = stance_field()
    text = text_field("Your comment or question")
    classification = readers_field()


class CorrectForm(_Changing, Whose):
    """SECAS puts right what it recorded; how and when a comment that was made here came in stands."""

    how = pick("How it came in", WAYS, missing="Choose how it came in.")
    received_at = received_field("When it reached SECAS, London time.")
    stance = stance_field()
    text = text_field()
    classification = readers_field()

    def __init__(self, *args, comment: Comment, **options):
        super().__init__(*args, comment=comment, **options)
        if comment.organisation_id:
            self.initial["category"] = ""
        if comment.how == Comment.How.ONLINE:
            for name in ("how", "received_at"):
                del self.fields[name]
        else:
            self.fields["received_at"].required = True
            self.fields["received_at"].error_messages["required"] = "Say when it came in."

    def act_arguments(self) -> dict:
        """What the form shows to the minute is left as exact as it is on record; an organisation keeps the category
        that it had on the day."""
        given = dict(self.cleaned_data)
        if "received_at" not in self.changed_data:
            given.pop("received_at", None)
        if not given["category"]:
            del given["category"]
        return given


class SortForm(Form):
    stance = stance_field()
    classification = readers_field()

    def __init__(self, *args, comment: Comment, **options):
        now = {"stance": comment.stance, "classification": comment.classification}
        super().__init__(*args, initial=now, **options)
        self.fields["reason"] = why_field()


class PublishForm(Form):
    """``shown``: what the person looked at."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class FilterForm(Form):
    category = pick("Category", [("", "Everybody"), *Category.choices])
    stance = pick("What they say", [("", "Anything"), *Stance.choices])

    def __init__(self, *args, categories, **options):
        """``categories``: those of which anybody has said something."""
        super().__init__(*args, **options)
        self.fields["category"].choices = [("", "Everybody"), *categories]

    def chosen(self) -> dict[str, str]:
        """What is asked for and can be; anything else is no filter."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
