"""The questions of a set, with all that is shown of each."""

from django.db.models import Count, Prefetch, Q

from consultations.models import Question, QuestionCorrection, QuestionSet


def questions_of(of: QuestionSet | int) -> list[Question]:
    """In their order; ``put_right`` holds the corrections of each, and ``only_if`` is one of them. ``of``: the set, or
    its key."""
    corrections = Prefetch("corrections", QuestionCorrection.objects.order_by("pk"), to_attr="put_right")
    return tied(Question.objects.filter(of=of).prefetch_related(corrections).order_by("number"))


def tied(questions) -> list[Question]:
    """Let each know the question that leads to it, without asking the database."""
    found = list(questions)
    by_key = {question.pk: question for question in found}
    for question in found:
        if question.only_if_id in by_key:
            question.only_if = by_key[question.only_if_id]
    return found


def reusable_sets() -> list[QuestionSet]:
    """Those in use first, by kind; ``question_count`` of each, and of how many consultations it became part."""
    found = QuestionSet.objects.filter(reusable=True).annotate(
        question_count=Count("questions", distinct=True),
        used_count=Count("copies", filter=Q(copies__reusable=False), distinct=True),
    )
    return sorted(found, key=lambda of: (of.retired_on is not None, of.get_kind_display(), of.title))
