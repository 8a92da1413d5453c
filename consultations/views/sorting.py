"""SECAS sorts comments and publishes them: what becomes public is shown first."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audit.classification import Classification
from consultations import actions, rules
from consultations.actions.ground import digest
from consultations.actions.publishing import waiting_on
from consultations.forms.commenting import PublishForm, SortForm
from consultations.models import IN_CONFIDENCE, Answer, Comment
from consultations.views.finding import back_to, newer, on_record, page_of, the_comment
from proposals.acting import refusals_on
from proposals.forms.filing import WhyForm
from proposals.models import Proposal
from proposals.pages import proposal_page
from proposals.richtext import from_plain
from proposals.views.asking import NOBODY, Asked, ask, bound, effects_of

READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
@proposal_page(rule=rules.may_sort)
def sort(request, proposal: Proposal, number: int):
    """What it says and who may read it, put right by SECAS."""
    found = the_comment(request, proposal, number)
    page = page_of(proposal, f"Stance and readers of comment {found.number}")
    page["facts"] = [*on_record(found), {"term": "The comment", "value": found.text}]
    if closed := newer(found):
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.sort_comment,
        about={"comment": found, "by": request.user},
        effects=lambda form: _sorting(found, form.cleaned_data["classification"]),
        button="Save it so",
        done=f"Stance and readers of comment {found.number} are put right.",
        to=lambda: back_to(proposal, found),
    )
    return ask(request, page, bound(request, SortForm, comment=found), asked)


def _sorting(found: Comment, classification: str) -> dict[str, list[str]]:
    becomes_close = classification in IN_CONFIDENCE and not found.is_in_confidence
    return {
        "What changes": ["The counts, and where the comment stands in papers made from now on."],
        "Who reads it": _who_reads(found, classification),
        "What is taken down": ["The file that it came as."] if becomes_close and found.file else [],
        "Who is told": [NOBODY],
    }


def _who_reads(found: Comment, classification: str) -> list[str]:
    if classification == found.classification:
        return []
    if classification in IN_CONFIDENCE:
        return ["SECAS and whoever made it, nobody else, from now on; its earlier versions too."]
    if found.is_in_confidence:
        return ["As before, until you publish it."]
    return [f"Those for whom {Classification(classification).label} is meant, once it is published."]


@require_http_methods(READ)
@proposal_page(rule=rules.may_sort)
def publish_all(request, proposal: Proposal):
    """All that wait, in one act."""
    return _publish(request, proposal, list(waiting_on(proposal)), None)


@require_http_methods(READ)
@proposal_page(rule=rules.may_sort)
def publish(request, proposal: Proposal, number: int):
    found = the_comment(request, proposal, number)
    return _publish(request, proposal, list(waiting_on(proposal, found.number)), found.number)


def _publish(request, proposal: Proposal, waiting: list[Comment], number: int | None):
    page = page_of(proposal, f"Publish comment {number}" if number else "Publish the comments")

    def do(form):
        done = actions.publish_comments(proposal=proposal, by=request.user, number=number, **form.cleaned_data)
        return f"{len(done)} {'comment is' if len(done) == 1 else 'comments are'} published."

    shown = [_shown(comment, comment.text) for comment in waiting]
    effects = {"What becomes public": _becomes_public(waiting), "Who is told": ["Nobody by e-mail."]}
    return publishing(request, page, waiting, shown, effects, do, "No comment waits to be published.")


def _shown(comment: Comment, text: str, below: str = "") -> dict:
    """A comment, or an answer with the comment above it, as it will be read."""
    return {
        "number": comment.number,
        "who": comment.who(),
        "comment": comment,
        "html": from_plain(text),
        "answer_html": from_plain(below) if below else "",
    }


def answers_shown(answers: list[Answer]) -> list[dict]:
    return [_shown(answer.comment, answer.comment.text, answer.text) for answer in answers]


def _becomes_public(waiting: list[Comment]) -> list[str]:
    found = []
    for classification, readers in ((Classification.WHITE, "everybody"), (Classification.GREEN, "Parties")):
        count = sum(comment.classification == classification for comment in waiting)
        if count:
            noun = "comment" if count == 1 else "comments"
            found.append(f"{count} {noun}, word for word as below, with the name of the organisation, to {readers}.")
    return found


def publishing(request, page: dict, rows: list, shown: list[dict], effects: dict, do: Callable, nothing: str):
    """What would be read by others, and the button that publishes it all; ``do(form)`` answers with what was done."""
    form = PublishForm(request.POST) if request.method == "POST" else PublishForm(initial={"shown": digest(rows)})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            messages.success(request, do(form))
            return redirect(page["cancel_url"])
    if not rows and not form.is_bound:
        return ask(request, {**page, "closed": [nothing]}, None, None)
    context = {
        **page,
        "form": form,
        "fresh": PublishForm(initial={"shown": digest(rows)}),
        "shown": shown,
        "effects": effects_of(effects),
    }
    return render(request, "consultations/publish.html", context, status=422 if form.errors else 200)


@require_http_methods(READ)
@proposal_page(rule=rules.may_sort)
def unpublish(request, proposal: Proposal, number: int):
    found = the_comment(request, proposal, number)
    page = page_of(proposal, f"Take the publication of comment {found.number} back")
    if closed := newer(found):
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.take_publication_back,
        about={"comment": found, "by": request.user},
        effects=lambda form: {
            "What changes": ["The comment and its answer are read by SECAS and whoever made it alone, and wait again."],
            "What becomes public": ["That it is no longer published, and your reason, in the history."],
            "Who is told": [NOBODY],
        },
        button="Take the publication back",
        done=f"{found} is no longer published.",
        to=lambda: back_to(proposal, found),
    )
    options = {"label": "Why it is no longer to be read", "missing": "Say why it is no longer to be read."}
    return ask(request, page, bound(request, WhyForm, **options), asked)
