"""What each part of a split proposal takes over of what this app holds, and how (see docs/decisions/a-split.md)."""

from django.db.models import Q

from proposals.actions.copying import Copies
from proposals.models import (
    Alternative,
    Clarification,
    CodeImpact,
    ConsultationExtension,
    DueChange,
    Figure,
    ObjectiveAssessment,
    PartyImpact,
    Point,
    Relation,
    Requirement,
    Solution,
)
from proposals.ports import ANEW, COPIED, READ, hand_down
from proposals.timetable_queries import OPEN


def declare() -> None:
    """In the order in which they are copied and told: what a row points to comes before it."""
    copied = [
        ("path", "The steps so far, and who determined the path, when and why", _path),
        ("statements", "The problem statement in all its versions", _statements),
        ("references", "The parts of the SEC that are named, and relations to other proposals", _references),
        ("solutions", "The Proposed Solution and each Alternative, with impacts, costs and objectives", _solutions),
        ("requirements", "The business requirements in all their versions", _requirements),
        ("assessments", "Assessments by the DCC; one that is outstanding stays so for each part", _assessments),
        ("discussions", "Discussions of the Working Group and the Sub-Committees", _discussions),
        ("consultations", "Refinement Consultations; one that is open stays so for each part", _consultations),
        ("areas", "The areas of assessment with their answers", _areas),
        ("timetable", "The dates of the timetable that are still ahead, where they now stand", _timetable),
        ("acceptances", "What was accepted as missing, with the reasons", _acceptances),
    ]
    for key, words, copy in copied:
        hand_down(key, COPIED, words, copy)
    hand_down("documents", READ, "Documents and files")
    hand_down("updates", READ, "Updates posted so far")
    hand_down("past", READ, "Dates of the timetable that are over; objections and adoptions")
    hand_down("plan", ANEW, "The plan of implementation")


def _path(copies: Copies) -> None:
    """The steps themselves are copied by the act, which then goes on from them."""
    copies.write(copies.parent.path_determinations.all(), "proposal", also=("move",))


def _statements(copies: Copies) -> None:
    statements = copies.write(copies.parent.statements.order_by("sequence"), "proposal")
    copies.write(Figure.objects.filter(statement__in=statements), "statement")


def _references(copies: Copies) -> None:
    copies.write(copies.parent.sec_references.all(), "proposal")
    copies.write(copies.parent.relations.exclude(kind=Relation.Kind.SPLIT_OF), "proposal")


def _solutions(copies: Copies) -> None:
    """Alternatives that were withdrawn among them: their numbers are not given again."""
    own = Q(proposal=copies.parent) | Q(alternative__proposal=copies.parent)
    copies.write(Alternative.objects.filter(proposal=copies.parent), "proposal")
    solutions = copies.write(Solution.objects.filter(own), "proposal", "alternative")
    for model in (PartyImpact, CodeImpact, ObjectiveAssessment):
        copies.write(model.objects.filter(solution__in=solutions), "solution")
    points = copies.write(Point.objects.filter(solution__in=solutions).prefetch_related("named_by"), "solution")
    named = [(copy, body) for point in points for copy in copies.of(point) for body in point.named_by.all()]
    through = Point.named_by.through
    through.objects.bulk_create(through(point=copy, committee=body) for copy, body in named)


def _requirements(copies: Copies) -> None:
    sets = copies.write(copies.parent.requirement_sets.order_by("sequence"), "proposal")
    copies.write(Requirement.objects.filter(of__in=sets), "of")


def _assessments(copies: Copies) -> None:
    asked = copies.write(copies.parent.dcc_assessments.order_by("pk"), "proposal", also=("requirement_set",))
    for model in (Clarification, DueChange):
        copies.write(model.objects.filter(assessment__in=asked).order_by("pk"), "assessment")


def _discussions(copies: Copies) -> None:
    copies.write(copies.parent.discussions.order_by("pk"), "proposal")


def _consultations(copies: Copies) -> None:
    held = copies.write(copies.parent.refinement_consultations.order_by("pk"), "proposal")
    copies.write(ConsultationExtension.objects.filter(consultation__in=held).order_by("pk"), "consultation")


def _areas(copies: Copies) -> None:
    copies.write(copies.parent.assessment_areas.order_by("pk"), "proposal")


def _timetable(copies: Copies) -> None:
    """Where a date stands on the day of the split is the baseline of each part; how it came there is in the parent's
    timetable. A package goes along with what it still holds."""
    ahead = list(copies.parent.timetable.filter(OPEN).order_by("sort", "pk"))
    packages = copies.parent.work_packages.filter(entries__in=ahead).distinct()
    copies.write(packages, "proposal")
    copies.write(
        ahead,
        "proposal",
        also=("package",),
        change=lambda entry: {
            "baseline_on": entry.due_on,
            "baseline_exactness": entry.exactness,
            "laid_on": copies.on,
        },
    )


def _acceptances(copies: Copies) -> None:
    copies.write(copies.parent.acceptances.standing().order_by("pk"), "proposal")
