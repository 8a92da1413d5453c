"""What people add to a paper by hand, and what its acronyms mean in it."""

from audit.acts import Refused, act, current, record
from audit.classification import Classification
from papers.actions.composing import report_of
from papers.actions.ground import check_may, hold
from papers.models import FreeText, GlossaryChoice, GlossaryTerm, Paper
from proposals.models import Proposal
from proposals.richtext import sanitise, to_plain


@act
def add_words(*, paper: Paper, by, place: str, text: str) -> FreeText:
    """Put words at the end of one section of the paper, or others in their stead. The next draft says them, marked as
    added by hand."""
    paper = hold(paper)
    check_may(by, paper)
    text = sanitise(text)
    if not to_plain(text).strip():
        raise Refused("Write what is to be added.", "text")
    if _words_at(paper, place) == text:
        raise Refused("This is what stands there already.", "text")
    return _write(paper, by, place, text, "Words added by hand")


@act
def drop_words(*, paper: Paper, by, place: str) -> FreeText:
    """What was added there stands in the next draft no more."""
    paper = hold(paper)
    check_may(by, paper)
    if not _words_at(paper, place):
        raise Refused("Somebody else was faster: nothing stands there any more.")
    return _write(paper, by, place, "", "Words added by hand were taken out")


def _words_at(paper: Paper, place: str) -> str:
    held = paper.free_texts.filter(place=place).order_by("-version").first()
    return held.text if held else ""


def _write(paper: Paper, by, place: str, text: str, sentence: str) -> FreeText:
    version = paper.free_texts.filter(place=place).count() + 1
    written = FreeText.objects.create(paper=paper, place=place, version=version, text=text, by=by, at=current().at)
    record(
        "paper_words_changed",
        subject=written,
        about=paper.about,
        by=by,
        sentence=f"{paper.get_kind_display()}: {sentence}.",
        after={"text": text} if text else None,
        classification=_class_of_words(paper),
    )
    return written


def _class_of_words(paper: Paper) -> str:
    """SECAS’s own. What was added to SECAS’s edition of responses may tell what was said in confidence, and is nobody’s
    to read in the history: it stands in the paper."""
    return Classification.RED if paper.consultation_id and paper.is_restricted else Classification.AMBER


def _chosen_for(proposal: Proposal | None, paper: Paper | None) -> Paper:
    return paper or report_of(proposal)


@act
def choose_term(
    *, by, term: GlossaryTerm, always: bool, paper: Paper | None = None, proposal: Proposal | None = None
) -> GlossaryChoice:
    """For one paper, or the report of a proposal: this meaning of an acronym, or (``always``) list it although the text
    never uses it."""
    paper = hold(_chosen_for(proposal, paper))
    check_may(by, paper)
    choice, _ = GlossaryChoice.objects.update_or_create(paper=paper, term=term, defaults={"always": always})
    record("glossary_chosen", subject=choice, about=paper.about, by=by, sentence=f"Glossary: {term}.")
    return choice


@act
def drop_term(*, by, choice: GlossaryChoice, paper: Paper | None = None, proposal: Proposal | None = None) -> None:
    paper = hold(_chosen_for(proposal, paper))
    check_may(by, paper)
    record("glossary_chosen", subject=choice, about=paper.about, by=by, sentence=f"Glossary: {choice.term} dropped.")
    GlossaryChoice.objects.filter(pk=choice.pk, paper=paper).delete()
