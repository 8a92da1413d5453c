"""SECAS sums up what was answered to a question."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from audit.acts import Refused
from consultations import actions, rules
from consultations.actions.answersummaries import summaries_of
from consultations.forms.answersummary import AnswerSummaryForm
from consultations.models import AnswerSummary, Consultation, Question
from consultations.views.consultation import crumbs, the_consultation
from proposals.actions import StaleSave
from proposals.pages import barred

TITLE = "Sum up the answers to question {}"


@require_http_methods(["GET", "HEAD", "POST"])
def summarise(request, pk, number):
    found = the_consultation(request, pk)
    if answer := barred(request, rules.may_settle, found):
        return answer
    question = get_object_or_404(found.questions.questions, number=number)
    last = summaries_of(found).get(question.pk)
    opened_on = {"text": last.text if last else "", "version": last.version if last else 0}
    form = AnswerSummaryForm(request.POST or None, initial=opened_on)
    theirs = None
    if form.is_bound and form.is_valid():
        theirs = _save(request, form, found, question)
        if not form.errors:
            messages.success(request, "The summary is saved. Drafts of papers to come print it.")
            return redirect("papers:consultation_documents", pk)
    context = {
        "question": question,
        "page_title": f"{TITLE.format(number)} of “{found.title}”",
        "crumbs": crumbs(found, TITLE.format(number)),
        "form": form,
        "theirs": theirs,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "consultations/answer_summary.html", context, status=422 if form.errors else 200)


def _save(request, form, consultation: Consultation, question: Question) -> AnswerSummary | None:
    """What somebody else saved meanwhile; a refusal becomes an error of the form."""
    try:
        actions.summarise_answers(consultation=consultation, question=question, by=request.user, **form.cleaned_data)
    except StaleSave as stale:
        form.data = {**form.data.dict(), "version": stale.latest.version}
        form.add_error(None, stale.sentence)
        return stale.latest
    except Refused as refusal:
        form.add_error("text", refusal.sentence)
    return None
