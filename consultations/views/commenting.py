"""A comment is made, recorded, changed, withdrawn."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.rules import is_signed_in
from consultations import actions, rules
from consultations.forms.commenting import ChangeForm, CommentForm, CorrectForm, RecordForm
from consultations.models import Comment
from consultations.views.finding import back_to, newer, on_record, page_of, the_comment
from proposals.acting import plain_form, refusals_on
from proposals.effects import Effect, who_is_told
from proposals.forms.filing import WhyForm
from proposals.models import Proposal
from proposals.pages import barred, proposal_page
from proposals.ports import tellings
from proposals.rules import may_manage
from proposals.views.asking import NOBODY, Asked, ask, bound

READ = ["GET", "HEAD", "POST"]
AFTERWARDS = "You can change it as long as the proposal is in Development, and withdraw it at any time."


def _bound(request, form_class, **options):
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return form_class(*given, **options)


@require_http_methods(READ)
@proposal_page(rule=rules.may_comment)
def add(request, proposal: Proposal):
    """Say something in the name of an organisation; once Development is over, where to say it instead."""
    page = page_of(proposal, "Comment or ask a question")
    if not rules.takes_comments(proposal):
        return ask(request, {**page, "closed": [rules.closed_words(proposal)]}, None, None)
    form = _bound(request, CommentForm, user=request.user)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            comment = actions.post_comment(proposal=proposal, by=request.user, **form.cleaned_data)
            messages.success(request, f"Thank you. {comment} has reached SECAS. {AFTERWARDS}")
            return redirect(back_to(proposal, comment))
    return plain_form(request, form, page, "Send the comment", effects=_coming_in(proposal, request.user))


def _coming_in(proposal: Proposal, user) -> list[Effect]:
    return [
        Effect(
            "What becomes of it",
            [
                "SECAS reads it and publishes it, with its answer where one is asked for.",
                "It is counted under your organisation’s category, and printed in the papers that go to the bodies.",
            ],
        ),
        Effect("In confidence", ["Only SECAS reads it. Papers say that there was one, not whose it was."]),
        who_is_told(tellings["comment_received"](proposal, user), user),
        Effect("Afterwards", [AFTERWARDS]),
    ]


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def record(request, proposal: Proposal):
    """SECAS records what came by another way, for whom and when, with the file."""
    form = _bound(request, RecordForm)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            comment = actions.record_comment(proposal=proposal, by=request.user, **form.cleaned_data)
            messages.success(request, f"{comment} is recorded: {comment.who(names=True)}.")
            return redirect(back_to(proposal, comment))
    page = page_of(proposal, "Record a comment")
    effects = [
        Effect("What becomes of it", ["It waits with the others until you publish them."]),
        who_is_told(tellings["comment_received"](proposal, request.user), request.user),
    ]
    return plain_form(request, form, page, "Record the comment", effects=effects)


@require_http_methods(READ)
@proposal_page(rule=is_signed_in)
def change(request, proposal: Proposal, number: int):
    """The respondent's next version; or SECAS puts right what it recorded."""
    found = the_comment(request, proposal, number)
    if answer := barred(request, rules.may_change, found):
        return answer
    page = page_of(proposal, f"Change comment {found.number}")
    secas = may_manage.test(request.user, proposal)
    if closed := newer(found) or _closed(proposal, secas):
        return ask(request, {**page, "closed": closed}, None, None)
    form = _bound(request, CorrectForm if secas else ChangeForm, comment=found)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            new = actions.change_comment(comment=found, by=request.user, **form.act_arguments())
            messages.success(request, f"{new} is changed. The earlier words stay readable under it.")
            return redirect(back_to(proposal, new))
    return plain_form(request, form, page, "Save the change", effects=_changing(found, secas))


def _closed(proposal: Proposal, secas: bool) -> list[str]:
    if secas or rules.takes_comments(proposal):
        return []
    return [f"{rules.closed_words(proposal)} You may still withdraw the comment."]


def _changing(found: Comment, secas: bool) -> list[Effect]:
    if secas:
        words = "The new version takes its place at once, where the comment is published."
    else:
        words = "What others read stays until SECAS publishes the new version."
    return [
        Effect("What changes", [words]),
        Effect("What stays", ["The earlier version can be read under the new one, by those it is open to."]),
    ]


@require_http_methods(READ)
@proposal_page(rule=is_signed_in)
def withdraw(request, proposal: Proposal, number: int):
    found = the_comment(request, proposal, number)
    if answer := barred(request, rules.may_change, found):
        return answer
    page = page_of(proposal, f"Withdraw comment {found.number}")
    page["facts"] = [*on_record(found), {"term": "The comment", "value": found.text}]
    if closed := newer(found):
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.withdraw_comment,
        about={"comment": found, "by": request.user},
        effects=lambda form: {
            "What changes": [
                "The comment and what was answered to it are read and counted no more.",
                "SECAS and whoever made it still find it, with your reason.",
            ],
            "What stays": ["Papers that were issued keep what they hold."],
            "Who is told": [NOBODY],
        },
        button="Withdraw the comment",
        done=f"{found} is withdrawn.",
        to=lambda: back_to(proposal),
    )
    options = {
        "label": "Why it is withdrawn",
        "missing": "Say why it is withdrawn.",
        "help_text": "SECAS and whoever made the comment read it.",
    }
    return ask(request, page, bound(request, WhyForm, **options), asked)
