"""Organisations and people of the demo. Nobody is there yet to enter them, so the system does (``by=None``)."""

from datetime import date

from accounts import actions
from accounts.models import Affiliation, Category, Role
from audit.acts import act
from secmods.demo import shapes
from secmods.demo.record import Record

# Before the first act of the historic record, so that everybody may do what they do in it.
BEGINNING = date(2018, 1, 1)


@act
def enter_people(*, by, data: shapes.People, record: Record) -> None:
    for organisation in data.organisations:
        _enter_organisation(organisation, record, by)
    for person in data.people:
        _enter_person(person, record, by)


def _enter_organisation(data: shapes.Organisation, record: Record, by) -> None:
    record.organisations[data.key] = actions.enter_organisation(
        by=by,
        name=data.name,
        short_name=data.short_name,
        category=Category[data.category],
        is_party=data.is_party,
        voting_group=data.voting_group,
    )


def _enter_person(data: shapes.Person, record: Record, by) -> None:
    """Without a password: they sign in by the demo's button alone. Analysts' contacts stand in papers."""
    user = actions.enter_person(
        by=by,
        email=data.email,
        name=data.name,
        job_title=data.job_title,
        telephone=data.telephone,
        publish_contact="ANALYST" in data.roles,
        is_active=data.active,
        is_demo=bool(data.demo),
        demo_note=data.demo,
    )
    record.people[data.key] = user
    for role in data.roles:
        actions.grant_role(by=by, user=user, role=Role[role], starts=BEGINNING)
    organisation, kind = record.organisations[data.organisation], Affiliation.Kind[data.affiliation]
    actions.affiliate(by=by, user=user, organisation=organisation, kind=kind, starts=BEGINNING)
