"""What industry says: comments on Draft Proposals, consultations with their questions, and what is answered to both."""

from django.apps import AppConfig

from consultations.events import EVENTS


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self):
        from audit import events
        from consultations import desks, offers, ports  # noqa: F401  (they register themselves)
        from consultations.comments import requirements  # noqa: F401
        from proposals.ports import READ, Tab, add_tab, hand_down

        def has_number(proposal, user) -> bool:
            return proposal.number is not None

        events.declare(**EVENTS)
        # A comment stays one row, so that whoever made it withdraws it once, and it is gone from every part.
        hand_down("comments", READ, "Comments on the problem, with answers and summaries")
        add_tab(Tab("comments", "Comments", "consultations:comments", 35, has_number))
        add_tab(Tab("consultations", "Consultations", "consultations:of_proposal", 38, has_number))
        _register_jobs()


def _register_jobs() -> None:
    from consultations import tasks
    from consultations.collation import keeping
    from jobs import registry

    registry.register("settle_consultation", tasks.settle, "Closing consultations whose end has come")
    registry.register("remind_of_consultation", tasks.remind, "Reminding of consultations that close")
    registry.register_sweep("due_consultations", tasks.queue_due_consultations, seconds=10)
    registry.register_sweep("consultation_reminders", tasks.queue_reminders, seconds=600)
    registry.register(keeping.KIND, keeping.collate, "Bringing responses together")
    registry.register_sweep("collations", keeping.queue_stale, seconds=keeping.SWEEP_SECONDS)
