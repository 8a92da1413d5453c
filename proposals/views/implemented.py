"""Implementations, plans and releases put right."""

from django.http import Http404
from django.views.decorators.http import require_http_methods

from proposals import actions
from proposals.acting import frame
from proposals.actions import StaleSave
from proposals.actions.implemented import came_by, step_of
from proposals.actions.parts import Place, place_words
from proposals.forms.filing import WhyForm
from proposals.forms.implemented import (
    CorrectPartForm,
    CorrectPlanForm,
    CorrectReleaseDateForm,
    CorrectReleaseForm,
    TakeReleaseBackForm,
)
from proposals.models import ImplementationPart, Proposal, Release
from proposals.pages import proposal_page
from proposals.putright import told_again
from proposals.rules import may_manage
from proposals.views.asking import MARKED, NOBODY, Asked, ask, bound
from proposals.views.releases import changed, release_page
from proposals.views.releases import frame as release_frame

READ = ["GET", "HEAD", "POST"]
RELEASES = "proposals/releases/acting.html"


def _long(day) -> str:
    return f"{day:%A %-d %B %Y}"


def _part(proposal: Proposal, number: int) -> ImplementationPart:
    """Where there is one part alone, it is found under any number."""
    parts = ImplementationPart.objects.filter(plan__proposal=proposal).select_related("plan", "release", "sec_version")
    found = {part.number: part for part in parts}
    part = found.get(number) or (next(iter(found.values())) if len(found) == 1 else None)
    if part is None:
        raise Http404("There is no such part.")
    part.plan.proposal = proposal
    return part


def _titled(part: ImplementationPart) -> str:
    return part.name if part.plan.part_count > 1 else "the implementation"


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def correct_part(request, proposal: Proposal, number: int):
    """When a part came in and as which version; or, while it is to come, where it is planned."""
    part = _part(proposal, number)
    return _correct_actual(request, proposal, part) if part.implemented_on else _correct_plan(request, proposal, part)


def _correct_actual(request, proposal: Proposal, part: ImplementationPart):
    page = frame(proposal, f"Put right {_titled(part)}")
    page["facts"] = _recorded(part)
    asked = Asked(
        act=actions.correct_part,
        about={"proposal": proposal, "part": part.number, "by": request.user},
        effects=lambda form: _actual_effects(proposal, part, form.cleaned_data),
        button="Put it right",
        done="When it took effect, and as which version, is put right.",
        to=proposal.get_absolute_url,
        unsaid=("opened",),
    )
    return ask(request, page, bound(request, CorrectPartForm, part=part), asked)


def _recorded(part: ImplementationPart) -> list[dict]:
    return [
        {"term": "Took effect", "value": _long(part.implemented_on)},
        {"term": "SEC version", "value": part.sec_version.number},
    ]


def _actual_effects(proposal: Proposal, part: ImplementationPart, new: dict) -> dict[str, list[str]]:
    step = step_of(proposal)
    on, moves = new["implemented_on"], part.implemented_on != new["implemented_on"]
    by_step = moves and came_by(part, step)
    dates = [f"Took effect: {_long(part.implemented_on)} becomes {_long(on)}."] if moves else []
    if by_step:
        dates.append("The step “Implemented” is corrected with it, and all that came in by it.")
    versions = (part.sec_version.number, new["sec_version"].strip())
    version = [f"SEC version: {versions[0]} becomes {versions[1]}."] if versions[0] != versions[1] else []
    return {
        "What changes": version,
        "Dates": dates,
        "Who is told": told_again([step]) if by_step else [NOBODY],
        "Papers": [MARKED],
    }


def _correct_plan(request, proposal: Proposal, part: ImplementationPart):
    page = frame(proposal, f"Put right the plan of {_titled(part)}")
    page["lead"] = (
        "For a date or a release that was typed wrongly. Where it is planned anew, plan it instead: that says why, and "
        "who consented."
    )
    page["facts"] = [{"term": "Planned for", "value": place_words(Place(part.release, part.planned_on))}]
    if part.days_after_window is not None:
        closed = "Its date is reckoned from the objection window: put right the step that opened the window."
        return ask(request, {**page, "closed": [closed]}, None, None)
    if part.planned_on is None and part.release is None:
        return ask(request, {**page, "closed": ["Nothing is planned yet that could be wrong."]}, None, None)
    asked = Asked(
        act=actions.correct_plan,
        about={"proposal": proposal, "part": part.number, "by": request.user},
        effects=lambda form: _plan_effects(part, form.cleaned_data),
        button="Put the plan right",
        done="The plan is put right.",
        to=proposal.get_absolute_url,
        unsaid=("opened",),
    )
    return ask(request, page, bound(request, CorrectPlanForm, part=part), asked)


def _plan_effects(part: ImplementationPart, new: dict) -> dict[str, list[str]]:
    release = new["release"]
    place = Place(release, release.date if release else new["planned_on"])
    was = place_words(Place(part.release, part.planned_on))
    return {
        "Dates": [f"Planned for {place_words(place)}, and not for {was}."],
        "Who has to consent": ["Nobody: nothing is planned anew."],
        "Who is told": [NOBODY],
        "What stays": ["The plan as it was recorded, marked as recorded wrongly, with your reason."],
        "Papers": [MARKED],
    }


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def take_part_back(request, proposal: Proposal, number: int):
    """A part that was recorded as implemented by mistake."""
    part = _part(proposal, number)
    page = frame(proposal, f"Take back: {_titled(part)} is in")
    if part.implemented_on is None:
        return ask(request, {**page, "closed": [f"{part.name} is not recorded as implemented."]}, None, None)
    page["facts"] = _recorded(part)
    if step := step_of(proposal):
        words = f"{proposal.reference} is in as a whole: take the step “Implemented” back in its history"
        closed = [f"{words}." if came_by(part, step) else f"{words} first."]
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.take_part_back,
        about={"proposal": proposal, "part": part.number, "by": request.user},
        effects=lambda form: _part_back_effects(part),
        button="Take it back",
        done=f"{part.name} is outstanding again.",
        to=proposal.get_absolute_url,
    )
    options = {"label": "Why it is taken back", "missing": "Say why it is taken back."}
    return ask(request, page, bound(request, WhyForm, **options), asked)


def _part_back_effects(part: ImplementationPart) -> dict[str, list[str]]:
    out = part.release and part.release.implemented_on
    return {
        "What changes": [f"{part.name} is outstanding again."],
        "Dates": [f"It leaves {part.release}, which is in, and has to be planned anew."] if out else [],
        "Who is told": [NOBODY],
        "Papers": [MARKED],
    }


# Releases


def _released(request, release: Release, form, asked: Asked, page: dict):
    try:
        return ask(request, {**page, "base": RELEASES}, form, asked)
    except StaleSave:
        return changed(request, release)


def _carried(release: Release) -> list[ImplementationPart]:
    parts = release.parts.exclude(implemented_on=None).select_related("plan__proposal", "sec_version")
    return list(parts.order_by("plan__proposal__number", "plan__proposal__suffix", "number"))


def _references(parts: list[ImplementationPart]) -> str:
    return ", ".join(dict.fromkeys(part.plan.proposal.reference for part in parts))


def _told(parts: list[ImplementationPart]) -> list[str]:
    """Those who were told of the steps by which the proposals came in."""
    proposals = {part.plan.proposal_id: part for part in parts}
    steps = [step for part in proposals.values() if (step := step_of(part.plan.proposal)) and came_by(part, step)]
    sentences = [f"{s.proposal.reference}: {words}" for s in steps for words in told_again([s])]
    return [words for words in sentences if "Nobody is told" not in words] or [NOBODY]


@release_page
def correct_release(request, release: Release):
    """The day of a release to come; of one that is in, its day and its version of the SEC."""
    page = release_frame(release, "Put the release right")
    about = {"release": release, "by": request.user}
    if release.implemented_on is None:
        page["lead"] = (
            "For a day that was typed wrongly. Where the release is put on another day, do that instead: it says why, "
            "and who consented."
        )
        asked = Asked(
            act=actions.correct_release_date,
            about=about,
            effects=lambda form: _date_effects(release, form.cleaned_data["to"]),
            button="Put the day right",
            done="The day of the release is put right.",
            to=release.get_absolute_url,
            unsaid=("version",),
        )
        return _released(request, release, bound(request, CorrectReleaseDateForm, release=release), asked, page)
    asked = Asked(
        act=actions.correct_release,
        about=about,
        effects=lambda form: _release_effects(release, form.cleaned_data),
        button="Put it right for all",
        done="When the release took effect, and as which version, is put right.",
        to=release.get_absolute_url,
        unsaid=("version",),
    )
    return _released(request, release, bound(request, CorrectReleaseForm, release=release), asked, page)


def _date_effects(release: Release, to) -> dict[str, list[str]]:
    parts = list(release.parts.outstanding().planned().select_related("plan__proposal"))
    follow = [f"So does what is planned in it: {_references(parts)}."] if parts else []
    return {
        "Dates": [f"{release}: {_long(to)}, and not {_long(release.date)}.", *follow],
        "Who has to consent": ["Nobody: nothing is planned anew."],
        "Who is told": [NOBODY],
        "Papers": [MARKED] if parts else [],
    }


def _release_effects(release: Release, new: dict) -> dict[str, list[str]]:
    parts = _carried(release)
    on, number = new["implemented_on"], new["sec_version"].strip()
    dates = [f"Took effect: {_long(release.implemented_on)} becomes {_long(on)}."]
    version = [f"SEC version: {release.sec_version} becomes {number}."] if number != release.sec_version else []
    moves = on != release.implemented_on
    of_all = [f"Of all that came in with it on that day: {_references(parts)}."] if parts else []
    return {
        "What changes": [*version, *of_all],
        "Dates": dates if moves else [],
        "Who is told": _told(parts) if moves else [NOBODY],
        "Papers": [MARKED] if parts else [],
    }


@release_page
def take_release_back(request, release: Release):
    """A release that was recorded as implemented by mistake."""
    page = release_frame(release, "Take back that the release is implemented")
    if release.implemented_on is None:
        closed = ["It is not recorded as implemented."]
        return ask(request, {**page, "base": RELEASES, "closed": closed}, None, None)
    page["facts"] = [
        {"term": "Took effect", "value": _long(release.implemented_on)},
        {"term": "SEC version", "value": release.sec_version},
    ]
    asked = Asked(
        act=actions.take_release_back,
        about={"release": release, "by": request.user},
        effects=lambda form: _back_effects(release),
        button="Take it back for all",
        done=f"{release} is to come again.",
        to=release.get_absolute_url,
        unsaid=("version",),
    )
    return _released(request, release, bound(request, TakeReleaseBackForm, release=release), asked, page)


def _back_effects(release: Release) -> dict[str, list[str]]:
    parts = _carried(release)
    of_all = f", and so is all that came in with it: {_references(parts)}" if parts else ""
    return {
        "What changes": [f"{release} is to come again{of_all}.", "What was left out of it stays out."],
        "Dates": ["Each is planned for the day for which it was planned."] if parts else [],
        "Who is told": _told(parts),
        "Papers": [MARKED] if parts else [],
        "Who must act next": [f"SECAS, when {release} comes in."],
    }


@release_page
def take_release_out(request, release: Release):
    """A release that was entered by mistake."""
    page = release_frame(release, "Take the release out")
    if closed := _kept_in(release):
        return ask(request, {**page, "base": RELEASES, "closed": [closed]}, None, None)
    asked = Asked(
        act=actions.take_release_out,
        about={"release": release, "by": request.user},
        effects=lambda form: {
            "What changes": [f"{release} is listed no more. Its page stays, and says that it was taken out, and why."],
            "Who is told": [NOBODY],
        },
        button="Take it out",
        done=f"{release} is taken out.",
        to=release.get_absolute_url,
        unsaid=("version",),
    )
    return _released(request, release, bound(request, TakeReleaseBackForm, release=release), asked, page)


def _kept_in(release: Release) -> str:
    if release.implemented_on:
        return "It is implemented: take that back first, if it was recorded by mistake."
    return f"Something is planned in {release}: plan it elsewhere first." if release.parts.exists() else ""
