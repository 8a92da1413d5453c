"""What every act on questions stands on: the locks, who may, what is still to be changed, and what the history says."""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.acts import Refused, current
from audit.classification import Classification
from consultations import rules
from consultations.actions.ground import told_class
from consultations.models import Asks, Consultation, Question, QuestionSet
from proposals.actions.ground import StaleSave, take
from proposals.rules import check

SECAS_ONLY = "Questions are put together by SECAS."
CHANGED = "Somebody else changed these questions while you were looking at them. Nothing of yours is done yet."
STANDS = "The consultation has been opened, so its questions keep their places. Put a wording right, or withdraw one."
MOST = 500


@dataclass
class Held:
    """A set behind its lock, with the consultation whose own it is."""

    of: QuestionSet
    consultation: Consultation | None

    @property
    def is_opened(self) -> bool:
        return self.consultation is not None and self.consultation.opened_at is not None

    @property
    def about(self):
        if self.consultation is None:
            return ""
        return self.consultation.proposal or self.consultation

    @property
    def classification(self) -> str:
        """What is asked once it is open, everybody reads who reads the consultation; before, SECAS."""
        if self.consultation is None:
            return Classification.WHITE
        return told_class(self.consultation)


def hold(of: QuestionSet, by) -> Held:
    """The proposal, the consultation and the set locked, in this order; ``Refused`` where they are not changed now."""
    check(rules.may_build, by, None, sentence=SECAS_ONLY)
    consultation = Consultation.objects.select_related("proposal").filter(questions=of.pk).first()
    if consultation and consultation.proposal:
        take(consultation.proposal)
    if consultation:
        consultation = (
            Consultation.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=consultation.pk)
        )
    held = Held(QuestionSet.objects.select_for_update().get(pk=of.pk), consultation)
    _check_goes_on(held)
    return held


def _check_goes_on(held: Held) -> None:
    if held.of.retired_on:
        raise Refused("This set is retired: take it up again before you change it.")
    if held.consultation is None:
        return
    if held.consultation.is_taken_back:
        raise Refused("This consultation was taken back: its questions are no longer changed.")
    if held.consultation.is_over_at(current().at):
        raise Refused("This consultation is over: what was asked stands.")


def hold_question(question: Question, by) -> tuple[Held, Question]:
    held = hold(question.of, by)
    found = Question.objects.select_related("only_if").filter(pk=question.pk).first()
    if found is None:
        raise Refused("Somebody else was faster: this question has been deleted.")
    found.of = held.of
    return held, found


def check_not_opened(held: Held) -> None:
    if held.is_opened:
        raise Refused(STANDS)


def check_seen(held: Held, version: int | None) -> None:
    """``version``: that of the set as the person saw it; None skips the question (commands)."""
    if version is not None and version != held.of.version:
        raise StaleSave(CHANGED, None)


def grow(held: Held) -> None:
    held.of.version += 1
    held.of.save(update_fields=["version"])


def entry(held: Held, subject, by, sentence: str) -> dict:
    """What an event says of questions: as open as they are, and whose they are."""
    return {
        "subject": subject,
        "about": held.about,
        "by": by,
        "sentence": f"{held.consultation or held.of}: {sentence}",
        "classification": held.classification,
    }


def checked(text: str, asks: str, options: Iterable[str] = (), several: bool = False) -> dict:
    """What a question asks, as it is kept; ``Refused`` where it cannot be asked so."""
    if not text.strip():
        raise Refused("Write the question.", "text")
    if asks not in Asks.values:
        raise Refused("Choose what is asked for.", "asks")
    kept = [option.strip() for option in options if option.strip()] if asks == Asks.CHOICE else []
    if asks == Asks.CHOICE:
        _check_options(kept)
    return {"text": text.strip(), "asks": asks, "options": kept, "several": several and asks == Asks.CHOICE}


def _check_options(options: list[str]) -> None:
    if len(options) < 2:
        raise Refused("Give at least two options, each on a line of its own.", "options")
    limit = Question._meta.get_field("options").base_field.max_length
    if long := next((option for option in options if len(option) > limit), None):
        raise Refused(f"An option may have {limit} characters; “{long[:40]}…” has {len(long)}.", "options")
    if twice := next((option for option in options if options.count(option) > 1), None):
        raise Refused(f"“{twice}” stands twice among the options.", "options")
