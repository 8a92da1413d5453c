"""The page on which a response is signed off: all of it as it will be sent, what is missing, and who signs for whom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit import clock
from audit.acts import Refused
from consultations import actions
from consultations.actions.receiving import check_asked, next_version, questions_of
from consultations.actions.submitting import SIGNERS
from consultations.drafts.clauses import needed
from consultations.drafts.writer import Writer
from consultations.forms.signing import SignOffForm
from consultations.models import Consultation, Response
from consultations.responses import said
from consultations.responses.receipts import Linked, publication_words, shown_drafts
from consultations.responses.signers import signers_of
from consultations.views.writing import kept_frame, with_response
from proposals.acting import refusals_on

TITLE = "Sign off and submit"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_response
def sign_off(request, writer: Writer, response: Response):
    questions = questions_of(writer.consultation)
    content = said.drafted(response, questions)
    newest = response.submissions.by_receipt().last()
    if not writer.may_sign_off:
        if request.method == "POST":
            raise PermissionDenied(SIGNERS)
        return _show(request, writer, content, questions, newest, None)
    form = _form(request, writer, content)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _send(request, writer, response, form.act_arguments())
    return _show(request, writer, content, questions, newest, form)


def _form(request, writer: Writer, content: said.Said) -> SignOffForm:
    data = request.POST if request.method == "POST" else None
    names = [writer.whose, *content.parties, *([content.head["others"]] if content.head["others"] else [])]
    gaps, unfinished = [question.number for question in content.missing], bool(content.unfinished)
    return SignOffForm(data, names=names, gaps=gaps, unfinished=unfinished, opened=content.shown)


def _send(request, writer: Writer, response: Response, arguments: dict):
    sent = actions.submit_response(response=response, by=writer.by, **arguments)
    words = f"{sent.response.whose}: the response has reached SECAS."
    if sent.late:
        words = f"{words} It came in after the close; it counts once SECAS has accepted it."
    elif sent.received_at != clock.now():
        words = f"{words} It had been sent before, and nothing has been changed since."
    messages.success(request, words)
    return redirect("consultations:receipt", sent.response_id, sent.version)


def _show(request, writer: Writer, content: said.Said, questions: list, newest, form):
    by_key = {question.pk: question for question in questions}
    response, consultation = writer.response, writer.consultation
    is_late = consultation.is_over_at(clock.now())
    refused = _why_not(consultation)
    is_same = newest is not None and newest.digest == content.digest
    context = {
        **kept_frame(consultation, TITLE, confidential=response.confidential),
        "writer": writer,
        "form": form,
        "head": response,
        "publication": publication_words(response),
        "answers": shown_drafts(content.answers, by_key),
        "clauses": content.clauses,
        "files": [Linked(file, writer.url("file", file.pk, file.filename)) for file in content.enclosures],
        "missing": content.missing,
        "unfinished": [{"comment": row, "lacks": needed(row)} for row in content.unfinished],
        "unasked": [by_key[draft.question_id] for draft in content.unasked],
        "is_empty": content.is_empty,
        "newest": newest,
        "next_version": next_version(response) if newest else 1,
        "is_same": is_same,
        "is_late": is_late,
        "nothing_new": is_same and (newest.counts or is_late),
        "refused": refused,
        "signers": [] if form else [person.name for person in signers_of(response)],
    }
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "consultations/submitting/sign_off.html", context, status=status)


def _why_not(consultation: Consultation) -> str:
    """Why nothing can be sent, whoever signs it."""
    try:
        check_asked(consultation, clock.now())
    except Refused as refusal:
        return refusal.sentence
    return ""
