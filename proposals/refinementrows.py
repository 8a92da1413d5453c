"""What Refinement holds of a proposal, in one query, and each row of it as its model has it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from proposals.models import (
    Alternative,
    AssessmentArea,
    Attachment,
    Clarification,
    ConsultationExtension,
    DccAssessment,
    Discussion,
    DueChange,
    Proposal,
    RefinementConsultation,
    Requirement,
    RequirementSet,
)


def _columns(model: type[Model]) -> dict[str, str]:
    return {column.attname: column.attname for column in model._meta.concrete_fields}


def _rows(queryset: QuerySet, **more):
    return ArraySubquery(queryset.values(row=JSONObject(**_columns(queryset.model), **more)))


def _own(model: type[Model]) -> QuerySet:
    return model.objects.filter(proposal=OuterRef("pk"))


def _under(model: type[Model], owner: str) -> QuerySet:
    return model.objects.filter(**{owner: OuterRef("pk")})


def made(model: type[Model], row: dict) -> Model:
    """The row of the database as its model has it; nothing is asked again."""
    return model(**{c.attname: c.to_python(row[c.attname]) for c in model._meta.concrete_fields})


def _meeting(name: str):
    return JSONObject(body=f"{name}__committee__short_name", number=f"{name}__number", on=f"{name}__date")


def rows_of(proposal: Proposal, user) -> dict[str, list[dict]]:
    """Everything that Refinement holds of the proposal, in one query; files of the classes ``user`` may read."""
    file = Attachment.objects.visible_to(user)
    return (
        Proposal.objects.filter(pk=proposal.pk)
        .values(
            sets=_rows(
                _own(RequirementSet),
                rows=_rows(_under(Requirement, "of")),
                meeting=_meeting("agreed_at"),
            ),
            assessments=_rows(_own(DccAssessment), **_of_assessment(file)),
            discussed=_rows(_own(Discussion), body="committee__name", number="meeting__number"),
            consulted=_rows(
                _own(RefinementConsultation).standing(),
                extensions=_rows(_under(ConsultationExtension, "consultation")),
            ),
            areas=_rows(_own(AssessmentArea), body="committee__short_name"),
            beside=_rows(_own(Alternative), raiser="organisation__short_name", meeting=_meeting("supported_at")),
        )
        .get()
    )


def _of_assessment(file: QuerySet) -> dict:
    return {
        "clarifications": _rows(_under(Clarification, "assessment")),
        "changes": _rows(_under(DueChange, "assessment")),
        "files": ArraySubquery(
            file.filter(pk=OuterRef("file_id")).values(row=JSONObject(pk="pk", name="filename", title="title"))
        ),
        "rests_on": "requirement_set__sequence",
        "meeting": _meeting("cost_approved_at"),
    }
