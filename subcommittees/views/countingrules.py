"""The rule by which votes are to be counted, taken back before it comes into force."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.rules import is_administrator
from audit import clock
from proposals.forms.filing import WhyForm
from proposals.pages import barred
from proposals.views.asking import NOBODY, Asked, ask, bound
from subcommittees import actions
from subcommittees.actions.balloting import VOTES_BY_BALLOT
from subcommittees.frames import find_committee, frame
from subcommittees.models import CountingRule


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request, pk: int):
    if answer := barred(request, is_administrator, None):
        return answer
    rule = get_object_or_404(CountingRule, pk=pk)
    back = f"{reverse('subcommittees:ballots', args=[VOTES_BY_BALLOT])}#rules-title"
    page = frame("Take back a rule to come", find_committee(VOTES_BY_BALLOT), back=back) | {"facts": _on_record(rule)}
    if rule.starts <= clock.today():
        since = f"{rule.starts:%-d %B %Y}"
        closed = [f"It has been in force since {since}: enter another rule that follows it from a date on."]
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.take_counting_rule_back,
        about={"rule": rule, "by": request.user},
        effects=lambda form: _effects(),
        button="Take the rule back",
        done="The rule to come is taken back.",
        to=lambda: back,
    )
    form = bound(request, WhyForm, label="Why it is taken back", missing="Say why it is taken back.")
    return ask(request, page, form, asked)


def _on_record(rule: CountingRule) -> list[dict]:
    return [
        {"term": "Counted by", "value": rule.get_strategy_display()},
        {"term": "Counted together", "value": "; ".join(group["name"] for group in rule.groups)},
        {"term": "From", "value": f"{rule.starts:%-d %B %Y}"},
        {"term": "Source", "value": rule.source},
    ]


def _effects() -> dict[str, list[str]]:
    return {
        "What changes": ["The rule does not come; what holds before it goes on."],
        "Ballots": ["None: a ballot keeps the rule under which it was opened, and none was opened under this one."],
        "Who is told": [NOBODY],
        "What stays": ["What was entered, and why it was put right, stays in the record of changes."],
    }
