"""What goes on around the steps of a proposal: its timetable, its releases, what is entered about it, and what is put
right. Each is done by SECAS, or tried by somebody who may not."""

from datetime import timedelta
from functools import partial

from audit import clock
from bodies.actions import override_day
from proposals import actions
from proposals.layouts import LAYOUTS, Planned, lay
from proposals.models import ImplementationPart, Objection, Proposal, Release, TimetableEntry, Window, WorkPackage
from subcommittees.actions import record_view
from tests.proposals.states import PARTS
from tests.proposals.walk.strangers import upload

CLASSES = ["white", "green", "amber"]
NOT_SECAS = ["Proposer", "other Party", "authority", "Panel member", "committee member", "administrator", "stranger"]
SLIP = {"reason": "The room was taken.", "agreed_by": "All members"}
CONSENT = {"consent_words": "We consent."}


class Around:
    """For the walk, which has ``proposal``, ``people``, ``now`` and ``try_to``."""

    def manage(self, chance, act, **arguments) -> bool:
        """As SECAS, or seldom as somebody who may not: then nothing may come of it."""
        role = "analyst" if chance.random() < 0.9 else chance.choice(NOT_SECAS)
        done = self.try_to(lambda: act(by=self.people[role], **arguments), role)
        assert not done or role == "analyst", f"{role} has done what only SECAS does: {act.__name__}"
        return done

    def day(self, chance, least: int, most: int):
        return clock.london_date(self.now) + timedelta(days=chance.randint(least, most))

    def one_of_each(self):
        """So that every walk has a date that slips, a release that moves, and something Green and something Amber."""
        own, secas = {"proposal": self.proposal, "by": self.analyst}, {"by": self.analyst}
        today = clock.london_date(self.now)
        entries = [Planned("Develop the requirements", "requirements", today + timedelta(days=7))]
        assert self.try_to(lambda: actions.lay_out_package(**own, entries=entries), "analyst")
        entry = TimetableEntry.objects.get(proposal=self.key, activity="Develop the requirements", laid_on=today)
        assert self.try_to(
            lambda: actions.move_entry(entry=entry, to=today + timedelta(days=9), **secas, **SLIP), "analyst"
        )
        self.try_to(lambda: actions.enter_release(**secas, name="Release 1", kind="scheduled", date=today), "analyst")
        moved = {"release": Release.objects.get(), "to": today + timedelta(days=5), "reason": "The DCC is not ready."}
        assert self.try_to(lambda: actions.move_release(**secas, **moved), "analyst")
        self.enter_file(self.manage_as_secas, "amber")
        self.enter_update(self.manage_as_secas, "green")

    def manage_as_secas(self, act, **arguments) -> bool:
        return self.try_to(lambda: act(by=self.analyst, **arguments), "analyst")

    # The timetable

    def timetable(self, chance):
        kinds = [self.lay_out, self.approve_package, self.add_date, *[self.change_date] * 4]
        chance.choice(kinds)(chance)

    def lay_out(self, chance):
        layout = LAYOUTS[chance.choice(sorted(LAYOUTS))]
        entries = lay(layout, self.day(chance, -20, 20), self.proposal.path)
        self.manage(chance, actions.lay_out_package, proposal=self.proposal, entries=entries)

    def approve_package(self, chance):
        package = WorkPackage.objects.filter(proposal=self.key).last()
        if package:
            meeting = self.panel.meetings.filter(date__lte=self.day(chance, 0, 0)).order_by("date").last()
            how = chance.choice([{"meeting": meeting}, {"on": self.day(chance, -2, 1)}])
            self.manage(chance, actions.approve_work_package, package=package, **how)

    def add_date(self, chance):
        planned = Planned("A further step", "publish", self.day(chance, -5, 60))
        before = self.some_date(chance)
        self.manage(chance, actions.add_entry, proposal=self.proposal, planned=planned, before=before)

    def some_date(self, chance) -> TimetableEntry | None:
        entries = list(TimetableEntry.objects.filter(proposal=self.key))
        return chance.choice(entries) if entries else None

    def change_date(self, chance):
        entry = self.some_date(chance)
        if entry is None:
            self.lay_out(chance)
            return
        to = entry.due_on + timedelta(days=chance.randint(-20, 60))
        on = self.day(chance, -3, 0)
        change = chance.choice([
            (actions.move_entry, {"to": to, "exactness": chance.choice(["", "day", "week"]), "effective": on, **SLIP}),
            *[(actions.move_entry, {"to": to, "exactness": "day", **SLIP})] * 4,
            (actions.move_entry, {"to": to, "exactness": "day", "seen": self.day(chance, 0, 9), **SLIP}),
            (actions.move_entry, {"to": to, "exactness": "meeting", "body": self.panel, **SLIP}),
            (actions.mark_done, {"on": on}),
            (actions.mark_missed, {"reason": "Nobody came.", "on": on}),
            (actions.undo_done, {"reason": "It was another one."}),
            (actions.remove_entry, {"reason": "Not needed."}),
        ])  # fmt: skip
        self.manage(chance, change[0], entry=entry, **change[1])

    # When it enters the code

    def plan(self, chance):
        grounds = {"reason": "The DCC needs longer.", **CONSENT, "consent_on": self.day(chance, 0, 0)}
        grounds = grounds if chance.random() < 0.8 else {}
        release = self.some_release(chance) if chance.random() < 0.5 else None
        place = {"release": release} if release else {"planned_on": self.day(chance, -3, 30)}
        self.manage(chance, actions.plan_implementation, proposal=self.proposal, **place, **grounds)

    def divide(self, chance):
        grounds = {"reason": "The DCC needs longer.", **CONSENT, "consent_on": self.day(chance, 0, 0)}
        there = list(ImplementationPart.objects.filter(plan__proposal=self.key).order_by("number"))
        kept = [{"number": part.number, "title": f"Part {part.number}"} for part in there if chance.random() < 0.8]
        new = [{"number": None, "title": part.title} for part in PARTS[: chance.randint(0, 2)]]
        if kept:
            self.manage(chance, actions.divide, proposal=self.proposal, parts=[*kept, *new], **grounds)

    def bring_a_part_in(self, chance):
        part = ImplementationPart.objects.outstanding().filter(plan__proposal=self.key).first()
        if part:
            self.manage(chance, actions.implement_part, proposal=self.proposal, part=part.number, sec_version="9.1")

    def releases(self, chance):
        kinds = [self.enter_release, self.move_release, self.implement_release, *[self.gather_in_release] * 2]
        chance.choice(kinds)(chance)

    def enter_release(self, chance):
        name, kind = f"Release {Release.objects.count() + 1}", chance.choice(Release.Kind.values)
        self.manage(chance, actions.enter_release, name=name, kind=kind, date=self.day(chance, -5, 40))

    def some_release(self, chance) -> Release | None:
        releases = list(Release.objects.order_by("pk"))
        return chance.choice(releases) if releases else None

    def move_release(self, chance):
        release = self.some_release(chance)
        if release:
            consent = {**CONSENT, "consent_on": self.day(chance, 0, 0)} if chance.random() < 0.8 else {}
            to = self.day(chance, -3, 40)
            self.manage(chance, actions.move_release, release=release, to=to, reason="The DCC is not ready.", **consent)

    def gather_in_release(self, chance):
        """All that waits to be implemented, put into one release of today, and that implemented."""
        today, by = self.day(chance, 0, 0), self.people["analyst"]
        grounds = {"reason": "All at once.", **CONSENT, "consent_on": today, "by": by}
        waiting = list(Proposal.objects.filter(state="pending_implementation"))
        if not waiting:
            return
        made = Release.objects.count() + 1
        self.try_to(lambda: actions.enter_release(by=by, name=f"Release {made}", kind="scheduled", date=today))
        release = Release.objects.latest("pk")
        for proposal in waiting:
            self.try_to(lambda p=proposal: actions.plan_implementation(proposal=p, release=release, **grounds))
        self.implement_release(chance, release)

    def implement_release(self, chance, release=None):
        release = release or self.some_release(chance)
        if release is None:
            return
        parts = list(ImplementationPart.objects.outstanding().filter(release=release).values_list("pk", flat=True))
        left_out = [pk for pk in parts if chance.random() < 0.2]
        why = "It is not ready." if left_out else ""
        sent = {"release": release, "sec_version": f"10.{release.pk}", "leave_out": left_out, "left_out_reason": why}
        self.manage(chance, actions.implement_release, **sent)

    # What is entered about it

    def publish(self, chance):
        chance.choice([self.classify, self.attach, self.post, self.record_a_view])(chance)

    def classify(self, chance):
        own = {"proposal": self.proposal, "by": self.analyst}
        self.try_to(lambda: actions.save_details(**own, classification=chance.choice(CLASSES)))

    def attach(self, chance):
        self.enter_file(partial(self.manage, chance), chance.choice(CLASSES))

    def post(self, chance):
        self.enter_update(partial(self.manage, chance), chance.choice(CLASSES))

    def enter_file(self, manage, kind: str):
        word = self.doors.word()
        sent = {"proposal": self.proposal, "upload": upload(word), "title": word, "classification": kind}
        if manage(actions.attach, **sent):
            self.doors.entered(word, kind, self.key, "documents/")

    def enter_update(self, manage, kind: str):
        word = self.doors.word()
        if manage(actions.post_update, proposal=self.proposal, text=f"{word} goes on.", classification=kind):
            self.doors.entered(word, kind, self.key, "history/")

    def record_a_view(self, chance):
        """Of the Sub-Committee, whose member may record it too. A later view stands above the earlier."""
        word, kind = self.doors.word(), chance.choice(CLASSES)
        why = "It thought again." if self.proposal.views.exists() else ""
        sent = {"proposal": self.proposal, "by": self.analyst, "committee": self.ssc, "why_changed": why}
        sent |= {"position": "supports", "text": f"{word} is good.", "classification": kind}
        self.doors.things = [t for t in self.doors.things if (t.proposal, t.tab) != (self.key, "views/")]
        if self.try_to(lambda: record_view(**sent)):
            self.doors.entered(word, kind, self.key, "views/")

    # What is put right, and days that are announced late

    def put_right(self, chance):
        chance.choice([self.take_back, self.correct, self.strike, self.object_late])(chance)

    def take_back(self, chance):
        steps = list(self.proposal.moves.standing())
        move = steps[-1] if chance.random() < 0.8 else chance.choice(steps)
        self.manage(chance, actions.reverse_move, proposal=self.proposal, move=move, reason="It was not made.")

    def correct(self, chance):
        move = chance.choice(list(self.proposal.moves.standing()))
        day = clock.london_date(move.effective_at) + timedelta(days=chance.choice([-3, -2, -1, 0, 0, 1]))
        fact = {"effective": day, "words": f"{move.words} Truly.".strip(), "reason": "It was another day."}
        self.manage(chance, actions.correct_move, proposal=self.proposal, move=move, **fact)

    def strike(self, chance):
        objection = Objection.objects.standing().filter(window__proposal=self.key).last()
        if objection:
            self.manage(chance, actions.strike_objection, objection=objection, ground="mistake")

    def object_late(self, chance):
        """One that came by e-mail while the window ran, entered now, whenever that is."""
        window = self.proposal.windows.standing().filter(kind="objection").last()
        if window:
            came = window.opens_at + timedelta(days=chance.randint(0, 22))
            sent = {"organisation": chance.choice(self.companies), "reason": "It is material.", "received_at": came}
            self.try_to(
                lambda: actions.object_to_fast_track(proposal=self.proposal, by=self.analyst, **sent),
                "analyst",
                "object",
            )

    def announce_a_holiday(self, chance):
        """A day within an open window, or before a planned date, that is not worked after all; or one that is."""
        window = Window.objects.unsettled().filter(proposal=self.key).last()
        last = clock.london_date(window.closes_at) if window else self.day(chance, 5, 30)
        today = clock.london_date(self.now)
        day = today + timedelta(days=chance.randint(0, max(1, (last - today).days + 1)))
        is_worked = chance.random() < 0.25
        said = {"name": "A day of thanks", "is_working_day": is_worked, "reason": "Announced."}
        by = self.people[chance.choice(["analyst", "administrator"])]
        self.try_to(lambda: override_day(by=by, date=day, **said))
