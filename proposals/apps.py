from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self):
        from accounts.listeners import when_a_name_changes
        from bodies import papersday
        from bodies.listeners import when_a_day_changes, when_a_meeting_changes
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
        from proposals.actions.sittings import dates_go_with_it
        from proposals.processrules import papers_days_before
        from proposals.renaming import found_under_the_new_name

        events.declare()
        heirlooms.declare()
        papersday.provide(papers_days_before)
        when_a_name_changes(found_under_the_new_name)
        when_a_day_changes(reckoned_again)
        when_a_meeting_changes(dates_go_with_it)
        registry.register("settle_windows", tasks.settle, "Settling windows that have ended")
        registry.register_sweep("due_windows", tasks.queue_due_windows, seconds=10)
