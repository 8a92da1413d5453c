"""One factory per model that tests need ready-made. Proposals are made by their acts, never by rows."""

import functools
from datetime import date

import factory

from accounts.models import Affiliation, Category, Organisation, Role, RoleGrant, User
from audit.acts import in_series
from audit.classification import Classification
from bodies.models import Committee, Meeting, Membership, Seat
from proposals import actions, indexing
from proposals.layouts import Planned
from proposals.models import Proposal, SecDocument, SecVersion, WorkPackage

LONG_AGO = date(2018, 1, 1)


def in_one_go(making):
    """What many acts bring about is made as one series and indexed once: by the same acts, in half the time."""

    @functools.wraps(making)
    def wrapper(*args, **kwargs):
        with in_series(), indexing.once():
            return making(*args, **kwargs)

    return wrapper


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Northmoor Energy {n} Limited")
    short_name = factory.Sequence(lambda n: f"Northmoor {n}")
    category = Category.LARGE_SUPPLIER
    is_party = True


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Robin Ashworth {n}")
    email = factory.Sequence(lambda n: f"robin.ashworth.{n}@example.org")


def analyst(**fields) -> User:
    user = UserFactory(**fields)
    RoleGrant.objects.create(user=user, role=Role.ANALYST, starts=LONG_AGO)
    return user


def administrator(**fields) -> User:
    user = UserFactory(**fields)
    RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR, starts=LONG_AGO)
    return user


def authority(**fields) -> User:
    user = UserFactory(**fields)
    RoleGrant.objects.create(user=user, role=Role.AUTHORITY, starts=LONG_AGO)
    return user


def party(category: str = Category.LARGE_SUPPLIER, kind: str = Affiliation.Kind.SUBMITTER, **organisation) -> User:
    """Somebody who speaks (or, as a contributor, writes) for a Party of the given category."""
    user = UserFactory()
    company = OrganisationFactory(category=category, **organisation)
    Affiliation.objects.create(user=user, organisation=company, kind=kind, starts=LONG_AGO)
    return user


class CommitteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Committee
        django_get_or_create = ("code",)

    code = "panel"
    name = "SEC Panel"
    short_name = "Panel"
    prefix = "SECP"


def member(committee: Committee, **fields) -> User:
    return sits_on(committee, UserFactory(**fields))


def sits_on(committee: Committee, user: User) -> User:
    seat = Seat.objects.create(committee=committee, name=f"Seat of {user.name}")
    Membership.objects.create(seat=seat, user=user, starts=LONG_AGO)
    user.__dict__.pop("seated", None)
    return user


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    committee = factory.SubFactory(CommitteeFactory)
    number = factory.Sequence(lambda n: n + 1)
    date = date(2019, 10, 11)


def holds(committee: Committee, user: User, office: str = "chair") -> User:
    """The chair or the secretary of a body, who speaks for it."""
    seat = Seat.objects.create(committee=committee, name=office.capitalize(), **{f"is_{office}": True})
    Membership.objects.create(seat=seat, user=user, starts=LONG_AGO)
    for known in ("seated", "offices"):
        user.__dict__.pop(known, None)
    return user


def asked(proposal: Proposal, by: User, committee=None, organisation=None, **put):
    """A request for a view by correspondence, today or ``asked_on``."""
    from subcommittees.actions import ask_for_view

    put = {"how": "correspondence", "why": "It does not meet in time."} | put
    return ask_for_view(proposal=proposal, by=by, committee=committee, organisation=organisation, **put)


class SecDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SecDocument
        django_get_or_create = ("code",)

    code = "Section G"
    title = "Security"


class SecVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SecVersion
        django_get_or_create = ("number",)

    number = "6.17"


STATEMENT = {
    "issue": "<p>One clause did not follow when the other was changed.</p>",
    "do_nothing": "<p>A weakness could become known to nobody.</p>",
    "sec_context": "<p>Section G3.20 and Section G3.17 belong together.</p>",
}


def submission(proposer: User | None = None, by: User | None = None, **fields) -> Proposal:
    """A problem statement as a Party submits it, or as SECAS (``by``) enters it for them."""
    proposer = proposer or party()
    fields = {"title": "Correction to one clause", "issue": "One clause did not follow.", **fields}
    return actions.submit_problem_statement(
        by=by or proposer, proposer=proposer, proposer_organisation=proposer.organisations[0], **fields
    )


@in_one_go
def draft_proposal(by: User | None = None, **fields) -> Proposal:
    """A Draft Proposal in Development, raised today or ``raised_on``."""
    by = by or analyst()
    raised_on, number = fields.pop("raised_on", None), fields.pop("number", None)
    proposal = submission(effective=raised_on, **fields)
    actions.raise_draft_proposal(proposal=proposal, by=by, lead_analyst=by, effective=raised_on, number=number)
    return Proposal.objects.get(pk=proposal.pk)


def classed(proposal: Proposal, by: User, classification: str, **details) -> Proposal:
    """The proposal in a class. Red is written as a row: no act would make a whole proposal Red."""
    red = classification == Classification.RED
    actions.save_details(proposal=proposal, by=by, **details, **({} if red else {"classification": classification}))
    if red:
        Proposal.objects.filter(pk=proposal.pk).update(classification=classification)
    return Proposal.objects.get(pk=proposal.pk)


@in_one_go
def agreed_proposal(by: User | None = None, **fields) -> Proposal:
    """A Draft Proposal whose problem the Change Sub-Committee has agreed, with a timetable for the Panel to approve."""
    by = by or analyst()
    raised_on = fields.get("raised_on")
    proposal = draft_proposal(by=by, **fields)
    actions.revise_problem_statement(proposal=proposal, by=by, texts=STATEMENT, on=raised_on)
    reference = {"document": SecDocumentFactory(), "locator": "G3.20"}
    actions.save_sec_references(proposal=proposal, by=by, references=[reference])
    actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.", effective=raised_on)
    laid_out(proposal, by, effective=raised_on)
    return Proposal.objects.get(pk=proposal.pk)


def laid_out(proposal: Proposal, by: User, **fields) -> WorkPackage:
    """A work package with one date, far ahead: what the Panel approves when it converts the proposal."""
    planned = Planned("Develop the business requirements", "requirements", date(2031, 1, 6), "week")
    return actions.lay_out_package(proposal=proposal, by=by, **{"entries": [planned]} | fields)


@in_one_go
def ready_for_fast_track(by: User | None = None, **fields) -> Proposal:
    """Agreed, with a solution and a legal text: what the Panel needs to approve it as Fast-Track."""
    from legaltext import actions as legal

    by = by or analyst()
    proposal = agreed_proposal(by=by, **fields)
    actions.save_solution(proposal=proposal, by=by, text="<p>The clause will follow.</p>")
    document, version = SecDocumentFactory(), SecVersionFactory()
    legal.enter_clause(by=by, document=document, version=version, number="G3.20", text="Each User shall agree with:")
    legal.draft_against(proposal=proposal, by=by, version=version)
    legal.save_edit(
        proposal=proposal,
        by=by,
        document=document,
        clause="G3.20",
        operation="amend",
        after="Each User shall arrange with:",
    )
    return Proposal.objects.get(pk=proposal.pk)


@in_one_go
def fast_tracked(by: User | None = None, **fields) -> Proposal:
    """Approved by the Panel as Fast-Track, today or on ``decided_on``: the objection window is open or past."""
    by = by or analyst()
    decided_on = fields.pop("decided_on", None)
    proposal = ready_for_fast_track(by=by, **fields)
    actions.approve_fast_track(
        proposal=proposal, by=by, words="A correction, not a material change.", effective=decided_on
    )
    return Proposal.objects.get(pk=proposal.pk)
