from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from jobs import registry
        from notifications import (  # noqa: F401  (notices register themselves)
            assessments,
            consequences,
            notices,
            packs,
            plans,
            tasks,
        )

        consequences.register()
        registry.register("send_notices", tasks.send_notices, "Sending notices")
