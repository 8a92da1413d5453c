"""Forms of points: what is made of passages, and what became of each."""

from django import forms

from bodies.models import Committee
from consultations.actions import Source
from consultations.models import PointMade
from consultations.points.ledger import OPEN
from proposals.forms.base import Form, choose, line, pick, words

DISPOSITIONS = PointMade.Disposition
ALL_TOGETHER = [(k, v) for k, v in DISPOSITIONS.choices if k not in (DISPOSITIONS.MERGED, DISPOSITIONS.REFERRED)]
READ_BY = "Respondents and everybody else read it once points are published. It names nobody who asked not to be named."
WHAT_BECAME = {"missing": "Choose what became of it.", "radio": True}


class FilterForm(Form):
    disposition = pick("What became of it", [("", "All"), (OPEN, "Open"), *DISPOSITIONS.choices])
    where = pick("Where it was made", [])
    category = pick("By whom", [])

    def __init__(self, data=None, *, ledger):
        super().__init__(data)
        self.fields["where"].choices = [("", "Anywhere"), *ledger.wheres()]
        self.fields["category"].choices = [("", "Anybody"), *ledger.categories()]

    def chosen(self) -> dict[str, str]:
        """What was chosen of what there is."""
        offered = {name: {str(key) for key, _ in field.choices} for name, field in self.fields.items()}
        return {name: value for name in offered if (value := self.data.get(name, "")) and value in offered[name]}


class PointForm(Form):
    """A point of one passage or more; for each its words, to be shortened to what makes the point. ``quotes``: those
    that it opens with, by the key of the passage, where they are not the whole of it."""

    text = words("The point, in your own words", "Say in your own words what the point is.", rows=4, help_text=READ_BY)

    def __init__(self, data=None, *, places, point=None, quotes=None):
        super().__init__(data)
        self.given_places = places
        if point is not None:
            del self.fields["text"]
        for place in places:
            self.fields[f"quote-{place.key}"] = words(
                f"The words that make it: {place.where}, response {place.submission.response.number}",
                rows=4,
                initial=(quotes or {}).get(place.key, place.words),
                help_text="Leave only what makes this point, as it stands there.",
            )

    def sources(self) -> list[Source]:
        """A quote of all that stands there is none."""
        return [Source(place.key, self._quote(place)) for place in self.given_places]

    def _quote(self, place) -> str:
        quote = self.cleaned_data.get(f"quote-{place.key}", "")
        return "" if quote.split() == place.words.split() else quote

    def act_arguments(self) -> dict:
        text = {"text": self.cleaned_data["text"]} if "text" in self.fields else {}
        return {"sources": self.sources(), **text}


class SettleForm(Form):
    disposition = pick("What became of it", DISPOSITIONS.choices, **WHAT_BECAME)
    reply = words("The reply", rows=5, help_text=f"Needed unless it is noted or went into another point. {READ_BY}")
    merged_with = choose(
        "The point that it went into", PointMade.objects.none(), help_text="Only where it went into another one."
    )
    referred_to = choose(
        "The body that it is referred to", Committee.objects.all(), help_text="Only where it is referred to a body."
    )
    adopted_in = line(
        "Version of the legal text that has it",
        limit=12,
        help_text="Only where it was accepted and the text was changed, for example 0.4.",
    )

    def __init__(self, data=None, *, point: PointMade):
        super().__init__(data, auto_id=f"point-{point.number}-%s")
        others = PointMade.objects.standing().filter(consultation=point.consultation_id).exclude(pk=point.pk)
        self.fields["merged_with"].queryset = others
        self.fields["merged_with"].label_from_instance = named
        if not others:
            del self.fields["merged_with"]


def named(point: PointMade) -> str:
    """“3: More testers are needed…”."""
    text = " ".join(point.text.split())
    return f"{point.number}: {text if len(text) <= 70 else text[:69].rstrip() + '…'}"


class SettleSeveralForm(Form):
    points = forms.ModelMultipleChoiceField(
        PointMade.objects.none(),
        label="The points",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the points that are settled.", "invalid_choice": "Choose open points."},
    )
    disposition = pick("What became of them", ALL_TOGETHER, **WHAT_BECAME)
    reply = words("The reply to each of them", rows=5, help_text=f"Needed unless they are noted. {READ_BY}")

    def __init__(self, data=None, *, consultation, initial=None):
        super().__init__(data, initial=initial)
        open_ones = PointMade.objects.unanswered().filter(consultation=consultation)
        self.fields["points"].queryset = open_ones
        self.fields["points"].label_from_instance = named

    def act_arguments(self) -> dict:
        return {**self.cleaned_data, "points": list(self.cleaned_data["points"])}


class RewordForm(Form):
    text = words("The point, in other words", "Say in your own words what the point is.", rows=4, help_text=READ_BY)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PublishPointsForm(Form):
    """What is published is what the person was shown."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class NoPointForm(Form):
    reason = line("Why no point is made of them", "Say in a word why no point is made of them.", limit=300)
