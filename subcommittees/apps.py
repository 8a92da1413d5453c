from django.apps import AppConfig


class SubcommitteesConfig(AppConfig):
    name = "subcommittees"

    def ready(self):
        from audit import events
        from jobs import registry
        from proposals.ports import COPIED, Tab, add_tab, hand_down
        from subcommittees import desk, requirements, tasks  # noqa: F401  (they register themselves)
        from subcommittees.heirlooms import hand_down_views

        events.declare(
            view_asked="View asked for",
            view_due_changed="Due date of a view changed",
            view_request_withdrawn="Request for a view withdrawn",
            view_recorded="View recorded",
            view_chased="View chased",
            view_reminded="Reminder of a view sent",
            position_posted="Position of a member posted",
            late_after_minutes="Tried after the minutes were approved",
            verbal_update_owed="Verbal update promised",
            verbal_update_given="Verbal update given",
            verbal_update_corrected="Verbal update put right",
            verbal_update_dropped="Verbal update dropped",
            interest_marked="Interest of a body marked",
        )
        hand_down("views", COPIED, "The views of bodies and organisations, and what they were asked", hand_down_views)
        add_tab(Tab("views", "Views", "subcommittees:views", 40))
        registry.register("remind_views", tasks.remind_view, "Reminding of a view that is due")
        registry.register_sweep("view_reminders", tasks.queue_reminders, seconds=600)
