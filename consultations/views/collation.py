"""What was said, by question and category: SECAS's work table, and from publication on the same for every reader."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.collation import page as facts
from consultations.collation.clauses import by_clause
from consultations.collation.counting import Counts, counted
from consultations.collation.drawing import large
from consultations.collation.filtering import Filters, filters
from consultations.collation.page import Reader, address, reader_of
from consultations.collation.texts import Text, only_repeated, repeated, rows_for, texts_of
from consultations.course.publication import no_longer_published
from consultations.models import ClauseComment, Consultation, Passage, PassagePlace, QuestionAnswer, Submission, Tag
from consultations.points.places import ANSWER, CLAUSE, GENERAL
from consultations.responses.files import files_beside
from consultations.views.consultation import crumbs as crumbs_of
from consultations.views.consultation import the_consultation
from proposals.listing import answer, meant, size_of, sizes_for

WHOLE, PART = "consultations/collation/{}.html", "consultations/collation/_results.html"
MOST_PASSAGES = 5  # the others are folded
FULL = "full"  # ?full=1: what is said more than once stands out in full wherever it was said


def frame(consultation: Consultation, title: str, *, below: str = "") -> dict:
    """``below``: the page is one of the collation, called so in the trail."""
    trail = crumbs_of(consultation, "What was said")
    if below:
        trail = [*trail[:-1], {"label": "What was said", "url": address(consultation)}, {"label": below}]
    return {
        "consultation": consultation,
        "page_title": title,
        "over": consultation.title,
        "crumbs": trail,
        "page_classification": consultation.get_classification_display(),
    }


def found_reader(request, pk: int) -> Reader:
    return reader_of(the_consultation(request, pk), request.user)


def _reading(request, pk: int) -> Reader:
    """For pages below the overview: who may not read what was said finds nothing there."""
    reader = found_reader(request, pk)
    if not reader.reads:
        raise Http404("What was said is not published.")
    return reader


@require_safe
def collation(request, pk: int):
    """Every question in small, and who answered."""
    reader = found_reader(request, pk)
    no_longer = no_longer_published(reader.consultation)
    context = {**frame(reader.consultation, "What was said"), "reader": reader, "no_longer": no_longer}
    if reader.reads:
        counts = counted(reader.consultation, secas=reader.secas)
        context |= {
            "counts": counts,
            "groups": facts.multiples(counts, reader),
            "positions": facts.positions_of(counts) if counts.takes_position else None,
            "categories": facts.categories_of(counts),
            "beside": _beside(reader),
            "fresh": facts.fresh(reader.consultation),
        }
    return render(request, "consultations/collation/overview.html", context)


def _beside(reader: Reader) -> dict:
    """What was said besides the answers."""
    clauses = _rows(reader, CLAUSE).count()
    general = _rows(reader, GENERAL).count()
    return {"clauses": clauses, "general": general}


def _rows(reader: Reader, kind: str, **also):
    """Of the submissions that count, as far as the reader may read them."""
    here = {"submission__response__consultation": reader.consultation}
    if kind == GENERAL:
        rows = Submission.objects.visible_to(reader.user).counting()
        return rows.filter(response__consultation=reader.consultation).exclude(general_comments="")
    model = QuestionAnswer if kind == ANSWER else ClauseComment
    rows = model.objects.visible_to(reader.user).of_those_that_count().filter(**here, **also)
    return rows.select_related("question") if kind == ANSWER else rows


def _texts(reader: Reader, kind: str, **also) -> list[Text]:
    return texts_of(kind, rows_for(kind, _rows(reader, kind, **also)), reader.user, secas=reader.secas)


@require_safe
def question(request, pk: int, number: int):
    reader = _reading(request, pk)
    counts = counted(reader.consultation, secas=reader.secas, number=number)
    if not counts.tallies:
        raise Http404("There is no such question.")
    [tally] = counts.tallies
    found = _texts(reader, ANSWER, question=tally.question)
    title = f"Question {number}"
    context = {
        **frame(reader.consultation, title, below=title),
        "tally": tally,
        "drawing": large(tally),
        "counts": facts.table_of(tally, secas=reader.secas),
        "around": _around(reader, number),
        "silent": sum(not text.shown.text for text in found),
    }
    said = [text for text in found if text.shown.text]
    return _listed(request, reader, said, counts, context, "question", answers=facts.answers_of(tally))


def _around(reader: Reader, number: int) -> dict:
    """The addresses of the questions before and after."""
    numbers = list(reader.consultation.questions.questions.order_by("number").values_list("number", flat=True))
    here = numbers.index(number)
    before, after = numbers[here - 1] if here else None, numbers[here + 1] if here + 1 < len(numbers) else None
    return {
        name: {"number": each, "url": address(reader.consultation, "question", each)}
        for name, each in (("previous", before), ("next", after))
        if each
    }


@require_safe
def clauses(request, pk: int):
    """By clause, in the order of the code."""
    reader = _reading(request, pk)
    found = [text for _, texts in by_clause(_texts(reader, CLAUSE)) for text in texts]
    context = frame(reader.consultation, "Comments on clauses", below="Comments on clauses")
    return _listed(request, reader, found, None, context, "clauses")


@require_safe
def general(request, pk: int):
    reader = _reading(request, pk)
    found = _texts(reader, GENERAL)
    context = frame(reader.consultation, "General comments", below="General comments")
    context["files"] = files_beside(reader.consultation, request.user)
    return _listed(request, reader, found, None, context, "general")


def _listed(request, reader: Reader, found: list[Text], counts: Counts | None, context: dict, name: str, answers=()):
    """The list with its filters; for htmx the list alone."""
    query = meant(request.GET)
    said = repeated(found, reader.user, secas=reader.secas)
    only_repeated(found, said)
    chosen = _filters(reader, query, found, counts, answers)
    texts = [text for text in found if chosen.matches(text)]
    size = size_of(query)
    page = Paginator(texts, size).get_page(query.get("page"))
    here = address(reader.consultation, name, *([context["tally"].question.number] if "tally" in context else []))
    context |= {
        "reader": reader,
        "repeated": said[:MOST_PASSAGES],
        "more_repeated": said[MOST_PASSAGES:],
        "full": bool(query.get(FULL)),
        "filter_form": chosen.form if len(found) > 1 else None,
        "filter_action": here,
        "chips": chosen.chips(),
        "complaints": chosen.complaints,
        "page_obj": page,
        "count": page.paginator.count,
        "size": size,
        "sizes": sizes_for(page.paginator.count),
        "texts": list(page.object_list),
        "groups": by_clause(page.object_list) if name == "clauses" else [],
        "fresh": facts.fresh(reader.consultation),
    }
    where = f"{here}?{query.urlencode()}" if query else here
    return answer(request, whole=WHOLE.format(name), part=PART, address=where, context=context)


def _filters(reader: Reader, query, found: list[Text], counts: Counts | None, answers) -> Filters:
    there = {text.shown.submission.category for text in found}
    categories = [category for category in facts.CATEGORIES if category in there]
    tags = []
    if reader.secas:
        named = Tag.objects.visible_to(reader.user).filter(consultation=reader.consultation, dropped_at=None)
        tags = [(str(tag.pk), tag.name) for tag in named]
    return filters(query, answers=answers, categories=categories if len(categories) > 1 else [], tags=tags)


@require_safe
def passage(request, pk: int, number: int):
    """Where a passage stands, in each of its wordings."""
    reader = _reading(request, pk)
    visible = Passage.objects.visible_to(request.user).filter(collation__consultation=reader.consultation)
    found = get_object_or_404(visible, number=number)
    places = list(PassagePlace.objects.visible_to(request.user).filter(passage=found))
    groups = facts.wordings_of(places, reader)
    if sum(len(group.texts) for group in groups) < (1 if reader.secas else 2):
        raise Http404("It is not said twice in what you may read.")
    title = f"Passage {number}"
    context = {
        **frame(reader.consultation, title, below=title),
        "reader": reader,
        "passage": found,
        "groups": groups,
        "respondents": len({text.shown.submission.response_id for group in groups for text, _ in group.texts}),
    }
    return render(request, "consultations/collation/passage.html", context)


@require_safe
def progress(request, pk: int):
    """How far the work on folded passages is: the fragment that asks again until it is done."""
    reader = _reading(request, pk)
    context = {
        "reader": reader,
        "consultation": reader.consultation,
        "fresh": facts.fresh(reader.consultation),
        "waited_on": request.htmx.current_url_abs_path,
    }
    return render(request, "consultations/collation/_fresh.html", context)
