"""The people and the proposals of a month in the life of the Change Sub-Committee, and how its people go about."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from playwright.sync_api import Locator, Page

from accounts.models import Category, User
from audit import clock
from proposals.models import Proposal
from tests import factories as make
from tests.journeys.ledger import Ledger
from tests.journeys.steps import Walk, fill, says
from tests.proposals.states import described, refined

NAME, SHORT = "Change Sub-Committee", "CSC"
REMIT = "Looks at each Draft Proposal and tells the Panel whether it is ripe."
CADENCE = "Monthly, on the third Tuesday"
PLACE = "Ludgate Room"
MAILBOX = "csc@example.org"
THREE_CATEGORIES = "from at least three Party Categories"
TERM_ENDS = date(2033, 2, 28)

# The month. Good Friday and Easter Monday of 2031 are 11 and 14 April, so that papers for 15 April are due on the 4th.
BEGINS, PAPERS_DAY, LATE_DAY = date(2031, 3, 3), date(2031, 3, 11), date(2031, 3, 12)
MEETS, MINUTED = date(2031, 3, 18), date(2031, 3, 19)
NEXT_PAPERS_DAY, NEXT_MEETS = date(2031, 4, 4), date(2031, 4, 15)

# Twelve members: whoever chairs, and eleven of seven categories; in the order in which they are entered.
CHAIR = "Clemence Adeyemi"
SECRETARY = "Wyn Calloway"
MEMBERS = (
    ("Bartholomew Quill", Category.LARGE_SUPPLIER),
    ("Marguerite Ansah", Category.LARGE_SUPPLIER),
    ("Tobias Renfrew", Category.SMALL_SUPPLIER),
    ("Ottoline Vance", Category.SMALL_SUPPLIER),
    ("Idris Penhaligon", Category.ELECTRICITY_NETWORK),
    ("Saoirse Lindqvist", Category.ELECTRICITY_NETWORK),
    ("Hamish Oduya", Category.GAS_NETWORK),
    ("Philippa Strand", Category.OTHER_SEC_PARTY),
    ("Rafael Nkemelu", Category.OTHER_SEC_PARTY),
    ("Delphine Marsh", Category.DCC),
    ("Cosmo Abernethy", Category.CONSUMER_BODY),
)
WITH_ALTERNATE, ALTERNATE = "Ottoline Vance", "Gideon Frome"
AWAY = "Hamish Oduya"

IN_TIME = (
    "Certificates of replaced devices",
    "Notice of a change of tenancy",
    "Times at which registration data arrive",
    "Faults that no party owns",
    "Names of test devices",
)
LATE = ("Charges for repeated visits", "Alerts that nobody reads")
IN_REFINEMENT = "Records of device status"
REACHED_LATE, NOT_REACHED = LATE

ANALYST, ADMINISTRATOR = "Ines Okafor", "Adele Winterbourne"


@dataclass
class Person:
    """Somebody at a browser of their own, whose every value that they enter is kept."""

    user: User
    page: Page
    walk: Walk

    def go(self, address: str, heading: str | None = None) -> "Person":
        self.walk.visit(self.page, address, heading)
        return self

    def on(self, heading: str | None = None) -> "Person":
        self.walk.arrive(self.page, heading)
        return self

    def press(self, name: str | re.Pattern, heading: str | None = None) -> None:
        self._lead_on(self.page.get_by_role("button", name=name, exact=isinstance(name, str)), heading)

    def follow(self, name: str | re.Pattern, heading: str | None = None) -> None:
        self._lead_on(self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first, heading)

    def _lead_on(self, place: Locator, heading: str | None) -> None:
        """The page that is left may have the same heading as the one that comes."""
        with self.page.expect_navigation():
            place.click()
        self.on(heading)

    def fill(self, answers: dict) -> None:
        fill(self.page, answers)

    def says(self, *sentences: str) -> None:
        says(self.page, *sentences)

    def text(self) -> str:
        return " ".join(self.page.get_by_role("main").inner_text().split())


@dataclass
class Month:
    """All that the stages share."""

    new_page: object
    sign_in: object
    walk: Walk
    time_passes: object
    ledger: Ledger = field(default_factory=Ledger)
    people: dict[str, User] = field(default_factory=dict)
    open: dict[str, Person] = field(default_factory=dict)

    def it_is(self, day: date, hour: int = 9) -> None:
        self.time_passes(moment(day, hour))

    @contextmanager
    def stage(self, name: str):
        self.ledger.begin(name)
        yield

    def enter_people(self) -> None:
        """The directory, as it is before there is the body."""
        self.people[ADMINISTRATOR] = make.administrator(name=ADMINISTRATOR)
        self.people[ANALYST] = make.analyst(name=ANALYST)
        for name in (CHAIR, SECRETARY, ALTERNATE, *(name for name, _ in MEMBERS)):
            self.people[name] = make.UserFactory(name=name, email=f"{name.lower().replace(' ', '.')}@example.org")

    def as_(self, name: str) -> Person:
        """The person, at their own browser, which they keep; what their seat lets them do is read afresh."""
        if name not in self.open:
            user = User.objects.get(pk=self.people[name].pk)
            page = self.sign_in(self.ledger.watch(self.new_page(), name), user)
            self.open[name] = Person(user, page, self.walk)
        return self.open[name]

    def anybody(self) -> Person:
        if "" not in self.open:
            self.open[""] = Person(None, self.ledger.watch(self.new_page(), "the public"), self.walk)
        return self.open[""]

    def in_refinement(self) -> Proposal:
        with clock.set_to(moment(BEGINS, 8)):
            return refined(self.people[ANALYST], title=IN_REFINEMENT)

    def raised(self, day: date, *titles: str) -> list[Proposal]:
        """Draft Proposals with all that the body wants to see, raised early on the day."""
        with clock.set_to(moment(day, 8)):
            return [described(self.people[ANALYST], title=title) for title in titles]


def moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.LONDON)


def about(words: str, what: str) -> re.Pattern:
    """The name of a button or link that says beside its words, for who does not see the row, what it is about."""
    return re.compile(rf"^{re.escape(words)}\s*(: |of |that arose under |to )?.*{re.escape(what)}")
