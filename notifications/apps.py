from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from bodies.listeners import when_a_meeting_changes
        from jobs import registry
        from notifications import (  # noqa: F401  (notices register themselves)
            asked,
            assessments,
            ballots,
            calls,
            comments,
            consequences,
            consultations,
            drafts,
            guests,
            issued,
            meetings,
            minutes,
            notices,
            packs,
            plans,
            points,
            published,
            receipts,
            tasks,
        )

        consequences.register()
        when_a_meeting_changes(meetings.told_of_the_meeting)
        registry.register("send_notices", tasks.send_notices, "Sending notices")
        registry.register("write_to_guest", guests.deliver, "Writing to a guest")
