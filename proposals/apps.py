from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self):
        from bodies.listeners import when_a_day_changes
        from jobs import registry
        from proposals import (  # noqa: F401  (they register themselves)
            checks,
            consequences,
            dccdesk,
            desk,
            events,
            reportready,
            requirements,
            tabs,
            tasks,
            timetable_ports,
        )
        from proposals.actions import heirlooms
        from proposals.actions.calendar import reckoned_again

        events.declare()
        heirlooms.declare()
        when_a_day_changes(reckoned_again)
        registry.register("settle_windows", tasks.settle, "Settling windows that have ended")
        registry.register_sweep("due_windows", tasks.queue_due_windows, seconds=10)
