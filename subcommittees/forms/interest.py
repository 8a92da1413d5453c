from bodies.models import Committee
from proposals.forms.base import Form, choose, line, pick
from proposals.models import Proposal
from subcommittees import actions
from subcommittees.models import Interest

WANTS, NONE = "yes", "no"
WISHES = [(WANTS, "Wants further input"), (NONE, "Wants none")]


def committees_of(user):
    """The bodies for which this person may mark what they want more input on."""
    return Committee.objects.all() if user.is_analyst else Committee.objects.filter(pk__in=user.committee_ids)


class InterestForm(Form):
    """One body’s word on one proposal."""

    committee = choose("Which body?", Committee.objects.none(), missing="Choose the body.")
    wish = pick("Does it want further input?", WISHES, missing="Say whether it wants further input.", radio=True)
    note = line("Note", limit=300, help_text="For example, on what it wants to be asked.")
    places = {"wants_input": "wish"}

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        self.fields["committee"].queryset = committees_of(user)
        self.fields["committee"].label_from_instance = lambda body: body.name

    def record(self, proposal: Proposal) -> Interest:
        given = self.cleaned_data
        return actions.mark_interest(
            committee=given["committee"],
            proposal=proposal,
            by=self.user,
            wants_input=given["wish"] == WANTS,
            note=given["note"],
        )


class MonthForm(Form):
    """Every new proposal of a month, each with the word of each body: one form for all of them."""

    def __init__(self, *args, proposals: list[Proposal], committees: list[Committee], user, **options):
        super().__init__(*args, **options)
        self.user, self.proposals, self.committees = user, proposals, committees
        held = Interest.objects.holding().filter(committee__in=committees, proposal__in=proposals)
        self.standing = {(each.committee_id, each.proposal_id): each for each in held}
        for proposal in proposals:
            for committee in committees:
                self._add(proposal, committee)

    def _add(self, proposal: Proposal, committee: Committee) -> None:
        wish, note = names_of(proposal, committee)
        standing = self.standing.get((committee.pk, proposal.pk))
        said = "" if standing is None else WANTS if standing.wants_input else NONE
        label = f"{committee.short_name} on {proposal.reference}"
        choices = WISHES if standing else [("", "Not said yet"), *WISHES]
        self.fields[wish] = pick(label, choices, radio=True, initial=said)
        self.fields[note] = line(f"Note of {committee.named} on {proposal.reference}", limit=300)
        self.fields[note].initial = standing.note if standing else ""

    def blocks(self) -> list[dict]:
        """Each proposal with its fields, as the page shows them."""
        return [
            {
                "proposal": proposal,
                "fields": [self[name] for body in self.committees for name in names_of(proposal, body)],
            }
            for proposal in self.proposals
        ]

    def record(self) -> int:
        """How many words are new."""
        made = [
            actions.mark_interests(committee=committee, by=self.user, wishes=self._wishes(committee))
            for committee in self.committees
        ]
        return sum(map(len, made))

    def _wishes(self, committee: Committee) -> list[actions.Wish]:
        found = []
        for proposal in self.proposals:
            wish, note = (self.cleaned_data[name] for name in names_of(proposal, committee))
            if wish:
                found.append(actions.Wish(proposal, wish == WANTS, note))
        return found

    def clean(self):
        for proposal in self.proposals:
            for committee in self.committees:
                wish, note = names_of(proposal, committee)
                if self.cleaned_data.get(note) and not self.cleaned_data.get(wish):
                    self.add_error(wish, f"Say whether {committee.named} wants further input on {proposal.reference}.")


def names_of(proposal: Proposal, committee: Committee) -> tuple[str, str]:
    return f"wish-{committee.pk}-{proposal.pk}", f"note-{committee.pk}-{proposal.pk}"
