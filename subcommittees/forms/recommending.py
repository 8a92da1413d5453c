from proposals.forms.base import Form, line, pick, words
from proposals.forms.moving import ROUTES
from proposals.lifecycle import MOVES
from subcommittees import actions
from subcommittees.models import AgendaItem, Recommendation
from subcommittees.usual import CSC, steps_of

VERBS = [(verb.value, verb.value) for verb in Recommendation.Verb]


class RecommendationForm(Form):
    """One recommendation, new or as it stands."""

    verb = pick("Verb", VERBS, missing="Choose the verb.")
    addressee = pick("Said to", Recommendation.Addressee.choices)
    condition = line(
        "Only if", limit=300, help_text="For example: if the Proposer decides to proceed. It is printed apart."
    )
    text = words("What follows the verb", "Write what the body is asked for.", rows=3)

    def __init__(self, *args, item: AgendaItem, held: Recommendation | None = None, user, **options):
        super().__init__(*args, **options)
        self.item, self.held, self.user = item, held, user
        self.fields["text"].help_text = "For example: that DP075 is ready to become a Modification Proposal."
        if item.proposal_id:
            self.fields["move"] = pick("The step that follows where it is agreed", step_choices(item))
            if item.meeting.committee.code == CSC:
                routes = [("", "None"), *((route, route) for route in ROUTES)]
                self.fields["route"] = pick("Route recommended to the Panel", routes)
        if held:
            self.initial = {name: getattr(held, name) for name in self.fields}

    def save(self) -> Recommendation:
        if self.held:
            return actions.edit_recommendation(recommendation=self.held, by=self.user, **self.cleaned_data)
        return actions.recommend(item=self.item, by=self.user, **self.cleaned_data)


def step_choices(item: AgendaItem) -> list[tuple[str, str]]:
    """The steps of this body that lead on from where the proposal is."""
    keys = [key for key in steps_of(item.meeting.committee.code) if item.proposal.state in MOVES[key].sources]
    return [("", "None"), *((key, MOVES[key].done) for key in keys)]
