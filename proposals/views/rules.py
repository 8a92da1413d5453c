"""The rules of the process, for anybody to read; one that is not yet in force, put right."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules import is_administrator, is_analyst
from audit import clock
from bodies.actions import take_day_back
from bodies.models import BankHolidayOverride
from bodies.workingdays import WorkingCalendar
from proposals.actions import reference
from proposals.forms.filing import WhyForm
from proposals.forms.ruling import CorrectDeciderForm, CorrectRuleForm
from proposals.lifecycle import MOVES
from proposals.models import DecidingBody, ProcessRule, RuleKey, Window
from proposals.rulebook import DECIDER, LIMIT, days, deciders, limits
from proposals.views.asking import NOBODY, Asked, ask, bound

READ = ["GET", "HEAD", "POST"]
IN_FORCE = "It has been in force since {day}: enter another rule that follows it from a date on."


@require_safe
def rules_in_force(request):
    context = {
        "on": clock.today(),
        "limits": limits(),
        "deciders": deciders(),
        "days": days(),
        "may_correct": is_administrator.test(request.user),
        "may_take_days_back": _keeps_days(request.user),
    }
    return render(request, "proposals/rules.html", context)


def _keeps_days(user) -> bool:
    return is_administrator.test(user) or is_analyst.test(user)


def _refused(request, allowed: bool):
    if allowed:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def _frame(title: str) -> dict:
    back = reverse("proposals:rules")
    crumbs = [{"label": "The rules of the process", "url": back}, {"label": title}]
    return {"base": "proposals/releases/acting.html", "page_title": title, "crumbs": crumbs, "cancel_url": back}


def _long(day) -> str:
    return f"{day:%-d %B %Y}"


KINDS = {LIMIT: ProcessRule, DECIDER: DecidingBody}
CORRECTING = {
    LIMIT: (CorrectRuleForm, reference.correct_rule, reference.take_rule_back),
    DECIDER: (CorrectDeciderForm, reference.correct_deciding_body, reference.take_deciding_body_back),
}


@require_http_methods(READ)
def correct_rule(request, kind: str, pk: int):
    """Change a rule that is not yet in force."""
    if answer := _refused(request, is_administrator.test(request.user)):
        return answer
    rule = _rule(kind, pk)
    form, act, _ = CORRECTING[kind]
    page = _frame("Change a rule to come")
    page["facts"] = _on_record(rule)
    if rule.starts <= clock.today():
        return ask(request, {**page, "closed": [IN_FORCE.format(day=_long(rule.starts))]}, None, None)
    asked = Asked(
        act=act,
        about={"rule": rule, "by": request.user},
        effects=lambda form: _effects(
            f"It holds from {_long(form.cleaned_data['starts'])}; the rule before it until then."
        ),
        button="Change the rule",
        done="The rule to come is changed.",
        to=lambda: reverse("proposals:rules"),
        unsaid=("opened",),
    )
    return ask(request, page, bound(request, form, row=rule), asked)


@require_http_methods(READ)
def take_rule_back(request, kind: str, pk: int):
    """A rule that is not yet in force does not come."""
    if answer := _refused(request, is_administrator.test(request.user)):
        return answer
    rule = _rule(kind, pk)
    page = _frame("Take back a rule to come")
    page["facts"] = _on_record(rule)
    if rule.starts <= clock.today():
        return ask(request, {**page, "closed": [IN_FORCE.format(day=_long(rule.starts))]}, None, None)
    asked = Asked(
        act=CORRECTING[kind][2],
        about={"rule": rule, "by": request.user},
        effects=lambda form: _effects("The rule does not come; what holds before it goes on."),
        button="Take the rule back",
        done="The rule to come is taken back.",
        to=lambda: reverse("proposals:rules"),
    )
    return ask(request, page, _why(request), asked)


def _rule(kind: str, pk: int):
    if kind not in KINDS:
        raise Http404("There is no such kind of rule.")
    return get_object_or_404(KINDS[kind], pk=pk)


def _why(request) -> WhyForm:
    return bound(request, WhyForm, label="Why it is taken back", missing="Say why it is taken back.")


def _on_record(rule) -> list[dict]:
    if isinstance(rule, ProcessRule):
        name, value = RuleKey(rule.key).label, str(rule.value)
    else:
        name, value = MOVES[rule.move_key].done, rule.committee.name
    return [
        {"term": "Rule", "value": name},
        {"term": "Value", "value": value},
        {"term": "From", "value": _long(rule.starts)},
        {"term": "Source", "value": rule.source},
    ]


def _effects(change: str) -> dict[str, list[str]]:
    return {
        "What changes": [change],
        "Dates": ["None: nothing has been reckoned by a rule that is not yet in force."],
        "Who is told": [NOBODY],
        "What stays": ["What was entered, and why it was put right, stays in the record of changes."],
    }


@require_http_methods(READ)
def take_back_day(request, pk: int):
    """A day that was said to be, or not to be, a working day is again what the calendar says."""
    if answer := _refused(request, _keeps_days(request.user)):
        return answer
    day = get_object_or_404(BankHolidayOverride, pk=pk)
    page = _frame("Take back a day")
    is_not = "a working day" if day.is_working_day else "not a working day"
    page["facts"] = [{"term": _long(day.date), "value": f"{day.name}: {is_not}. {day.reason}"}]
    if day.date <= clock.today():
        closed = ["This day has come, and was counted so. If it was otherwise, enter the day anew with what it was."]
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=take_day_back,
        about={"day": day, "by": request.user},
        effects=lambda form: _day_effects(day),
        button="Take the day back",
        done=f"{_long(day.date)} is again as the calendar has it.",
        to=lambda: reverse("proposals:rules"),
    )
    return ask(request, page, _why(request), asked)


def _day_effects(day: BankHolidayOverride) -> dict[str, list[str]]:
    worked = WorkingCalendar().is_working_day(day.date)
    change = f"{_long(day.date)} is {'a working day' if worked else 'no working day'} again, as the calendar has it."
    running = Window.objects.unsettled().filter(closes_at__gt=clock.now(), opens_at__lt=clock.start_of(day.date))
    count = running.filter(closes_at__gte=clock.start_of(day.date)).count()
    windows = f"{count} running window{'' if count == 1 else 's'} that contain{'s' if count == 1 else ''} the day"
    told = "Those who were told of a window whose close moves." if count and not worked else NOBODY
    return {
        "What changes": [change],
        "Dates": [f"{windows}: reckoned again. A close moves later, never earlier."] if count else [],
        "Who is told": [told],
    }
