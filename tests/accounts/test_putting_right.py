"""What was entered of people and organisations, put right: names with the days on which they held, mergers, addresses,
and roles, affiliations and covers that end or never were."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import actions
from accounts.models import Affiliation, Cover, FormerName, Organisation, Role, RoleGrant, User
from accounts.queries import cover_for, organisations
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def by():
    return make.administrator()


def as_it_is(organisation) -> dict:
    names = ("name", "short_name", "category", "is_party", "voting_group", "merged_into", "merged_on")
    return {name: getattr(organisation, name) for name in names}


def renamed(organisation, by, **changes):
    given = {"organisation": organisation, "by": by, "reason": "They told us."}
    return actions.correct_organisation(**given | as_it_is(organisation) | changes)


def last() -> tuple[Event, dict]:
    event = Event.objects.latest("sequence")
    return event, EventDetail.objects.get(pk=event.pk).body


def test_a_new_name_holds_from_its_day_and_the_old_one_stays_on_record(by):
    company = make.OrganisationFactory(name="Npower Limited", short_name="Npower")
    made = renamed(company, by, name="Example Energy Limited", short_name="Example", renamed_on=date(2026, 3, 2))
    assert (made.name, made.folded) == ("Example Energy Limited", "example energy limited")
    assert list(FormerName.objects.values_list("name", "short_name", "until")) == [
        ("Npower Limited", "Npower", date(2026, 3, 1))
    ]
    event, body = last()
    assert (event.action, event.effective_on) == ("organisation_corrected", date(2026, 3, 2))
    assert body["before"]["name"] == "Npower Limited"


def test_a_name_that_was_mistyped_was_never_its_name(by):
    renamed(make.OrganisationFactory(name="Exampel"), by, name="Example")
    assert not FormerName.objects.exists()
    assert Organisation.objects.filter(name="Example").exists()


def test_its_proposals_are_found_under_the_new_name(client, by):
    proposal = make.draft_proposal(by=make.analyst())

    def is_found(words: str) -> bool:
        return proposal.get_absolute_url() in client.get(reverse("proposals:register"), {"q": words}).content.decode()

    assert not is_found("Quixotic")
    renamed(proposal.proposer_organisation, by, name="Quixotic Energy")
    assert is_found("Quixotic")
    person = {"person": proposal.proposer, "email": proposal.proposer.email}
    actions.correct_person(by=by, reason="Married.", name="Zenobia Quell", **person)
    assert is_found("Zenobia")


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"name": "Taken"}, "name"),
        ({"renamed_on": date(2026, 3, 2)}, "name"),
        ({"name": "New", "renamed_on": date(2999, 1, 1)}, "renamed_on"),
        ({"name": "New", "renamed_on": date(2019, 1, 1)}, "renamed_on"),
        ({"merged_on": date(2026, 3, 2)}, "merged_on"),
        ({}, None),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changed(by, changes, field):
    make.OrganisationFactory(name="Taken")
    company = make.OrganisationFactory(name="Old")
    FormerName.objects.create(organisation=company, name="Older", short_name="Older", until=date(2020, 1, 1))
    before = list(Organisation.objects.values())
    with pytest.raises(Refused) as refused:
        renamed(company, by, **changes)
    assert refused.value.field == field
    assert list(Organisation.objects.values()) == before


def test_whoever_acts_for_an_organisation_acts_for_the_one_it_is_merged_into(by):
    company, bigger = make.OrganisationFactory(name="Small"), make.OrganisationFactory(name="Big")
    both, one, later = (make.UserFactory() for _ in range(3))
    on = clock.today()
    for person in (both, one):
        actions.affiliate(by=by, user=person, organisation=company, kind="submitter", starts=on - 9 * DAY)
    actions.affiliate(by=by, user=both, organisation=bigger, kind="contributor", starts=on - 5 * DAY)
    actions.affiliate(by=by, user=later, organisation=company, kind="contributor", starts=on + 9 * DAY)
    renamed(company, by, merged_into=bigger, merged_on=on)
    held = set(Affiliation.objects.values_list("user", "organisation__name", "kind", "starts", "ends"))
    assert held == {
        (both.pk, "Small", "submitter", on - 9 * DAY, on - DAY),
        (both.pk, "Big", "contributor", on - 5 * DAY, None),
        (one.pk, "Small", "submitter", on - 9 * DAY, on - DAY),
        (one.pk, "Big", "submitter", on, None),
        (later.pk, "Big", "contributor", on + 9 * DAY, None),
    }
    assert User.objects.get(pk=one.pk).organisations == [bigger]
    assert company not in organisations()
    assert bigger in organisations()


def test_a_merger_is_taken_back_and_goes_into_what_stands(by):
    company, bigger, biggest = (make.OrganisationFactory(name=name) for name in ("Small", "Big", "Biggest"))
    merged = renamed(company, by, merged_into=bigger, merged_on=clock.today())
    for wrong, into in ((bigger, biggest), (biggest, merged)):
        with pytest.raises(Refused) as refused:
            renamed(wrong, by, merged_into=into, merged_on=clock.today())
        assert refused.value.field == "merged_into"
    renamed(merged, by, merged_into=None, merged_on=None)
    assert company in organisations()


def test_a_person_has_another_name_address_and_telephone(by):
    person = make.UserFactory(name="Ann Lee", email="ann@example.org")
    EmailAddress.objects.create(user=person, email="ann@example.org", verified=True, primary=True)
    given = {"name": "Ann Ray", "email": "Ann.Ray@Example.org", "telephone": "020 7946 0000", "publish_contact": True}
    made = actions.correct_person(person=person, by=by, reason="Married.", **given)
    assert (made.name, made.email, made.telephone) == ("Ann Ray", "ann.ray@example.org", "020 7946 0000")
    assert not EmailAddress.objects.filter(email="ann@example.org").exists()
    event, body = last()
    assert (event.action, body["before"]["email"]) == ("person_corrected", "ann@example.org")


def test_an_address_is_that_of_one_person(by):
    make.UserFactory(email="bob@example.org")
    person = make.UserFactory()
    with pytest.raises(Refused) as refused:
        actions.correct_person(person=person, by=by, reason="So.", name=person.name, email="BOB@example.org")
    assert refused.value.field == "email"


def test_a_role_ends_before_its_day_or_never_was(by):
    person = make.UserFactory()
    grant = actions.grant_role(by=by, user=person, role=Role.ANALYST, starts=clock.today() - 9 * DAY)
    assert person.is_analyst
    until = clock.today() - DAY
    own = {"grant": grant, "by": by, "role": Role.ANALYST, "starts": grant.starts}
    held = actions.correct_role(**own, reason="They left.", ends=until)
    assert not held.user.is_analyst
    assert not User.objects.get(pk=person.pk).is_analyst
    actions.correct_role(**own, reason="They stay.")
    assert User.objects.get(pk=person.pk).is_analyst
    actions.correct_role(**own, reason="Another person.", never=True)
    assert not RoleGrant.objects.filter(user=person).exists()
    with pytest.raises(Refused, match="Somebody else was faster"):
        actions.correct_role(**own, reason="Again.", never=True)


def test_somebody_stays_an_administrator(by):
    grant, other = by.role_grants.get(), make.administrator()
    own = {
        "grant": grant,
        "role": grant.role,
        "reason": "I leave.",
        "starts": grant.starts,
        "ends": clock.today() - DAY,
    }
    actions.correct_role(by=by, **own)
    with pytest.raises(Refused, match="Nobody would be an administrator any more"):
        actions.correct_role(by=other, **own | {"grant": other.role_grants.get()})
    assert User.objects.get(pk=other.pk).is_administrator


def test_somebody_entered_for_the_wrong_organisation_is_put_right(by):
    wrong, right = make.OrganisationFactory(), make.OrganisationFactory()
    person = make.UserFactory()
    held = actions.affiliate(by=by, user=person, organisation=wrong, kind="submitter")
    given = {"affiliation": held, "by": by, "reason": "A slip.", "starts": held.starts}
    actions.correct_affiliation(**given, organisation=right, kind="contributor")
    found = User.objects.get(pk=person.pk)
    assert (found.organisations, found.submits_for) == ([right], frozenset())
    actions.correct_affiliation(**given, organisation=right, kind="contributor", never=True)
    assert User.objects.get(pk=person.pk).organisations == []


def test_a_cover_ends_earlier_by_whoever_is_away(by):
    away, cover, other = (make.analyst() for _ in range(3))
    today = clock.today()
    made = actions.arrange_cover(by=by, user=away, covered_by=cover, starts=today - DAY, ends=today + 9 * DAY)
    given = {"cover": made, "reason": "Back early.", "starts": made.starts, "ends": today - DAY}
    with pytest.raises(NotAllowed):
        actions.correct_cover(by=other, **given)
    assert cover_for(away) == cover
    actions.correct_cover(by=away, **given)
    assert cover_for(away) is None
    actions.correct_cover(by=away, **given | {"never": True})
    assert not Cover.objects.exists()


@pytest.mark.parametrize("ends, field", [(-9, "ends"), (99, "starts")])
def test_days_that_cannot_be_are_refused(by, ends, field):
    person, today = make.UserFactory(), clock.today()
    first = actions.grant_role(by=by, user=person, role=Role.AUTHORITY, starts=today, ends=today + 9 * DAY)
    actions.grant_role(by=by, user=person, role=Role.AUTHORITY, starts=today + 20 * DAY)
    with pytest.raises(Refused) as refused:
        actions.correct_role(
            grant=first, by=by, role=Role.AUTHORITY, reason="So.", starts=today, ends=today + ends * DAY
        )
    assert refused.value.field == field


PAGES = {
    "organisation": lambda: make.OrganisationFactory(),
    "user": lambda: make.UserFactory(),
    "rolegrant": lambda: make.analyst().role_grants.get(),
    "affiliation": lambda: make.party().affiliations.get(),
    "cover": lambda: Cover.objects.create(
        user=make.analyst(), covered_by=make.analyst(), starts=clock.today(), ends=clock.today() + DAY
    ),
}


@pytest.mark.parametrize("person", [make.analyst, make.authority, make.party, make.UserFactory])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_but_an_administrator_puts_it_right(name, person, by, client):
    row, who = PAGES[name](), person()
    reason = {"by": who, "reason": "So."}
    act = {
        "organisation": lambda: renamed(row, who, name="Else"),
        "user": lambda: actions.correct_person(person=row, name="Else", email=row.email, **reason),
        "rolegrant": lambda: actions.correct_role(grant=row, role=row.role, starts=row.starts, never=True, **reason),
        "affiliation": lambda: actions.correct_affiliation(
            affiliation=row, organisation=row.organisation, kind=row.kind, starts=row.starts, never=True, **reason
        ),
        "cover": lambda: actions.correct_cover(cover=row, starts=row.starts, ends=row.ends, never=True, **reason),
    }
    with pytest.raises(NotAllowed):
        act[name]()
    client.force_login(who)
    address = reverse(f"admin:accounts_{name}_change", args=[row.pk])
    assert client.post(address, {"name": "Else", "reason": "So."}).status_code == 302
    assert type(row).objects.filter(pk=row.pk).values().get() == type(row).objects.filter(pk=row.pk).values().get()


def sent(client, address: str) -> dict:
    """What the administrator’s page would send back as it was opened."""
    form = client.get(address).context["adminform"].form
    values = {bound.html_name: bound.value() for bound in form}
    return {name: "on" if value is True else f"{value}" for name, value in values.items() if value not in (None, False)}


@pytest.mark.parametrize(
    "name, change, wrong, words",
    [
        ("organisation", {"name": "Another"}, {"name": ""}, "This field is required."),
        ("user", {"telephone": "020 7946 0001"}, {"email": "by@example.org"}, "already exists"),
        ("rolegrant", {"ends": "2031-01-07"}, {"ends": "2001-01-07"}, "Constraint"),
        ("affiliation", {"never": "on"}, {"reason": ""}, "Say why this is put right."),
        ("cover", {"never": "on"}, {"reason": " "}, "Say why this is put right."),
    ],
)
def test_it_is_put_right_where_the_administrators_keep_it(client, by, name, change, wrong, words):
    User.objects.filter(pk=by.pk).update(email="by@example.org")
    row = PAGES[name]()
    client.force_login(by)
    address = reverse(f"admin:accounts_{name}_change", args=[row.pk])
    good = sent(client, address) | {
        "reason": "A slip.", "former_names-TOTAL_FORMS": "0", "former_names-INITIAL_FORMS": "0",
    }  # fmt: skip
    before = type(row).objects.filter(pk=row.pk).values().get()
    answer = client.post(address, good | wrong)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert client.post(address, good | change).status_code == 302
    assert type(row).objects.filter(pk=row.pk).values().first() != before
    assert Event.objects.filter(action__endswith="_corrected").count() == 1


def test_the_database_refuses_half_a_merger():
    company = make.OrganisationFactory()
    for wrong in ({"merged_on": clock.today()}, {"merged_into": company, "merged_on": clock.today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=company.pk).update(**wrong)
    FormerName.objects.create(organisation=company, name="Old", short_name="Old", until=clock.today())
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerName.objects.create(organisation=company, name="Other", short_name="Other", until=clock.today())
