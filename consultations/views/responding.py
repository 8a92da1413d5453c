"""The page on which a response is written, as a whole; what is saved part by part is in ``saving``."""

import json

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audit import clock
from audit.acts import NotAllowed, Refused
from consultations import actions
from consultations.actions.drafted import person
from consultations.actions.drafting import check_has_opened
from consultations.drafts.draft import Draft, remove_part, save_part, state_words
from consultations.drafts.limits import MOST
from consultations.drafts.locks import RENEWED_EVERY
from consultations.drafts.writer import Writer
from consultations.forms.responding import FilesForm
from consultations.models import Response
from consultations.responses.sent import sent_of
from consultations.views.writing import frame, kept_frame, with_response
from proposals.ports import tellings
from proposals.uploads import LARGEST
from proposals.views.files import ACCEPTED, FILE_WORDS

TITLE = "Your response"
SENT_AGAIN = "What you change here is sent once it is signed off again."


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, writer: Writer):
    """Everything that has been written so far; a press of a button saves everything that was typed."""
    if writer.response is None:
        return _before(request, writer)
    if request.method == "POST":
        return _save_all(request, writer)
    return show(request, writer, Draft(writer.response, writer.by))


def _before(request, writer: Writer, refused: str = ""):
    try:
        check_has_opened(writer.consultation)
    except Refused as refusal:
        refused = refusal.sentence
    context = {
        **frame(writer.consultation, TITLE),
        "writer": writer,
        "refused": refused,
        "is_late": writer.consultation.is_over_at(clock.now()),
    }
    return render(request, "consultations/respond/start.html", context, status=409 if refused else 200)


@require_POST
def start(request, writer: Writer):
    try:
        about = {"consultation": writer.consultation, "by": writer.by, "organisation": writer.organisation}
        actions.start_response(**about)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _before(request, writer, refusal.sentence)
    return redirect(writer.url())


def show(request, writer: Writer, draft: Draft, status: int = 200, files: FilesForm | None = None):
    """``files``: the form of files where something was wrong with one."""
    context = {
        **kept_frame(writer.consultation, TITLE, confidential=draft.response.confidential),
        **shared(writer, draft),
        "sections": _sections(draft),
        "files_form": files or FilesForm(),
        "accepted": ACCEPTED,
        "file_words": FILE_WORDS,
        "largest": LARGEST,
        "most": MOST,
        "renewed_every": int(RENEWED_EVERY.total_seconds()),
        "told": _told(writer),
        "sent": sent_of(draft.response),
        "sent_afterwards": "" if writer.consultation.is_taken_back else SENT_AGAIN,
        "sign_off_url": "" if writer.consultation.is_taken_back else writer.url("sign_off"),
    }
    return render(request, "consultations/respond/page.html", context, status=status)


def shared(writer: Writer, draft: Draft) -> dict:
    """What the page and its fragments show."""
    return {
        "consultation": writer.consultation,
        "writer": writer,
        "draft": draft,
        "response": draft.response,
        "progress": draft.progress,
        "state_words": state_words(draft.response),
        "own_parts": own_parts(draft),
        "writing": [{"title": draft.title_of(key), "words": each.words} for key, each in draft.held.items()],
        "versions_json": json.dumps(draft.versions),
        "held_json": json.dumps(_held(writer, draft)),
    }


def _held(writer: Writer, draft: Draft) -> dict:
    return {key: {"words": each.words, "silent": each.silent} for key, each in draft.held.items()}


def own_parts(draft: Draft) -> list[str]:
    """The parts that whoever looks holds, as far as they have said so."""
    if draft.response.organisation_id is None:
        return []
    own = draft.response.locks.filter(holder__isnull=False, holder=person(draft.by))
    return list(own.values_list("part", flat=True))


def _told(writer: Writer):
    if writer.is_guest:
        return None
    return tellings["response_ready"](writer.response, writer.by)


def _sections(draft: Draft) -> list[dict]:
    """The questions under their headings."""
    found: list[dict] = []
    for part in draft.asked:
        if part.form.heading or not found:
            found.append({"title": part.form.heading or "Questions", "parts": []})
        found[-1]["parts"].append(part)
    return found


def _save_all(request, writer: Writer):
    """Each part in an act of its own, so that one that cannot be saved holds no other up."""
    draft, refused = Draft(writer.response, writer.by, request.POST), ""
    try:
        for part in draft.parts:
            if part.seen_name in request.POST:
                save_part(draft, part)
        _do_besides(request, draft)
    except NotAllowed:
        raise
    except Refused as refusal:
        refused = refusal.sentence
        messages.error(request, refused)
    if not (refused or draft.troubled):
        messages.success(request, "Everything you typed is saved.")
        return redirect(f"{writer.url()}{_anchor(request)}")
    clashed = any(part.clash or part.refused for part in draft.parts)
    return show(request, writer, draft, status=409 if clashed else 422)


def _do_besides(request, draft: Draft) -> None:
    """What other buttons ask for: to remove a comment on a clause, or to say that one writes in a part. A plain save
    ends the writing, so that colleagues may go on."""
    common = {"response": draft.response, "by": draft.by}
    removed = draft.part(request.POST.get("remove", ""))
    if removed and removed.kind == "clause" and removed.form.clause:
        remove_part(draft, removed)
    actions.leave_part(part="", **common)
    if wanted := request.POST.get("hold", "")[:24]:
        actions.take_part(part=wanted, **common)


def _anchor(request) -> str:
    part = request.POST.get("hold") or request.POST.get("at") or ""
    return f"#{part}" if part.replace("-", "").isalnum() else ""


@require_POST
@with_response
def ready(request, writer: Writer, response: Response):
    """Made ready for whoever signs it off, or not ready after all."""
    act = actions.take_ready_back if request.POST.get("back") else actions.make_ready
    try:
        act(response=response, by=writer.by)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        told = "It is ready to be signed off; those who may are told."
        messages.success(request, "It is no longer marked as ready." if request.POST.get("back") else told)
    return redirect(f"{writer.url()}#ready")
