"""The page of a consultation: what is asked, of whom, until when, and how to answer."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bodies.workingdays import WorkingCalendar
from consultations import rules
from consultations.actions.opening import missing
from consultations.course.about import shown
from consultations.course.fairness import fairness_of
from consultations.course.frames import crumbs, over
from consultations.course.kinds import row_of
from consultations.course.publication import no_longer_published
from consultations.models import Consultation
from consultations.offers import links_for
from consultations.queries.questions import questions_of
from consultations.questions import conditions
from consultations.responses.sent import sent_to
from consultations.views.finding_consultations import the_consultation
from proposals.ports import documents_of
from proposals.richtext import from_plain

DOCUMENTS = 6

# Files have been handed out: what they say is put right, not made undone (docs/decisions/what-was-issued-put-right.md).
ISSUED_KEEP = (
    "Documents that SECAS has issued keep what they hold, and bear the mark that the record was corrected since, until "
    "SECAS issues them anew or takes them down."
)


@require_safe
def consultation(request, pk: int):
    """Whoever was told of one that was taken back reads that it was, and why, where the letter leads."""
    user = request.user
    found = the_consultation(request, pk, Consultation.objects.told_to(user).with_responses(user))
    if found.is_taken_back and not rules.may_run.test(user):
        context = {"consultation": found, "over": over(found), "page_title": found.title, "crumbs": crumbs(found)}
        return render(request, "consultations/taken_back.html", context, status=410)
    calendar = WorkingCalendar.load()
    (course,) = shown([found], calendar)
    proposal = found.proposal
    context = {
        "consultation": found,
        "shown": course,
        "became": (course.became and no_longer_published(found)) or course.became,
        "over": over(found),
        "page_title": found.title,
        "crumbs": crumbs(found),
        "page_classification": found.get_classification_display(),
        "links": links_for(found, user),
        "sent": sent_to(found, request),
        "introduction": from_plain(found.introduction),
        "who_should_respond": from_plain(found.who_should_respond),
        "asked": conditions.headed(questions_of(found.questions)),
        "how": _how(found, user) if course.is_open else "",
        "sign_in_url": _sign_in(request) if course.is_open and not user.is_authenticated else "",
        "fairness": fairness_of(found, user, calendar) if found.opened_at else None,
        "extensions": list(found.extensions.all()),
        "missing": _missing(found, user),
        "documents": documents_of(proposal, user)[:DOCUMENTS] if proposal else [],
        "kind": row_of(found),
    }
    return render(request, "consultations/consultation.html", context)


def _how(found: Consultation, user) -> str:
    """How to answer, or why this reader does not."""
    return (
        rules.answers_words(user, found) or "Your answers are saved as you write them; colleagues may write with you."
    )


def _sign_in(request) -> str:
    return f"{reverse('account_login')}?next={request.path}"


def _missing(found: Consultation, user) -> list[str]:
    """What keeps SECAS from opening it."""
    waits = found.opened_at is None and not found.is_taken_back and rules.may_run.test(user)
    return missing(found) if waits else []
