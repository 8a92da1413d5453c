from django.apps import AppConfig


class SecmodsConfig(AppConfig):
    name = "secmods"

    def ready(self):
        from audit.actions import take_checkpoint
        from jobs import registry

        registry.register_sweep("checkpoint", take_checkpoint, seconds=3600)
