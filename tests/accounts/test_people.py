"""Who somebody is on a day: roles, organisations, clearances, capacity (design §3, accounts; domain §1.2, §1.5)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from accounts import actions, rules
from accounts.models import PARTY_CATEGORIES, Affiliation, Category, Cover, Organisation, Role, RoleGrant, User
from accounts.names import folded
from accounts.queries import analysts, cover_for, speakers_for_parties
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


def known_anew(user) -> User:
    return User.objects.get(pk=user.pk)


def on(day):
    return clock.set_to(clock.start_of(day))


@pytest.mark.parametrize(
    "day, held",
    [(date(2026, 3, 1), False), (FIRST, True), (LAST, True), (date(2026, 3, 7), False)],
    ids=["day before", "first day", "last day", "day after"],
)
def test_a_role_holds_from_its_first_to_its_last_day_in_london(day, held):
    user = make.UserFactory()
    RoleGrant.objects.create(user=user, role=Role.ANALYST, starts=FIRST, ends=LAST)
    with on(day):
        assert known_anew(user).is_analyst is held
        assert rules.is_analyst(known_anew(user)) is held
        assert set(analysts()) == ({user} if held else set())


@pytest.mark.parametrize(
    "day, held", [(date(2026, 3, 1), False), (FIRST, True), (LAST, True), (date(2026, 3, 7), False)]
)
def test_somebody_speaks_for_a_party_from_the_first_to_the_last_day(day, held):
    user, company = make.UserFactory(), make.OrganisationFactory()
    Affiliation.objects.create(user=user, organisation=company, kind="submitter", starts=FIRST, ends=LAST)
    with on(day):
        assert rules.speaks_for_a_party(known_anew(user)) is held
        assert set(speakers_for_parties()) == ({user} if held else set())
        assert known_anew(user).organisations == ([company] if held else [])


WHO_IS = [
    # person, analyst, administrator, authority, speaks for a Party, reads names
    (make.analyst, True, False, False, False, True),
    (make.administrator, False, True, False, False, True),
    (make.authority, False, False, True, False, True),
    (make.party, False, False, False, True, False),
    (lambda: make.party(kind="contributor"), False, False, False, False, False),
    (lambda: make.party(category=Category.CONSUMER_BODY, is_party=False), False, False, False, False, False),
    (lambda: make.party(category=Category.DCC, is_party=False), False, False, False, False, False),
    (make.UserFactory, False, False, False, False, False),
]


@pytest.mark.parametrize("person, analyst, administrator, authority, speaks, names", WHO_IS)
def test_each_predicate_holds_for_its_own_people_and_no_others(
    person, analyst, administrator, authority, speaks, names
):
    user = person()
    predicates = (rules.is_analyst, rules.is_administrator, rules.is_authority, rules.speaks_for_a_party)
    assert tuple(p(user) for p in predicates) == (analyst, administrator, authority, speaks)
    assert user.reads_names is names
    assert user.is_staff is administrator
    assert not any(p(AnonymousUser()) for p in predicates)


@pytest.mark.parametrize("person", [make.analyst, make.administrator, make.authority, make.party])
def test_an_account_that_was_closed_may_do_nothing(person):
    user = person()
    predicates = (rules.is_analyst, rules.is_administrator, rules.is_authority, rules.speaks_for_a_party)
    assert sum(p(user) for p in predicates) == 1
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not any(p(known_anew(user)) for p in predicates)


WHITE, GREEN, AMBER = {"white"}, {"white", "green"}, {"white", "green", "amber"}


@pytest.mark.parametrize(
    "person, expected",
    [
        (make.UserFactory, WHITE),
        (make.administrator, WHITE),
        (make.party, GREEN),
        (lambda: make.party(kind="contributor"), GREEN),
        (lambda: make.party(category=Category.DCC, is_party=False), GREEN),
        (lambda: make.party(category=Category.CONSUMER_BODY, is_party=False), WHITE),
        (lambda: make.member(make.CommitteeFactory()), GREEN),
        (make.analyst, AMBER),
        (make.authority, AMBER),
    ],
)
def test_clearances_follow_the_information_policy_and_never_reach_red(person, expected):
    assert person().clearances == expected


def test_capacity_says_a_role_or_an_organisation_and_never_a_name():
    speaker = make.party(category=Category.SMALL_SUPPLIER, short_name="Northmoor")
    assert [
        u.capacity for u in (make.analyst(), make.administrator(), make.authority(), speaker, make.UserFactory())
    ] == [
        "SECAS analyst",
        "Administrator",
        "The Authority",
        "Northmoor (Small Supplier)",
        "Signed-in reader",
    ]


def test_a_grant_holds_at_once_for_the_person_in_hand():
    user, by = make.UserFactory(), make.administrator()
    assert (user.is_analyst, user.clearances) == (False, WHITE)
    actions.grant_role(by=by, user=user, role=Role.ANALYST)
    assert (user.is_analyst, user.clearances, user.capacity) == (True, AMBER, "SECAS analyst")


def enterings(user, company):
    return {
        "enter_organisation": lambda by: actions.enter_organisation(
            by=by, name="Fellside Energy Limited", short_name="Fellside", category="small_supplier", is_party=True
        ),
        "enter_person": lambda by: actions.enter_person(by=by, email="kim@example.org", name="Kim Rowan"),
        "grant_role": lambda by: actions.grant_role(by=by, user=user, role=Role.ANALYST),
        "affiliate": lambda by: actions.affiliate(by=by, user=user, organisation=company, kind="submitter"),
        "arrange_cover": lambda by: actions.arrange_cover(
            by=by, user=user, covered_by=make.UserFactory(), starts=FIRST, ends=LAST
        ),
    }


@pytest.mark.parametrize("name", enterings(None, None))
@pytest.mark.parametrize(
    "person", [make.analyst, make.authority, make.party, make.UserFactory, AnonymousUser], ids=lambda p: p.__name__
)
def test_an_administrator_enters_people_and_what_they_may_do_and_nobody_else(name, person):
    entering = enterings(make.UserFactory(), make.OrganisationFactory())[name]
    by = person()
    before = [model.objects.count() for model in (Organisation, User, RoleGrant, Affiliation, Cover, Event)]
    with pytest.raises(NotAllowed):
        entering(by)
    after = [model.objects.count() for model in (Organisation, User, RoleGrant, Affiliation, Cover, Event)]
    assert after[1] - before[1] <= 1  # the cover itself may have been made for the call
    assert after[:1] + after[2:] == before[:1] + before[2:]
    entering(make.administrator())
    assert Event.objects.count() == 1


def test_people_arrange_their_own_cover():
    user, stand_in = make.UserFactory(), make.UserFactory()
    actions.arrange_cover(by=user, user=user, covered_by=stand_in, starts=FIRST, ends=LAST)
    days = [date(2026, 3, 1), FIRST, LAST, date(2026, 3, 7)]
    assert [cover_for(user, day) for day in days] == [None, stand_in, stand_in, None]
    assert cover_for(stand_in, FIRST) is None


@pytest.mark.parametrize(
    "starts, ends, field",
    [(LAST, FIRST, "ends"), (LAST, date(2026, 3, 9), "starts"), (date(2026, 2, 27), FIRST, "starts")],
    ids=["ends before it starts", "overlaps at the end", "overlaps at the start"],
)
def test_cover_that_cannot_be_is_refused_with_the_field_it_belongs_to(starts, ends, field):
    user = make.UserFactory()
    actions.arrange_cover(by=user, user=user, covered_by=make.UserFactory(), starts=FIRST, ends=LAST)
    with pytest.raises(Refused) as refused:
        actions.arrange_cover(by=user, user=user, covered_by=make.UserFactory(), starts=starts, ends=ends)
    assert refused.value.field == field
    assert Cover.objects.count() == 1


def test_nobody_covers_for_themselves():
    user = make.UserFactory()
    with pytest.raises(Refused) as refused:
        actions.arrange_cover(by=user, user=user, covered_by=user, starts=FIRST, ends=LAST)
    assert refused.value.field == "covered_by"


def test_an_address_is_entered_once_whatever_its_capitals():
    by = make.administrator()
    actions.enter_person(by=by, email="Kim.Rowan@Example.org", name="Kim Rowan")
    assert User.objects.get(name="Kim Rowan").email == "kim.rowan@example.org"
    with pytest.raises(Refused) as refused:
        actions.enter_person(by=by, email="KIM.ROWAN@example.org", name="Another Kim")
    assert refused.value.field == "email"


def test_a_role_or_affiliation_held_already_is_refused_in_words():
    by, user, company = make.administrator(), make.UserFactory(), make.OrganisationFactory()
    actions.grant_role(by=by, user=user, role=Role.ANALYST)
    actions.affiliate(by=by, user=user, organisation=company, kind="contributor")
    with pytest.raises(Refused):
        actions.grant_role(by=by, user=user, role=Role.ANALYST)
    with pytest.raises(Refused):
        actions.affiliate(by=by, user=user, organisation=company, kind="submitter")
    actions.grant_role(by=by, user=user, role=Role.ADMINISTRATOR)
    actions.affiliate(by=by, user=user, organisation=make.OrganisationFactory(), kind="submitter")
    assert (user.is_analyst, user.is_administrator, len(user.organisations)) == (True, True, 2)


def two(model, **same):
    def write(second_starts, second_ends=None):
        model.objects.create(**same, starts=FIRST, ends=LAST)
        model.objects.create(**same, starts=second_starts, ends=second_ends)

    return write


def overlapping():
    user, other, company = make.UserFactory(), make.UserFactory(), make.OrganisationFactory()
    grants = {f"one_{role}_grant_at_a_time": two(RoleGrant, user=user, role=role) for role in Role.values}
    return {
        **grants,
        "one_affiliation_at_a_time": two(Affiliation, user=user, organisation=company, kind="submitter"),
        "one_cover_at_a_time": two(Cover, user=user, covered_by=other),
    }


NAMES = [f"one_{role}_grant_at_a_time" for role in Role.values] + ["one_affiliation_at_a_time", "one_cover_at_a_time"]


@pytest.mark.parametrize("name", NAMES)
def test_periods_may_touch_but_the_database_refuses_an_overlap(name):
    write = overlapping()[name]
    with transaction.atomic():
        write(date(2026, 3, 7), date(2026, 3, 8))
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write(LAST, date(2026, 3, 8))


@pytest.mark.parametrize(
    "name, write",
    [
        (
            "role_grant_ends_after_start",
            lambda u, o: RoleGrant.objects.create(user=u, role="analyst", starts=LAST, ends=FIRST),
        ),
        (
            "affiliation_ends_after_start",
            lambda u, o: Affiliation.objects.create(user=u, organisation=o, kind="submitter", starts=LAST, ends=FIRST),
        ),
        ("nobody_covers_themselves", lambda u, o: Cover.objects.create(user=u, covered_by=u, starts=FIRST, ends=LAST)),
        (
            "party_category_means_party",
            lambda u, o: Organisation.objects.create(name="X", short_name="X", category="gas_network", is_party=False),
        ),
        ("one_user_per_email", lambda u, o: User.objects.create(email=u.email.upper(), name="Somebody else")),
    ],
)
def test_the_database_refuses_what_no_act_writes(name, write):
    user, company = make.UserFactory(), make.OrganisationFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write(user, company)


def test_a_cover_that_ends_before_it_starts_never_comes_to_be():
    people = {"user": make.UserFactory(), "covered_by": make.UserFactory()}
    with pytest.raises(Exception, match=r"cover_ends_after_start|lower bound"), transaction.atomic():
        Cover.objects.create(**people, starts=LAST, ends=FIRST)


def test_the_five_party_categories_are_the_codes_own_and_the_dcc_is_none_of_them():
    assert [c.label for c in PARTY_CATEGORIES] == [
        "Large Supplier",
        "Small Supplier",
        "Electricity Network Operator",
        "Gas Network Operator",
        "Other SEC Party",
    ]
    assert len(Category) == 13


@pytest.mark.parametrize(
    "name, key", [("The Éclair Company", "eclair company"), ("ZÜRN", "zurn"), ("Theatre Power", "theatre power")]
)
def test_names_sort_folded_by_a_key_the_system_keeps(name, key):
    assert folded(name) == key
    organisation = make.OrganisationFactory(name=name)
    assert Organisation.objects.get(pk=organisation.pk).folded == key
