from django.apps import AppConfig


class SubcommitteesConfig(AppConfig):
    name = "subcommittees"

    def ready(self):
        from audit import events
        from bodies.listeners import when_a_meeting_changes
        from proposals.ports import COPIED, Tab, add_tab, hand_down
        from subcommittees import desk, meetingdesk, requirements  # noqa: F401  (they register themselves)
        from subcommittees.heirlooms import hand_down_views
        from subcommittees.sittings import nothing_stands_on_it

        events.declare(view_recorded="View recorded")
        events.declare(
            item_put_on_agenda="Item put on an agenda",
            item_changed="Item of an agenda changed",
            item_reordered="Agenda reordered",
            reference_fixed="Number and paper reference fixed",
            item_taken_off="Item taken off an agenda",
            item_carried_over="Item carried over to a later meeting",
            attendance_recorded="Attendance recorded",
            attendance_answered="A member said whether they come",
            conflict_declared="Interest declared",
            conflict_withdrawn="Declared interest taken back",
            meeting_held="Meeting held",
            meeting_reopened="Meeting no longer recorded as held",
        )
        when_a_meeting_changes(nothing_stands_on_it)
        hand_down("views", COPIED, "The views of bodies and organisations, with earlier versions", hand_down_views)
        add_tab(Tab("views", "Views", "subcommittees:views", 40))
