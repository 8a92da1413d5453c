"""Forms that take files."""

from django import forms

from audit import clock
from proposals.forms.base import Form, day, line, pick, words
from proposals.forms.texts import CLASSES
from proposals.models import Attachment

KINDS = [choice for choice in Attachment.Kind.choices if choice[0] != Attachment.Kind.FIGURE]


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list. What each of them is, the act finds out."""

    def __init__(self, **options):
        messages = {"required": "Choose at least one file.", "empty": "A file that was chosen is empty."}
        super().__init__(widget=ManyFiles(), allow_empty_file=True, error_messages=messages, **options)

    def clean(self, data, initial=None):
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


def one_file(label: str, missing: str, **options) -> forms.FileField:
    return forms.FileField(
        label=label, allow_empty_file=True, widget=forms.FileInput, error_messages={"required": missing}, **options
    )


class DocumentsForm(Form):
    files = FilesField(label="Files")
    kind = pick("Kind", KINDS, missing="Choose the kind.", initial=Attachment.Kind.OTHER)
    dated = day("Date of the documents", initial=clock.today, help_text="Leave empty for today.")
    classification = pick("Classification", CLASSES, missing="Choose a classification.", initial=CLASSES[0][0])
    places = {"upload": "files"}


class ReplaceForm(Form):
    upload = one_file("New version of the file", "Choose the file.")
    dated = day("Date of the new version", initial=clock.today, help_text="Leave empty for today.")


class FigureForm(Form):
    upload = one_file("Picture", "Choose the picture.", help_text="PNG, JPEG or GIF.")
    caption = line(
        "Caption", "Give the figure a caption.", limit=160, help_text="What stands under it, without its number."
    )
    alternative_text = words(
        "What it shows, in words",
        "Say in words what the figure shows, for those who cannot see it.",
        rows=4,
        help_text="For readers who cannot see the picture: the same facts, not its looks.",
    )
