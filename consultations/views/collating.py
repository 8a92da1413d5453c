"""What SECAS does with submitted texts: tags them, keeps words back, publishes all of them, and takes that back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from consultations import actions, rules
from consultations.actions.releasing import LATE_FIRST, Release, release_of, unready
from consultations.collation.naming import names_left
from consultations.collation.page import address, url_of
from consultations.collation.texts import Text
from consultations.forms.collating import MergeTagForm, RedactForm, ReleaseForm, RenameTagForm, TagForm
from consultations.models import Consultation, Redaction, Tag, Tagging
from consultations.points.places import Place, place_named, place_of
from consultations.shown import texts
from consultations.views.collation import frame
from consultations.views.consultation import ISSUED_KEEP, the_consultation
from proposals.acting import refusals_on
from proposals.effects import Effect, who_is_told
from proposals.forms.filing import WhyForm
from proposals.pages import barred
from proposals.ports import tellings
from proposals.views.asking import NOBODY, Asked, ask, bound, effects_of

READ = ["GET", "HEAD", "POST"]
BASE = "consultations/collation/acting.html"
ON_A_TEXT = "consultations/collation/on_a_text.html"
NOT_TOLD = "Nobody by e-mail, also not those who were told that the responses are published."


def acting_frame(consultation: Consultation, title: str, back: str) -> dict:
    return {**frame(consultation, title, below=title), "base": BASE, "cancel_url": back}


def _held(request, pk: int):
    """The consultation, and what to answer instead to somebody who may not."""
    found = the_consultation(request, pk)
    return found, barred(request, rules.may_collate, found)


# A text ------------------------------------------------------------------------------------------


@require_http_methods(READ)
def text_step(request, pk: int, place: str, step: str):
    consultation, answer = _held(request, pk)
    if answer:
        return answer
    found = place_named(consultation, place)
    if found is None:
        raise Http404("There is no such text, or it does not count any more.")
    return step_of({"tag": _tag, "redact": _redact}, step)(request, consultation, found)


def step_of(steps: dict, step: str):
    if step not in steps:
        raise Http404("There is no such step.")
    return steps[step]


def _text_of(place: Place, user) -> Text:
    [shown] = texts(type(place.row).objects.filter(pk=place.row.pk), user)
    return Text(place, shown)


def _about(consultation: Consultation, place: Place, title: str, user) -> dict:
    number = place.submission.response.number
    page = acting_frame(consultation, f"{title}: {place.where}, response {number}", url_of(consultation, place))
    return {**page, "text": _text_of(place, user)}


def _tag(request, consultation: Consultation, place: Place):
    names = list(Tag.objects.filter(consultation=consultation, dropped_at=None).values_list("name", flat=True))
    on = Tagging.objects.standing().filter(**place.of, tag__dropped_at=None)
    form = bound(request, TagForm, tags=names, on=list(on.values_list("tag__name", flat=True)))
    page = _about(consultation, place, "Tags", request.user)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            given = form.act_arguments()
            actions.tag_text(consultation=consultation, by=request.user, place=place.key, **given)
            messages.success(request, "The tags are saved.")
            return redirect(page["cancel_url"])
    context = {**page, "form": form, "button": "Save the tags"}
    return render(request, "consultations/collation/act.html", context, status=422 if form.errors else 200)


def _redact(request, consultation: Consultation, place: Place):
    asked = Asked(
        act=actions.redact_text,
        about={"consultation": consultation, "by": request.user, "place": place.key},
        effects=lambda form: _redacting(consultation, form.cleaned_data),
        button="Redact it",
        done="It is redacted.",
        to=lambda: url_of(consultation, place),
    )
    page = {**_about(consultation, place, "Redact", request.user), "base": ON_A_TEXT}
    return ask(request, page, bound(request, RedactForm), asked)


def _redacting(consultation: Consultation, given: dict) -> dict[str, list[str]]:
    published = consultation.responses_published_at is not None
    return {
        "What changes": [
            f"Where {'these words stand' if given['quote'] else 'the text stands'}, others read "
            f"“[Redacted: {given['reason']}]”.",
            "At once." if published else "From the publication of the responses on.",
        ],
        "What stays": [
            "SECAS and the respondent’s own people read every word, and see what others do not read.",
            *([ISSUED_KEEP] if published else []),
        ],
        "Who is told": ["Nobody by e-mail; the respondent sees it in their response."],
    }


@require_http_methods(READ)
def lift(request, pk: int, redaction: int):
    consultation, answer = _held(request, pk)
    if answer:
        return answer
    found = get_object_or_404(Redaction.objects.visible_to(request.user), pk=redaction)
    place = place_of(found)
    if place.submission.response.consultation_id != consultation.pk:
        raise Http404("It is of another consultation.")
    page = {
        **_about(consultation, place, "Lift a redaction", request.user),
        "base": ON_A_TEXT,
    }
    page["facts"] = [
        {"term": "What is redacted", "value": found.quote or "The whole text"},
        {"term": "Why", "value": found.reason},
    ]
    if found.lifted_at:
        return ask(request, {**page, "closed": [f"It was lifted: {found.lifted_because}"]}, None, None)
    asked = Asked(
        act=actions.lift_redaction,
        about={"redaction": found, "by": request.user},
        effects=lambda form: {
            "What changes": ["The words are read again by everybody who may read the text."],
            "What stays": ["That they were redacted, by whom and why."],
            "Who is told": [NOBODY],
        },
        button="Lift the redaction",
        done="The redaction is lifted.",
        to=lambda: url_of(consultation, place),
    )
    options = {"label": "Why it may be read after all", "missing": "Say why it may be read after all."}
    return ask(request, page, bound(request, WhyForm, **options), asked)


# Tags --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD"])
def tags(request, pk: int):
    consultation, answer = _held(request, pk)
    if answer:
        return answer
    found = Tag.objects.visible_to(request.user).filter(consultation=consultation, dropped_at=None).counted()
    context = {**acting_frame(consultation, "Tags", address(consultation)), "tags": found}
    return render(request, "consultations/collation/tags.html", context)


@require_http_methods(READ)
def tag_step(request, pk: int, tag: int, step: str):
    consultation, answer = _held(request, pk)
    if answer:
        return answer
    visible = Tag.objects.visible_to(request.user).filter(consultation=consultation, dropped_at=None)
    found = get_object_or_404(visible, pk=tag)
    return step_of({"rename": _rename, "merge": _merge}, step)(request, consultation, found)


def _rename(request, consultation: Consultation, tag: Tag):
    form = bound(request, RenameTagForm, initial={"name": tag.name})
    return _tag_form(request, consultation, f"Rename “{tag.name}”", form, actions.rename_tag, tag, "Rename it")


def _merge(request, consultation: Consultation, tag: Tag):
    form = bound(request, MergeTagForm, tag=tag)
    return _tag_form(request, consultation, f"Merge “{tag.name}”", form, actions.merge_tags, tag, "Merge it")


def _tag_form(request, consultation: Consultation, title: str, form, act, tag: Tag, button: str):
    page = acting_frame(consultation, title, address(consultation, "tags"))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            given = form.act_arguments() if hasattr(form, "act_arguments") else form.cleaned_data
            made = act(tag=tag, by=request.user, **given)
            messages.success(request, f"It is “{made.name}” now.")
            return redirect(page["cancel_url"])
    context = {**page, "form": form, "button": button}
    return render(request, "consultations/collation/act.html", context, status=422 if form.errors else 200)


# Publishing --------------------------------------------------------------------------------------


@require_http_methods(READ)
def publish(request, pk: int):
    """What becomes public, how many, and what is withheld, before it does."""
    consultation, answer = _held(request, pk)
    if answer:
        return answer
    page = acting_frame(consultation, "Publish the responses", address(consultation))
    if (closed := unready(consultation)) and request.method != "POST":
        return ask(request, {**page, "closed": closed, "leads_on": _first(consultation, closed)}, None, None)
    release = release_of(consultation)
    form = bound(request, ReleaseForm, initial={"shown": release.shown})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            actions.publish_responses(consultation=consultation, by=request.user, **form.cleaned_data)
            messages.success(request, "The responses are published.")
            return redirect(page["cancel_url"])
    context = {
        **page,
        "form": form,
        "fresh": ReleaseForm(initial={"shown": release.shown}),
        "effects": [*effects_of(_releasing(release)), _told(consultation, request.user)],
        "named": names_left(consultation, request.user),
        "button": page["page_title"],
    }
    return render(request, "consultations/collation/publish.html", context, status=422 if form.errors else 200)


def _first(consultation: Consultation, closed: list[str]) -> list[tuple[str, str]]:
    """Where what keeps them from being published is done."""
    if LATE_FIRST not in closed:
        return []
    return [("Decide on the late responses", reverse("consultations:responses", args=[consultation.pk]))]


def _releasing(release: Release) -> dict[str, list[str]]:
    return {
        "What becomes public": [
            f"{_responses(release.open)}, word for word, with the counts of every question by category."
        ],
        "What is withheld": list(_withheld(release)),
    }


def _told(consultation: Consultation, user) -> Effect:
    telling = tellings["responses_published"](consultation, user)
    return who_is_told(telling, user, instead="Nobody by e-mail: no respondent has somebody here who is told.")


def _withheld(release: Release):
    if release.unnamed:
        yield _unnamed(release.unnamed)
    if release.confidential:
        yield f"{_responses(release.confidential)} that {_is(release.confidential)} confidential: counted, and no more."
    if release.parts:
        answers = f"{release.parts} confidential answer{'' if release.parts == 1 else 's'}"
        yield f"{answers} in the others: counted, and no more."
    if release.redacted:
        places = f"{release.redacted} place{'' if release.redacted == 1 else 's'}"
        yield f"What is redacted, in {places}: the reason is read there."
    if release.files:
        files = "One file that is" if release.files == 1 else f"{release.files} files that are"
        yield f"{files} held back: the reason is read there."


def _unnamed(count: int) -> str:
    if count == 1:
        return "The name of 1 respondent that did not agree to be named: it stands as one of its category."
    return f"The names of {count} respondents that did not agree to be named: each stands as one of its category."


def _responses(count: int) -> str:
    return f"{count} response{'' if count == 1 else 's'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


@require_http_methods(READ)
def take_back(request, pk: int):
    consultation, answer = _held(request, pk)
    if answer:
        return answer
    page = acting_frame(consultation, "Take the publication back", address(consultation))
    if consultation.responses_published_at is None:
        return ask(request, {**page, "closed": ["The responses are not published."]}, None, None)
    asked = Asked(
        act=actions.take_responses_back,
        about={"consultation": consultation, "by": request.user},
        effects=lambda form: {
            "What changes": ["SECAS and each respondent’s own people read the responses, and nobody else."],
            "What becomes public": [
                "That they are no longer published, and your reason: on the pages where they stood."
            ],
            "What stays": [ISSUED_KEEP],
            "Who is told": [NOT_TOLD],
        },
        button="Take the publication back",
        done="The responses are no longer published.",
        to=lambda: address(consultation),
    )
    options = {
        "label": "Why they are no longer to be read",
        "missing": "Say why they are no longer to be read.",
        "help_text": "Everybody reads it where they stood. Do not repeat here what is not to be read.",
    }
    return ask(request, page, bound(request, WhyForm, **options), asked)
