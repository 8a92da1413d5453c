"""The glossary and the repeated words of papers, where they are kept."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules import is_administrator
from audit import clock
from bodies.models import Committee
from papers import actions
from papers.forms import BoilerplateForm, CorrectTextForm, NoteForm, RetireForm, TermForm, WhyForm
from papers.models import OF_A_BODY, Boilerplate, BoilerplateKey, GlossaryTerm
from proposals.acting import refusals_on
from proposals.rules import may_manage
from proposals.views.asking import NOBODY, Asked, ask, bound
from subcommittees.frames import crumbs

READ = ["GET", "HEAD", "POST"]
ACTING = "proposals/releases/acting.html"
STAY = "Papers issued before keep what they said."


def _barred(request, rule):
    if rule.test(request.user, None):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def _page(title: str, back: str, name: str) -> dict:
    url = reverse(back)
    trail = [{"label": name, "url": url}, {"label": title}]
    return {"base": ACTING, "page_title": title, "crumbs": trail, "cancel_url": url}


# The glossary


@require_safe
def terms(request):
    """What acronyms stand for, for anybody; for SECAS where they are kept."""
    found = list(GlossaryTerm.objects.all())
    names = [term.acronym for term in found if term.retired_on is None]
    context = {
        "terms": [term for term in found if term.retired_on is None],
        "retired": [term for term in found if term.retired_on],
        "several": sorted({name for name in names if names.count(name) > 1}),
        "may_manage": may_manage.test(request.user, None),
        "may_keep_texts": is_administrator.test(request.user),
        "crumbs": crumbs(None, here="Glossary"),
    }
    return render(request, "papers/terms.html", context)


@require_http_methods(READ)
def enter_term(request):
    """``?acronym=`` fills the first field, for an acronym that a paper uses and nobody has explained."""
    if answer := _barred(request, may_manage):
        return answer
    form = TermForm(request.POST or None, initial={"acronym": request.GET.get("acronym", "")[:20]})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            entered = actions.enter_term(by=request.user, **form.cleaned_data)
            messages.success(request, f"{entered} is entered.")
            return redirect("papers:terms")
    page = _page("Enter a term", "papers:terms", "Glossary")
    return _form(request, page, form, "Enter the term")


def _form(request, page: dict, form, button: str):
    context = {**page, "form": form, "button": button}
    return render(request, "papers/begin.html", context, status=422 if form.is_bound and form.errors else 200)


@require_http_methods(READ)
def note_term(request, pk: int):
    if answer := _barred(request, may_manage):
        return answer
    term = get_object_or_404(GlossaryTerm, pk=pk)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": term.note})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            actions.note_term(term=term, by=request.user, **form.cleaned_data)
            messages.success(request, f"The note on {term.acronym} is kept.")
            return redirect("papers:terms")
    page = _page(f"Note on {term.acronym}", "papers:terms", "Glossary")
    return _form(request, {**page, "lead": str(term)}, form, "Keep the note")


@require_http_methods(READ)
def retire_term(request, pk: int):
    if answer := _barred(request, may_manage):
        return answer
    term = get_object_or_404(GlossaryTerm, pk=pk)
    page = _page(f"Retire {term.acronym}", "papers:terms", "Glossary")
    page["lead"] = str(term)
    if term.retired_on:
        page["closed"] = [f"It was retired on {term.retired_on:%-d %B %Y}: {term.retired_because}"]
        return ask(request, page, None, None)
    asked = Asked(
        act=actions.retire_term,
        about={"term": term, "by": request.user},
        effects=lambda form: {
            "What changes": ["Papers composed from now on do not explain the acronym with it."],
            "What stays": [STAY, "It is taken up again by being entered again."],
            "Who is told": [NOBODY],
        },
        button="Retire the term",
        done=f"{term.acronym} is retired.",
        to=lambda: reverse("papers:terms"),
    )
    return ask(request, page, bound(request, RetireForm), asked)


# Repeated words


@require_safe
def texts(request):
    """Everything that papers repeat, as it holds today, has held and will hold."""
    if answer := _barred(request, is_administrator):
        return answer
    today = clock.today()
    rows = list(Boilerplate.objects.select_related("committee").order_by("key", "committee__sort", "-starts"))
    groups = [{"key": key.value, "label": key.label, "rows": _rows(rows, key, today)} for key in BoilerplateKey]
    for group in groups:
        group["of_a_body"] = group["key"] in OF_A_BODY
    context = {"groups": groups, "on": today, "crumbs": crumbs(None, here="Words that papers repeat")}
    return render(request, "papers/texts.html", context)


def _rows(rows: list[Boilerplate], key: str, today) -> list[dict]:
    return [{"row": row, "when": _when(row, today)} for row in rows if row.key == key]


def _when(row: Boilerplate, today) -> str:
    if row.starts > today:
        return "to come"
    return "over" if row.ends and row.ends < today else "now"


@require_http_methods(READ)
def change_text(request, key: str):
    """Other words from a day on, in general or for one body (``?body=tabasc``)."""
    if answer := _barred(request, is_administrator):
        return answer
    if key not in BoilerplateKey.values:
        raise Http404("Papers repeat no such words.")
    page = _page(BoilerplateKey(key).label, "papers:texts", "What papers repeat")
    page["lead"] = f"The words hold from the day that you give. {STAY}"
    body = Committee.objects.filter(code=request.GET.get("body", "")).first()
    form = bound(request, BoilerplateForm, key=key, initial={"committee": body, "text": _held(key, body)})
    asked = Asked(
        act=actions.change_boilerplate,
        about={"key": key, "by": request.user},
        effects=_changing,
        button="Change the words",
        done="The words are kept.",
        to=lambda: reverse("papers:texts"),
    )
    return ask(request, page, form, asked)


def _held(key: str, body: Committee | None) -> str:
    rows = Boilerplate.objects.on().filter(key=key)
    row = rows.filter(committee=body).first() or rows.filter(committee=None).first()
    return row.text if row else ""


def _changing(form) -> dict[str, list[str]]:
    body = form.cleaned_data.get("committee")
    whose = f"the papers for {body.named}" if body else "all papers, but for those of a body with words of its own"
    return {
        "What papers will say": [_preview(form.cleaned_data["text"], body)],
        "Which papers": [f"From {form.cleaned_data['starts']:%-d %B %Y}: {whose}."],
        "What stays": [STAY],
        "Who is told": [NOBODY],
    }


def _preview(text: str, body: Committee | None) -> str:
    return text.replace("{body}", body.named if body else "the TABASC")


def _to_come(pk: int) -> Boilerplate:
    return get_object_or_404(Boilerplate.objects.select_related("committee"), pk=pk)


def _in_force(row: Boilerplate) -> list[str]:
    day = f"{row.starts:%-d %B %Y}"
    return [f"It has been in force since {day}: enter another text that follows it from a day on."]


@require_http_methods(READ)
def correct_text(request, pk: int):
    """Other words in a text that is not yet in force."""
    if answer := _barred(request, is_administrator):
        return answer
    row = _to_come(pk)
    page = _page(f"{row}, from {row.starts:%-d %B %Y}", "papers:texts", "What papers repeat")
    if row.starts <= clock.today():
        return ask(request, {**page, "closed": _in_force(row)}, None, None)
    asked = Asked(
        act=actions.correct_boilerplate,
        about={"row": row, "by": request.user},
        effects=lambda form: {
            "What papers will say": [_preview(form.cleaned_data["text"], row.committee)],
            "Who is told": [NOBODY],
        },
        button="Change the words to come",
        done="The words to come are changed.",
        to=lambda: reverse("papers:texts"),
    )
    return ask(request, page, bound(request, CorrectTextForm, initial={"text": row.text}), asked)


@require_http_methods(READ)
def take_text_back(request, pk: int):
    """A text that is not yet in force does not come."""
    if answer := _barred(request, is_administrator):
        return answer
    row = _to_come(pk)
    page = _page(f"Take back: {row}, from {row.starts:%-d %B %Y}", "papers:texts", "What papers repeat")
    page["facts"] = [{"term": "Words to come", "value": row.text}]
    if row.starts <= clock.today():
        return ask(request, {**page, "closed": _in_force(row)}, None, None)
    asked = Asked(
        act=actions.take_boilerplate_back,
        about={"row": row, "by": request.user},
        effects=lambda form: {
            "What changes": ["The words do not come; what holds before them goes on."],
            "Who is told": [NOBODY],
        },
        button="Take the words back",
        done="The words to come are taken back.",
        to=lambda: reverse("papers:texts"),
    )
    return ask(request, page, bound(request, WhyForm), asked)
