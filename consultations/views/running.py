"""SECAS runs a consultation: prepares it, opens it, gives it longer, takes it back. What it will do is shown first."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit import clock
from audit.templatetags.look import deadline
from bodies.workingdays import WorkingCalendar
from consultations import actions, rules
from consultations.actions.closing import why_it_stays
from consultations.actions.opening import BY_STEP, first_close, missing
from consultations.course.fairness import fairness_of
from consultations.course.frames import frame
from consultations.course.kinds import row_of
from consultations.forms.running import ExtendForm, OpenForm, PrepareForm, TextsForm
from consultations.models import Consultation
from consultations.views.finding_consultations import run_page
from proposals.acting import refusals_on
from proposals.actions import StaleSave, TooLate
from proposals.forms.filing import WhyForm
from proposals.models import Proposal
from proposals.pages import barred
from proposals.ports import tellings
from proposals.views.asking import NOBODY, Asked, ask, bound

ANY = require_http_methods(["GET", "HEAD", "POST"])
TYPED = ("title", "introduction", "who_should_respond", "reason")


@ANY
def prepare(request):
    """On the code, or on the proposal that ``?proposal=`` names."""
    if answer := barred(request, rules.may_run, None):
        return answer
    proposal = _proposal(request)
    form = bound(request, PrepareForm, proposal=proposal)
    page = frame("Prepare a consultation") | {"lead": _lead(proposal), "button": "Prepare it", "form": form}
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = actions.prepare_consultation(by=request.user, proposal=proposal, **form.cleaned_data)
            return redirect(made.get_absolute_url())
    if proposal and not form.fields["kind"].choices:
        page |= {"form": None, "closed": [f"{proposal.reference} is not consulted on at present."]}
        return ask(request, page, None, None)
    return render(request, "consultations/act.html", page, status=422 if form.errors else 200)


def _proposal(request) -> Proposal | None:
    named = request.GET.get("proposal", "")
    if not named:
        return None
    if not (named.isascii() and named.isdigit() and len(named) < 10):
        raise Http404
    return get_object_or_404(Proposal.objects.visible_to(request.user), pk=named)


def _lead(proposal: Proposal | None) -> str:
    if proposal is None:
        return "About the code as a whole. A consultation on a proposal is prepared on the proposal’s page."
    return f"About {proposal.reference} ‘{proposal.title}’."


@ANY
@run_page
def change(request, held: Consultation):
    page = frame("Change what is asked and of whom", held)
    if closed := _not_prepared(held):
        return _closed(request, page, closed)
    form = bound(request, TextsForm, consultation=held)
    page |= {"form": form, "button": "Save"}
    if not (form.is_bound and form.is_valid()):
        return render(request, "consultations/act.html", page, status=422 if form.errors else 200)
    try:
        with refusals_on(form):
            actions.change_consultation(consultation=held, by=request.user, **form.act_arguments())
            return redirect(held.get_absolute_url())
    except StaleSave as stale:
        return _both(request, page, stale)
    except TooLate as late:
        return _closed(request, page, [late.sentence])
    return render(request, "consultations/act.html", page, status=422)


def _both(request, page: dict, stale: StaleSave):
    """What somebody else saved, above what this person typed, which is saved over it if they send it once more."""
    theirs = TextsForm(consultation=stale.latest)
    data = request.POST.copy()
    data["version"] = str(stale.latest.version)
    facts = [{"term": field.label, "value": _shown(field.initial)} for field in theirs if not field.is_hidden]
    again = TextsForm(data, consultation=stale.latest)
    page |= {"form": again, "lead": stale.sentence, "facts": facts, "button": "Save this over theirs"}
    return render(request, "consultations/act.html", page, status=409)


def _shown(value) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _not_prepared(held: Consultation) -> list[str]:
    if held.is_taken_back:
        return [f"It was taken back: {held.taken_back_because}"]
    return ["It is open: what is asked and of whom stays as people have read it."] if held.opened_at else []


def _ask(request, page: dict, form, asked: Asked):
    """The question, and the act; where somebody or time was faster than the button, that instead."""
    try:
        return ask(request, page, form, asked)
    except TooLate as late:
        return _closed(request, page, [late.sentence])


def _closed(request, page: dict, sentences: list[str]):
    """Why nothing is done here any more; what this person had typed stands below."""
    typed = [(name, words) for name in TYPED if (words := request.POST.get(name, "").strip())]
    return ask(request, page | {"closed": sentences, "typed": typed}, None, None)


@ANY
@run_page
def open_(request, held: Consultation):
    page = frame("Open the consultation", held)
    row = row_of(held)
    lacks = _not_prepared(held) or ([BY_STEP] if row.by_step else missing(held))
    if lacks:
        return _closed(request, page, lacks)
    calendar = WorkingCalendar.load()
    form = bound(request, OpenForm, first=first_close(held, clock.today(), calendar))
    asked = Asked(
        act=actions.open_consultation,
        about={"consultation": held, "by": request.user},
        effects=lambda form: _opening(request.user, held, form.cleaned_data["closes_on"], calendar),
        button="Open it",
        done="The consultation is open.",
        to=held.get_absolute_url,
    )
    return _ask(request, page, form, asked)


def _opening(user, held: Consultation, closes_on, calendar: WorkingCalendar) -> dict[str, list[str]]:
    fair = fairness_of(held, user, calendar, closes_on)
    count = held.questions.questions.filter(withdrawn_at=None).count()
    return {
        "What changes": [f"It is open from now until {closes_on:%A %-d %B %Y} at 17:00, with {_questions(count)}."],
        "Time to answer": fair.sentences,
        "Open to the same people meanwhile": [_beside(each) for each in fair.beside],
        "Who is told": _told(user, held),
        "What becomes public": ["Its page, to those who may read it; its questions stay as they are."],
    }


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


def _beside(each) -> str:
    days = "1 working day" if each.days == 1 else f"{each.days} working days"
    return f"“{each.consultation.title}”, for {days} of it ({each.whom})."


def _told(user, held: Consultation) -> list[str]:
    """With the names, for those who may read them."""
    telling = tellings["consultation_opened"](held)
    if not telling.names:
        return ["Nobody by e-mail: nobody who is asked is in the directory."]
    return [telling.sentence, ", ".join(telling.names)] if user.reads_names else [telling.sentence]


@ANY
@run_page
def extend(request, held: Consultation):
    page = frame("Extend the consultation", held)
    if not held.is_open_at(clock.now()):
        return _closed(request, page, ["It is not open."])
    page["facts"] = [{"term": "It closes", "value": deadline(held.closes_at)}]
    asked = Asked(
        act=actions.extend_consultation,
        about={"consultation": held, "by": request.user},
        effects=lambda form: {
            "What changes": [f"It closes on {form.cleaned_data['closes_on']:%A %-d %B %Y} at 17:00."],
            "Who is told": _told(request.user, held),
            "What becomes public": ["The new day, the day before it and your reason."],
        },
        button="Extend it",
        done="The consultation is extended.",
        to=held.get_absolute_url,
    )
    return _ask(request, page, bound(request, ExtendForm), asked)


@ANY
@run_page
def take_back(request, held: Consultation):
    page = frame("Take the consultation back", held)
    if closed := _not_taken_back(held):
        return _closed(request, page, closed)
    asked = Asked(
        act=actions.take_consultation_back,
        about={"consultation": held, "by": request.user},
        effects=lambda form: {
            "What changes": ["Nobody answers it any more. What was answered stays with who answered, and with SECAS."],
            "Who is told": _told(request.user, held) if held.opened_at else [NOBODY],
            "What becomes public": ["That it was taken back, and your reason, on its page and in the history."]
            if held.opened_at
            else [],
        },
        button="Take it back",
        done="The consultation is taken back.",
        to=lambda: reverse("consultations:consultation", args=[held.pk]),
    )
    options = {"label": "Why it is taken back", "missing": "Say why it is taken back."}
    if held.opened_at:
        options["help_text"] = "Everybody who could read it reads this in its place."
    return _ask(request, page, bound(request, WhyForm, **options), asked)


def _not_taken_back(held: Consultation) -> list[str]:
    if held.is_taken_back:
        return [f"It was taken back: {held.taken_back_because}"]
    because = why_it_stays(held, clock.now())
    return [because] if because else []
