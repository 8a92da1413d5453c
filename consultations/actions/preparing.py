"""A consultation is prepared: what is asked, of whom, and why. Once it is open, that stays."""

from dataclasses import dataclass

from accounts.models import Category, User
from audit.acts import NotAllowed, Refused, act, current, nothing_changed, record
from audit.classification import Classification
from consultations import rules
from consultations.actions.running import (
    SECAS_RUNS,
    check_standing,
    day_words,
    hold,
    settle_what_is_over,
    told,
)
from consultations.actions.sets import own_set
from consultations.course.kinds import ROWS, Row, may_be_prepared
from consultations.models import Consultation, Kind, QuestionSet
from proposals.actions.ground import check_version, take
from proposals.models import Proposal, RequirementSet

LONGEST_TITLE = Consultation._meta.get_field("title").max_length
ONE_AT_A_TIME = (Kind.REFINEMENT, Kind.REPORT)
CHANGED = ("title", "introduction", "invited", "who_should_respond", "classification")


@dataclass(frozen=True)
class Texts:
    """What SECAS writes of a consultation beside its questions; whom it asks and who reads it, where its kind leaves
    that open."""

    title: str
    introduction: str = ""
    invited: tuple[str, ...] = ()
    who_should_respond: str = ""
    classification: str = Classification.WHITE


@act
def prepare_consultation(
    *,
    by,
    kind: str,
    proposal: Proposal | None = None,
    title: str = "",
    introduction: str = "",
    invited: tuple[str, ...] = (),
    who_should_respond: str = "",
    question_set: QuestionSet | None = None,
) -> Consultation:
    """One that is not open yet, with a copy of the questions of ``question_set``. Comments on requirements are about
    the newest version of these. What is not given is as the kind has it."""
    if by is not None and not rules.may_run.test(by):
        raise NotAllowed(SECAS_RUNS)
    row = ROWS[Kind(kind)]
    proposal = take(proposal) if proposal else None
    _check_may_be_prepared(row, proposal)
    _check_kind(row, question_set)
    if same := _just_prepared(row, proposal, title, by):
        nothing_changed()
        return same
    _check_none_stands(row, proposal)
    made = new_consultation(row, proposal, by, question_set)
    texts = Texts(
        title=title.strip() or made.title,
        introduction=introduction.strip() or made.introduction,
        invited=tuple(invited),
        who_should_respond=who_should_respond.strip(),
        classification=made.classification,
    )
    _write(made, row, texts)
    made.save()
    record("consultation_prepared", **told(made, f"{made.get_kind_display()}: {made.title}.", by=by))
    return made


def _just_prepared(row: Row, proposal: Proposal | None, title: str, by) -> Consultation | None:
    """What the same person has prepared under the same title and not touched since: a button pressed twice."""
    if by is None:
        return None
    User.objects.select_for_update().values_list("pk").get(pk=by.pk)
    own = Consultation.objects.standing().filter(proposal=proposal, kind=row.kind, by=by, opened_at=None, version=1)
    return own.filter(title=title.strip() or _title(row, proposal), questions__version=1).first()


def _title(row: Row, proposal: Proposal | None) -> str:
    return f"{proposal.reference} {row.title}" if proposal else row.title


def new_consultation(row: Row, proposal: Proposal | None, by, question_set: QuestionSet | None) -> Consultation:
    """A row as its kind has it, with questions of its own; within an act."""
    about = _title(row, proposal)
    return Consultation.objects.create(
        kind=row.kind,
        proposal=proposal,
        title=about,
        introduction=row.introduction,
        questions=own_set(row.kind, about, question_set, by),
        requirement_set=_requirements(proposal) if row.kind == Kind.REQUIREMENTS else None,
        classification=proposal.classification if proposal else Classification.WHITE,
        by=by,
        at=current().at,
    )


def _requirements(proposal: Proposal) -> RequirementSet:
    newest = proposal.requirement_sets.order_by("-sequence").first()
    if newest is None or newest.agreed_on:
        raise Refused("There are no business requirements to comment on: draft them first.", "kind")
    return newest


def _check_may_be_prepared(row: Row, proposal: Proposal | None) -> None:
    if may_be_prepared(row, proposal):
        return
    if proposal is None:
        raise Refused("This kind is about a proposal: choose it on the proposal’s page.", "kind")
    stands = f"{proposal.reference} is at “{proposal.get_state_display()}”"
    raise Refused(f"{row.kind.label}: not prepared now. {stands}.", "kind")


def _check_kind(row: Row, question_set: QuestionSet | None) -> None:
    if question_set and question_set.kind != row.kind:
        label = question_set.get_kind_display()
        raise Refused(f"“{question_set}” is for another kind: {label}.", "question_set")


def _check_none_stands(row: Row, proposal: Proposal | None) -> None:
    if row.kind not in ONE_AT_A_TIME:
        return
    settle_what_is_over(proposal)
    standing = Consultation.objects.standing().filter(proposal=proposal, kind=row.kind, settled_at=None).first()
    if standing:
        how = f"open until {day_words(standing.closes_at)}" if standing.opened_at else "prepared already"
        raise Refused(f"“{standing.title}” is {how}: one at a time.", "kind")


@act
def change_consultation(*, consultation: Consultation, by, texts: Texts, version: int | None = None) -> Consultation:
    """What SECAS wrote of one that is not open yet. ``version``: the one that the form was opened on."""
    held = hold(consultation, by)
    check_standing(held)
    check_version(held, version)
    if held.opened_at:
        raise Refused("It is open: what is asked and of whom stays as people have read it.")
    before = {name: getattr(held, name) for name in CHANGED}
    _write(held, ROWS[Kind(held.kind)], texts)
    if before == {name: getattr(held, name) for name in CHANGED}:
        nothing_changed()
        return held
    held.version += 1
    held.save(update_fields=[*CHANGED, "version"])
    record("consultation_changed", **told(held, f"{held.title}.", by=by))
    return held


def _write(made: Consultation, row: Row, texts: Texts) -> None:
    title = texts.title.strip()
    if not title:
        raise Refused("Give it a title.", "title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"A title has at most {LONGEST_TITLE} characters; this has {len(title)}.", "title")
    if texts.invited and not row.names_categories:
        raise Refused(f"{row.who} All of them are asked.", "invited")
    if stray := [c for c in texts.invited if c not in row.categories]:
        names = ", ".join(Category(c).label for c in stray if c in Category.values)
        raise Refused(f"{row.who} Not invited to this kind: {names or 'what is no category'}.", "invited")
    made.title, made.introduction = title, texts.introduction.strip()
    made.invited = [c for c in row.categories if c in texts.invited]
    made.who_should_respond = texts.who_should_respond.strip()
    made.classification = made.proposal.classification if row.classed_as_proposal else texts.classification
    _check_class(made)


def _check_class(made: Consultation) -> None:
    order = Classification.values
    if made.proposal and order.index(made.classification) < order.index(made.proposal.classification):
        label = made.proposal.get_classification_display()
        raise Refused(f"It is no more open than the proposal, which is {label}.", "classification")
