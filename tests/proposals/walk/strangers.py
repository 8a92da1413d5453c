"""What is not White, through every door: a stranger finds no trace of it, and whoever may read it does find it.

Each thing that is entered bears a word of its own, so that a page can be searched for it.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit import clock
from proposals.models import Appeal, Objection, ProblemStatement, Proposal

PDF = b"%PDF-1.7 something"
TABS = ("", "documents/", "views/", "history/")
LISTS = ("/", "/modifications/", "/modifications/register.csv", "/releases/", "/statistics/")
# Who reads what is of each class, beside SECAS: the public; those of a Party.
OPEN_TO = {"white": {"stranger", "reader", "analyst"}, "green": {"reader", "analyst"}, "amber": {"analyst"}}


@dataclass(frozen=True)
class Thing:
    """What was entered about a proposal, and the tab on which it is read."""

    word: str
    classification: str
    proposal: int
    tab: str


@dataclass
class Doors:
    """The pages, as each reader finds them. ``seen``: how often something was hidden, or shown, by class and tab."""

    people: dict
    things: list = field(default_factory=list)
    hidden: Counter = field(default_factory=Counter)
    shown: Counter = field(default_factory=Counter)

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.people[role])
        return client

    def word(self) -> str:
        return f"Zircon{len(self.things)}z"

    def entered(self, word: str, classification: str, proposal: int, tab: str) -> None:
        self.things.append(Thing(word, classification, proposal, tab))

    def about(self, proposal: Proposal) -> list[Thing]:
        return [thing for thing in self.things if thing.proposal == proposal.pk]

    def look_at_tabs(self, role: str, now, proposal: Proposal) -> None:
        """What ``role`` finds at that moment on the tabs of a proposal about which something was entered."""
        with clock.set_to(now):
            self._tabs(role, proposal, self.about(proposal))

    def look_at_lists(self, role: str, now, proposal: Proposal) -> None:
        with clock.set_to(now):
            self._lists(role)

    def _reader(self, role: str) -> str:
        return "stranger" if role == "anonymous" else role

    def _lists(self, role: str) -> None:
        client = self.client(role)
        rows = list(Proposal.objects.all())
        pages = {address: client.get(address).getvalue().decode() for address in LISTS}
        csv, register = pages["/modifications/register.csv"], pages["/modifications/"]
        for row in rows:
            may = is_open(row, self._reader(role))
            assert (row.title in csv) is (row.title in register) is may, (role, row.title, row.classification)
            assert may or not any(row.title in page for page in pages.values())
            self._count(row.classification if row.raised_on else "unraised", "a list", may)
        last = rows[-1]
        found = client.get("/modifications/", {"q": f'"{last.title}"'}).context["proposals"]
        assert (last.title in {row["title"] for row in found}) is is_open(last, self._reader(role))

    def _tabs(self, role: str, proposal: Proposal, about: list[Thing]) -> None:
        client = self.client(role)
        may = is_open(proposal, self._reader(role))
        for tab in TABS if may else TABS[:1]:
            answer = client.get(f"{proposal.get_absolute_url()}{tab}", follow=True)
            assert answer.status_code == (200 if may else 404), (role, proposal.classification, tab)
            page = answer.content.decode()
            for thing in about:
                reads = may and self._reader(role) in OPEN_TO[thing.classification]
                assert reads or thing.word not in page, (role, thing, tab)
                if tab == thing.tab:
                    assert (thing.word in page) is reads, (role, thing, proposal.classification)
                    self._count(thing.classification, tab or "overview", reads)
        for file in proposal.attachments.all():
            reads = may and self._reader(role) in OPEN_TO[file.classification]
            answer = client.get(f"{proposal.get_absolute_url()}attachments/{file.pk}/{file.filename}")
            answer.getvalue()  # which closes the file
            assert (answer.status_code == 200) is reads, (role, file.classification, answer.status_code)
            self._count(file.classification, "a file", reads)

    def _count(self, classification: str, where: str, reads: bool) -> None:
        if classification != "white":
            (self.shown if reads else self.hidden)[classification, where] += 1


def is_open(proposal: Proposal, role: str) -> bool:
    """A submission is for its own people and SECAS; what was raised or refused (row 4), for those of its class."""
    published = proposal.raised_on is not None or proposal.state == "refused"
    return role in OPEN_TO[proposal.classification] if published else role == "analyst"


def upload(word: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{word}.pdf", PDF)


def check_rows(proposal: Proposal, readers) -> None:
    """The rows themselves, whatever page asks for them."""
    public = is_open(proposal, "stranger")
    for user in readers:
        assert Proposal.objects.visible_to(user).filter(pk=proposal.pk).exists() is public
        if not public:
            assert not ProblemStatement.objects.visible_to(user).filter(proposal=proposal).exists()
            for lodged in (Objection, Appeal):
                assert not lodged.objects.visible_to(user).filter(window__proposal=proposal).exists()
