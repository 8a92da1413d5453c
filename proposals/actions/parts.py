"""The parts of an implementation and their sum. Acts of other modules write both through these functions alone."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When

from audit import clock
from audit.acts import Refused, current
from proposals.models import Implementation, ImplementationPart, PlanChange, Proposal, Release, SecVersion
from proposals.models.code import NOT_RECORDED
from proposals.states import Path, State

# Approved: from here on nothing is planned anew without a reason (domain §2.2 row 44).
APPROVED = frozenset({State.FT_OBJECTION_WINDOW, State.APPEAL_WINDOW, State.PENDING_IMPLEMENTATION})
AUTHORITYS = frozenset({Path.AUTHORITY_LED, Path.AUTHORITY_DETERMINED})
AUTHORITY = "the Authority"


@dataclass(frozen=True)
class Place:
    """Where a part is put: into a release, whose date it takes, or on a date of its own."""

    release: Release | None = None
    planned_on: date | None = None


@dataclass(frozen=True)
class Grounds:
    """Why a plan changes, and the Authority's consent where it needs one. ``is_correction``: it had been recorded
    wrongly, and nothing is planned anew that anybody had to consent to."""

    reason: str = ""
    consent_words: str = ""
    consent_on: date | None = None
    is_correction: bool = False


def begin(proposal: Proposal, **known) -> Implementation:
    """A plan with its one part; ``known`` are values of the part. Run once, when the proposal enters the register."""
    plan = Implementation.objects.create(proposal=proposal)
    ImplementationPart.objects.create(plan=plan, **known)
    if known:
        sum_up(proposal)
    return plan


def sum_up(proposal: Proposal) -> None:
    """Write the summary of the plan from its parts, in one statement; nothing else writes it. Whoever holds the summary
    reads it anew.

    The part that stands for all is the first outstanding one by date (one without a date comes last), and once all are
    in, the last that came in (of one day, that of the version entered last).
    """
    parts = ImplementationPart.objects.filter(plan=OuterRef("pk")).order_by(
        F("implemented_on").desc(nulls_first=True), "-sec_version", F("planned_on").asc(nulls_last=True), "number"
    )
    names = ("release", "planned_on", "days_after_window", "implemented_on", "sec_version")
    counted = parts.order_by().values("plan").values(count=Count("pk"))
    Implementation.objects.filter(proposal_id=proposal.pk).update(
        part_count=Subquery(counted),
        release_kind=Subquery(parts.values(kind=_kind())[:1]),
        **{name: Subquery(parts.values(name)[:1]) for name in names},
    )
    if Proposal.implementation.is_cached(proposal):
        Proposal.implementation.related.delete_cached_value(proposal)


def _kind() -> Case:
    """``ImplementationPart.release_kind``, in SQL."""
    return Case(
        When(days_after_window__isnull=False, then=Value(Release.Kind.AD_HOC)),
        When(release__isnull=False, then=F("release__kind")),
        When(planned_on__isnull=False, then=Value(Release.Kind.AD_HOC)),
        default=Value(Release.Kind.SCHEDULED),
    )


def outstanding(proposal: Proposal):
    return ImplementationPart.objects.outstanding().filter(plan__proposal=proposal)


def date_by_window(proposal: Proposal, planned_on: date, days: int, why: str) -> None:
    """Every outstanding part comes in ``days`` working days after the objection window (MP087's report §6). A date that
    a part had before is kept with ``why``."""
    if proposal.implementation.planned_on:
        _keep_dates(outstanding(proposal), lambda part: planned_on, why)
    outstanding(proposal).update(planned_on=planned_on, days_after_window=days)
    sum_up(proposal)


def clear_dates(proposal: Proposal) -> None:
    """An objection: nothing that is outstanding has a date any more. The move that clears it says why."""
    outstanding(proposal).update(planned_on=None, days_after_window=None)
    sum_up(proposal)


def bring_in(proposal: Proposal, parts, at: datetime, sec_version: str) -> None:
    """Write the actual date and the version of the SEC on ``parts`` (a queryset of the proposal's), and sum up."""
    on = clock.london_date(at)
    parts.update(implemented_on=on, sec_version=version_numbered(sec_version, on))
    sum_up(proposal)


def take_out(proposal: Proposal, on: date) -> None:
    """What was brought in on that day is outstanding again: the step that said so is taken back."""
    brought_in(proposal, on).update(implemented_on=None, sec_version=None)
    sum_up(proposal)


def brought_in_on(proposal: Proposal, was: date, on: date) -> None:
    """What was brought in by the step of the day ``was`` came in ``on`` another: the step is corrected."""
    brought_in(proposal, was).update(implemented_on=on)
    sum_up(proposal)


def brought_in(proposal: Proposal, on: date):
    return ImplementationPart.objects.filter(plan__proposal=proposal, implemented_on=on)


def date_again_by_window(proposal: Proposal, planned_on: date, days: int, why: str) -> None:
    """As ``date_by_window``, once more: a part with a date of its own keeps it, one in a scheduled release has that of
    the release."""
    free = outstanding(proposal).exclude(days_after_window__isnull=True, planned_on__isnull=False)
    released = Q(days_after_window__isnull=True, release__kind=Release.Kind.SCHEDULED)
    _keep_dates(free, lambda part: planned_on, why)
    free.exclude(released).update(planned_on=planned_on, days_after_window=days)
    dates = Release.objects.filter(pk=OuterRef("release")).values("date")
    free.filter(released).update(planned_on=Subquery(dates))
    sum_up(proposal)


def undate_by_window(proposal: Proposal, why: str) -> None:
    """The window is void: what was dated by it has the date of its release, or none."""
    dates = Release.objects.filter(pk=OuterRef("release")).values("date")
    dated = outstanding(proposal).filter(days_after_window__isnull=False)
    _keep_dates(dated, lambda part: part.release.date if part.release else None, why)
    dated.update(planned_on=Subquery(dates), days_after_window=None)
    sum_up(proposal)


def _keep_dates(parts, new, why: str) -> None:
    """Of ``parts`` (a queryset), those that have a date: kept where ``new(part)`` is another."""
    for part in parts.exclude(planned_on=None).select_related("release"):
        before, after = Place(part.release, part.planned_on), Place(part.release, new(part))
        if is_moved(before, after):
            _keep(part, before, after, Grounds(why), current().by, consented=False)


def version_numbered(number: str, on: date) -> SecVersion:
    """The version of the SEC, entered as of that day if it is new; one without a number is of no one day."""
    day = None if number.strip() == NOT_RECORDED else on
    return SecVersion.objects.get_or_create(number=number.strip(), defaults={"effective_on": day})[0]


def put(part: ImplementationPart, place: Place, grounds: Grounds, proposal: Proposal, by) -> bool:
    """Plan the part. A plan it had is kept with the reason, and needs one once the proposal is approved; whether
    anything changed. The caller sums up."""
    before = Place(part.release, part.planned_on)
    dated = _dated(part, place)
    if (before.release, before.planned_on) == (dated.release, dated.planned_on):
        return False
    if is_moved(before, dated):
        if not grounds.is_correction:
            check_grounds(proposal, grounds)
        consented = needs_consent(proposal) and not grounds.is_correction
        _keep(part, before, dated, grounds, by, consented=consented)
    if dated.planned_on != before.planned_on:
        part.days_after_window = None
    part.release, part.planned_on = dated.release, dated.planned_on
    part.save(update_fields=["release", "planned_on", "days_after_window"])
    return True


def field_of(part: ImplementationPart, name: str) -> str:
    """What a form calls the field ``name`` of this part."""
    return f"{name}-{part.number}" if part.plan.part_count > 1 else name


def is_moved(before: Place, after: Place) -> bool:
    """Whether a plan gives way to another: to name the release of a day that stands is no change of plan."""
    return bool(before.planned_on and before.planned_on != after.planned_on) or bool(
        before.release and before.release != after.release
    )


def _dated(part: ImplementationPart, place: Place) -> Place:
    """The place with its date. One reckoned from an objection window stands, unless a later scheduled release puts it
    off."""
    by_window = part.days_after_window is not None and part.planned_on
    if by_window and (place.release is None or place.release.kind != Release.Kind.SCHEDULED):
        return Place(place.release, part.planned_on)
    if place.release is None:
        return place
    if by_window and place.release.date < part.planned_on:
        first = f"{part.planned_on:%-d %B %Y}"
        sentence = f"{place.release} comes before {first}, the first day after the objection window."
        raise Refused(sentence, field_of(part, "release"))
    if place.planned_on not in (None, place.release.date):
        day = f"{place.release.date:%-d %B %Y}"
        raise Refused(f"{place.release} is on {day}: leave the date empty.", field_of(part, "planned_on"))
    return Place(place.release, place.release.date)


def needs_consent(proposal: Proposal) -> bool:
    return proposal.state in APPROVED and proposal.path in AUTHORITYS


def check_grounds(proposal: Proposal, grounds: Grounds) -> None:
    if proposal.state not in APPROVED:
        return
    if not grounds.reason.strip():
        raise Refused("Say why the implementation is planned anew.", "reason")
    if not needs_consent(proposal):
        return
    if not grounds.consent_words.strip():
        words = f"{proposal.reference} was the Authority’s to decide: give the words of its consent."
        raise Refused(words, "consent_words")
    if grounds.consent_on is None:
        raise Refused("Give the day on which the Authority consented.", "consent_on")
    if grounds.consent_on > clock.london_date(current().at):
        raise Refused("The Authority’s consent cannot be of a day still to come.", "consent_on")


def leave_out(part: ImplementationPart, reason: str, by) -> None:
    """Out of its release, which goes ahead without it. Its day stays on record as one that passed: whoever plans it
    anew needs a reason again, and the consent where it is due."""
    before, after = Place(part.release, part.planned_on), Place(None, part.planned_on)
    _keep(part, before, after, Grounds(reason), by, consented=False)
    part.release = None
    part.save(update_fields=["release"])
    sum_up(part.plan.proposal)


def _keep(part, before: Place, after: Place, grounds: Grounds, by, *, consented: bool) -> None:
    PlanChange.objects.create(
        plan_id=part.plan_id,
        part_number=part.number,
        part_title=part.title,
        from_release=before.release,
        from_date=before.planned_on,
        to_release=after.release,
        to_date=after.planned_on,
        reason=grounds.reason.strip(),
        consented_by=AUTHORITY if consented else "",
        consent_words=grounds.consent_words.strip() if consented else "",
        consent_on=grounds.consent_on if consented else None,
        is_correction=grounds.is_correction,
        at=current().at,
        by=by,
    )


def place_words(place: Place) -> str:
    """“25 February 2027 in February 2027 SEC Release”."""
    when = f"{place.planned_on:%-d %B %Y}" if place.planned_on else "no date yet"
    return f"{when} in {place.release}" if place.release else when


def hold_releases(places: dict[int, Place]) -> dict[int, Place]:
    """The places with their releases as they stand now, locked until the act ends, in the order of their keys."""
    keys = {place.release.pk for place in places.values() if place.release}
    held = {release.pk: release for release in Release.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return {
        number: replace(place, release=held[place.release.pk]) if place.release else place
        for number, place in places.items()
    }


def check_open(part: ImplementationPart, place: Place) -> None:
    """Nothing more is planned in a release that is implemented, and nothing in one that was taken out."""
    release = place.release
    if release and release.taken_out_at:
        raise Refused(f"{release} was taken out: nothing can be planned in it.", field_of(part, "release"))
    if release and release != part.release and release.implemented_on:
        words = f"{release} was implemented on {release.implemented_on:%-d %B %Y}: nothing more can be planned in it."
        raise Refused(words, field_of(part, "release"))


def part_numbered(proposal: Proposal, number: int) -> ImplementationPart:
    """The part, if it is still outstanding."""
    found = ImplementationPart.objects.select_related("plan", "release").filter(plan__proposal=proposal, number=number)
    found = found.first()
    if found is None:
        raise Refused(f"{proposal.reference} has no part {number}.")
    if found.implemented_on:
        raise Refused(f"{found.name} was implemented on {found.implemented_on:%-d %B %Y}.")
    return found
