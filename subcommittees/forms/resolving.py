"""The form of the decision screen: an outcome for each recommendation, what a step needs beyond it, and what the body
resolved of its own."""

from bodies.models import Meeting
from proposals.actions import Part
from proposals.actions.splitting import SUFFIXES
from proposals.forms.base import Form, choose, line, pick, words
from proposals.lifecycle import MOVES
from proposals.models.proposal import TITLE_LENGTH
from proposals.numbers import free_suffixes
from proposals.states import Path
from subcommittees.actions import Raised, Said
from subcommittees.forms.recommending import VERBS, step_choices
from subcommittees.models import AgendaItem, Recommendation, Resolution

OUTCOMES = Resolution.Outcome.choices
PATHS = [choice for choice in Path.choices if choice[0] != Path.FAST_TRACK]
PATHED, SPLIT = "convert_to_consultation", "split"


class DecisionForm(Form):
    """``asked``: the recommendations in their order. ``open_reasons``: what is expected and missing."""

    def __init__(self, *args, item: AgendaItem, asked: list[Recommendation], user, open_reasons=(), **options):
        super().__init__(*args, **options)
        self.item, self.asked, self.user = item, asked, user
        for number, recommendation in enumerate(asked, 1):
            self._add_outcome(number, recommendation)
        self._add_own()
        self._add_details()
        if open_reasons:
            label = "Why the step may be taken although something is open"
            self.fields["accepted"] = words(label, rows=3)
            self.fields["accepted"].help_text = "Needed where the step follows. It is kept with the decision."

    def _add_outcome(self, number: int, recommendation: Recommendation) -> None:
        key, missing = recommendation.pk, f"Say what became of recommendation {number}."
        field = pick(f"Outcome of recommendation {number}", OUTCOMES, missing=missing, radio=True)
        self.fields[f"outcome_{key}"] = field
        self.fields[f"words_{key}"] = words(f"Words on recommendation {number}", rows=2)
        self.fields[f"words_{key}"].help_text = "The words in which it was agreed, or why not."

    def _add_own(self) -> None:
        self.fields["own_verb"] = pick("Verb", [("", "Choose one"), *VERBS])
        self.fields["own_addressee"] = pick("Said to", Recommendation.Addressee.choices)
        self.fields["own_condition"] = line("Only if", limit=300)
        self.fields["own_text"] = words("What follows the verb", rows=2)
        self.fields["own_text"].help_text = "For example: that DP075 go back to the Development Stage."
        if self.item.proposal_id:
            self.fields["own_move"] = pick("The step that follows from it", step_choices(self.item))

    def _add_details(self) -> None:
        """What a step asks for that no recommendation says."""
        if PATHED in self.steps:
            self.fields["path"] = pick("Path that the Panel determined", PATHS, radio=True)
        if SPLIT in self.steps:
            for place, suffix in zip(SUFFIXES, free_suffixes(self.item.proposal, len(SUFFIXES)), strict=True):
                name = place.lower()
                self.fields[f"title_{name}"] = line(f"Title of part {suffix}", limit=TITLE_LENGTH)
                self.fields[f"summary_{name}"] = words(f"What part {suffix} is about", rows=2)

    @property
    def steps(self) -> list[str]:
        """Keys of the steps that may follow: of what is asked, and of what the body may resolve of its own."""
        keys = [recommendation.move for recommendation in self.asked if recommendation.move]
        return list(dict.fromkeys([*keys, *([self.data["own_move"]] if self.data.get("own_move") else [])]))

    def clean(self):
        given = self.cleaned_data
        for number, recommendation in enumerate(self.asked, 1):
            amended = given.get(f"outcome_{recommendation.pk}") == Resolution.Outcome.AMENDED
            if amended and not given.get(f"words_{recommendation.pk}", "").strip():
                self.add_error(f"words_{recommendation.pk}", f"Write the words in which {number} was agreed.")
        if given.get("own_text", "").strip() and not given.get("own_verb"):
            self.add_error("own_verb", "Choose the verb of what the body resolved.")
        if given.get("own_verb") and not given.get("own_text", "").strip():
            self.add_error("own_text", "Write what the body resolved.")

    def said(self) -> list[Said]:
        given = self.cleaned_data
        return [Said(r, given[f"outcome_{r.pk}"], given[f"words_{r.pk}"]) for r in self.asked]

    def raised(self) -> list[Raised]:
        given = self.cleaned_data
        if not given["own_verb"]:
            return []
        move = given.get("own_move", "")
        return [Raised(given["own_verb"], given["own_text"], given["own_addressee"], given["own_condition"], move)]

    def details(self) -> dict:
        given, found = self.cleaned_data, {}
        if given.get("path"):
            found[PATHED] = {"path": given["path"]}
        titles = [name for name in self.fields if name.startswith("title_")]
        if titles and all(given[name] for name in titles):
            parts = [Part(given[name], given[name.replace("title_", "summary_")]) for name in titles]
            found[SPLIT] = {"parts": parts}
        return found

    def act_arguments(self) -> dict:
        accepted = self.cleaned_data.get("accepted", "")
        return {"said": self.said(), "raised": self.raised(), "accepted": accepted, "details": self.details()}

    def rows(self) -> list[dict]:
        """For the template: each recommendation with its two fields."""
        return [
            {"recommendation": r, "outcome": self[f"outcome_{r.pk}"], "words": self[f"words_{r.pk}"]}
            for r in self.asked
        ]

    def own(self) -> list:
        return [self[name] for name in self.fields if name.startswith("own_")]

    def beyond(self) -> list:
        asked = ("outcome_", "words_", "own_")
        return [self[name] for name in self.fields if not name.startswith(asked)]


class CorrectResolutionForm(Form):
    """What was resolved as it should be, and why."""

    outcome = pick("Outcome", OUTCOMES, missing="Say what became of it.", radio=True)
    words = words("Words", rows=3, help_text="The words in which it was agreed, or why not.")
    why_changed = line("Why it is corrected", "Say why it is corrected.", limit=200)

    def __init__(self, *args, recommendation: Recommendation, held: Resolution, is_locked: bool, **options):
        super().__init__(*args, **options)
        self.initial = {"outcome": held.outcome, "words": held.words}
        if recommendation.move:
            done = MOVES[recommendation.move].done
            self.fields["accepted"] = words("Why the step may be taken although something is open", rows=2)
            self.fields["accepted"].help_text = f"Only where “{done}” now follows and something is open."
        if is_locked:
            self.fields["approved_in"] = later_meeting(recommendation.item.meeting)


def later_meeting(meeting: Meeting):
    """The meeting at which the body approved a correction of its minutes."""
    later = Meeting.objects.filter(committee=meeting.committee, date__gt=meeting.date)
    later = later.select_related("committee").exclude(state=Meeting.State.CANCELLED)
    return choose("Approved at the meeting", later, missing="Choose the meeting at which the body approved it.")
