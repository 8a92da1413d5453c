"""Documents, latest updates and relations put right; and two proposals related."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit import clock
from audit.classification import Classification
from proposals import actions
from proposals.acting import frame
from proposals.actions.filing import is_closer
from proposals.forms.filing import CorrectDocumentForm, CorrectUpdateForm, RelateForm, WhyForm
from proposals.models import Attachment, Proposal, ProposalUpdate, Relation
from proposals.pages import proposal_page
from proposals.rules import may_manage
from proposals.views.asking import MARKED, NOBODY, Asked, ask, bound

DOCUMENTS, OVERVIEW = "proposals:documents", "proposals:overview"
READ = ["GET", "HEAD", "POST"]


def _long(day) -> str:
    return f"{day:%-d %B %Y}"


def _back(proposal: Proposal, name: str):
    return lambda: reverse(name, args=[proposal.slug])


def _readable(request, proposal: Proposal, pk: int) -> Attachment:
    return get_object_or_404(Attachment.objects.visible_to(request.user), proposal=proposal, pk=pk)


# Documents


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def correct_document(request, proposal: Proposal, pk: int):
    """Title, kind, date and class of a file; the file itself is replaced, or taken down."""
    found = _readable(request, proposal, pk)
    page = frame(proposal, f"Put right “{found.title}”", DOCUMENTS)
    page["lead"] = (
        "This puts right what is said of the file. The file itself is replaced by a new version, or taken down."
    )
    asked = Asked(
        act=actions.correct_document,
        about={"attachment": found, "by": request.user},
        effects=lambda form: _correcting(found, form),
        button="Put it right",
        done=f"“{found.title}” is put right.",
        to=_back(proposal, DOCUMENTS),
        unsaid=("opened",),
    )
    return ask(request, page, bound(request, CorrectDocumentForm, row=found), asked)


def _correcting(found: Attachment, form) -> dict[str, list[str]]:
    """What is different, with the two classes in the words of the policy."""
    new, changes, public = form.cleaned_data, [], []
    if new["title"] != found.title:
        changes.append(f"Title: “{found.title}” becomes “{new['title']}”.")
    if new["kind"] != found.kind:
        kinds = dict(Attachment.Kind.choices)
        changes.append(f"Kind: {kinds[found.kind]} becomes {kinds[new['kind']]}.")
    if new["dated"] != found.dated:
        changes.append(f"Date: {_long(found.dated)} becomes {_long(new['dated'])}.")
    if new["classification"] != found.classification:
        now = Classification(new["classification"]).label
        changes.append(f"Classification: {found.get_classification_display()} becomes {now}.")
        public.append(_who_reads(found, new["classification"]))
    return {
        "What changes": changes,
        "Who reads it": public,
        "Who is told": [NOBODY],
        "Papers": _figure_words(found) if public else [],
    }


def _who_reads(found: Attachment, classification: str) -> str:
    if not is_closer(classification, found.classification):
        return "Everybody for whom the new class is meant, from now on. The earlier versions stay as they are."
    return "Whoever the new class leaves out no longer finds it, nor its earlier versions, nor the entries about it."


def _figure_words(found: Attachment) -> list[str]:
    if found.kind != Attachment.Kind.FIGURE:
        return []
    return [
        MARKED,
        "A PDF or Word file that was made with it holds it still. Where nobody may see it, take the paper down too.",
    ]


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def take_down_document(request, proposal: Proposal, pk: int):
    """Take a file down, or put it back."""
    found = _readable(request, proposal, pk)
    return _put_back(request, proposal, found) if found.is_taken_down else _take_down(request, proposal, found)


def _take_down(request, proposal: Proposal, found: Attachment):
    page = frame(proposal, f"Take down “{found.title}”", DOCUMENTS)
    asked = Asked(
        act=actions.take_down_document,
        about={"attachment": found, "by": request.user},
        effects=lambda form: {
            "What changes": [
                f"Nobody is given {found.filename} any more.",
                "In its place stands what it was, when it was taken down, why, and its hash.",
            ],
            "What stays": ["It can be put back as long as no newer version takes its place."],
            "What becomes public": ["That it was taken down, and your reason, to those it was open to."],
            "Who is told": [NOBODY],
            "Papers": _figure_words(found),
        },
        button="Take it down",
        done=f"“{found.title}” is taken down.",
        to=_back(proposal, DOCUMENTS),
    )
    options = {
        "label": "Why it is taken down",
        "missing": "Say why it is taken down.",
        "help_text": "It stands where the file stood, for everybody who could open it.",
    }
    return ask(request, page, bound(request, WhyForm, **options), asked)


def _put_back(request, proposal: Proposal, found: Attachment):
    page = frame(proposal, f"Put back “{found.title}”", DOCUMENTS)
    day = _long(clock.london_date(found.taken_down_at))
    page["lead"] = f"It was taken down on {day}: {found.taken_down_because}"
    if Attachment.objects.filter(replaces=found).exists():
        return ask(request, {**page, "closed": ["A newer version has taken its place: it stays down."]}, None, None)
    asked = Asked(
        act=actions.put_back_document,
        about={"attachment": found, "by": request.user},
        effects=lambda form: {
            "What changes": [f"{found.filename} is handed out again to those it is open to."],
            "Who is told": [NOBODY],
            "Papers": [MARKED] if found.kind == Attachment.Kind.FIGURE else [],
        },
        button="Put it back",
        done=f"“{found.title}” is put back.",
        to=_back(proposal, DOCUMENTS),
    )
    options = {"label": "Why it is put back", "missing": "Say why it is put back."}
    return ask(request, page, bound(request, WhyForm, **options), asked)


# Latest updates


def _update(request, proposal: Proposal, pk: int) -> ProposalUpdate:
    return get_object_or_404(ProposalUpdate.objects.visible_to(request.user), proposal=proposal, pk=pk)


def _gone(update: ProposalUpdate) -> list[str]:
    """Why an update can no longer be put right; nothing where it stands."""
    if ProposalUpdate.objects.standing().filter(pk=update.pk).exists():
        return []
    return ["Somebody else was faster: this update has already been put right."]


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def correct_update(request, proposal: Proposal, pk: int):
    found = _update(request, proposal, pk)
    page = frame(proposal, f"Correct the update of {_long(found.on)}", OVERVIEW)
    if closed := _gone(found):
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.correct_update,
        about={"update": found, "by": request.user},
        effects=lambda form: {
            "What changes": ["The register shows the new words, marked as corrected, with your reason."],
            "What stays": ["The old words can be read under the new ones, by those they are open to."],
            "Who is told": [NOBODY],
        },
        button="Correct the update",
        done="The update is corrected.",
        to=_back(proposal, OVERVIEW),
    )
    return ask(request, page, bound(request, CorrectUpdateForm, update=found), asked)


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def take_update_back(request, proposal: Proposal, pk: int):
    found = _update(request, proposal, pk)
    page = frame(proposal, f"Take back the update of {_long(found.on)}", OVERVIEW)
    page["facts"] = [{"term": _long(found.on), "value": found.text}]
    if closed := _gone(found):
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.take_update_back,
        about={"update": found, "by": request.user},
        effects=lambda form: {
            "What changes": ["The update stands on the proposal’s page no more, and is no longer found by search."],
            "What stays": ["The history keeps it, with your reason."],
            "Who is told": [NOBODY],
        },
        button="Take the update back",
        done="The update is taken back.",
        to=_back(proposal, OVERVIEW),
    )
    options = {"label": "Why it is taken back", "missing": "Say why it is taken back."}
    return ask(request, page, bound(request, WhyForm, **options), asked)


# Relations


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def relate(request, proposal: Proposal):
    page = frame(proposal, "Relate it to another proposal", OVERVIEW)
    page["lead"] = "Both proposals then name each other, to those who may read both."
    asked = Asked(
        act=actions.relate,
        about={"proposal": proposal, "by": request.user},
        effects=lambda form: {
            "What changes": [f"{_sentence(proposal, form.cleaned_data['kind'], form.cleaned_data['reference'])}"],
            "What becomes public": ["That they are related, to those who may read both."],
            "Who is told": ["Nobody by e-mail."],
        },
        button="Relate them",
        done="The relation is entered.",
        to=_back(proposal, OVERVIEW),
    )
    return ask(request, page, bound(request, RelateForm, user=request.user), asked)


def _sentence(proposal: Proposal, kind: str, other: Proposal) -> str:
    return f"{proposal.reference} {Relation.Kind(kind).label} {other.reference} ‘{other.title}’."


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def take_relation_back(request, proposal: Proposal, pk: int):
    relations = Relation.objects.visible_to(request.user).exclude(kind=Relation.Kind.SPLIT_OF)
    found = get_object_or_404(relations, proposal=proposal, pk=pk)
    page = frame(proposal, f"Take back the relation to {found.to.reference}", OVERVIEW)
    page["facts"] = [{"term": "Relation", "value": _sentence(proposal, found.kind, found.to)}]
    if found.taken_back_at:
        day = _long(clock.london_date(found.taken_back_at))
        closed = [f"It was taken back on {day}: {found.taken_back_because}"]
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.take_relation_back,
        about={"relation": found, "by": request.user},
        effects=lambda form: {
            "What changes": ["Neither proposal names the other any more. It can be entered again."],
            "Who is told": [NOBODY],
        },
        button="Take the relation back",
        done="The relation is taken back.",
        to=_back(proposal, OVERVIEW),
    )
    options = {"label": "Why it is taken back", "missing": "Say why it is taken back."}
    return ask(request, page, bound(request, WhyForm, **options), asked)
