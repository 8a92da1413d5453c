from django.apps import AppConfig


class SubcommitteesConfig(AppConfig):
    name = "subcommittees"

    def ready(self):
        from audit import events
        from proposals.ports import Tab, add_tab
        from subcommittees import desk, requirements  # noqa: F401  (they register themselves)

        events.declare(view_recorded="View recorded")
        add_tab(Tab("views", "Views", "subcommittees:views", 40))
