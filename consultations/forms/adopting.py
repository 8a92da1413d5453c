"""Taking what was asked for in a clause into the legal text."""

from dataclasses import dataclass

from django import forms

from consultations.actions.adopting import TAKEN_IN
from consultations.models import ClauseComment, PointMade
from proposals.forms.base import Form, line, pick, words
from proposals.models import Alternative

PROPOSED = "proposed"


@dataclass(frozen=True)
class Asked:
    """What the change is made out from. ``alternative``: None for the proposed solution."""

    comment: ClauseComment
    clause: str
    alternative: Alternative | None


def _named(comment: ClauseComment) -> str:
    """“H9.1(e): insert words at ‘identification’ – and notification”."""
    anchor = f" at ‘{comment.anchor}’" if comment.anchor else ""
    text = f" – {comment.text}" if comment.text else ""
    return f"{comment.as_written}: {comment.get_operation_display().lower()}{anchor}{text}"[:160]


class AdoptForm(Form):
    """``comments``: those on clauses that make the point; ``solutions``: whose text there is. What it opens with is
    made out from the first of each, or from what the address asks for."""

    comment = pick("The comment that is taken in", [], missing="Choose the comment.")
    solution = pick("In the legal text of", [], missing="Choose whose legal text is changed.")
    clause = line("Clause", "Give the number of the clause.", limit=40, help_text="For example H9.1(e).")
    after = words(
        "The text as it shall be",
        rows=12,
        help_text="One paragraph a line; (a) begins an item of a list. Empty where the whole clause goes.",
    )
    disposition = pick(
        "What became of it",
        [(key, PointMade.Disposition(key).label) for key in TAKEN_IN],
        missing="Choose whether it is accepted, or in part.",
        radio=True,
    )
    reply = words("The reply", "Write the reply that respondents read.", rows=4)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, comments, solutions, initial=None):
        super().__init__(data, initial=initial)
        self.comments = {str(comment.pk): comment for comment in comments}
        self.solutions = {str(each.number) if each else PROPOSED: each for each in solutions}
        self.fields["comment"].choices = [(key, _named(c)) for key, c in self.comments.items()]
        self.fields["solution"].choices = [
            (key, str(each) if each else "The proposed solution") for key, each in self.solutions.items()
        ]

    @property
    def text_named(self) -> str:
        """Whose legal text is changed, where there is more than one that it could be."""
        if len(self.solutions) == 1:
            return "the legal text"
        return f"the legal text of {self.solutions[self.cleaned_data['solution']] or 'the proposed solution'}"

    def asked(self, given) -> Asked:
        """What ``given`` (an address or what was sent) asks for, as far as there is such."""
        comment = self.comments.get(given.get("comment", ""), next(iter(self.comments.values())))
        solution = given.get("solution", "")
        if solution not in self.solutions:
            solution = next(iter(self.solutions))
        # The database takes no NUL.
        clause = given.get("clause", "").strip().replace("\0", "")[:40] or comment.clause
        return Asked(comment, clause, self.solutions[solution])

    def act_arguments(self) -> dict:
        given = self.cleaned_data
        return {
            "alternative": self.solutions[given["solution"]],
            **{name: given[name] for name in ("clause", "after", "opened", "reply", "disposition")},
        }
