"""Forms of SECAS's work on submitted texts."""

from django import forms

from consultations.actions.redacting import WHY_LENGTH
from consultations.actions.tagging import NAME_LENGTH
from consultations.actions.withholding import WHY_LENGTH as WHY_WITHHELD
from consultations.models import Tag
from proposals.forms.base import Form, line, pick, words

IN_ITS_PLACE = "Everybody who reads the text reads this in its place. Do not repeat here what is kept back."
FILES_PLACE = "Everybody who would have the file reads this in its place. Do not repeat here what is kept back."


class TagForm(Form):
    """Which tags a text bears. ``opened``: those that it bore when the form was opened, so that a tag that somebody
    else put on meanwhile stays."""

    tags = forms.MultipleChoiceField(label="Tags", required=False, widget=forms.CheckboxSelectMultiple)
    new = line("A new tag", limit=NAME_LENGTH, help_text="Short, and used for more texts than this one.")
    opened = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args, tags: list[str], on: list[str], **options):
        super().__init__(*args, initial={"tags": on, "opened": on}, **options)
        choices = [(name, name) for name in tags]
        self.fields["tags"].choices = self.fields["opened"].choices = choices
        if not choices:
            del self.fields["tags"]

    def act_arguments(self) -> dict:
        now, then = self.cleaned_data.get("tags", []), self.cleaned_data["opened"]
        new = self.cleaned_data["new"]
        put = [name for name in now if name not in then] + ([new] if new else [])
        return {"put": put, "take": [name for name in then if name not in now]}


class RenameTagForm(Form):
    name = line("Its new name", "Give the tag a name.", limit=NAME_LENGTH)


class MergeTagForm(Form):
    into = pick("Into which tag", [], missing="Choose the tag that it goes into.")

    def __init__(self, *args, tag: Tag, **options):
        super().__init__(*args, **options)
        self.others = {str(each.pk): each for each in tag.consultation.tags.filter(dropped_at=None).exclude(pk=tag.pk)}
        self.fields["into"].choices = [("", "Choose one"), *((pk, each.name) for pk, each in self.others.items())]

    def act_arguments(self) -> dict:
        return {"into": self.others[self.cleaned_data["into"]]}


class RedactForm(Form):
    quote = words(
        "The words",
        rows=4,
        help_text="Copied from the text above. Every place where they stand in it is redacted. Empty: the whole text.",
    )
    reason = line("Why", "Say why it is not to be read.", limit=WHY_LENGTH, help_text=IN_ITS_PLACE)


class HoldFileForm(Form):
    reason = line("Why", "Say why others are not to have it.", limit=WHY_WITHHELD, help_text=FILES_PLACE)


class ReleaseForm(Form):
    """``shown``: what would become public, as the person saw it."""

    shown = forms.CharField(widget=forms.HiddenInput)
