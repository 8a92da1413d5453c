"""From the record to the facts of the documents of a consultation, in a fixed number of queries. No sentence is written
here."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from audit import clock
from audit.classification import up_to
from bodies.workingdays import WorkingCalendar
from consultations.comments.feedback import category_words
from consultations.course.fairness import fairness_of
from consultations.course.kinds import row_of
from consultations.models import Consultation
from consultations.models import Question as Asked
from papers import facts as f
from papers.committee import gathering as g
from papers.consultation import facts as c
from papers.consultation.counting import question_of
from papers.editions import classification_of
from papers.gather import Edition, _contacts, _html
from papers.models import OF_A_CONSULTATION, Boilerplate, BoilerplateKey, Paper, PaperVersion
from proposals.models import Attachment, Proposal, Solution

KNOWN = ("questions", "requirement_set", "window", "refinement")


def of_document(paper: Paper, edition: Edition) -> c.Asking:
    consultation, found = consulted(paper, edition)
    return c.Asking(
        of=found,
        introduction=_html(consultation.introduction),
        who=consultation.who_should_respond.strip(),
        rule=row_of(consultation).who,
        solution=_solution(paper.proposal),
        later=_later(consultation, edition.composed_on),
        related=_related(paper, edition.composed_on),
        **_time_given(consultation),
    )


def not_opened(paper: Paper) -> str:
    if paper.consultation.opened_at is None:
        return "It is not open yet: until it is, nobody is asked, and its document stays a draft."
    if paper.consultation.is_taken_back:
        return "The consultation was taken back: nobody is asked any more."
    return ""


# What all of them know


def consulted(paper: Paper, edition: Edition) -> tuple[Consultation, c.Consulted]:
    on = edition.composed_on
    consultation = Consultation.objects.select_related(*KNOWN).get(pk=paper.consultation_id)
    proposal = g._read(paper, on) if paper.proposal_id else None
    closes = _closed_by(consultation, on)
    found = c.Consulted(
        occasion=g.occasion(paper, edition),
        key=consultation.pk,
        kind=consultation.kind,
        kind_name=row_of(consultation).title,
        title=consultation.title,
        opened_on=clock.london_date(consultation.opened_at) if consultation.opened_at else None,
        closes_on=closes,
        subject=g.About(paper, proposal, on).subject if proposal else None,
        questions=tuple(question_of(row) for row in asked_of(consultation)),
        links=_links(consultation, proposal),
        invited=tuple(category_words(category) for category in consultation.invited),
        is_over=bool(closes and closes < on) or (closes == on and consultation.is_over_at(clock.now())),
        **(_contacts(proposal, on) if proposal else _office(on)),
    )
    return consultation, found


def _office(on: date) -> dict:
    """Without a proposal nobody leads it: SECAS as a whole is asked."""
    texts = dict(Boilerplate.objects.on(on).filter(committee=None).values_list("key", "text"))
    names = ("OFFICE_NAME", "OFFICE_ADDRESS", "OFFICE_TELEPHONE", "OFFICE_EMAIL")
    office = f.Office(*(texts.get(BoilerplateKey[name], "") for name in names))
    return {"office": office, "contact": f.Contact(office.name, office.telephone, office.email)}


def _closed_by(consultation: Consultation, on: date) -> date | None:
    """The last day, as it stood on the day of the document."""
    if consultation.closes_at is None:
        return None
    later = consultation.extensions.filter(at__gte=_after(on)).order_by("pk").first()
    return clock.london_date(later.was if later else consultation.closes_at)


def _after(day: date) -> datetime:
    return clock.start_of(day + timedelta(days=1))


def asked_of(consultation: Consultation) -> Iterable[Asked]:
    return consultation.questions.questions.select_related("only_if").order_by("number")


def _links(consultation: Consultation, proposal: Proposal | None) -> dict[str, str]:
    found = {
        "here": consultation.get_absolute_url(),
        "form": reverse("papers:response_form", args=[consultation.pk]),
        "files": reverse("consultations:collation_general", args=[consultation.pk]),
    }
    if proposal:
        found["proposal"] = proposal.get_absolute_url()
    return {name: f"{settings.SITE_URL}{address}" for name, address in found.items()}


# What is asked


def _solution(proposal: Proposal | None) -> str:
    """The solution in the record’s own words."""
    if proposal is None:
        return ""
    return Solution.objects.filter(proposal=proposal).values_list("text", flat=True).first() or ""


def _later(consultation: Consultation, on: date) -> tuple[c.Later, ...]:
    rows = consultation.extensions.filter(at__lt=_after(on)).order_by("pk")
    return tuple(c.Later(clock.london_date(row.was), clock.london_date(row.becomes), row.reason) for row in rows)


def _time_given(consultation: Consultation) -> dict:
    """What everybody may know of it: others beside it that only some may see are not named."""
    if consultation.closes_at is None:
        return {}
    found = fairness_of(consultation, AnonymousUser(), WorkingCalendar.load())
    beside = tuple(c.Beside(str(each.consultation), tuple(each.categories), each.days) for each in found.beside)
    return {"fairness": tuple(found.sentences), "beside": beside}


def _related(paper: Paper, on: date) -> tuple[c.Related, ...]:
    """Papers of the proposal that were issued by then, each in its newest version, and files that came to it, as far as
    the edition may name them."""
    if paper.proposal_id is None:
        return ()
    classes = up_to(classification_of(paper))
    issued = PaperVersion.objects.standing().filter(
        paper__proposal=paper.proposal_id, state=PaperVersion.State.ISSUED, composed_on__lte=on
    )
    issued = issued.filter(classification__in=classes).exclude(paper__kind__in=OF_A_CONSULTATION)
    newest: dict[int, c.Related] = {}
    for version in issued.defer("snapshot").order_by("paper_id", "major", "minor"):
        about = f"version {version.label}, {version.composed_on:%-d %B %Y}"
        newest[version.paper_id] = c.Related(version.title, _address(version), about)
    return (*newest.values(), *_files(paper, on, classes))


def _files(paper: Paper, on: date, classes: list[str]) -> Iterable[c.Related]:
    kept = Attachment.objects.current().standing().filter(proposal=paper.proposal_id, classification__in=classes)
    for row in kept.exclude(kind=Attachment.Kind.FIGURE).filter(dated__lte=on).order_by("dated", "pk"):
        yield c.Related(row.title, _address(row), f"{row.dated:%-d %B %Y}")


def _address(thing) -> str:
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"
