"""The agenda of a meeting: what is put on it, in which order, and what is taken off or carried over."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.classification import Classification
from bodies.models import Meeting
from proposals.pages import find
from proposals.readiness import readiness
from proposals.views.asking import bound, effects_of
from subcommittees import actions
from subcommittees.actions.carrying import next_after
from subcommittees.actions.onagendas import WITH_PAPER, is_late
from subcommittees.forms.agenda import AddItemForm, BecauseForm, CarryOverForm, ItemForm, ReadersForm
from subcommittees.frames import address, do, find_item, frame, meeting_page
from subcommittees.models import AgendaItem, VerbalUpdate
from subcommittees.naming import may_be_named
from subcommittees.numbering import numbers, reference
from subcommittees.rules import may_run
from subcommittees.told import title_of
from subcommittees.waiting import EVERY_TIME, sees_readiness

LATE = "The papers’ day of this meeting is over: what has a paper comes late, and says why."


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page(rule=may_run)
def add(request, meeting: Meeting):
    """Put something on the agenda; what it is may stand in the address."""
    initial = {"kind": "proposal", "purpose": "decision", "classification": "white", **request.GET.dict()}
    form = bound(request, AddItemForm, user=request.user, initial=initial)
    promises = initial["kind"] == AgendaItem.Kind.VERBAL_UPDATE
    page = frame("Promise a verbal update" if promises else "Put an item on the agenda", meeting.committee, meeting)
    about = {"by": request.user, "meeting": meeting}
    missing = _missing(request, form)
    done = "The item is on the agenda."
    lead = _lateness(meeting)
    act, button = actions.put_on_agenda, "Promise it" if promises else "Put it on the agenda"
    return do(request, page, form, act, about, button, done, to=_at, lead=lead, missing=missing)


def _at(item: AgendaItem) -> str:
    """Its place on the agenda, which then has the focus."""
    return f"{address(item.meeting)}#item-{item.pk}"


def _lateness(meeting: Meeting) -> str:
    return LATE if _late(meeting) else ""


def _late(meeting: Meeting) -> bool:
    return is_late(meeting, clock.today())


def _missing(request, form: AddItemForm) -> list:
    """What must be there before the proposal that was chosen can be decided on, each with where to mend it."""
    if not form.is_bound or not form.is_valid() or not sees_readiness(request.user):
        return []
    proposal = form.cleaned_data["proposal"]
    if proposal is None or form.cleaned_data["purpose"] != AgendaItem.Purpose.DECISION:
        return []
    return [gap for found in readiness([proposal]) for gap in found.must]


@require_POST
@meeting_page(rule=may_run)
def put_on(request, meeting: Meeting):
    """One press for what waits for the meeting. What is late is asked why first."""
    given = _pressed(request, meeting)
    if given["kind"] in WITH_PAPER and _late(meeting):
        proposal = given.get("proposal")
        query = {"kind": given["kind"], "purpose": given["purpose"]} | (
            {"proposal": proposal.reference} if proposal else {}
        )
        where = reverse("subcommittees:add_item", args=[meeting.committee.code, f"{meeting.date}"])
        return redirect(f"{where}?{urlencode(query)}")
    return _pressing(request, meeting, actions.put_on_agenda, meeting=meeting, **given)


def _pressed(request, meeting: Meeting) -> dict:
    kind, purpose = request.POST.get("kind", ""), request.POST.get("purpose", "")
    if kind == AgendaItem.Kind.PROPOSAL and purpose in AgendaItem.Purpose.values:
        return {"kind": kind, "purpose": purpose, "proposal": find(request.POST.get("proposal", ""), request.user)}
    if kind == AgendaItem.Kind.VERBAL_UPDATE:
        owed = VerbalUpdate.objects.visible_to(request.user).owed().filter(meeting=meeting)
        key = request.POST.get("update", "")
        update = owed.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
        if update is None:
            raise Http404
        more = {"proposal": update.proposal, "presenter": update.owed_by, "classification": update.classification}
        more |= {"title": title_of(update), "update": update}
        return {"kind": kind, "purpose": AgendaItem.Purpose.INFORMATION} | more
    for known, purpose_of_it, title in EVERY_TIME:
        if kind == known:
            return {"kind": known, "purpose": purpose_of_it, "title": title}
    raise Http404


def _pressing(request, of: Meeting, act, place: str = "agenda", **about):
    """An act at one press: done, or the sentence that says why not, on the page of the meeting."""
    try:
        made = act(by=request.user, **about)
        messages.success(request, DONE[act](made))
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{address(of)}#{place}")


DONE = {
    actions.put_on_agenda: lambda item: f"On the agenda: {item}.",
    actions.move_up: lambda item: f"One place up: {item}.",
    actions.move_down: lambda item: f"One place down: {item}.",
    actions.fix_references: lambda items: f"{len(items)} number{'' if len(items) == 1 else 's'} fixed.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page(rule=may_run)
def fix(request, meeting: Meeting):
    """It is for good, so it is shown first which number each item gets."""
    if request.method == "POST":
        return _pressing(request, meeting, actions.fix_references, meeting=meeting)
    items = AgendaItem.objects.filter(meeting=meeting)
    visible = set(AgendaItem.objects.visible_to(request.user).filter(meeting=meeting).values_list("pk", flat=True))
    found = numbers(items)
    rows = [(found[i.pk], i) for i in items if i.pk in found and i.pk in visible and not i.reference]
    given = [f"{number}: {item} – {reference(meeting, number)}" for number, item in sorted(rows, key=lambda r: r[0])]
    forever = "For good: neither reordering nor another day of the meeting changes them."
    context = {
        **frame("Fix the numbers of the agenda", meeting.committee, meeting),
        "effects": effects_of({"Numbers and references": given, "How long": [forever]}),
        "button": "Fix these numbers",
    }
    return render(request, "proposals/ask_again.html", context)


PRESSED = {"up": actions.move_up, "down": actions.move_down}


@require_POST
@meeting_page(rule=may_run)
def press(request, meeting: Meeting, pk: int, step: str):
    if step not in PRESSED:
        raise Http404
    item = find_item(meeting, pk, request.user)
    return _pressing(request, meeting, PRESSED[step], f"item-{item.pk}", item=item)


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page(rule=may_run)
def item_step(request, meeting: Meeting, pk: int, step: str):
    if step not in ITEM_STEPS:
        raise Http404
    return ITEM_STEPS[step](request, meeting, find_item(meeting, pk, request.user))


def _edit(request, meeting: Meeting, item: AgendaItem):
    names = ItemForm.base_fields
    form = bound(request, ItemForm, initial={name: getattr(item, name) for name in names})
    page = frame("Change the item", meeting.committee, meeting)
    about = {"by": request.user, "item": item}
    return do(request, page, form, actions.save_agenda_item, about, "Save", "The item is changed.", lead=f"{item}")


def _take_off(request, meeting: Meeting, item: AgendaItem):
    page = frame("Take the item off the agenda", meeting.committee, meeting)
    about = {"by": request.user, "item": item}
    done = "The item is off the agenda."
    return do(
        request, page, bound(request, BecauseForm), actions.take_off_agenda, about, "Take it off", done, lead=f"{item}"
    )


def _carry_over(request, meeting: Meeting, item: AgendaItem):
    page = frame("Carry the item over", meeting.committee, meeting)
    about = {"by": request.user, "item": item}
    form = bound(request, CarryOverForm, meeting=meeting)
    lead = f"{item}" if next_after(meeting) else f"{item}. No later meeting is entered yet: enter it first."
    done = "The item is carried over."
    return do(request, page, form, actions.carry_over, about, "Carry it over", done, lead=lead)


def _readers(request, meeting: Meeting, item: AgendaItem):
    """For a Red item."""
    if item.classification != Classification.RED:
        raise Http404("Only a Red item has its readers named.")
    named = [row.person_id for row in item.readers.standing()]
    form = bound(request, ReadersForm, people=may_be_named(item), initial={"people": [f"{pk}" for pk in named]})
    page = frame("Who may read the item", meeting.committee, meeting, item, back=_at(item))
    about = {"by": request.user, "item": item}
    lead = (
        "These people alone find the item, and what hangs on it: what is recommended and resolved of it, its paper, "
        "minute and actions, and the views given under it. Nobody is told by e-mail."
    )
    done = "Those who may read the item are named."
    return do(request, page, form, actions.name_readers, about, "Name these people", done, lead=lead)


ITEM_STEPS = {"readers": _readers, "edit": _edit, "take-off": _take_off, "carry-over": _carry_over}
