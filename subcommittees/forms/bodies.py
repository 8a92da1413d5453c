"""Forms about what a body is, its seats, and who holds them."""

import re

from django import forms
from django.utils.text import slugify

from accounts.models import Category
from accounts.queries import people
from audit import clock
from bodies.models import Membership
from proposals.forms.base import Form, choose, day, line, pick, words

CATEGORIES = [("", "None"), *Category.choices]


def number(label: str, **options) -> forms.IntegerField:
    messages = {"invalid": f"{label}: give a whole number.", "min_value": f"{label}: at least %(limit_value)s."}
    options = {"required": False, "min_value": 1, "max_value": 999, **options}
    messages["max_value"] = f"{label}: at most %(limit_value)s."
    if "missing" in options:
        options["required"], messages["required"] = True, options.pop("missing")
    return forms.IntegerField(label=label, error_messages=messages, **options)


def ticked(label: str, **options) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **options)


class CommitteeForm(Form):
    name = line("Name", "Give the body’s name.", limit=120)
    short_name = line("Short name", "Give its short name.", limit=40)
    remit = words("What it does", rows=4)
    composition = words("How it is made up", rows=3)
    cadence = line(
        "When it meets", limit=120, help_text="For example “Monthly, on the second Friday” or “Every other Wednesday”."
    )
    quorum = number("Quorum", help_text="How many voting members must be there.")
    quorum_categories = number("Party Categories in it", help_text="From how many of them; empty: from any.")
    quorum_words = line("What else a quorum needs", limit=200, help_text="Words that are shown and not counted.")
    email = forms.EmailField(
        label="Mailbox of its secretary",
        required=False,
        error_messages={"invalid": "Give an e-mail address such as secretary@example.org."},
    )
    is_open = ticked("Open to every Party")


class EnterCommitteeForm(CommitteeForm):
    """Its address and its prefix follow from the short name, where no others are given."""

    code = forms.SlugField(
        label="Its address",
        required=False,
        help_text="Small letters and hyphens, as in “change-board”; empty: the short name so written. It stays.",
        error_messages={"invalid": "Use small letters, figures and hyphens only."},
    )
    prefix = forms.RegexField(
        r"^[A-Z]{1,12}$",
        label="Prefix of paper references",
        required=False,
        help_text="Capital letters, as in “SECP”; empty: the short name so written. It stays.",
        error_messages={"invalid": "Use one to twelve capital letters."},
    )
    field_order = ["name", "short_name", "code", "prefix"]

    def clean(self):
        given, short = self.cleaned_data, self.cleaned_data.get("short_name", "")
        usual = {"code": slugify(short), "prefix": re.sub("[^A-Z]", "", short.upper())[:12]}
        missing = {"code": "Give the word under which its page stands.", "prefix": "Give the prefix."}
        for name in usual:
            if name in given and not given[name]:
                given[name] = usual[name]
            if short and name in given and not given[name]:
                self.add_error(name, missing[name])


class SeatForm(Form):
    name = line("Name of the seat", "Give the seat a name.", limit=80)
    category = pick("Category", CATEGORIES)
    voting_group = line("Voting Group", limit=80)
    votes = ticked("Has a vote", initial=True)
    is_chair = ticked("Chairs the body")
    is_secretary = ticked("Is the secretary", help_text="Whoever holds it runs the body’s meetings here.")


class EnterSeatForm(SeatForm):
    """A new seat, and at once who takes it, where that is known. ``last``: the term that was entered last for the body,
    with which those of a new one usually begin and end."""

    name = line("Name of the seat", limit=80, help_text="Leave it empty for “Chair”, “Secretary” or its category.")
    user = choose("Who takes it", people(), empty="Nobody yet: it is vacant")
    starts = day("From", help_text="The first day of the term.")
    ends = day("To", help_text="The last day of the term. Terms are of 24 months; leave it empty where no end is set.")
    alternate = choose("Alternate", people(), empty="Nobody", help_text="Who may stand in.")
    field_order = ["category", "user", "starts", "ends", "alternate", "is_chair", "is_secretary", "votes"]

    def __init__(self, *args, last: Membership | None = None, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("starts", last.starts if last else clock.today())
        self.initial.setdefault("ends", last.ends if last else None)

    def clean(self):
        given = self.cleaned_data
        if given.get("user") and not given.get("starts") and "starts" not in self.errors:
            self.add_error("starts", "Give the first day of the term.")
        if given.get("alternate") and not given.get("user"):
            self.add_error("user", "Choose who takes the seat before who stands in.")

    @property
    def is_taken(self) -> bool:
        return bool(self.cleaned_data["user"])

    def act_arguments(self) -> dict:
        about_term = {"user", "starts", "ends", "alternate"}
        given = self.cleaned_data
        return given if self.is_taken else {name: given[name] for name in given if name not in about_term}


class EndSeatForm(Form):
    ends_on = day("Last day of the seat", help_text="Leave it empty where the seat goes on after all.")
    reason = line("Why", "Say why.", limit=300)


class AppointForm(Form):
    user = choose("Who", people(), missing="Choose who takes the seat.")
    starts = day("From", required=True, missing="Give the first day of the term.")
    ends = day("To", help_text="The last day of the term. Terms are of 24 months; leave it empty where no end is set.")
    alternate = choose("Alternate", people(), empty="Nobody", help_text="Who may stand in.")
    places = {"seat": "starts"}


class EndTermForm(Form):
    ends = day("Last day of the term", required=True, missing="Give the last day of the term.")
    reason = line("Why", "Say why.", limit=300)


class CorrectTermForm(Form):
    user = choose("Who", people(), missing="Choose who held the seat.")
    starts = day("From", required=True, missing="Give the first day of the term.")
    ends = day("To")
    reason = line("Why this is put right", "Say why this is put right.", limit=300)
    places = {"seat": "starts"}


class AlternateForm(Form):
    alternate = choose("Alternate", people(), empty="Nobody")
    reason = line("Why it changes", limit=300)


class ReasonForm(Form):
    reason = line("Why", "Say why.", limit=300)
