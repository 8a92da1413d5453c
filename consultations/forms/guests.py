"""Who would answer without an account."""

from django import forms

from accounts.models import Category, Organisation
from proposals.forms.base import Form, choose, line, pick

CATEGORIES = [("", "Choose one"), *Category.choices]


def address() -> forms.EmailField:
    wrong = "Give an e-mail address, such as name@example.org."
    return forms.EmailField(label="E-mail address", error_messages={"required": wrong, "invalid": wrong})


class AskForm(Form):
    name = line("Your name", "Give your name.", limit=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = address()
    category = pick(
        "What you are",
        CATEGORIES,
        missing="Choose what you are: somebody who is in no list is a Non-Party.",
        help_text="Somebody who is in no list is a Non-Party. Answers are counted by these.",
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["email"].help_text = "The link is sent there. The address is shown to SECAS alone."


class InviteForm(Form):
    name = line("Their name", "Give their name.", limit=120)
    email = address()
    organisation = choose(
        "For which organisation, if it is in the directory",
        Organisation.objects.filter(merged_into=None),
        empty="None: for themselves",
    )
    category = pick("What they are", [("", "As the organisation"), *Category.choices])

    def clean(self):
        given = super().clean()
        if not given.get("organisation") and not given.get("category"):
            self.add_error("category", "Choose what they are: somebody who is in no list is a Non-Party.")
        return given
