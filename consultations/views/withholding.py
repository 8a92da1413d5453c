"""SECAS holds a file of a response back from others, and gives it out again."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from consultations import actions, rules
from consultations.actions.withholding import files_of, withholding_of
from consultations.collation.page import address
from consultations.forms.collating import HoldFileForm
from consultations.models import Consultation, Enclosure
from consultations.views.collating import READ, acting_frame
from consultations.views.consultation import ISSUED_KEEP, the_consultation
from proposals.forms.filing import WhyForm
from proposals.pages import barred
from proposals.views.asking import NOBODY, Asked, ask, bound

THE_RESPONDENT = "Nobody by e-mail; the respondent sees it beside the file, on their receipt."


def _of_a_file(view):
    """Give the view the consultation and the file that the address names; it is SECAS’s alone."""

    @require_http_methods(READ)
    def wrapper(request, pk: int, file: int):
        consultation = the_consultation(request, pk)
        if answer := barred(request, rules.may_collate, consultation):
            return answer
        return view(request, consultation, get_object_or_404(files_of(consultation), pk=file))

    return wrapper


def _page(consultation: Consultation, file: Enclosure, what: str) -> dict:
    title = f"{what}: a file of response {file.response.number}"
    facts = [{"term": "The file", "value": f"{file.title}, {file.filename}"}]
    return {**acting_frame(consultation, title, address(consultation, "general")), "facts": facts}


@_of_a_file
def hold_back(request, consultation: Consultation, file: Enclosure):
    page = _page(consultation, file, "Hold back")
    if there := withholding_of(file):
        return ask(request, {**page, "closed": [f"It is held back already: {there.reason}"]}, None, None)
    asked = Asked(
        act=actions.hold_file_back,
        about={"consultation": consultation, "by": request.user, "enclosure": file},
        effects=lambda form: _holding(consultation, form.cleaned_data["reason"]),
        button="Hold it back",
        done="It is held back.",
        to=lambda: address(consultation, "general"),
    )
    return ask(request, page, bound(request, HoldFileForm), asked)


def _holding(consultation: Consultation, reason: str) -> dict[str, list[str]]:
    published = consultation.responses_published_at is not None
    since = "at once" if published else "from the publication of the responses on"
    return {
        "What changes": [
            f"Whoever would have the file reads, {since}: “A file is held back: {reason}”",
        ],
        "What stays": [
            "SECAS and the respondent’s own people have the file.",
            "Who has kept a copy has it.",
            *([ISSUED_KEEP] if published else []),
        ],
        "Who is told": [THE_RESPONDENT],
    }


@_of_a_file
def give_out(request, consultation: Consultation, file: Enclosure):
    page, there = _page(consultation, file, "Give out again"), withholding_of(file)
    if there is None:
        return ask(request, {**page, "closed": ["It is not held back."]}, None, None)
    page["facts"] += [{"term": "Why it is held back", "value": there.reason}]
    asked = Asked(
        act=actions.give_file_out,
        about={"withheld": there, "by": request.user},
        effects=lambda form: {
            "What changes": ["Whoever may read the response has the file, at once where it is published."],
            "What stays": ["That it was held back, by whom and why."],
            "Who is told": [NOBODY],
        },
        button="Give it out again",
        done="It is given out again.",
        to=lambda: address(consultation, "general"),
    )
    options = {"label": "Why others may have it after all", "missing": "Say why others may have it after all."}
    return ask(request, page, bound(request, WhyForm, **options), asked)
