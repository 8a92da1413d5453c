from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from jobs import registry
        from notifications import consequences, notices, tasks  # noqa: F401  (notices register themselves)

        consequences.register()
        registry.register("send_notices", tasks.send_notices, "Sending notices")
