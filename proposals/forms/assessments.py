"""Forms of the DCC's assessments: SECAS asks, the DCC acknowledges, asks back and answers."""

from audit.classification import Classification
from proposals.actions.assessments import APPROVING
from proposals.forms.base import RichField, choose, day, line, pick, words
from proposals.forms.files import one_file
from proposals.forms.solution import Pounds, in_pounds
from proposals.forms.steps import StepForm, newest_meetings
from proposals.forms.texts import CLASSES
from proposals.models import DccAssessment, RequirementSet


class RequestForm(StepForm):
    kind = pick("Assessment", DccAssessment.Kind.choices, missing="Choose the assessment.", radio=True)
    scope = words("What the DCC is asked", rows=5)
    dated = "Requested on"
    first = ("kind", "requirement_set", "cost_approved_at", "on", "scope")

    def make(self):
        agreed = RequirementSet.objects.filter(proposal=self.proposal, agreed_on__isnull=False).order_by("-sequence")
        self.fields["requirement_set"] = choose("Agreed requirements it rests on", agreed, empty="None")
        latest = agreed.first()
        self.initial["requirement_set"] = latest.pk if latest else None
        self.fields["cost_approved_at"] = choose(
            "Meeting that approved the cost",
            newest_meetings(*APPROVING),
            empty="None",
            help_text="For an Impact Assessment: of the Panel or the Working Group.",
        )


class AcknowledgeForm(StepForm):
    dated = "Acknowledged on"


class QuestionForm(StepForm):
    question = words("Question", "Write the question.", rows=5)
    dated = "Asked on"


class ReplyForm(StepForm):
    answer = words("Answer", "Write the answer.", rows=5)
    dated = "Answered on"


class WithdrawQuestionForm(StepForm):
    why = words("Why the question is withdrawn", "Say why the question is withdrawn.", rows=3)


class DueDateForm(StepForm):
    becomes = day("New due date", missing="Give the new due date.", required=True)
    agreed_by = line(
        "Who agreed",
        "Say who agreed to the new date.",
        limit=200,
        help_text="For example: SECAS and the DCC by e-mail",
    )
    reason = words("Why", "Say why there is a new date.", rows=3)
    dated = "Agreed on"
    first = ("becomes", "agreed_by", "on", "reason")

    def make(self):
        """Opened with what the DCC asks for, where it does."""
        if self.subject and self.subject.wanted_due_on:
            self.initial |= {"becomes": self.subject.wanted_due_on, "reason": self.subject.wanted_why}


class WantedDateForm(StepForm):
    becomes = day("New due date", missing="Give the new due date.", required=True)
    reason = words("Why", "Say why there should be a new date.", rows=3)
    dated = "Asked for on"
    first = ("becomes", "on", "reason")


class DeclineDateForm(StepForm):
    why = words("Why the date stands", "Say why the date stands.", rows=3)


class AnswerForm(StepForm):
    cost_min = Pounds(label="Cost from (pounds)")
    cost_max = Pounds(label="Cost to (pounds)", help_text="Leave empty where it is one sum.")
    lead_time = line("Lead time", limit=120, help_text="For example: six months from approval.")
    release = line("Earliest release", limit=120, help_text="For example: November 2026.")
    assumptions = RichField(label="Assumptions", rows=4)
    answer = RichField(label="The assessment in words", rows=8)
    upload = one_file("The assessment as a file", "", required=False)
    classification = pick(
        "Classification of the file", CLASSES, missing="Choose a classification.", initial=Classification.WHITE
    )
    dated = "Answered on"
    first = ("on",)


class CorrectForm(AnswerForm):
    """Opened with the answer as it stands."""

    why = words("What was wrong", "Say what was wrong.", rows=3)
    dated = ""
    first = ("why",)

    def make(self):
        made = self.subject
        self.initial |= {name: getattr(made, name) for name in ("lead_time", "release", "assumptions", "answer")}
        self.initial |= {name: in_pounds(getattr(made, name)) for name in ("cost_min", "cost_max")}
        self.fields["upload"].help_text = "Only where it replaces the file that was given."


class CancelForm(StepForm):
    why = words("Why the request is cancelled", "Say why the request is cancelled.", rows=3)
