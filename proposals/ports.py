"""Where upper apps plug what they know into the lifecycle, without this app knowing them.

A *requirement* answers, for a queryset of proposals and a date, ``{pk: [Reason]}`` in constant queries.
A *consequence* runs in the transaction of the move, and foresees in plain words what it will do.
A *notice* tells people of something that is not a move; a *telling* says beforehand whom it would tell.
A *dependant* says what rests on a move. An *heirloom* says what becomes of something when a proposal is split.
A *follower* goes along when the close of a window moves; an *ending* ends with a proposal what stands on it.
A *tab* is a page of the proposal that another app owns. A *document source* lists documents that another app issues.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

MUST, SHOULD = "must", "should"


@dataclass(frozen=True)
class Reason:
    """Why a move cannot be made yet. ``must`` blocks; ``should`` may be accepted with a reason that is then stated."""

    text: str
    mend: str = (
        ""  # name of the page that mends it; its first argument is the proposal's slug. Or “move:” and a move's key
    )
    mend_words: str = ""
    strength: str = MUST
    about: tuple = ()  # what else the address of that page names, after the slug

    @property
    def blocks(self) -> bool:
        return self.strength == MUST

    def mend_url(self, proposal) -> str:
        """Where to mend it; empty where no page does."""
        kind, _, key = self.mend.partition("move:")
        if key and not kind:
            return reverse("proposals:move", args=[proposal.slug, key])
        return reverse(self.mend, args=[proposal.slug, *self.about]) if self.mend else ""


@dataclass(frozen=True)
class Consequence:
    """``run(move, backdated)`` after the move; ``foresee(proposal, on)`` gives the sentences shown before it;
    ``tells(proposal, on)`` gives the same sentences of one that tells people, and the names of these.

    ``words``: what it does to any proposal, for the map of the process; ``{a_rule_key}`` stands for that rule’s days.
    ``lasts``: the rules that say after how many working days the period ends that it begins.

    Where there is something to put right: ``undo(move)`` after ``move.reversed_by`` was written, ``redo(move)`` for a
    move that has just replaced ``move.replaces``, ``again(move)`` with the sentences that say who would be told again.
    """

    run: Callable
    foresee: Callable
    words: str = ""
    lasts: tuple[str, ...] = ()
    undo: Callable | None = None
    tells: Callable | None = None
    redo: Callable | None = None
    again: Callable | None = None


@dataclass(frozen=True)
class Tab:
    """``shown(proposal, user)`` decides whether the tab is offered; the page itself still checks."""

    key: str
    label: str
    url_name: str
    sort: int
    shown: Callable = lambda proposal, user: True


@dataclass(frozen=True)
class DocumentFormat:
    """A way to have a document: ``label`` “PDF”, ``size`` in words (“214 KB”) where it is known."""

    label: str
    url: str
    size: str = ""


@dataclass(frozen=True)
class DocumentRow:
    """A document as the documents tab lists it. ``url`` is its page; ``formats`` its files."""

    title: str
    kind: str
    version: str
    dated: date
    url: str
    formats: list[DocumentFormat] = field(default_factory=list)
    classification: str = "white"
    corrected_on: date | None = None  # the day on which the record that it was made from was put right
    taken_down_on: date | None = None  # from when it is read no more; its page says why


@dataclass(frozen=True)
class Task:
    """Something that waits for the reader of a desk (``mine``), or for others. ``since``: from when it has waited;
    ``due``: the day by which it should be done; ``url`` opens the act, which ``act`` names. ``proposal``: what it is
    about; where that is no proposal, something that has a key, a reference, a title and an address like one."""

    proposal: object
    words: str
    url: str
    act: str
    since: date | None = None
    due: date | None = None
    mine: bool = True
    note: str = ""


COPIED, READ, ANEW = "copied", "read", "anew"


@dataclass(frozen=True)
class Heirloom:
    """What becomes of one kind of thing when a proposal is split: ``how`` it is copied to each part, read on from the
    proposal that was split, or begun anew. ``copy(copies)`` writes it in a number of statements that does not grow
    with what there is (see ``proposals.actions.copying.Copies``)."""

    how: str
    words: str
    copy: Callable | None = None


@dataclass(frozen=True)
class Ending:
    """``run(move)`` when a proposal has come to its end; ``foresee(proposal)`` gives the sentences shown before."""

    run: Callable
    foresee: Callable


@dataclass(frozen=True)
class RunHere:
    """What an upper app runs of the record of a proposal. ``page``: where it is answered, empty where the reader may
    not read it; ``responses``: how many count by now, in words."""

    page: str
    responses: str


@dataclass(frozen=True)
class Heading:
    """A sentence of the paragraph under a proposal's title: ``read()`` is an expression over the proposal, read with
    it; ``say(found)`` gives the sentence for what it found, as at the clock, or nothing."""

    read: Callable
    say: Callable


@dataclass(frozen=True)
class Telling:
    """Who would be told of something: ``words`` call them as a group, ``names`` one by one."""

    words: str
    names: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """“3 people are told: the Lead Analyst and the deputy.”; empty where nobody is."""
        count = len(self.names)
        if not count:
            return ""
        return f"{count} {'person is' if count == 1 else 'people are'} told: {self.words}."


@dataclass(frozen=True)
class PlanNews:
    """What became of the implementation of one proposal, in sentences."""

    proposal: object
    words: str


@dataclass(frozen=True)
class Instruction:
    """What somebody asks of one clause: ``operation`` “add_after”, “insert”, “replace”, “delete” or “query”;
    ``anchor``: the words at which it applies; ``text``: what is to be added."""

    clause: str
    operation: str
    anchor: str = ""
    text: str = ""


@dataclass(frozen=True)
class Redraft:
    """The text of a clause as it shall be. ``before``: what it says until then, in this draft or else in the SEC;
    ``after``: empty where the whole clause goes. ``why_not``: why the change could not be made out from what was asked;
    ``after`` is then the text as it stands, to be changed by hand."""

    document: object
    clause: str
    before: str
    after: str
    why_not: str = ""

    @property
    def opened(self) -> str:
        """What the person saw, in few characters, so that a change by somebody else meanwhile is noticed."""
        return hashlib.sha256(self.before.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Drafter:
    """Who drafts legal text, the proposed solution's or with ``alternative`` that one's.

    ``redraft(proposal, alternative, instruction)``: a ``Redraft``; refused in a clear sentence where there is no draft
    or the clause is not held. ``save(proposal, alternative, clause, after, opened, by)`` within the running act; it
    gives the new version of the draft. ``shown(redraft, after)``: the change, for ``legaltext/_clause.html``.
    ``drafts(proposal)``: the Alternatives, and None for the proposed solution, that have a draft. ``page(proposal,
    alternative)``: where it is read."""

    redraft: Callable
    save: Callable
    shown: Callable
    drafts: Callable
    page: Callable


requirements: dict[str, Callable] = {}
read_with: dict[str, dict] = {}
requirement_words: dict[str, str] = {}
consequences: dict[str, Consequence] = {}
notices: dict[str, Callable] = {}
tellings: dict[str, Callable] = {}
tabs: dict[str, Tab] = {}
document_sources: dict[str, Callable] = {}
task_sources: dict[str, Callable] = {}
suggestions: dict[str, Callable] = {}
dependants: dict[str, Callable] = {}
heirlooms: dict[str, Heirloom] = {}
followers: dict[str, Callable] = {}
endings: dict[str, Ending] = {}
consulted_at: dict[str, Callable] = {}
headings: dict[str, Heading] = {}
owned_facts: dict[str, Callable] = {}
drafters: list[Drafter] = []
_stated: ContextVar[frozenset[str]] = ContextVar("stated_facts", default=frozenset())


def require(key: str, *, words: str = "", **read):
    """Register the decorated function as the answer to the requirement ``key``; ``words``: what has to be there;
    ``read``: what it asks of each proposal beyond its columns and its solution, as a function of the day that gives an
    expression or a ``Prefetch``, by the name under which it finds it there."""

    def register(function):
        requirements[key], requirement_words[key], read_with[key] = function, words, read
        return function

    return register


def follow(key: str, *, foresee: Callable, **more):
    """Register the decorated function as the consequence ``key``; ``more`` as in ``Consequence``."""

    def register(function):
        consequences[key] = Consequence(function, foresee, **more)
        return function

    return register


def notice(key: str):
    """Register the decorated function as the one that tells people of ``key`` within the running act."""

    def register(function):
        notices[key] = function
        return function

    return register


def foretell(key: str):
    """Register the decorated function as the one that answers with the ``Telling`` of the notice ``key``."""

    def register(function):
        tellings[key] = function
        return function

    return register


def depend(key: str):
    """Register the decorated ``function(move)``: a sentence for each thing that rests on the move, which can then no
    longer be taken back."""

    def register(function):
        dependants[key] = function
        return function

    return register


def dependants_of(move) -> list[str]:
    return [sentence for of in dependants.values() for sentence in of(move)]


def follow_window(key: str):
    """Register the decorated ``function(window, why)``: brings into line what stands on the window, when its close has
    moved; within the act that moved it."""

    def register(function):
        followers[key] = function
        return function

    return register


def window_moved(window, why: str) -> None:
    for follower in followers.values():
        follower(window, why)


def end_with(key: str, *, foresee: Callable):
    """Register the decorated ``function(move)`` as what ends with the proposal that ``move`` has finished."""

    def register(function):
        endings[key] = Ending(function, foresee)
        return function

    return register


def end_all(move) -> None:
    for ending in endings.values():
        ending.run(move)


def what_ends(proposal) -> list[str]:
    return [sentence for ending in endings.values() for sentence in ending.foresee(proposal)]


def head_with(key: str, *, read: Callable):
    """Register the decorated ``function(found)`` as what the heading of a proposal says of what ``read()`` finds."""

    def register(function):
        headings[key] = Heading(read, function)
        return function

    return register


def headed(proposal) -> list[str]:
    """The sentences of upper apps; of a proposal that was not read for its page, none."""
    found = [(heading, getattr(proposal, name, None)) for name, heading in headings.items()]
    return [sentence for heading, rows in found if rows and (sentence := heading.say(rows))]


def consult_at(key: str):
    """Register the decorated ``function(proposal, user)``: as ``RunHere`` each Refinement Consultation and each version
    of the requirements, by (model, key), whose comments an upper app takes. The acts of that alone then say how long it
    is open, close it and take it back (``stating("consultation")``)."""

    def register(function):
        consulted_at[key] = function
        return function

    return register


def consultations_run(proposal, user=None) -> dict[tuple, RunHere]:
    """``user``: who reads the pages; without one only what is run."""
    return {of: here for run in consulted_at.values() for of, here in run(proposal, user).items()}


def list_documents(key: str):
    """Register the decorated ``function(proposal, user)``: the ``DocumentRow``s that ``user`` may read."""

    def register(function):
        document_sources[key] = function
        return function

    return register


def list_tasks(key: str):
    """Register the decorated ``function(desk)``: the ``Task``s of one app for the reader of ``desk``, in constant
    queries (see ``proposals.desk.Desk``)."""

    def register(function):
        task_sources[key] = function
        return function

    return register


def suggest(key: str):
    """Register the decorated ``function(proposal, user)``: the ``Task``s that the page of a proposal offers ``user``
    beside its next steps, because of a step that was taken."""

    def register(function):
        suggestions[key] = function
        return function

    return register


def suggested(proposal, user) -> list[Task]:
    return [task for source in suggestions.values() for task in source(proposal, user)]


def documents_of(proposal, user) -> list[DocumentRow]:
    """What every app issues for the proposal, newest first."""
    rows = [row for source in document_sources.values() for row in source(proposal, user)]
    return sorted(rows, key=lambda row: row.dated, reverse=True)


def own(fact: str, where: Callable = lambda proposal: True) -> None:
    """Say that an app states ``fact`` itself (a consultation closing, a ballot closing): people then make the moves
    that rest on it for the historic record only. ``where(proposal)`` says of which proposals it does, if not of all."""
    owned_facts[fact] = where


@contextmanager
def stating(fact: str) -> Iterator[None]:
    """Within the block the app that owns ``fact`` makes the moves that rest on it, and answers for who may."""
    token = _stated.set(_stated.get() | {fact})
    try:
        yield
    finally:
        _stated.reset(token)


def is_stated(fact: str) -> bool:
    return fact in _stated.get()


def is_for_the_record_only(fact: str, proposal) -> bool:
    """Whether a move that rests on ``fact`` is here made for earlier days only."""
    return fact in owned_facts and not is_stated(fact) and owned_facts[fact](proposal)


def hand_down(key: str, how: str, words: str, copy: Callable | None = None) -> None:
    """Say what becomes of one kind of thing in a split; see ``Heirloom``."""
    heirlooms[key] = Heirloom(how, words, copy)


def draft_texts(drafter: Drafter) -> None:
    """Say who drafts the legal text of proposals; see ``Drafter``."""
    drafters.append(drafter)


def page_of_texts(proposal) -> str:
    """Where the legal text of the proposal is read; empty where nobody drafts any."""
    return drafters[-1].page(proposal, None) if drafters else ""


def add_tab(tab: Tab) -> None:
    tabs[tab.key] = tab


def tabs_for(proposal, user) -> list[Tab]:
    return sorted((t for t in tabs.values() if t.shown(proposal, user)), key=lambda t: t.sort)


def reasons_for(keys, queryset, on: date) -> dict[int, dict[str, list[Reason]]]:
    """For each proposal and requirement key, what is missing. One call of each requirement, whatever the number; the
    proposals are read once for all of them."""
    read = {name: what(on) for key in keys for name, what in read_with[key].items()}
    beside = [what for what in read.values() if isinstance(what, Prefetch)]
    asked_of_each = {name: what for name, what in read.items() if what not in beside}
    queryset = queryset.select_related("solution").annotate(**asked_of_each).prefetch_related(*beside)
    answers = {key: requirements[key](queryset, on) for key in keys}
    asked = {pk for answer in answers.values() for pk in answer}
    return {pk: {key: answers[key].get(pk, []) for key in keys} for pk in asked}
