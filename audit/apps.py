from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self):
        from audit import events

        events.declare(detail_erased="Details of an entry erased")
