"""SECAS answers comments, publishes the answers together, and sums up what a group says."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.models import Category
from consultations import actions, rules
from consultations.actions.answering import drafts_on
from consultations.comments.feedback import category_words
from consultations.forms.answering import AnswerForm, SummaryForm
from consultations.models import Answer, Comment, Stance
from consultations.views.finding import TAB, back_to, newer, on_record, page_of, the_comment
from consultations.views.sorting import answers_shown, publishing
from proposals.acting import Editor
from proposals.effects import who_is_told
from proposals.forms.filing import WhyForm
from proposals.models import Proposal
from proposals.pages import proposal_page
from proposals.ports import tellings
from proposals.richtext import from_plain
from proposals.views.asking import NOBODY, Asked, ask, bound

READ = ["GET", "HEAD", "POST"]


class AnswerEditor(Editor):
    def context(self, form) -> dict:
        comment = form.subject
        facts = {"quoted": from_plain(comment.text), "quoted_from": comment.who(names=True), "comment": comment}
        page = page_of(form.proposal, f"Answer comment {comment.number}")
        return {**super().context(form), **page, **facts}

    def address(self, form) -> str:
        return back_to(form.proposal, form.subject)


class SummaryEditor(Editor):
    def context(self, form) -> dict:
        category, stance = form.subject
        words = f"{category_words(category)} – {Stance(stance).label}"
        said = Comment.objects.standing().filter(proposal=form.proposal, category=category, stance=stance)
        quoted = [{"who": c.who(names=True), "html": from_plain(c.text)} for c in said.select_related("organisation")]
        return {**super().context(form), **page_of(form.proposal, "Sum up"), "group_words": words, "group": quoted}

    def address(self, form) -> str:
        return f"{back_to(form.proposal)}#in-sum"


ANSWER = AnswerEditor(
    "Answer", AnswerForm, "consultations/answer.html", "The answer is drafted. Publish it with the others.", TAB
)
SUMMARY = SummaryEditor("Sum up", SummaryForm, "consultations/summary.html", "The summary is saved.", TAB)


@require_http_methods(READ)
@proposal_page(rule=rules.may_sort)
def answer(request, proposal: Proposal, number: int):
    found = the_comment(request, proposal, number)
    if closed := newer(found):
        page = page_of(proposal, f"Answer comment {found.number}")
        return ask(request, {**page, "closed": closed}, None, None)
    return ANSWER(request, proposal, found)


@require_http_methods(READ)
@proposal_page(rule=rules.may_sort)
def summary(request, proposal: Proposal, category: str, stance: str):
    said = Comment.objects.standing().filter(proposal=proposal, category=category, stance=stance)
    if category not in Category.values or stance not in Stance.values or not said.exists():
        raise Http404("Nobody of this category has said this.")
    return SUMMARY(request, proposal, (category, stance))


@require_http_methods(READ)
@proposal_page(rule=rules.may_sort)
def publish(request, proposal: Proposal):
    """All drafts together, shown with their comments first."""
    drafts = drafts_on(proposal)

    def do(form):
        done = actions.publish_answers(proposal=proposal, by=request.user, **form.cleaned_data)
        return f"{len(done)} {'answer is' if len(done) == 1 else 'answers are'} published."

    comments = [draft.comment for draft in drafts]
    told = who_is_told(tellings["comments_answered"](proposal, comments, request.user), request.user)
    effects = {
        "What becomes public": _becomes_public(comments),
        "Who is told": told.items_list,
        "Their names": told.names,
    }
    page = page_of(proposal, "Publish the answers")
    return publishing(request, page, drafts, answers_shown(drafts), effects, do, "No answer waits to be published.")


def _becomes_public(comments: list[Comment]) -> list[str]:
    public = sum(comment.is_public for comment in comments)
    found = [f"{public} {'answer' if public == 1 else 'answers'}, to those who read the comment."] if public else []
    if rest := len(comments) - public:
        noun = "answer" if rest == 1 else "answers"
        found.append(f"{rest} {noun} to whoever made the comment alone, which is in confidence or not yet published.")
    return found


@require_http_methods(READ)
@proposal_page(rule=rules.may_sort)
def unanswer(request, proposal: Proposal, number: int):
    found = the_comment(request, proposal, number)
    given = Answer.objects.filter(comment__proposal=proposal, comment__number=number, published_at__isnull=False)
    last = get_object_or_404(given.select_related("comment__proposal").order_by("-version")[:1])
    page = page_of(proposal, f"Take the answer to comment {found.number} back")
    page["facts"] = [*on_record(found), {"term": "The answer", "value": last.text}]
    asked = Asked(
        act=actions.take_answer_back,
        about={"answer": last, "by": request.user},
        effects=lambda form: {
            "What changes": ["The answer is a draft again, read by SECAS alone, until the drafts are published."],
            "What becomes public": ["That it is no longer published, and your reason, in the history."],
            "Who is told": [NOBODY],
        },
        button="Take the answer back",
        done=f"The answer to comment {found.number} is a draft again.",
        to=lambda: back_to(proposal, found),
    )
    options = {"label": "Why it is no longer to be read", "missing": "Say why it is no longer to be read."}
    return ask(request, page, bound(request, WhyForm, **options), asked)
