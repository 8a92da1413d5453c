"""What consultations ask of the reader of a desk: SECAS opens what is prepared and collates what is over; whoever
writes for an organisation answers what is open."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from audit import clock
from consultations import rules
from consultations.course.kinds import row_of
from consultations.models import Consultation, Response, Submission
from proposals.models import RuleKey
from proposals.ports import Task, list_tasks
from proposals.processrules import value_on


@dataclass(frozen=True)
class OfTheCode:
    """A consultation that is about no proposal, where a list names what a row is about."""

    consultation: Consultation

    @property
    def pk(self) -> int:
        return self.consultation.pk

    @property
    def reference(self) -> str:
        return "SEC"

    @property
    def title(self) -> str:
        return self.consultation.title

    def get_absolute_url(self) -> str:
        return self.consultation.get_absolute_url()


def about(consultation: Consultation):
    return consultation.proposal or OfTheCode(consultation)


@list_tasks("running consultations")
def tasks(desk) -> list[Task]:
    if desk.user.is_analyst:
        rows = _run(desk)
        soon = _soon(desk.today) if rows else 0
        return [task for row in rows if (task := _of_secas(desk, row, soon))]
    return [_to_answer(desk.user, row, waits) for row, waits in _open_to(desk)] if desk.user.organisations else []


def _run(desk) -> list[Consultation]:
    """Of the proposals that the reader leads, and those on the code that they, or whom they stand in for, prepared.
    ``came``: whether anything came in, whether it counts or not."""
    led = Q(proposal__in=[proposal.pk for proposal in desk.led])
    own = Q(proposal=None, by__in=desk.people)
    counting = Submission.objects.counting().filter(response__consultation=OuterRef("pk")).order_by()
    unpublished = Q(responses_published_at=None) | Exists(counting.filter(held_back=True))
    rows = Consultation.objects.visible_to(desk.user).standing().filter(led | own, unpublished)
    came = Submission.objects.filter(response__consultation=OuterRef("pk"), response__withdrawn_at=None).order_by()
    rows = rows.with_all_responses().annotate(came=Exists(came))
    return list(rows.select_related("proposal").order_by("pk"))


def _soon(day: date) -> int:
    """Working days: as long before a close as people are first reminded of it, and as long after it as it is told that
    nothing came of it."""
    return value_on(RuleKey.CONSULT_REMIND_DAYS, day)


def _of_secas(desk, row: Consultation, soon: int) -> Task | None:
    if row.opened_at is None:
        return _prepared(row)
    closes = clock.london_date(row.closes_at)
    if row.responses_published_at:
        return _held_back(row, closes)
    if row.is_over_at(clock.now()):
        return _over(desk, row, closes, soon)
    if desk.calendar.days_left(desk.today, closes) <= soon:
        words = f"{named(row)} closes soon: {_counted(row)} so far"
        return Task(about(row), words, row.get_absolute_url(), "See it", due=closes, mine=False)
    return None


def _held_back(row: Consultation, closes: date) -> Task:
    words = f"{named(row)}: what came to count since the others were published waits to be published too"
    return Task(
        about(row), words, reverse("consultations:collation_publish", args=[row.pk]), "Look at it", since=closes
    )


def _over(desk, row: Consultation, closes: date, soon: int) -> Task | None:
    """Where nothing counts there is nothing to collate: that is told for a while."""
    if row.counted:
        words = f"{named(row)} is over: {_counted(row)} to collate and publish"
        return Task(about(row), words, row.get_absolute_url(), "Open it", since=closes)
    if desk.calendar.between(closes, desk.today) > soon:
        return None
    words = f"{named(row)} is over. No response {'counts' if row.came else 'came in'}."
    return Task(about(row), words, row.get_absolute_url(), "See it", since=closes, mine=False)


def _prepared(row: Consultation) -> Task:
    by_step = row_of(row).by_step
    words = f"{named(row)} is prepared" + (" and opens with the Panel’s step" if by_step else " and not open")
    since = clock.london_date(row.at)
    return Task(about(row), words, row.get_absolute_url(), "See it", since=since, mine=not by_step)


def _counted(row: Consultation) -> str:
    return "1 response" if row.counted == 1 else f"{row.counted} responses"


@dataclass(frozen=True)
class Waits:
    """Whose answer is awaited. ``begun``: one of them is writing; ``ready``: one waits for a signature that the reader
    may give."""

    organisations: list
    begun: bool
    ready: bool


def _open_to(desk) -> list[tuple[Consultation, Waits]]:
    """Open ones that ask an organisation of the reader's from which nothing has come."""
    user = desk.user
    rows = Consultation.objects.visible_to(user).open_at().select_related("proposal").order_by("closes_at", "pk")
    rows = [(row, rules.organisations_that_answer(user, row)) for row in rows]
    own = _own_responses(user)
    found = [(row, _waits(user, asked, own.get(row.pk, {}))) for row, asked in rows if asked]
    return [(row, waits) for row, waits in found if waits.organisations]


def _own_responses(user) -> dict[int, dict[int, Response]]:
    """By the consultation and the organisation. ``came``: something was submitted."""
    came = Exists(Submission.objects.filter(response=OuterRef("pk")).order_by())
    rows = Response.objects.standing().filter(organisation__in=[each.pk for each in user.organisations])
    found: dict[int, dict[int, Response]] = {}
    for row in rows.filter(consultation__in=Consultation.objects.open_at()).annotate(came=came).order_by("pk"):
        found.setdefault(row.consultation_id, {})[row.organisation_id] = row
    return found


def _waits(user, asked: list, own: dict[int, Response]) -> Waits:
    waiting = [each for each in asked if each.pk not in own or not own[each.pk].came]
    begun = [own[each.pk] for each in waiting if each.pk in own]
    ready = any(row.ready_for_sign_off_at and row.organisation_id in user.submits_for for row in begun)
    return Waits(waiting, bool(begun), ready)


def _to_answer(user, row: Consultation, waits: Waits) -> Task:
    words, page, act = _where_it_stands(row, waits)
    return Task(
        about(row),
        f"{named(row)} asks {_whom(user, waits)}{words}",
        page,
        act,
        since=clock.london_date(row.opened_at),
        due=clock.london_date(row.closes_at),
    )


def named(row: Consultation) -> str:
    """Without a title that the head of the task says already."""
    kind = row.get_kind_display()
    if row.proposal is None or row.title == f"{row.proposal.reference} {kind}":
        return kind
    return f"{kind} “{row.title}”"


def _whom(user, waits: Waits) -> str:
    """By name, where the reader acts for several."""
    if len(user.organisations) == 1:
        return "your organisation"
    return " and ".join(sorted(str(each) for each in waits.organisations))


def _where_it_stands(row: Consultation, waits: Waits) -> tuple[str, str, str]:
    """In words, with the page that leads on and what is done there."""
    respond = reverse("consultations:respond", args=[row.pk])
    if waits.ready:
        return ": the response is ready to be signed off", respond, "Sign it off"
    if waits.begun:
        return ": a response is begun", respond, "Go on writing"
    return "", row.get_absolute_url(), "Answer it"
