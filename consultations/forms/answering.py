"""Forms of what SECAS writes: an answer to a comment, and what a group of comments says in sum."""

from consultations import actions
from consultations.actions.answering import versions_of
from consultations.models import FeedbackSummary
from proposals.forms.base import EditForm, words


class AnswerForm(EditForm):
    """``subject``: the comment."""

    text = words("The answer", "Write the answer.", rows=8)

    def read(self) -> dict:
        self.last = versions_of(self.subject).select_related("by").last()
        return {"text": self.last.text if self.last else ""}

    def version_of(self) -> int:
        return self.last.version if self.last else 0

    def save(self, version):
        return actions.write_answer(comment=self.subject, by=self.user, version=version, **self.values())


class SummaryForm(EditForm):
    """``subject``: the category and the stance."""

    text = words(
        "What they say, in sum",
        rows=5,
        help_text="In a sentence or two that papers print as they are; whoever may read the comments reads it.",
    )

    def read(self) -> dict:
        category, stance = self.subject
        group = FeedbackSummary.objects.filter(proposal=self.proposal, category=category, stance=stance)
        self.last = group.select_related("by").order_by("version").last()
        return {"text": self.last.text if self.last else ""}

    def version_of(self) -> int:
        return self.last.version if self.last else 0

    def save(self, version):
        category, stance = self.subject
        return actions.write_summary(
            proposal=self.proposal, by=self.user, category=category, stance=stance, version=version, **self.values()
        )
