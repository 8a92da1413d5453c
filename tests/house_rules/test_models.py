"""Rules of the house that every model keeps: nothing is lost by deletion, nothing classified is read unfiltered."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models

from tests.house.test_layers import LAYER

# Rows that are part of another row and go with it, each with the reason.
GOES_WITH_IT = {
    "proposals.ProposalSearch.proposal": "derived: the acts write it again",
    "proposals.PartyImpact.solution": "a row of the solution's form",
    "proposals.CodeImpact.solution": "a row of the solution's form",
    "proposals.Point.solution": "a row of the solution's form",
    "proposals.ObjectiveAssessment.solution": "a row of the solution's form",
    "consultations.Passage.collation": "derived: the job brings passages together again",
    "consultations.PassagePlace.passage": "derived: the job brings passages together again",
    "legaltext.Edit.draft": "an instruction of the draft; the chain keeps what it said",
}


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in LAYER]


def foreign_keys():
    for model in our_models():
        for field in model._meta.local_fields:
            if field.is_relation:
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}", field.remote_field.on_delete


def test_nothing_is_deleted_from_under_the_record():
    walked = dict(foreign_keys())
    unprotected = {name for name, on_delete in walked.items() if on_delete is not models.PROTECT}
    assert unprotected == set(GOES_WITH_IT)
    assert all(walked[name] is models.CASCADE for name in GOES_WITH_IT)
    assert len(walked) >= 70


def classified():
    return [model for model in our_models() if any(field.name == "classification" for field in model._meta.fields)]


@pytest.mark.django_db
def test_every_model_that_holds_something_classified_is_read_through_one_filter():
    walked = classified()
    for model in walked:
        assert callable(getattr(model._default_manager.all(), "visible_to", None)), model
        assert model._default_manager.visible_to(AnonymousUser()).count() == 0
    assert {model.__name__ for model in walked} >= {
        "Event", "Proposal", "ProposalUpdate", "Attachment", "View", "Message", "PaperVersion",
    }  # fmt: skip


def test_every_model_can_be_printed_and_has_an_order_or_needs_none():
    walked = our_models()
    for model in walked:
        assert model.__str__ is not models.Model.__str__, model
    assert len(walked) >= 40


def test_every_constraint_has_a_name_of_its_own_that_reads_as_a_rule():
    names = [c.name for model in our_models() for c in model._meta.constraints]
    assert len(names) == len(set(names))
    assert [name for name in names if "_" not in name or len(name) > 63] == []
    assert len(names) >= 79


APPEND_ONLY = {
    "AnswerSummary", "PublicationTakenBack",
    "Event", "Checkpoint", "Move", "ProblemStatement", "View", "DueChange", "ConsultationExtension", "PlanChange",
    "ReleaseMove", "Correction", "PathDetermination", "FormerTitle", "FormerDay", "Slip",
    "Chase", "MemberPosition", "Interest", "Minute", "Resolution", "BallotSeat", "Position", "FeedbackSummary",
    "FreeText", "PackFile", "PackItem", "Upload", "CallForPapers", "WordFile", "WordPrint",
    "Revision", "PointStep", "QuestionAnswer", "QuestionCorrection", "ClauseComment", "Extension", "Reminder",
}  # fmt: skip
# Append-only but for one thing: that it was struck out, and why, may be added.
KEPT_AS_IT_CAME = {"Objection", "Appeal"}


def test_evidence_is_append_only_in_the_database():
    guarded = {
        m.__name__ for m in our_models() if any(t.name == "append_only" for t in getattr(m._meta, "triggers", []))
    }
    assert guarded == APPEND_ONLY
    kept = {m.__name__ for m in our_models() if {"kept_as_it_came", "appeal_kept_as_it_came"} & _triggers(m)}
    assert kept == KEPT_AS_IT_CAME


def _triggers(model) -> set[str]:
    return {trigger.name for trigger in getattr(model._meta, "triggers", [])}
