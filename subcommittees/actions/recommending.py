"""What a paper asks a body to do: added, edited, reordered and dropped until the paper is issued.

What members read is what they decide on. Once the paper is issued its recommendations therefore change only in the act
that issues a further version of it (``reissuing``); until then the body itself amends them, or resolves something else.
"""

from audit.acts import Refused, act, current, record
from audit.classification import Classification
from proposals.forms.moving import ROUTES
from proposals.lifecycle import MOVES
from proposals.models import Proposal
from subcommittees.actions.ground import needed, secretary_only, take_item
from subcommittees.models import AgendaItem, Recommendation, Resolution
from subcommittees.sentences import asked
from subcommittees.usual import Way, steps_of, words_of

Verb, Addressee = Recommendation.Verb, Recommendation.Addressee
TEXT = "Write what the body is asked for."
LONGEST_CONDITION = 300


@act
def recommend(
    *,
    item: AgendaItem,
    by,
    verb: str,
    text: str,
    addressee: str = "",
    condition: str = "",
    proposal: Proposal | None = None,
    move: str = "",
    route: str = "",
    order: int | None = None,
    reissuing: bool = False,
) -> Recommendation:
    """The recommendation written at the end of the item's list, or before the one that stands at ``order``.

    ``move``: the step that follows where it is agreed; ``route``: what it recommends to the Panel.
    """
    item = _open(item, by, reissuing)
    made = write(item, by, verb=verb, text=text, addressee=addressee, condition=condition, proposal=proposal, move=move,
                 route=route)  # fmt: skip
    if order is not None:
        _put(made, order)
    record("recommendation_made", **telling(made, by, f"{asked(made)}."))
    return made


@act
def recommend_usual(*, item: AgendaItem, by, way: Way, reissuing: bool = False) -> list[Recommendation]:
    """All that ``way`` usually asks for, added at the end of the list."""
    item = _open(item, by, reissuing)
    made = [
        write(
            item,
            by,
            verb=line.verb,
            text=words_of(line, item.proposal),
            addressee=line.addressee,
            condition=line.condition,
            move=way.move if line.leads else "",
            route=line.route,
        )
        for line in way.lines
    ]
    for one in made:
        record("recommendation_made", **telling(one, by, f"{asked(one)}."))
    return made


@act
def edit_recommendation(*, recommendation: Recommendation, by, reissuing: bool = False, **fields) -> Recommendation:
    """Its words, addressee, condition, step or route as they should be; the history keeps what they were."""
    item = _open(recommendation.item, by, reissuing)
    held = _standing(recommendation)
    before = {name: getattr(held, name) for name in fields}
    for name, value in fields.items():
        setattr(held, name, value.strip() if isinstance(value, str) else value)
    _check(item, held)
    after = {name: getattr(held, name) for name in fields}
    if before == after:
        raise Refused("This is what it says already.")
    held.save(update_fields=list(fields))
    changed = [name for name in fields if before[name] != after[name]]
    sides = {"before": {n: f"{before[n]}" for n in changed}, "after": {n: f"{after[n]}" for n in changed}}
    record("recommendation_edited", **telling(held, by, f"{asked(held)}."), **sides)
    return held


@act
def move_recommendation(*, recommendation: Recommendation, by, up: bool, reissuing: bool = False) -> Recommendation:
    """One place further up or down its list."""
    item = _open(recommendation.item, by, reissuing)
    held = _standing(recommendation)
    order = [r.pk for r in item.recommendations.standing()]
    to = order.index(held.pk) + (-1 if up else 1)
    if not 0 <= to < len(order):
        raise Refused("It is the first already." if up else "It is the last already.")
    _put(held, item.recommendations.standing()[to].order)
    record("recommendation_moved", **telling(held, by, f"{asked(held)}: now in place {to + 1}."))
    return held


@act
def drop_recommendation(*, recommendation: Recommendation, by, reissuing: bool = False) -> Recommendation:
    """No longer asked for; that it once was stays on record."""
    _open(recommendation.item, by, reissuing)
    held = _standing(recommendation)
    held.dropped_at = current().at
    held.save(update_fields=["dropped_at"])
    record("recommendation_dropped", **telling(held, by, f"No longer asked: {asked(held)}."))
    return held


def _open(item: AgendaItem, by, reissuing: bool) -> AgendaItem:
    item = take_item(item, by)
    secretary_only(by, item.meeting.committee)
    if Resolution.objects.filter(recommendation__item=item).exists():
        raise Refused(f"{item.meeting.committee} has resolved this item: what it was asked for stays as it was.")
    if item.fixed_at and not reissuing:
        raise Refused(
            f"Paper {item.reference} is issued with these recommendations, and members have read them. They change "
            f"only with a new version of the paper; at its meeting the body may amend them."
        )
    return item


def write(item: AgendaItem, by, *, raised_by_body: bool = False, **fields) -> Recommendation:
    """Within an act that holds the item: one more, at the end of its list."""
    last = item.recommendations.standing().order_by("-order").values_list("order", flat=True).first()
    fields["proposal"] = fields.get("proposal") or item.proposal
    made = Recommendation(
        item=item, order=(last or 0) + 1, by=by, at=current().at, raised_by_body=raised_by_body, **fields
    )
    made.text, made.condition = made.text.strip(), made.condition.strip()
    _check(item, made)
    made.save()
    return made


def _check(item: AgendaItem, made: Recommendation) -> None:
    needed(made.text, TEXT, "text")
    if made.verb not in Verb.values:
        raise Refused("Choose the verb.", "verb")
    if made.addressee not in Addressee.values:
        raise Refused("Choose to whom it is said.", "addressee")
    if len(made.condition) > LONGEST_CONDITION:
        raise Refused(f"A condition may have {LONGEST_CONDITION} characters.", "condition")
    if made.route and made.route not in ROUTES:
        raise Refused("Choose one of the routes.", "route")
    if made.move:
        _check_step(item, made)


def _check_step(item: AgendaItem, made: Recommendation) -> None:
    if made.move not in steps_of(item.meeting.committee.code):
        words = MOVES[made.move].done if made.move in MOVES else made.move
        raise Refused(f"“{words}” does not follow from a decision of {item.meeting.committee.named}.", "move")
    if made.proposal is None:
        raise Refused("Say which proposal the step is about.", "proposal")


def _standing(recommendation: Recommendation) -> Recommendation:
    held = Recommendation.objects.select_related("item", "proposal").get(pk=recommendation.pk)
    if held.dropped_at:
        raise Refused("Somebody else was faster: this recommendation was dropped.")
    return held


def _put(moved: Recommendation, order: int) -> None:
    """``moved`` at ``order``, the others closing up behind it; in two rounds, so that no place is held twice."""
    others = [r for r in moved.item.recommendations.standing() if r.pk != moved.pk]
    place = sum(r.order < order for r in others) if moved.order > order else sum(r.order <= order for r in others)
    rows = [*others[:place], moved, *others[place:]]
    for start in (max(r.order for r in rows), 0):
        for number, row in enumerate(rows, start + 1):
            Recommendation.objects.filter(pk=row.pk).update(order=number)
    moved.order = place + 1


def telling(made: Recommendation, by, sentence: str) -> dict:
    """What an event says of it. Until its paper is issued the history tells it within the body, as it is read."""
    draft = Classification.AMBER if made.item.fixed_at is None else Classification.WHITE
    own = made.proposal.classification if made.proposal else draft
    least = max(draft, own, made.item.classification, key=Classification.values.index)
    about = made.proposal or made.item.meeting
    return {"subject": made, "about": about, "by": by, "sentence": sentence, "classification": least}
