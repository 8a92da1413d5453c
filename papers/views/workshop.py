"""The workshop of a paper, of whichever kind: its drafts, what it lacks, what was added by hand, its glossary; issuing
it and taking it down. A report has its workshop on a tab of its proposal, other papers on a page of their own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import clock
from audit.acts import Refused
from audit.classification import Classification
from jobs.models import Job
from papers import actions, changes
from papers import document as d
from papers.conclusions.gathering import begin_conclusions, unready
from papers.editions import classification_of
from papers.forms import GlossaryForm, IssueForm, TakeDownForm, WordsForm
from papers.kinds import REPORT, KindOfPaper
from papers.models import GlossaryChoice, Paper, PaperVersion
from papers.papertext import places_of
from papers.views.atwork import BEING_COMPOSED, BEING_ISSUED, at_work
from papers.views.bench import Bench, bench_of, paper_page, papers_about
from papers.views.notice import told_effects
from papers.views.reading import crumbs_of, files_of
from proposals.acting import frame, refusals_on
from proposals.models import Proposal
from proposals.pages import barred, page_context, proposal_page
from proposals.rules import may_manage
from proposals.states import Stage, states_of
from proposals.views.asking import Asked, ask, bound, effects_of

BEFORE_ANY_VOTE = (*states_of(Stage.SUBMITTED), *states_of(Stage.DEVELOPMENT))

# The workshop


@require_safe
@proposal_page(rule=may_manage)
def workshop(request, proposal):
    """Where the report is composed: its versions, what a draft says today, what is still to be settled before issue."""
    papers = papers_about(proposal, request.user)
    others = [paper for paper in papers if paper.kind != REPORT]
    return _show(request, bench_of(proposal, papers), GlossaryForm(), papers=others)


@require_safe
@paper_page
def paper(request, bench):
    if bench.is_report:
        return redirect(bench.here)
    return _show(request, bench, GlossaryForm())


def _show(request, bench: Bench, form: GlossaryForm, status: int = 200, papers: list[Paper] | None = None):
    context = _workshop(bench, form, request.user)
    if bench.is_report:
        proposal = bench.paper.proposal
        found = papers_about(proposal, request.user) if papers is None else papers
        others = [paper for paper in found if paper.kind != REPORT]
        context |= {"papers": others, "conclude_url": _conclude_url(proposal, others)}
        context |= page_context(request, proposal, "report")
        return render(request, "papers/workshop.html", context, status=status)
    context |= {
        "crumbs": crumbs_of(bench.paper, bench.label),
        "proposal": bench.paper.proposal,
        "page_classification": _class_of(bench.paper),
    }
    return render(request, "papers/paper.html", context, status=status)


def _conclude_url(proposal: Proposal, others: list[Paper]) -> str:
    """Where the conclusions are begun; empty where they are begun already, or there is nothing to conclude from."""
    kind = Paper.Kind.CONCLUSIONS_REPORT
    if proposal.state in BEFORE_ANY_VOTE:
        return ""
    if any(paper.kind == kind for paper in others) or unready(Paper(kind=kind, proposal=proposal)):
        return ""
    return begin_conclusions(proposal)


def _class_of(paper: Paper) -> str:
    return Classification(classification_of(paper)).label


def _workshop(bench: Bench, form: GlossaryForm, user) -> dict:
    on_record = bench.paper.pk is not None
    versions = bench.versions()
    newest = versions[0] if versions else None
    document = d.from_json(newest.snapshot) if newest else None
    before = versions[1] if len(versions) > 1 else None
    chosen = bench.paper.glossary_choices.select_related("term") if on_record else []
    working = at_work([bench.paper], user) if bench.kind.in_worker else [None]
    return {
        "bench": bench,
        "at_work": working[0],
        "form": form,
        "versions": versions,
        "newest": newest,
        "findings": bench.findings(newest),
        "gaps": bench.gaps,
        "bars": bench.bars,
        "choices": chosen,
        "places": _places(bench, document) if document else [],
        "before": before,
        "changed": changes.between(d.from_json(before.snapshot), document) if before else None,
        **(files_of(newest) if newest and not newest.is_taken_down else {}),
    }


def _places(bench: Bench, document: d.Document) -> list[dict]:
    """Where something may be added, and what was; a place that the paper has no more is told of last."""
    held = {text.place: text for text in bench.paper.free_texts.holding()}
    rows = [
        _place(bench, place.key, place.words, held.pop(place.key, None)) for place in places_of(document, bench.paper)
    ]
    gone = [_place(bench, key, "A place that this paper has no longer", text) for key, text in held.items()]
    return rows + gone


def _place(bench: Bench, key: str, words: str, text) -> dict:
    url = reverse("papers:words", args=[bench.paper.pk, key])
    return {"key": key, "words": words, "text": text, "url": url}


# Composing


@require_POST
@proposal_page(rule=may_manage)
def compose(request, proposal):
    return _compose(request, bench_of(proposal), lambda: actions.compose_draft(proposal=proposal, by=request.user))


@require_POST
@paper_page
def compose_paper(request, bench):
    paper = bench.paper
    if bench.kind.in_worker:
        about = {"kind": paper.kind, "consultation": paper.consultation, "edition": paper.edition}
        return _wanted(request, bench, lambda: actions.want_draft(**about, by=request.user), BEING_COMPOSED)
    return _compose(request, bench, lambda: actions.compose_again(paper=bench.paper, by=request.user))


def _compose(request, bench: Bench, act):
    try:
        draft = act()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(bench.here)
    messages.success(request, f"Draft {draft.label} says what the record says now. Its files are being made.")
    return redirect(draft)


def _wanted(request, bench: Bench, act, words: str):
    """What the worker does, and the page of the paper tells how far it is."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)
    return redirect(bench.here)


# Issuing


@proposal_page(rule=may_manage)
def issue(request, proposal):
    return _issue(
        request, bench_of(proposal), lambda given: actions.issue_report(proposal=proposal, by=request.user, **given)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@paper_page
def issue_paper(request, bench):
    if bench.kind.in_worker:
        return _issue(request, bench, lambda given: actions.want_issue(paper=bench.paper, by=request.user, **given))
    return _issue(request, bench, lambda given: actions.issue_paper(paper=bench.paper, by=request.user, **given))


def _issue(request, bench: Bench, act):
    """GET shows what issuing will do; POST does it."""
    last = bench.last_issued()
    begun = {"erratum": bench.kind.put_right(bench.paper, last.issued_at)} if last else {}
    form = bound(request, IssueForm, because=actions.why_erratum(last), initial=begun)
    if form.is_bound and form.is_valid():
        try:
            issued = _issued(form, act)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(bench.here)
        if issued and bench.kind.in_worker:
            messages.success(request, BEING_ISSUED)
            return redirect(bench.here)
        if issued:
            messages.success(request, f"Version {issued.label} is issued. Its files are being made.")
            return redirect(issued)
    context = _issue_context(bench, last, form)
    return render(request, "papers/issue.html", context, status=422 if form.errors else 200)


def _issued(form: IssueForm, act) -> PaperVersion | Job | None:
    """The version, or the job that issues it; None where the form has to be mended first."""
    with refusals_on(form):
        return act(form.cleaned_data)


def _issue_context(bench: Bench, last: PaperVersion | None, form: IssueForm) -> dict:
    newest = bench.newest()
    label = f"{newest.major + 1 if newest else 1}.0"
    return {
        "gaps": bench.gaps,
        "bars": bench.bars,
        "crumbs": crumbs_of(bench.paper, f"Issue {label}"),
        "form": form,
        "confirm_form": form if last else None,
        "why_erratum": actions.why_erratum(last),
        "confirm_title": f"Issue {bench.label} {label}" if bench.is_report else f"Issue version {label}: {bench.label}",
        "effects": [
            *effects_of(_effects(bench, newest, last, label)),
            *told_effects(bench.paper, last),
        ],
        "confirm_button": f"Issue version {label}",
        "cancel_url": bench.here,
        "proposal": bench.paper.proposal,
        "page_classification": _class_of(bench.paper),
    }


def _effects(bench: Bench, newest: PaperVersion | None, last: PaperVersion | None, label: str) -> dict[str, list[str]]:
    about = bench.about
    white = classification_of(bench.paper) == "white"
    whom = "Everybody can read it." if white else "Only those it is classified for can read it."
    effects = {
        "What is issued": [f"{bench.label} {label} of {about}, from the record as it stands now."],
        "What becomes public": [SECAS_ALONE if bench.paper.consultation_id and bench.paper.is_restricted else whom],
        "What is fixed": _fixed(bench),
    }
    if last:
        effects["What it takes the place of"] = [_superseded(last)]
    findings = bench.findings(newest)
    if findings and findings.unknown:
        words = (
            "They will not stand in the glossary."
            if bench.is_report
            else "Explain them in the text where they first stand."
        )
        effects["Acronyms nobody explains"] = [f"{', '.join(findings.unknown)}. {words}"]
    return effects


def _fixed(bench: Bench) -> list[str]:
    fixed = ["Its words, its number and its files never change again; a correction is a new version."]
    item = bench.paper.item
    if item is None:
        return fixed
    if item.reference:
        return [f"Its reference is {item.reference}, as it was fixed before.", *fixed]
    return ["The item’s number and reference, which stay whatever becomes of the agenda or the day.", *fixed]


def _superseded(last: PaperVersion) -> str:
    if last.is_taken_down:
        day = clock.london_date(last.taken_down_at)
        return f"Version {last.label}, taken down on {day:%-d %B %Y}: {last.taken_down_because}"
    mark = f" The record was corrected since, on {last.corrected_on:%-d %B %Y}." if last.corrected_on else ""
    return f"Version {last.label}, which from then on says that there is a newer one.{mark}"


# Taking down


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def take_down(request, proposal, label):
    """Take an issued version down; asks again with what that does."""
    return _take_down(request, bench_of(proposal), label)


@require_http_methods(["GET", "HEAD", "POST"])
@paper_page
def take_paper_down(request, bench, label):
    if answer := barred(request, may_manage, bench.paper.proposal):
        return answer
    return _take_down(request, bench, label)


def _take_down(request, bench: Bench, label: str):
    major, minor = (int(part) for part in label.split("."))
    issued = PaperVersion.objects.visible_to(request.user).filter(paper=bench.paper.pk, state=PaperVersion.State.ISSUED)
    found = get_object_or_404(issued.select_related("paper__proposal", "paper__committee"), major=major, minor=minor)
    page = _page(bench, f"Take down {bench.label} {found.label}")
    page["lead"] = (
        "For a paper that nobody should have been able to read. Where only its facts are wrong, put the record right "
        "and issue the next version instead: this one then bears the mark that it was superseded."
    )
    if found.is_taken_down:
        day = clock.london_date(found.taken_down_at)
        page["closed"] = [f"It was taken down on {day:%-d %B %Y}: {found.taken_down_because}"]
        return ask(request, page, None, None)
    asked = Asked(
        act=actions.take_down,
        about={"version": found, "by": request.user},
        effects=lambda form: _taking_down(found, bench.kind),
        button=f"Take down version {found.label}",
        done=f"Version {found.label} is taken down.",
        to=lambda: bench.here,
    )
    return ask(request, page, bound(request, TakeDownForm), asked)


def _page(bench: Bench, title: str) -> dict:
    """The frame of a page on which something is done to a paper."""
    if bench.is_report:
        return frame(bench.paper.proposal, title, "papers:workshop")
    return {
        "base": "proposals/releases/acting.html",
        "page_title": title,
        "crumbs": crumbs_of(bench.paper, title),
        "cancel_url": bench.here,
        "page_classification": _class_of(bench.paper),
    }


def _taking_down(version: PaperVersion, kind: KindOfPaper) -> dict[str, list[str]]:
    whom = "everybody" if version.classification == "white" else "those it was open to"
    return {
        "What changes": [
            f"Version {version.label} is read by nobody any more: not as a page, not as PDF, not as Word.",
            "In its place stands what it was, when it was taken down, why, and its hash.",
        ],
        "What stays": ["Its number is not given again. Copies that people have kept can still be told by the hash."],
        "What becomes public": [f"That it was taken down, and your reason, to {whom}."],
        "Who is told": [_told_of_the_end(kind)],
        "Who must act next": ["SECAS, to issue the next version, which says what it puts right."],
    }


def _told_of_the_end(kind: KindOfPaper) -> str:
    if kind.told:
        return "Nobody by e-mail. Those who were told of it are told of the version that puts it right."
    return "Nobody by e-mail: nobody was told by e-mail that it was issued."


# The glossary of a paper, and what is added by hand


@require_POST
@proposal_page(rule=may_manage)
def glossary(request, proposal):
    return _glossary(request, bench_of(proposal))


@require_POST
@paper_page
def paper_glossary(request, bench):
    return _glossary(request, bench)


def _glossary(request, bench: Bench):
    """Choose a meaning, list a term that is not used, or drop such a choice."""
    paper = {"paper": bench.paper} if bench.paper.pk else {"proposal": bench.paper.proposal}
    if "drop" in request.POST:
        choice = get_object_or_404(GlossaryChoice, pk=_whole(request.POST["drop"]), paper=bench.paper.pk)
        actions.drop_term(by=request.user, choice=choice, **paper)
        return redirect(bench.here)
    form = GlossaryForm(request.POST)
    if not form.is_valid():
        return _show(request, bench, form, status=422)
    actions.choose_term(by=request.user, **paper, **form.cleaned_data)
    return redirect(bench.here)


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


@require_http_methods(["GET", "HEAD", "POST"])
@paper_page
def words(request, bench, place):
    """Add words at one place of the paper, change them, or take them out."""
    named = next((row["words"] for row in _places_now(bench) if row["key"] == place), None)
    if named is None:
        raise Http404("There is no such place in this paper.")
    held = bench.paper.free_texts.holding().filter(place=place).first()
    form = WordsForm(request.POST or None, initial={"text": held.text if held else ""})
    if request.method == "POST" and _written(request, bench, place, form):
        return redirect(f"{bench.here}#words")
    page = _page(bench, f"Words of your own: {named}")
    context = {**page, "form": form, "held": held, "lead": WORDS_LEAD}
    return render(request, "papers/words.html", context, status=422 if form.is_bound and form.errors else 200)


SECAS_ALONE = "Nothing: SECAS alone reads it, as it holds what was said in confidence."
WORDS_LEAD = (
    "What the record cannot know. It stands at the end of this section in the drafts to come, marked as added by "
    "SECAS; what is a fact of the proposal belongs in the record instead."
)


def _places_now(bench: Bench) -> list[dict]:
    newest = bench.newest()
    return _places(bench, d.from_json(newest.snapshot)) if newest else []


def _written(request, bench: Bench, place: str, form: WordsForm) -> bool:
    if "drop" in request.POST:
        try:
            actions.drop_words(paper=bench.paper, by=request.user, place=place)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return True
        messages.success(request, "The words are taken out. Compose a draft to see the paper without them.")
        return True
    if not form.is_valid():
        return False
    with refusals_on(form):
        actions.add_words(paper=bench.paper, by=request.user, place=place, **form.cleaned_data)
        messages.success(request, "The words are kept. Compose a draft to see the paper with them.")
        return True
    return False
