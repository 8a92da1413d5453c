from django.apps import AppConfig


class SubcommitteesConfig(AppConfig):
    name = "subcommittees"

    def ready(self):
        from audit import events
        from proposals.ports import COPIED, Tab, add_tab, hand_down
        from subcommittees import desk, requirements  # noqa: F401  (they register themselves)
        from subcommittees.heirlooms import hand_down_views

        events.declare(view_recorded="View recorded")
        events.declare(
            item_put_on_agenda="Item put on an agenda",
            item_changed="Item of an agenda changed",
            item_reordered="Agenda reordered",
            reference_fixed="Number and paper reference fixed",
            item_taken_off="Item taken off an agenda",
            item_carried_over="Item carried over to a later meeting",
        )
        hand_down("views", COPIED, "The views of bodies and organisations, with earlier versions", hand_down_views)
        add_tab(Tab("views", "Views", "subcommittees:views", 40))
